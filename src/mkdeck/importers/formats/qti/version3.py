"""Documents of QTI 3, which are those of version 2 under other names.

Source: Question & Test Interoperability 3.0, Assessment, Section and Item information model (1EdTech).
"""

from mkdeck.importers.sources.xml_tree import Element


def rename_elements(element: Element) -> None:
    """Put QTI 3 under the names of QTI 2, in place: `qti-item-body` is `itemBody`."""
    if element.tag.startswith("qti-"):
        element.tag = _camel(element.tag.removeprefix("qti-"))
        element.attributes = {
            name if name.startswith(("data-", "aria-")) else _camel(name): value
            for name, value in element.attributes.items()
        }
    for child in element.children:
        rename_elements(child)


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)
