"""Shapes on a picture, in percent of its width and height: as YAML has them, as styles of CSS, and back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

Kind = Literal["box", "ellipse", "polygon"]
Point = tuple[float, float]
KINDS: tuple[Kind, ...] = ("box", "ellipse", "polygon")

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)\s*%?")
_WHOLE = 100.0
_DIGITS = 3
"""Decimal places that are kept: of a picture of 1,000 pixels, a hundredth of one."""
_EDGES = ("left", "top", "width", "height")
_ACROSS, _DOWN = ("left", "width", "on the right"), ("top", "height", "at the bottom")
_STYLE = re.compile(
    r"left:(?P<left>[\d.]+)%;top:(?P<top>[\d.]+)%;width:(?P<width>[\d.]+)%;height:(?P<height>[\d.]+)%"
    r"(?:;--shape:polygon\((?P<points>[\d.% ,]+)\))?"
)
_GRID = 24
"""Into how many columns and rows an area is parted to find out what lies in it."""

_PERCENT = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string", "pattern": r"^[\d.]+ ?%?$"}]}
_FOUR = {"type": "array", "items": _PERCENT, "minItems": 4, "maxItems": 4}
_TWO = {"type": "array", "items": _PERCENT, "minItems": 2, "maxItems": 2}


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape in the box around it, in percent of a picture; `points` are those of a polygon."""

    kind: Kind
    left: float
    top: float
    width: float
    height: float
    points: tuple[Point, ...] = ()

    @property
    def values(self) -> list[Any]:
        """Return its numbers as YAML has them."""
        return [list(map(show, each)) if isinstance(each, list) else show(each) for each in self.numbers]

    @property
    def numbers(self) -> list[Any]:
        """Return its values as numbers."""
        if self.points:
            return [list(point) for point in self.points]
        return [self.left, self.top, self.width, self.height]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        across, down = (x - self.left) / self.width, (y - self.top) / self.height
        if not (0 <= across <= 1 and 0 <= down <= 1):
            return False
        if self.kind == "ellipse":
            return (across - 0.5) ** 2 + (down - 0.5) ** 2 <= 0.25
        return self.kind == "box" or _is_inside(self.points, x, y)

    def count_shared(self, other: "Shape") -> float:
        """Return how much of it another shape covers, from 0 to 1, as far as a grid tells."""
        steps = [(i + 0.5) / _GRID for i in range(_GRID)]
        places = [(self.left + self.width * x, self.top + self.height * y) for x, y in product(steps, steps)]
        own = [place for place in places if self.holds(*place)]
        return sum(other.holds(*place) for place in own) / len(own) if own else 0.0


def show(number: float) -> str:
    """Return a number in as few digits as it needs."""
    return f"{number:.{_DIGITS}f}".rstrip("0").rstrip(".") or "0"


def write_style(shape: Shape) -> str:
    """Return what puts an element in the place of a shape; a polygon's points are told within the box around it."""
    style = f"left:{show(shape.left)}%;top:{show(shape.top)}%;width:{show(shape.width)}%;height:{show(shape.height)}%"
    if not shape.points:
        return style
    corners = ",".join(
        f"{_show_share((x - shape.left) / shape.width)}% {_show_share((y - shape.top) / shape.height)}%"
        for x, y in shape.points
    )
    return f"{style};--shape:polygon({corners})"


def read_style(style: str, *, round_: bool) -> Shape | None:
    """Return the shape that a style tells, an ellipse where it is round; None where it tells none."""
    match = _STYLE.match(style)
    if not match:
        return None
    left, top, width, height = (float(match[edge]) for edge in _EDGES)
    if not match["points"]:
        return Shape("ellipse" if round_ else "box", left, top, width, height)
    corners = [corner.replace("%", "").split() for corner in match["points"].split(",")]
    points = tuple((_place(left, width, corner[0]), _place(top, height, corner[1])) for corner in corners)
    return Shape("polygon", left, top, width, height, points)


def _read_box(value: Any, kind: Kind) -> Shape:
    """Read a box, or that around an ellipse. Raises PydanticCustomError."""
    form = f"`{kind}` is four numbers in percent of the picture, [left, top, width, height], such as [40, 25, 20, 10]"
    if edges := _list_edges(value):
        raise _fault(f"`{kind}` is a list; write `{kind}: [{', '.join(edges)}]`")
    if not isinstance(value, list) or len(value) != len(_EDGES) or any(isinstance(each, list) for each in value):
        raise _fault(form)
    left, top, width, height = (_read_number(each) for each in value)
    if width <= 0 or height <= 0:
        raise _fault(f"the {'width' if width <= 0 else 'height'} of this {kind} is not above 0")
    _check_edges(left, width, kind, *_ACROSS)
    _check_edges(top, height, kind, *_DOWN)
    return Shape(kind, left, top, width, height)


