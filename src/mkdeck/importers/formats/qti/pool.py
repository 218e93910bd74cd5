"""Questions of Blackboard's own pools, from before it took up QTI; test banks of publishers still come as these.

Source: the "Blackboard V6+" question format of Moodle, which reads them.
"""

from collections.abc import Callable
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.tasks import ordering, typed
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.qti.choice_questions import ItemChoice, choose
from mkdeck.importers.formats.qti.content import Texts, flatten
from mkdeck.importers.formats.qti.pairs import match_up
from mkdeck.importers.formats.qti.responses import require_stem
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs

PREFIX = "QUESTION_"
"""What the names of all elements start with that are questions."""

_Attributes = list[dict[str, str]]
"""The attributes of the elements that name right answers."""


def read_item(item: Element, texts: Texts) -> Draft:
    """Read a question. Raises NoDraftError where it can't be one of mkdeck's."""
    stem = require_stem(_convert(item.child("BODY"), texts))
    gradable = item.child("GRADABLE") or item
    kind = item.tag.removeprefix(PREFIX)
    if kind not in _READERS:
        raise NoDraftError(f"questions of the type '{kind.lower()}' can't be turned into a card")
    draft = _READERS[kind](item, stem, [each.attributes for each in gradable.all("CORRECTANSWER")], texts)
    remarks = [texts.convert(gradable.text_at(f"FEEDBACK_WHEN_{verdict}")) for verdict in ("CORRECT", "INCORRECT")]
    return replace(draft, explanation=paragraphs(draft.explanation, *remarks))


def _read_choices(item: Element, stem: str, right: _Attributes, texts: Texts) -> Draft:
    named = [each.get("answer_id", "") for each in right]
    answers = _read_answers(item, texts)
    return choose(item.line, stem, [ItemChoice(text, ident in named, "") for ident, text in answers.items()])


def _read_matching(item: Element, stem: str, right: _Attributes, texts: Texts) -> Draft:
    answers = _read_answers(item, texts)
    offered = {each.attributes.get("id", ""): flatten(_convert(each, texts)) for each in item.all("CHOICE")}
    found: dict[str | None, list[str]] = {}
    for each in right:
        found.setdefault(each.get("answer_id"), []).append(offered.get(each.get("choice_id", ""), ""))
    sides = [(flatten(text), found.get(ident, [])) for ident, text in answers.items()]
    return match_up(item.line, stem, sides, offered.values())


def _read_ordering(item: Element, stem: str, right: _Attributes, texts: Texts) -> Draft:
    answers = _read_answers(item, texts)
    order = [each.get("answer_id", "") for each in sorted(right, key=lambda each: each.get("order", "").zfill(9))]
    if sorted(order) != sorted(answers):
        raise NoDraftError("the source does not tell the order of every item")
    return ordering(item.line, stem, [answers[ident] for ident in order])


def _read_words(item: Element, stem: str, _right: _Attributes, texts: Texts) -> Draft:
    accepted = {each.text_at("TEXT"): text for each in item.all("ANSWER") if (text := _convert(each, texts))}
    if item.tag == f"{PREFIX}FILLINBLANK" and accepted:
        return typed(item.line, stem, list(accepted), [(text, 100.0, "") for text in accepted.values()])
    answer = next(iter(accepted.values())) if len(accepted) == 1 else bullet_list(accepted.values())
    return Draft(item.line, "short-answer", stem, answer=answer or None)


_READERS: dict[str, Callable[[Element, str, _Attributes, Texts], Draft]] = {
    **dict.fromkeys(("TRUEFALSE", "MULTIPLECHOICE", "MULTIPLEANSWER", "EITHEROR"), _read_choices),
    "MATCH": _read_matching,
    **dict.fromkeys(("ORDER", "ORDERING"), _read_ordering),
    **dict.fromkeys(("ESSAY", "FILLINBLANK", "SHORTRESPONSE"), _read_words),
}


def _read_answers(item: Element, texts: Texts) -> dict[str, str]:
    return {each.attributes.get("id", ""): _convert(each, texts) for each in item.all("ANSWER")}


def _convert(element: Element | None, texts: Texts) -> str:
    if element is None:
        return ""
    flags = element.child("FLAGS")
    is_html = flags.child("ISHTML") if flags else None
    form = "html" if is_html and is_html.attributes.get("value") == "true" else "moodle"
    return texts.convert(element.text_at("TEXT"), form)
