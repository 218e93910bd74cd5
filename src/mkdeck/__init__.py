"""Compile a course's questions, written in YAML, into Anki decks."""

__version__ = "0.1.0"
