r"""Backslashes that were meant and do not show, since Markdown takes one before a sign for the sign itself.

`\%`, `\_` and `\&` of TeX become what they mean. Others do not: the narrow space `\,` becomes a comma.
"""

import re
from collections.abc import Iterator

from mkdeck.text.faults import Fault
from mkdeck.text.html_blocks import FOREIGN_MARKUP_RULE
from mkdeck.text.lost_markup import MARKDOWN_RULE
from mkdeck.text.spans import blank_code_and_math

_SPACE = re.compile(r"(?<=[^\W_]|\.)\\,(?=[^\W_])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])\\-(?=[^\W\d_])")
_UMLAUT = re.compile(r"(?<=[^\W\d_])\\\"(?=[aouAOUei])|\\\"(?=\{[A-Za-z]\})")
_ACCENT = re.compile(
    r"(?<=[^\W\d_]{2})\\[\^~](?=[^\W\d_])|(?<=[^\W\d_]{3})(?<!qu)\\'(?=[eo])|\\['^~=`](?=\{\\?[A-Za-z]\})"
)
_LINE_END = re.compile(r"(?<!\\)\\\\(?=[ \t]*\n[ \t]*\S)")
_BREAK = re.compile(
    r"(?<=[.?!:;,$][ ])\\\\(?=[ ]+\S)|(?<=[ ]{4})\\\\(?=[ ]+\S|[ ]{4})|(?<=[.?!;])\\\\(?=[ ]*[^\W\d_a-z])"
)
"""A line end of TeX within a line, behind a formula, for which blanks stand, or the end of a sentence."""
_SHARE = re.compile(r"(?<!\S)\\\\(?=\w[\w.-]*\\\w)")
_PROMPT = re.compile(r"(?<![^\W_])[A-Z]:\\(?=[<>])")
_PLACE = re.compile(r"(?<![^\s\"'(,])(?:[A-Z]:|%\w+%|[\w.~-]+)(?:\\[^\W_][\w.-]*)+\\(?=<\w+>)")
"""Folders before one that is yet to be named, as in `C:\\Users\\<name>`."""
_FOLDER = re.compile(r"(?<![^\W_])[A-Z]:(?:\\[^\W_][\w-]*)*\\(?=[*.][\w*.])|(?<![\w.])\.\.\\(?=\.)")
_OF_TEX = (
    (_SPACE, "'{}' shows as ','; TeX is for math only; write a blank, or '&nbsp;' where no line may end"),
    (_HYPHEN, "'{}' shows as '-'; TeX is for math only; for a hyphen write '-', for a place to part the word '&shy;'"),
    (_UMLAUT, "'{}' shows as a quotation mark; TeX is for math only; write the letter itself"),
    (_ACCENT, "'{}' shows as the sign alone; TeX is for math only; write the letter itself"),
    (_LINE_END, "'{}' shows as '\\'; TeX is for math only; end a line with one '\\'"),
    (_BREAK, "'{}' shows as '\\'; TeX is for math only; end the line there, with one '\\'"),
)
_WORD = re.compile(r"\S+")
_ESCAPE = re.compile(r"\\(.)")
_CLASSES = frozenset("dwsbDWSB")
"""Letters behind the backslashes of patterns, which Markdown leaves alone."""
_RANGE = re.compile(r"(?<!\\)\[\^?[^\W_]-[^\W_]")
"""Signs of a pattern such as `[a-z]`."""
_LOGIC = re.compile(
    r"(?<!\S)\\/(?=\s|[a-z]\w?\.)"  # or
    r"|(?<!\S)(?:=\\=|\\==|\\=@=)(?!\S)|\\\+(?=[ ]+[a-z]\w+\()|(?<=[A-Z][ ])\\=(?=[ ][A-Z])"  # Prolog
)
_SUBSTITUTION = re.compile(r"(?<!\S)s/[^/\s]*(?<!\\)\\[/.*+?^$][^/\s]*/\S*/")
_ESCAPED_LETTER = re.compile(r"(?<!\S)\\[abfnrtv0](?![\w\\])")
_ESCAPED_SIGN = re.compile(r"(?<!\S)\\[\\\"'](?![^\s,.;:!?)])")
_QUOTED_SIGN = re.compile(r"""(?<!\w)(['"])\\[\\'"]\1(?!\w)""")
"""A sign of a program in quotes, as in `'\\\\'`."""
_PATTERN = re.compile(r"(?<!\S)\\[.?^](?![^\s,?])")
"""A sign of a regular expression that stands by itself."""
_ANY = re.compile(r"(\\?)[,.-]")
_NOT_OF_TEX = re.compile(r"\\[*<>:.!|+=?/\[\]()](?!\S*\\[dwsbDWSB])")
"""Escapes that programs write, and TeX does not outside of math."""


def check_lost_slashes(text: str) -> Iterator[Fault]:
    """Yield a fault for each kind of backslash in a text that was meant and that Markdown takes away."""
    if "\\" not in text:
        return
    visible = blank_code_and_math(text)
    if "\\" not in visible:
        return
    if not _is_escaped_throughout(visible):
        for pattern, message in _OF_TEX:
            if pattern is _HYPHEN and _NOT_OF_TEX.search(visible):
                continue
            if match := pattern.search(visible):
                near = visible[max(match.start() - 8, visible.rfind("\n", 0, match.start()) + 1) : match.end()].lstrip()
                yield Fault(FOREIGN_MARKUP_RULE, message.format(match.group()), near)
    yield from _check_paths(visible) or _check_signs(visible) or _check_patterns(visible)


def _is_escaped_throughout(text: str) -> bool:
    """Whether a program put a backslash before every sign."""
    slashes = [match[1] for match in _ANY.finditer(text)]
    return len(slashes) > 2 and all(slashes)


def _check_paths(text: str) -> list[Fault]:
    """Find paths of Windows that lose a backslash."""
    message = "Markdown shows one backslash less of '{}'; put the path between backticks"
    found = [match.group() for pattern in (_SHARE, _PROMPT, _FOLDER, _PLACE) if (match := pattern.search(text))]
    return [Fault(MARKDOWN_RULE, message.format(each), each) for each in found]


def _check_signs(text: str) -> list[Fault]:
    r"""Find the first sign of logic or of a program that loses a backslash, such as `\/`, or `\"` beside `\n`."""
    found = (
        _LOGIC.search(text)
        or _QUOTED_SIGN.search(text)
        or (None if _is_escaped_throughout(text) else _PATTERN.search(text))
        or (_ESCAPED_LETTER.search(text) and _ESCAPED_SIGN.search(text))
    )
    message = "Markdown shows one backslash less of '{}'; put it between backticks"
    return [Fault(MARKDOWN_RULE, message.format(found.group()), found.group())] if found else []


def _check_patterns(text: str) -> list[Fault]:
    r"""Find the first regular expression that loses a backslash, as `\d+\.\d` or `s/\./-/` does."""
    if found := _SUBSTITUTION.search(text):
        message = "Markdown shows one backslash less of this; put the pattern between backticks"
        return [Fault(MARKDOWN_RULE, message, found.group()[:80])]
    for word in _WORD.finditer(text):
        if "\\" not in word.group():
            continue
        escaped = [match[1] for match in _ESCAPE.finditer(word.group())]
        lost = next((sign for sign in escaped if sign in ".+*?|^$/-{}<>"), "")
        if lost and (_RANGE.search(word.group()) or not _CLASSES.isdisjoint(escaped)):
            message = f"Markdown shows no backslash before '{lost}' here; put the pattern between backticks"
            return [Fault(MARKDOWN_RULE, message, word.group()[:80])]
    return []
