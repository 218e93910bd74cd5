"""What all rows of a table together show of how each of them is to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mkdeck.importers.formats.table.answer_keys import Convention, RowChoice, Way, find_convention, find_readings
from mkdeck.importers.formats.table.columns import Heading
from mkdeck.importers.formats.table.offers import read_offer
from mkdeck.importers.formats.table.words import read_truth
from mkdeck.importers.sources.cells import Row

_Keys = list[tuple[str, tuple[RowChoice, ...]]]
"""What a column says is right, each with the choices of its row."""

_SHARE_OF_KEYS = 0.5
"""A column of which more can be read as keys has keys."""
_SHARE_OF_PROSE = 0.1
"""A column beside it of which less can be read so has sentences, some of which look like keys."""
_SHARE_OF_TRUTHS = 0.5


@dataclass(frozen=True, slots=True)
class Habits:
    """How the rows of a table name right choices, and whether answers such as `true` judge a statement.

    `prose` are the headings of columns that explain the answer where others name it.
    """

    convention: Convention = field(default_factory=Convention)
    judged: bool = False
    prose: frozenset[str] = frozenset()


def find_habits(rows: Iterable[Row], heading: Heading) -> Habits:
    """Return the habits that the rows of a table show."""
    keys, truths = _collect(rows, heading)
    prose = _find_prose(keys)
    columns = heading.all("answer")
    convention = find_convention(
        (each for name, found in keys.items() if name not in prose for each in found),
        named=_find_way(heading),
        first=next((column.first for column in columns if column.first is not None), None),
        indexed=any(column.indexed for column in columns),
    )
    return Habits(convention, bool(keys) or sum(truths) > _SHARE_OF_TRUTHS * len(truths), prose)


def _collect(rows: Iterable[Row], heading: Heading) -> tuple[dict[str, _Keys], list[bool]]:
    """Return the keys to choices by the headings of their columns, and whether each other answer is true or false."""
    keys: dict[str, _Keys] = {}
    truths: list[bool] = []
    for row in rows:
        offer = read_offer(row, heading)
        for name, answer in offer.answers.items():
            if len(offer.choices) > 1 and offer.keyed:
                keys.setdefault(name, []).append((answer, offer.choices))
            elif not offer.choices:
                truths.append(read_truth(answer) is not None)
    return keys, truths


def _find_prose(keys: dict[str, _Keys]) -> frozenset[str]:
    """Return the headings of columns that hold sentences, where another holds keys."""
    shares = {name: _count_readable(found) / len(found) for name, found in keys.items()}
    if max(shares.values(), default=0.0) <= _SHARE_OF_KEYS:
        return frozenset()
    return frozenset(name for name, share in shares.items() if share < _SHARE_OF_PROSE)


def _count_readable(keys: Sequence[tuple[str, Sequence[RowChoice]]]) -> int:
    return sum(bool(find_readings(key, choices, 1)) for key, choices in keys)


def _find_way(heading: Heading) -> Way | None:
    """Return how a heading wants choices to be named; those of quiz games, as their templates say, by number."""
    if named := next((column.named for column in heading.all("answer") if column.named), None):
        return named
    numbered = any(column.key.isdigit() for column in heading.all("choice"))
    return "number" if numbered and heading.all("time") else None