def _check_edges(low: float, size: float, kind: Kind, first: str, extent: str, last: str) -> None:
    """Raise PydanticCustomError where a box reaches out of the picture; the words name its edge, size and far end."""
    if low < 0:
        raise _fault(f"this {kind} reaches out of the picture: {first} {show(low)} is less than 0")
    if low + size > _WHOLE + 1e-6:
        total = f"{first} {show(low)} and {extent} {show(size)} make {show(low + size)}"
        raise _fault(f"this {kind} reaches out of the picture {last}: {total}, which is more than 100")


def suggest_shape(value: Mapping[str, Any]) -> str | None:
    """Return what to write for the shape of a mask that stands in the keys of other tools; None where none does."""
    circle = value.get("circle")
    numbers = circle if isinstance(circle, list) and len(circle) == 3 else []
    if not numbers or not all(isinstance(each, str) and _NUMBER.fullmatch(each.strip()) for each in numbers):
        return None
    x, y, radius = map(_read_number, numbers)
    box = (show(x - radius), show(y - radius), show(2 * radius), show(2 * radius))
    return f"a circle is the ellipse in a box of [left, top, width, height]; write `ellipse: [{', '.join(box)}]`"


def _list_edges(value: Any) -> list[str]:
    """Return the four numbers of a box that stand in one text, or in a mapping."""
    if isinstance(value, dict) and set(value) == set(_EDGES):
        return [str(value[edge]) for edge in _EDGES]
    numbers = value.replace(",", " ").split() if isinstance(value, str) else []
    return numbers if len(numbers) == len(_EDGES) and all(map(_NUMBER.fullmatch, numbers)) else []


def _read_polygon(value: Any) -> Shape:
    """Read a polygon. Raises PydanticCustomError."""
    form = "`polygon` is three or more points in percent of the picture, such as [[10, 10], [30, 10], [20, 25]]"
    if not isinstance(value, list) or len(value) < 3 or not all(map(_is_pair, value)):
        raise _fault(form)
    points = tuple((_read_number(x), _read_number(y)) for x, y in value)
    for i, point in enumerate(points, start=1):
        if not all(0 <= each <= _WHOLE for each in point):
            raise _fault(f"point {i} of this polygon lies outside the picture; its numbers go from 0 to 100")
    if _measure(points) < 10**-_DIGITS:
        raise _fault("the points of this polygon lie on one line")
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Shape("polygon", min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), points)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _fault(message: str) -> PydanticCustomError:
    return PydanticCustomError("shape", "{message}", {"message": message})


def _read_number(value: Any) -> float:
    """Read a number in percent, with or without its sign."""
    text = value.strip() if isinstance(value, str) else ""
    if _NUMBER.fullmatch(text):
        return round(float(text.rstrip("% ")), _DIGITS)
    shown = text or "this"
    if text.lower().endswith("px"):
        raise _fault(f"'{shown}' is in pixels; write how many percent of the picture's width or height it is")
    raise _fault(f"'{shown}' is no number; write one in percent of the picture, such as 40 or 12.5")


def _show_share(share: float) -> str:
    return f"{100 * share:.{_DIGITS + 2}f}".rstrip("0").rstrip(".") or "0"


def _place(low: float, size: float, share: str) -> float:
    return round(low + size * float(share) / _WHOLE, _DIGITS)


def _measure(points: Sequence[Point]) -> float:
    """Return the area of a polygon (shoelace formula)."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _is_inside(points: Sequence[Point], x: float, y: float) -> bool:
    """Whether a ray from a point crosses the polygon's sides an odd number of times."""
    inside = False
    for (left, top), (right, bottom) in zip(points, [*points[1:], points[0]], strict=True):
        if (top > y) != (bottom > y) and x < (right - left) * (y - top) / (bottom - top) + left:
            inside = not inside
    return inside


Box = Annotated[
    Shape,
    BeforeValidator(lambda value: _read_box(value, "box")),
    WithJsonSchema(_FOUR | {"description": "[left, top, width, height] in percent of the picture."}),
]
Ellipse = Annotated[
    Shape,
    BeforeValidator(lambda value: _read_box(value, "ellipse")),
    WithJsonSchema(
        _FOUR | {"description": "The box around it, [left, top, width, height], in percent of the picture."}
    ),
]
Polygon = Annotated[
    Shape,
    BeforeValidator(_read_polygon),
    WithJsonSchema(
        {"type": "array", "items": _TWO, "minItems": 3, "description": "Points [x, y] in percent of the picture."}
    ),
]
