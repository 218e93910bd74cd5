"""What is wrong with values that do not follow the schema, in the words of the format instead of pydantic's."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mkdeck.course.key_slips import find_called, show_answers, suggest_block, suggest_key
from mkdeck.course.model_slips import LISTED, show_entries, show_list, suggest_text
from mkdeck.course.yaml_source import Value
from mkdeck.diagnostics import Loc
from mkdeck.identity import make_slug
from mkdeck.questions import TYPES
from mkdeck.questions.slips import show, suggest_yes_no
from mkdeck.text.nearest import nearest
from mkdeck.text.spans import FORBIDDEN

_QUOTED = re.compile(r"'([^']*)'")
_PERCENT = re.compile(r"(?:0,)?([7-9]\d?)\s*%?")
_OR_REMOVE = " or remove the key"
_TEXT_KEYS = ("correct", "wrong", "true", "false")
"""What YAML calls the text of a choice or a statement."""


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """One mistake: its path in the value as it was written, and whether the key is at fault, not what it holds."""

    path: Loc
    message: str
    on_key: bool


def explain(
    data: Value, error: ValidationError, keys: list[str], validate: Callable[[Value], object]
) -> Iterator[SchemaFault]:
    """Yield every mistake in a value; `keys` are those that its mapping may have, `validate` tells what it lacks."""
    faults = _join(_explain(data, each, keys) for each in _list_own(data, error, keys))
    empty = [fault.path for fault in faults if fault.message.endswith(_OR_REMOVE)]
    needed = _find_needed(data, empty, validate) if empty else set()
    for fault in faults:
        yield replace(fault, message=fault.message.removesuffix(_OR_REMOVE)) if fault.path in needed else fault


def _list_own(data: Value, error: ValidationError, keys: list[str]) -> Iterator[ErrorDetails]:
    """Yield the errors that do not follow from others."""
    for each in error.errors(include_url=False):
        if not _is_echo(each) and not _is_called_otherwise(data, each, keys):
            yield each


def _join(faults: Iterable[SchemaFault]) -> list[SchemaFault]:
    """Return faults, but once what is said of several keys of a mapping that should be one."""
    first: dict[tuple[Loc, str], SchemaFault] = {}
    for fault in faults:
        first.setdefault((fault.path[:-1] if fault.on_key else fault.path, fault.message), fault)
    return [*first.values()]


def _find_needed(data: Value, paths: list[Loc], validate: Callable[[Value], object]) -> set[Loc]:
    """Return those of some paths whose mappings would lack the keys at their ends, if all these were gone."""
    rest = without(data, paths, in_lists=True)
    try:
        validate(rest)
    except ValidationError as error:
        # What is said of several keys together names the one that is meant.
        found = {
            (_source_path(rest, each["loc"]), each.get("ctx", {}).get("key"))
            for each in error.errors(include_url=False)
        }
        return {path for path in paths if not found.isdisjoint(product((path, path[:-1]), (None, path[-1])))}
    return set()


def without(data: Value, paths: list[Loc], *, in_lists: bool = False) -> Value:
    """Return a value without the keys at the end of some paths.

    A list that a path leads into goes as a whole, as what stands in it would no longer be found at its place, unless
    only keys of its entries are to go, `in_lists`.
    """
    below: dict[str | int, list[Loc]] = {}
    for path in paths:
        if path:
            below.setdefault(path[0], []).append(path[1:])
    if isinstance(data, list) and in_lists:
        return [without(each, below.get(i, []), in_lists=True) for i, each in enumerate(data)]
    if not isinstance(data, dict) or not below:
        return data
    return {
        key: without(each, inside, in_lists=in_lists)
        for key, each in data.items()
        if not (inside := below.get(key, [])) or (() not in inside and (in_lists or isinstance(each, dict)))
    }


def name_any(words: Iterable[str]) -> str:
    """List words in quotes."""
    return ", ".join(f"'{word}'" for word in words)


def _is_echo(error: ErrorDetails) -> bool:
    """Whether a list counts as too short only because some of its entries are not sound."""
    given = error["input"]
    return error["type"] == "too_short" and isinstance(given, list) and len(given) >= error["ctx"]["min_length"]


def _is_called_otherwise(data: Value, error: ErrorDetails, keys: list[str]) -> bool:
    """Whether a key is missing only because it is there under another name."""
    if error["type"] != "missing":
        return False
    holder = reduce(_look_into, error["loc"][:-1], data)
    return isinstance(holder, dict) and error["loc"][-1] in find_called(holder, _find_valid(error["loc"], keys))


def _find_valid(path: Loc, keys: Sequence[str]) -> Sequence[str]:
    """Return the keys that are valid at a path: those of a part of a question, or else these."""
    parts = (each for kind in TYPES.values() for each in kind.parts.items())
    return next((valid for name, valid in parts if name in path[:-1]), keys)


def _name_parted(name: str, holder: Value) -> str:
    """Return what to do about a key that a comma parted from the text of a choice, as in `{correct: one, two}`."""
    is_parted = isinstance(holder, dict) and holder.get(name) == "" and not holder.keys().isdisjoint(_TEXT_KEYS)
    return "; where it belongs to the text before it, put all of that in single quotes" if is_parted else ""


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One of pydantic's errors: its path in the file, what stands there, and the keys that are valid beside it."""

    path: Loc
    value: object
    limits: Mapping[str, object]
    keys: Sequence[str]
    data: Value = ""

    @property
    def name(self) -> str | int:
        return self.path[-1] if self.path else ""

    def say_unknown(self) -> str:
        valid = _find_valid(self.path, self.keys)
        holder = reduce(_look_into, self.path[:-1], self.data)
        name = str(self.name)
        if advice := suggest_key(name, holder, valid):
            return advice
        if len(self.path) == 1 and (advice := suggest_block(name, self.data)):
            return advice
        if len(self.path) == 1 and (said := self._name_owners()):
            return said
        return f"unknown key '{name}'" + (
            _name_parted(name, holder) or nearest(name, valid) or f"; valid here: {name_any(valid)}"
        )

    def _name_owners(self) -> str:
        """Say which types have a key that this question's has not."""
        kind = self.data.get("type") if isinstance(self.data, dict) else None
        owners = [each for each, owner in TYPES.items() if self.name in owner.model_fields] if kind in TYPES else []
        listed = " and ".join(filter(None, (", ".join(owners[:-1]), *owners[-1:])))
        return f"unknown key '{self.name}'; it belongs to {listed}, and this question is {kind}" if owners else ""

    def say_not_text(self) -> str:
        must = f"{_called(self.path)} must be text"
        if not isinstance(self.value, list):
            return f"{must}, but a mapping stands here; {suggest_text(self.name, self.value)}"
        if len(self.path) > 1 and self.name in _TEXT_KEYS:
            what = "choice" if self.name in ("correct", "wrong") else "statement"
            entries = ", ".join(f"`- {self.name}: {show(each)}`" for each in self.value[:2])
            return f"each {what} stands by itself: write {entries}, each on a line"
        if self.name == "answer" and "accept" in self.keys and self.value:
            return f"{must}; {show_answers(self.value)}"
        return f"{must}, but a list stands here; {suggest_text(self.name, self.value)}"

    def say_no_list(self) -> str:
        """Say how the list is written, by what stands in its place."""
        advice = ""
        if isinstance(self.value, dict) and self.value:
            advice = f"; write {show_list(str(self.name), self.value)}"
        elif isinstance(self.value, str) and self.name in LISTED:
            advice = f"; write {LISTED[self.name]}, each on a line"
        elif isinstance(self.value, str):
            advice = f"; write {show_entries(str(self.name), self.value)}"
        return f"`{self.name}` must be a list{advice}"

    def say_too_few(self) -> str:
        least = self.limits["min_length"]
        said = f"`{self.name}` needs at least {'one entry' if least == 1 else f'{least} entries'}"
        match self.value:
            case [str(only)] if ";" in only:
                return f"{said}, and commas part them; write {show_entries(str(self.name), only)}"
        return said

    def say_no_yes(self) -> str:
        meant = suggest_yes_no(self.value)
        return f"`{self.name}` must be true or false" + (f"; write `{self.name}: {meant}`" if meant else "")

    def say_none_of_them(self) -> str:
        valid = _QUOTED.findall(str(self.limits["expected"]))
        return f"`{self.name}` is one of {name_any(valid)}" + nearest(str(self.value), valid)

    def say_no_mapping(self) -> str:
        advice = "; remove the '- ' before them" if isinstance(self.value, list) else ""
        return f"this must be a mapping of keys and values{advice}"

    def say_missing(self) -> str:
        course = self.data.get("course") if isinstance(self.data, dict) else None
        if self.name == "id" and len(self.path) == 1 and isinstance(course, str):
            # An id that is made up anew would give students every card of a released course once more.
            advice = f"one that was released keeps its own, a new one takes one such as `id: {make_slug(course)}`"
            return f"`id` is missing; a course needs one: {advice}"
        return f"`{self.name}` is missing"

    def say_no_share(self) -> str:
        percent = _PERCENT.fullmatch(str(self.value).strip())
        meant = f"; write `{self.name}: 0.{percent[1]}`" if percent else ""
        return f"`{self.name}` must be a number from 0.7 to 0.99{meant}"

    def say_no_match(self) -> str:
        """Say why a text or an id does not have its pattern."""
        text = str(self.value)
        if self.name == "id" and not text.strip():
            return "`id` is empty; write one or remove the key"
        if self.name == "id":
            form = "an id is made of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit"
            return f"{form}; write `id: {make_slug(text)}`"
        if bad := FORBIDDEN.search(text):
            return f"{_called(self.path)} contains the control character U+{ord(bad.group()):04X}; remove it"
        is_entry = bool(self.path) and isinstance(self.path[-1], int)
        return f"{_called(self.path)} is empty; write something{' or remove the entry' if is_entry else _OR_REMOVE}"


