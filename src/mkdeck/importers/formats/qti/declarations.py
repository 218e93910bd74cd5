"""What an item of QTI 2 accepts: its response declarations, and what its response processing adds to them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdeck.importers.formats.qti.ranges import SIGNS, Bound, Sign, deny, turn, write_accepted
from mkdeck.importers.formats.qti.scoring import read_points
from mkdeck.importers.sources.xml_tree import Element

_MATCHES = frozenset({"match", "stringMatch", "equal", "equalRounded", "member", "contains"})


@dataclass(slots=True)
class _Declaration:
    several: bool = False
    base: str = ""
    exact: bool = False
    correct: list[str] = field(default_factory=list)
    mapping: dict[str, float] = field(default_factory=dict)


class Answers:
    """The answers that an item accepts, by the identifiers of its responses."""

    def __init__(self, item: Element) -> None:
        self._declared: dict[str, _Declaration] = {}
        self._tolerance: dict[str, str] = {}
        self._bounds: dict[str, list[Bound]] = {}
        self._excluded: dict[str, list[str]] = {}
        for each in item.all("responseDeclaration"):
            self._declared[each.attributes.get("identifier", "")] = _read(each)
        for processing in item.all("responseProcessing"):
            for condition in processing.below("responseIf", "responseElseIf"):
                if _scores(condition):
                    self._add(condition)

    def correct(self, response: str) -> list[str]:
        """Return the correct values of a response, in their order."""
        return self._declared.get(response, _Declaration()).correct

    def right(self, response: str) -> list[str]:
        """Return the identifiers or pairs that are right: the correct ones, or else those that earn points.

        Where one is to be chosen, only what earns the most is right.
        """
        declared = self._declared.get(response, _Declaration())
        if declared.correct:
            return declared.correct
        best = max(declared.mapping.values(), default=0.0)
        needed = 0.0 if declared.several else best * 0.999
        return [value for value, points in declared.mapping.items() if points > 0 and points >= needed]

    def accepted(self, response: str) -> list[tuple[str, float]]:
        """Return the texts or numbers that are accepted, with their tolerance, and their percentage of the best."""
        declared = self._declared.get(response, _Declaration())
        best = max(declared.mapping.values(), default=0.0)
        earned = {value: 100 * points / best for value, points in declared.mapping.items() if points > 0}
        found = {**dict.fromkeys(declared.correct, 100.0), **earned}
        bounds = self._bounds.get(response, ())
        tolerance = "" if bounds else self._tolerance.get(response, "")
        written = {f"{value} {tolerance}".strip(): weight for value, weight in found.items()}
        excluded = self._excluded.get(response, ()) if self.is_number(response) else ()
        if not bounds and not excluded:
            return list(written.items())
        return [(text, written.get(text, 100.0)) for text in write_accepted([*written], bounds, excluded)]

    def is_number(self, response: str) -> bool:
        """Whether a response is a number."""
        return self._declared.get(response, _Declaration()).base in ("float", "integer")

    def is_typed(self, response: str) -> bool:
        """Whether a response is compared with whole texts, in whatever capitals."""
        declared = self._declared.get(response, _Declaration())
        return declared.base == "string" and not declared.exact

    def _add(self, condition: Element) -> None:
        """Add what a condition that earns points compares a response with."""
        for test, wanted in _tests(condition, wanted=True):
            response = next((each.attributes.get("identifier", "") for each in test.all("variable")), None)
            if response is not None and response in self._declared:
                self._add_test(test, response, self._declared[response], wanted=wanted)

    def _add_test(self, test: Element, response: str, declared: _Declaration, *, wanted: bool) -> None:
        values = [each.text.strip() for each in test.below("baseValue")]
        if test.tag in SIGNS:
            sign = _read_sign(test, wanted=wanted)
            self._bounds.setdefault(response, []).extend((sign, each) for each in values)
            return
        if not wanted:
            self._excluded.setdefault(response, []).extend(values)
            return
        declared.exact = declared.exact or _is_exact(test)
        if test.tag == "equal":
            self._tolerance[response] = _read_tolerance(test)
        if not declared.correct and not declared.mapping:
            declared.correct += [value for value in values if value]


def _read_sign(test: Element, *, wanted: bool) -> Sign:
    """Return how a response has to lie to the value that it is compared with."""
    sign = SIGNS[test.tag]
    sign = turn(sign) if test.children[0].tag == "baseValue" else sign
    return sign if wanted else deny(sign)


def _is_exact(test: Element) -> bool:
    """Whether a text is compared letter by letter."""
    exact = "true" in map(test.attributes.get, ("caseSensitive", "substring"))
    return exact or test.tag in ("contains", "member")


def _read_tolerance(test: Element) -> str:
    """Write the tolerance of a comparison: `± 1`, `± 1 %`, or `(-1 / +2)` where it has two."""
    percent = " %" if test.attributes.get("toleranceMode", "") == "relative" else ""
    spans = [span for span in test.attributes.get("tolerance", "").split() if _number(span) or span.strip("0.") == ""]
    if test.attributes.get("toleranceMode", "exact") == "exact" or not any(_number(span) for span in spans):
        return ""
    low, high = spans[0], spans[-1]
    return f"± {low}{percent}" if low == high else f"(-{low}{percent} / +{high}{percent})"


def _read(element: Element) -> _Declaration:
    correct = [each.text.strip() for block in element.all("correctResponse") for each in block.all("value")]
    mapping = {
        each.attributes.get("mapKey", "").strip(): _number(each.attributes.get("mappedValue", ""))
        for each in element.below("mapEntry")
    }
    several = element.attributes.get("cardinality", "") != "single"
    exact = any(each.attributes.get("caseSensitive", "") == "true" for each in element.below("mapEntry"))
    base = element.attributes.get("baseType", "")
    return _Declaration(several, base, exact, [value for value in correct if value], mapping)


def _tests(condition: Element, *, wanted: bool) -> Iterator[tuple[Element, bool]]:
    """Yield what is compared in a condition, each with whether it must be so, or must not."""
    for child in condition.children:
        if child.tag in _MATCHES or child.tag in SIGNS:
            yield child, wanted
        elif child.tag in ("and", "or"):
            yield from _tests(child, wanted=wanted)
        elif child.tag == "not":
            yield from _tests(child, wanted=not wanted)


def _scores(condition: Element) -> bool:
    """Whether a condition, when it is met, earns points."""
    for each in condition.all("setOutcomeValue"):
        values = [_number(value.text) for value in each.below("baseValue")]
        names = [variable.attributes.get("identifier", "") for variable in each.below("variable")]
        full = any(name.casefold().startswith("max") for name in names)
        if "score" in each.attributes.get("identifier", "").casefold() and (full or any(value > 0 for value in values)):
            return True
    return False


def _number(text: str) -> float:
    return read_points(text) or 0.0
