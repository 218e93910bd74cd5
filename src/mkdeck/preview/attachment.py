"""Which question of the page has which name, and what is said of which."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mkdeck.diagnostics import Diagnostic
from mkdeck.preview.item import Item


def name_items(items: Sequence[Item]) -> list[Item]:
    """Return every question with a key: its id, unless another has the same."""
    if len({item.id for item in items}) == len(items):
        return [item if item.key == item.id else replace(item, key=item.id) for item in items]
    seen: dict[str, int] = {}
    named: list[Item] = []
    for item in items:
        seen[item.id] = seen.get(item.id, 0) + 1
        key = item.id if seen[item.id] == 1 else f"{item.id}~{seen[item.id]}"
        named.append(item if item.key == key else replace(item, key=key))
    return named


def attach(
    items: list[Item], diagnostics: Iterable[Diagnostic], lost: frozenset[str]
) -> tuple[tuple[Item, ...], tuple[Diagnostic, ...]]:
    """Put every diagnostic with the question that it is about; those about none are given apart."""
    by_id: dict[str, list[int]] = {}
    by_file: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        by_id.setdefault(item.id, []).append(i)
        by_file.setdefault(item.source.name, []).append(i)

    def find_places(diagnostic: Diagnostic) -> list[int]:
        span = diagnostic.span
        places = by_id.get(diagnostic.question, []) if diagnostic.question else []
        if len(places) == 1 or span.file in lost:  # in which lines are no longer what they were
            return places
        here = [i for i in by_file.get(span.file, ()) if items[i].covers(span.line)]
        return [i for i in places if i in here] or places or here

    found: dict[int, list[Diagnostic]] = {}
    faults: list[Diagnostic] = []
    for diagnostic in diagnostics:
        places = find_places(diagnostic)
        for i in places:
            found.setdefault(i, []).append(diagnostic)
        if not places:
            faults.append(diagnostic)
    attached = list(items)
    for i, item in enumerate(items):
        own = tuple(found.get(i, ()))
        if own != item.diagnostics:
            attached[i] = replace(item, diagnostics=own)
    return tuple(attached), tuple(faults)
