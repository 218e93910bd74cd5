"""Which names in QTI are people's own words, and which a program made."""

import re

from mkdeck.importers.drafting.categories import make_category_tag
from mkdeck.importers.drafting.vocabulary import pattern, words

_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}|(?=[a-z]*\d)[0-9a-f]{7,}|[0-9a-f]{16,}", re.IGNORECASE)
_COUNTED = re.compile(r".*_\d{6,}")
_ROOT = "root_section"
_UNNAMED = re.compile(f"(?:{_ROOT}|{pattern('untitled')})?", re.IGNORECASE)
_KIND = re.compile(pattern("item_kind"), re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
_GENERIC = words("part_of_id") | {"objectid", "qtiedit", "qtiitem", "xid"}
_SECTION = re.compile(rf"(?:{_ROOT}|{pattern('section')})?\s*\d*", re.IGNORECASE)


def own_id(ident: str) -> str:
    """Return an identifier if it has words that a person chose, else nothing."""
    bare = _RANDOM.sub(" ", ident)
    own = [word for word in _WORD.findall(bare) if word.casefold() not in _GENERIC]
    return ident if own and not _COUNTED.fullmatch(ident) else ""


def make_bank_tag(levels: list[str]) -> str:
    """Make one tag of the names of a bank and its sections; those that every program gives are left out."""
    return make_category_tag(" ".join(level.split()) for level in levels if not _SECTION.fullmatch(level.strip()))


def own_name(name: str) -> str:
    """Return the name of an item unless it only says what kind of a question it is."""
    return "" if _KIND.fullmatch(" ".join(name.split())) else name


def own_title(title: str) -> str:
    """Return a title that a person chose, else nothing."""
    title = " ".join(title.split())
    return "" if _UNNAMED.fullmatch(title) else title
