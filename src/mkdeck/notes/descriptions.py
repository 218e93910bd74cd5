"""What Anki shows of a deck before it is studied: its description, who made it, what is no longer asked."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mkdeck.course.model import CourseSettings
from mkdeck.text.words import cut_words, read_words

NO_DESCRIPTION = "<p></p>"
SHOWN_RETIRED = 10
"""How many retired questions a deck's description lists, the newest ones."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """A retired question as its deck's description names it: an ISO date, the deck's whole name, HTML."""

    date: str
    deck: str
    text: str


def describe_decks(
    settings: CourseSettings,
    texts: Mapping[str, str],
    filled: set[str],
    farewells: Iterable[Farewell],
    no_longer_asked: str,
) -> dict[str, str]:
    """Return the description of each deck by its name, as HTML, with the course's authors and license at its end.

    `texts` are the decks' own, in their order; `filled` are those that have cards, as Anki takes no others;
    `no_longer_asked` stands above retired questions. None is empty, as that would clear nothing.
    """
    credit = " · ".join(html.escape(part) for part in (", ".join(settings.authors), settings.license) if part)
    footer = f"<p>{credit}</p>" if credit else ""
    first = next((name for name in texts if name in filled), "")
    gone: dict[str, list[Farewell]] = {}
    for farewell in farewells:
        gone.setdefault(farewell.deck if farewell.deck in filled else first, []).append(farewell)
    return {
        name: text + _list_retired(gone.get(name, []), no_longer_asked) + footer or NO_DESCRIPTION
        for name, text in texts.items()
    }


def shorten(page: str) -> str:
    """Return the words of a question, without its gap and at most 80 characters long, as HTML."""
    stem = re.split(r'<\w+ class="gap">', page)[0]
    return html.escape(cut_words(read_words(stem), 80))


def _list_retired(gone: list[Farewell], heading: str) -> str:
    """List retired questions: their cards can't say when and why, as Anki shows nothing of an empty card."""
    if not gone:
        return ""
    newest = sorted(gone, key=lambda farewell: farewell.date, reverse=True)[:SHOWN_RETIRED]
    items = "".join(f"<li>{farewell.date}: {farewell.text}</li>" for farewell in newest)
    return f"<p>{heading}:</p><ul>{items}</ul>"
