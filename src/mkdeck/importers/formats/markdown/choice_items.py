"""The choices of a question in Markdown: items with boxes, `- [x]` or `- (x)`, or with letters, `- A.`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase

from mkdeck.importers.formats.markdown.lines import HEADING, NUMBER, TAG, Line, label_of, unbold

_TICKS, _DOTS, _CROSSES = (
    "xXvV*\u2713\u2714\u2705\u2611\u221a",
    "xX*\u2713\u2714\u2705\u25cf\u2022",
    "_\u2013\u2717\u2718\u2716\u274c\u2610-",
)
"""What people put into square boxes and round ones that are right, and besides nothing into those that are wrong."""
_ROOM = r"[ \t\xa0]{0,3}"
_BOX_ALONE = (
    rf"(?:\\?\[{_ROOM}(?:(?P<tick>[{_TICKS}])\ufe0f?|[{_CROSSES}])?{_ROOM}\\?\](?=[\s\xa0]|[^(\[:{{]|$)"
    rf"|\({_ROOM}(?:(?P<dot>[{_DOTS}])|[{_CROSSES}])?{_ROOM}\)(?=[\s\xa0]|\w|$))"
)
BULLETED_BOX = re.compile(rf"^[ \t]*(?:[-*+]|\d{{1,3}}[.)])[ \t]*{_BOX_ALONE}[ \t\xa0]*(?=\S).*$", re.MULTILINE)
"""A line with a bullet, a box and words; `tick` or `dot` is what stands in the box of a right choice."""
_BOX = re.compile(
    rf"[ \t]*(?P<bullet>[-*+][ \t]*|\d{{1,3}}[.)][ \t]*)?(?P<box>{_BOX_ALONE})(?P<room>[ \t\xa0]*)(?P<text>.*)"
)
_LETTER = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?P<bold>\*\*|__)?\(?(?P<letter>[A-Za-z])(?P<closed>\*\*|__)?[.):]"
    r"(?P<text>(?:\*\*|__)?(?:[ \t].*)?)"
)
_STARTS = re.compile(r"[ \t]*(?:[-*+(\[_]|\d{1,3}[.)]|[A-Za-z][.):*_])")
"""How any line with a choice starts; most lines do not."""
_BARE = re.compile(r"[*_(]*(?P<letter>[A-Za-z])[.):*_]*(?P<text>)")
_GLUED = re.compile(r"(?P<letter>[A-Z])[.)](?P<text>[A-Z].*)")
_STEP = re.compile(r"[ \t]*(?P<number>\d{1,3})[.)][ \t]+(?=\S)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


@dataclass(slots=True)
class ListedChoice:
    """A choice: whether its box is ticked (None: it has a letter and no box), its first text, the lines below.

    It is not `sure` that `- []int` has a box where no other choice has one.
    """

    ticked: bool | None
    text: str
    indent: int
    bulleted: bool = True
    sure: bool = True
    below: list[Line] = field(default_factory=list)


def find_runs(lines: list[Line]) -> Iterator[tuple[int, int, list[ListedChoice]]]:
    """Find choices that follow each other; gives where they start and end."""
    i = 0
    while i < len(lines):
        if not _match(lines[i], None, 0):
            i += 1
            continue
        end, choices = _read_run(lines, i)
        boxed = choices[0].ticked is not None
        if any(each.sure for each in choices) and (len(choices) > 1 or (boxed and choices[0].bulleted)):
            yield i, end, choices
        i = end


def _match(line: Line, before: ListedChoice | None, count: int) -> ListedChoice | None:
    """Read a line that starts a choice: one with a box, or with the letter that comes next."""
    if line.code or not _STARTS.match(line.text):
        return None
    if (match := _BOX.fullmatch(line.text)) and (before is None or before.ticked is not None):
        text = match["text"].strip("\u2800\xa0 \t")  # some pages put a sign there that nobody sees
        ticked = bool(match["tick"] or match["dot"])
        sure = bool(match["room"]) or match["box"] != "[]"
        return ListedChoice(ticked, text, line.indent, bool(match["bullet"]), sure)
    match = _LETTER.fullmatch(line.text)
    if not match or (before and before.ticked is not None) or count >= len(ascii_uppercase):
        return None
    if match["letter"].upper() != ascii_uppercase[count]:
        return None
    text = match["text"].strip()
    return ListedChoice(None, unbold(text, bold=bool(match["bold"] and not match["closed"])), line.indent)


def _read_run(lines: list[Line], start: int) -> tuple[int, list[ListedChoice]]:
    """Read choices and what is indented below each of them."""
    choices: list[ListedChoice] = []
    pending: list[Line] = []
    end = start
    hanging = False
    steps = 0
    for i in range(start, len(lines)):
        line = lines[i]
        if choices and choices[-1].ticked is not None and _STEP.match(line.text) and i >= steps:
            steps = _find_steps(lines, i, last=steps > 0) or steps
        if i < steps:
            choices[-1].below += [*pending, line]
            pending, end = [], i + 1
            continue
        new = _match(line, choices[-1] if choices else None, len(choices))
        if new:
            hanging = hanging or any(each.code for each in pending)
            if choices:
                choices[-1].below += pending
            choices.append(new)
        elif line.blank or (line.code and line.indent <= choices[-1].indent):
            pending.append(line)
            continue
        elif line.indent > choices[-1].indent and not TAG.match(line.text):
            choices[-1].below += [*pending, line]
        elif not pending and not _ends_choice(line) and not _match(line, None, 0):
            choices[-1].below.append(line)
        else:
            break
        pending, end = [], i + 1
    code = [k for k, line in enumerate(pending) if line.code]
    if code and (hanging or not choices[-1].text):  # the code block below is the choice itself
        last = next((k for k in range(code[0], len(pending)) if not pending[k].code), len(pending))
        choices[-1].below += pending[:last]
        end += last
    return end, choices


def _find_steps(lines: list[Line], start: int, *, last: bool) -> int:
    """Find the end of a numbered list of two or more below a box, with another box behind it; 0 where there is none.

    It may be the `last` where the boxes above have such lists, too.
    """
    end = start
    while end < len(lines):
        step = None if lines[end].code else _STEP.match(lines[end].text)
        if not step or _BOX.fullmatch(lines[end].text) or int(step["number"]) != end - start + 1:
            break
        end += 1
    after = next((lines[i] for i in range(end, len(lines)) if not lines[i].blank), None)
    boxed = bool(after and not after.code and _BOX.fullmatch(after.text))
    return end if end - start > 1 and (last or boxed) else 0


def part_list(lines: list[Line]) -> Iterator[Line]:
    """Yield lines, those of a lettered list with breaks between them, as Markdown knows no such list."""
    listed = [not line.code and bool(_LETTER.fullmatch(line.text)) for line in lines]
    for i, line in enumerate(lines):
        if not listed[i] or not any(listed[max(i - 1, 0) : i] + listed[i + 1 : i + 2]):
            yield line
            continue
        if i and not listed[i - 1] and not lines[i - 1].blank:
            yield Line(line.number, "")
        text = line.text.strip()
        yield Line(line.number, f"{text}\\" if any(listed[i + 1 : i + 2]) else text)


def _ends_choice(line: Line) -> bool:
    """Whether a line can't go on with the choice above it."""
    return bool(
        HEADING.fullmatch(line.text)
        or NUMBER.fullmatch(line.text)
        or TAG.match(line.text)
        or label_of(line)[0]
        or _ITEM.match(line.text)
        or line.text.lstrip().startswith((">", "<", "|", "[", "!["))
    )


def strip_letters(texts: list[str]) -> list[str]:
    """Take off the letters of choices that have boxes, too."""
    found = [
        _LETTER.fullmatch(first) or _GLUED.fullmatch(first) or _BARE.fullmatch(first)
        for first, _, _ in (t.partition("\n") for t in texts)
    ]
    rests = [_take_off(text, match) for text, match in zip(texts, found, strict=True) if match]
    letters = [match["letter"].upper() for match in found if match]
    return rests if letters == list(ascii_uppercase[: len(texts)]) and all(rests) else texts


def _take_off(text: str, match: re.Match[str]) -> str:
    parts = match.groupdict()
    bold = bool(parts.get("bold") and not parts.get("closed"))
    return unbold(text[match.start("text") :].strip(), bold=bold)
