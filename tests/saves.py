"""Saves files as editors do: a file is there as a whole, so that a save is one change, however busy the machine."""

from pathlib import Path


def save(path: Path, text: str) -> None:
    """Write a file beside its place and put it there at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def change(path: Path, old: str, new: str) -> None:
    """Put one text in the place of another, once, and save."""
    text = path.read_text("utf-8")
    assert old in text
    save(path, text.replace(old, new, 1))
