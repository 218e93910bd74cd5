"""Cloze marks: `{{c1::text}}` and `{{c1::text::hint}}`, in prose, code and math.

Marks are swapped for tokens before Markdown sees the text, and swapped back when the HTML is done. A token is a
noncharacter between apostrophes: Markdown's rules for emphasis then see punctuation on both sides, as with the
braces and colons of the mark itself.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from mkdeck.diagnostics import Rule
from mkdeck.text.faults import Fault
from mkdeck.text.html_blocks import FOREIGN_MARKUP_RULE
from mkdeck.text.spans import CODE_IN_HTML, blank, blank_code, blank_code_and_math

CLOZE_RULE = Rule("cloze", "error")
CLOZE_HINT_RULE = Rule("cloze-hint", "warning")

MAX_NUMBER = 500
"""Anki makes no card for a number above this."""

MAX_NESTED = 8

OPEN, HINT, CLOSE = "'\ufdd0'", "'\ufdd1'", "'\ufdd2'"
TOKEN = re.compile(f"{OPEN}|{HINT}|{CLOSE}")
MARK = re.compile(r"\{\{c(\d+)::")
"""What Anki itself takes for the start of a gap."""

_SHOWN = {OPEN: "{{", HINT: "::", CLOSE: "}}"}
_LOOKS_LIKE_MARK = re.compile(
    r"\{\{\s*[cC\u0421\u0441]\s*\d*\s*(?:,\s*\d+)*\s*:{1,2}|\{\{\s*\d+\s*::|\{\{\s*[cC\u0421\u0441]\d+|\{\{\s*[cC][lI]::"
)
"""What looks like the start of a gap; its letter may be Cyrillic, and its number a letter."""
_NEARLY = re.compile(
    r"\{\{\s*(?P<letter>[cC\u0421\u0441])?\s*(?P<number>\d+|[lI](?=::))\s*::?(?P<text>[^{}\n]*[^{}\s][^{}\n]*)\}\}"
)
"""A whole gap that is one but for a colon, a blank, a capital letter, or a letter that looks like another sign."""
_BARE = re.compile(r"\{\{(?P<text> *[^\W_][^{}:\n]*)\}\}")
"""A gap as other tools write it, or one whose number was forgotten."""
_SINGLE = re.compile(
    r"(?:(?<!\{)\{|\[\[|\(\()[cC]\d+::?(?P<text>[^\[\](){}\n]*[^\[\](){}\s][^\[\](){}\n]*)(?:\}(?!\})|\]\]|\)\))"
)
"""A gap between single braces or other brackets."""
_HAS_BRACKETS = re.compile(r"\{\{|[{(\[][cC]\d")
_OF_TEMPLATES = frozenset("Front Back FrontSide Question Answer Text Extra Tags Deck Subdeck Card Type".split())
"""Fields that Anki's templates name in such braces, where a text tells of those."""
_INSIDE = re.compile(r"`+|\\.|\{\{c\d+::|[{}]", re.DOTALL)
_SCOPE = re.compile(r"(?:std|boost|absl|crate|super|self|Self|core|alloc|fmt)(?:::.*)?|\w*[^\W_]_\w*", re.ASCII)
"""What stands before '::' in C++, Rust, PHP and their kin; ordinary words do not look like these."""
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_ADDRESS = re.compile(r"(?=[0-9a-f]*\d)[0-9a-f]{1,4}")
_CALL = re.compile(r"[A-Za-z_]\w*(?:(?<=\w\w)\(|<(?!/?(?:b|br|em|i|kbd|s|small|strong|su[bp]|u)\b[^,]*>))", re.ASCII)
"""A name in code before its arguments: no `F(x)` of mathematics, and no `H<sub>2</sub>O`."""
_COLONS = re.compile(r"(?P<code>`[^`]*`)|\\::")
_BRACED = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose marks are tokens.

    `numbers` are those of the opening tokens, in order, `gaps` their marks as typed, of several lines the first.
    """

    text: str
    numbers: tuple[int, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Found:
    """What a text holds: its gaps by their numbers and their marks as typed, braces that are no gaps, and faults."""

    numbers: list[int] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    bare: list[re.Match[str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def mark(text: str) -> Marked:
    r"""Swap every cloze mark of a text for tokens; `\{{c1::` stays text."""
    out: list[str] = []
    found = _Found()
    _walk(text, out, found, depth=0)
    numbers, faults = tuple(found.numbers), found.faults
    has_gap = bool(numbers) or any(fault.rule == CLOZE_RULE for fault in faults)
    faults += _tell_bare(found.bare, {*numbers}) if has_gap else _need_gap(text, found.bare)
    return Marked("".join(out), numbers, tuple(found.gaps), tuple(faults))


def _tell_bare(bare: Iterable[re.Match[str]], numbers: Collection[int]) -> Iterator[Fault]:
    """Name gaps without numbers in a text beside gaps."""
    sure = (each for each in bare if each.group().startswith("{{") or "::" in each.group())
    for match, number in zip(sure, _list_free(numbers), strict=False):
        message = f"'{match.group()}' is no gap and shows as typed; a gap is written {_write_gap(match, number)}"
        yield Fault(FOREIGN_MARKUP_RULE, f"{message}, and braces that are meant stand in code", match.group())


def _need_gap(text: str, bare: Sequence[re.Match[str]]) -> Iterator[Fault]:
    """Say what is wrong with a text of which Anki would make no card; `bare` are the braces that are no gaps."""
    if not bare:
        yield _fault("a cloze question needs a gap such as {{c1::text}}", text)
    for match, number in zip(bare, _list_free(()), strict=False):
        near = match.group()
        yield _fault(f"a cloze question needs a gap, and '{near}' is none; write {_write_gap(match, number)}", near)


def _list_free(numbers: Collection[int]) -> Iterator[int]:
    """Yield the numbers that no gap has yet."""
    return (number for number in count(1) if number not in numbers)


def _write_gap(bare: re.Match[str], number: int) -> str:
    return f"{{{{c{number}::{bare['text'].strip()}}}}}"


def find_stray(text: str, page: str) -> list[Fault]:
    """Find cloze marks in a text that is no cloze; code may show them, and a backslash before one makes it text.

    `page` is the HTML of the text, in which all code is known.
    """
    shown = len(MARK.findall(CODE_IN_HTML.sub("", page)))
    visible = blank_code(text)
    marks = [(match, _ends_in_slash(text[: match.start()][-9:])) for match in MARK.finditer(visible)]
    if shown <= sum(escaped for _, escaped in marks):
        return []
    # Markdown may see less code than there seems to be.
    stray = next((match.group() for match, escaped in marks if not escaped), "{{c")
    return [_fault("cloze marks work in questions of type cloze only; in code they may stand anywhere", stray)]


def show_tokens(text: str) -> str:
    """Write tokens as people may read them, without the numbers of their gaps."""
    return TOKEN.sub(lambda match: _SHOWN[match.group()], text)


def plain(text: str) -> str:
    """Return the text of a cloze as if every gap were filled."""
    return re.sub(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}", r"\1", text)


def _walk(text: str, out: list[str], found: _Found, depth: int) -> None:
    at = 0
    while start := MARK.search(text, at):
        before, mark = text[at : start.start()], start.group()
        out.append(_checked(before, found, depth))
        if _ends_in_slash(before):
            out.append(mark)
            at = start.end()
            continue
        end = _end(text, start.end()) if depth < MAX_NESTED else -1
        if end < 0:
            message = "this gap is never closed; it needs '}}' at its end"
            found.faults.append(_fault(message if depth < MAX_NESTED else "gaps nest too deep here", mark))
            out.append(text[start.start() :])
            return
        body = text[start.end() : end]
        near = mark + text[start.end() : end + 2]
        number = int(start[1][:9])
        if not 1 <= number <= MAX_NUMBER:
            found.faults.append(_fault(f"gap numbers go from c1 to c{MAX_NUMBER}", near))
        found.numbers.append(number)
        found.gaps.append(near.partition("\n")[0])
        answer, hint = _split(body, near, found.faults)
        out.append(OPEN)
        _walk(answer, out, found, depth + 1)
        out.append(_loose_slash(answer))
        if hint is not None:
            out += [HINT, hint, _loose_slash(hint)]
        out.append(CLOSE)
        at = end + 2
    out.append(_checked(text[at:], found, depth))


def _loose_slash(text: str) -> str:
    """Return a second backslash for one at a text's end, or it would make text of the token behind it."""
    return "\\" if _ends_in_slash(text) else ""