_MESSAGES: dict[str, Callable[[_Mistake], str]] = {
    "extra_forbidden": _Mistake.say_unknown,
    "missing": _Mistake.say_missing,
    "string_type": _Mistake.say_not_text,
    **dict.fromkeys(("tuple_type", "list_type"), _Mistake.say_no_list),
    "too_short": _Mistake.say_too_few,
    "literal_error": _Mistake.say_none_of_them,
    "string_too_long": lambda mistake: f"`{mistake.name}` is longer than {mistake.limits['max_length']} characters",
    "string_pattern_mismatch": _Mistake.say_no_match,
    **dict.fromkeys(
        ("float_parsing", "float_type", "greater_than_equal", "less_than_equal"),
        _Mistake.say_no_share,
    ),
    "yes_no": _Mistake.say_no_yes,
    **dict.fromkeys(("model_type", "dict_type"), _Mistake.say_no_mapping),
}
"""What to say, by pydantic's types of errors; see its documentation, "Validation Errors"."""
_EMPTY = frozenset({"string_type", "tuple_type", "list_type", "literal_error"})
"""Types of errors that a key without a value has."""


def _explain(data: Value, error: ErrorDetails, keys: list[str]) -> SchemaFault:
    kind = error["type"]
    limits = error.get("ctx", {})
    # What is wrong with several keys together stands at the one that is named.
    path = (*_source_path(data, error["loc"]), *([str(limits["key"])] if "key" in limits else []))
    mistake = _Mistake(path, error["input"], limits, keys, data)
    if kind in _EMPTY and mistake.value == "":
        message = f"`{mistake.name}` is empty; write something{_OR_REMOVE}"
    elif kind in _MESSAGES:
        message = _MESSAGES[kind](mistake)
    else:
        message = error["msg"]
    return SchemaFault(mistake.path, message, kind == "extra_forbidden")


def _source_path(data: Value, loc: tuple[int | str, ...]) -> Loc:
    """Turn pydantic's path into the file's own: a choice's text stands under `correct` or `wrong`."""
    path: list[str | int] = []
    for part in loc:
        if part == "text" and isinstance(data, dict):
            part = next((word for word in _TEXT_KEYS if word in data), part)  # noqa: PLW2901 - the file's word for it
        elif part == "text":
            break
        path.append(part)
        data = _look_into(data, part)
    return tuple(path)


def _look_into(data: Value, part: int | str) -> Value:
    """Return what stands under a key or at a place; the data itself where it has no such place."""
    if isinstance(data, dict):
        return data.get(str(part), "")
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return data


def _called(path: Loc) -> str:
    if path and isinstance(path[-1], int):
        parent = next((part for part in reversed(path) if isinstance(part, str)), "")
        return f"entry {path[-1] + 1} of `{parent}`"
    return f"`{path[-1]}`" if path else "this"
