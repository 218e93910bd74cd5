"""Numerical questions of Moodle: numbers with their tolerance, which is absolute, and units.

Source: MoodleDocs, "Numerical question type". What is typed in another unit is divided by that unit's multiplier.
"""

from collections.abc import Iterable

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting import tasks
from mkdeck.importers.drafting.conversions import weighted_answers
from mkdeck.importers.drafting.measures import Measure
from mkdeck.importers.drafting.numbers import read_number
from mkdeck.importers.formats.moodle_xml.question import MoodleQuestion, text_of
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.text import escape

_ANY = "*"
"""Stands for any other number."""
_NOT_GRADED = ("", "0")


def read_numbers(question: MoodleQuestion, stem: str) -> Draft:
    """Read numbers; where the unit is asked for as well, students recall both."""
    element = question.element
    unit = _find_unit(unit for units in element.all("units") for unit in units.all("unit"))
    measures = [_read_measure(each) for each, _ in question.answers()]
    accepted = [
        (_write(measure, unit), weight, question.convert(each.child("feedback")))
        for measure, (each, weight) in zip(measures, question.answers(), strict=True)
    ]
    if unit and element.text_at("unitgradingtype") not in _NOT_GRADED:
        return weighted_answers(question.line, stem, accepted)
    return tasks.numeric(question.line, stem, measures, accepted, escape(unit))


def _find_unit(units: Iterable[Element]) -> str:
    """Return the unit in which the answers are."""
    return next(
        (each.text_at("unit_name") for each in units if read_number(each.text_at("multiplier") or "1") == 1), ""
    )


def _read_measure(answer: Element) -> Measure | None:
    """Read a number with its tolerance; None where any is meant."""
    text = text_of(answer).strip()
    return None if text == _ANY else Measure(text, answer.text_at("tolerance"))


def _write(measure: Measure | None, unit: str) -> str:
    """Write an answer as `5 cm` or `(5 ± 0.1) cm`."""
    if measure is None:
        return _ANY
    value = measure.written
    return escape(f"({value}) {unit}" if unit and measure.room else f"{value} {unit}".strip())
