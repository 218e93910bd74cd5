"""The responses that an item of QTI 1 asks for, and the texts around them."""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.qti.content import read_material
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
        """Return what is given back: `lid` a label, `str` a text, `num` a number, `grp` pairs, `xy` a place."""
        return self.element.tag.removeprefix("response_")

    @property
    def cardinality(self) -> str:
        """Return how many answers it takes: single, multiple or ordered."""
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
    def areas(self) -> bool:
        """Whether a place in a picture is to be chosen."""
        return self.kind == "xy" or next(self.element.below("render_hotspot"), None) is not None

    @property
    def typed(self) -> bool:
        """Whether its labels are no choices, but what may be typed."""
        return all(each.attributes.get("answer_type", "openEntry") == "openEntry" for _, each in self.labels)

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


def materials(parts: Iterable[Part]) -> list[Element]:
    """Return the materials among the parts of a presentation."""
    return [part for part in parts if isinstance(part, Element)]


def leave_out(element: Element, part: Element) -> Element:
    """Return an element without a part of it."""
    content = [each if isinstance(each, str) else leave_out(each, part) for each in element.content if each is not part]
    children = [each for each in content if isinstance(each, Element)]
    return Element(element.tag, element.line, element.attributes, children, content)


def names_gaps(page: str, responses: Iterable[Response]) -> bool:
    """Whether a text has the name of a response in brackets."""
    text = html.unescape(page)
    return any(f"[{each.name}]" in text for each in responses if each.name)


def has_text_between(parts: Sequence[Part]) -> bool:
    """Whether responses stand in the middle of a text, so that they are gaps in it."""
    responses = [i for i, part in enumerate(parts) if isinstance(part, Response)]
    if not responses:
        return False
    first = parts[responses[0]]
    if len(responses) == 1 and isinstance(first, Response) and first.kind == "lid":
        return False
    after = materials(parts[responses[0] + 1 :])
    return any(text.strip() for part in after for _, text in read_material(part))


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


def offer_same(labels: Iterable[Mapping[str, str]]) -> bool:
    """Whether all responses, given by their labels, offer the same texts."""
    return len({frozenset(each.values()) for each in labels}) == 1


def require_stem(stem: str) -> str:
    """Return the text of a question. Raises NoDraftError where there is none."""
    if not stem:
        raise NoDraftError("the question has no text")
    return stem


def _class(element: Element) -> str:
    return element.attributes.get("class", "")
