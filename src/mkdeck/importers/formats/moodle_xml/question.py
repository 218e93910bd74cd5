"""A question of Moodle XML: what every type has, and its texts and files."""

import html
import re
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.conversions import PARTLY_RIGHT, RIGHT, WRONG, label_feedback
from mkdeck.importers.drafting.defaults import is_default
from mkdeck.importers.drafting.labels import FALSE_WORDS, TRUE_WORDS
from mkdeck.importers.drafting.losses import Said, find_lost, name_lost
from mkdeck.importers.drafting.names import name_comment
from mkdeck.importers.drafting.numbers import read_number
from mkdeck.importers.formats.moodle_xml.files import QuestionFiles
from mkdeck.importers.formats.moodle_xml.settings import find_texts
from mkdeck.importers.sources.attachments import Attachments, MediaFile, decode_base64, name_missing
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.moodle import convert_moodle, drops_tags
from mkdeck.importers.to_markdown.text import escape

FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "moodle"}
_SCRIPT = re.compile(r"<script\b(?![^<>]*\bmath/)", re.IGNORECASE)
_EMBEDDED = re.compile(r"\{\d*:[A-Za-z_]+:|(?<=[{~=])=?%-?\d+(?:\.\d+)?%")
"""What tells the kind and the weight of an embedded answer."""
COMBINED = {"correctfeedback": RIGHT, "partiallycorrectfeedback": PARTLY_RIGHT, "incorrectfeedback": WRONG}
"""Feedback on the whole answer to a question, with what labels it."""


class MoodleQuestion:
    """One question on its way to a draft; `boilerplate` is feedback that many questions share."""

    def __init__(self, element: Element, boilerplate: set[str]) -> None:
        self.element = element
        self.line = element.line
        self.boilerplate = boilerplate
        self.files = QuestionFiles(element)
        self.media: dict[str, MediaFile] = {}
        self.missing: list[str] = []
        self.scripted = False
        self.unequal: list[str] = []

    def complete(self, draft: Draft, category: str) -> Draft:
        """Add what every type has: general feedback, hints, tags, id, name, media."""
        general = self.convert(self.element.child("generalfeedback"))
        combined = self._combine_feedback()
        if draft.kind == "short-answer" and draft.answer is None and general:
            draft, general = replace(draft, answer=general), ""
        name, question = (_bare(self.element.text_at(tag, "text")) for tag in ("name", "questiontext"))
        return replace(
            draft,
            explanation=paragraphs(draft.explanation, general, combined),
            hint=paragraphs(draft.hint, *map(self.convert, self.element.all("hint"))),
            tags=tuple(tag for tag in (category, *self._own_tags()) if tag),
            id=self.element.text_at("idnumber"),
            comments=(*name_comment(name, question), *draft.comments),
            media=tuple(self.media.values()),
        )

    def _combine_feedback(self) -> str:
        """Write the feedback on whole answers, without what many questions share."""
        return label_feedback(
            (label, self.convert(self.element.child(tag)))
            for tag, label in COMBINED.items()
            if (text := self.element.text_at(tag, "text")) not in self.boilerplate and not is_default(text)
        )

    def _own_tags(self) -> list[str]:
        tags = (tag.text_at("text") for tags in self.element.all("tags") for tag in tags.all("tag"))
        return [tag.replace("::", ":") for tag in tags]

    def describe(self, draft: Draft) -> list[str]:
        """Name the files that are not there and the texts that did not arrive; say whether a script was dropped."""
        messages = [*name_missing(self.missing), *self.unequal]
        messages += ["a script is left out; no card runs one"] if self.scripted else []
        texts = [each for each in find_texts(self.element) if not self._is_shared(each)]
        if isinstance(draft.answer, bool) or draft.kind == "statements":
            texts = [each for each in texts if each.text.strip().lower() not in TRUE_WORDS | FALSE_WORDS]
        if draft.kind == "cloze":
            texts = [replace(each, text=_EMBEDDED.sub("{", each.text)) for each in texts]
        return [*messages, *name_lost(find_lost(texts, draft))]

    def _is_shared(self, said: Said) -> bool:
        return said.place in COMBINED and (said.text.strip() in self.boilerplate or is_default(said.text))

    def convert(self, element: Element | None, default: str = "moodle") -> str:
        """Turn an element with a `text` and files into Markdown."""
        if element is None:
            return ""
        form = FORMATS.get(element.attributes.get("format", ""), default)
        return self.convert_text(text_of(element), form, element)

    def convert_text(self, text: str, form: str, element: Element) -> str:
        """Turn a text into Markdown, whose files are those of an element or else of the whole question."""
        attachments = Attachments(self.files.beside(element) if "@@PLUGINFILE@@" in text else None)
        self.scripted = self.scripted or (drops_tags(text, form) and bool(_SCRIPT.search(text)))
        converted = convert_moodle(text.strip(), form, attachments)
        self.media |= attachments.taken
        self.missing += attachments.missing
        return converted

    def answers(self) -> list[tuple[Element, float]]:
        """Return the answers with their weights in percent."""
        return [(each, read_number(each.attributes.get("fraction", "")) or 0.0) for each in self.element.all("answer")]

    def show_old_picture(self) -> str:
        """Show the picture that Moodle 1 put beside a question's text."""
        content = decode_base64(self.element.text_at("image_base64"))
        if not content:
            return ""
        name = self.element.text_at("image").rpartition("/")[2]
        attachments = Attachments({name: content})
        found = attachments.find(name)
        self.media |= attachments.taken
        return f"![]({found})" if found else ""


def text_of(element: Element) -> str:
    """Return the text of an element, as HTML where it was not escaped."""
    inner = element.child("text")
    return inner.markup if inner else element.text


def _bare(text: str) -> str:
    """Return the words of an HTML text."""
    return html.unescape(re.sub(r"<[^<>]*>", " ", text))


def write_pattern(text: str) -> str:
    """Write a short answer as plain text; `*` alone stands for any other answer."""
    text = text.strip()
    return text if text == "*" else escape(text.replace("\\*", "*"))
