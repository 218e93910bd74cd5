"""Texts of Moodle, which name their format, as Markdown."""

import re

from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.to_markdown.html import has_html, to_markdown
from mkdeck.importers.to_markdown.markdown import adopt
from mkdeck.importers.to_markdown.text import to_markdown as plain_to_markdown

_MARKDOWN_MATH = re.compile(r"\\\\([(\[])((?:(?!\n\n|\\\\[(\[]).)+?)\\\\([)\]])", re.DOTALL)
_HELD_FILE = re.compile(r"@@PLUGINFILE@@[^\s)\"'<>]+")


def convert_moodle(text: str, form: str, attachments: Attachments) -> str:
    """Turn a text of one of Moodle's formats (html, markdown, plain, moodle) into Markdown.

    'moodle' is Moodle's auto-format: plain lines that may hold HTML. Signs that only look like HTML stay signs.
    """
    if not text:
        return ""
    if form == "markdown":
        return _convert_markdown(text, attachments)
    if form == "plain":
        return plain_to_markdown(text)
    if form == "moodle":
        return _convert_auto_format(text, attachments)
    if "<" not in text and "&" not in text:
        return plain_to_markdown(" ".join(text.split()))
    return to_markdown(text, attachments)


def drops_tags(text: str, form: str) -> bool:
    """Whether the tags in a text of one of Moodle's formats are HTML."""
    return form == "html" or (form == "moodle" and has_html(text))


def _convert_auto_format(text: str, attachments: Attachments) -> str:
    if not has_html(text):
        return plain_to_markdown(text)
    if "\n" in text and "<pre" not in text.lower() and "<p>" not in text.lower():
        text = text.replace("\n", "<br>")
    return to_markdown(text, attachments)


def _convert_markdown(text: str, attachments: Attachments) -> str:
    r"""Put files in place; and Moodle's `\\(x\\)`, whose backslashes Markdown halves there, is math here."""
    text = _MARKDOWN_MATH.sub(lambda match: f"\\{match[1]}{match[2]}\\{match[3]}", text)
    text = adopt(text, attachments)
    return _HELD_FILE.sub(lambda match: attachments.find(match.group()) or match.group(), text)
