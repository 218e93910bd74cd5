"""Say what is wrong with YAML that can't be read: where the mistake is, not where it was noticed, and what to do."""

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from mkdeck.course.yaml_places import Place
    from mkdeck.course.yaml_slips import Slip

MAX_DEPTH = 40
TOO_DEEP = f"lists and mappings are nested more than {MAX_DEPTH} deep"
LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_RARE_BREAKS = "\r\x85\u2028\u2029"

_TOO_DEEP_TO_SCAN = "exceeded maximum nesting depth"
"""What libyaml says of brackets by itself, from 0.2.6 on."""
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+: +|\? +)?(?P<sign>[\[{\"'])")
"""The start of a line, up to a value that starts with a sign of YAML's own."""

_BLOCK = "or a block that starts with '|'"
_START = f"text that starts with '{{sign}}' needs single quotes, {_BLOCK}"
_ALIAS = _START.format(sign="*")
_QUOTED = "the quotation marks end before the text does; quote all of it, or write it as a block that starts with '|'"
_OPEN_QUOTE = "a quotation mark is not closed; in single quotes, write '' for an apostrophe"
_ESCAPES = {
    "escape": f"in double quotes '{{escape}}' is no escape; use single quotes, {_BLOCK}",
    "hexdecimal": f"in double quotes '{{escape}}' takes the number of a character; use single quotes, {_BLOCK}",
}
"""By what libyaml says of an escape: what to do about it."""


class _Hint(NamedTuple):
    """What to do about a problem that libyaml describes with these words; `at_start` points at what it was reading."""

    words: str
    advice: str
    at_start: bool = False


_HINTS = (
    _Hint("mapping values are not allowed", f"text that contains ': ' needs single quotes, {_BLOCK}"),
    _Hint("block sequence entries are not allowed", f"text that starts with '- ' needs single quotes, {_BLOCK}"),
    _Hint("mapping keys are not allowed", f"text that starts with '? ' needs single quotes, {_BLOCK}"),
    _Hint("indentation indicator", "text that starts with '>' or '|' needs single quotes"),
    _Hint("did not find expected comment or line break", "text that starts with '>' or '|' needs single quotes"),
    _Hint("did not find expected node content", _START),
    _Hint("did not find expected whitespace or line break", _START.format(sign="!"), at_start=True),
    _Hint("tab character", "indent with spaces, not with tabs"),
    _Hint("cannot start any token", _START),
    _Hint("alias", _ALIAS, at_start=True),
    _Hint("anchor", _START.format(sign="&"), at_start=True),
    _Hint("escape", _ESCAPES["escape"]),
    _Hint("hexdecimal", _ESCAPES["hexdecimal"]),
    _Hint("quoted scalar", _OPEN_QUOTE, at_start=True),
    _Hint("flow", "text that starts with '{' or '[' needs single quotes, or a block that starts with '|'"),
    _Hint("block", "look at the indentation here, and for a quotation mark in the middle of the line above"),
    _Hint("expected ':'", "a line is not indented like its neighbours, or a ':' is missing", at_start=True),
    _Hint("YAML document", "remove the line that starts with '%'"),
    _Hint("directive", "remove the line that starts with '%'"),
    _Hint("document", "a file holds one document; remove the line '---' or '...'"),
)


_LINES_AT_ODDS = frozenset(
    (
        "mapping values are not allowed in this context",
        "could not find expected ':'",
        "did not find expected '-' indicator",
        "did not find expected key",
    )
)
"""What libyaml says where a line does not fit those around it."""
_ESCAPE = re.compile(r"\\.")


class _Problem(NamedTuple):
    """What libyaml says of a mistake: what it met and where, and what it was reading and where that began."""

    words: str
    context: str
    mark: yaml.Mark | None
    start: yaml.Mark | None


def explain(text: str, error: yaml.YAMLError) -> tuple[int, int, str]:
    """Return line and column, both 1-based, and the message for an error that reading a text raised."""
    if isinstance(error, yaml.reader.ReaderError):
        return _explain_character(text)
    problem = _read_problem(error)
    if problem.words in (TOO_DEEP, _TOO_DEEP_TO_SCAN):
        return *_place(problem.mark), TOO_DEEP
    if problem.mark and (at := _find_unseen_break(text, problem.start or problem.mark, problem.mark)) >= 0:
        return *line_and_column(text, at), f"the character U+{ord(text[at]):04X} ends a line here, unseen; remove it"
    line = _line_of(text, problem.mark)
    problem = _name_tab(problem, line)
    if meant := _find_place(text, problem) or _find_slip(text, problem):
        return meant.line + 1, meant.column + 1, f"not valid YAML: {meant.message}"
    advice, mark = _advise(problem, line)
    return *_place(mark), f"not valid YAML: {problem.words}" + (f" ({advice})" if advice else "")


def _name_tab(problem: _Problem, line: str) -> _Problem:
    """Return a problem, which is a tab if one stands at its mark."""
    if problem.mark and line[problem.mark.column : problem.mark.column + 1] == "\t":
        return problem._replace(words="found a tab character that violates indentation")
    return problem


def _find_place(text: str, problem: _Problem) -> "Place | None":
    """Return a mistake that shows only further down, if it is one of those."""
    from mkdeck.course.yaml_places import find_odd_blank, find_open_quote

    if not problem.mark or problem.words not in _LINES_AT_ODDS:
        return None
    odd = find_odd_blank(LINE_BREAK.split(text), problem.mark.line)
    return odd or find_open_quote(text, problem.mark, getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _find_slip(text: str, problem: _Problem) -> "Slip | None":
    from mkdeck.course.yaml_slips import find_slip

    if problem.words not in _LINES_AT_ODDS or not problem.mark:
        return None
    # A key without a colon is noticed in the next line.
    mark = problem.start if problem.start and problem.words.startswith("could not") else problem.mark
    return find_slip(LINE_BREAK.split(text), mark.line)


def _explain_character(text: str) -> tuple[int, int, str]:
    match = _UNREADABLE.search(text)
    at, code = (match.start(), ord(match.group())) if match else (0, 0)
    return *line_and_column(text, at), f"the character U+{code:04X} can't stand in a text file; remove it"


def _read_problem(error: yaml.YAMLError) -> _Problem:
    if not isinstance(error, yaml.MarkedYAMLError):
        return _Problem(str(error), "", None, None)
    mark = error.problem_mark or error.context_mark
    return _Problem(error.problem or str(error), error.context or "", mark, error.context_mark)


def _advise(problem: _Problem, line: str) -> tuple[str, yaml.Mark | None]:
    """Say what to do about a problem in a line, if anybody knows, and which is the place to look."""
    hint = next((hint for hint in _HINTS if hint.words in f"{problem.context}: {problem.words}"), None)
    mark = (problem.start if hint and hint.at_start else None) or problem.mark
    if problem.words in ("did not find expected key", "did not find expected '-' indicator") and (
        match := _VALUE.match(line)
    ):
        return (_QUOTED if match["sign"] in "\"'" else _START.format(sign=match["sign"])), mark
    return (_fill(hint.advice, problem, line) if hint else ""), mark


def _fill(advice: str, problem: _Problem, line: str) -> str:
    """Put the sign or the escape that stands at a problem's place into what is said about it."""
    if advice == _ALIAS and line.lstrip().startswith("* "):
        return "an entry of a list starts with '- '"
    at = problem.mark.column if problem.mark else 0
    escapes = [each.group() for each in _ESCAPE.finditer(line) if each.start() <= at]
    return advice.replace("{sign}", line[at : at + 1]).replace("{escape}", escapes[-1] if escapes else "\\")


def split_lines(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of a file, and the index at which each starts."""
    if any(each in text for each in _RARE_BREAKS):
        return LINE_BREAK.split(text), [0, *(each.end() for each in LINE_BREAK.finditer(text))]
    lines = text.split("\n")  # quicker by far
    return lines, [0, *accumulate(map((1).__add__, map(len, lines[:-1])))]


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Return the 1-based line and column of a place in a text."""
    breaks = list(LINE_BREAK.finditer(text, 0, index))
    return len(breaks) + 1, index - (breaks[-1].end() if breaks else 0) + 1


def _find_unseen_break(text: str, first: yaml.Mark, last: yaml.Mark) -> int:
    """Return the place of a line's end that editors do not show, from two lines before one mark to another, or -1."""
    breaks = list(LINE_BREAK.finditer(text, 0, last.index))[max(0, min(first.line, last.line) - 2) :]
    return next((each.start() for each in breaks if each.group() in "\x85\u2028\u2029"), -1)


def _place(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _line_of(text: str, mark: yaml.Mark | None) -> str:
    lines = LINE_BREAK.split(text)
    return lines[mark.line] if mark and mark.line < len(lines) else ""
