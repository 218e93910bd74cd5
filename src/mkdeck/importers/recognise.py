"""Questions of other formats, turned into mkdeck's own: one file per format in `formats/`.

A format's module reads whole documents and never guesses: what the source does not tell stays undecided, what can't be
imported is skipped with a reason, and every question found is one or the other.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from mkdeck.course.yaml_source import Source, load
from mkdeck.importers import formats
from mkdeck.importers.draft import Document, Reading
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.evidence import is_convincing
from mkdeck.importers.sources.office import name_document
from mkdeck.plugins import Plugin, list_names, load_plugins
from mkdeck.questions import TYPES

SURE = 0.95
"""A score from which on a format is taken without a look at what comes out."""
_LIKELY = 0.8
"""A score from which on a format says itself what is wrong with a document that it can't read."""
NEAR = 0.1
"""A score below which a format is only named as one that a document comes near to."""


class Format(Protocol):
    """A format's module; the first line of its docstring names it."""

    __doc__: str

    def recognise(self, document: Document) -> float:
        """Return how much a document looks like this format: 0 not at all, 1 beyond doubt.

        From SURE on it stands; down to NEAR, what is read has to show it. Never raises.
        """
        ...

    def read(self, document: Document) -> Reading:
        """Read every question of a document. Raises UnreadableError where it can't be read as a whole."""
        ...


def format_names() -> list[str]:
    """Name every format: mkdeck's own by their files' names, with hyphens, and those of other packages."""
    return sorted({*_list_own(), *list_names("mkdeck.formats")})


def _list_own() -> list[str]:
    return [module.name.replace("_", "-") for module in iter_modules(formats.__path__)]


@dataclass(frozen=True)
class _Foreign:
    """A format of another package, which says whose fault it is where reading fails."""

    plugin: Plugin
    __doc__: str

    def recognise(self, document: Document) -> float:
        with self.plugin.blamed():
            score = cast("Format", self.plugin.module).recognise(document)
            if not isinstance(score, (int, float)) or not 0 <= score <= 1:
                raise self.plugin.fail(f"recognises a document with {score!r}, which is no number from 0 to 1")
        return float(score)

    def read(self, document: Document) -> Reading:
        with self.plugin.blamed(UnreadableError):
            reading = cast("Format", self.plugin.module).read(document)
            if not isinstance(reading, Reading):
                raise self.plugin.fail("reads a document as what is no mkdeck.importers.draft.Reading")
        return reading


@cache
def find_formats() -> dict[str, Format]:
    """Return every format by its name."""
    own = {name: cast("Format", import_module(f"{formats.__name__}.{name.replace('-', '_')}")) for name in _list_own()}
    plugins = load_plugins("mkdeck.formats", own, ("recognise", "read"))
    return {**own, **{name: _Foreign(plugin, plugin.module.__doc__ or "") for name, plugin in plugins.items()}}


def recognise(document: Document) -> str:
    """Name the format of a document. Raises UnreadableError where it is none, or is a deck already.

    A format that only a few signs speak for is read first, and has to give what most of the text is about.
    """
    _refuse_formatted(document)
    if _is_deck(document):
        raise UnreadableError("this is a deck of mkdeck already; there is nothing to import")
    scores = {name: each.recognise(document) for name, each in find_formats().items()}
    claims = sorted((name for name in scores if scores[name] > 0), key=lambda name: -scores[name])
    best = next((name for name in claims if _is_true(document, name, scores[name])), None)
    if best is None:
        document.text  # noqa: B018 - says so where this is no text at all
        reason = "this looks like none of the formats that can be imported"
        if claims:
            reason += f"; it comes nearest to {' and '.join(claims[:2])} ({_try(document, claims[0])})"
        raise UnreadableError("; ".join([reason, *(guess.message for guess in document.guesses)]))
    return best


def _refuse_formatted(document: Document) -> None:
    """Raise UnreadableError where a document is one of a word processor or its kin."""
    if said := name_document(document.content):
        raise UnreadableError(said)


def _try(document: Document, name: str) -> str:
    """Say how a document is read as a format, or why it can't be."""
    try:
        read(document, name)
    except UnreadableError as error:
        return str(error)
    return f"`--from {name}` reads it as that"


def _is_true(document: Document, name: str, score: float) -> bool:
    """Whether a document is of a format that it looks like; what is no text says itself what is wrong with it."""
    if score >= SURE or not document.start:
        return True
    try:
        return score >= NEAR and is_convincing(document.text, read(document, name))
    except UnreadableError:
        return score >= _LIKELY  # it says what is wrong


def read(document: Document, format_name: str) -> Reading:
    """Read a document of a format. Raises UnreadableError where it can't be read as a whole."""
    _refuse_formatted(document)
    return find_formats()[format_name].read(document)


_QUESTIONS = re.compile(r"^questions:", re.MULTILINE)


def _is_deck(document: Document) -> bool:
    """Whether a document is a deck file of mkdeck's own."""
    if not _QUESTIONS.search(document.start):
        return False
    value, _ = load(Source(Path(document.name), document.name, document.text))
    questions = value.get("questions") if isinstance(value, dict) else None
    return isinstance(questions, list) and any(
        isinstance(each, dict) and each.get("type") in TYPES for each in questions
    )
