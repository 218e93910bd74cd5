"""Numeric: a number to type, judged with a tolerance."""

import html
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, LiteralString, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.attributes import write_attribute
from mkdeck.questions.keys import Text
from mkdeck.questions.numbers import is_comparable, read_number, read_numbers, show_number
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, Reader, Writer
from mkdeck.questions.units import write_unit
from mkdeck.text.markdown import unwrap

_SHARE = re.compile(r"(?P<number>[^%‰]*)(?P<sign>[%‰])")
_PARTS = {"%": 100, "‰": 1000}
_VALUE = re.compile(r'<span class="number(?P<range> range)?">(?P<number>.*?)</span>', re.DOTALL)
_UNIT = re.compile(r'<bdi class="unit">(?P<unit>.*)</bdi>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_RANGE_DASH = " – "  # noqa: RUF001 - a range's dash
_RANGE = re.compile(r"(?P<least>-?[\d.,]+)\s*(?:[-\u2013\u2014]|\.\.+|to|bis)\s*(?P<most>-?[\d.,]+)")
_WITH_UNIT = re.compile(r"(?P<number>.*[0-9])\s*(?P<unit>\D+|\D.*)")
_PLUS_MINUS = re.compile(r"±|\+\s*(?:/\s*)?[-\u2212]")
_LONGEST_ECHO = 40


def _check_number(text: str) -> str:
    text = " ".join(text.split())
    if read_number(text) is not None:
        return text
    shown = _echo(text)
    if len(meant := {show_number(each) for each in read_numbers(text) if is_comparable(each)}) > 1:
        what = " or ".join(sorted(meant))
        message = "'{text}' may be read as {what}; write one of these"
        raise PydanticCustomError("number", message, {"text": shown, "what": what})
    if read_numbers(text):
        raise PydanticCustomError("number", "'{text}' is beyond what a card can compare", {"text": shown})
    if (ends := _RANGE.fullmatch(text)) and read_number(ends["least"]) and read_number(ends["most"]):
        message = "'{text}' is a range; write `range: [{least}, {most}]` instead of `answer`"
        raise PydanticCustomError("number", message, {"text": shown, **ends.groupdict()})
    if told := _tell_tolerance(text):
        raise PydanticCustomError("number", "'{text}' holds more than a number; {told}", {"text": shown, "told": told})
    if (apart := _WITH_UNIT.fullmatch(text)) and read_number(apart["number"]) is not None:
        message = "'{text}' holds more than a number; write {number} here, and '{unit}' below `unit`"
        raise PydanticCustomError("number", message, {"text": shown, **apart.groupdict()})
    message = "'{text}' is no number; write one such as 9.81, -2, 1.5e-3 or 1/3"
    raise PydanticCustomError("number", message, {"text": shown})


def _tell_tolerance(text: str) -> str | None:
    """Return where the parts of a number with its tolerance belong, as in `71 ± 5 %`; None where it is no such."""
    parts = [part.strip() for part in _PLUS_MINUS.split(text)]
    if len(parts) != 2:
        return None
    (number, unit), (room, behind) = map(_part_unit, parts)
    if read_number(number) is None or read_number(room) is None or (unit and behind not in (unit, "")):
        return None
    if _SHARE.fullmatch(f"{room} {behind}") and not unit:
        room, behind = f"{room} {behind}", ""
    places = [f"'{room}' below `tolerance`", *(f"'{each}' below `unit`" for each in [unit or behind] if each)]
    return f"write {number} here" + ", and ".join(["", *places])


def _part_unit(text: str) -> tuple[str, str]:
    """Part a number from what stands behind it."""
    if share := _SHARE.fullmatch(text):
        return share["number"].strip(), share["sign"]
    if read_number(text) is None and (apart := _WITH_UNIT.fullmatch(text)):
        return apart["number"], apart["unit"]
    return text, ""


def _check_tolerance(text: str) -> str:
    text = " ".join(text.split()).removeprefix("±").strip()
    match = _SHARE.fullmatch(text)
    number = read_number(match["number"] if match else text)
    if number is None or number < 0:
        message = "'{text}' is no tolerance; write a number that is not negative, or a share such as 2 %"
        raise PydanticCustomError("tolerance", message, {"text": _echo(text)})
    return text


def _echo(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"


def _check_range(value: Any) -> Any:
    if not isinstance(value, list) or len(value) != 2:
        raise PydanticCustomError("range", "`range` is two numbers, [least, most]")
    return value


_NUMBER: dict[str, Any] = {"type": ["number", "string"], "pattern": "[0-9¼-¾⅐-⅞⁰-⁹٠-٩۰-۹०-९]"}
Number = Annotated[Text, AfterValidator(_check_number), WithJsonSchema(_NUMBER)]
Tolerance = Annotated[Text, AfterValidator(_check_tolerance), WithJsonSchema(_NUMBER)]
Range = Annotated[tuple[Number, Number], BeforeValidator(_check_range)]


class Numeric(Question):
    """A number to type."""

    type: Literal["numeric"]
    answer: Number | None = Field(None, description="The number: 9.81, -2, 1.5e-3, 1/3.")
    tolerance: Tolerance | None = Field(None, description="How far off is still right: 0.05, or a share such as 2 %.")
    range: Range | None = Field(None, description="In place of answer and tolerance: [least, most].")
    unit: Text | None = Field(None, description="Stands behind the line to type into.")

    place: ClassVar[int] = 6

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.answer is None and self.range is None:
            raise PydanticCustomError("numeric", "a numeric question has `answer:` or `range:`")
        low, high = self.bounds()
        faults: list[tuple[bool, str, LiteralString]] = [
            (
                None not in (self.answer, self.range),
                "range",
                "a numeric question has either `answer:` or `range:`, not both",
            ),
            (
                None not in (self.range, self.tolerance),
                "tolerance",
                "`tolerance` belongs to `answer:`; a range says itself what is right",
            ),
            (low > high, "range", "`range` starts with the smaller number"),
            (
                not all(map(is_comparable, (low, high))),
                "tolerance",
                "with this tolerance the answer is beyond what a card can compare",
            ),
            (
                low == high == 0 and _SHARE.fullmatch(self.tolerance or "") is not None,
                "tolerance",
                "a share of 0 is 0; write how far off is still right, such as 0.05",
            ),
        ]
        for is_wrong, key, message in faults:
            if is_wrong:
                raise PydanticCustomError("numeric", message, {"key": key})
        return self

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Return the least and the largest number that is right."""
        if self.range:
            low, high = map(read_number, self.range)
            return low or Fraction(), high or Fraction()
        middle = read_number(self.answer or "") or Fraction()
        room = self._read_room(abs(middle))
        return middle - room, middle + room

    def _read_room(self, size: Fraction) -> Fraction:
        """Return how far off an answer of some size may be."""
        share = _SHARE.fullmatch(self.tolerance or "")
        if share:
            return size * (read_number(share["number"]) or 0) / _PARTS[share["sign"]]
        return read_number(self.tolerance or "0") or Fraction()

    @property
    @override
    def task(self) -> str:
        return "entry"

    @override
    def fill(self, writer: Writer) -> Filled:
        stem = writer.write(self.question, "question").html
        unit = unwrap(writer.write(self.unit, "unit").html) if self.unit else ""
        behind = f'<bdi class="unit">{unit}</bdi>' if unit else ""
        typed = write_attribute("data-unit", write_unit(unit)) if unit else ""
        low, high = map(show_number, self.bounds())
        if self.range:
            shown, classes = _RANGE_DASH.join(self.range), "number range"
        else:
            shown, classes = f"{self.answer} ± {self.tolerance}" if self.tolerance else str(self.answer), "number"
        line = f'<div class="task entry number">{behind}</div>'
        value = f'<span class="{classes}">{html.escape(shown)}</span> {behind}'
        answer = f'<div class="answer value" data-low="{low}" data-high="{high}"{typed}>{value}</div>'
        return Filled({"Text": stem, "Choices": line, "Answer": answer})

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        keys: Keys = {"question": reader.read("Question", fields["Text"])}
        match = _VALUE.search(fields["Answer"])
        said = " ".join(html.unescape(_TAG.sub("", match["number"])).split()) if match else ""
        if match and match["range"]:
            keys["range"] = said.split(_RANGE_DASH)
        elif said:
            answer, _, tolerance = said.partition(" ± ")
            keys |= {"answer": answer} | ({"tolerance": tolerance} if tolerance else {})
        if match := _UNIT.search(fields["Choices"]):
            keys["unit"] = reader.read("Choices", match["unit"], bare=True)
        return ReadBack(keys)

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        value, unit = _VALUE.search(fields["Answer"]), _UNIT.search(fields["Choices"])
        return f"{value['number'] if value else ''} {unit['unit'] if unit else ''}".strip()
