"""What is wrong with values that do not follow the schema, in the words of the format instead of pydantic's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mkdeck.course.yaml_source import Value
from mkdeck.diagnostics import Loc
from mkdeck.text.nearest import nearest
from mkdeck.text.spans import FORBIDDEN


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """One mistake: its path in the value as it was written, and whether the key is at fault, not what it holds."""

    path: Loc
    message: str
    on_key: bool


def explain(data: Value, error: ValidationError, keys: list[str]) -> Iterator[SchemaFault]:
    """Yield every mistake in a value; `keys` are those that its mapping may have."""
    for each in error.errors(include_url=False):
        if not _is_echo(each):
            yield _explain(data, each, keys)


def without(data: Value, paths: list[Loc]) -> Value:
    """Return a mapping without the keys at the end of some paths, or of the lists that they lead into."""
    if not isinstance(data, dict):
        return data
    below: dict[str | int, list[Loc]] = {}
    for path in paths:
        if path:
            below.setdefault(path[0], []).append(path[1:])
    left: dict[str, Value] = {}
    for key, each in data.items():
        inside = below.get(key, [])
        # What stands in a list would no longer be found at its place.
        if not inside or (isinstance(each, dict) and () not in inside):
            left[key] = without(each, inside)
    return left


def name_any(words: Iterable[str]) -> str:
    """List words in quotes."""
    return ", ".join(f"'{word}'" for word in words)


def _is_echo(error: ErrorDetails) -> bool:
    """Whether a list counts as too short only because some of its entries are not sound."""
    given = error["input"]
    return error["type"] == "too_short" and isinstance(given, list) and len(given) >= error["ctx"]["min_length"]


def _explain(data: Value, error: ErrorDetails, keys: list[str]) -> SchemaFault:
    path = _source_path(data, error["loc"])
    name = path[-1] if path else ""
    kind, value = error["type"], error["input"]
    on_key = False
    if kind == "extra_forbidden":
        on_key = True
        in_choice = "choices" in path[:-1]
        valid = ["correct", "wrong", "feedback", "pin"] if in_choice else keys
        message = f"unknown key '{name}'" + (nearest(str(name), valid) or f"; valid here: {name_any(valid)}")
    elif kind == "missing":
        message = f"`{name}` is missing"
    elif kind in ("string_type", "tuple_type", "list_type", "literal_error") and value == "":
        message = f"`{name}` is empty; write something or remove the key"
    elif kind == "string_type":
        what = "a list" if isinstance(value, list) else "a mapping"
        message = f"{_called(path)} must be text, but {what} stands here; text that contains ': ' needs quotes"
    elif kind in ("tuple_type", "list_type"):
        message = f"`{name}` must be a list"
    elif kind == "too_short":
        message = f"`{name}` needs at least {error['ctx']['min_length']} entries"
    elif kind == "literal_error":
        valid = ["basic", "cloze"]
        message = f"`{name}` is one of {name_any(valid)}" + nearest(str(value), valid)
    elif kind == "string_pattern_mismatch" and name == "id" and not str(value).strip():
        message = "`id` is empty; write one, or remove the key"
    elif kind == "string_pattern_mismatch" and name == "id":
        message = "an id is made of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit"
    elif kind == "string_too_long":
        message = f"`{name}` is longer than {error['ctx']['max_length']} characters"
    elif kind == "string_pattern_mismatch":
        bad = FORBIDDEN.search(str(value))
        if bad:
            message = f"{_called(path)} contains the control character U+{ord(bad.group()):04X}; remove it"
        else:
            message = f"{_called(path)} is empty; write something or remove the key"
    elif kind in ("float_parsing", "float_type", "greater_than_equal", "less_than_equal"):
        message = f"`{name}` must be a number from 0.7 to 0.99"
    elif kind == "yes_no":
        message = f"`{name}` must be true or false"
    elif kind in ("model_type", "dict_type"):
        message = "this must be a mapping of keys and values"
    else:
        message = error["msg"]
    return SchemaFault(path, message, on_key)


def _source_path(data: Value, loc: tuple[int | str, ...]) -> Loc:
    """Turn pydantic's path into the file's own: a choice's text stands under `correct` or `wrong`."""
    path: list[str | int] = []
    for part in loc:
        if part == "text" and isinstance(data, dict):
            part = "correct" if "correct" in data else "wrong"  # noqa: PLW2901 - the file's word for it
        elif part == "text":
            break
        path.append(part)
        if isinstance(data, dict):
            data = data.get(str(part), "")
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
    return tuple(path)


def _called(path: Loc) -> str:
    if path and isinstance(path[-1], int):
        parent = next((part for part in reversed(path) if isinstance(part, str)), "")
        return f"entry {path[-1] + 1} of `{parent}`"
    return f"`{path[-1]}`" if path else "this"
