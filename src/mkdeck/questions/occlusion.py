"""Occlusion: places of a picture, each asked by a card of its own, or several of one group on one card.

What a front shows, `Text`, holds no label at all: Anki writes on a front what its gaps hide, as an attribute, and what
the gaps of other cards hold, as text that can be read aloud. So the labels stand in a field of their own, again on the
picture and in gaps of the same numbers, which the back alone shows. Anki plays all that such a field holds, also what
it does not show, so a label that plays stands as a whole in `Answer`, of which a card takes nothing but its own gaps.
"""

import html
import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.attributes import write_attribute
from mkdeck.questions.gaps import open_gap
from mkdeck.questions.keys import ANY_SCALAR, Strict, Text
from mkdeck.questions.question import Fields, Filled, Keys, Picture, Question, ReadBack, ReadBackError, Reader, Writer
from mkdeck.questions.shapes import KINDS, Box, Ellipse, Polygon, Shape, read_style, show, suggest_shape, write_style
from mkdeck.text.cloze import MAX_NUMBER

_KEYS = ("label", *KINDS, "hint", "group")
LABELS = "Spare3"
"""The field in which the labels stand at their places."""

_NUMBER = re.compile(r"0*[1-9]\d*")
_PICTURE = re.compile(r'<img src="(?P<name>[^"]*)" alt="(?P<alt>[^"]*)"')
_ONE, _ALL = '<div class="spots"', '<div class="spots all"'
_LABEL = r'<b class="name">(?P<label>.*?)</b>(?:::<b class="clue">(?P<hint>.*?)</b>)?'
_PLACE = re.compile(
    rf'<div class="spot(?P<classes>[^"]*)" style="(?P<style>[^"]*)">\{{\{{c(?P<number>\d+)::{_LABEL}\}}\}}'
    r'<i class="cover"></i></div>',
    re.DOTALL,
)
_SOUND = re.compile(r'<span class="play"[^>]*>\[sound:[^\]]*\]</span>')
_HEARD = re.compile(r'<span class="heard" data-mask="(?P<mask>\d+)">(?P<label>.*?)</span>\}\}', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SIGN = "♪"
"""Stands at a place whose label is nothing but a sound."""
_MARK = '\n<div class="spots'


def _read_group(value: Any) -> Any:
    if isinstance(value, str) and value.strip().isdigit():
        if not _NUMBER.fullmatch(value.strip()) or int(value) > MAX_NUMBER:
            message = "a group that is a number is that of its card, from 1 to {most}"
            raise PydanticCustomError("group", message, {"most": MAX_NUMBER})
        return str(int(value))
    return value


Group = Annotated[Text, BeforeValidator(_read_group), WithJsonSchema(ANY_SCALAR)]


class Mask(Strict):
    """A place of the picture, as a box, an ellipse or a polygon."""

    label: Text = Field(description="What is there; Markdown.")
    box: Box | None = None
    ellipse: Ellipse | None = None
    polygon: Polygon | None = None
    hint: Text | None = Field(None, description="Shown at the covered place; Markdown.")
    group: Group | None = Field(
        None, description="Masks of one group are asked by one card; a number is also that of the card."
    )

    @model_validator(mode="before")
    @classmethod
    def _count_shapes(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise PydanticCustomError("mask", "a mask is a mapping with `label:` and `box:`, `ellipse:` or `polygon:`")
        if advice := suggest_shape(value):
            raise PydanticCustomError("mask", "{advice}", {"advice": advice})
        given = [kind for kind in KINDS if kind in value]
        if len(given) > 1:
            named = " and ".join(f"`{kind}:`" for kind in given)
            raise PydanticCustomError("mask", "a mask has one shape, but {named} stand here", {"named": named})
        if not given and set(value) <= set(_KEYS):
            raise PydanticCustomError("mask", "a mask needs a place: `box:`, `ellipse:` or `polygon:`")
        return value

    @property
    def shape(self) -> Shape:
        """Return its shape."""
        return next(each for each in (self.box, self.ellipse, self.polygon) if each)


class Occlusion(Question):
    """Places of a picture, covered and asked for."""

    type: Literal["occlusion"]
    image: Text = Field(description="The path of the picture, relative to this file.")
    alt: Text | None = Field(None, description="What the picture shows, for those who can't see it; no label.")
    masks: Annotated[tuple[Mask, ...], Field(min_length=1)] = Field(
        description="Each a `label` and its place; each is asked by a card of its own, or with those of its `group`."
    )
    hide: Literal["one", "all"] = Field("one", description="Whether a card covers what it asks alone, or all masks.")

    place: ClassVar[int] = 9
    parts: ClassVar = {"masks": _KEYS}
    gap_key: ClassVar[str] = "masks"

    @property
    @override
    def task(self) -> str:
        return "spots"

    @override
    def fill(self, writer: Writer) -> Filled:
        stem = writer.write(self.question, "question").html
        picture = writer.show(self.image, "image")
        numbers = number_masks([mask.group for mask in self.masks])
        fronts, backs, heard = list[str](), list[str](), list[str]()
        for i, (mask, number) in enumerate(zip(self.masks, numbers, strict=True), start=1):
            label = _write(writer, mask.label, i - 1, "label")
            hint = _write(writer, mask.hint, i - 1, "hint") if mask.hint else ""
            clue = f'::<b class="clue">{hint}</b>' if hint else ""
            asked = clue or '::<b class="clue">?</b>'
            fronts.append(_write_place(mask.shape, f"{{{{c{number}::{i}{asked}}}}}"))
            if _SOUND.search(label):
                heard.append(f'{{{{c{number}::<span class="heard" data-mask="{i}">{label}</span>}}}}')
            name = _write_unheard(label)
            backs.append(_write_place(mask.shape, f'{{{{c{number}::<b class="name">{name}</b>{clue}}}}}'))
        head = _open_picture(picture, self.alt or "", everything=self.hide == "all")
        fields = {
            "Text": f"{stem}\n{head}{''.join(fronts)}</div>",
            LABELS: f"{head}{''.join(backs)}</div>",
            "Answer": "".join(heard),
        }
        return Filled(fields, "cloze", tuple(sorted({number - 1 for number in numbers})))

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        page = join_labels(fields)
        places, picture = list(_PLACE.finditer(page)), _PICTURE.search(page)
        path = reader.find(html.unescape(picture["name"])) if picture else None
        if not (places and picture and path):
            raise ReadBackError("its picture, or the places on it, are gone")
        keys: Keys = {"question": reader.read("Text", read_stem(fields["Text"])), "image": path}
        if picture["alt"]:
            keys["alt"] = html.unescape(picture["alt"])
        numbers = [int(each["number"]) for each in places]
        keys["masks"] = [
            _read_mask(each, group, reader) for each, group in zip(places, name_groups(numbers), strict=True)
        ]
        return ReadBack(keys | ({"hide": "all"} if page.startswith(_ALL) else {}))

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        labels = [each["label"] for each in _PLACE.finditer(join_labels(fields))]
        if len(labels) == 1:
            return labels[0]
        return " ".join(f'<span class="filled"><b>{i}</b> {label}</b>' for i, label in enumerate(labels, start=1))


def read_stem(text: str) -> str:
    """Return what stands before the picture in the text of such a note."""
    return text.partition(_MARK)[0]


def join_labels(fields: Fields) -> str:
    """Return the labels of such a note at their places, with what plays in them."""
    whole = {int(each["mask"]): each["label"] for each in _HEARD.finditer(fields["Answer"])}
    if not whole:
        return fields[LABELS]
    places = count(1)

    def put(place: re.Match[str]) -> str:
        start, end = (at - place.start() for at in place.span("label"))
        text = place.group()
        return text[:start] + whole.get(next(places), place["label"]) + text[end:]

    return _PLACE.sub(put, fields[LABELS])


def find_picture(fields: Fields) -> str:
    """Return the media name of the picture of such a note; empty where it has none."""
    match = _PICTURE.search(fields[LABELS])
    return html.unescape(match["name"]) if match else ""


def list_shapes(fields: Fields) -> list[Shape]:
    """Return the shapes of the places of such a note."""
    return [shape for place in _PLACE.finditer(fields[LABELS]) if (shape := _read_shape(place))]


def number_masks(groups: Sequence[str | None]) -> list[int]:
    """Return the number of each mask's card, from the groups of all.

    A group that is a number has it; all others count up in their order, past numbers that are taken.
    """
    taken = {int(group) for group in groups if group and _NUMBER.fullmatch(group)}
    free = (number for number in count(1) if number not in taken)
    by_group = {str(number): number for number in taken}
    numbers: list[int] = []
    for group in groups:
        number = by_group[group] if group in by_group else next(free)
        if group:
            by_group[group] = number
        numbers.append(number)
    return numbers


def name_groups(numbers: Sequence[int]) -> list[str | None]:
    """Return as few groups as give masks these numbers again."""
    groups: list[str | None] = [str(number) if numbers.count(number) > 1 else None for number in numbers]
    while (made := number_masks(groups)) != list(numbers):
        i = next(i for i, (one, other) in enumerate(zip(made, numbers, strict=True)) if one != other)
        groups[i] = str(numbers[i])
    return groups


def _write(writer: Writer, text: str, i: int, key: str) -> str:
    """Return a text of the i-th mask as it may stand in a gap."""
    return open_gap(writer.write(text, "masks", i, key, as_gap=True).html)


def _write_unheard(label: str) -> str:
    """Return a label without what plays in it."""
    text = _SOUND.sub("", label)
    return text if text == label or _TAG.sub("", text).strip() or "<img" in text else _SIGN


def _open_picture(picture: Picture | None, alt: str, *, everything: bool) -> str:
    """Return what stands before the places of a picture."""
    head = _ALL if everything else _ONE
    if not picture:  # an error says why
        return f"{head}>"
    name, width, height = picture
    image = f'<img src="{name}"{write_attribute("alt", alt)} width="{width}" height="{height}">'
    return f'{head} style="--width:{width};--height:{height}">{image}'


def _write_place(shape: Shape, gap: str) -> str:
    """Return a place with its gap; where its middle is tells how far aside what the gap shows must move to fit in."""
    kind = "" if shape.kind == "box" else f" {shape.kind}"
    style = f"{write_style(shape)};--middle:{show(shape.left + shape.width / 2)}"
    return f'<div class="spot{kind}" style="{style}">{gap}<i class="cover"></i></div>'


def _read_shape(place: re.Match[str]) -> Shape | None:
    return read_style(place["style"], round_="ellipse" in place["classes"].split())


def _read_mask(place: re.Match[str], group: str | None, reader: Reader) -> Keys:
    shape = _read_shape(place)
    if not shape:
        raise ReadBackError("a place on its picture can't be told any more")
    keys: Keys = {"label": reader.read(LABELS, place["label"], as_gap=True), shape.kind: shape.values}
    if place["hint"]:
        keys["hint"] = reader.read(LABELS, place["hint"], as_gap=True)
    return keys | ({"group": group} if group else {})
