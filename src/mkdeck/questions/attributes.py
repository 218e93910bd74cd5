"""Texts in attributes of a field's HTML, as scripts of a card read them, and back."""

import html
import re

_ATTRIBUTE = re.compile(r'(?P<name>[\w-]+)="(?P<text>[^"]*)"')


def write_attribute(name: str, text: str) -> str:
    """Return an attribute with a blank before it; Anki looks for sounds, LaTeX and gaps in attributes as well."""
    shown = html.escape(text).replace("[", "&#91;").replace("{", "&#123;").replace("\\", "&#92;")
    return f' {name}="{shown}"'


def read_attributes(tag: str) -> dict[str, str]:
    """Return the texts of a tag's attributes by their names, in whatever order an editor left them."""
    return {match["name"]: html.unescape(match["text"]) for match in _ATTRIBUTE.finditer(tag)}
