"""Files in, the texts of a deck or a course out: the whole import on one page, but for reading and writing files."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePath

from mkdeck.course.discovery import COURSE_FILE, find_courses, show_path
from mkdeck.course.loading import Course, load_course
from mkdeck.course.schema_files import find_first_line
from mkdeck.course.yaml_source import Source
from mkdeck.course.yaml_source import read as read_source
from mkdeck.diagnostics import CommandError
from mkdeck.importers.draft import Document, Draft, Outline, Reading, Remark, Skipped, by_place
from mkdeck.importers.drafting.names import make_tag, make_title
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.recognise import read, recognise
from mkdeck.importers.sources.attachments import MediaFile
from mkdeck.importers.writing.append import ALREADY_ELSEWHERE, Deck
from mkdeck.importers.writing.course import make_outline, write_course
from mkdeck.importers.writing.normalise import make_ids, settle
from mkdeck.importers.writing.yaml import write_deck


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
        return _name_place(self.name, member, line)


def _name_place(name: str, member: str, line: int) -> str:
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
    around = _look_around(target)
    there = _There(_load(target), around.sources) if append and target.exists() else None
    deck = there.deck if there else None
    imports = [_import(document, target, format_name, there) for document in documents]
    drafts = list(chain.from_iterable(each.drafts for each in imports))
    ids = make_ids(drafts, around.ids | (deck.ids if deck else set()))
    return Batch(
        target,
        _write_pages(imports, target, drafts, ids, deck),
        accounts=tuple(each.account for each in imports),
        undecided=sum(draft.undecided for draft in drafts),
        media=_list_media(drafts),
    )


def _list_media(drafts: Iterable[Draft]) -> tuple[MediaFile, ...]:
    """Return the files of drafts, each once by its name."""
    return tuple({file.name: file for draft in drafts for file in draft.media}.values())


@dataclass(frozen=True, slots=True)
class _Import:
    """What one document gives: the drafts that are new to the deck, and what it says of deck and course."""

    drafts: list[Draft]
    account: Account
    title: str
    description: str
    language: str
    outline: Outline | None


@dataclass(frozen=True, slots=True)
class _There:
    """What questions are added to: a deck, and those of its course beside it, by the ids that they hold."""

    deck: Deck
    others: Mapping[str, Source]

    def find_reason(self, draft: Draft) -> str:
        """Return why a question is not to be added; empty where it is new."""
        if reason := self.deck.find_reason(draft):
            return reason
        other = self.others.get(draft.id)
        with suppress(CommandError):  # what can't be read may hold anything
            if other and Deck(other).asks(draft):
                return f"{ALREADY_ELSEWHERE}, {other.name}"
        return ""


def _import(document: Document, target: Path, format_name: str | None, there: _There | None) -> _Import:
    """Read a document, and leave out what the deck that it is added to has already, or its course."""
    name = document.name
    reading, known = _read(document, format_name)
    settled = settle(reading)
    if not settled.drafts and not settled.skipped:
        raise CommandError(f"{name}: no question was found; as a file of the format '{known}' it is empty.")
    several = len({draft.deck for draft in settled.drafts}) > 1
    new: list[Draft] = []
    skipped = list(settled.skipped)
    for draft in (_place(each, reading, name, target, several=several) for each in settled.drafts):
        if there and (reason := there.find_reason(draft)):
            skipped.append(Skipped(draft.line, reason, draft.member))
        else:
            new.append(draft)
    account = Account(name, known, len(new), tuple(sorted(skipped, key=by_place)), _remark(reading, new))
    title = make_title(reading.title) or ("" if several else _name_below(settled.drafts, reading))
    return _Import(new, account, title, reading.description, reading.language, reading.outline)


def _remark(reading: Reading, drafts: Iterable[Draft]) -> tuple[Remark, ...]:
    """Return the remarks of a reading, and why some of its drafts can't be asked as they stand."""
    why = (Remark(each.line, f"this is a draft: {each.unsettled}", each.member) for each in drafts if each.unsettled)
    return (*reading.remarks, *why)


def _outline(imports: Sequence[_Import], target: Path) -> Outline:
    """Return what a course says of itself: what its only document does, or a name and the language of all."""
    if len(imports) == 1 and imports[0].outline:
        return imports[0].outline
    languages = {each.language for each in imports}
    return make_outline(target.name, languages.pop() if len(languages) == 1 else "")


def _write_pages(
    imports: Sequence[_Import], target: Path, drafts: Sequence[Draft], ids: Sequence[str], deck: Deck | None
) -> dict[Path, str]:
    """Write the files of a course, or a deck: `deck` goes on, a new one is named and described by its only document."""
    if not drafts:
        return {}
    if deck:
        return {target: deck.append(drafts, ids)}
    if not is_deck(target):
        return {target / name: text for name, text in write_course(_outline(imports, target), drafts, ids).items()}
    about = (imports[0].title, imports[0].description) if len(imports) == 1 else ("", "")
    first = find_first_line(target.resolve(), _find_course(target) or target.resolve().parent)
    return {target: first + write_deck(drafts, ids, *about)}


def _read(document: Document, format_name: str | None) -> tuple[Reading, str]:
    """Read a document, and name the format that it was read as."""
    try:
        known = format_name or recognise(document)
        reading = read(document, known)
    except UnreadableError as error:
        raise CommandError(f"{_name_place(document.name, error.member, error.line)}: {error}.") from error
    return replace(reading, remarks=(*document.guesses, *reading.remarks)), known


def _place(draft: Draft, reading: Reading, name: str, target: Path, *, several: bool) -> Draft:
    """Return a draft with its deck in a course; in a single deck file, decks of several become tags."""
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


@dataclass(frozen=True, slots=True)
class _Around:
    """What the other decks of a course have: their ids, given ones too, and the files of those that are written."""

    ids: frozenset[str] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=dict)


def _look_around(target: Path) -> _Around:
    """Look at the other decks of the course that a deck is part of."""
    course = _load_around(target) if target.parent.is_dir() and is_deck(target) else None
    if course is None:
        return _Around()
    others = [deck for deck in course.decks if deck.source.path.resolve() != target.resolve()]
    provisional = {entry.id for entry in course.entries if entry.deck in others}
    sources = {each: deck.source for deck in others for each in deck.ids.values()}
    return _Around(frozenset(provisional | sources.keys()), sources)


def _load_around(target: Path) -> Course | None:
    """Load the course that a deck is part of; None where there is none, or one without decks."""
    around = _find_course(target)
    try:
        return load_course(find_courses((around,))[0], with_drafts=True) if around else None
    except CommandError:
        return None
