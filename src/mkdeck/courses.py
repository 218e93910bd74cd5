"""Find the courses that a path holds, and read each of them whole."""

import re
from collections.abc import Iterator
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
from mkdeck.source import Source, load, read

COURSE_FILE = "course.yaml"
_SUFFIXES = (".yaml", ".yml")


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


def find_courses(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind paths: folders with a course.yaml, and loose files, in natural order.

    A file or folder inside a course stands for that course. Raises EnvironmentFault where there is nothing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise EnvironmentFault(f"{path} does not exist; name a course's folder or a YAML file.")
        inside = _course_around(path)
        courses = [inside] if inside else list(_courses_below(path))
        if not courses:
            raise EnvironmentFault(f"{path} holds no course and no deck file; `mkdeck new NAME` makes a course.")
        found.update(dict.fromkeys(courses))
    return list(found)


def load_course(path: Path) -> Course:
    """Read a course's folder, or a loose file as a course of its own."""
    settings_source, findings = None, list[Finding]()
    if path.is_dir():
        root = path
        settings_source, faults = read(path / COURSE_FILE, _shown(path / COURSE_FILE))
        data, more = load(settings_source)
        settings, wrong = parse_course(data, settings_source.name) if not faults + more else (None, [])
        findings += faults + more + wrong
        files = list(_deck_files(path))
        if not files:
            raise EnvironmentFault(f"{_shown(path)} holds no deck file; add a file such as 01-first.yaml.")
        settings = settings or CourseSettings(course=path.name, id=make_slug(path.name))
        nested = [each for each in path.rglob(COURSE_FILE) if each.parent != path]
        findings += [
            Finding(_shown(each), (), "error", "course", "a course can't stand inside another; move its folder out")
            for each in nested
        ]
    else:
        root, files = path.parent, [path]
        settings = CourseSettings(course=path.stem, id=make_slug(path.stem))
    decks: list[Deck] = []
    questions: list[tuple[Deck, int, Question]] = []
    for file in files:
        source, faults = read(file, _shown(file))
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


def natural_key(path: Path) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """Sort as people count: unit 2 before unit 10."""
    return tuple(
        tuple(
            (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
            for piece in re.split(r"(\d+)", part.casefold())
            if piece
        )
        for part in path.parts
    )


def _course_around(path: Path) -> Path | None:
    """Give the course that a path is, or lies in."""
    start = (path if path.is_dir() else path.parent).resolve()
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return _relative(folder)
    return None


def _courses_below(path: Path) -> Iterator[Path]:
    if path.is_file() or (path / COURSE_FILE).is_file():
        yield path
    else:
        for child in sorted(path.iterdir(), key=natural_key):
            if child.name.startswith((".", "_")):
                continue
            if child.is_dir():
                # A folder of loose files is no course: only course.yaml makes one.
                yield from (each for each in _courses_below(child) if each.is_dir())
            elif child.suffix in _SUFFIXES:
                yield child


def _deck_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*"), key=natural_key):
        parts = path.relative_to(folder).parts
        if path.suffix not in _SUFFIXES or path.name in (COURSE_FILE, "course.yml") or not path.is_file():
            continue
        if not any(part.startswith((".", "_")) for part in parts):
            yield path


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def _shown(path: Path) -> str:
    return _relative(path).as_posix()
