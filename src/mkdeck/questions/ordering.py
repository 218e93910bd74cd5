"""Ordering: items to put in order."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.items import compare_told, mix_items, split_items, write_items
from mkdeck.questions.keys import Text
from mkdeck.questions.question import Fields, Filled, Question, ReadBack, ReadBackError, Reader, Writer
from mkdeck.text.markdown import unwrap

_ORDER = re.compile(r'data-order="(?P<order>[\d ]+)"')
_LIST = re.compile(r"<ol>.*</ol>", re.DOTALL)


class Ordering(Question):
    """Items to put in order."""

    type: Literal["ordering"]
    items: Annotated[tuple[Text, ...], Field(min_length=2)] = Field(
        description="In the right order; a card shows them in another one."
    )

    place: ClassVar[int] = 7

    @property
    @override
    def task(self) -> str:
        return "order"

    @override
    def fill(self, writer: Writer) -> Filled:
        stem = writer.write(self.question, "question").html
        items = [unwrap(writer.write(each, "items", i).html) for i, each in enumerate(self.items)]
        mixed = mix_items(items, stem)
        order = " ".join(str(mixed.index(i)) for i in range(len(items)))
        right = f'<div class="answer ordered" data-order="{order}"><ol>{_list_keys(items)}</ol></div>'
        return Filled(
            {"Text": stem, "Choices": write_items("task order", "item", (items[i] for i in mixed)), "Answer": right}
        )

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        stem = reader.read("Question", fields["Text"])
        items = [reader.read("Answer", each, bare=True) for each in _read(fields)]
        mixed = [reader.read("Choices", each, bare=True) for _, each in split_items(fields["Choices"], "item")]
        order = _read_order(fields)
        if len(items) != len(order) or sorted(order) != list(range(len(mixed))):
            raise ReadBackError("its items no longer fit their order")
        comments = compare_told([mixed[at] for at in order], items, "items")
        return ReadBack({"question": stem, "items": items}, comments)

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        order = _read_order(fields)
        return " · ".join(str(order.index(i) + 1) for i in range(len(order)))


def _list_keys(items: list[str]) -> str:
    return "".join(f'<li class="key">{each}</li>' for each in items)


def _read(fields: Fields) -> list[str]:
    match = _LIST.search(fields["Answer"])
    return [inner for _, inner in split_items(match.group(), "key")] if match else []


def _read_order(fields: Fields) -> list[int]:
    match = _ORDER.search(fields["Answer"])
    return list(map(int, match["order"].split())) if match else []
