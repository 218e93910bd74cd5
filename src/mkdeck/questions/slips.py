"""What to write instead of a choice or a statement that is not as the format has it, in the words of other tools."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mkdeck.text.nearest import nearest
from mkdeck.text.vocabulary import WORDS

_YES = frozenset("true yes on x 1 right correct".split())
_NO = frozenset("false no off 0 wrong incorrect".split())
_TRUE_KEYS = frozenset(WORDS.list_entries("right"))
_FALSE_KEYS = frozenset(WORDS.list_entries("wrong"))
"""How a choice or a statement is judged elsewhere, in one of several languages."""
_RIGHT_KEYS = frozenset(("answer", "key", *filter(lambda word: len(word) > 1, _TRUE_KEYS)))
_WRONG_KEYS = frozenset(("distractor", *filter(lambda word: len(word) > 1, _FALSE_KEYS)))
"""What a choice is called elsewhere; a single letter is its own."""
_TEXT_KEYS = frozenset("text option choice content value label body answer statement".split())
"""What the text of a choice or a statement is called elsewhere."""
_JUDGED = re.compile(r"(?:(?P<judged>\w+)\s*[:)]|(?P<bare>true|false))\s*(?P<text>\S.*)")
_LETTER = re.compile(r"[A-Za-z]|\d{1,2}")
_SIGN = r"\[[xX✓✔]\]|\([xX✓✔]\)|[✓✔✅☑=]\ufe0f?"
_WORD = rf"[(\[](?:{'|'.join(sorted(_RIGHT_KEYS | {'correct'}))})[)\]]"
_MARKED = re.compile(
    rf"""
    (?: {_SIGN} | {_WORD} ) \s* (\S.*?)
    | (\S.*?) \s* (?: [✓✔✅☑]\ufe0f? | {_WORD} )
    | (\S[^*]*?) \s+ \*+                      # a star behind
    | \*\*? \s* (\S[^*]*)                    # a star before
    | \*\* ([^*]+) \*\*                      # in bold
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""A choice whose text says that it is right, as other tools and papers have it."""
_NEEDS_QUOTES = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]|.*(?:: | #|:$)")
_PARTS = re.compile(r"[,\[\]{}]")
"""What parts the values between brackets or braces."""
_MOST_SHOWN_CHARACTERS = 60
_MOST_MARKED_CHARACTERS = 500
"""Nobody marks a choice of more characters within its text."""


def suggest_choice(value: object) -> str | None:
    """Return what to write for a mapping that is meant as a choice, or None where nobody knows."""
    if not isinstance(value, dict) or not value:
        return None
    key, text = next(iter(value.items()))
    if not any(value.values()) and key not in {*_RIGHT_KEYS, *_WRONG_KEYS, *_TEXT_KEYS, "feedback", "pin"}:
        return "text that starts with '{' or ends with ':' needs single quotes"
    if named := _find_text(value) or ("" if len(value) == 1 else _letter(key)):
        is_right = _find_mark(value, ("correct", "right", "is_correct", "isCorrect", "wrong", "answer"), named)
        return _suggest_right(value[named], is_right)
    if set(value) <= {"feedback", "pin"}:
        return f"`{key}:` stands below `- correct:` or `- wrong:` with the text of a choice, not in a choice of its own"
    if key in _RIGHT_KEYS | _WRONG_KEYS:
        return f"write this as `- {'correct' if key in _RIGHT_KEYS else 'wrong'}: {show(text)}`"
    return _suggest_for_pair(key, text) if len(value) == 1 else _suggest_key(value, ("correct", "wrong"), "a choice")


def _suggest_right(text: object, is_right: bool | None) -> str:
    more = "" if is_right is not None else ", or as `- correct: ...` if it is right"
    return f"write this as `{_write_choice(text, is_right=bool(is_right))}`{more}"


def _find_text(value: Mapping[str, Any]) -> str:
    """Return the key under which other tools have the text of a choice or a statement; empty where none is there."""
    return next((each for each in value if each.lower() in _TEXT_KEYS), "")


def is_text_elsewhere(marked: object, rest: Iterable[object]) -> bool:
    """Whether a choice has its text below another key, since what stands below `correct` or `wrong` only judges it."""
    return "text" in rest or (
        _read_mark(marked) is not None and any(str(key).lower() in _TEXT_KEYS or _letter(str(key)) for key in rest)
    )


def _suggest_for_pair(key: str, text: object) -> str | None:
    """Return what to write for a choice that is one key with a value: `A: one`, `one: true`, `Note: one`."""
    if (mark := _read_mark(text)) is not None:
        return f"write this as `{_write_choice(key, is_right=mark)}`"
    if _LETTER.fullmatch(key):
        return f"write this as `- {show(text)}`, or as `- correct: ...` if it is right; letters come by themselves"
    if advice := _suggest_key([key], ("correct", "wrong"), "a choice"):
        return advice
    if isinstance(text, str):
        return f"text that contains ': ' needs single quotes; write this as `- {show(f'{key}: {text}')}`"
    return None


def _suggest_key(keys: Iterable[str], words: tuple[str, str], what: str) -> str | None:
    """Ask for the nearest of two words, one of which must be there."""
    meant = next((near for key in keys if (near := nearest(key, words))), None)
    return f"{what} has `{words[0]}:` or `{words[1]}:`{meant}" if meant else None


def _write_choice(text: object, *, is_right: bool) -> str:
    return f"- {'correct: ' if is_right else ''}{show(text)}"


def suggest_statement(value: Mapping[str, Any]) -> str | None:
    """Return what to write for a mapping that is meant as a statement, or None where nobody knows."""
    if named := _find_text(value):
        mark = _find_mark(value, ("answer", "correct", "right", "true", "false"), named)
        return _suggest_judged(value[named], mark)
    key, text = next(iter(value.items()), ("", ""))
    if len(value) == 1 and (mark := _read_mark(text)) is not None:
        return _suggest_judged(key, mark)
    if judged := next((each for each in value if each.casefold() in _TRUE_KEYS | _FALSE_KEYS), None):
        return _suggest_judged(value[judged], judged.casefold() in _TRUE_KEYS)
    return _suggest_key(value, ("true", "false"), "a statement")


def suggest_statement_text(text: str) -> str:
    """Return what to write for a text that stands alone as a statement, and may say itself whether it is true."""
    match = _JUDGED.fullmatch(" ".join(text.split()))
    word = match and (match["judged"] or match["bare"]).casefold()
    if match and word in _TRUE_KEYS | _FALSE_KEYS | {"true", "false"}:
        return _suggest_judged(match["text"], word in _TRUE_KEYS or word == "true")
    return _suggest_judged(text, None)


def _suggest_judged(text: object, is_true: bool | None) -> str:
    word = "true" if is_true is None else str(is_true).lower()
    more = ", or as `- false: ...`" if is_true is None else ""
    return f"write this as `- {word}: {show(text)}`{more}"


def show(value: object, *, inside: bool = False) -> str:
    """Return a text as it stands in YAML on one line, in single quotes where it needs them; shortened.

    `inside` brackets or braces, more signs need them.
    """
    text = value if isinstance(value, str) else "..."
    text = " ".join(text.split())
    if len(text) > _MOST_SHOWN_CHARACTERS:
        text = f"{text[:_MOST_SHOWN_CHARACTERS].rstrip()} ..."
    quoted = _NEEDS_QUOTES.match(text) or (inside and _PARTS.search(text))
    return "'" + text.replace("'", "''") + "'" if quoted else text


def _letter(key: str) -> str:
    """Return a key that is the letter or the number of a choice; empty for any other."""
    return key if _LETTER.fullmatch(key) else ""


def _find_mark(value: Mapping[str, Any], keys: tuple[str, ...], text_key: str) -> bool | None:
    """Return whether one of some keys, but that of the text, says that this is right; None where none says it."""
    for key in keys:
        mark = _read_mark(value.get(key))
        if mark is not None and key != text_key:
            return mark != (key in ("wrong", "false"))
    return None


def _read_mark(value: object) -> bool | None:
    word = value.lower() if isinstance(value, str) else ""
    return True if word in _YES else False if word in _NO else None


def suggest_yes_no(word: object) -> str | None:
    """Return `true` or `false` for a word that means it elsewhere, or None where nobody knows."""
    folded = word.casefold().strip() if isinstance(word, str) else ""
    if folded in _YES | _TRUE_KEYS or folded == "always":
        return "true"
    return "false" if folded in _NO | _FALSE_KEYS or folded in ("never", "none") else None


def find_marked(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the first of some choices that is marked as right within its text, and the text without the mark.

    None where none is, or all are.
    """
    short = (text for text in texts if len(text) <= _MOST_MARKED_CHARACTERS)
    found = [(text, match) for text in short if (match := _MARKED.fullmatch(text.strip()))]
    if not found or len(found) == len(texts):
        return None
    text, match = found[0]
    return text, next(each for each in match.groups() if each)
