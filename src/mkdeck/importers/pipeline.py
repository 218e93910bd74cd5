"""Files in, the texts of a deck or a course out: the whole import on one page, but for reading and writing files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from mkdeck.course.discovery import COURSE_FILE, find_courses, show_path
from mkdeck.course.loading import load_course
from mkdeck.course.schema_files import find_first_line
from mkdeck.course.yaml_source import read as read_source
from mkdeck.diagnostics import CommandError
from mkdeck.importers.draft import Document, Draft, Reading, Remark, Skipped, by_place
from mkdeck.importers.drafting.names import make_tag, make_title
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.recognise import read, recognise
from mkdeck.importers.sources.attachments import MediaFile
from mkdeck.importers.writing.append import Deck
from mkdeck.importers.writing.course import make_outline, write_course
from mkdeck.importers.writing.normalise import make_ids, settle
from mkdeck.importers.writing.yaml import write_deck

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
    """What is to be written: a deck at `target`, or a course into the folder `target`.

    `pages` are the texts of its files by their path (none if there is nothing new), `media` are named from `folder`.
    """

    target: Path
    pages: Mapping[Path, str]
    accounts: tuple[Account, ...]
    undecided: int
    media: tuple[MediaFile, ...] = field(default=(), repr=False)

    @property
    def imported(self) -> int:
        """Count the questions that the deck gets."""
        return sum(account.imported for account in self.accounts)

    @property
    def text(self) -> str:
        """Return all that is to be written as one text; of a deck, the deck."""
        return "\n".join(self.pages.values())

    @property
    def folder(self) -> Path:
        """Return the folder that media are named from."""
        return self.target.parent if is_deck(self.target) else self.target


def is_deck(target: Path) -> bool:
    """Whether a target is a deck file; anything else is a course's folder."""
    return target.suffix.lower() in (".yaml", ".yml")


def import_files(documents: list[Document], target: Path, format_name: str | None, *, append: bool) -> Batch:
    """Turn documents into the text of one deck, or of a course of several.

    Raises CommandError where a document can't be read as a whole, or the target can't be appended to.
    """
    deck = _load(target) if append and target.exists() else None
    drafts: list[Draft] = []
    accounts: list[Account] = []
    title, description, outline = "", "", None
    languages: set[str] = set()
    for document in documents:
        name = document.name
        reading, known = _read(document, format_name)
        settled = settle(reading)
        several = len({draft.deck for draft in settled.drafts}) > 1
        own = [_place(draft, reading, name, target, several=several) for draft in settled.drafts]
        new = [draft for draft in own if not (deck and deck.holds(draft))]
        there = [Skipped(draft.line, ALREADY_THERE, draft.member) for draft in own if deck and deck.holds(draft)]
        if not settled.drafts and not settled.skipped:
            raise CommandError(f"{name}: no question was found; as a file of the format '{known}' it is empty.")
        skipped = tuple(sorted([*settled.skipped, *there], key=by_place))
        accounts.append(Account(name, known, len(new), skipped, reading.remarks))
        drafts += new
        title = title or make_title(reading.title) or ("" if several else _name_below(settled.drafts, reading))
        description = description or reading.description
        outline = outline or reading.outline
        languages.add(reading.language)
    taken = _ids_of_course(target) | (deck.ids if deck else set())
    ids = make_ids(drafts, taken)
    pages: dict[Path, str] = {}
    if drafts and not is_deck(target):
        language = languages.pop() if len(languages) == 1 else ""
        known_course = outline if outline and len(documents) == 1 else make_outline(target.name, language)
        files = write_course(known_course, drafts, ids)
        pages = {target / name: text for name, text in files.items()}
    elif drafts:
        about = (title, description) if len(documents) == 1 else ("", "")
        first = find_first_line(target.resolve(), _find_course(target) or target.resolve().parent)
        pages = {target: deck.append(drafts, ids) if deck else first + write_deck(drafts, ids, *about)}
    media = {file.name: file for draft in drafts for file in draft.media}
    undecided = sum(draft.undecided for draft in drafts)
    return Batch(target, pages, tuple(accounts), undecided, tuple(media.values()))


def _read(document: Document, format_name: str | None) -> tuple[Reading, str]:
    """Read a document, and name the format that it was read as."""
    try:
        known = format_name or recognise(document)
        reading = read(document, known)
    except UnreadableError as fault:
        raise CommandError(f"{name_place(document.name, fault.member, fault.line)}: {fault}.") from fault
    return replace(reading, remarks=(*document.guesses, *reading.remarks)), known


def _place(draft: Draft, reading: Reading, name: str, target: Path, *, several: bool) -> Draft:
    """Return a draft its deck in a course; in a single deck file, decks of several become tags."""
    if not is_deck(target):
        return draft if draft.deck else replace(draft, deck=reading.title or PurePath(name).stem)
    tag = make_tag(_name_below((draft,), reading)) if several else ""
    return replace(draft, tags=tuple(dict.fromkeys([*draft.tags, tag]))) if tag else draft


def _name_below(drafts: Sequence[Draft], reading: Reading) -> str:
    """Name the deck of drafts below their course; empty where it is the course's own."""
    if not reading.outline or not drafts:
        return ""
    root = f"{reading.outline.settings.course}::"
    return drafts[0].deck.removeprefix(root) if drafts[0].deck.startswith(root) else ""


def _load(target: Path) -> Deck:
    source, findings = read_source(target, show_path(target))
    if findings:
        raise CommandError(f"{source.name}: {findings[0].message}.")
    return Deck(source)


def _find_course(target: Path) -> Path | None:
    """Return the folder of the course that a file is part of."""
    return next((each for each in target.resolve().parents if (each / COURSE_FILE).is_file()), None)


def _ids_of_course(target: Path) -> set[str]:
    """Return the ids that the other decks of the target's course use."""
    around = _find_course(target) if target.parent.is_dir() and is_deck(target) else None
    if around is None:
        return set()
    try:
        course = load_course(find_courses((around,))[0])
    except CommandError:  # a course without decks
        return set()
    others = [deck for deck in course.decks if deck.source.path.resolve() != target.resolve()]
    provisional = {entry.id for entry in course.entries if entry.deck in others}
    return provisional.union(*(deck.ids.values() for deck in others))
