"""Lines on which gaps open and close: marks beside a table, a list or the like get lines of their own, apart from it.

Markdown would take a mark below a table for one more row, and one before its first bar for a cell.
"""

import re
from collections.abc import Iterator

from mkdeck.text.cloze import CLOSE, HINT, OPEN, TOKEN
from mkdeck.text.tables import count_cells, is_rule

_PREFIX = re.compile(r"[ \t>]*")
_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<rest>.*)")
_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_LINE = rf"(?:[^\n{OPEN[1]}{CLOSE[1]}]|{OPEN}[^\n]*?{CLOSE})*\n"
"""The rest of a line, in which the gap that is open does not end."""
_BLOCK = re.compile(
    rf"""{OPEN}[ \t]*(?=
      (?P<fence>`{{3,}}|~{{3,}})[^\n`]*\n(?:[^{OPEN[1]}]*?\n)??(?P<inset>[ \t>]*)(?P=fence)[ \t]*(?:{HINT}|{CLOSE})
      | [-*+][ \t]{_LINE}(?P<bullets>[ \t>]*)[-*+][ \t]
      | \d{{1,9}}[.)][ \t]{_LINE}(?P<numbers>[ \t>]*)\d{{1,9}}[.)][ \t]
      | >{_LINE}(?P<quote>[ \t]*)>
      | \|{_LINE}(?P<rows>[ \t>]*)\|?[ \t]*:?-+:?[ \t]*(?:\||\n)
    )""",
    re.VERBOSE,
)
"""A block that begins right behind a gap's mark and takes more than one line."""
_END = re.compile(rf"(?P<end>(?:{HINT}.*?)?{CLOSE})(?P<rest>.*)")
_AFTER_FENCE = re.compile(rf"^([ \t>]*)(`{{3,}}|~{{3,}})[ \t]*(?=(?:{HINT}[^\n]*)?{CLOSE})", re.MULTILINE)
_AFTER_ROW = re.compile(rf"(?P<row>.*\|)[ \t]*(?P<end>(?:{HINT}.*?)?{CLOSE})[ \t]*")


def set_marks_apart(text: str) -> str:
    """Put the marks of gaps around blocks on lines apart from them; those around rows of a table into its cells."""
    if "\n" not in text:
        return text
    text = _BLOCK.sub(_break_before, text)
    if "```" in text or "~~~" in text:
        text = _AFTER_FENCE.sub(r"\1\2\n\1", text)
    if "|" not in text and not _ITEM.search(text):
        return text
    return "\n".join(_Lines(text).write())


def _break_before(match: re.Match[str]) -> str:
    inset = next((match[name] for name in ("inset", "bullets", "numbers", "quote", "rows") if match[name]), "")
    return f"{match.group().rstrip()}\n{inset.rstrip()}\n{inset}"


class _Lines:
    """Walks through a text line by line, and knows whether it is in a table and where the open gaps began."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.fence = ""  # of the code that is open
        self.out: list[str] = []
        self.in_table = False
        self.opened_in_table: list[bool] = []  # of every open gap
        self.waiting = ""  # marks that go into the first cell of the next row

    def write(self) -> Iterator[str]:
        for line in self.lines:
            if self.is_code(line) or not line.strip(" \t>"):
                self.in_table = False
                self.out.append(line)
            elif self.in_table:
                self.take_row(line)
            else:
                self.take_line(line)
            for token in TOKEN.findall(line):
                if token == OPEN:
                    self.opened_in_table.append(self.in_table)
                elif token == CLOSE and self.opened_in_table:
                    self.opened_in_table.pop()
        yield from self.out

    def is_code(self, line: str) -> bool:
        """Whether a line belongs to a fenced block of code."""
        match = _FENCE.match(line)
        if not self.fence:
            self.fence = match["fence"] if match else ""
            return bool(match)
        if match and match["fence"].startswith(self.fence) and not match["rest"].strip():
            self.fence = ""
        return True

    def take_line(self, line: str) -> None:
        before = self.out[-1] if self.out else ""
        inset = _PREFIX.match(line).group()  # type: ignore[union-attr]  # it matches anything
        rest = line[len(inset) :]
        if "|" in before and is_rule(rest) and count_cells(before[len(inset) :]) == count_cells(rest):
            self.in_table = True
        elif (end := _END.match(rest)) and end["rest"].strip() and _ITEM.match(before):
            self.out.append(inset.rstrip())  # or the rest would go on with the last item
        self.out.append(line)

    def take_row(self, line: str) -> None:
        inset = _PREFIX.match(line).group()  # type: ignore[union-attr]  # it matches anything
        rest = line[len(inset) :]
        around = bool(self.opened_in_table) and not self.opened_in_table[-1]
        if rest.strip() == OPEN:
            self.waiting += OPEN
        elif end := _END.match(rest):
            self.close(end["end"], end["rest"], inset, around=around)
        elif (last := _AFTER_ROW.fullmatch(rest)) and OPEN not in rest:
            self.out.append(inset + self.open_cell(last["row"]))
            self.close(last["end"], "", inset, around=around)
        else:
            if rest.startswith(f"{OPEN}|"):
                self.waiting, rest = self.waiting + OPEN, rest[len(OPEN) :]
            row = _AFTER_ROW.fullmatch(rest)
            self.out.append(inset + self.open_cell(row["row"] if row else rest))
            if row:
                self.close(row["end"], "", inset, around=False)

    def close(self, end: str, rest: str, inset: str, *, around: bool) -> None:
        """End a gap below a table that it holds, or in the last cell of the row before."""
        if around:
            self.out += [inset.rstrip(), f"{inset}{end}{rest}"]
            self.in_table = False
        else:
            before = self.out[-1].rstrip()
            bar = "|" if before.endswith("|") and not before.endswith("\\|") else ""
            self.out[-1] = f"{before.removesuffix('|').rstrip() if bar else before}{end} {bar}"
            if rest.strip():
                self.out.append(inset + rest)

    def open_cell(self, row: str) -> str:
        """Put the marks that wait into the first cell of a row."""
        bar = row[: len(row) - len(row.lstrip("| \t"))]
        marks, self.waiting = self.waiting, ""
        return f"{bar}{marks}{row[len(bar) :]}" if marks else row
