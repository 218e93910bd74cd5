"""What a course consists of, in figures. All but what is retired or broken is counted of questions that are asked."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median_low

from mkdeck.checks import Case
from mkdeck.checks.key_length_bias import count_longest
from mkdeck.checks.key_position_bias import find_places
from mkdeck.checks.prose.gaps import find_gaps
from mkdeck.checks.prose.plain import count_words, drop_gaps, hide_code, read_prose
from mkdeck.checks.prose.texts import list_front, list_texts
from mkdeck.checks.true_false_bias import list_judged
from mkdeck.compiler import Compiled
from mkdeck.course.loading import Deck, Entry
from mkdeck.questions import TYPES
from mkdeck.questions.cloze import Cloze
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.occlusion import Occlusion
from mkdeck.questions.question import Question
from mkdeck.questions.statements import Statements
from mkdeck.text.playing import SOUND, VIDEO

WORDS_PER_BAR = 25
"""How many words each bar of card lengths covers."""
_BARS = 9
"""The last one has no end."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many questions have something, or are in a place; `of` how many."""

    name: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long cards are, in words without code and math.

    `front` and `card` are medians: of what is read before the answer, and of all. `bars` counts cards by all their
    words; `longest` is the id of the longest card, and `most` its words.
    """

    front: int
    card: int
    longest: str
    most: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Biases:
    """What may tell an answer without the matter.

    The right choice is the longest in `longest` of `compared` questions, where chance gives `by_chance`; `true` and
    `false` count statements; `places` counts where right choices stand that keep their order, from the first place on,
    and `places_by_chance` gives the same for chance.
    """

    longest: int
    compared: int
    by_chance: float
    true: int
    false: int
    places: tuple[int, ...]
    places_by_chance: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Retired:
    """A question that is no longer asked, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A course in figures.

    `questions` stand in its files: `asked` are asked, `drafts` are not ready yet, and `broken` can't be read.
    """

    course: str
    id: str
    questions: int
    asked: int
    turned: int
    drafts: int
    broken: int
    cards: int
    types: tuple[Bar, ...]
    decks: tuple[Bar, ...]
    parts: tuple[Bar, ...]
    lengths: Lengths | None
    biases: Biases
    media: tuple[Bar, ...]
    retired: tuple[Retired, ...]
    errors: int
    warnings: int


def measure(compiled: Compiled) -> Figures:
    """Return the figures of a course."""
    course = compiled.course
    case = Case(course)
    asked = case.asked_entries
    errors = sum(each.severity == "error" for each in compiled.diagnostics)
    return Figures(
        course=course.settings.course,
        id=course.settings.id,
        questions=course.size,
        asked=len(asked),
        turned=course.turned,
        drafts=course.drafts,
        broken=course.size - course.drafts - sum(not entry.turned for entry in course.entries),
        cards=sum(len(note.cards) for note in compiled.package.notes if not note.retired),
        types=_count((entry.question.type for entry in asked), TYPES),
        decks=_count(
            (_name(entry.deck, course.settings.course) for entry in asked),
            dict.fromkeys(_name(deck, course.settings.course) for deck in course.decks),
        ),
        parts=tuple(_count_parts(asked)),
        lengths=_measure_lengths(asked),
        biases=_measure_biases(case),
        media=_count_media(PurePosixPath(each.name).suffix.lower() for each in compiled.package.media),
        retired=tuple(_list_retired(course.entries)),
        errors=errors,
        warnings=len(compiled.diagnostics) - errors,
    )


def _list_retired(entries: Iterable[Entry]) -> Iterable[Retired]:
    """Yield what is no longer asked; the second card of a question that is asked both ways only where it went alone."""
    whole: set[tuple[str, int]] = set()
    for entry in entries:
        place = (entry.deck.source.name, entry.index)
        if entry.question.retired and place not in whole:
            whole.add(place)
            yield Retired(entry.id, entry.question.retired)


def _name(deck: Deck, course: str) -> str:
    return deck.name.removeprefix(f"{course}::")


def _count(found: Iterable[str], names: Iterable[str], *, empty: bool = False) -> tuple[Bar, ...]:
    """Count what is found under each name; those without any are left out, or kept as `empty`."""
    counts = Counter(found)
    return tuple(Bar(name, counts[name], counts.total()) for name in names if counts[name] or empty)


def _count_parts(asked: tuple[Entry, ...]) -> Iterable[Bar]:
    """Yield how many questions have each of the parts that none must have; feedback, of those with choices."""
    parts: dict[str, Callable[[Entry], bool]] = {
        "explanation": lambda entry: bool(entry.question.explanation),
        "hint": lambda entry: _has_hint(entry.question),
        "source": lambda entry: bool(entry.question.source or entry.deck.settings.source),
    }
    for name, has in parts.items():
        yield Bar(name, sum(map(has, asked)), len(asked))
    with_choices = [list(map(bool, each)) for entry in asked if (each := _list_feedback(entry.question)) is not None]
    yield Bar("feedback", sum(map(any, with_choices)), len(with_choices))


def _has_hint(question: Question) -> bool:
    match question:
        case Cloze(question=text) if any(gap.hint for gap in find_gaps(hide_code(text))):
            return True
        case Occlusion(masks=masks) if any(mask.hint for mask in masks):
            return True
    return bool(question.hint)


def _list_feedback(question: Question) -> tuple[str | None, ...] | None:
    match question:
        case MultipleChoice(choices=parts) | Statements(statements=parts):
            return tuple(part.feedback for part in parts)
    return None


def _measure_lengths(asked: tuple[Entry, ...]) -> Lengths | None:
    if not asked:
        return None
    fronts = [_count_words(list_front(entry.question)) for entry in asked]
    cards = [_count_words(text for _, text in list_texts(entry.question)) for entry in asked]
    bars = Counter(min(words // WORDS_PER_BAR, _BARS - 1) for words in cards)
    *starts, last = range(0, _BARS * WORDS_PER_BAR, WORDS_PER_BAR)
    names = [*(f"{start} to {start + WORDS_PER_BAR - 1}" for start in starts), f"{last} or more"]
    most, longest = max(zip(cards, asked, strict=True), key=lambda pair: pair[0])
    return Lengths(
        front=median_low(fronts),
        card=median_low(cards),
        longest=longest.id,
        most=most,
        bars=tuple(Bar(name, bars[i], len(cards)) for i, name in enumerate(names[: max(bars) + 1])),
    )


def _count_words(texts: Iterable[str]) -> int:
    return sum(count_words(read_prose(drop_gaps(text))) for text in texts)


def _measure_biases(case: Case) -> Biases:
    longest, chances = count_longest(case)
    judged = list_judged(case)
    found = find_places(case)
    places, sizes = Counter(place for place, _ in found), [size for _, size in found]
    most = range(max(sizes, default=0))
    return Biases(
        longest=longest,
        compared=len(chances),
        by_chance=round(sum(chances), 1),
        true=sum(judged),
        false=len(judged) - sum(judged),
        places=tuple(places[i] for i in most),
        places_by_chance=tuple(round(sum(1 / size for size in sizes if size > i), 1) for i in most),
    )


def _count_media(suffixes: Iterable[str]) -> tuple[Bar, ...]:
    kinds = ("sounds" if each in SOUND else "videos" if each in VIDEO else "pictures" for each in suffixes)
    return _count(kinds, ("pictures", "sounds", "videos"), empty=True)
