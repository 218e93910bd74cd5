"""Read a course whole: its settings, its decks, its questions."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdeck.course.counts import count_listed
from mkdeck.course.discovery import COURSE_FILE, COURSE_RULE, name_loose, show_path, survey
from mkdeck.course.model import CourseSettings, DeckSettings, list_drafts, list_ids, parse_course, parse_deck
from mkdeck.course.yaml_source import Source, Value, load, load_deck, read
from mkdeck.diagnostics import CommandError, Finding
from mkdeck.identity import complete_ids, make_slug
from mkdeck.questions.keys import Style
from mkdeck.questions.question import REVERSE, Question


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck file: `name` is the whole name in Anki, `Course::Deck`.

    `size` counts the questions that stand in it and `ids` gives the id of each that says one, broken or not, by place;
    `drafts` are the places of those that are not ready.
    """

    source: Source
    name: str
    settings: DeckSettings
    ids: Mapping[int, str] = field(default_factory=dict)
    size: int = 0
    drafts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in its place: the `index`-th of its deck file, with its id, declared or provisional.

    One that is `turned` asks the question that stands there the other way round.
    """

    deck: Deck
    index: int
    question: Question
    id: str
    turned: bool = False

    @property
    def provisional(self) -> bool:
        """Whether the id is not yet written in the file."""
        return self.question.id is None and not self.turned


@dataclass(frozen=True, slots=True)
class Course:
    """A course as it was read; `entries` are the sound questions in source order, drafts among them where wanted.

    `guessed` are those of the settings `course` and `id` that a broken `course.yaml` does not say.
    """

    root: Path
    settings: CourseSettings
    settings_source: Source | None
    decks: tuple[Deck, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    guessed: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """Return how many questions stand in it, sound or not; one that is asked both ways is one."""
        return sum(deck.size for deck in self.decks)

    @property
    def turned(self) -> int:
        """Return how many of its questions a second card asks the other way round."""
        return sum(entry.turned and not entry.question.retired for entry in self.entries)

    @property
    def sources(self) -> list[Source]:
        """Return every file that was read."""
        return [source for source in (self.settings_source, *(deck.source for deck in self.decks)) if source]

    @property
    def drafts(self) -> int:
        """Count the questions that are not ready, whether they can be read or not."""
        return sum(len(deck.drafts) for deck in self.decks)

    def find_place(self, deck: Deck) -> slice:
        """Return where the entries of a deck stand among those of the course."""
        places = {id(each): i for i, each in enumerate(self.decks)}
        at = places[id(deck)]
        start = bisect_left(self.entries, at, key=lambda entry: places[id(entry.deck)])
        return slice(start, bisect_right(self.entries, at, start, key=lambda entry: places[id(entry.deck)]))

    @property
    def retired(self) -> int:
        """Count the questions that are asked no more."""
        return sum(bool(entry.question.retired) and not entry.turned for entry in self.entries)

    def style(self, entry: Entry) -> Style:
        """Return the card style of a choice or true/false question: its own, its deck's or its course's."""
        return entry.question.own_style or entry.deck.settings.card or self.settings.card or "basic"


ReadDeck = tuple[Deck, dict[int, Question], list[Finding]]
"""A deck file as it was read: its sound questions by their place, and what is wrong with the others."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A deck file that was read before, and what that depended on."""

    text: str
    about: tuple[object, ...]
    read: ReadDeck


class KnownDecks:
    """Deck files that were read before: one that is still the same is the same deck, of the same questions."""

    def __init__(self) -> None:
        self._known: dict[Path, _Known] = {}

    def read(self, file: Path, settings: CourseSettings, *, loose: bool, with_drafts: bool) -> ReadDeck:
        """Read a deck file, unless it was read before and is still the same."""
        source, faults = read(file, show_path(file))
        about = (source.name, settings, loose, with_drafts)
        known = self._known.get(file)
        if not faults and known and (known.text, known.about) == (source.text, about):
            return known.read
        found = _read_source(file, source, faults, settings, loose=loose, with_drafts=with_drafts)
        self._known[file] = _Known(source.text, () if faults else about, found)
        return found


