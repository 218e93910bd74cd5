"""The choices of a question in Markdown: items with boxes, `- [x]` or `- (x)`, or with letters, `- A.`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase

from mkdeck.importers.markdown.lines import HEADING, NUMBER, TAG, Line, label_of, unbold

_BOX = re.compile(
    r"[ \t]*(?P<bullet>[-*+][ \t]*|\d{1,3}[.)][ \t]*)?(?P<box>\[[ xX\u2713\u2714]?\]|\([ xX*]?\))"
    r"(?:[ \t]+(?P<text>.*)|[ \t]*)"
)
_LETTER = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?P<bold>\*\*|__)?\(?(?P<letter>[A-Za-z])(?P<closed>\*\*|__)?[.):]"
    r"(?P<text>(?:\*\*|__)?(?:[ \t].*)?)"
)
_STARTS = re.compile(r"[ \t]*(?:[-*+(\[_]|\d{1,3}[.)]|[A-Za-z][.):*_])")
"""How any line with a choice starts; most lines do not."""
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


@dataclass(slots=True)
class Choice:
    """A choice: whether its box is ticked (None: it has a letter and no box), its first text, the lines below."""

    ticked: bool | None
    text: str
    indent: int
    bulleted: bool = True
    below: list[Line] = field(default_factory=list)


def find_runs(lines: list[Line]) -> Iterator[tuple[int, int, list[Choice]]]:
    """Find choices that follow each other; gives where they start and end."""
    i = 0
    while i < len(lines):
        if not _match(lines[i], None, 0):
            i += 1
            continue
        end, choices = _read_run(lines, i)
        if len(choices) > 1 or (choices[0].ticked is not None and choices[0].bulleted):
            yield i, end, choices
        i = end


def _match(line: Line, before: Choice | None, count: int) -> Choice | None:
    """Read a line that starts a choice: one with a box, or with the letter that comes next."""
    if line.code or not _STARTS.match(line.text):
        return None
    if (match := _BOX.fullmatch(line.text)) and (before is None or before.ticked is not None):
        text = (match["text"] or "").strip("\u2800 \t")  # some pages put a sign there that nobody sees
        return Choice(match["box"][1:-1].strip() != "", text, line.indent, bool(match["bullet"]))
    match = _LETTER.fullmatch(line.text)
    if not match or (before and before.ticked is not None) or count >= len(ascii_uppercase):
        return None
    if match["letter"].upper() != ascii_uppercase[count]:
        return None
    text = match["text"].strip()
    return Choice(None, unbold(text, bold=bool(match["bold"] and not match["closed"])), line.indent)


def _read_run(lines: list[Line], start: int) -> tuple[int, list[Choice]]:
    """Read choices and what is indented below each of them."""
    choices: list[Choice] = []
    pending: list[Line] = []
    end = start
    hanging = False
    for i in range(start, len(lines)):
        line = lines[i]
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


def _ends_choice(line: Line) -> bool:
    """Tell whether a line can't go on with the choice above it."""
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
    found = [_LETTER.fullmatch(text.partition("\n")[0]) for text in texts]
    letters = [match["letter"].upper() for match in found if match and match["text"].strip()]
    if letters != list(ascii_uppercase[: len(texts)]):
        return texts
    return [text[match.start("text") :].strip() for text, match in zip(texts, found, strict=True) if match]
