"""One line about a package."""

from pathlib import Path

from mkdeck.cli.report import plural
from mkdeck.compiler import Compiled


def summarise(compiled: Compiled, target: Path) -> str:
    """Say in one line what a package holds."""
    notes = compiled.package.notes
    cards = sum(len(note.cards) for note in notes)
    parts = [
        plural(len(notes), "note"),
        plural(cards, "card"),
        plural(len({note.deck for note in notes}), "deck"),
    ]
    if compiled.package.media:
        parts.append(plural(len(compiled.package.media), "media file"))
    size = target.stat().st_size
    shown = f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{size / 2**10:.0f} kB"
    return f"{target}: {compiled.course.settings.course}, {', '.join(parts)} ({shown})"
