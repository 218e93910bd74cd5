"""Texts of sources without what no card shows."""

from collections.abc import Mapping

from mkdeck.importers.sources.decoding import tidy


def clean(text: str) -> str:
    """Drop what no card shows, and the empty lines around a text."""
    text = "\n".join(line.rstrip() for line in tidy(text).split("\n"))
    return text.strip("\n").rstrip() if text.strip() else ""


def clean_keys(keys: Mapping[str, object]) -> dict[str, object]:
    """Clean all texts in the keys of a type."""
    return {key: _clean_all(value) for key, value in keys.items()}


def _clean_all(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean_all(each) for each in value]
    return clean_keys(value) if isinstance(value, Mapping) else value
