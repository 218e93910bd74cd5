"""The figures of a course as lines for a terminal, with bars."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import wrap

from wcwidth import iter_graphemes, wcswidth

from mkdeck.course.counts import say_questions
from mkdeck.summary.figures import Bar, Biases, Figures, Lengths
from mkdeck.text.english import plural

_LEAST_WIDTH = 60
_MOST_WIDTH = 100
_MOST_NAME = 32
_EIGHTHS = "▏▎▍▌▋▊▉█"
_PLAIN = "#"
_INDENT = "  "


def write_lines(figures: Figures, *, width: int, plain: bool = False) -> Iterator[str]:
    """Write the page of a course; `plain` draws its bars with signs that every terminal has."""
    draw = _draw_plain if plain else _draw
    width = min(max(width, _LEAST_WIDTH), _MOST_WIDTH)
    yield from wrap(_printable(f"{figures.course} ({figures.id})"), width)
    yield from wrap(say_totals(figures), width)
    for title, bars in (("Types", figures.types), ("Decks", figures.decks)):
        yield from _write_bars(title, bars, width, draw, most=max((bar.count for bar in bars), default=0))
    yield from _write_bars("What questions have", figures.parts, width, draw)
    if lengths := figures.lengths:
        most = max(bar.count for bar in lengths.bars)
        yield from _write_bars("Words on a card", lengths.bars, width, draw, most=most)
        yield from _write_list("", [say_lengths(lengths)], width)
    yield from _write_list("What may tell the answer", _say_biases(figures.biases), width)
    yield from _write_list("Pictures and sounds", [say_media(figures)], width)
    yield from _write_list("Retired", [f"{each.id}: {each.why}" for each in figures.retired], width)
    yield from _write_list("Findings", [say_findings(figures)], width)


def say_totals(figures: Figures) -> str:
    """Return in words how much there is."""
    parts = [say_questions(figures.questions, figures.turned), plural(figures.cards, "card")]
    if figures.retired:
        parts.append(f"{len(figures.retired):,} retired")
    left = [plural(figures.drafts, "draft")] if figures.drafts else []
    left += [f"{figures.broken:,} with errors"] if figures.broken else []
    if left:
        parts.append(f"{' and '.join(left)}, which the figures below leave out")
    return f"{', '.join(parts)}."


def say_lengths(lengths: Lengths) -> str:
    """Return in words how long cards are."""
    return (
        f"Half of the cards have {lengths.card} words or fewer, and {lengths.front} or fewer before the answer; "
        f"the longest, {lengths.longest}, has {lengths.most}."
    )


def _say_biases(biases: Biases) -> list[str]:
    """Return in a sentence each what may tell the answer."""
    said = []
    if biases.compared:
        said.append(
            f"The right choice is the longest in {biases.longest} of {plural(biases.compared, 'question')}; "
            f"chance gives {biases.by_chance:g}."
        )
    if biases.true or biases.false:
        said.append(f"Statements to judge: {biases.true} true, {biases.false} false.")
    if biases.places:
        places = ", ".join(f"{i} in {count}" for i, count in enumerate(biases.places, start=1))
        said.append(f"In a fixed order, the right choice is number {places}.")
    return said


def say_media(figures: Figures) -> str:
    """Return in words how many files cards show and play."""
    return ", ".join(plural(bar.count, bar.name.removesuffix("s")) for bar in figures.media)


def say_findings(figures: Figures) -> str:
    """Return in words what `mkdeck check` says of the course."""
    found = ((figures.errors, "error"), (figures.warnings, "warning"))
    said = ", ".join(plural(number, word) for number, word in found if number)
    return f"{said}; mkdeck check lists them." if said else "mkdeck check finds nothing."


def _write_bars(
    title: str,
    bars: Sequence[Bar],
    width: int,
    draw: Callable[[float, int], str],
    *,
    most: int = 0,
) -> Iterator[str]:
    """Write bars beside their names and numbers; `most` fills the line, or else all that a bar is a share of."""
    if not bars:
        return
    names = [_cut(bar.name) for bar in bars]
    numbers = [f"{bar.count:,}" if most else f"{bar.count:,} of {bar.of:,}" for bar in bars]
    wide, digits = max(map(wcswidth, names)), max(map(len, numbers))
    room = width - len(_INDENT) - wide - digits - 4
    yield ""
    yield title
    for bar, name, number in zip(bars, names, numbers, strict=True):
        drawn = draw(bar.count / (most or bar.of), room) if bar.count else ""
        yield f"{_INDENT}{name}{' ' * (wide - wcswidth(name))}  {number:>{digits}}  {drawn}".rstrip()


def _write_list(title: str, lines: Iterable[str], width: int) -> Iterator[str]:
    lines = list(lines)
    if lines and title:
        yield ""
        yield title
    for line in lines:
        yield from wrap(_printable(line), width, initial_indent=_INDENT, subsequent_indent=2 * _INDENT)


def _draw(share: float, room: int) -> str:
    full, rest = divmod(max(1, round(share * room * len(_EIGHTHS))), len(_EIGHTHS))
    return _EIGHTHS[-1] * full + (_EIGHTHS[rest - 1] if rest else "")


def _draw_plain(share: float, room: int) -> str:
    return _PLAIN * max(1, round(share * room))


def _cut(name: str) -> str:
    """Return a name that is not too wide to stand beside a bar."""
    name = _printable(name)
    if wcswidth(name) <= _MOST_NAME:
        return name
    cut = ""
    for each in iter_graphemes(name):
        if wcswidth(cut + each) >= _MOST_NAME:
            break
        cut += each
    return f"{cut}…"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text.split()))
