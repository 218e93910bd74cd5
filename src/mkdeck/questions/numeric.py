"""Numeric: a number to type, judged with a tolerance."""

import html
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache, partial
from typing import Annotated, Any, ClassVar, Literal, LiteralString, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.attributes import write_attribute
from mkdeck.questions.keys import Text
from mkdeck.questions.number_phrases import SHARE
from mkdeck.questions.number_slips import explain_number, explain_range, explain_tolerance
from mkdeck.questions.numbers import is_comparable, read_number, show_number
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, Reader, Writer
from mkdeck.questions.units import write_unit
from mkdeck.text.markdown import unwrap

_PARTS = {"%": 100, "‰": 1000}
_VALUE = re.compile(r'<span class="number(?P<range> range)?">(?P<number>.*?)</span>', re.DOTALL)
_UNIT = re.compile(r'<bdi class="unit">(?P<unit>.*)</bdi>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_RANGE_DASH = " – "  # noqa: RUF001 - a range's dash
_PLUS_MINUS = re.compile(r"^(?:±|\+\s*/?\s*[-\u2212]|\\pm\b)\s*")


def _check_number(text: str, *, alone: bool = True) -> str:
    text = " ".join(text.split())
    if read_number(text) is None:
        raise PydanticCustomError("number", "{said}", {"said": explain_number(text, alone=alone)})
    return text


def _lists_texts(value: Any) -> bool:
    """Whether a value is a list of one text or several."""
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _check_single(value: Any) -> Any:
    """Refuse a list in place of one number."""
    if not _lists_texts(value):
        return value
    if len(value) == 2:
        message = "`answer` is one number; write `range: [{least}, {most}]` instead if all between these two are right"
        raise PydanticCustomError("number", message, {"least": value[0], "most": value[1]})
    raise PydanticCustomError("number", "`answer` is one number, and no list; write {first}", {"first": value[0]})


def _check_tolerance(value: Any) -> Any:
    if _lists_texts(value):
        alone = f"`tolerance` is one number, and no list; write {value[0]}"
        said = alone if len(value) == 1 else explain_tolerance(" - ".join(value))
        raise PydanticCustomError("tolerance", "{said}", {"said": said})
    if not isinstance(value, str) or not value.strip():
        return value
    text = _PLUS_MINUS.sub("", " ".join(value.split()))
    match = SHARE.fullmatch(text)
    number = read_number(match["number"] if match else text)
    if number is None or number < 0:
        raise PydanticCustomError("tolerance", "{said}", {"said": explain_tolerance(" ".join(value.split()))})
    return text


def _check_range(value: Any) -> Any:
    if not isinstance(value, list) or len(value) != 2:
        raise PydanticCustomError("range", "{said}", {"said": explain_range(value)})
    return value


_NUMBER: dict[str, Any] = {"type": ["number", "string"], "pattern": "[0-9¼-¾⅐-⅞⁰-⁹٠-٩۰-۹०-९]"}
Number = Annotated[Text, BeforeValidator(_check_single), AfterValidator(_check_number), WithJsonSchema(_NUMBER)]
Tolerance = Annotated[Text, BeforeValidator(_check_tolerance), WithJsonSchema(_NUMBER)]
End = Annotated[Text, AfterValidator(partial(_check_number, alone=False)), WithJsonSchema(_NUMBER)]
Range = Annotated[tuple[End, End], BeforeValidator(_check_range)]


@lru_cache(maxsize=1 << 14)
def _find_bounds(answer: str, tolerance: str, ends: tuple[str, str] | None) -> tuple[Fraction, Fraction]:
    """Return the least and the largest number that is right, by the keys of a question; each asks several times."""
    if ends:
        low, high = map(read_number, ends)
        return low or Fraction(), high or Fraction()
    middle = read_number(answer) or Fraction()
    room = _read_room(tolerance, abs(middle))
    return middle - room, middle + room


def _read_room(tolerance: str, size: Fraction) -> Fraction:
    """Return how far off an answer of some size may be."""
    if share := SHARE.fullmatch(tolerance):
        return size * (read_number(share["number"]) or 0) / _PARTS[share["sign"]]
    return read_number(tolerance or "0") or Fraction()


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
            (low > high, "range", "`range` starts with the smaller number; write [{most}, {least}]"),
            (
                not all(map(is_comparable, (low, high))),
                "tolerance",
                "with this tolerance the answer is beyond what a card can compare",
            ),
            (
                low == high == 0 and SHARE.fullmatch(self.tolerance or "") is not None,
                "tolerance",
                "a share of 0 is 0; write how far off is still right, such as 0.05",
            ),
        ]
        for is_wrong, key, message in faults:
            if is_wrong:
                ends = dict(zip(("least", "most"), self.range or ("", ""), strict=True))
                raise PydanticCustomError("numeric", message, {"key": key, **ends})
        return self

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Return the least and the largest number that is right."""
        return _find_bounds(self.answer or "", self.tolerance or "", self.range)

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
