"""A compiled course as its pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from mkdeck.apkg.release import Release
from mkdeck.compiler import Compiled
from mkdeck.course.places import RESERVED
from mkdeck.identity import complete_ids
from mkdeck.notes.media import Media
from mkdeck.notes.note import show_day
from mkdeck.notetypes import base_language, find_words, has_language
from mkdeck.site.questions import Question, make_question

_TAKEN = ("index", "editions", *RESERVED)
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ps sd syr ug ur yi".split())


@dataclass(frozen=True, slots=True)
class DeckPage:
    """A deck with questions to ask: its name below the course, the file of its page, its description as HTML."""

    name: str
    file: str
    store: str
    description: str
    questions: tuple[Question, ...]

    @property
    def cards(self) -> int:
        """Return how many cards are asked."""
        return sum(question.cards for question in self.questions)

    def last_with_context(self, index: int) -> int:
        """Return the index of the last question in a row that shares the context of this one."""
        context = self.questions[index].context
        rest = takewhile(lambda at: self.questions[at].context == context, range(index, len(self.questions)))
        return max(rest)


@dataclass(frozen=True, slots=True)
class CoursePages:
    """A course with the decks that have a page.

    `language` is that of mkdeck's words on its pages, `spoken` its own, whose `direction` is `ltr` or `rtl`; `date` is
    that of its last change, or of the `release` that is offered.
    """

    id: str
    name: str
    language: str
    spoken: str
    direction: str
    words: dict[str, str]
    credit: str
    date: str
    decks: tuple[DeckPage, ...]
    release: Release | None = None

    @property
    def package(self) -> str:
        """Return the name of the package's file."""
        return f"{self.id}.apkg"

    @property
    def questions(self) -> int:
        """Return how many questions are asked."""
        return sum(len(deck.questions) for deck in self.decks)

    @property
    def turned(self) -> int:
        """Return how many of them ask another the other way round."""
        return sum(question.turned for deck in self.decks for question in deck.questions)


def describe_course(compiled: Compiled, release: Release | None = None) -> CoursePages:
    """Describe the pages of a course without errors; what is retired is not on them. `release` is the one offered."""
    settings, package = compiled.course.settings, compiled.package
    words = find_words(settings.language)
    questions = _list_questions(compiled, words)
    filled = [name for name, asked in questions.items() if asked]
    names = [name.removeprefix(f"{settings.course}::").replace("::", " / ") for name in filled]
    files = complete_ids(_TAKEN, names)
    return CoursePages(
        id=settings.id,
        name=settings.course,
        language=settings.language if has_language(settings.language) else "en",
        spoken=settings.language,
        direction="rtl" if base_language(settings.language) in _RIGHT_TO_LEFT else "ltr",
        words=words,
        credit=" · ".join(part for part in (", ".join(settings.authors), settings.license) if part),
        date=show_day(release.time if release else package.times.newest),
        release=release,
        decks=tuple(
            DeckPage(
                name=name,
                file=f"{file}.html",
                store=f"mkdeck/{settings.id}/{deck}",
                description=compiled.descriptions.get(deck, ""),
                questions=tuple(questions[deck]),
            )
            for deck, name, file in zip(filled, names, files, strict=True)
        ),
    )


def _list_questions(compiled: Compiled, words: Mapping[str, str]) -> dict[str, list[Question]]:
    """Return the questions that are asked, by their decks' whole names, in the order of the package."""
    questions: dict[str, list[Question]] = {deck.name: [] for deck in compiled.package.decks}
    turned = {entry.id for entry in compiled.course.entries if entry.turned}
    for note in compiled.package.notes:
        if note.cards:
            question = make_question(note, words, compiled.course.settings.report)
            questions[note.deck].append(replace(question, turned=note.id in turned))
    return questions


def list_media(compiled: Compiled) -> list[Media]:
    """List the media that questions which are asked show or play."""
    used = {name for note in compiled.package.notes if note.cards for name in note.media}
    return [media for media in compiled.package.media if media.name in used]
