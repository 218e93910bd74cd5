"""Texts in YAML that arrive shorter or otherwise than they stand in the file, although the YAML is sound."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import yaml

from mkdeck.course.yaml_escapes import ESCAPE, ESCAPE_RULE, find_eaten, restore
from mkdeck.diagnostics import Loc, Rule
from mkdeck.text.joined_lines import JOINED_LINES_RULE, stand_apart
from mkdeck.text.vocabulary import WORDS
from mkdeck.text.written_breaks import find_written_break

SYNTAX_RULE = Rule("syntax", "error", "warning")

MAX_EATEN = 100
"""How many escapes of one text are told one by one."""

_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_OWN_COMMENT = re.compile(r"#[ \t]*mkdeck:?[ \t]*ignore\b")
_SENTENCE = re.compile(r"[.?!:;\u2026\u3002\uff1f\uff01][)\"'`*_\u201d\u00bb]*\s*$")
_UNFINISHED = re.compile(rf"\b{WORDS.make_pattern('linking')}$")
_GOES_ON = re.compile(rf"#+[ \t]+(?:{WORDS.make_pattern('explains')}\b|[,.;:?!)])")
_PAIRS = (("`", "`"), ("(", ")"), ("[", "]"), ('"', '"'), ("\u201c", "\u201d"), ("\u201e", "\u201c"), ("$", "$"))
_OPENERS = frozenset(opener for opener, _ in _PAIRS)
_SENTENCES = frozenset("question explanation hint feedback description retired".split())
"""Keys whose texts are sentences, and end like sentences."""
_NO_TEXT = frozenset("id type card shuffle pin turn language retention report style".split())
_LISTS = frozenset("choices items pairs statements masks extra accept tags".split())
"""Keys whose texts stand in a list: lines that stand there at once are more than one of them."""
_NAME = re.compile(r"&([^\s,\[\]{}]+)")
_ALIAS = re.compile(r"\*([^\s,\[\]{}*]+)")

_EMPTY_BLOCK = re.compile(r">\d+(?=\s|$)")

_BLANK_LINE = re.compile(r"\n[ \t]*\n[ \t]*\S")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)]|[a-z][.)])[ \t]+\S")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_CONTROL = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What stands in double quotes alone, so that a break beside it can't be written otherwise."""
_LINE_END = re.compile(r"\r\n?|\n")