def load_course(path: Path, *, with_drafts: bool = False, known: KnownDecks | None = None) -> Course:
    """Read a course's folder, or a loose file as a course of its own; `with_drafts` what is not ready, too."""
    settings_source, findings, guessed = None, list[Finding](), frozenset[str]()
    if path.is_dir():
        root = path
        settings_source, settings, findings, guessed = _read_settings(path)
        found = survey(path)
        files = found.decks
        if not files:
            raise CommandError(f"{show_path(path)} holds no deck file; add a file such as 01-first.yaml.")
        findings += [
            Finding(show_path(each), (), COURSE_RULE, "a course can't stand inside another; move its folder out")
            for each in found.nested
        ]
        findings += [Finding(show_path(each), (), COURSE_RULE, message) for each, message in found.left_out]
    else:
        root, files = path.parent, (path,)
        name = name_loose(path)
        settings = CourseSettings(course=name, id=make_slug(name))
    decks: list[tuple[Deck, Mapping[int, Question]]] = []
    read_file = known.read if known else read_deck
    for file in files:
        deck, questions, wrong = read_file(file, settings, loose=settings_source is None, with_drafts=with_drafts)
        decks.append((deck, questions))
        findings += wrong
    entries = tuple(enter(decks))
    return Course(root, settings, settings_source, tuple(deck for deck, _ in decks), entries, tuple(findings), guessed)


def read_deck(file: Path, settings: CourseSettings, *, loose: bool, with_drafts: bool) -> ReadDeck:
    """Read a deck file."""
    source, faults = read(file, show_path(file))
    return _read_source(file, source, faults, settings, loose=loose, with_drafts=with_drafts)


def _read_source(
    file: Path, source: Source, faults: list[Finding], settings: CourseSettings, *, loose: bool, with_drafts: bool
) -> ReadDeck:
    source, data, more = load_deck(source)
    findings = [*faults, *more]
    if not data and findings:
        return Deck(source, settings.course, DeckSettings(), size=count_listed(source.text)), {}, findings
    drafts = list_drafts(data)
    own, questions, wrong = parse_deck(data, source.name, () if with_drafts else drafts)
    name = own.deck or ("" if loose else file.stem)
    ids, size = list_ids(data)
    deck = Deck(source, f"{settings.course}::{name}" if name else settings.course, own, ids, size, drafts)
    return deck, questions, [*findings, *wrong]


def enter(decks: Iterable[tuple[Deck, Mapping[int, Question]]]) -> Iterator[Entry]:
    """Put the questions of a course's decks in their places; those without an id get a provisional one.

    It is the same whether drafts are among them or not.
    """
    decks = list(decks)
    missing = _find_missing_ids(decks)
    for deck, questions in decks:
        turned: list[Entry] = []
        for index, question in questions.items():
            entry = Entry(deck, index, question, question.id or next(missing[question.draft]))
            if other := question.turn():
                turned.append(Entry(deck, index, other, f"{entry.id}{REVERSE}", turned=True))
            yield entry
        yield from turned  # after all others, as each shows the answer of one of them


def _find_missing_ids(decks: Iterable[tuple[Deck, Mapping[int, Question]]]) -> dict[bool, Iterator[str]]:
    """Return the provisional ids, in order: those of drafts, and those of all others."""
    declared = [each for deck, _ in decks for each in deck.ids.values()]
    nameless = [question for _, questions in decks for question in questions.values() if not question.id]
    asked, drafts = ([each.question for each in nameless if each.draft is draft] for draft in (False, True))
    ids = list(complete_ids([*declared, *(f"{each}{REVERSE}" for each in declared)], [*asked, *drafts]))
    return {False: iter(ids[: len(asked)]), True: iter(ids[len(asked) :])}


def _read_settings(path: Path) -> tuple[Source, CourseSettings, list[Finding], frozenset[str]]:
    """Read `course.yaml`; what it does not say of `course` and `id` is guessed from the folder's name."""
    source, faults = read(path / COURSE_FILE, show_path(path / COURSE_FILE))
    data, more = load(source)
    findings = [*faults, *more]
    broken = not data and bool(findings)
    settings, wrong = (None, []) if broken else parse_course(data, source.name)
    findings += wrong
    if settings:
        return source, settings, findings, frozenset()
    name = path.resolve().name
    name = name if name.strip() and name.isprintable() else "course"
    guesses: dict[str, Value] = {"course": name, "id": make_slug(name)}
    guessed = set(guesses)
    for key in guesses:
        if isinstance(data, dict) and key in data and parse_course({**guesses, key: data[key]}, "")[0]:
            guesses[key] = data[key]
            guessed.remove(key)
    return source, CourseSettings.model_validate(guesses), findings, frozenset(guessed)
