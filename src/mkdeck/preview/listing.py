"""What of a course is on the page: search, filters, pages, and the lists to choose them from."""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from mkdeck.notes.note import Note
from mkdeck.preview.item import Item
from mkdeck.preview.view import View

PER_PAGE = 20
_TAG = re.compile(r"<[^>]*>|\{\{c\d+::|\}\}")


@dataclass(frozen=True, slots=True)
class Query:
    """What the page was asked for, as in its address; what is empty is not asked for."""

    deck: str = ""
    kind: str = ""
    tag: str = ""
    text: str = ""
    only: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Query":
        """Read an address; what can't be understood is as if it were not there."""
        page = parameters.get("page", "1")
        return cls(
            deck=parameters.get("deck", ""),
            kind=parameters.get("kind", ""),
            tag=parameters.get("tag", ""),
            text=parameters.get("text", "").strip(),
            only="findings" if parameters.get("only") == "findings" else "",
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
        )

    def link(self, **changes: str | int) -> str:
        """Return the address with something changed; from the first page, unless that is what is changed."""
        asked = {**asdict(self), "page": 1, **changes}
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("page", 1)}
        return f"?{urlencode(kept)}" if kept else "?"

    def toggle(self, name: str, value: str) -> str:
        """Return the address with a filter set, or lifted if it is the one that is set."""
        return self.link(**{name: "" if getattr(self, name) == value else value})

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for."""
        return replace(self, page=1) != Query()


@dataclass(frozen=True, slots=True)
class FilterOption:
    """Something to filter by, and how many questions it leaves; `depth` is that of a deck below its course."""

    value: str
    label: str
    count: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the questions that were asked for."""

    items: tuple[Item, ...]
    total: int
    number: int
    pages: int


def choose(view: View, query: Query) -> Page:
    """Return the page that was asked for, or the last one there is.

    Where no question has findings, asking for those that have some leaves all: what is wrong is elsewhere, or mended.
    """
    query = query if has_findings(view) else replace(query, only="")
    items = _find(view, query) if query.narrow else view.items
    pages = max(1, -(-len(items) // PER_PAGE))
    number = min(query.page, pages)
    start = (number - 1) * PER_PAGE
    return Page(items[start : start + PER_PAGE], len(items), number, pages)


def _find(view: View, query: Query) -> tuple[Item, ...]:
    words = query.text.casefold().split()
    fit = (item for item in view.items if _fits(item, query))
    return tuple(item for item in fit if all(word in _text(item) for word in words))


def has_findings(view: View) -> bool:
    """Whether anything is wrong with any question."""
    return any(item.diagnostics for item in view.items)


def list_decks(view: View) -> list[FilterOption]:
    """Return the decks in the order of the course, each with those below it counted in."""
    counts: Counter[str] = Counter()
    for deck, number in Counter(item.deck for item in view.items).items():
        parts = deck.split("::")
        counts.update({"::".join(parts[: i + 1]): number for i in range(len(parts))})
    inner = [name for name in counts if "::" in name] or list(counts)
    root = len(view.name.split("::"))
    return [
        FilterOption(name, name.rpartition("::")[2], counts[name], max(0, name.count("::") - root))
        for name in sorted(inner, key=list(counts).index)
    ]


def list_kinds(view: View) -> list[FilterOption]:
    """Return the types of questions that the course has."""
    counts = Counter(item.kind for item in view.items if item.kind)
    return [FilterOption(kind, label_kind(kind), counts[kind]) for kind in sorted(counts)]


def label_kind(kind: str) -> str:
    """Name a type of question as people do."""
    return "true or false" if kind == "true-false" else kind.replace("-", " ")


def list_tags(view: View) -> list[FilterOption]:
    """Return the tags in the order of the alphabet."""
    counts: Counter[str] = Counter()
    for tags, number in Counter(item.tags for item in view.items).items():
        for tag in tags:
            counts[tag] += number
    return [FilterOption(tag, tag, counts[tag]) for tag in sorted(counts, key=str.casefold)]


def _fits(item: Item, query: Query) -> bool:
    return (
        (not query.deck or _is_within(item.deck, query.deck))
        and (not query.kind or item.kind == query.kind)
        and (not query.tag or any(_is_within(tag, query.tag) for tag in item.tags))
        and (not query.only or bool(item.diagnostics))
    )


def _is_within(name: str, whole: str) -> bool:
    """Whether a deck or tag is this one, or below it."""
    return name == whole or name.startswith(f"{whole}::")


def _text(item: Item) -> str:
    return f"{item.id.casefold()} {_plain(item.note) if item.note else ''}"


@lru_cache(maxsize=50_000)
def _plain(note: Note) -> str:
    """Return the text of a note as it is searched: all its fields and tags, without markup."""
    return html.unescape(_TAG.sub(" ", " ".join((*note.fields, *note.tags)))).casefold()
