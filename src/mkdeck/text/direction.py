"""Which way a text runs, told by the words that people see: not by math, code, addresses or names of files."""

import html
import re
import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl", ""]

SHARE = 0.4
"""From which share of words on a text runs from right to left, as terms in Latin letters are many in some.

Source: Google's Closure Library, goog.i18n.bidi.estimateDirection.
"""
SHARE_AFTER_LATIN = 0.5
"""So where its first word is no such word: `Translate שלום` is English, and `תכונת id` is Hebrew."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_UNSEEN = re.compile(r"<!--.*?-->|\[sound:[^\]]*\]", re.DOTALL)
_NO_WORDS = re.compile(
    r"<(?P<name>pre|code|kbd|samp)\b.*?</(?P=name)>|\\\(.*?\\\)|\\\[.*?\\\]|\b[a-z]{3,6}://[^\s<]*", re.DOTALL
)
_OWN = re.compile(r'<(?P<name>\w+)\b[^<>]*\bdir="[^<>]*>.*?</(?P=name)>', re.DOTALL)
"""An element with a direction of its own, at which `dir="auto"` does not look."""
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)+|[^\W\d_]+")
"""A word, or a name of several, such as `Adobe Photoshop`, which counts as one."""
_ACRONYM = re.compile(r"[A-Z]{2,6}s?(?: [A-Z]{2,6}s?)*")
"""What stands in a text of any language, and so tells nothing where other words do: `RNN` or `GPUs`."""
_ASIDE = re.compile(r"\([^()]*\)")
"""What a text says again in other words, so that those around it tell: `שלום (peace be with you)`."""


def has_right_to_left(page: str) -> bool:
    """Whether a text holds any letter that runs from right to left."""
    return not page.isascii() and bool(_RIGHT_TO_LEFT.search(page))


def tell_direction(page: str) -> Direction:
    """Return which way the words of an HTML text run; nothing where it has none."""
    text = _read(_NO_WORDS.sub(" ", page))
    runs = _list_runs(_ASIDE.sub(" ", text)) or _list_runs(text)
    if not runs:
        return ""
    share = SHARE if runs[0] == "rtl" else SHARE_AFTER_LATIN
    return "rtl" if runs.count("rtl") > share * len(runs) else "ltr"


def _list_runs(text: str) -> list[Direction]:
    """Return the direction of each word that has one; of acronyms only where there is nothing else."""
    words = [(word, runs) for word in _WORD.findall(text) if (runs := _run(word[0]))]
    return [runs for word, runs in words if not _ACRONYM.fullmatch(word)] or [runs for _, runs in words]


def guess_direction(page: str) -> Direction:
    """Return what a browser takes for the direction of an HTML text with `dir="auto"`: that of its first letter."""
    for character in _read(_OWN.sub(" ", page)):
        if runs := _run(character):
            return runs
    return ""


def _read(page: str) -> str:
    return html.unescape(_TAG.sub(" ", _UNSEEN.sub("", page)))


def _run(character: str) -> Direction:
    kind = unicodedata.bidirectional(character)
    return "rtl" if kind in ("R", "AL") else "ltr" if kind == "L" else ""
