"""What stands in an item of version 2 and in its body: interactions, remarks, and how these are called.

Source: IMS Question & Test Interoperability, Assessment, Section and Item information model 2.2 (1EdTech).
"""

from collections.abc import Iterator

from mkdeck.importers.sources.xml_tree import Element


def read_ident(element: Element) -> str:
    """Return what an element is called; empty where it has no name."""
    return element.attributes.get("identifier", "")


def read_response(interaction: Element) -> str:
    """Return what the response to an interaction is called; empty where it has none."""
    return interaction.attributes.get("responseIdentifier", "")


def find_interactions(element: Element) -> Iterator[Element]:
    """Yield the interactions of a body in their order, those inside others as well."""
    for child in element.children:
        if child.tag.endswith("Interaction"):
            yield child
        yield from find_interactions(child)


def find_remarks(element: Element) -> Iterator[Element]:
    """Yield the feedback in a body that does not belong to a single choice."""
    for child in element.children:
        if child.tag in ("feedbackInline", "feedbackBlock"):
            yield child
        elif child.tag != "simpleChoice":
            yield from find_remarks(child)


def is_for_students(rubric: Element) -> bool:
    """Whether a block of instructions is for those who answer."""
    return "candidate" in rubric.attributes.get("view", "candidate")


def is_made_anew(item: Element, body: Element) -> bool:
    """Whether the text or the answer of an item holds values that are drawn for every student."""
    names = set(map(read_ident, item.all("templateDeclaration")))
    shown = any(each.text.strip() in names for each in body.below("mi", "mn")) if names else False
    set_anew = next(item.below("setCorrectResponse"), None) is not None
    return shown or set_anew or next(body.below("printedVariable"), None) is not None
