"""Lines of a paragraph that were plainly meant to stand by themselves, but run together on a card.

Prose that is broken at some column is not meant so: named are lists, labels, formulas, code, rows and verse.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from mkdeck.diagnostics import Rule
from mkdeck.text.spans import blank_blocks, blank_code, choose_math
from mkdeck.text.tables import is_rule
from mkdeck.text.verse import BREAKS, VERSE_CHARACTERS, is_column, is_verse
from mkdeck.text.vocabulary import WORDS

JOINED_LINES_RULE = Rule("joined-lines", "warning")

_QUOTED = re.compile(r"^[ ]{0,3}>[ ]?")

_LETTER = r"[a-zA-Z\u03b1-\u03c9\u0430-\u0438\u05d0-\u05d8\u0623\u0628\u062c\u062f]"
_MARKER = re.compile(
    r"(?P<before>[(\[]?|[A-Z][A-Za-z]{0,2}(?=\d)|[^\W\d_]{4,12}[ ](?=\d))"
    rf"(?:(?P<number>\d{{1,2}})|(?P<roman>[ivxIVX]{{1,4}})|(?P<letter>{_LETTER}))"
    r"(?P<after>[.):\]])(?:[ \t]+\S|[^\W\d_]{2})"
)
# They count in this order, which is not that of the characters.
_ARABIC = "\u0623\u0628\u062c\u062f"
_SECTION = re.compile(r"\u00a7[ \u00a0]?(\d{1,4})\b(?![ \u00a0]?(?:Abs|S\.|Nr))")
_ONE, _TWO = re.compile(r"1[ \t]+[^\W\d]"), re.compile(r"2[ \t]+[^\W\d]")
"""Numbers that count without a mark behind them, from one on."""
ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()
"""The numbers from 1 on, as far as lists go."""
_BULLET = re.compile(
    r"[\u00b7\u2022\u25e6\u25aa\u2023\u25cf\u25cb\u25a0\u25a1\u2610\u2611\u2713\u2717\u2234\u251c\u2514\uf0a7\uf0b7]"
    r"[ \t]*\S"
)
"""Signs that start no line of prose: points, also those of word processors, boxes, ticks, 'therefore', and branches."""
_DEFINITION = re.compile(r":[ ]+\S")
"""What stands below a word that it explains, as some tools write it."""
_DASH = re.compile(r"[\u2013\u2014\u2192][ \t]+\S|[-*][^\W\d_][^*]*$|o\t")
"""What starts items of a list that Markdown does not take for one."""
_LABEL = re.compile(r"(?![a-z])[^\W_][\w.'\u2019-]*(?:[ ][\w.'\u2019-]+){0,2}:(?:[ \t]+\S|$)")
_RELATION = re.compile(
    r"(?=.{1,40}$)[^.!?=→←]{1,20}(?::=|[=→←≈≤≥≠]|<-|[-=]>|[ ][<>][ ])(?!=)(?:[^.!?]|\.(?=\d)){1,30}[.,;]?$"
)
_NUMBERS = re.compile(r"(?=.{3,40}$)[-+]?\d[\d.,]*(?:[ ]+[-+]?\d[\d.,]*)+$")
_NAME = r"[A-Za-z_]\w*(?:\.\w+|\[[^\[\]]*\])*"
_CODE = re.compile(
    rf"(?:import|from)[ ][\w.]+(?:[ ](?:import|as)[ ].+)?$|#include[ ]?[<\"]"
    rf"|{_NAME}[ ]?(?:[-+*/%|&]?=|:=|<-)[ ]?(?!=)\S|{_NAME}\(.*\)$|{_NAME}\[[^\[\]]*\]$"
    r"|(?:if|for|while|def|class|else)\b.*:$"
)
"""A line of a program, if the one before or behind it is another."""
_CALL = re.compile(rf"(?:print|puts|echo|{_NAME})[ ]?\(.*\)$|{_NAME}\[[^\[\]]*\]$")
_SQL = re.compile(
    r"(?:SELECT|FROM|WHERE|UPDATE|DELETE|INSERT|SET|VALUES|GROUP|ORDER|HAVING|JOIN|(?:LEFT|INNER) JOIN)\b"
)
_SAID = re.compile(r"[ ]{0,3}\\?>>")
"""A line with a prompt, of which more is said elsewhere, as of the lines of a table."""
_SEQUENCE = re.compile(
    r"(?:[35]['\u2019\u2032]-?)?[ACGTUN][ACGTUN -]{4,}(?:[35]['\u2019\u2032])?$|[35]['\u2019\u2032]-?[ACGTUN]+-?[35]"
)
_FORMULA = re.compile(r"\$+[.,;]?$")
_STATEMENT = re.compile(r".*[;{}]$")
_TAGGED = re.compile(r"</?(?!\w+://)[A-Za-z][^<>]*>(?:.*>)?$")
_SINGLE_SIGNS = re.compile(r"(?:[^ ] ){2,}[^ ]$")
"""Signs with a blank between each and the next, as in a table of truth."""
_INSTRUCTION = re.compile(r"[a-z]{2,5} +[%$#]?\w+, ?(?:[%$#\[(].*|-?\d\w*|[er]?[a-d][xl]|r\d+|[er]?(?:[sd]i|[sb]p))$")
_CLAUSE, _NEXT_CLAUSE = (re.compile(rf"[a-z]\w*\([^()]*\){end}") for end in (r"\.$", r"(?:\.$| *:-)"))
"""Of Prolog: a fact, and what may follow it."""
_BRANCHES = re.compile(r"[ ]*[/\\|](?:[ ]*[/\\|_])*[ ]*$")
"""A line of a tree that is drawn with signs."""
_YEAR = re.compile(r"(?:\d{3,4}[ \u00a0]+[\u2013\u2014-]|\d{1,2}[:.]\d\d)[ \u00a0]+[^\W\d_]")
"""A year with a dash or a time of day, with what happened then."""
_BORDER = re.compile(r"\+(?:[-=]+\+)+$")
"""The border of a table that is drawn with signs."""
_PROMPT = re.compile(r"\$[ ][a-z]")
_COLUMNS = re.compile(r".*?[^\s.!?:](?:\t+|[ ]{2,})[^\s]")
_BARS = re.compile(r"[^|]*\|[^|]*(?:\|[^|]*)*$")
_ANY = re.compile("")
_ALIKE = (
    *(_DASH, _LABEL, _FORMULA, _STATEMENT, _COLUMNS, _SEQUENCE, _NUMBERS, _SQL),
    *(_TAGGED, _SINGLE_SIGNS, _INSTRUCTION, _YEAR),
)
_TWO_LINES = (
    *((_ONE, _TWO), (_CLAUSE, _NEXT_CLAUSE)),
    *((_ANY, _BULLET), (_ANY, _DEFINITION), (_PROMPT, _ANY), (_ANY, _PROMPT), (_BORDER, _ANY)),
    *((_ANY, _BRANCHES), (_BRANCHES, _ANY)),
    *((each, each) for each in _ALIKE),
)
"""What two lines are that were meant to stand one below the other."""
_ODD_START = re.compile(r"\s*(?:[^\w\s]|\w{1,4}[.):\]])|[\w.'\u2019 -]{1,60}:")
_ITEMS = ("- ", "* ", "+ ")
"""Starts of lines that no paragraph goes on with."""
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_BLANKS = re.compile(r" +")
_SIGN = re.compile(r"[^ ]")
BROKEN_CHARACTERS = 60
"""A line of prose that is longer was broken because it is full."""

_MESSAGE = (
    "these lines run together on the card; end a line with '\\' to keep the next one apart, or put an empty line "
    "between them, and code between lines of ```"
)
_TABLE = "these lines run together on the card; a table needs a line such as '|---|---|' below its first row"


def run_together(text: str) -> bool:
    """Whether lines between two empty ones of a text were plainly meant to stand by themselves."""
    return any(judge_paragraph(each, 0) for each in _split(text))


def stand_apart(lines: list[str]) -> bool:
    """Whether lines of one paragraph were plainly meant to stand by themselves."""
    return len(lines) > 1 and _judge_lines("\n".join(lines), 0) is not None


def _split(text: str) -> Iterator[str]:
    """Yield the blocks between empty lines, code left out."""
    blocks = (block.strip("\n") for block in _EMPTY_LINE.split(blank_blocks(text)))
    return (block for block in blocks if "\n" in block)


def judge_paragraph(paragraph: str, column: int) -> tuple[str, str] | None:
    """Return what to say of a paragraph that starts in this column, and of which line; None of prose."""
    if all(line.startswith(_ITEMS) or (_is_prose(line) and line[:2] != "  ") for line in paragraph.split("\n")[1:]):
        return None  # most paragraphs, told quickly
    return _judge_lines(paragraph, column)


def _judge_lines(paragraph: str, column: int) -> tuple[str, str] | None:
    """Return the same of a paragraph that is not plainly prose."""
    lines = keep_together(paragraph).split("\n")
    if _is_told_elsewhere(lines):
        return None
    shown = [_QUOTED.sub("", line, count=1) if ">" in line else line for line in lines]
    found = next(_find_apart(shown), None)
    typed = paragraph.split("\n")
    if found is not None:
        near = typed[found] if len(typed) == len(lines) else typed[0]
        return _TABLE if shown[found].lstrip().startswith("|") else _MESSAGE, near.strip()
    if _loses_indent(lines, column) or is_verse(shown) or is_column(shown):
        return _MESSAGE, typed[0].strip()
    return None


def _is_told_elsewhere(lines: list[str]) -> bool:
    """Whether lines are those of a table, or one has a prompt."""
    return any(("|" in line and is_rule(line)) or _SAID.match(line) for line in lines)


def _find_apart(lines: list[str]) -> Iterator[int]:
    """Yield the place of each line behind which the next one plainly begins anew."""
    for i, (one, other) in enumerate(pairwise(lines)):
        if not _is_prose(other) and not one.endswith(BREAKS) and _belongs_apart(one.strip(), other.strip()):
            yield i


def _is_prose(line: str) -> bool:
    """Whether a line is long, and has nothing of a line that stands by itself."""
    if len(line) <= VERSE_CHARACTERS:
        return False
    bare = line.lstrip()
    is_odd = "  " in bare or "|" in bare or "\t" in bare or bare.endswith((";", "{", "}")) or _ODD_START.match(line)
    return not is_odd


def keep_together(paragraph: str) -> str:
    """Put signs in place of math and code, so that none of their lines counts."""
    if "$" in paragraph or "\\" in paragraph:
        paragraph = choose_math(paragraph).sub(lambda match: "$" * len(match.group()), paragraph)
    if "`" in paragraph:
        typed = paragraph
        paragraph = _BLANKS.sub(lambda match: _SIGN.sub("`", typed[match.start() : match.end()]), blank_code(typed))
    return paragraph


def _belongs_apart(one: str, other: str) -> bool:
    """Whether two lines that follow one another are plainly two."""
    return (
        _counts_on(one, other)
        or _is_program(one, other)
        or (_is_row(one) and _is_row(other))
        or any(first.match(one) and second.match(other) for first, second in _TWO_LINES)
        or _are_relations(one, other)
    )


def _is_program(one: str, other: str) -> bool:
    """Whether a line is of a program, and the next one shows or calls something."""
    return len(one) <= BROKEN_CHARACTERS and bool(_CODE.match(one) and _CALL.match(other))


def _are_relations(one: str, other: str) -> bool:
    """Whether two lines are equations or the like, and no sentence that goes on behind one."""
    return bool(_RELATION.match(one) and _RELATION.match(other)) and not _goes_on(other)


def _goes_on(line: str) -> bool:
    """Whether a line starts with a word of prose, as in `and y = 4`; a letter alone may be a quantity."""
    return len(word := line.split(maxsplit=1)[0].lower()) > 1 and word in WORDS.join_words("common")


def _counts_on(one: str, other: str) -> bool:
    """Whether the second line starts with the number or letter that follows that of the first."""
    if (section := _SECTION.match(one)) and (next_section := _SECTION.match(other)):
        return int(next_section[1]) - int(section[1]) == 1
    first, second = _MARKER.match(one), _MARKER.match(other)
    if not first or not second or any(first[each] != second[each] for each in ("before", "after")):
        return False
    return any(b - a == 1 for a in _read(first) for b in _read(second))


def _read(marker: re.Match[str]) -> Iterator[int]:
    """Yield what a marker may count, each way of counting in a range of its own."""
    if marker["number"]:
        yield int(marker["number"])
    roman = (marker["roman"] or "").lower()
    if roman in ROMAN:
        yield 1000 + ROMAN.index(roman)
    letter = marker["letter"] or (roman if len(roman) == 1 else "")
    if letter:
        yield 2000 + ord(letter.lower())
        if letter in _ARABIC:
            yield 3000 + _ARABIC.index(letter)


def _is_row(line: str) -> bool:
    """Whether a line has cells between bars."""
    return bool(_BARS.match(line)) and (line[:1] == "|" or " | " in line)


def _loses_indent(lines: list[str], column: int) -> bool:
    """Whether a line stands further in than the first, as in code, behind one that was not broken for its length."""
    return any(
        len(one) <= BROKEN_CHARACTERS and len(other) - len(other.lstrip(" ")) >= column + 2
        for one, other in pairwise(lines)
    )
