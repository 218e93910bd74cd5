"""The fields of one note: their names and values, what they are for, and how they are written."""

import html
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from mkdeck.importers.anki.roles import UNNAMED, Roles
from mkdeck.importers.anki.text import AnkiText
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

_UNSEEN = re.compile(r"<(?!img|audio|video|object)[^<>]*>")
_BLOCKS = ("- ", "1. ", "|", "```", "#", ">")
_NAMELESS = ("explanation", "question", "correct", "title")
"""What is said below a question without the name of its field."""


@dataclass(frozen=True, slots=True)
class NoteFields:
    """The fields of a note; `text` turns their values into Markdown."""

    names: Sequence[str]
    values: Sequence[str]
    roles: Roles
    text: AnkiText

    def of(self, role: str) -> Sequence[int]:
        """Return the fields of a role."""
        return self.roles.by_name.get(role, ())

    def among(self, role: str, positions: Container[int]) -> list[int]:
        """Return the fields of a role that are among these."""
        return [i for i in self.of(role) if i in positions]

    def convert(self, positions: Iterable[int]) -> list[str]:
        """Write fields as Markdown."""
        return [self.text.convert(self.values[i]) for i in positions]

    def label(self, positions: Iterable[int]) -> str:
        """Write fields as paragraphs; those whose name says more than that they explain keep it."""
        plain = {i for role in _NAMELESS for i in self.of(role)}
        texts = []
        for i in positions:
            text = self.text.convert(self.values[i])
            if text and i not in plain and not self.names[i].startswith(UNNAMED):
                block = "\n" in text or text.startswith(_BLOCKS)
                text = f"**{self.text.convert(self.names[i])}:**" + ("\n\n" if block else " ") + text
            texts.append(text)
        return paragraphs(*texts)

    def cite(self, positions: Iterable[int]) -> str:
        """Write fields on one line, as a source stands there."""
        return "; ".join(" ".join(text.replace("\\\n", " ").split()) for text in self.convert(positions) if text)


def shows(page: str) -> bool:
    """Whether a field shows or plays anything."""
    return bool(html.unescape(_UNSEEN.sub("", page)).strip())
