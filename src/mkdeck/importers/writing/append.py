"""Drafts put at the end of a deck file that is there already, and every other byte of it left as it is."""

import re
from collections.abc import Iterable, Mapping

from mkdeck.course.discovery import show_argument
from mkdeck.course.yaml_source import Source, Value, compose_questions, load
from mkdeck.diagnostics import CommandError, has_errors
from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.losses import list_texts
from mkdeck.importers.writing.yaml import write_questions
from mkdeck.questions.question import REVERSE

ALREADY_THERE = "this question is in the deck already"
"""How the reason starts to leave out a question that is there."""
ALREADY_ELSEWHERE = "this question is in another deck of the course already"
"""How it starts where that is in another deck."""
_ASK_BOTH_WAYS = "; to ask it the other way round as well, write `reverse: true` there"

_ITEM = re.compile(r"[ ]*(?=-\s)")
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_PARTS = ("items", "pairs", "statements")
_SHARE_SAME = 0.5
"""Of a question's choices or parts, that a question has too which is there already."""


class Deck:
    """A deck file that questions are added to. Raises CommandError if it can't be read as one."""

    def __init__(self, source: Source) -> None:
        self.source = source
        value, findings = load(source)
        self.questions = value.get("questions") if isinstance(value, dict) else None
        if has_errors(findings) or not isinstance(self.questions, list):
            check = f"`mkdeck check {show_argument(source.name)}`"
            raise CommandError(f"{source.name} is no deck file to append to; {check} says why.")
        self._stems: dict[str, list[Mapping[str, Value]]] = {}
        self._by_id: dict[str, Mapping[str, Value]] = {}
        for question in self.questions:
            if isinstance(question, dict):
                self._stems.setdefault(_normal(question.get("question")), []).append(question)
                self._by_id[str(question.get("id"))] = question
        self._turned = {f"{each}{REVERSE}" for each, question in self._by_id.items() if _is_turned(question)}

    @property
    def ids(self) -> set[str]:
        """Return the ids that are taken, those of questions that ask others the other way round among them."""
        return {*self._by_id, *self._turned}

    def find_reason(self, draft: Draft) -> str:
        """Return why a question is not to be added: it is there already, or would turn one round that is; else nothing.

        One is there already by its id, or by its words and at least half of its parts.
        """
        base_id = draft.id.removesuffix(REVERSE)
        base = self._by_id.get(base_id)
        if base and base_id != draft.id and draft.id not in self._by_id and _turns(draft, base):
            asked = "" if draft.id in self._turned else f", the other way round; write `reverse: true` in '{base_id}'"
            return f"{ALREADY_THERE}{asked}"
        if not self._holds(draft):
            return ""
        is_new = base and draft.more.get("reverse") == "true" and not base.get("reverse")
        return f"{ALREADY_THERE}{_ASK_BOTH_WAYS}" if is_new else ALREADY_THERE

    def _holds(self, draft: Draft) -> bool:
        """Whether a question is there already; below other contexts the same words ask something else."""
        if draft.id and draft.id in self._by_id:
            return True
        there = self._stems.get(_normal(draft.question), ())
        return any(_share_context(draft, each) and _share_parts(draft, each) for each in there)

    def asks(self, draft: Draft) -> bool:
        """Whether a question is there by its id and its words, both."""
        return _normal(self._by_id.get(draft.id, {}).get("question")) == _normal(draft.question)

    def append(self, drafts: Iterable[Draft], ids: Iterable[str]) -> str:
        """Return the file's text with these questions at its end."""
        drafts = list(drafts)
        text = self.source.text
        nodes = list(compose_questions(self.source))
        item = None
        if nodes:
            start = text.rfind("\n", 0, nodes[-1].start_mark.index) + 1
            item = _ITEM.match(text, start)
        if item is None:
            raise CommandError(f"{self.source.name} is written in a way that can't be appended to; use another file.")
        end = _end(text, nodes[-1].end_mark.index)
        new = write_questions(drafts, ids, len(item.group()), set(_ANCHOR.findall(text)))
        after = text[end:].lstrip("\r\n")
        joined = f"{text[:end].rstrip()}\n\n{new}" + (f"\n{after}" if after else "")
        if "\r\n" in text:
            joined = joined.replace("\r\n", "\n").replace("\n", "\r\n")
        self._verify(joined, len(drafts))
        return joined

    def _verify(self, text: str, added: int) -> None:
        value, findings = load(Source(self.source.path, self.source.name, text))
        questions = value.get("questions") if isinstance(value, dict) else None
        if (
            has_errors(findings)
            or not isinstance(questions, list)
            or questions[: len(questions) - added] != self.questions
        ):
            raise CommandError(f"{self.source.name} is written in a way that can't be appended to; use another file.")


def _is_turned(question: Mapping[str, Value]) -> bool:
    """Whether a question is asked the other way round, too, or was."""
    said = question.get("reverse")
    return isinstance(said, dict) or str(said).lower() in ("true", "yes", "on")


def _turns(draft: Draft, base: Mapping[str, Value]) -> bool:
    """Whether a question has the answer of another as its question, or the other way round."""
    texts = _normal(draft.question), _normal(draft.answer)
    return any(
        one == other for one, other in zip(texts, map(_normal, (base.get("answer"), base.get("question"))), strict=True)
    )


def _share_context(draft: Draft, question: Mapping[str, Value]) -> bool:
    """Whether two questions stand below the same context, or one of them below none."""
    return len({_normal(each) for each in (draft.context, question.get("context")) if each}) <= 1


def _share_parts(draft: Draft, question: Mapping[str, Value]) -> bool:
    """Whether a question has at least half of a draft's choices and parts, or neither has any."""
    texts = {_normal(choice.text) for choice in draft.choices} | _parts_of(draft.more)
    known = {_normal(each) for each in _choice_texts(question.get("choices"))} | _parts_of(question)
    return len(texts & known) >= _SHARE_SAME * len(texts) if texts else not known


def _end(text: str, index: int) -> int:
    """Find the end of the line on which the last question ends."""
    start = text.rfind("\n", 0, index) + 1
    line = text[start:index]
    if line.strip() == "" and start:
        return start
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _choice_texts(choices: Value | None) -> list[str]:
    if not isinstance(choices, list):
        return []
    return [
        str(each.get("correct", each.get("wrong", ""))) if isinstance(each, dict) else str(each) for each in choices
    ]


def _parts_of(keys: Mapping[str, object]) -> set[str]:
    """Return the texts of items, pairs and statements."""
    return {_normal(text) for key in _PARTS for text in list_texts(keys.get(key))}


def _normal(text: object) -> str:
    return " ".join(str(text).split()).casefold()
