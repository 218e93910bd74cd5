"""The text that ExamView exports: sections by type, blanks before the numbers, and answers behind `ANS:`.

The answers stand below each question, or in an `Answer Section` at the end, with notes for staff behind them. Here it
is written as lettered text that names the type of each question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mkdeck.importers.drafting.choice_lines import Lines

_SECTIONS = {
    **dict.fromkeys(("multiple choice", "multiple response", "bimodal"), "multichoice"),
    **dict.fromkeys(("true/false", "modified true/false", "yes/no"), "truefalse"),
    **dict.fromkeys(("completion", "short answer", "essay", "problem", "other", "numeric response"), "essay"),
    "matching": "matching",
}
"""The headings of sections, and the types of their questions; words to fill in are read as they stand."""
_ANSWERS = "answer section"
_ANSWER = re.compile(r"\s*(?:(?P<number>\d{1,4})\.\s*)?ANS:\s*(?P<said>.*)")
_QUESTION = re.compile(r"\s*(?:_{2,}\s*)?(?P<number>\d{1,4})\s*[.)]\s+(?P<said>\S.*)")
_NOTE = re.compile(r"(?:^|\s)(?P<label>PTS|DIF|REF|OBJ|NAT|STA|TOP|KEY|MSC|BLM|NOT|LOC|LO|SKL)\s*:")
_CHOICES = re.compile(r"\s*(?P<one>[a-zA-Z][.)]\s.*?\S)(?:\t\s*|\s{2,})(?P<other>[a-zA-Z][.)]\s.*)")
"""Two choices on a line, which stand in two columns."""
_CHOICE = re.compile(r"\s*(?P<letter>[a-zA-Z])[.)]\s+(?P<text>\S.*)")
_REMARK = re.compile(r"\s*(?P<letter>[A-Z])[.)]?\s+(?P<text>\S.*)")


@dataclass
class _Question:
    """A question with its lines, its choices by their letters, and its answer; `matches` are those below a list."""

    line: int
    kind: str
    number: int
    stem: Lines = field(default_factory=list)
    choices: dict[str, tuple[int, str]] = field(default_factory=dict)
    answer: list[str] | None = None
    remarks: list[str] = field(default_factory=list)
    matches: "list[_Question]" = field(default_factory=list)


def is_written(lines: Lines) -> bool:
    """Whether lines are such a text: the heading of a section comes before the first answer behind `ANS:`."""
    for at, (_, line) in enumerate(lines):
        if _ANSWER.fullmatch(line):
            return False
        if line.strip().lower() in _SECTIONS:
            return any(_ANSWER.fullmatch(below) for _, below in lines[at:])
    return False


def rewrite(lines: Lines) -> tuple[Lines, dict[str, int]]:
    """Write an export as lettered text; returns the notes that this leaves out, with the line of the first of each."""
    reader = _Reader()
    for number, line in lines:
        reader.read(number, line)
    for question in reader.questions:
        matched = {_read_letter(each) for each in question.matches}
        for letter, (number, text) in question.choices.items() if question.matches else ():
            if letter not in matched:
                reader.dropped.setdefault(f"'{text}', which matches nothing", number)
    return [out for question in reader.questions for out in _write(question)], reader.dropped


class _Reader:
    """Reads the lines of an export, one after the other; `asked` are the questions that answers name."""

    def __init__(self) -> None:
        self.questions: list[_Question] = []
        self.asked: list[_Question] = []
        self.open: dict[int, list[_Question]] = {}
        self.dropped: dict[str, int] = {}
        self.titles: set[str] = set()
        self.kind = ""
        self.in_answers = False
        self.told: _Question | None = None
        self.part = ""
        self.after_blank = True

    def read(self, number: int, line: str) -> None:
        """Read the next line: a heading, an answer, a note, or one of a question."""
        text = line.strip()
        if text.lower() in _SECTIONS:
            self.kind, self.part = _SECTIONS[text.lower()], ""
        elif text.lower() == _ANSWERS:
            self.in_answers, self.part = True, ""
        elif match := _ANSWER.fullmatch(line):
            self.read_answer(number, match)
        elif self.part in ("answer", "note") and text.lower() == "feedback":
            self.part = "feedback"
        elif self.part in ("answer", "note", "feedback") and _NOTE.match(text):
            self.drop_notes(number, text)
            self.part = "note"
        elif self.is_title(text):
            self.titles.add(text)
            self.dropped.setdefault("the title", number)
        elif text:
            self.read_text(number, line)
        self.after_blank = not text

    def is_title(self, text: str) -> bool:
        """Whether a line stands above all questions, or is one that did so and comes again."""
        return not self.kind or text in self.titles

    def read_answer(self, number: int, match: re.Match[str]) -> None:
        """Take an answer for the first question of its number that has none, or for the one above it."""
        waiting = self.open.get(int(match["number"]), []) if match["number"] else self.asked[-1:]
        self.told = waiting.pop(0) if waiting else None
        said = self.drop_notes(number, match["said"])
        if self.told:
            self.told.answer = [said] if said else []
        else:
            self.dropped.setdefault(f"the answer '{said}', which fits no question", number)
        self.part = "answer"

    def drop_notes(self, number: int, text: str) -> str:
        """Return a text without the notes behind it, which are left out."""
        notes = list(_NOTE.finditer(text))
        for note in notes:
            self.dropped.setdefault(f"'{note['label']}:'", number)
        return (text[: notes[0].start()] if notes else text).strip()

    def read_text(self, number: int, line: str) -> None:
        """Read a line that starts a question, or goes on with its text, its choices or its answer."""
        if self.part == "feedback" and self.told and (match := _REMARK.fullmatch(line)):
            self.told.remarks.append(f"Feedback {match['letter']}: {match['text'].rstrip()}")
        elif not self.in_answers and (match := self.match_question(line)):
            self.begin(number, match)
        elif self.part == "answer" and self.told and self.told.answer is not None:
            self.told.answer.append(line.strip())
        elif not self.in_answers:
            self.read_part(number, line)

    def match_question(self, line: str) -> re.Match[str] | None:
        """Read a line as the first of the next question, whose number follows the one above, or starts anew."""
        match = _QUESTION.fullmatch(line)
        last = self.asked[-1].number if self.asked else 0
        return match if match and int(match["number"]) in (last + 1, 1) else None

    def begin(self, number: int, match: re.Match[str]) -> None:
        """Begin a question, or, below a list of things to match, the next of those that they go with."""
        question = _Question(number, self.kind, int(match["number"]), [(number, match["said"].rstrip())])
        self.asked.append(question)
        self.open.setdefault(question.number, []).append(question)
        self.part = "question"
        if self.kind == "matching" and self.questions and self.questions[-1].kind == "matching":
            self.questions[-1].matches.append(question)
        else:
            self.questions.append(question)

    def read_part(self, number: int, line: str) -> None:
        """Read a line of a question, a list to match, or an instruction above the first."""
        if self.kind == "matching" and self.after_blank and not _CHOICE.match(line):
            self.part = ""
        if self.kind == "matching" and not self.part:
            self.questions.append(_Question(number, "matching", 0, [(number, line.strip())]))
            self.part = "list"
        elif self.part == "list":
            _add(self.questions[-1], number, line)
        elif self.part == "question":
            _add(self.asked[-1], number, line)
        else:
            self.dropped.setdefault("instructions", number)


def _add(question: _Question, number: int, line: str) -> None:
    """Add a line to a question: one or two choices, or more of its text or of the last choice."""
    parts = _CHOICES.fullmatch(line)
    for piece in (parts["one"], parts["other"]) if parts else (line,):
        if match := _CHOICE.fullmatch(piece):
            question.choices[match["letter"].lower()] = (number, match["text"].rstrip())
        elif question.choices:
            letter = [*question.choices][-1]
            at, text = question.choices[letter]
            question.choices[letter] = (at, f"{text} {line.strip()}")
        else:
            question.stem.append((number, line.strip()))


def _read_letter(question: _Question) -> str:
    """Return the letter that an answer names."""
    return " ".join(question.answer or ()).strip(" .").lower()


def _write(question: _Question) -> Iterable[tuple[int, str]]:
    """Yield the lines of a question in lettered text, behind one that names its type."""
    yield question.line, ""
    yield question.line, question.kind
    yield from question.stem
    end = question.stem[-1][0]
    if question.kind == "matching":
        for place, each in enumerate(question.matches):
            letter = _read_letter(each)
            yield each.line, f"{chr(ord('A') + place)}. {' '.join(text for _, text in each.stem)}"
            if letter in question.choices:
                yield each.line, f"match: {question.choices[letter][1]}"
        return
    for letter, (at, text) in sorted(question.choices.items()):
        yield at, f"{letter}. {text}"
    if question.answer is not None:
        yield end, f"ANSWER: {' '.join(question.answer)}"
    yield from ((end, f"Feedback: {remark}") for remark in question.remarks)
