"""Items of QTI 2.0 to 2.2, and those of 3.0, which are the same under other names.

Source: IMS Question & Test Interoperability, Assessment, Section and Item information model 2.2 (1EdTech).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.gaps import Gap, fill_gaps, hold_place, holds_place
from mkdeck.importers.drafting.measures import read_written
from mkdeck.importers.drafting.tasks import numeric, ordering, typed
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.qti.body import (
    find_interactions,
    find_remarks,
    is_for_students,
    is_made_anew,
    read_ident,
    read_response,
)
from mkdeck.importers.formats.qti.choice_questions import ItemChoice, choose
from mkdeck.importers.formats.qti.content import Texts, flatten, write_page
from mkdeck.importers.formats.qti.declarations import Answers
from mkdeck.importers.formats.qti.feedback import write_feedback
from mkdeck.importers.formats.qti.pairs import match_up, pair_up
from mkdeck.importers.formats.qti.picture_places import name_places, read_dropped, read_positions, read_spots
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs
from mkdeck.importers.to_markdown.text import escape

_NO_QUESTION = frozenset({"endAttemptInteraction", "mediaInteraction"})
_IN_TEXT = frozenset({"textEntryInteraction", "inlineChoiceInteraction", "gapMatchInteraction"})
_SKIPPED = {
    "uploadInteraction": "it asks for a file to be handed in",
    "drawingInteraction": "it asks for a drawing",
    "customInteraction": "it needs a program of its own",
    "portableCustomInteraction": "it needs a program of its own",
}


def read_item(item: Element, texts: Texts) -> Draft:
    """Read an item. Raises NoDraftError where it can't be a card."""
    return _Item(item, texts).read()


