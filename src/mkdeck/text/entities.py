"""Characters that no text may hold, written as entities such as `&#1;`."""

import html
import re
from collections.abc import Callable

from mkdeck.text.faults import SCHEMA_RULE, Fault
from mkdeck.text.spans import FORBIDDEN, blank_code

_ENTITY = re.compile(r"&#(\d{1,8}|[xX][0-9a-fA-F]{1,7});")


def drop_forged(text: str, render: Callable[[str], str], faults: list[Fault]) -> str:
    """Take out characters that no text may hold, where entities bring them in; in code entities are only words.

    `render` is Markdown alone, which knows what is code.
    """
    visible = blank_code(text)
    found = [match for match in _ENTITY.finditer(text) if _is_forged(match)]
    dropped = [match for match in found if visible[match.start()] == "&"]
    kept = _blank_out(text, dropped)
    if len(dropped) < len(found) and FORBIDDEN.search(render(kept)):  # Markdown sees less code than it seems
        dropped, kept = found, _blank_out(text, found)
    faults += [
        Fault(SCHEMA_RULE, f"'{each}' stands for a character that no text may hold; remove it", each)
        for each in (match.group() for match in dropped)
    ]
    return kept


def _blank_out(text: str, found: list[re.Match[str]]) -> str:
    """Put a space in place of each match."""
    out, at = [], 0
    for match in found:
        out.append(text[at : match.start()])
        at = match.end()
    return " ".join([*out, text[at:]])


def _is_forged(match: re.Match[str]) -> bool:
    return bool(FORBIDDEN.match(html.unescape(match.group())) or FORBIDDEN.match(_decode(match[1])))


def _decode(number: str) -> str:
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return chr(code) if code < 0x110000 else ""
