"""Files in, the text of one deck out: the whole import on one page, but for reading and writing files."""

from dataclasses import dataclass, field
from pathlib import Path

from mkdeck.courses import load_course
from mkdeck.diagnostics import EnvironmentFault
from mkdeck.importers import read, recognise
from mkdeck.importers.appending import Deck
from mkdeck.importers.draft import Document, Draft, MediaFile, Remark, Skipped, by_place
from mkdeck.importers.faults import Unreadable
from mkdeck.importers.settling import make_ids, make_title, settle
from mkdeck.importers.writing import write_deck
from mkdeck.shelf import COURSE_FILE, find_courses, show_path
from mkdeck.source import read as read_source

ALREADY_THERE = "this question is in the deck already"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one file: found = imported + skipped."""

    name: str
    format: str
    imported: int
    skipped: tuple[Skipped, ...]
    remarks: tuple[Remark, ...]

    @property
    def found(self) -> int:
        """Count the questions of the file."""
        return self.imported + len(self.skipped)

    def place(self, member: str, line: int) -> str:
        """Name a line of the file, or of a member of it: `quiz.zip/bank/items.xml:12`."""
        return name_place(self.name, member, line)


def name_place(name: str, member: str, line: int) -> str:
    """Name a file, or a member of an archive, and the line in it; 0 is no line."""
    path = f"{name}/{member}" if member else name
    return f"{path}:{line}" if line else path


@dataclass(frozen=True, slots=True)
class Batch:
    """A deck to be written: its text (empty if there is nothing new), its media, and the account of each file."""

    target: Path
    text: str
    accounts: tuple[Account, ...]
    undecided: int
    media: tuple[MediaFile, ...] = field(default=(), repr=False)

    @property
    def imported(self) -> int:
        """Count the questions that the deck gets."""
        return sum(account.imported for account in self.accounts)


def import_files(documents: list[Document], target: Path, format_name: str | None, *, append: bool) -> Batch:
    """Turn documents into the text of one deck.

    Raises EnvironmentFault where a document can't be read as a whole, or the target can't be appended to.
    """
    deck = _load(target) if append and target.exists() else None
    drafts: list[Draft] = []
    accounts: list[Account] = []
    title = description = ""
    for document in documents:
        name = document.name
        try:
            known = format_name or recognise(document)
            reading = read(document, known)
        except Unreadable as fault:
            raise EnvironmentFault(f"{name_place(name, fault.member, fault.line)}: {fault}.") from fault
        settled = settle(reading)
        new = [draft for draft in settled.drafts if not (deck and deck.holds(draft))]
        there = [
            Skipped(draft.line, ALREADY_THERE, draft.member) for draft in settled.drafts if deck and deck.holds(draft)
        ]
        if not settled.drafts and not settled.skipped:
            raise EnvironmentFault(f"{name}: no question was found; as a file of the format '{known}' it is empty.")
        skipped = tuple(sorted([*settled.skipped, *there], key=by_place))
        accounts.append(Account(name, known, len(new), skipped, reading.remarks))
        drafts += new
        title, description = title or make_title(reading.title), description or reading.description
    taken = _ids_of_course(target) | (deck.ids if deck else set())
    ids = make_ids(drafts, taken)
    text = ""
    if drafts:
        about = (title, description) if len(documents) == 1 else ("", "")
        text = deck.append(drafts, ids) if deck else write_deck(drafts, ids, *about)
    media = {file.name: file for draft in drafts for file in draft.media}
    undecided = sum(draft.undecided for draft in drafts)
    return Batch(target, text, tuple(accounts), undecided, tuple(media.values()))


def _load(target: Path) -> Deck:
    source, findings = read_source(target, show_path(target))
    if findings:
        raise EnvironmentFault(f"{source.name}: {findings[0].message}.")
    return Deck(source)


def _ids_of_course(target: Path) -> set[str]:
    """Give the ids that the other decks of the target's course use."""
    folder = target.parent
    if not folder.is_dir():
        return set()
    around = next(
        (each for each in (folder.resolve(), *folder.resolve().parents) if (each / COURSE_FILE).is_file()), None
    )
    if around is None:
        return set()
    try:
        course = load_course(find_courses((around,))[0])
    except EnvironmentFault:  # a course without decks
        return set()
    return {entry.id for entry in course.entries if entry.deck.source.path.resolve() != target.resolve()}
