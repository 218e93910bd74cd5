"""What a compile looks for beside a course's YAML, and whether it would find the same again."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdeck.course.style import read_css
from mkdeck.notes.media import Media, MediaFinder
from mkdeck.text.faults import Fault


@dataclass(frozen=True, slots=True)
class Lookup:
    """A reference in a deck file of a folder; name, digest and what is doubtful of the file behind it, if anything."""

    folder: str
    reference: str
    name: str
    digest: str
    doubt: str


def list_lookups(found: Mapping[tuple[Path, str], tuple[Media, Fault | None]]) -> tuple[Lookup, ...]:
    """List what was found, by folder and reference."""
    return tuple(_look_up(folder, reference, *each) for (folder, reference), each in found.items())


def find_same(lookups: Iterable[Lookup], root: Path) -> bool:
    """Whether each reference leads to the same today.

    The search is done again, since what is new may hide what is still there, or make it doubtful: a link, a name in
    other letters.
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
    folder = Path(lookup.folder)
    media, doubt = finder.look(lookup.reference, folder)
    return isinstance(media, Media) and _look_up(folder, lookup.reference, media, doubt) == lookup


def _look_up(folder: Path, reference: str, media: Media, doubt: Fault | None) -> Lookup:
    return Lookup(str(folder), reference, media.name, media.digest, doubt.message if doubt else "")
