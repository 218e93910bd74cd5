"""The figures of courses as one page of HTML that needs nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from mkdeck.summary.figures import Bar, Biases, Figures
from mkdeck.summary.lines import say_findings, say_lengths, say_media, say_totals


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar: its share of the whole width from 0 to 1, and where chance would end it, if anywhere."""

    name: str
    number: str
    share: float
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class _Plot:
    """Bars below a title, and what is said of them."""

    title: str
    rows: tuple[_Row, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Course:
    """A course as its page shows it."""

    figures: Figures
    totals: str
    plots: tuple[_Plot, ...]
    media: str
    findings: str


def write_page(courses: Iterable[Figures]) -> str:
    """Write the page of some courses, each in its turn."""
    shown = [
        _Course(each, say_totals(each), tuple(_list_plots(each)), say_media(each), say_findings(each))
        for each in courses
    ]
    return _templates().get_template("summary.html").render(courses=shown, css=_read("summary.css"))


def _list_plots(figures: Figures) -> Iterator[_Plot]:
    for title, bars in (("Types", figures.types), ("Decks", figures.decks)):
        if bars:
            yield _Plot(title, _compare(bars))
    parts = tuple(_Row(bar.name, _say(bar), _share(bar.count, bar.of)) for bar in figures.parts)
    yield _Plot("What questions have", parts)
    if lengths := figures.lengths:
        yield _Plot("Words on a card", _compare(lengths.bars), (say_lengths(lengths),))
    if rows := tuple(_list_biases(figures.biases)):
        yield _Plot("What may tell the answer", rows)


def _compare(bars: Sequence[Bar]) -> tuple[_Row, ...]:
    """Return bars of which the longest fills the width."""
    most = max(bar.count for bar in bars)
    return tuple(_Row(bar.name, f"{bar.count:,}", _share(bar.count, most)) for bar in bars)


def _list_biases(biases: Biases) -> Iterator[_Row]:
    if biases.compared:
        key = Bar("right choice is the longest", biases.longest, biases.compared)
        chance = _share(biases.by_chance, biases.compared)
        yield _Row(key.name, _say(key), _share(key.count, key.of), chance)
    if judged := biases.true + biases.false:
        true = Bar("statement is true", biases.true, judged)
        yield _Row(true.name, _say(true), _share(true.count, true.of), 0.5)
    for i, (count, by_chance) in enumerate(zip(biases.places, biases.places_by_chance, strict=True), start=1):
        place = Bar(f"right choice is number {i}, in a fixed order", count, sum(biases.places))
        yield _Row(place.name, _say(place), _share(place.count, place.of), _share(by_chance, place.of))


def _say(bar: Bar) -> str:
    return f"{bar.count:,} of {bar.of:,}"


def _share(count: float, of: int) -> float:
    return count / of if of else 0


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("mkdeck.summary", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _read(name: str) -> str:
    return (files("mkdeck.summary") / "templates" / name).read_text("utf-8")
