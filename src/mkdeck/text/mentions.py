"""Tags, entities and backslashes that a sentence is about, but of which a card would show only what they do.

In `What does <br> do?` the tag is a word, and the card breaks the line there. A tag that is never closed, or that no
card may hold, is named where HTML is cleaned; here are those that are taken without a word.
"""

import html
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from mkdeck.text.faults import Fault
from mkdeck.text.foreign_tex import ABOUT_TEX
from mkdeck.text.html import HTML_RULE, SHOWS_ITSELF
from mkdeck.text.lost_markup import MARKDOWN_RULE
from mkdeck.text.spans import blank_code_and_math
from mkdeck.text.vocabulary import WORDS

_VOID = r"<(?:[bh]r|wbr)[ ]?/?>"
_ENTITY = r"&(?:\#\w{2,7}|[A-Za-z]\w{1,9});"
_SIGN = re.compile(
    rf"(?P<tag>{_VOID})|(?P<paragraph>\A\s*<p>(?=[ ]))|(?P<entity>{_ENTITY})|(?P<escape>\\[\\&#%_{{}}\"'])(?=\s|\?|\Z)",
    re.IGNORECASE,
)
_PAIRED = "a abbr b code div em h[1-6] i kbd mark p pre q s samp small span strong sub sup u"
_PAIR = re.compile(
    rf"<(?P<name>{_PAIRED.replace(' ', '|')})>"
    r"(?:[ ]?(?P<dots>\.\.\.|…)?[ ]?|[ ](?P<word>[^\W\d_]{1,6})[ ])</(?P=name)>",
    re.IGNORECASE,
)
_STYLED = "b|strong|i|em|u|s|del|ins|mark|code|kbd|samp|small"
_SAME = re.compile(
    rf"<(?P<one>{_STYLED})>(?P<said>[^<>]{{1,40}})</(?P=one)>\s+\w{{1,6}}\s+"
    rf"<(?!(?P=one)>)(?P<two>{_STYLED})>(?P=said)</(?P=two)>"
)
"""The same words between two pairs of tags, of which a text asks for the difference."""
_ABOUT_ENTITIES = re.compile(r"\bentit|character reference", re.IGNORECASE)
_LONE_ESCAPE = re.compile(r"\\[\\&#%_{}$\"']")
_ABOUT_ESCAPES = re.compile(r"\bescap|\bback-?slash", re.IGNORECASE)
_ABOUT_MARKUP = re.compile(r"\b(?:HTML|XML|escaped?)\b", re.IGNORECASE)
_REACH_CHARACTERS = 60
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_LAST_WORD, _FIRST_WORD = re.compile(rf"(?<!\w)({_WORD})\s+\Z"), re.compile(rf"\s+({_WORD})(?!\w)")
_QUOTED_BEFORE = re.compile(r"(?:\A|[\s(])[\"'\u2018\u201c\u201e\u00ab\u2039\u300c]\s?\Z|\(\Z")
_QUOTED_BEHIND = re.compile(r"\s?[\"'\u2018\u2019\u201c\u201d\u00bb\u203a\u300d](?!\w)|\)")
_STOP = re.compile(r"[?,;:!)](?!\w)|\.(?![\w.])")
_OTHER_VOID = re.compile(rf"(?:,|\s+(?P<word>{_WORD}))\s+(?P<tag>{_VOID})", re.IGNORECASE)


