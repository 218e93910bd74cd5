"""Items of QTI 1.2, as Canvas, Blackboard, Brightspace, ILIAS, Respondus and others write them.

Sources: IMS Question & Test Interoperability, ASI XML binding 1.2.1; IMS Common Cartridge profile 1.3 (1EdTech).
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.gaps import Gap, fill_gaps, hold_place
from mkdeck.importers.drafting.measures import read_written
from mkdeck.importers.drafting.tasks import matching, numeric, ordering, typed
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.qti.calculated import read_formula
from mkdeck.importers.formats.qti.choice_questions import ItemChoice, choose
from mkdeck.importers.formats.qti.content import Texts, flatten, join, read_material
from mkdeck.importers.formats.qti.item_feedback import ItemFeedback
from mkdeck.importers.formats.qti.metadata import read_metadata
from mkdeck.importers.formats.qti.pairs import match_up
from mkdeck.importers.formats.qti.picture_places import read_areas
from mkdeck.importers.formats.qti.responses import (
    Part,
    Response,
    has_text_between,
    materials,
    names_gaps,
    offer_same,
    read_left_sides,
    read_match_block,
    read_parts,
    read_question_block,
    require_stem,
)
from mkdeck.importers.formats.qti.scoring import Scoring
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs
from mkdeck.importers.to_markdown.text import escape

_FIXED = re.compile(r"(?P<true>[a-z]+)_(?P<false>[a-z]+)\.(?P<which>true|false)")
_ACCEPTING = frozenset({"fill_in_multiple_blanks_question"})
_UNASKED = frozenset({"text_only_question", "text only", "textonly"})
_FILES = frozenset({"file_upload_question", "file upload", "fileupload"})


def read_item(item: Element, texts: Texts) -> Draft:
    """Read an item. Raises NoDraftError where it can't be a card."""
    return _Item(item, texts).read()


