"""The package that a site offers to students: a release wherever there is a ledger, and a draft only on demand."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mkdeck.apkg.read import read_package
from mkdeck.apkg.release import Release
from mkdeck.apkg.write import write_package
from mkdeck.compiler import Compiled
from mkdeck.diagnostics import CommandError
from mkdeck.diff.editions import Edition
from mkdeck.files.digests import digest_file
from mkdeck.ledger.clock import write_time
from mkdeck.ledger.history import explain_blindness
from mkdeck.ledger.ledger import Ledger, find_ledger
from mkdeck.ledger.lineage import read_lineage
from mkdeck.release.editions import Watch, make_edition
from mkdeck.release.past import open_release, read_editions
from mkdeck.release.previous import find_released_package

EDITION_FILE, FEED_FILE = "edition.json", "feed.xml"
FORMAT = 1
"""Of `edition.json`; it grows where readers of an older one would go wrong."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A package and where it lies, and the release that it is; none for a draft.

    `editions` are what it and earlier releases hold, by their numbers, as far as they are at hand, and
    `parents` those that each was made after.
    One that is not `linked` is an earlier draft, which no page names: it tells what students may have.
    """

    path: Path
    release: Release | None = None
    editions: Mapping[int, Edition] = field(default_factory=dict)
    parents: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    linked: bool = True

    @property
    def size(self) -> int:
        """Return its bytes."""
        return self.path.stat().st_size


def find_offer(
    compiled: Compiled, path: Path, places: Sequence[Path], old_site: Path, folder: Path, watch: Watch, *, draft: bool
) -> Offer | None:
    """Find what a site offers of a course at a path: its package (see `_find_package`), and what its editions held."""
    offer, ledger = _find_package(compiled, path, places, old_site, folder, watch, draft=draft), compiled.ledger
    if not offer or not offer.release or not ledger:
        return offer
    latest = make_edition(read_package(offer.path))
    editions, parents = read_editions(path, ledger, latest, watch)
    return replace(offer, editions=editions, parents=parents)


def _find_package(
    compiled: Compiled, path: Path, places: Sequence[Path], old_site: Path, folder: Path, watch: Watch, *, draft: bool
) -> Offer | None:
    """Find the package that a site offers of a course at a path, and write it into a folder where it lies nowhere yet.

    That is the course as it stands where it is released so, or as a `draft`; else the last release, from one of the
    places or from git. Without any release there is none, but for a draft that the old site has. Raises CommandError
    where the release is not to be had.
    """
    made, ledger = folder / f"{compiled.course.settings.id}.apkg", compiled.ledger
    release = ledger.latest if ledger and not compiled.unreleased.anything else None
    if draft or release:
        write_package(compiled.package, made)
        return Offer(made, release)
    if ledger is None:
        return _keep_draft(places, old_site)
    found = next((place for place in places if find_released_package(place, ledger)), None)
    if found is None:
        _write_released(path, ledger, made, watch, places[0])
    return Offer(found or made, ledger.latest)


def _keep_draft(places: Sequence[Path], old_site: Path) -> Offer | None:
    """Return the draft that a site has already."""
    kept = next((place for place in places if place.is_relative_to(old_site) and place.is_file()), None)
    return Offer(kept, linked=False) if kept else None


def _write_released(path: Path, ledger: Ledger, made: Path, watch: Watch, place: Path) -> None:
    """Write the package of the last release from what git has of it. Raises CommandError where git does not have it.

    `place` is where it could lie instead.
    """
    if commit := read_lineage(path, ledger).find_commit(ledger.latest):
        with open_release(path, ledger.latest, commit, watch) as past:
            if past and not past.unreleased.anything:
                write_package(past.package, made)
                return
    blindness = explain_blindness(find_ledger(path).parent)
    raise CommandError(
        f"{path}: release {ledger.latest.number}, which students would download, is neither at hand nor in git; "
        f"put its package at {place}, run `mkdeck release`, or say `--draft` to offer the course as it stands."
        + (f" Note that {blindness}." if blindness else "")
    )


def write_offer(offer: Offer, course_id: str, name: str, folder: Path) -> None:
    """Write the package of a course under a name into a folder, and beside a release what programs need to know."""
    shutil.copyfile(offer.path, folder / name)
    if offer.release:
        described = _describe_edition(offer, offer.release, course_id, name)
        text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
        (folder / EDITION_FILE).write_text(text, "utf-8", newline="\n")


def _describe_edition(offer: Offer, release: Release, course_id: str, name: str) -> dict[str, object]:
    """Return what `edition.json` says of a release."""
    return {
        "format": FORMAT,
        "course": course_id,
        "edition": release.number,
        "time": write_time(release.time),
        "package": name,
        "size": offer.size,
        "sha256": digest_file(offer.path),
        "feed": FEED_FILE,
    }