class _Text:
    """A text without its code and math, where its words begin and end, and what it is about."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.begins, self.ends = len(text) - len(text.lstrip()), len(text.rstrip())

    @cached_property
    def is_about_entities(self) -> bool:
        return bool(_ABOUT_ENTITIES.search(self.text))

    @cached_property
    def is_about_markup(self) -> bool:
        return bool(_ABOUT_MARKUP.search(self.text))

    @cached_property
    def ends_paragraph(self) -> bool:
        return "</p>" in self.text.lower()

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.text.replace(".", "").split())


class _Place(NamedTuple):
    """A sign in a text: what stands before and behind it on its line, and whether it begins or ends the text."""

    shown: str
    text: _Text
    before: str
    behind: str
    begins: bool
    ends: bool


def check_mentions(text: str) -> Iterator[Fault]:
    """Yield a fault for each sign that a text mentions and a card does not show."""
    visible = _Text(blank_code_and_math(text))
    if not any(map(visible.text.__contains__, "<&\\")):
        return
    found = {
        match.group(): fault
        for pattern, judge in ((_SIGN, _judge_sign), (_PAIR, _judge_pair), (_SAME, _judge_same))
        for match in pattern.finditer(visible.text)
        if (fault := judge(match, _look_around(match, visible)))
    }
    yield from found.values()


def check_lone_sign(answer: str, asked: str) -> Iterator[Fault]:
    """Yield a fault for an answer that is an entity or an escape, where what is asked is about such."""
    if _LONE_ESCAPE.fullmatch(answer) and (_ABOUT_ESCAPES.search(asked) or ABOUT_TEX.search(asked)):
        yield _fault_escape(answer)
    if re.fullmatch(_ENTITY, answer) and _ABOUT_ENTITIES.search(asked) and (sign := html.unescape(answer)) != answer:
        yield _fault_entity(answer, f"'{sign}'")


def _judge_sign(match: re.Match[str], place: _Place) -> Fault | None:
    shown = place.shown
    if match["escape"]:
        return _fault_escape(shown) if _is_word(place) else None
    if match["entity"]:
        return _judge_entity(place)
    if match["paragraph"]:
        is_mentioned = not place.text.ends_paragraph and place.behind.lstrip()[:1].islower()
        return _fault("'<p>' begins a paragraph here", shown) if is_mentioned else None
    made = "draws a line" if shown[1] in "hH" else "breaks the line"
    return _fault(f"'{shown}' {made} here", shown) if _is_mentioned(place) else None


def _judge_entity(place: _Place) -> Fault | None:
    sign = html.unescape(place.shown)
    if sign == place.shown:
        return None
    if not sign.strip():
        return _fault_entity(place.shown, "a blank") if _is_mentioned(place) else None
    return _fault_entity(place.shown, f"'{sign}'") if _is_about_entity(place, sign) else None


def _judge_pair(match: re.Match[str], place: _Place) -> Fault | None:
    if match["word"]:
        is_meant = match["word"] in WORDS.join_words("last_thing", "either")
    else:
        is_meant = bool(match["dots"] and place.begins and place.ends) or _is_mentioned(place)
    return _fault(f"the tags of '{place.shown}' do not show", place.shown) if is_meant else None


def _judge_same(_: re.Match[str], place: _Place) -> Fault:
    return _fault(f"the tags of '{place.shown}' do not show", place.shown)


def _fault(message: str, near: str) -> Fault:
    return Fault(HTML_RULE, f"{message}; {SHOWS_ITSELF}", near)


def _fault_escape(shown: str) -> Fault:
    message = f"Markdown shows '{shown[1]}' for '{shown}'; to show both signs, put them between backticks"
    return Fault(MARKDOWN_RULE, message, shown)


def _fault_entity(entity: str, shown: str) -> Fault:
    message = f"'{entity}' shows as {shown}; to show the entity itself, put it between backticks"
    return Fault(HTML_RULE, message, entity)


def _look_around(match: re.Match[str], visible: _Text) -> _Place:
    text, (start, end) = visible.text, match.span()
    return _Place(
        shown=match.group().strip(),
        text=visible,
        before=text[max(text.rfind("\n", 0, start) + 1, start - _REACH_CHARACTERS) : start],
        behind=text[end : end + _REACH_CHARACTERS].partition("\n")[0],
        begins=start <= visible.begins,
        ends=end >= visible.ends,
    )


def _is_mentioned(place: _Place) -> bool:
    """Whether a sentence is about a sign, which stands there as a word or in quotes."""
    if _QUOTED_BEFORE.search(place.before) and _QUOTED_BEHIND.match(place.behind):
        return True
    if not _is_apart(place):
        return False
    if _STOP.match(place.behind) and place.before.strip():
        return True
    return _is_word(place) or _is_beside_other(place)


def _is_beside_other(place: _Place) -> bool:
    """Whether a tag such as `<br>` stands beside another one, as in `<br> or <hr>`."""
    other = _OTHER_VOID.match(place.behind)
    if not other or (other["word"] and other["word"] not in WORDS.join_words("last_thing", "either")):
        return False
    return other["tag"].lower() != place.shown.lower()


def _is_about_entity(place: _Place, sign: str) -> bool:
    """Whether an entity that stands for a sign is meant itself, in a text about such or beside that sign."""
    if not _is_apart(place) or place.text.is_about_entities:
        return _is_apart(place)
    if place.text.is_about_markup:
        return place.ends or _is_word(place) or _is_asked_of(place)
    return _is_word(place) and sign in place.text.words


def _is_asked_of(place: _Place) -> bool:
    """Whether a question is about a sign, as in `What is &lt; in HTML?`."""
    words = place.before.lower().split()
    return len(words) == 2 and words[0] in WORDS.join_words("common") and words[1] in WORDS.join_words("linking")


def _is_apart(place: _Place) -> bool:
    before, behind = place.before, place.behind
    return (not before or before[-1].isspace()) and (not behind or behind[0].isspace() or bool(_STOP.match(behind)))


def _is_word(place: _Place) -> bool:
    """Whether the words before or behind a sign tell that it is one of them."""
    last, first = _LAST_WORD.search(place.before), _FIRST_WORD.match(place.behind)
    before, behind = last[1] if last else "", first[1] if first else ""
    if (
        before.lower() in WORDS.join_words("asks_about")
        or before in WORDS.join_words("tag")
        or behind in WORDS.join_words("tag")
    ):
        return True
    if place.begins or (place.before.rstrip().endswith(",") and place.text.is_about_markup):
        return behind in WORDS.join_words("tells")
    return place.ends and before in WORDS.join_words("linking")
