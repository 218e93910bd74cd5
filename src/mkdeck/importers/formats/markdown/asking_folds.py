"""Pages whose questions are the titles of folds, with the answers folded away: `<details><summary>Why?</summary>`."""

import re
from dataclasses import dataclass

from mkdeck.importers.drafting.labels import QUESTION_MARKS
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.markdown.choice_items import find_runs
from mkdeck.importers.formats.markdown.lines import Line, heading_of

_TAG = re.compile(r"<(?P<end>/?)details\b[^<>]*>", re.IGNORECASE)
_OPENS = re.compile(r"^[ \t]*<details\b[^<>]*>[ \t]*", re.IGNORECASE)
_TITLE = re.compile(r"[ \t]*<summary\b[^<>]*>(?P<title>.*?)</summary>[ \t]*", re.IGNORECASE)
_MARKS = re.compile(r"</?(?:b|strong|i|em|u|h[1-6]|p|font|span|big)\b[^<>]*>", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:Q[ \t]*)?(?P<number>\d{1,4})[ \t]*[.):]+[ \t]*(?=\S)|Q:[ \t]*(?=\S)", re.IGNORECASE)
_HELP = re.compile(rf"\b{pattern('hint', 'answer')}s?\b", re.IGNORECASE)
_FEWEST = 2
_HEADING = "######"
"""Of the lowest level, so that it stands below all others."""


@dataclass(frozen=True, slots=True)
class _Fold:
    """A fold that lies in no other: the lines of its start, title and end, the title, and what stands behind it."""

    start: int
    titled: int
    title: str
    rest: str
    end: int


def spell_out_titles(lines: list[Line]) -> list[Line]:
    """Return lines with headings in place of the titles of folds, where the titles of all folds ask."""
    folds = _find_folds(lines)
    if len(folds) < _FEWEST or not _ask(folds) or any(map(_is_question, lines)):
        return lines
    spelled: list[Line] = []
    at = 0
    for fold in folds:
        line = lines[fold.start].number
        below = [Line(lines[fold.titled].number, fold.rest), *lines[fold.titled + 1 : fold.end]]
        is_answer = not any(find_runs(below))
        asked = f"{_HEADING} {_NUMBERED.sub('', fold.title, count=1)}"
        spelled += [*lines[at : fold.start], Line(line, asked), Line(line, "Answer:" if is_answer else "")]
        spelled += map(_make_bold, below)
        at = fold.end
    return [*spelled, *lines[at:]]


def _ask(folds: list[_Fold]) -> bool:
    """Whether all titles are questions, or all have a number; each is another one, and none offers help."""
    titles = [fold.title for fold in folds]
    if len(set(titles)) < len(titles) or any(_HELP.search(title) for title in titles):
        return False
    numbered = [match for title in titles if (match := _NUMBERED.match(title)) and match["number"]]
    return len(numbered) == len(folds) or all(title.rstrip("*_ ").endswith(QUESTION_MARKS) for title in titles)


def _is_question(line: Line) -> bool:
    """Whether a line is a heading that asks: what folds away below it answers that."""
    heading = heading_of(line)
    return bool(heading and heading[1].rstrip("*_ ").endswith(QUESTION_MARKS))


def _make_bold(line: Line) -> Line:
    """Return a line in bold letters where it is a heading, which would end the answer."""
    heading = heading_of(line)
    return Line(line.number, f"**{heading[1].strip('* ')}**") if heading else line


def _find_folds(lines: list[Line]) -> list[_Fold]:
    """Return all folds that lie in no other; none where one has no title of its own on one line."""
    folds: list[_Fold] = []
    at = 0
    while (at := _find_opened(lines, at)) < len(lines):
        end = _find_end(lines, at)
        fold = _read_fold(lines, at, end)
        if not fold:
            return []
        folds.append(fold)
        at = end
    return folds


def _find_opened(lines: list[Line], start: int) -> int:
    """Return where the next line stands that opens a fold; the end where none does."""
    return next((i for i in range(start, len(lines)) if not lines[i].code and _OPENS.match(lines[i].text)), len(lines))


def _find_end(lines: list[Line], start: int) -> int:
    """Return the place behind the line that ends the fold which opens here; the end where it stays open."""
    depth = 0
    for i in range(start, len(lines)):
        for tag in () if lines[i].code else _TAG.finditer(lines[i].text):
            depth += -1 if tag["end"] else 1
        if depth <= 0:
            return i + 1
    return len(lines)


def _read_fold(lines: list[Line], start: int, end: int) -> _Fold | None:
    """Read a fold that ends before a line; its title is on the line that opens it or on the next."""
    titled, text = start, _OPENS.sub("", lines[start].text, count=1)
    if not text.strip() and start + 1 < len(lines):
        titled, text = start + 1, lines[start + 1].text
    match = _TITLE.match(text)
    title = _MARKS.sub("", match["title"]).strip().strip("*_ ") if match else ""
    return _Fold(start, titled, title, text[match.end() :], end) if match and title else None
