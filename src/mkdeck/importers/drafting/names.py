"""Names of decks and tags as Anki takes them."""

from mkdeck.importers.sources.decoding import tidy

_RESERVED = frozenset({"marked", "leech", "mkdeck"})


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
