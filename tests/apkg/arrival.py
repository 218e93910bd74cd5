"""A course, with every kind of question in it, and the student who has imported its package."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from card_reader import read_card
from mkdeck.course.loading import Course, Entry
from mkdeck.identity import make_guid
from mkdeck.questions.cloze import Cloze
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.occlusion import Occlusion
from mkdeck.questions.true_false import TrueFalse
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

DECKS = Path(__file__).parents[2] / "decks"
TIME = 1_700_000_000
FIELDS = (
    "Question Choices Answer Explanation Hint Kind Source Report Retired Id Spare1 Spare2 Spare3".split()  # and `Text`
)
GAP_MARK = re.compile(r"(?<!\\)\{\{c(\d+)::")
PLAYED = re.compile(r"\[(?:sound:|anki:play:)[^\]]*\]")
ANKI_COMPLAINS = (
    "template has a problem:",
    "The front of this card is blank.",
    "found on card.",
    "https://docs.ankiweb.net/templates/errors.html",
)

EVERY_KIND = {
    "course.yaml": """\
        course: Every kind
        id: every-kind
        authors: [Ada Example, Ben Example]
        license: CC BY 4.0
        report: https://example.org/new?question={id}&in={deck}
        tags: [all]
        retention: 0.85
        """,
    "1-kinds.yaml": """\
        deck: 1 Kinds
        description: Cards of *every* kind.
        tags: [kinds]
        source: Lecture 1
        questions:
          - id: single
            type: multiple-choice
            question: Which letter is the *first*?
            choices:
              - Beta
              - correct: Alpha
                feedback: As in alphabet.
              - wrong: Gamma
                feedback: It is the third.
              - wrong: None of these
                pin: true
            explanation: Because single.
            source: "[Lecture 2](https://example.org/2)"
          - id: several
            type: multiple-choice
            question: Which are even?
            choices: [One, {correct: Two}, Three, {correct: Four}]
            shuffle: false
            explanation: Because several.
            hint: Halve them.
          - id: single-gap
            type: multiple-choice
            question: Which letter is the last?
            choices:
              - Psi
              - correct: Omega
                feedback: As in the saying.
              - wrong: Chi
                feedback: Two too early.
            explanation: Because single-gap.
            card: cloze
          - id: several-gap
            type: multiple-choice
            question: Which are odd?
            choices: [{correct: Five}, Six, {correct: Seven}]
            explanation: Because several-gap.
            card: cloze
          - id: judge
            type: true-false
            question: Zero is even.
            answer: true
            explanation: Because judge.
          - id: judge-gap
            type: true-false
            question: One is even.
            answer: false
            explanation: Because judge-gap.
            card: cloze
          - id: prompt
            type: short-answer
            question: Why is two prime?
            hint: Try its divisors.
            answer: Only *one* and two divide it.
            explanation: Because prompt.
            tags: [extra]
          - id: gaps
            type: cloze
            question: |
              {{c3::Red}} and {{c1::green::a colour}} make {{c3::yellow}},
              $x^{{{c7::2}}}$ and `f({{c1::x}})` too.
            explanation: Because gaps.
          - id: inner-gap
            type: cloze
            question: "{{c1::Outer {{c2::inner}}}} gap."
            explanation: Because inner-gap.
        """,
    "2-media/2-media.yaml": """\
        deck: 2 Media::Shown and heard
        questions:
          - id: picture
            type: multiple-choice
            question: "![A dot](<img/Größe 1.svg>) What is this?"
            choices: [{correct: "![Dot](img/dot.png)"}, "![Dash](../dash.png)"]
            explanation: Because picture. ![Again](<img/Größe 1.svg>)
          - id: sound
            type: short-answer
            question: "![A tone](img/tone.mp3) Which tone?"
            answer: "![The same](img/tone.mp3) A."
            explanation: Because sound.
          - id: video
            type: cloze
            question: "![A film](img/film.mp4) shows {{c1::a dot}}, not ![](img/dot.png)."
            explanation: Because video.
        """,
    "10-many.yaml": "deck: 10 Many\nquestions:\n"
    + "".join(
        f"  - {{id: many-{i}, type: true-false, question: Is {i} even?, answer: {str(i % 2 == 0).lower()}, "
        f"explanation: Because many-{i}., card: {('basic', 'cloze')[i % 3 == 0]}}}\n"
        for i in range(35)
    ),
    "_draft.yaml": "not: read",
    "dash.png": "dash, as far as anyone can tell",
    "2-media/img/Größe 1.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>',
    "2-media/img/dot.png": "dot, as far as anyone can tell",
    "2-media/img/tone.mp3": "tone, as far as anyone can tell",
    "2-media/img/film.mp4": "film, as far as anyone can tell",
    "2-media/img/unused.png": "asked for by nobody",
}


@dataclass(frozen=True)
class Arrival:
    """A course, and the student who has imported its package."""

    course: Course
    student: Student
    taken: Taken

    @property
    def asked(self) -> list[Entry]:
        """Give the questions that are still asked."""
        return [entry for entry in self.course.entries if not entry.question.retired]

    def guid(self, entry: Entry) -> str:
        gap = isinstance(entry.question, Cloze | Occlusion) or (
            isinstance(entry.question, MultipleChoice | TrueFalse) and self.course.style(entry) == "cloze"
        )
        return make_guid(self.course.settings.id, entry.id, "cloze" if gap else "standard")

    def note(self, entry: Entry) -> dict[str, str]:
        """Give a note's fields by name, the first one as `Question` in both note types."""
        return dict(zip(FIELDS, self.student.note(self.guid(entry)).fields, strict=True))

    def sides(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Give front and back of every card of a question."""
        for card in self.student.note(self.guid(entry)).cards():
            yield self.student.render(self.guid(entry), card.ord)


def visible(page: str) -> list[str]:
    return [line for line in (PLAYED.sub("", line).strip() for line in read_card(page)) if line]