class _Item:
    """One item on its way to a draft."""

    def __init__(self, item: Element, texts: Texts) -> None:
        self.item = item
        self.line = item.line
        self.texts = texts
        self.answers = Answers(item)
        self.body = item.child("itemBody") or Element("itemBody", item.line, {})
        self.interactions = [each for each in find_interactions(self.body) if each.tag not in _NO_QUESTION]
        self.asking = {id(each) for each in self.interactions}
        rubrics = (each for each in self.body.below("rubricBlock") if not is_for_students(each))
        self.rubric = paragraphs(*map(texts.page, rubrics))
        self.modal = {read_ident(each): texts.page(each) for each in item.all("modalFeedback")}

    def read(self) -> Draft:
        """Read the item by what it asks for."""
        tags = [each.tag for each in self.interactions]
        if is_made_anew(self.item, self.body):
            raise NoDraftError("its values are made anew for every student")
        if reason := next((_SKIPPED[tag] for tag in tags if tag in _SKIPPED), ""):
            raise NoDraftError(reason)
        if not tags:
            described = self.texts.page(self.body)
            raise NoDraftError(
                "this is a description, which has no question" if described else "the question has no text"
            )
        reader = _READERS.get(tags[0]) if len(tags) == 1 else None
        return self._complete(reader(self, self.interactions[0]) if reader else self._read_several())

    def _stem(self, shown: Callable[[Element], str | None] = lambda _: None) -> str:
        """Return the text of the body, with the prompt in the place of an interaction."""

        def stand_in(element: Element) -> str | None:
            if element.tag == "rubricBlock" and is_for_students(element):
                return f"<div>{write_page(element, stand_in)}</div>"
            if (held := shown(element)) is not None:
                return held
            if id(element) in self.asking:
                prompt = element.child("prompt")
                return f"<div>{write_page(prompt, stand_in)}</div>" if prompt else ""
            return None

        return self.texts.page(self.body, stand_in)

    def read_choices(self, interaction: Element) -> Draft:
        """Read one or several right choices."""
        right = self.answers.right(read_response(interaction))
        choices = []
        for each in interaction.below("simpleChoice"):
            ident = read_ident(each)
            fixed = each.attributes.get("fixed", "") in ("true", "1")
            choices.append(ItemChoice(self.texts.page(each), ident in right, self._feedback(each, ident), fixed))
        return choose(self.line, self._stem(), choices)

    def _feedback(self, choice: Element, ident: str) -> str:
        own = [self.texts.page(each) for each in choice.below("feedbackInline", "feedbackBlock")]
        names = (ident, f"{ident}_fb", f"FEEDBACK_{ident.removeprefix('RESPONSE_')}_fb")
        return paragraphs(*own, *(self.modal.pop(name, "") for name in names))

    def read_order(self, interaction: Element) -> Draft:
        """Read choices to be put in order."""
        items = {read_ident(each): self.texts.page(each) for each in interaction.below("simpleChoice")}
        order = [value for value in self.answers.correct(read_response(interaction)) if value in items]
        if len(set(order)) != len(items) or len(order) != len(items):
            raise NoDraftError("the source does not tell the order of every item")
        return ordering(self.line, self._stem(), [items[value] for value in order])

    def read_pairs(self, interaction: Element) -> Draft:
        """Read what belongs together; without two sets, any of the choices may stand on either side."""
        sets = interaction.all("simpleMatchSet")
        partners = self._partners(interaction)
        if len(sets) > 1:
            left, right = (self._words(each.all("simpleAssociableChoice")) for each in (sets[0], sets[-1]))
            return match_up(self.line, self._stem(), pair_up(left, left, right, partners), right.values())
        (alone,) = sets or [interaction]
        words = self._words(alone.all("simpleAssociableChoice"))
        rows = pair_up(list(filter(partners.get, words)) or words, words, words, partners)
        used = {text for text, found in rows if found}
        return match_up(self.line, self._stem(), rows, [text for text in words.values() if text not in used])

    def _partners(self, interaction: Element) -> dict[str, list[str]]:
        """Return what belongs to each of the first ones of all pairs."""
        partners: dict[str, list[str]] = {}
        for first, second in self._pairs(interaction):
            partners.setdefault(first, []).append(second)
        return partners

    def _words(self, elements: Iterable[Element]) -> dict[str, str]:
        """Return the texts of elements, each on one line, by their identifiers."""
        return {read_ident(each): flatten(self.texts.page(each)) for each in elements}

    def _pairs(self, interaction: Element) -> list[tuple[str, str]]:
        """Return the pairs of identifiers that are right."""
        values = (value.split() for value in self.answers.right(read_response(interaction)))
        return [(value[0], value[1]) for value in values if len(value) == 2]

    def read_open(self, interaction: Element) -> Draft:
        """Read a question whose answer only a person can judge; what graders are told is the answer."""
        answer = paragraphs(
            *(self.texts.convert(each, "plain") for each in self.answers.correct(read_response(interaction)))
        )
        if not answer:
            answer, self.rubric = self.rubric, ""
        return Draft(self.line, "short-answer", self._stem(), answer=answer or None)

    def read_number(self, interaction: Element) -> Draft:
        """Read a single text or number."""
        response = read_response(interaction)
        accepted = self.answers.accepted(response)
        words = [(escape(text), weight, "") for text, weight in accepted]
        if self.answers.is_number(response):
            return numeric(self.line, self._stem(), [read_written(text) for text, _ in accepted], words)
        plain = [text if self.answers.is_typed(response) else "" for text, _ in accepted]
        return typed(self.line, self._stem(), plain, words)

    def read_hottext(self, interaction: Element) -> Draft:
        """Read words of a text that are to be found in it."""
        right = self.answers.right(read_response(interaction))
        words = {read_ident(each): self.texts.page(each) for each in interaction.below("hottext")}

        def shown(element: Element) -> str | None:
            if element is interaction:
                return f"<div>{write_page(interaction, shown)}</div>"
            return f"<b>{write_page(element)}</b>" if element.tag == "hottext" else None

        found = [text for ident, text in words.items() if ident in right]
        return Draft(self.line, "short-answer", self._stem(shown), answer=bullet_list(found) or None)

    def read_spots(self, interaction: Element) -> Draft:
        """Read places of a picture that are to be found."""
        right = self.answers.right(read_response(interaction))
        return read_spots(interaction, right, self.item, self._stem(), self.texts)

    def read_dropped(self, interaction: Element) -> Draft:
        """Read what belongs to places of a picture."""
        return read_dropped(interaction, self._pairs(interaction), self.item, self._stem(), self.texts)

    def read_named_order(self, interaction: Element) -> Draft:
        """Read places of a picture to be put in order, by their names."""
        names = name_places(interaction)
        order = [value for value in self.answers.correct(read_response(interaction)) if value in names]
        if len(set(order)) != len(names) or len(order) != len(names):
            raise NoDraftError("the source does not tell the order of every place in its picture")
        return ordering(self.line, self._stem_with_picture(interaction), [names[value] for value in order])

    def read_named_pairs(self, interaction: Element) -> Draft:
        """Read places of a picture that belong together, by their names."""
        names, partners = name_places(interaction), self._partners(interaction)
        rows = pair_up(list(filter(partners.get, names)) or names, names, names, partners)
        used = {text for text, found in rows if found}
        stem = self._stem_with_picture(interaction)
        return match_up(self.line, stem, rows, [text for text in names.values() if text not in used])

    def _stem_with_picture(self, interaction: Element) -> str:
        """Return the text of the body with the picture of an interaction below its prompt."""
        return self._stem(lambda each: f"<div>{write_page(each)}</div>" if each is interaction else None)

    def read_position(self, interaction: Element) -> Draft:
        """Read something that is to be put in its places on a picture."""
        stages = (each for each in self.body.below("positionObjectStage") if interaction in each.children)
        stage, right = next(stages, interaction), self.answers.right(read_response(interaction))
        stem = self._stem(lambda each: "" if each in stage.children and each is not interaction else None)
        return read_positions(interaction, stage, right, self.item, stem, self.texts)

    def read_text_entry(self, interaction: Element) -> Draft:
        """Read a single text entry: a gap, unless it stands at the end of all text."""
        page = self._stem(lambda each: hold_place(1) if each is interaction else None)
        before, _, after = page.partition(hold_place(1))
        apart = not before.strip() or before.endswith("\n") or before.rstrip()[-1] in ".:?!"
        return self.read_number(interaction) if apart and not after.strip() else self._read_several()

    def _read_several(self) -> Draft:
        """Read interactions in a text as gaps in it."""
        gaps: list[Gap] = []
        for interaction in self.interactions:
            if interaction.tag not in _IN_TEXT | {"choiceInteraction", "sliderInteraction", "extendedTextInteraction"}:
                raise NoDraftError("it asks for several things of different kinds")

        def shown(element: Element) -> str | None:
            if element.tag in ("gapText", "gapImg"):
                return ""
            if element.tag == "gap":
                gaps.append(self._gap_of(element))
                return hold_place(len(gaps))
            if id(element) not in self.asking or element.tag == "extendedTextInteraction":
                return None
            if element.tag == "gapMatchInteraction":
                return f"<div>{write_page(element, shown)}</div>"
            gaps.append(self._gap(element))
            prompt = element.child("prompt")
            before = f"{write_page(prompt)} " if prompt else ""
            place = f"{before}{hold_place(len(gaps))}"
            return place if element.tag in _IN_TEXT else f"<p>{place}</p>"

        stem = self._stem(shown)
        if not holds_place(stem):
            answer, self.rubric = self.rubric, ""
            return Draft(self.line, "short-answer", stem, answer=answer or None)
        return fill_gaps(self.line, stem, gaps)

    def _gap(self, interaction: Element) -> Gap:
        response = read_response(interaction)
        labels = self._words(interaction.below("inlineChoice", "simpleChoice"))
        if not labels:
            return Gap(tuple((escape(text), weight) for text, weight in self.answers.accepted(response)))
        right = tuple((labels[ident], 100.0) for ident in self.answers.right(response) if ident in labels)
        return Gap(right, tuple(text for text in labels.values() if text), several=len(right) > 1)

    def _gap_of(self, gap: Element) -> Gap:
        """Return a gap with all words that may be moved into it."""
        for interaction in self.interactions:
            if any(gap is each for each in interaction.below("gap")):
                words = self._words(interaction.below("gapText", "gapImg"))
                pairs = self._pairs(interaction)
                right = [words[word] for word, place in pairs if place == read_ident(gap) and word in words]
                return Gap(tuple((text, 100.0) for text in right), tuple(words.values()))
        return Gap(())

    def _complete(self, draft: Draft) -> Draft:
        """Add what every item has: its remarks, its hints, what graders are told."""
        hints = [text for ident, text in self.modal.items() if "hint" in ident.casefold()]
        hints += [self.texts.page(each) for each in self.body.below("infoControl")]
        feedback = [(read_ident(each), self.texts.page(each)) for each in find_remarks(self.body)]
        feedback += [(ident, text) for ident, text in self.modal.items() if "hint" not in ident.casefold()]
        explanation = paragraphs(draft.explanation, write_feedback(feedback), self.rubric)
        return replace(draft, explanation=explanation, hint=paragraphs(*hints))


_READERS: dict[str, Callable[[_Item, Element], Draft]] = {
    "choiceInteraction": _Item.read_choices,
    "orderInteraction": _Item.read_order,
    **dict.fromkeys(("matchInteraction", "associateInteraction"), _Item.read_pairs),
    "extendedTextInteraction": _Item.read_open,
    "sliderInteraction": _Item.read_number,
    "hottextInteraction": _Item.read_hottext,
    "textEntryInteraction": _Item.read_text_entry,
    **dict.fromkeys(("hotspotInteraction", "selectPointInteraction"), _Item.read_spots),
    "graphicGapMatchInteraction": _Item.read_dropped,
    "graphicOrderInteraction": _Item.read_named_order,
    "graphicAssociateInteraction": _Item.read_named_pairs,
    "positionObjectInteraction": _Item.read_position,
}
