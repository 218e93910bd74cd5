"""What an item of QTI 1 earns points for: its response processing, read as conditions on what is answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdeck.importers.drafting.numbers import read_number
from mkdeck.importers.formats.qti.ranges import LOW, SIGNS, Bound, Sign, deny, write_accepted
from mkdeck.importers.sources.xml_tree import Element

_EQUAL = frozenset({"varequal", "varsubset", "varsubstring", "varextension", "varinside"})
_BOUNDS = frozenset(f"var{name}" for name in SIGNS)
_RIGHT = frozenset({"correct", "correct_fb", "correctresponse", "mastery"})
_FULL_POINTS = 100.0
_MAX_POINTS = 1e9


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a response with a value; `wanted` is False where the answer must not be it.

    `capitals` tells whether they count.
    """

    response: str
    value: str
    kind: str
    wanted: bool
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What is tested, what it earns (None if nothing is said), whether it is called right, which feedback it shows."""

    tests: tuple[Test, ...]
    points: float | None
    right: bool
    feedback: tuple[str, ...]

    @property
    def earns(self) -> bool:
        """Whether it earns points."""
        return self.points is not None and self.points > 0


class Scoring:
    """The conditions of an item; those that decide what is right are `decisive`."""

    def __init__(self, item: Element) -> None:
        found = [_read(each) for each in item.below("respcondition")]
        self.conditions = found
        named = [each for each in found if each.right and each.tests and (each.points is None or each.earns)]
        self.decisive = named or [each for each in found if each.earns]

    def awards(self, *responses: str) -> dict[str, float]:
        """Return the values that earn points in a response, each with its percentage of the best; -1 for excluded ones.

        Some programs name the value itself as the response, and no value.
        """
        points: dict[str, float] = {}
        excluded: set[str] = set()
        for condition in self.decisive:
            for test in condition.tests:
                if test.response in responses and test.kind in _EQUAL:
                    value = test.value
                elif not test.value:
                    value = test.response
                else:
                    continue
                if test.wanted:
                    points[value] = max(points.get(value, 0.0), condition.points or _FULL_POINTS)
                else:
                    excluded.add(value)
        best = max(points.values(), default=_FULL_POINTS)
        given = {value: 100 * earned / best for value, earned in points.items()}
        return {**dict.fromkeys(excluded - set(given), -1.0), **given}

    def sequence(self, response: str) -> list[str]:
        """Return the values that are wanted in a response, in their order."""
        return [
            test.value for each in self.decisive for test in each.tests if test.response == response and test.wanted
        ]

    def numbers(self, response: str, span: tuple[str, str]) -> list[tuple[str, float, tuple[str, ...]]]:
        """Return the numbers and ranges that are accepted, each with its percentage and the feedback that it shows.

        `span` are the ends of the range where the conditions name none.
        """
        best = max((each.points or _FULL_POINTS for each in self.decisive), default=_FULL_POINTS)
        return [
            (text, 100 * (each.points or _FULL_POINTS) / best, each.feedback)
            for each in self.decisive
            for text in _write_accepted(each, response, span)
        ]

    def is_typed(self, *responses: str) -> bool:
        """Whether a response is compared with whole texts, in whatever capitals."""
        tests = [test for each in self.decisive for test in each.tests if test.response in responses and test.wanted]
        return all(test.kind == "varequal" and not test.capitals for test in tests)

    def has_range(self, response: str) -> bool:
        """Whether a response is compared with the ends of a range."""
        tests = (test for each in self.decisive for test in each.tests)
        return any(test.response == response and test.kind in _BOUNDS for test in tests)

    def feedback_of(self) -> dict[str, str]:
        """Return the value that each feedback belongs to, where it is shown for one value alone."""
        shown: dict[str, set[str]] = {}
        for condition in self.conditions:
            wanted = [test.value or test.response for test in condition.tests if test.wanted]
            value = wanted[0] if len(wanted) == 1 == len(condition.tests) else ""
            for name in condition.feedback:
                shown.setdefault(name, set()).add(value)
        return {name: next(iter(values)) for name, values in shown.items() if len(values) == 1 and values != {""}}


def _write_accepted(condition: Condition, response: str, span: tuple[str, str]) -> list[str]:
    """Write the numbers and ranges that a condition asks of a response; none where it asks nothing of it."""
    tests = [test for test in condition.tests if test.response == response]
    values, excluded = (_list_equal(tests, wanted=wanted) for wanted in (True, False))
    bounds = [(sign, test.value) for test in tests if (sign := _find_sign(test))]
    if not values and not bounds:
        return []
    if bounds or all(span):
        bounds += _find_missing(bounds, span)
    return write_accepted(values, bounds, excluded)


def _list_equal(tests: Iterable[Test], *, wanted: bool) -> list[str]:
    """Return the values that an answer is to be, or is not to be."""
    return [test.value for test in tests if test.kind in _EQUAL and test.wanted is wanted]


def _find_missing(bounds: list[Bound], span: tuple[str, str]) -> list[Bound]:
    """Return the ends of a question's span on those sides that no bound closes."""
    closed = {sign in LOW for sign, _ in bounds}
    ends: list[Bound] = [("\u2265", span[0]), ("\u2264", span[1])]
    return [(sign, end) for sign, end in ends if end and (sign in LOW) not in closed]


def _find_sign(test: Test) -> Sign | None:
    """Return how an answer has to lie to the value of a test; None where it is to be that value."""
    sign = SIGNS.get(test.kind.removeprefix("var"))
    return deny(sign) if sign and not test.wanted else sign


def _read(element: Element) -> Condition:
    tests = tuple(test for each in element.all("conditionvar") for test in _tests(each, wanted=True))
    earned = [number for each in element.all("setvar") if (number := _points(each)) is not None]
    shown = tuple(each.attributes.get("linkrefid", "") for each in element.all("displayfeedback"))
    names = {element.attributes.get("title", "").casefold(), *(name.casefold() for name in shown)}
    return Condition(tests, max(earned) if earned else None, bool(names & _RIGHT), shown)


def _tests(element: Element, *, wanted: bool) -> Iterator[Test]:
    for child in element.children:
        if child.tag == "not":
            yield from _tests(child, wanted=not wanted)
        elif child.tag in ("and", "or"):
            yield from _tests(child, wanted=wanted)
        elif child.tag in _EQUAL | _BOUNDS:
            capitals = child.attributes.get("case", "").casefold() == "yes"
            yield Test(child.attributes.get("respident", "").strip(), child.text.strip(), child.tag, wanted, capitals)


def _points(element: Element) -> float | None:
    text = element.text.strip().casefold().removesuffix("%")
    if text in ("score.max", "max", "true"):
        return _FULL_POINTS
    number = read_points(text)
    subtracts = element.attributes.get("action", "").casefold() == "subtract"
    return -number if subtracts and number is not None else number


def read_points(text: str) -> float | None:
    """Return points; None where these are none, or more than anybody gives."""
    number = read_number(text)
    return number if number is not None and abs(number) < _MAX_POINTS else None
