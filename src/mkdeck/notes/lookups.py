"""What a compile looks for beside a course's YAML, and whether it would find the same again."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdeck.course.style import read_css
from mkdeck.notes.media import Media, MediaFinder


@dataclass(frozen=True, slots=True)
class Lookup:
    """A reference in a deck file of a folder, and the digest and name of the picture, sound or video behind it."""

    folder: str
    reference: str
    name: str
    digest: str


def list_lookups(found: Mapping[tuple[Path, str], Media]) -> tuple[Lookup, ...]:
    """List what was found, by folder and reference."""
    return tuple(Lookup(str(folder), name, media.name, media.digest) for (folder, name), media in found.items())


def find_same(lookups: Iterable[Lookup], root: Path) -> bool:
    """Whether each reference leads to the same today.

    The search is done again, since what is new may hide what is still there: a link, a name in other letters.
    """
    finder = MediaFinder(root)
    return all(_find_same(each, finder) for each in lookups)


def read_same(named: str | None, style: str, root: Path) -> bool:
    """Whether the style that a course names, if it names one, has this digest today."""
    css, fault = read_css(root, named) if named is not None else ("", "")
    return not fault and digest_css(css) == style


def digest_css(css: str) -> str:
    """Digest a course's own CSS."""
    return hashlib.sha256(css.encode()).hexdigest()


def _find_same(lookup: Lookup, finder: MediaFinder) -> bool:
    media = finder.find(lookup.reference, Path(lookup.folder))
    return isinstance(media, Media) and (media.name, media.digest) == (lookup.name, lookup.digest)
