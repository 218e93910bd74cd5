"""Names of decks and tags as Anki takes them, and of questions as comments."""

import re

from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.sources.decoding import tidy

_RESERVED = frozenset({"marked", "leech", "mkdeck"})
_NUMBERED = re.compile(rf"(?:{pattern('question')}|p)?_?\d*", re.IGNORECASE)
"""A name that says no more than a number."""


def make_title(text: str) -> str:
    """Make a deck's name that Anki takes as it is; levels are parted by `::`."""
    parts = [" ".join(part.replace('"', "").split()).strip(": ") for part in tidy(text).split("::")]
    return "::".join(part for part in parts if part)


def make_tag(text: str) -> str:
    """Make a tag that Anki takes as it is; levels are parted by `::`."""
    parts = ["-".join(part.replace('"', "").split()).strip("-:,") for part in tidy(text).split("::")]
    tag = "::".join(part for part in parts if part)
    if tag.lower() in _RESERVED or tag.lower().startswith("mkdeck::"):
        return f"topic-{tag}"
    return tag


def name_comment(name: str, question: str) -> tuple[str, ...]:
    """Keep the name of a question as a comment, if it says more than a number or the question's own first words."""
    name = " ".join(name.split())
    words = "".join(re.findall(r"\w+", name)).casefold()
    if not words or _NUMBERED.fullmatch(words):
        return ()
    if "".join(re.findall(r"\w+", question)).casefold().startswith(words):
        return ()
    return (name,)