_QUOTES = "if it is text, put all of it in single quotes"
_JOINED = "YAML joins the lines of this text, so {}; write it as a block that starts with '|'"
_RUN_TOGETHER = "they run together"
_ENDED = ", and end a line with '\\' to keep the next one apart"
_BREAK = (
    r"in double quotes '\n' ends a line, which a card shows as a blank; write '\n\n' for a new paragraph, or '\\\n' "
    "for a new line"
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a text, and where in the file it starts: an index, and a number of characters."""

    at: int
    length: int
    rule: Rule
    message: str


def find_doubts(text: str, node: yaml.ScalarNode, loc: Loc) -> Iterator[Doubt]:
    """Yield what YAML leaves out of a scalar of the file `text`, or joins in it; it stands at `loc`."""
    key = next((each for each in reversed(loc) if isinstance(each, str)), "")
    if not key or key in _NO_TEXT:
        return
    if not node.style:
        yield from _find_comment(text, node, key)
    yield from _find_sign(text, node)
    if node.style != "|" and node.end_mark.line > node.start_mark.line and loc[-1] not in _LISTS:
        yield from _find_joined(text, node)


def unescape(text: str, node: yaml.ScalarNode) -> tuple[str | None, list[Doubt]]:
    """Return the double-quoted source of a text as its author meant it, or None where YAML reads it right."""
    start = text.index('"', node.start_mark.index) + 1  # behind an anchor or a tag
    raw = text[start : node.end_mark.index - 1]
    eaten = find_eaten(raw) if "\\" in raw else []
    doubts = [
        Doubt(start + each.at, len(each.escape), ESCAPE_RULE.at(each.severity), each.message)
        for each in eaten[:MAX_EATEN]
    ]
    if not eaten and "\\n" in raw and "\n" not in raw and (at := _find_break(raw, str(node.value))) is not None:
        doubts = [Doubt(start + at, 2, JOINED_LINES_RULE, _BREAK)]
    return (f'"{restore(raw, eaten)}"' if eaten else None), doubts


def _find_break(raw: str, value: str) -> int | None:
    """Return where in a double-quoted line a break between two lines of prose is written."""
    at = None if _CONTROL.search(value) else find_written_break(value)
    if at is None:
        return None
    breaks = [each.start() for each in ESCAPE.finditer(raw) if each.group() == "\\n"]
    return breaks[value.count("\n", 0, at)]


def _find_comment(text: str, node: yaml.ScalarNode, key: str) -> Iterator[Doubt]:
    """Name the end of a text that YAML takes for a comment, such as `the #1 answer` or `the # of people`."""
    match = _COMMENT.match(text, node.end_mark.index)
    if not match or node.value in ("true", "false") or _OWN_COMMENT.match(match[1]):
        return
    comment = match[1].rstrip()
    if comment[1:2] not in ("", " ", "\t", "#") or _is_cut(node.value, comment, key):
        message = f"'{comment}' is a comment to YAML and is left out; {_QUOTES}"
        yield Doubt(match.start(1), len(comment), SYNTAX_RULE.at("warning"), message)


def share_pair(value: str, words: str) -> bool:
    """Whether a text opens a bracket or a quotation that the words behind it close."""
    return opens_pair(value) and any(_is_open(value, *pair) and _is_closed(words, *pair) for pair in _PAIRS)


def opens_pair(text: str) -> bool:
    """Whether a text opens a bracket or a quotation that it does not close: in a list it may seem parted by a comma."""
    return not _OPENERS.isdisjoint(text) and any(_is_open(text, *pair) for pair in _PAIRS)


def _is_cut(value: str, comment: str, key: str) -> bool:
    """Whether a text goes on in the comment behind it."""
    words = comment.strip("# \t")
    if not value or not words or _UNFINISHED.search(value) or _GOES_ON.match(comment):
        return True
    if share_pair(value, words):
        return True
    ends = _SENTENCE.search(words) and not _SENTENCE.search(value)
    return key in _SENTENCES and bool(ends) and len(value) > 3


def _is_open(text: str, opener: str, closer: str) -> bool:
    if opener == closer:
        return text.count(opener) % 2 == 1
    return text.count(opener) > text.count(closer)


def _is_closed(text: str, opener: str, closer: str) -> bool:
    if opener == closer:
        return text.count(opener) % 2 == 1
    return text.count(closer) > text.count(opener)


def _find_sign(text: str, node: yaml.ScalarNode) -> Iterator[Doubt]:
    """Name a sign at the start of a text that YAML takes for its own."""
    at = node.start_mark.index
    sign = text[at : at + 1]
    if sign == "&" and (match := _NAME.match(text, at)) and match[1] not in _find_aliases(text):
        what = f"'{match.group()}' is a name for what stands behind it to YAML and is left out"
        yield Doubt(at, len(match.group()), SYNTAX_RULE.at("warning"), f"{what}; {_QUOTES}")
    elif sign == "!" and text[at + 1 : at + 2] in (" ", "\t", "\n", "\r", ""):
        yield Doubt(at, 1, SYNTAX_RULE.at("warning"), f"'!' is a tag to YAML and is left out; {_QUOTES}")
    elif sign == ">" and not node.value and (block := _EMPTY_BLOCK.match(text, at)):
        what = f"'{block.group()}' starts a block of text to YAML, which is empty here"
        yield Doubt(at, len(block.group()), SYNTAX_RULE.at("warning"), f"{what}; {_QUOTES}")


@lru_cache(maxsize=4)
def _find_aliases(text: str) -> frozenset[str]:
    return frozenset(_ALIAS.findall(text))


def _find_joined(text: str, node: yaml.ScalarNode) -> Iterator[Doubt]:
    """Name lines that mean something to Markdown, and are one line to YAML."""
    raw = text[node.start_mark.index : node.end_mark.index]
    if node.style == '"' and "\\n" in raw:
        return
    lines = _LINE_END.split(raw[1:-1] if node.style in ("'", '"') else raw)
    if what := _name_joined(_fold(lines) if node.style == ">" else lines):
        message = _JOINED.format(what) + (_ENDED if what == _RUN_TOGETHER else "")
        yield Doubt(node.start_mark.index, 1, SYNTAX_RULE.at("warning"), message)


def _fold(lines: list[str]) -> list[str]:
    """Return the lines of a folded block that YAML joins: those that are indented further keep their ends."""
    inside = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in inside), default=0)
    return ["", *(line for line in lines[1:] if not line[indent : indent + 1].isspace() or not line.strip())]


def _count_items(pairs: list[tuple[str, str]]) -> int:
    """Count the lines that begin an item right below other text."""
    return sum(bool(one.strip() and _ITEM.match(other)) for one, other in pairs)


def _name_joined(lines: list[str]) -> str:
    pairs = [(one, other) for one, other in pairwise(lines) if other.strip()]
    if any(_FENCE.match(other) for _, other in pairs):
        return "code loses its lines"
    if _have_rows(pairs):
        return "a table is none"
    if _count_items(pairs) > 1:
        return "a list is none"
    if _BLANK_LINE.search("\n".join(lines).strip()):
        return "an empty line parts no paragraphs"
    return _RUN_TOGETHER if stand_apart(list(filter(None, map(str.strip, lines)))) else ""


def _have_rows(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether two lines are rows of a table."""
    return any(_ROW.match(one) and _ROW.match(other) for one, other in pairs)
