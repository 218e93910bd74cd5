"""Gaps in formulas, marked in their MathML where that changes nothing else; the others stay unmarked."""

import re
from collections.abc import Callable, Iterator

from mkdeck.text.anki_gaps import GAP_END, GAP_START

_COLOUR, _STYLE = "Thistle", "color:#DE84BF;"
"""Stands for the class of a gap while a formula is set, as there are no classes in its TeX."""
_COLOURED, _MARKED = f'<mrow style="{_STYLE}">', '<mrow class="cloze">'
_OPERATOR = re.compile(rf'({_COLOURED}<mo\b[^>]*?) lspace="0"(?: rspace="0")?(?=>[^<]*</mo></mrow>)')
"""A gap that is one operator, which has its room from outside."""
_DOTS = re.compile(rf"{_MARKED}(?=(?:<[^>]*>)*\[(?:<(?!msu|mu)[^>]*>|[.…])*\])")
_GROUPING = re.compile(r"</?mrow\b[^>]*>")
_JOINT = re.compile(r"</(mn|mtext)><\1>")
_ROOM = re.compile(r' [lr]space="0"')
_CELL = re.compile(r"(&|\\\\(?:\*|\[[^\]]*\])?|\\cr\b)")
_RELATION = re.compile(r"(\s*(?:[=<>+-]|\\[A-Za-z]+\b)\s*)(.+)", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s*\{$")


def set_with_gaps(tex: str, set_formula: Callable[[str], str]) -> str:
    """Set a formula whose gaps stand between `GAP_START` and `GAP_END`, with the class `cloze` on what shows of them.

    On those without a hint, whose sign only takes the place of what is asked, it is `cloze dots`.
    """
    tex, gaps = _take_marks(tex)
    page = set_formula(tex)
    if _COLOURED in page:
        return page
    for start, end in reversed(gaps):
        if way := _find_way(page, _list_ways(tex[:start], tex[start:end], tex[end:]), set_formula):
            tex, page = way
    return _DOTS.sub('<mrow class="cloze dots">', page.replace(_COLOURED, _MARKED))


def _find_way(page: str, ways: Iterator[str], set_formula: Callable[[str], str]) -> tuple[str, str] | None:
    """Return the first way to write a formula that shows the same, and that; with the same room, if any has it."""
    plain, found = _simplify(page), None
    for whole in ways:
        tried = _OPERATOR.sub(r"\1", set_formula(whole))
        if _COLOURED not in tried or _ROOM.sub("", _simplify(tried)) != _ROOM.sub("", plain):
            continue
        if _simplify(tried) == plain:
            return whole, tried
        found = found or (whole, tried)
    return found


def _take_marks(tex: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a formula without its marks, and where they were: start and end of each gap that is in no other one."""
    out = ""
    starts: list[int] = []
    gaps = []
    for piece in re.split(f"([{GAP_START}{GAP_END}])", tex):
        if piece == GAP_START:
            starts.append(len(out))
        elif piece == GAP_END and starts:
            start = starts.pop()
            if not starts:
                gaps.append((start, len(out)))
        elif piece != GAP_END:
            out += piece
    return out, gaps


def _list_ways(before: str, gap: str, after: str) -> Iterator[str]:
    """Yield the ways to write a formula with its gap coloured; only one that changes nothing else is good."""
    cells = _CELL.split(gap)
    ways = [
        _colour(gap),
        _colour(gap.rstrip()[:-1]) + _colour(gap.rstrip()[-1:]),  # what follows goes up beside the last sign
        "".join(each if i % 2 else _colour(each) for i, each in enumerate(cells)),
        "".join(each if i % 2 else _colour_cell(each) for i, each in enumerate(cells)),
        "}" + _colour(f"\\text{{{gap}}}") + r"\text{",  # within words
        re.sub(r"^(\s*[_^])(.*)$", lambda match: f"{match[1]}{{{_colour(match[2])}}}", gap, flags=re.DOTALL),
        re.sub(r"^\s*'\s*$", lambda _: f"^{{{_colour(chr(92) + 'prime')}}}", gap),
    ]
    yield from (before + way + after for way in ways)
    # All that a command takes: the command as a whole.
    if (command := _COMMAND.search(before)) and after.startswith("}"):
        yield f"{before[: command.start()]}{{{_colour(f'{command.group()}{gap}}}')}}}{after[1:]}"


def _colour(tex: str) -> str:
    return f"\\textcolor{{{_COLOUR}}}{{{tex}}}" if tex.strip() else tex


def _colour_cell(tex: str) -> str:
    """Colour a cell, and what it begins with by itself, which has its room from outside."""
    match = _RELATION.fullmatch(tex)
    return _colour(match[1]) + _colour(match[2]) if match else _colour(tex)


def _simplify(page: str) -> str:
    """Return MathML without what only groups."""
    return _JOINT.sub("", _GROUPING.sub("", page))
