"""In which edition each note was corrected last, as the ledger knows it."""

from collections.abc import Iterable
from dataclasses import replace

from mkdeck.apkg.package import Package
from mkdeck.course.model import CourseSettings
from mkdeck.diff.matching import Key
from mkdeck.ledger.ledger import Ledger
from mkdeck.notes.corrections import add_lines
from mkdeck.notes.note import Note, show_day
from mkdeck.notetypes import find_words


def tell_corrections(package: Package, ledger: Ledger | None, settings: CourseSettings) -> Package:
    """Return a package whose notes tell in which edition they were corrected, unless the course does not want that."""
    return replace(package, notes=tuple(list_told(package.notes, ledger, settings)))


def list_told(notes: Iterable[Note], ledger: Ledger | None, settings: CourseSettings) -> Iterable[Note]:
    """Return notes with their lines, as `tell_corrections` does."""
    if not ledger or not settings.editions:
        return add_lines(notes, {})
    releases = {each.number: each for each in ledger.releases}
    words = find_words(settings.language)
    lines: dict[Key, str] = {}
    for key, note in ledger.notes.items():
        if note.corrected and (release := releases.get(note.corrected)):
            lines[key] = words["corrected_in"].format(n=release.number, date=show_day(release.time))
    return add_lines(notes, lines)
