"""Questions of other formats, turned into mkdeck's own: one file per format in `formats/`.

A format's module reads whole documents and never guesses: what the source does not tell stays undecided, what can't be
imported is skipped with a reason, and every question found is one or the other.
"""

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast, get_args

from mkdeck.importers import formats
from mkdeck.importers.draft import Document, Kind, Reading
from mkdeck.importers.faults import Unreadable
from mkdeck.source import Source, load


class Format(Protocol):
    """A format's module; the first line of its docstring names it."""

    __doc__: str

    def recognise(self, document: Document) -> float:
        """Tell how much a document looks like this format: 0 not at all, 1 beyond doubt. Never raises."""
        ...

    def read(self, document: Document) -> Reading:
        """Read every question of a document. Raises Unreadable where it can't be read as a whole."""
        ...


def format_names() -> list[str]:
    """Name every format by its file's name, with hyphens."""
    return sorted(module.name.replace("_", "-") for module in iter_modules(formats.__path__))


@cache
def find_formats() -> dict[str, Format]:
    """Give every format by its name."""
    return {
        name: cast("Format", import_module(f"{formats.__name__}.{name.replace('-', '_')}")) for name in format_names()
    }


def recognise(document: Document) -> str:
    """Name the format of a document. Raises Unreadable where it looks like none, or is a deck already."""
    if _is_deck(document):
        raise Unreadable("this is a deck of mkdeck already; there is nothing to import")
    scores = {name: each.recognise(document) for name, each in find_formats().items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        document.text  # noqa: B018 - says so where this is no text at all
        reason = "this looks like none of the formats that can be imported"
        raise Unreadable("; ".join([reason, *(guess.message for guess in document.guesses)]))
    return best


def read(document: Document, format_name: str) -> Reading:
    """Read a document of a format."""
    return find_formats()[format_name].read(document)


_QUESTIONS = re.compile(r"^questions:", re.MULTILINE)


def _is_deck(document: Document) -> bool:
    """Tell whether a document is a deck file of mkdeck's own."""
    if not _QUESTIONS.search(document.start):
        return False
    value, _ = load(Source(Path(document.name), document.name, document.text))
    questions = value.get("questions") if isinstance(value, dict) else None
    return isinstance(questions, list) and any(
        isinstance(each, dict) and each.get("type") in get_args(Kind) for each in questions
    )
