"""Categories of question banks as tags."""

import re
from collections.abc import Iterable

from mkdeck.importers.drafting.names import make_tag
from mkdeck.importers.drafting.vocabulary import pattern

_SHELF = re.compile(rf"\$\w+\$|top|CORE|{pattern('shelf_of')}\s.*|{pattern('shelf')}", re.IGNORECASE)
"""Levels that a learning platform makes by itself."""


def make_category_tag(levels: Iterable[str]) -> str:
    """Make one tag of the levels of a category; empty where none of them was named by a person."""
    named = [level.strip().strip("$").strip() for level in levels if not _SHELF.fullmatch(level.strip())]
    named = [level for level in named if level and not _SHELF.fullmatch(level)]
    return make_tag("::".join(level.replace("::", ":") for level in named))


def split_category(path: str) -> list[str]:
    """Split a category's path at its slashes; a doubled one is part of a name."""
    return [level.replace("\0", "/") for level in path.replace("//", "\0").split("/")]
