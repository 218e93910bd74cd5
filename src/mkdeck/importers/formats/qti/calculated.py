"""Calculated questions of Canvas and Blackboard, whose numbers differ from student to student."""

import html

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.variables import mark_variable
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.qti.content import Texts
from mkdeck.importers.formats.qti.ranges import write_range
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list
from mkdeck.importers.to_markdown.text import code_span, fence

_NAME = r"([A-Za-z_]\w*)"
"""A name; only those that the source declares stand for values."""


def read_formula(line: int, stem: str, element: Element, texts: Texts) -> Draft:
    """Make a short answer of a `calculated` element: the formulas, the tolerance, the range of every name in them."""
    formulas = [each.text.strip() for each in element.below("formula") if each.text.strip()]
    if not formulas:
        raise NoDraftError("the source tells no formula")
    if "<math" in html.unescape(formulas[0]):
        answer = texts.convert(html.unescape(formulas[0]))
    else:
        answer = fence("\n".join(formulas)) if len(formulas) > 1 else code_span(formulas[0])
    if tolerance := _read_tolerance(element):
        answer = f"{answer} {tolerance}" if len(formulas) == 1 else f"{answer}\n\n{tolerance}"
    draft = Draft(line, "short-answer", stem, answer=answer, explanation=bullet_list(_read_ranges(element)))
    names = _list_names(element)
    return mark_variable(draft, names, _NAME) if names else draft


def _list_names(element: Element) -> list[str]:
    variables = (each for block in element.all("vars") for each in block.all("var"))
    return [name for each in variables if (name := each.attributes.get("name", ""))]


def _read_tolerance(element: Element) -> str:
    """Write the tolerance of the answer as `± 0.1` or `± 5 %`; nothing where it is none."""
    tolerance = element.text_at("answer_tolerance")
    if not tolerance.strip("0.%"):
        return ""
    form = next((each.attributes.get("type", "") for each in element.all("answer_tolerance")), "")
    percent = " %" if form.casefold() == "percent" and "%" not in tolerance else ""
    return f"± {tolerance}{percent}"


def _read_ranges(element: Element) -> list[str]:
    """Write from where to where the value of every name goes."""
    return [
        f"{code_span(each.attributes['name'])}: {write_range('', each.text_at('min'), each.text_at('max'))}"
        for block in element.all("vars")
        for each in block.all("var")
        if each.attributes.get("name")
    ]
