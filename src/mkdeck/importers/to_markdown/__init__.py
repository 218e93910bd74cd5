"""Texts of other formats, turned into Markdown."""