def _ends_in_slash(text: str) -> bool:
    """Whether a text ends in a backslash that is not itself behind one."""
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _checked(text: str, found: _Found, depth: int) -> str:
    if not _HAS_BRACKETS.search(text):
        return text
    visible = blank_code_and_math(text)
    if not depth:
        found.bare += _SINGLE.finditer(visible)
        found.bare += filter(_is_bare, _BARE.finditer(visible))
    for match in _LOOKS_LIKE_MARK.finditer(visible):
        if text[match.start() - 1 : match.start()] != "\\":
            found.faults.append(_fault(_say_nearly(text, match.start()), match.group()))
    return text


def _say_nearly(text: str, start: int) -> str:
    """Say how a gap is written that begins here and is not quite one."""
    if match := _NEARLY.match(text, start):
        letter, number = match["letter"] or "", match["number"]
        why = f", as its '{letter}' is Cyrillic" if not letter.isascii() else ""
        why = why if number.isdigit() else f", as '{number}' is a letter"
        return f"'{match.group()}' is no gap{why}; write {_write_gap(match, int(number) if number.isdigit() else 1)}"
    return "this looks like a gap, but a gap is written {{c1::text}} or {{c1::text::hint}}"


def _is_bare(match: re.Match[str]) -> bool:
    """Whether braces look like a gap without a number."""
    text, start = match.string, match.start()
    if _ends_in_slash(text[:start][-9:]) or match["text"].strip() in _OF_TEMPLATES:
        return False
    return not _LOOKS_LIKE_MARK.match(text, start)


