"""The responses that an item of QTI 1 asks for, and the texts around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mkdeck.importers.sources.xml_tree import Element

RESPONSES = frozenset({"response_lid", "response_str", "response_num", "response_grp", "response_xy", "response_na"})


@dataclass(frozen=True)
class Response:
    """One response: a choice of labels, or a text or number to type."""

    element: Element

    @property
    def ident(self) -> str:
        """Return its identifier."""
        attributes = self.element.attributes
        return (attributes.get("ident", "") or attributes.get("respident", "")).strip()

    @property
    def kind(self) -> str:
        """Tell what is given back: `lid` a label, `str` a text, `num` a number, `grp` pairs, `xy` a place."""
        return self.element.tag.removeprefix("response_")

    @property
    def cardinality(self) -> str:
        """Tell how many answers it takes: single, multiple or ordered."""
        return self.element.attributes.get("rcardinality", "").casefold()

    @cached_property
    def labels(self) -> list[tuple[str, Element]]:
        """Return the labels with their identifiers."""
        return [(each.attributes.get("ident", "").strip(), each) for each in self.element.below("response_label")]

    @cached_property
    def idents(self) -> tuple[str, ...]:
        """Return all identifiers by which conditions may name it: its own, and that of the field to type in."""
        own = (ident for ident, _ in self.labels) if self.kind in ("str", "num") else ()
        return (self.ident, *own)

    @property
    def prompt(self) -> list[Element]:
        """Return the materials that belong to it alone."""
        return self.element.all("material")

    @property
    def name(self) -> str:
        """Return the name that stands in brackets in the text, where the text has such places."""
        return self.ident.removeprefix("response_")

    @property
    def numeric(self) -> bool:
        """Whether a number is to be typed."""
        fields = self.element.below("render_fib")
        types = {each.attributes.get("fibtype", "").casefold() for each in fields}
        return self.kind == "num" or bool(types & {"decimal", "integer", "scientific"})

    @property
    def span(self) -> tuple[str, str]:
        """Return the lowest and the highest number that it takes, where it says so."""
        for field in self.element.below("render_fib"):
            return field.attributes.get("minnumber", ""), field.attributes.get("maxnumber", "")
        return "", ""


Part = Element | Response
"""A material, or a response, in the order of the presentation."""


def read_parts(presentation: Element) -> list[Part]:
    """Return the materials and responses of a presentation in their order."""
    return list(_parts(presentation))


def _parts(element: Element) -> Iterator[Part]:
    for child in element.children:
        if child.tag == "material":
            yield child
        elif child.tag in RESPONSES:
            # What stands between the fields of one response is part of the text.
            for field in child.all("render_fib"):
                yield from _parts(field)
            yield Response(child)
        elif child.tag not in ("response_extension", "response_label"):
            yield from _parts(child)


def read_match_block(presentation: Element) -> list[Element] | None:
    """Return the right sides of a Blackboard matching question, which stand apart; None where there are none."""
    block = next((each for each in presentation.below("flow") if _class(each) == "RIGHT_MATCH_BLOCK"), None)
    return block.all("flow") if block else None


def read_left_sides(presentation: Element) -> list[tuple[Response, Element]]:
    """Return the responses of a Blackboard matching question, each with the flow that holds it and its left side."""
    return [
        (Response(child), flow)
        for flow in presentation.below("flow")
        for child in flow.all("response_lid")
        if _class(flow) != "RESPONSE_BLOCK"
    ]


def read_question_block(presentation: Element) -> Element:
    """Return the part of a Blackboard question that holds the question itself."""
    blocks = presentation.below("flow")
    return next((each for each in blocks if _class(each) == "QUESTION_BLOCK"), presentation)


def _class(element: Element) -> str:
    return element.attributes.get("class", "")
