"""Dollars that Markdown would take for math, but that stand for money, variables or the end of a pattern."""

import re
from typing import NamedTuple

from mkdeck.text.spans import blank_code, choose_math
from mkdeck.text.vocabulary import WORDS

DOLLAR = "\ufdd4"
"""Stands for a dollar that opens no math while Markdown reads a text."""

_TEX = re.compile(r"\\[A-Za-z]|\^\S|(?<![A-Za-z])[A-Za-z0-9)]?_(?:[A-Za-z0-9](?![A-Za-z])|[{\\])")
_SINGLE = re.compile(r"(?<![\\$])\$(?!\$)")
_CURRENCY = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}\Z")
"""The letters before a dollar that tell whose it is, as in US$ or R$."""
_PRIME = re.compile(r"[A-Za-z)]'+\Z")
_NAME = re.compile(r"[A-Z_][A-Z0-9_]+")
_OPENS_NAME = re.compile(r"[A-Za-z_{(]")
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}")
_OF_FORMULAS = frozenset("and by div divided equals if is max min minus mod or over plus squared times to".split())
"""Words that stand between the numbers of a formula, too."""
_AMOUNT = re.compile(r"[-\u2013/]\d[\d.,]*")
_BEHIND_AMOUNT = re.compile(r"[^\w\s$\\^_{}+*/=<>(|\[\]-]|/[a-z]+[\s,.;]")
_OWNER = re.compile(r"(?<![A-Za-z0-9_.])(?:[A-Za-z.][A-Za-z0-9_.]*)(?:\[+[^\[\]$]*\]+|\([^()$]*\))?\Z")
"""Whose part is named behind a dollar in R: a name, perhaps with an index or a call behind it."""
_PART = re.compile(r"[A-Za-z.][A-Za-z0-9_.]*")
_REACH_CHARACTERS = 40
_LEAST_OF_CHAIN = 3
"""Characters of a part that has parts itself."""


class _Pair(NamedTuple):
    """What stands between two dollars, and on either side of them."""

    before: str
    inside: str
    after: str


def set_dollars_aside(text: str) -> str:
    """Put `DOLLAR` for every dollar that Markdown would open math with, though no math follows."""
    visible = blank_code(text)
    found: list[int] = []
    math = choose_math(visible)
    at = behind = 0
    while match := math.search(visible, at):
        start, end = match.span()
        at = end
        if match.group().startswith("$") and not match.group().startswith("$$"):
            before = visible[max(0, start - _REACH_CHARACTERS) : start]
            pair = _Pair(before, visible[start + 1 : end - 1], visible[end : end + _REACH_CHARACTERS])
            if _is_no_math(pair):
                # With it, the single ones before it, or they would reach for the next.
                found += [each.start() for each in _SINGLE.finditer(visible, behind, start + 1)]
                at = start + 1
        behind = at
    if not found:
        return text
    characters = list(text)
    for start in found:
        characters[start] = DOLLAR
    return "".join(characters)


def _is_no_math(pair: _Pair) -> bool:
    if pair.inside.startswith(("|^", '@"')) or _is_part(pair):  # as in ^a+$|^b+$, and "$@" beside "$*"
        return True
    if _TEX.search(pair.inside):
        return _is_between_names(pair) and not _is_paired(pair.inside)
    return _is_between_names(pair) or _is_money(pair)


def _is_part(pair: _Pair) -> bool:
    """Whether both dollars stand between an object and a part of it, as in `df$x and df$y` or `fit$terms$labels` of R.

    Words that lack their blanks around a formula look alike: they are common ones, or the formula is a letter or two.
    """
    owner, part = _OWNER.search(pair.before), _PART.match(pair.inside)
    other, next_part = _OWNER.search(pair.inside), _PART.match(pair.after)
    if not (owner and part and other and next_part) or "\\" in pair.inside or "^" in pair.inside:
        return False
    if _is_common(owner.group().lower()) or _is_common(next_part.group()):
        return False
    if other.group() == owner.group() or _TEX.search(pair.inside):
        return other.group() == owner.group()
    if other.group() == pair.inside:
        return len(pair.inside) >= _LEAST_OF_CHAIN
    words = _WORD.findall(pair.inside[: other.start()])
    return len(part.group()) > 1 or not _OF_FORMULAS.issuperset(words)


def _is_common(word: str) -> bool:
    return len(word) > 1 and word in WORDS.join_words("common")


def _is_between_names(pair: _Pair) -> bool:
    """Whether the second dollar begins a name, as in `$HOME/$USER`, `$(A)$(B)` or `$HOME$PATH`."""
    inside, after = pair.inside, pair.after
    if not _OPENS_NAME.match(after):
        return False
    last = inside[-1]
    if last.isascii() and not last.isalnum() and last not in ")]}!":
        return not _PRIME.search(inside)
    opened = inside[0] in "({" and inside[0] == after[0] and not inside.startswith("{{c")
    return opened or bool(_NAME.fullmatch(inside) and _NAME.match(after))


def _is_money(pair: _Pair) -> bool:
    inside = pair.inside
    if pair.before[-1:].isdigit() and inside[-1].isdigit():
        return bool(_BEHIND_AMOUNT.match(inside) or _AMOUNT.fullmatch(inside))
    of_currency, at_currency = _CURRENCY.search(pair.before), _CURRENCY.search(inside)
    if inside[0].isdigit():
        return bool(of_currency and re.search(r"[\s,]", inside)) or _ends_amount(inside)
    if of_currency and at_currency:
        return not inside[0].isalnum()
    return inside[0] in '/,;?"' and " " in inside


def _ends_amount(inside: str) -> bool:
    """Whether what begins with an amount ends with another currency, or with an amount behind words."""
    currency, words = _CURRENCY.search(inside), _WORD.findall(inside)
    if currency and len(currency.group()) > 1 and len(inside) > len(currency.group()) + 2:
        return True
    return len(words) > 1 and inside[-1].isdigit() and not _OF_FORMULAS.issuperset(words)


def _is_paired(text: str) -> bool:
    return all(text.count(opener) == text.count(closer) for opener, closer in ("()", "[]", "{}"))
