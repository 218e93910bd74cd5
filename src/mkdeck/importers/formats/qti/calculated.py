"""Calculated questions of Canvas and Blackboard, whose numbers differ from student to student."""

import html

from mkdeck.importers.draft import Draft
from mkdeck.importers.formats.qti.content import Texts
from mkdeck.importers.formats.qti.scoring import write_range
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list
from mkdeck.importers.to_markdown.text import code_span, fence


def read_formula(line: int, stem: str, element: Element, texts: Texts) -> Draft | str:
    """Make a short answer of a `calculated` element: the formulas, the tolerance, the range of every name in them."""
    formulas = [each.text.strip() for each in element.below("formula") if each.text.strip()]
    if not formulas:
        return "the source tells no formula"
    if "<math" in html.unescape(formulas[0]):
        answer = texts.convert(html.unescape(formulas[0]))
    else:
        answer = fence("\n".join(formulas)) if len(formulas) > 1 else code_span(formulas[0])
    tolerance = element.said("answer_tolerance")
    percent = next((each.attributes.get("type", "") for each in element.all("answer_tolerance")), "")
    if tolerance.strip("0.%"):
        tolerance += " %" if percent.casefold() == "percent" and "%" not in tolerance else ""
        answer = f"{answer} ± {tolerance}" if len(formulas) == 1 else f"{answer}\n\n± {tolerance}"
    ranges = [
        f"{code_span(each.attributes.get('name', ''))}: {write_range('', each.said('min'), each.said('max'))}"
        for block in element.all("vars")
        for each in block.all("var")
        if each.attributes.get("name")
    ]
    return Draft(line, "short-answer", stem, answer=answer, explanation=bullet_list(ranges))
