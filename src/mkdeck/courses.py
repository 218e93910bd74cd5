"""Read a course whole: its settings, its decks, its questions."""

from dataclasses import dataclass
from pathlib import Path

from mkdeck.diagnostics import EnvironmentFault, Finding
from mkdeck.identity import complete_ids, make_slug
from mkdeck.model import (
    CourseSettings,
    DeckSettings,
    MultipleChoice,
    Question,
    Style,
    TrueFalse,
    parse_course,
    parse_deck,
)
from mkdeck.shelf import COURSE_FILE, name_loose, show_path, survey
from mkdeck.source import Source, load, read


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck file: `name` is the whole name in Anki, `Course::Deck`."""

    source: Source
    name: str
    settings: DeckSettings


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in its place: the `index`-th of its deck file, with its id, declared or provisional."""

    deck: Deck
    index: int
    question: Question
    id: str

    @property
    def provisional(self) -> bool:
        """Tell whether the id is not yet written in the file."""
        return self.question.id is None


@dataclass(frozen=True, slots=True)
class Course:
    """A course as it was read; `entries` are the sound questions in source order."""

    root: Path
    settings: CourseSettings
    settings_source: Source | None
    decks: tuple[Deck, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]

    @property
    def sources(self) -> list[Source]:
        """Give every file that was read."""
        return [source for source in (self.settings_source, *(deck.source for deck in self.decks)) if source]

    def style(self, entry: Entry) -> Style:
        """Give the card style of a choice or true/false question: its own, its deck's or its course's."""
        own = entry.question.card if isinstance(entry.question, MultipleChoice | TrueFalse) else None
        return own or entry.deck.settings.card or self.settings.card or "basic"


def load_course(path: Path) -> Course:
    """Read a course's folder, or a loose file as a course of its own."""
    settings_source, findings = None, list[Finding]()
    if path.is_dir():
        root = path
        settings_source, faults = read(path / COURSE_FILE, show_path(path / COURSE_FILE))
        data, more = load(settings_source)
        broken = not data and bool(faults + more)
        settings, wrong = (None, []) if broken else parse_course(data, settings_source.name)
        findings += faults + more + wrong
        found = survey(path)
        files = list(found.decks)
        if not files:
            raise EnvironmentFault(f"{show_path(path)} holds no deck file; add a file such as 01-first.yaml.")
        name = path.resolve().name
        name = name if name.strip() and name.isprintable() else "course"
        settings = settings or CourseSettings(course=name, id=make_slug(name))
        findings += [
            Finding(show_path(each), (), "error", "course", "a course can't stand inside another; move its folder out")
            for each in found.nested
        ]
        findings += [Finding(show_path(each), (), "error", "course", message) for each, message in found.left_out]
    else:
        root, files = path.parent, [path]
        name = name_loose(path)
        settings = CourseSettings(course=name, id=make_slug(name))
    decks: list[Deck] = []
    questions: list[tuple[Deck, int, Question]] = []
    for file in files:
        source, faults = read(file, show_path(file))
        data, more = load(source)
        findings += faults + more
        if not data and (faults or more):
            decks.append(Deck(source, settings.course, DeckSettings()))
            continue
        said, sound, wrong = parse_deck(data, source.name)
        findings += wrong
        loose = settings_source is None
        name = said.deck or ("" if loose else file.stem)
        deck = Deck(source, f"{settings.course}::{name}" if name else settings.course, said)
        decks.append(deck)
        questions += [(deck, index, question) for index, question in sound.items()]
    missing = complete_ids(
        (question.id for _, _, question in questions if question.id),
        (question.question for _, _, question in questions if not question.id),
    )
    entries = tuple(Entry(deck, index, question, question.id or next(missing)) for deck, index, question in questions)
    return Course(root, settings, settings_source, tuple(decks), entries, tuple(findings))
