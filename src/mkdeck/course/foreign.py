"""Files that lie among courses and are of other tools, as hooks of git name them beside decks."""

from difflib import get_close_matches
from pathlib import Path

from mkdeck.course.discovery import DECK_SUFFIXES, find_course_around
from mkdeck.course.yaml_source import load, read

_SIGNS = ("questions", "deck", "question", "course")
"""Keys that say that a file is one of mkdeck's, even with a slip in them, or in a wrong place."""


def is_foreign(path: Path) -> bool:
    """Whether a file lies in no course and is no deck, either, but plainly something else."""
    if not path.is_file() or find_course_around(path):
        return False
    if path.suffix.lower() not in DECK_SUFFIXES:
        return True
    source, faults = read(path, path.name)
    if faults or "questions" in source.text:
        return False
    value, findings = load(source)
    if findings or not isinstance(value, dict) or not value:
        return False
    return not any(get_close_matches(key, _SIGNS, n=1, cutoff=0.7) for key in value)