class _Item:
    """One item on its way to a draft."""

    def __init__(self, item: Element, texts: Texts) -> None:
        self.item = item
        self.line = item.line
        self.texts = texts
        self.scoring = Scoring(item)
        self.feedback = ItemFeedback(item, texts, self.scoring.feedback_of())
        self.presentation = item.child("presentation") or Element("presentation", item.line, {})
        fields = read_metadata(item)
        names = ("question_type", "bbmd_questiontype", "qmd_questiontype", "questiontype", "cc_profile", "qmd_itemtype")
        self.type = next((fields[name] for name in names if fields.get(name)), "").casefold()

    def read(self) -> Draft:
        """Read the item by what it asks for."""
        parts = read_parts(self.presentation)
        responses = [part for part in parts if isinstance(part, Response) and part.kind != "na"]
        self._check_asks(parts, responses)
        if place := next((each for each in responses if each.areas), None):
            awards = self.scoring.awards(*place.idents)
            as_html = "image map" in self.type  # as ILIAS calls it
            return self.feedback.complete(read_areas(place, awards, self.presentation, self.texts, as_html=as_html))
        return self.feedback.complete(self._read_kind(parts, responses))

    def _check_asks(self, parts: list[Part], responses: list[Response]) -> None:
        """Raise NoDraftError where an item asks nothing, or what no card can."""
        if self.type in _FILES:
            raise NoDraftError("it asks for a file to be handed in")
        if self.type in _UNASKED or (not responses and not self.scoring.conditions and "essay" not in self.type):
            raise NoDraftError(self._describe_unasked(parts))

    def _describe_unasked(self, parts: list[Part]) -> str:
        """Say why an item asks nothing."""
        if not any(self.texts.material(part) for part in materials(parts)):
            return "the question has no text"
        described = not self.type or self.type in _UNASKED
        return (
            "this is a description, which has no question"
            if described
            else "its choices or answers are not part of the file"
        )

    def _read_kind(self, parts: list[Part], responses: list[Response]) -> Draft:
        right_sides = read_match_block(self.presentation)
        if right_sides is not None:
            return self._read_match_block(right_sides)
        stem = paragraphs(*map(self.texts.material, materials(parts)))
        if formula := next(self.item.below("calculated"), None):
            return read_formula(self.line, require_stem(stem), formula, self.texts)
        page = join(piece for part in materials(parts) for piece in read_material(part))
        if names_gaps(page, responses):
            return self._read_named_gaps(page, responses)
        if has_text_between(parts) and not any(each.kind == "grp" for each in responses):
            return self._read_alternating(parts, responses) or self._read_gaps(parts, responses)
        return self._read_responses(require_stem(stem), responses)

    def _read_responses(self, stem: str, responses: list[Response]) -> Draft:
        """Read a question below whose text stands all that is to be chosen or typed."""
        if len(responses) > 1 or any(each.prompt and each.labels for each in responses):
            return self._read_several(stem, responses)
        return self._read_one(stem, responses[0]) if responses else Draft(self.line, "short-answer", stem)

    def _read_one(self, stem: str, response: Response) -> Draft:
        if response.kind == "grp":
            return self._read_pairs(stem, response)
        if response.cardinality == "ordered" and response.labels:
            return self._read_ordering(stem, response)
        if response.kind == "lid" or next(response.element.below("render_choice"), None):
            return self._read_choices(stem, response)
        if numbers := self._numbers(response):
            linked = [(escape(text), weight, self.feedback.take(names)) for text, weight, names in numbers]
            return numeric(self.line, stem, [read_written(text) for text, _, _ in numbers], linked)
        return self._read_words(stem, response)

    def _read_words(self, stem: str, response: Response) -> Draft:
        words = self._words(response)
        if not words:
            return Draft(self.line, "short-answer", stem)
        plain = [text if self.scoring.is_typed(*response.idents) else "" for text, _, _ in words]
        return typed(self.line, stem, plain, [(escape(text), weight, said) for text, weight, said in words])

    def _words(self, response: Response) -> list[tuple[str, float, str]]:
        """Return accepted words, and wrong ones with feedback, as they are typed, each with its weight and feedback."""
        accepted = self.scoring.awards(*response.idents)
        values = dict.fromkeys([*accepted, *self.feedback.owners.values()])
        feedback = {value: self.feedback.take_of(value) for value in values}
        words = [(value, weight, feedback[value]) for value, weight in accepted.items() if weight > 0 and value]
        wrong = [(value, text) for value, text in feedback.items() if text and accepted.get(value, 0) <= 0]
        return words + [(value, 0.0, text) for value, text in wrong]

    def _numbers(self, response: Response) -> list[tuple[str, float, tuple[str, ...]]]:
        numeric = response.numeric or "numeric" in self.type or self.scoring.has_range(response.ident)
        return self.scoring.numbers(response.ident, response.span) if numeric else []

    def _read_choices(self, stem: str, response: Response) -> Draft:
        awards = self.scoring.awards(*response.idents)
        several = response.cardinality == "multiple" or "answers" in self.type or "multiple answer" in self.type
        needed = 0.0 if several else 99.9
        choices = []
        for ident, element in response.labels:
            text = self._label(element)
            earned = awards.get(ident, awards.get(f"{ident}:correct", awards.get(text, 0.0)))
            choices.append(ItemChoice(text, earned > needed, self.feedback.take_of(ident)))
        return choose(self.line, stem, choices)

    def _label(self, element: Element) -> str:
        text = self.texts.material(element)
        fixed = _FIXED.fullmatch(text.replace("\\", ""))
        return fixed[fixed["which"]].capitalize() if fixed else text

    def _read_ordering(self, stem: str, response: Response) -> Draft:
        labels = {ident: self.texts.material(element) for ident, element in response.labels}
        sequence = self.scoring.sequence(response.ident)
        values = [part for value in sequence for part in ([value] if value in labels else re.split(r"[\s,]+", value))]
        order = list(dict.fromkeys(each for each in values if each in labels))
        if len(order) != len(labels):
            raise NoDraftError("the source does not tell the order of every item")
        return ordering(self.line, stem, [labels[ident] for ident in order])

    def _read_pairs(self, stem: str, response: Response) -> Draft:
        labels = {ident: self.texts.material(element) for ident, element in response.labels}
        values = [value.partition(",") for value in self.scoring.sequence(response.ident)]
        pairs = [(left.strip(), right.strip()) for left, _, right in values]
        pairs = [pair for pair in dict.fromkeys(pairs) if pair[0] in labels and pair[1] in labels]
        used = {ident for pair in pairs for ident in pair}
        shown = [(labels[left], labels[right]) for left, right in pairs]
        return matching(self.line, stem, shown, [text for ident, text in labels.items() if ident not in used])

    def _read_match_block(self, right_sides: list[Element]) -> Draft:
        stem = self.texts.material(read_question_block(self.presentation))
        offered = [flatten(self.texts.material(each)) for each in right_sides]
        sides: list[tuple[str, list[str]]] = []
        for response, flow in read_left_sides(self.presentation):
            left = flatten(" ".join(text for each in flow.all("flow") if (text := self.texts.material(each))))
            awards = self.scoring.awards(response.ident)
            places = [i for i, (ident, _) in enumerate(response.labels) if awards.get(ident, 0) > 0]
            sides.append((left, [offered[i] for i in places if i < len(offered)]))
        return match_up(self.line, stem, sides, offered)

    def _read_alternating(self, parts: list[Part], responses: list[Response]) -> Draft | None:
        """Read a matching question whose left sides stand before the responses; None where it is something else."""
        labels = [self._labels(each) for each in responses]
        if len(responses) < 2 or not offer_same(labels) or any(each.kind != "lid" for each in responses):
            return None
        first, lefts = self._find_lefts(parts)
        if not all(lefts):
            return None
        stem = paragraphs(*map(self.texts.material, materials(parts[: first - 1])))
        return self._match_up(stem, zip(map(flatten, lefts), responses, strict=True), labels)

    def _find_lefts(self, parts: list[Part]) -> tuple[int, list[str]]:
        """Find the place of the first response, and the text just before every one; empty where there is none."""
        places = [i for i, part in enumerate(parts) if isinstance(part, Response)]
        befores = [parts[i - 1] if i else None for i in places]
        return places[0], [self.texts.material(each) if isinstance(each, Element) else "" for each in befores]

    def _labels(self, response: Response) -> dict[str, str]:
        """Return the labels of a response, each on one line, by their identifiers."""
        return {ident: flatten(self._label(element)) for ident, element in response.labels}

    def _match_up(self, stem: str, sides: Iterable[tuple[str, Response]], labels: Sequence[Mapping[str, str]]) -> Draft:
        found: list[tuple[str, list[str]]] = []
        for (left, response), texts in zip(sides, labels, strict=True):
            awards = self.scoring.awards(response.ident)
            found.append((left, [text for ident, text in texts.items() if awards.get(ident, 0) > 0 and text]))
        return match_up(self.line, stem, found, labels[0].values())

    def _read_several(self, stem: str, responses: list[Response]) -> Draft:
        labels = [self._labels(each) for each in responses]
        prompts = [flatten(" ".join(map(self.texts.material, each.prompt))) for each in responses]
        if all(each.kind in ("lid", "grp") for each in responses) and offer_same(labels):
            return self._match_up(stem, zip(prompts, responses, strict=True), labels)
        gaps = [self._gap(each) for each in responses]
        lines = [f"{prompt} {hold_place(i)}".strip() for i, prompt in enumerate(prompts, 1)]
        return fill_gaps(self.line, paragraphs(stem, bullet_list(lines, "1.")), gaps)

    def _gap(self, response: Response) -> Gap:
        if numbers := self._numbers(response):
            return Gap(tuple((escape(text), weight) for text, weight, _ in numbers))
        labels = {ident: text for ident, text in self._labels(response).items() if text}
        accepting = self.type in _ACCEPTING and response.typed
        accepts_all = accepting and response.kind == "lid"
        awards = dict.fromkeys(labels, 100.0) if accepts_all else self.scoring.awards(*response.idents)
        return Gap(
            right=tuple((labels.get(value, escape(value)), weight) for value, weight in awards.items() if weight > 0),
            offered=() if accepting else tuple(labels.values()),
            feedback=tuple(self._list_feedback(labels)),
            several=response.cardinality in ("multiple", "ordered"),
        )

    def _list_feedback(self, labels: Mapping[str, str]) -> Iterator[str]:
        """Yield what is said of labels, each behind its own."""
        for ident, label in labels.items():
            if text := self.feedback.take_of(ident):
                yield f"{label}: {flatten(text)}"

    def _read_named_gaps(self, page: str, responses: list[Response]) -> Draft:
        rest: list[str] = []
        for number, response in enumerate(responses, 1):
            names = {f"[{response.name}]", html.escape(f"[{response.name}]", quote=False)}
            if not any(name in page for name in names):
                rest.append(hold_place(number))
            for name in names:
                page = page.replace(name, hold_place(number))
        text = paragraphs(self.texts.convert(page), *rest)
        return fill_gaps(self.line, text, [self._gap(each) for each in responses])

    def _read_gaps(self, parts: list[Part], responses: list[Response]) -> Draft:
        numbers = {id(response): number for number, response in enumerate(responses, 1)}
        pieces: list[tuple[str, str]] = []
        for part in parts:
            pieces += read_material(part) if isinstance(part, Element) else [("html", hold_place(numbers[id(part)]))]
        page = re.sub(r"(?<=\w)(?=\ue000)|(?<=\ue001)(?=\w)", " ", join(pieces))
        return fill_gaps(self.line, self.texts.convert(page), [self._gap(each) for each in responses])
