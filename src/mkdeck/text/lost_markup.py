"""Rules for what Markdown takes otherwise than it looks: notes in brackets, paths with spaces."""

import re

from mkdeck.diagnostics import Rule
from mkdeck.text.faults import Fault
from mkdeck.text.spans import blank_code

MARKDOWN_RULE = Rule("markdown", "warning", "error")

_DEFINITION = re.compile(r"(?:\A|\n[ \t]*\n)[ ]{0,3}\[([^\[\]\n]{1,200})\]:[ \t]*(\S+)[ \t]*(?=\n|\Z)")
_ADDRESS = re.compile(r"<?(?:https?:|mailto:|[./#])")

_SPACED_PICTURE = re.compile(
    r"(?<!\\)!\[[^\[\]\n]{0,200}\]\(([^()<>\"'\n]{0,200}\S[ \t][^()<>\"'\n]{0,200}\.\w{2,5})\)"
)


def check_lost_markup(text: str) -> list[Fault]:
    """Find lines that define a link that nobody uses, and pictures whose path has a space in it."""
    faults: list[Fault] = []
    if "]:" in text:
        faults += _check_definitions(blank_code(text))
    if "![" in text:
        faults += _check_pictures(blank_code(text))
    return faults


def _check_pictures(visible: str) -> list[Fault]:
    message = "Markdown sees no picture here, as its path has a space in it; write ![](<{}>)"
    return [
        Fault(MARKDOWN_RULE, message.format(match[1]), match.group()) for match in _SPACED_PICTURE.finditer(visible)
    ]


def _check_definitions(visible: str) -> list[Fault]:
    faults: list[Fault] = []
    for match in _DEFINITION.finditer(visible):
        label = " ".join(match[1].casefold().split())
        used = visible.casefold().count(f"[{label}]") > 1
        if not used and not _ADDRESS.match(match[2]):
            message = "Markdown takes this for the address of a link and shows nothing of it; for '[' write '&#91;'"
            faults.append(Fault(MARKDOWN_RULE, message, match.group().strip()))
    return faults
