"""Matching: two columns whose sides belong together."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.choices import write_letters
from mkdeck.questions.items import compare_told, mix_items, number_keys, split_items, write_items
from mkdeck.questions.keys import Strict, Text
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, ReadBackError, Reader, Writer
from mkdeck.questions.slips import show
from mkdeck.text.markdown import unwrap
from mkdeck.text.nearest import find_nearest

_PAIRS = re.compile(r'data-pairs="(?P<pairs>[\d ]+)"')
_PAIR = re.compile(
    r'<div class="one"[^<>]*>(?P<left>.*?)</div>\s*<span class="link">.*?</span>\s*'
    r'<div class="other"[^<>]*>(?P<right>.*?)</div>\s*(?=</li>)',
    re.DOTALL,
)
_BETWEEN = re.compile("\\s+(?:->|=>|=|:|\u2013|\u2014|-|\\|)\\s+|:\\s+|\\s*[\u2192\u21d2\u27f6]\\s*")
"""What stands between two sides in a text."""
_RIGHTS = '<ol class="rights">'


class Pair(Strict):
    """Two sides that belong together."""

    left: Text
    right: Text

    @model_validator(mode="before")
    @classmethod
    def _from_source(cls, value: Any) -> Any:
        names = [*cls.model_fields]
        if isinstance(value, dict) and ({*value} & {*names} or any(find_nearest(key, names) for key in value)):
            return value
        if not isinstance(value, (str, list, dict)):
            return value
        left, right = _find_sides(value)
        message = "a pair says which side is which: {left: {left}, right: {right}}"
        raise PydanticCustomError("pair", message, {"left": left, "right": right})


def _find_sides(value: str | list[Any] | dict[str, Any]) -> list[str]:
    """Return the two sides of what is hardly written as a pair, as YAML has them; dots where they can't be told."""
    sides = value
    if isinstance(value, str):
        sides = _BETWEEN.split(value)
    elif isinstance(value, dict):
        sides = [*value, *value.values()] if len(value) == 1 else [*value.values()]
    if len(sides) == 2 and all(isinstance(each, str) and each.strip() for each in sides):
        return [show(each, inside=True) for each in sides]
    return ["..."] * 2


class Matching(Question):
    """Two columns whose sides belong together."""

    type: Literal["matching"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2)] = Field(
        description="Each a `left` and the `right` that belongs to it; one right side may serve several left ones."
    )
    extra: tuple[Text, ...] = Field((), description="Right sides that fit nothing.")

    place: ClassVar[int] = 8
    parts: ClassVar = {"pairs": ("left", "right")}

    @property
    @override
    def task(self) -> str:
        return "pairs"

    @override
    def fill(self, writer: Writer) -> Filled:
        stem = writer.write(self.question, "question").html
        lefts = [unwrap(writer.write(each.left, "pairs", i, "left").html) for i, each in enumerate(self.pairs)]
        own = [unwrap(writer.write(each.right, "pairs", i, "right").html) for i, each in enumerate(self.pairs)]
        more = [unwrap(writer.write(each, "extra", i).html) for i, each in enumerate(self.extra)]
        rights = list(dict.fromkeys([*own, *more]))
        mixed = mix_items(rights, stem, turn=False)
        columns = write_items("lefts", "left", lefts) + write_items("rights", "partner", (rights[i] for i in mixed))
        places = " ".join(str(mixed.index(rights.index(each))) for each in own)
        pairs = "".join(
            f'<li class="pair"><div class="one" dir="auto">{left}</div><span class="link">→</span>'
            f'<div class="other" dir="auto">{right}</div></li>'
            for left, right in zip(lefts, own, strict=True)
        )
        answer = f'<div class="answer matched" data-pairs="{places}"><ol>{pairs}</ol></div>'
        return Filled({"Text": stem, "Choices": f'<div class="task pairs">{columns}</div>', "Answer": answer})

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        keys: Keys = {"question": reader.read("Question", fields["Text"])}
        lefts, rights = _read_columns(fields)
        places = _read_places(fields)
        if len(places) != len(lefts) or not all(at < len(rights) for at in places):
            raise ReadBackError("its two columns no longer fit what belongs together")
        said = [reader.read("Choices", each, bare=True) for each in rights]
        pairs = [
            {"left": reader.read("Choices", left, bare=True), "right": said[at]}
            for left, at in zip(lefts, places, strict=True)
        ]
        keys["pairs"] = pairs
        comments = compare_told(pairs, _read_told(fields, reader), "pairs")
        extra = [text for i, text in enumerate(said) if i not in places]
        return ReadBack(keys | ({"extra": extra} if extra else {}), comments)

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        return number_keys(write_letters([at]) for at in _read_places(fields))


def _read_told(fields: Fields, reader: Reader) -> list[Keys]:
    """Read the pairs as the back tells them."""
    return [
        {key: reader.read("Answer", side, bare=True) for key, side in match.groupdict().items()}
        for match in _PAIR.finditer(fields["Answer"])
    ]


def _read_places(fields: Fields) -> list[int]:
    match = _PAIRS.search(fields["Answer"])
    return list(map(int, match["pairs"].split())) if match else []


def _read_columns(fields: Fields) -> tuple[list[str], list[str]]:
    before, _, after = fields["Choices"].removesuffix("</div>").partition(_RIGHTS)
    return [inner for _, inner in split_items(before, "left")], [inner for _, inner in split_items(after, "partner")]
