"""The text that people see of a field, and how two such texts differ, word by word."""

import difflib
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from mkdeck.questions.attributes import read_attributes
from mkdeck.text.anki_markup import mark_gaps

Piece = tuple[Literal["same", "gone", "new"], str]
"""Words of a text, and whether both editions have them."""

MAX_COST = 500_000
"""How many pairs of equal words a comparison looks at before it takes the coarser way."""
SHORT = 20
"""Lines of fewer characters are compared word by word even if they have little in common."""

_MIN_WORD = 3
"""A word of fewer characters between two changes would only chop them up."""

_Run = tuple[bool, str, str]
"""Whether a stretch of two texts is the same, and how it reads in each."""

ATTRIBUTE = re.compile(r'\b(src|alt|class|href)="([^"]*)"')
DIGEST = re.compile(r"-[0-9a-f]{12}(?=\.\w+$)")
"""The part of a media name that stands for the file's content."""

_PRE = re.compile(r"(<pre\b(?:[^<]|<(?!/?pre\b))*+</pre>)")
_TAG = re.compile(r"""<!--[^<>]*>|<(/?)([A-Za-z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_BLOCKS = frozenset(
    "blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary "
    "table tr ul".split()
)
_LINK = re.compile(r'</div><span class="link">→</span><div class="other"[^<>]*>')
"""What stands between the sides of a pair."""
_SOUND = re.compile(r"(\[sound:[^\[\]]*?)-[0-9a-f]{12}(\.\w+\])")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(
    r"""
    \n | ^[^\S\n]+                             # an end of line, an indentation
    | [^\S\n]*+(?:
        [\u3040-\u30ff\u3400-\u9fff]           # scripts that put no spaces between words
        | (?: \\\(.{1,200}?\\\) | \\\[.{1,200}?\\\]   # short math and code are read as a whole
            | `[^`\n]{1,100}`
            | [^\s\u3040-\u30ff\u3400-\u9fff] )+
      )
    | [^\S\n]+
    """,
    re.VERBOSE | re.MULTILINE,
)


def show(page: str) -> str:
    """Return the text that people see of a field's HTML: a line for each block and choice, the right choices ticked.

    Math and code stay as Anki's and Markdown's marks; gaps stand in brackets, pictures and sounds are named without
    their digests.
    """
    parts = _PRE.split(_LINK.sub(" → ", mark_gaps(page)))
    parts[::2] = [_strip_lines(_TAG.sub(_show_tag, re.sub(r"[ \t\r\n]+", " ", part))) for part in parts[::2]]
    parts[1::2] = [_TAG.sub("", part).rstrip() for part in parts[1::2]]
    return html.unescape(_SOUND.sub(r"\1\2", "\n".join(part for part in parts if part)))


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts line by line, and word by word in the lines that differ.

    The time it takes grows with the texts' length, not with its square: what repeats itself too often counts as
    changed as a whole.
    """
    pieces: list[Piece] = []
    for same, one, other in _merge(_compare(old, new)):
        pieces += [("same", other)] if same else [("gone", one), ("new", other)]
    return tuple(piece for piece in pieces if piece[1])


def _compare(old: str, new: str) -> list[_Run]:
    runs: list[_Run] = []
    for same, lines, others in _align(_LINE.findall(old), _LINE.findall(new)):
        if same:
            runs.append((True, "".join(lines), "".join(others)))
        elif len(lines) == len(others):
            runs += [run for pair in zip(lines, others, strict=True) for run in _compare_lines(*pair, enough=1 / 3)]
        else:
            runs += _compare_lines("".join(lines), "".join(others), enough=2 / 3)
    return runs


def _merge(runs: list[_Run]) -> list[_Run]:
    """Join neighbours that are both the same, or both not; a short word between two changes is one with them."""
    merged: list[_Run] = []
    for i, (same, one, other) in enumerate(runs):
        between = 0 < i < len(runs) - 1 and not runs[i - 1][0] and not runs[i + 1][0]
        equal = same and not (between and len(other.strip()) < _MIN_WORD and "\n" not in other)
        if merged and merged[-1][0] == equal:
            _, before, after = merged.pop()
            merged.append((equal, before + one, after + other))
        else:
            merged.append((equal, one, other))
    return merged


def _compare_lines(old: str, new: str, enough: float) -> list[_Run]:
    """Compare word by word; what does not have enough in common reads best as it was and as it is."""
    words = _align(_WORD.findall(old), _WORD.findall(new), spaces=" \t\xa0")
    runs = [(same, "".join(one), "".join(other)) for same, one, other in words]
    common = sum(len(one) for same, one, _ in runs if same)
    shorter = min(len(old), len(new))
    return runs if shorter < SHORT or common >= enough * shorter else [(False, old, new)]


def _show_item(classes: list[str]) -> str:
    """Return the sign at which a choice, or another item of a list, begins."""
    return "\n✓ " if "right" in classes else "\n✗ " if "choice" in classes else "\n- "


def _show_tag(match: re.Match[str]) -> str:
    """Return what people see of a tag: a line end, a sign, or the name of what it shows or plays."""
    end, name = bool(match[1]), (match[2] or "").lower()
    attributes = dict(ATTRIBUTE.findall(match[3])) if match[3] else {}
    classes = attributes.get("class", "").split()
    file = DIGEST.sub("", attributes.get("src", ""))
    match name:
        case "img":
            return f"[picture {file}: {attributes['alt']}]" if attributes.get("alt") else f"[picture {file}]"
        case "audio" | "video" if not end:
            return f"[sound:{file}]"
        case "li" if not end:
            return _show_item(classes)
        case "div" if "model" in classes:
            return _show_accepted(match[3])
        case "div" if "one" in classes:
            return ""
        case _ if "feedback" in classes:
            return "\n→ "
        case "td" | "th" if end:
            return " | "
        case "sup" | "sub" if end:
            return ""
    return _SIGNS.get(name, "")


def _show_accepted(tag: str) -> str:
    """Return what students may type beside a model answer."""
    attributes = read_attributes(tag)
    try:
        accepted = json.loads(attributes.get("data-accept", "[]"))
    except ValueError:
        accepted = []
    said = [f"typed: {each}" for each in accepted]
    return "\n".join(["", *said, *(["accents are ignored"] if "data-accents" in attributes else []), ""])


_SIGNS = {"code": "`", "sup": "^", "sub": "_"} | dict.fromkeys(_BLOCKS, "\n")


def _strip_lines(text: str) -> str:
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _align(old: list[str], new: list[str], spaces: str = "") -> Iterator[tuple[bool, list[str], list[str]]]:
    """Split two lists into runs that are equal, but for such spaces around, and runs that are not."""
    one, other = ([each.strip(spaces) or each for each in side] for side in (old, new))
    head = _count_equal(one, other)
    tail = _count_equal(one[head:][::-1], other[head:][::-1])
    ends = (len(one) - tail, len(other) - tail)
    if head:
        yield True, old[:head], new[:head]
    changed, changes = old[head : ends[0]], new[head : ends[1]]
    for same, left, right in _match(one[head : ends[0]], other[head : ends[1]]):
        yield same, changed[left], changes[right]
    if tail:
        yield True, old[ends[0] :], new[ends[1] :]


def _match(one: list[str], other: list[str]) -> Iterator[tuple[bool, slice, slice]]:
    """Yield where two lists are equal and where not; nowhere, if that would cost too much."""
    counts = Counter(other)
    if one and other and sum(counts[each] for each in one) <= MAX_COST:
        for tag, i, j, k, m in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            yield tag == "equal", slice(i, j), slice(k, m)
    elif one or other:
        yield False, slice(len(one)), slice(len(other))


def _count_equal(one: list[str], other: list[str]) -> int:
    """Count how many values two lists have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (left, right) in pairs if left != right), min(len(one), len(other)))
