"""Anki's card templates: which HTML a side of a card shows.

Source: the Anki manual, "Card templates": `{{Field}}`, `{{filter:Field}}`, `{{#Field}}...{{/Field}}`,
`{{^Field}}...{{/Field}}`.
"""

import re
from collections.abc import Mapping

_TAG = re.compile(r"\{\{(?P<kind>[#^/]?)(?P<name>[^{}]*)\}\}")
_COMMENT = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(script|style|template)\b(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_CONTROL = re.compile(r"<(?:script|input|button|select|textarea|canvas|form|label)\b|\bon\w+=", re.IGNORECASE)
_FRONT_AGAIN = re.compile(r"<hr\b[^<>]*\bid\s*=\s*[\"']?answer[\"']?[^<>]*>|\{\{\s*FrontSide\s*\}\}", re.IGNORECASE)
_OWN = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})


def list_fields(template: str, *, typed: bool) -> list[str]:
    """Name the fields that a template shows, in order; `typed` says whether one to type the answer of counts."""
    found: dict[str, None] = {}
    for match in _TAG.finditer(_COMMENT.sub("", template)):
        *filters, name = (part.strip() for part in match["name"].split(":"))
        if not match["kind"] and name not in _OWN and (typed or not any(each.startswith("type") for each in filters)):
            found[name] = None
    return list(found)


def find_cloze_field(template: str) -> str | None:
    """Name the field whose gaps a template asks."""
    for match in _TAG.finditer(template):
        *filters, name = (part.strip() for part in match["name"].split(":"))
        if "cloze" in filters:
            return name
    return None


def is_program(template: str) -> bool:
    """Whether a template is more than a page of text: then only its fields say something."""
    return bool(_CONTROL.search(template))


def text_around(template: str) -> str:
    """Return the words of a template that stand around its fields, without spaces."""
    return re.sub(r"<[^<>]*>|\s|&nbsp;", "", _TAG.sub("", _COMMENT.sub("", template)))


def show(template: str, fields: Mapping[str, str]) -> str:
    """Return what a template shows of these fields, without styles and scripts; FrontSide and its kin show nothing."""
    page = _COMMENT.sub("", template)
    out: list[str] = []
    hidden: list[bool] = []
    at = 0
    for match in _TAG.finditer(page):
        if not any(hidden):
            out.append(page[at : match.start()])
        at = match.end()
        *filters, name = (part.strip() for part in match["name"].split(":"))
        kind = match["kind"]
        if kind in ("#", "^"):
            hidden.append(bool(fields.get(name, "").strip()) == (kind == "^"))
        elif kind == "/":
            if hidden:
                hidden.pop()
        elif not any(hidden) and not any(each.startswith("type") for each in filters):
            out.append(fields.get(name, ""))
    if not any(hidden):
        out.append(page[at:])
    return "".join(out)


def find_answer(back: str) -> str:
    """Return the part of a back that is not its front once more; empty where it can't be told apart."""
    parts = _FRONT_AGAIN.split(back)
    return parts[-1] if len(parts) > 1 else ""
