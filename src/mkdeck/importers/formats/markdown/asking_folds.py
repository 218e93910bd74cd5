"""Pages whose questions are the titles of folds, with the answers folded away: `<details><summary>Why?</summary>`."""

import re
from dataclasses import dataclass, replace

from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.markdown.choice_items import find_runs
from mkdeck.importers.formats.markdown.lines import Line, heading_of

_TAG = re.compile(r"<(?P<end>/?)details\b[^<>]*>", re.IGNORECASE)
_OPENS = re.compile(r"[ \t]*<details\b[^<>]*>[ \t]*", re.IGNORECASE)
_TITLE = re.compile(r"[ \t]*<summary\b[^<>]*>(?P<title>.*?)</summary>[ \t]*", re.IGNORECASE)
_MARKS = re.compile(r"</?(?:b|strong|i|em|u|h[1-6]|p|font|span|big)\b[^<>]*>", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:Q[ \t]*)?(?P<number>\d{1,4})[ \t]*[.):]+[ \t]*(?=\S)|Q:[ \t]*(?=\S)", re.IGNORECASE)
_HELP = re.compile(rf"\b{pattern('hint', 'answer')}s?\b", re.IGNORECASE)
_ENDS = ("?", "\uff1f", "\u061f")
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
    end: int = 0


def spell_out_titles(lines: list[Line]) -> list[Line]:
    """Return lines with headings in place of the titles of folds, where the titles of all folds ask."""
    folds = _find_folds(lines)
    if not folds or len(folds) < _FEWEST or not _ask(folds) or any(map(_is_question, lines)):
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
    return len(numbered) == len(folds) or all(title.rstrip("*_ ").endswith(_ENDS) for title in titles)


def _is_question(line: Line) -> bool:
    """Whether a line is a heading that asks: what folds away below it answers that."""
    heading = heading_of(line)
    return bool(heading and heading[1].rstrip("*_ ").endswith(_ENDS))


def _make_bold(line: Line) -> Line:
    """Return a line in bold letters where it is a heading, which would end the answer."""
    heading = heading_of(line)
    return Line(line.number, f"**{heading[1].strip('* ')}**") if heading else line


def _find_folds(lines: list[Line]) -> list[_Fold] | None:
    """Find all folds that lie in no other; None where one has no title of its own on one line."""
    folds: list[_Fold] = []
    depth = 0
    for i, line in enumerate(lines):
        if line.code:
            continue
        if not depth and (opened := _OPENS.match(line.text)):
            fold = _read_fold(lines, i, opened.end())
            if not fold:
                return None
            folds.append(fold)
        for tag in _TAG.finditer(line.text):
            depth = max(0, depth - 1) if tag["end"] else depth + 1
        if folds and not folds[-1].end and not depth:
            folds[-1] = replace(folds[-1], end=i + 1)
    if depth and folds:
        folds[-1] = replace(folds[-1], end=len(lines))
    return folds


def _read_fold(lines: list[Line], start: int, end: int) -> _Fold | None:
    """Read the title of a fold, on the line that opens it or on the next."""
    titled, text = start, lines[start].text[end:]
    if not text.strip() and start + 1 < len(lines):
        titled, text = start + 1, lines[start + 1].text
    match = _TITLE.match(text)
    title = _MARKS.sub("", match["title"]).strip().strip("*_ ") if match else ""
    return _Fold(start, titled, title, text[match.end() :]) if match and title else None