def _end(text: str, start: int) -> int:
    """Find the '}}' that closes the gap whose text starts here, or -1.

    Braces inside pair up, inner gaps end first, code is skipped. Where they do not pair up, the first '}}' ends it.
    """
    last = text.rfind("}}")
    braces = [0]  # open braces in this gap, in the gap inside it, ...
    at = start
    while (match := _INSIDE.search(text, at)) and len(braces) <= MAX_NESTED:
        piece, at = match.group(), match.end()
        if piece[0] == "`":
            at = _skip_code(text, piece, at, last)
        elif piece.startswith("{{c"):
            braces.append(0)
        elif piece == "{":
            braces[-1] += 1
        elif piece == "}" and braces[-1]:
            braces[-1] -= 1
        elif piece == "}" and text.startswith("}", at):
            braces.pop()
            at += 1
            if not braces:
                return match.start()
    return text.find("}}", start)


def _skip_code(text: str, ticks: str, at: int, last: int) -> int:
    """Return where code ends that begins behind these backticks, if it does before the last '}}'; else its start."""
    close = re.compile(rf"(?<!`){ticks}(?!`)").search(text, at)
    return close.end() if close and close.end() <= last else at


def _split(body: str, near: str, faults: list[Fault]) -> tuple[str, str | None]:
    """Split a gap's text from its hint at the last '::' that is not inside code, math or an inner gap."""
    if "::" not in body and body.strip():
        return body, None
    at = _find_hint(body)
    answer, hint = (body, "") if at < 0 else (body[:at], body[at + 2 :])
    if not answer.strip():
        advice = f": '::' starts its hint; if the answer is '{body}', write it as `\\{body}`" if hint.strip() else ""
        faults.append(_fault(f"this gap has no text{advice}", near))
    elif hint.strip() and (_looks_like_name(answer.split()[-1], hint) or _parts_quotes(answer, hint)):
        message = (
            f"'{hint}' is the hint and '{answer}' the answer; if '{answer}::{hint}' is the answer, "
            f"write it as code, `{answer}::{hint}`; if not, put a space after '::'"
        )
        faults.append(Fault(CLOZE_HINT_RULE, message, near))
    return _COLONS.sub(lambda match: match["code"] or "::", answer), hint if hint.strip() else None


def _parts_quotes(answer: str, hint: str) -> bool:
    """Whether a '::' stands within quotation marks or brackets, of which the hint would have the end."""
    if hint.startswith(" "):
        return False
    if answer.count('"') % 2 and hint.count('"') % 2:
        return True
    return answer.count("(") == answer.count(")") + 1 and hint.count(")") == hint.count("(") + 1


def _find_hint(body: str) -> int:
    """Return where the '::' before the hint of a gap stands, or -1."""
    visible = blank_code_and_math(body)
    if inner := MARK.search(visible):
        end = visible.rfind("}}") + 2
        visible = visible[: inner.start()] + " " * (end - inner.start()) + visible[end:] if end > 1 else visible
    for _ in range(MAX_NESTED if "{" in visible else 0):  # a '::' in braces is part of what the braces hold
        visible = blank(visible, _BRACED)
    return visible.replace("\\::", "   ").rfind("::")


def _looks_like_name(before: str, hint: str) -> bool:
    in_address = _ADDRESS.fullmatch(before) and _ADDRESS.fullmatch(hint)
    return bool((_SCOPE.fullmatch(before) and _NAME.match(hint)) or _CALL.match(hint) or in_address)


def _fault(message: str, near: str) -> Fault:
    return Fault(CLOZE_RULE, message, near.partition("\n")[0])
