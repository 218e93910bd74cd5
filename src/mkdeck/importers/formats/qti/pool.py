"""Questions of Blackboard's own pools, from before it took up QTI; test banks of publishers still come as these.

Source: the "Blackboard V6+" question format of Moodle, which reads them.
"""

from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.conversions import ordering
from mkdeck.importers.formats.qti.choice_questions import ItemChoice, choose
from mkdeck.importers.formats.qti.content import Texts, flatten
from mkdeck.importers.formats.qti.pairs import match_up
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs

PREFIX = "QUESTION_"
"""What the names of all elements start with that are questions."""

_CHOICES = frozenset({"TRUEFALSE", "MULTIPLECHOICE", "MULTIPLEANSWER", "EITHEROR"})


def read_item(item: Element, texts: Texts) -> Draft | str:
    """Read a question, or say why it can't be."""
    body = item.child("BODY")
    stem = _convert(body, texts)
    if not stem:
        return "the question has no text"
    gradable = item.child("GRADABLE") or item
    right = [each.attributes for each in gradable.all("CORRECTANSWER")]
    draft = _read_kind(item, stem, right, texts)
    if isinstance(draft, str):
        return draft
    remarks = [texts.convert(gradable.said(f"FEEDBACK_WHEN_{verdict}")) for verdict in ("CORRECT", "INCORRECT")]
    return replace(draft, explanation=paragraphs(draft.explanation, *remarks))


def _read_kind(item: Element, stem: str, right: list[dict[str, str]], texts: Texts) -> Draft | str:
    kind = item.tag.removeprefix(PREFIX)
    answers = {each.attributes.get("id", ""): _convert(each, texts) for each in item.all("ANSWER")}
    named = [each.get("answer_id", "") for each in right]
    if kind in _CHOICES:
        return choose(item.line, stem, [ItemChoice(text, ident in named, "") for ident, text in answers.items()])
    if kind == "MATCH":
        offered = {each.attributes.get("id", ""): flatten(_convert(each, texts)) for each in item.all("CHOICE")}
        sides = [
            (
                flatten(text),
                [offered.get(each.get("choice_id", ""), "") for each in right if each.get("answer_id") == ident],
            )
            for ident, text in answers.items()
        ]
        return match_up(item.line, stem, sides, offered.values())
    if kind in ("ORDER", "ORDERING"):
        order = [each.get("answer_id", "") for each in sorted(right, key=lambda each: each.get("order", "").zfill(9))]
        if sorted(order) != sorted(answers):
            return "the source does not tell the order of every item"
        return ordering(item.line, stem, [answers[ident] for ident in order])
    if kind in ("ESSAY", "FILLINBLANK", "SHORTRESPONSE"):
        accepted = [text for text in answers.values() if text]
        answer = accepted[0] if len(accepted) == 1 else bullet_list(accepted)
        return Draft(item.line, "short-answer", stem, answer=answer or None)
    return f"questions of the type '{kind.lower()}' can't be turned into a card"


def _convert(element: Element | None, texts: Texts) -> str:
    if element is None:
        return ""
    flags = element.child("FLAGS")
    is_html = flags.child("ISHTML") if flags else None
    form = "html" if is_html and is_html.attributes.get("value") == "true" else "moodle"
    return texts.convert(element.said("TEXT"), form)
