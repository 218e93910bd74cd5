"""Texts of a source that arrived nowhere in the draft of their question.

A reader knows the texts that it was written for; a source may hold others. So each text is looked for in what came out.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mkdeck.importers.draft import Draft

_UNSEEN = re.compile(r"<(script|style)\b(?:(?!<\1\b).)*?</\1\s*>|<!--(?:(?!<!--).)*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z](?!\w*://)[^<>]*>")
_FILE = re.compile(r"@@PLUGINFILE@@[^\s)\"'<>]*|(?<=\])\([^()\s]*\)")
"""Where a picture lies; its name changes on its way."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""A word, or a sign of a script that puts no spaces between them."""
_PARTING = re.compile(r"[<>&$\\{}\[\]@|]|://")
"""Signs of tags, formulas, gaps, pictures and links."""
_SHARE_OF_WORDS = 0.6
"""At least so many words of a text with marks are there where it arrived."""
_MOST_QUOTED, _LONGEST_QUOTE = 3, 40
"""So many texts, and so many characters of each, are named."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a source, and what the source calls its place."""

    place: str
    text: str


def find_lost(said: Iterable[Said], draft: Draft) -> list[Said]:
    """Return the texts that did not arrive in a draft.

    A text arrived where its words stand in a row, and not only as a part of a longer text; or, if it holds marks that
    may come out as something else, where most of its words are there.
    """
    there = _Words(draft)
    lost: list[Said] = []
    found: dict[str, bool] = {}
    for words, one in sorted(((split_words(one.text), one) for one in said), key=lambda each: -len(each[0])):
        key = " ".join(words)
        if key and key not in found:
            found[key] = there.take(words, one.text)
        if key and not found[key]:
            lost.append(one)
    return lost


def name_lost(lost: Iterable[Said]) -> list[str]:
    """Return one sentence that names the texts which are left out, or none."""
    texts = dict.fromkeys(f"'{each.place}' ({quote(each.text)})" for each in lost if split_words(each.text))
    shown = list(texts)[:_MOST_QUOTED]
    more = [f"{len(texts) - _MOST_QUOTED} more"] if len(texts) > _MOST_QUOTED else []
    return [f"this is left out: {', '.join(shown + more)}"] if shown else []


class _Words:
    """The words of a draft, from which those of the texts that arrived are taken one by one."""

    def __init__(self, draft: Draft) -> None:
        answer = str(draft.answer) if draft.answer is not None else ""
        choices = [text for choice in draft.choices for text in (choice.text, choice.feedback)]
        own = [draft.question, draft.context, *choices, answer, *list_texts(draft.more)]
        texts = [*own, draft.explanation, draft.hint, draft.source, draft.id]
        parts = [split_words(text) for text in (*texts, *draft.tags, *draft.comments)]
        self.known = {word for part in parts for word in part}
        self.whole = self.left = "".join(f" {' '.join(part)} |" for part in parts)

    def take(self, words: list[str], text: str) -> bool:
        """Whether a text is there, and take it away."""
        row = f" {' '.join(words)} "
        if row in self.left:
            self.left = self.left.replace(row, " | ", 1)
            return True
        parted = row not in self.whole and bool(_PARTING.search(text))
        return parted and sum(word in self.known for word in words) >= _SHARE_OF_WORDS * len(words)


def list_texts(value: object) -> Iterator[str]:
    """Yield the texts in a value, however deep they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from list_texts(each)


def split_words(text: str) -> list[str]:
    """Return the words of a text of any markup."""
    if "<" in text or "&" in text:
        # Tags go first, as their attributes may hold signs that are escaped once more.
        text = _UNSEEN.sub(" ", html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", text))))
    return [word.casefold() for word in _WORD.findall(_TAG.sub(" ", _FILE.sub(" ", text)))]


def quote(text: str) -> str:
    """Return the first words of a text between quotation marks, on one line and without its tags."""
    text = re.sub(r"\s+(?=[.,;:!?\s])", "", _TAG.sub(" ", html.unescape(text)).strip())
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= _LONGEST_QUOTE else f'"{text[:_LONGEST_QUOTE].rstrip()} ..."'
