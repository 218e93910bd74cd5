r"""Moodle's embedded answers, `{1:MULTICHOICE:=yes~no}`, as gaps of a cloze.

Source: MoodleDocs, "Embedded Answers (Cloze) question type".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.conversions import WRONG
from mkdeck.importers.drafting.gaps import Gap, drop_places, fill_gaps, guard, hold_place, write_gap
from mkdeck.importers.drafting.measures import read_measure
from mkdeck.importers.drafting.numbers import read_number
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list

_GAP = re.compile(
    r"""
    \{ (?P<weight>\d*)
    : (?P<type>
        NUMERICAL | NM
      | SHORTANSWER(?:_C)? | SAC? | MWC?
      | MULTICHOICE(?:_[HV]S?|_S)? | MC[HVS]?S?
      | MULTIRESPONSE(?:_[HS]S?)? | MR[HS]?S?
      )
    : (?P<answers>(?:\\.|[^\\{}]|\{(?!\d*:[A-Z]))*)
    \}
    """,
    re.DOTALL | re.VERBOSE,
)
_ANSWER = re.compile(
    r"\s*(?P<right>=)?(?:%(?P<weight>-?[\d.,]+)%)?(?P<text>(?:\\.|[^\\#])*)(?:#(?P<feedback>.*))?", re.DOTALL
)
_SPLIT = re.compile(r"(?<!\\)~")
_OFFERS = re.compile("M(?!W)")
"""Starts the types whose answers are shown."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LONGEST_QUOTE = 40
"""Characters of a gap that a message quotes."""


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    weight: float
    feedback: str

    @property
    def is_right(self) -> bool:
        return self.weight > 0 and bool(self.text)

    @property
    def is_plainly_wrong(self) -> bool:
        """Whether it is wrong, and no feedback says why; `*` stands for whatever else is typed."""
        return self.weight <= 0 and not self.feedback and self.text != "*"


def has_embedded(text: str) -> bool:
    """Whether a text has embedded answers."""
    return bool(_GAP.search(text))


def read_embedded(line: int, text: str, convert: Callable[[str], str]) -> Draft:
    """Make a cloze of a text with embedded answers; `convert` turns the text around them into Markdown.

    The best answer fills the gap, the choices of a multiple choice become its hint, other accepted answers and all
    feedback go into the explanation. Raises NoDraftError where a gap has no right answer.
    """
    gaps: list[Gap] = []

    def hold(match: re.Match[str]) -> str:
        gap = _read_gap(match, convert)
        if not gap.right:
            raise NoDraftError(f"the gap {match.group()[:_LONGEST_QUOTE]} has no right answer")
        gaps.append(gap)
        return hold_place(len(gaps))

    held = _GAP.sub(hold, drop_places(text))
    if not gaps:
        raise NoDraftError("no embedded answers were found")
    return fill_gaps(line, convert(held), gaps)


def _read_gap(match: re.Match[str], convert: Callable[[str], str]) -> Gap:
    """Read what stands between the braces of a gap."""
    kind = match["type"]
    shown = [(each, _plain(each.text, convert)) for each in _read_answers(match["answers"], kind)]
    return Gap(
        right=tuple((text, each.weight) for each, text in shown if each.is_right),
        offered=tuple(text for _, text in shown) if _OFFERS.match(kind) else (),
        feedback=tuple(_label_feedback(each, text, convert) for each, text in shown if each.feedback),
        several=kind.startswith(("MULTIR", "MR")),
        wrong=tuple(text for each, text in shown if each.is_plainly_wrong),
    )


def _read_answers(text: str, kind: str) -> list[_Answer]:
    """Read the answers of a gap of this type."""
    answers = [_read_answer(each) for each in _SPLIT.split(text) if each.strip()]
    return [_write_measure(each) for each in answers] if kind.startswith("N") else answers


def _write_measure(answer: _Answer) -> _Answer:
    """Write the number of an answer as mkdeck does, where it has one."""
    measure = read_measure(answer.text)
    return replace(answer, text=measure.written) if measure else answer


def _label_feedback(answer: _Answer, text: str, convert: Callable[[str], str]) -> str:
    return f"{WRONG if answer.text == '*' else text}: {_plain(answer.feedback, convert)}"


def _plain(text: str, convert: Callable[[str], str]) -> str:
    """Write an answer on one line."""
    return " ".join(convert(text).replace("\\\n", " ").split())


def _read_answer(text: str) -> _Answer:
    match = _ANSWER.fullmatch(text)
    if not match:
        return _Answer("", 0, "")
    weight = 100.0 if match["right"] else 0.0
    if match["weight"] and not match["right"]:
        weight = read_number(match["weight"]) or 0.0
    return _Answer(
        _ESCAPED.sub(r"\1", match["text"]).strip(), weight, _ESCAPED.sub(r"\1", match["feedback"] or "").strip()
    )


_NUMBERED = re.compile(r"\[\[(\d{1,4})\]\]|\[\[(\d{1,4})\\\]\\?\]")


def fill_numbered_gaps(line: int, text: str, words: list[tuple[str, str]]) -> Draft:
    """Make a cloze of a Markdown text with gaps `[[1]]`, where 1 is the first of the words.

    Each word has its group; a gap offers all words of its own word's group, in their order.
    """
    numbers = [int(match[1] or match[2]) for match in _NUMBERED.finditer(text)]
    if not numbers:
        raise NoDraftError("no gaps were found")
    if any(not 0 < number <= len(words) for number in numbers):
        raise NoDraftError("a gap names a word that is not there")
    count = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        right, group = words[int(match[1] or match[2]) - 1]
        return write_gap(count, right, list(dict.fromkeys(word for word, of_group in words if of_group == group)))

    return Draft(line, "cloze", _NUMBERED.sub(fill, guard(text)))


def fill_marked_gaps(line: int, text: str, delimiters: str) -> Draft:
    """Make a cloze of a Markdown text whose gaps stand between two delimiters, as in `The [cat|tabby] sat`.

    What stands behind a bar is right as well, and goes into the explanation.
    """
    count = 0
    accepted: list[str] = []

    def fill(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        words = [word.strip() for word in match[1].split("|")]
        if len(words) > 1:
            accepted.append(" / ".join(words))
        return write_gap(count, words[0])

    question = _marked(delimiters).sub(fill, guard(text))
    if not count:
        raise NoDraftError("no gaps were found")
    return Draft(line, "cloze", question, explanation=bullet_list(accepted))


def find_marked_words(text: str, delimiters: str) -> tuple[str, list[str]]:
    """Take the delimiters off the words of a Markdown text that stand between them; returns the words, too."""
    pattern = _marked(delimiters)
    return pattern.sub(lambda match: match[1], text), pattern.findall(text)


def _marked(delimiters: str) -> re.Pattern[str]:
    first, last = (re.escape(delimiters[:1] or "["), re.escape(delimiters[-1:] or "]"))
    return re.compile(rf"\\?{first}((?:(?!{first}|{last}|\\{last}).)+)\\?{last}(?!\()")
