"""The direction of a note's texts, set where a browser would take another one from their first letter.

A card runs as its question does; what runs otherwise in it says so. Fields that come out right stay as they are.
"""

import re
from collections.abc import Mapping

from mkdeck.notetypes import CONTEXT, DIRECTION
from mkdeck.questions.items import FEEDBACK
from mkdeck.text.anki_markup import fill_gaps
from mkdeck.text.direction import Direction, guess_direction, has_right_to_left, tell_direction

_ITEM = re.compile(r'(?=<li class="(?:choice|statement|item|left|partner|key)\b)')
_TOLD = re.compile(r'(?P<tag><(?:ol|div) class="(?:keys|answer (?P<kind>[a-z]+))"(?:\s[\w-]+="[^"]*")*)>')
"""What a field starts with that tells the answer to something else than choices."""
_GAP = re.compile(r"\{\{c\d+::(?:(?!\{\{c\d+::|\}\}).)*?(?:::((?:(?!\{\{c\d+::|\}\}).)*))?\}\}", re.DOTALL)
_BLOCK = re.compile(r"<(?:p|ul|ol|pre|blockquote|h[1-6]|hr|table|div|details|dl|figure)\b")
_SET = re.compile(r'<(?P<tag>div|bdi) dir="(?:rtl|ltr)">(?P<inner>.*)</(?P=tag)>', re.DOTALL)


def set_directions(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of a note, by their names, with directions where they need one."""
    card = find_direction(fields)
    if not card:
        return fields
    text, choices, answer = fields["Text"], fields["Choices"], fields["Answer"]
    sides = {_fill(text), _GAP.sub(lambda match: match[1] or "", text)}
    guesses = {guess_direction(side + choices) or "ltr" for side in sides}
    changed = {
        DIRECTION: "" if guesses == {card} else card,
        "Choices": _direct_items(choices, card),
        CONTEXT: _direct_alone(fields[CONTEXT], card),
        "Hint": _direct(fields["Hint"], card),
        "Source": _direct_alone(fields["Source"], card),
        "Explanation": _direct_alone(fields["Explanation"], card),
        "Answer": _direct_answer(answer, card, told=bool(choices)),
    }
    return fields | changed


def find_direction(fields: Mapping[str, str]) -> Direction:
    """Return the direction of the card that these fields make; nothing where no letter runs from right to left."""
    if all(map(str.isascii, fields.values())) or not any(map(has_right_to_left, fields.values())):
        return ""
    texts = (_fill(fields["Text"]), fields["Choices"] + fields["Answer"], fields["Explanation"], fields[CONTEXT])
    return next(filter(None, map(tell_direction, texts)), "")


def strip_direction(page: str) -> str:
    """Take off a text the direction that was set on the whole of it."""
    match = _SET.fullmatch(page)
    return match["inner"] if match and " dir=" not in match["inner"] else page


def _fill(text: str) -> str:
    return fill_gaps(text) if "{{c" in text else text


def _direct_answer(answer: str, card: Direction, *, told: bool) -> str:
    if match := _TOLD.match(answer):
        # Its place in the templates says nothing of its own.
        tag, rest = match["tag"] + (' dir="rtl"' if card == "rtl" else ""), answer[match.end() :]
        if match["kind"] == "model":
            return f"{tag}>{_direct(rest.removesuffix('</div>'), card)}</div>"
        return f"{tag}>{_direct_items(rest, card)}"
    return answer if told or FEEDBACK in answer else _direct_alone(answer, card)


def _direct_items(page: str, card: Direction) -> str:
    head, *items = _ITEM.split(page)
    return head + "".join(_direct_item(item, card) for item in items)


def _direct_item(item: str, card: Direction) -> str:
    body, end, rest = item.rpartition("</li>")
    text, mark, feedback = body.partition(FEEDBACK)
    tag, _, text = text.partition(">")
    if mark:
        mark = f"{mark}{_direct(feedback.removesuffix('</div>'), card)}</div>"
    return f"{tag}>{_direct(text, card)}{mark}{end}{rest}"


def _direct(page: str, around: Direction) -> str:
    """Set the direction of a text that takes that of what is around it."""
    own = tell_direction(page)
    return page if own in ("", around) else _set(page, own)


def _direct_alone(page: str, card: Direction) -> str:
    """Set the direction of a text whose place in the templates leaves it to the browser."""
    own = tell_direction(page) or card
    return page if not page or (guess_direction(page) or "ltr") == own else _set(page, own)


def _set(page: str, direction: Direction) -> str:
    if " dir=" in page:  # as somebody wants it
        return page
    tag = "div" if _BLOCK.search(page) else "bdi"
    return f'<{tag} dir="{direction}">{page}</{tag}>'
