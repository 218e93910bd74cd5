"""Left sides and what belongs to each."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting import conversions
from mkdeck.importers.drafting.tasks import matching
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs


def match_up(line: int, stem: str, sides: Iterable[tuple[str, Sequence[str]]], offered: Iterable[str]) -> Draft:
    """Make a matching question of left sides, each with the right sides that belong to it, of all that are offered.

    Where the source does not tell what belongs to any, the answer stays open.
    """
    kept = [(left, list(rights)) for left, rights in sides if left or rights]
    found = set(chain.from_iterable(rights for _, rights in kept))
    if kept and not found:
        return _leave_open(line, stem, kept, offered)
    pairs = [(left, ", ".join(rights)) for left, rights in kept]
    make = matching if all(len(rights) == 1 for _, rights in kept) else conversions.matching
    return make(line, stem, pairs, _list_rest(offered, found))


def pair_up(
    idents: Iterable[str], left: Mapping[str, str], right: Mapping[str, str], partners: Mapping[str, list[str]]
) -> list[tuple[str, list[str]]]:
    """Return the texts on the left, by their identifiers, each with those on the right that belong to it."""
    return [(left[ident], [right[each] for each in partners.get(ident, ()) if each in right]) for ident in idents]


def _list_rest(offered: Iterable[str], found: set[str]) -> list[str]:
    """Return what is offered and belongs to nothing."""
    return [text for text in offered if text and text not in found]


def _leave_open(line: int, stem: str, kept: Iterable[tuple[str, list[str]]], offered: Iterable[str]) -> Draft:
    lists = (bullet_list(left for left, _ in kept), bullet_list(sorted(set(offered)), "*"))
    return Draft(line, "short-answer", paragraphs(stem, *lists))
