"""Multiple choice: one or more right choices among others."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.choices import (
    Choice,
    find_right,
    is_fixed,
    locate,
    make_keys,
    mix,
    read_choices,
    read_feedback,
    write_choice,
    write_feedback,
    write_letters,
    write_list,
)
from mkdeck.questions.feedback import join_feedback, part_feedback
from mkdeck.questions.gaps import has_gap, open_gap, read_gaps, write_gap_key, write_gaps
from mkdeck.questions.keys import Style, YesNo
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, Reader, Writer


class MultipleChoice(Question):
    """A question with choices; more than one correct choice makes it 'select all that apply'."""

    type: Literal["multiple-choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]
    shuffle: YesNo = Field(True, description="false keeps the written order.")
    card: Style | None = None

    place: ClassVar[int] = 1
    parts: ClassVar = {"choices": ("correct", "wrong", "feedback", "pin")}

    @property
    @override
    def own_style(self) -> Style | None:
        return self.card

    @override
    def fill(self, writer: Writer) -> Filled:
        if writer.style == "cloze":
            return self._fill_gaps(writer)
        stem = writer.write(self.question, "question").html
        several = sum(choice.correct for choice in self.choices) > 1
        classes = f"choices {'multiple' if several else 'single'}{'' if self.shuffle else ' fixed'}"
        listed = write_list(classes, [write_choice(writer, i, choice) for i, choice in enumerate(self.choices)])
        choices, reasons = part_feedback(listed)
        return Filled({"Text": stem, "Choices": choices, "Answer": reasons})

    def _fill_gaps(self, writer: Writer) -> Filled:
        """Put the right choices into the text, and the others into the list below it."""
        stem = writer.write(self.question, "question").html
        right = [(i, choice) for i, choice in enumerate(self.choices) if choice.correct]
        wrong = [(i, choice) for i, choice in enumerate(self.choices) if not choice.correct]
        gaps = [writer.write(choice.text, *locate(i, choice), as_gap=True).html for i, choice in right]
        others = [write_choice(writer, i, choice) for i, choice in wrong]
        listed = write_list(f"choices{'' if self.shuffle else ' fixed'}", others) if others else ""
        choices, reasons = part_feedback(listed)
        feedback = "".join(write_feedback(writer, i, choice) for i, choice in right)
        return Filled({"Text": write_gaps(stem, gaps), "Choices": choices, "Answer": feedback + reasons}, "cloze")

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        listed, answer = join_feedback(fields["Choices"], fields["Answer"])
        keys: Keys = {} if not is_fixed(listed) else {"shuffle": False}
        if note_class == "cloze":
            stem, gaps = read_gaps(fields["Text"])
            keys |= {"question": reader.read("Text", stem), "card": "cloze"}
            right = _read_right(gaps, answer, reader)
        else:
            keys["question"] = reader.read("Question", fields["Text"])
            right = []
        return ReadBack(keys | {"choices": [*right, *read_choices(listed, reader)]})

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        text = fields["Text"]
        return write_gap_key(text) if has_gap(text) else write_letters(find_right(fields["Choices"]))

    @classmethod
    @override
    def mix(cls, fields: Fields, seed: str) -> str:
        return fields["Choices"] if has_gap(fields["Text"]) else mix(fields["Choices"], seed)


def _read_right(gaps: list[str], answer: str, reader: Reader) -> list[Keys]:
    """Read the right choices, which stand in gaps, and their feedback, which follows in their order."""
    reasons = read_feedback(answer, reader)
    # Where some have none, it is not told which; the field comes out the same.
    reasons += [""] * (len(gaps) - len(reasons))
    texts = [reader.read("Text", open_gap(gap), as_gap=True) for gap in gaps]
    return [make_keys(text, reason, correct=True) for text, reason in zip(texts, reasons, strict=False)]
