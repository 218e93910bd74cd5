"""Compile a course's questions, written in YAML, into Anki decks.

For other programs there are `compile`, which gives a `Result`, `find_courses`, `Diagnostic` with its `Span`, and
`Error`, which says what in the surroundings failed and what to do. They are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdeck.api import Result, compile, find_courses  # noqa: A004 - it is called as mkdeck.compile
    from mkdeck.diagnostics import CommandError as Error
    from mkdeck.diagnostics import Diagnostic, Span

__version__ = "0.1.0"
__all__ = ["Diagnostic", "Error", "Result", "Span", "__version__", "compile", "find_courses"]

_HOMES = {
    "Diagnostic": "mkdeck.diagnostics.Diagnostic",
    "Error": "mkdeck.diagnostics.CommandError",
    "Result": "mkdeck.api.Result",
    "Span": "mkdeck.diagnostics.Span",
    "compile": "mkdeck.api.compile",
    "find_courses": "mkdeck.api.find_courses",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'mkdeck' has no attribute '{name}'")
    module, _, own = _HOMES[name].rpartition(".")
    return getattr(import_module(module), own)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
