"""The choices of a question as rules read them, each text once for all rules."""

from dataclasses import dataclass
from functools import cached_property

from mkdeck.checks.prose.plain import is_prose, is_surely_prose, read_plain
from mkdeck.course.loading import Entry
from mkdeck.questions.multiple_choice import MultipleChoice


@dataclass(frozen=True)
class ChoiceEntry:
    """A multiple-choice question of a course, and what its choices say, in their order."""

    entry: Entry
    question: MultipleChoice

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return the choices as they are written."""
        return tuple([choice.text for choice in self.question.choices])

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Return what each choice says, in one line."""
        return tuple(map(read_plain, self.texts))

    @cached_property
    def are_prose(self) -> bool:
        """Whether all choices consist of words, without pictures, code and math."""
        return is_surely_prose("".join(self.texts)) or all(map(is_prose, self.texts))

    @cached_property
    def only_key(self) -> int | None:
        """Return the place of the only right choice; None where several are right, or none."""
        right = [choice.correct for choice in self.question.choices]
        return right.index(True) if right.count(True) == 1 else None

    def list_wrong(self, key: int) -> tuple[str, ...]:
        """Return the choices beside the right one."""
        return (*self.texts[:key], *self.texts[key + 1 :])
