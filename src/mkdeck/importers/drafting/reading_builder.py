"""What a reader gathers on its way through a file: drafts, the questions that it skips, and remarks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mkdeck.importers.draft import Draft, Outline, Reading, Remark, Skipped
from mkdeck.importers.errors import NoDraftError


@dataclass(slots=True)
class ReadingBuilder:
    """A Reading while its file is read, in the order of the file."""

    drafts: list[Draft] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, draft: Draft, messages: Iterable[str] = ()) -> None:
        """Add a draft, and what its author should know of it as remarks on its line."""
        self.drafts.append(draft)
        self.remark(draft.line, *messages, member=draft.member)

    def skip(self, line: int, reason: str, member: str = "") -> None:
        """Add a question that can't be imported."""
        self.skipped.append(Skipped(line, reason, member))

    def remark(self, line: int, *messages: str, member: str = "") -> None:
        """Add remarks on a line."""
        self.remarks += [Remark(line, message, member) for message in messages]

    @contextmanager
    def question(self, line: int, member: str = "") -> Iterator[None]:
        """Skip the question on a line where reading it raises NoDraftError; then the rest of the block is left out."""
        try:
            yield
        except NoDraftError as error:
            self.skip(line, str(error), member)

    def build(
        self, title: str = "", description: str = "", outline: Outline | None = None, language: str = ""
    ) -> Reading:
        """Return the whole reading."""
        return Reading(
            tuple(self.drafts), tuple(self.skipped), tuple(self.remarks), title, description, outline, language
        )
