"""Left sides and what belongs to each."""

from collections.abc import Iterable, Sequence

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting import conversions
from mkdeck.importers.drafting.tasks import matching
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs


def match_up(line: int, stem: str, sides: Iterable[tuple[str, Sequence[str]]], offered: Iterable[str]) -> Draft:
    """Make a matching question of left sides, each with the right sides that belong to it, of all that are offered.

    Where the source does not tell what belongs to any, the answer stays open.
    """
    kept = [(left, list(rights)) for left, rights in sides if left or rights]
    found = {right for _, rights in kept for right in rights}
    if kept and not found:
        lists = (bullet_list(left for left, _ in kept), bullet_list(sorted(set(offered)), "*"))
        return Draft(line, "short-answer", paragraphs(stem, *lists))
    rest = [text for text in offered if text and text not in found]
    make = matching if all(len(rights) == 1 for _, rights in kept) else conversions.matching
    return make(line, stem, [(left, ", ".join(rights)) for left, rights in kept], rest)
