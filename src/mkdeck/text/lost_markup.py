"""Rules for what Markdown takes otherwise than it looks: notes in brackets, paths with spaces."""

import re
from collections.abc import Iterator

from mkdeck.diagnostics import Rule
from mkdeck.text.faults import Fault
from mkdeck.text.spans import blank_code

MARKDOWN_RULE = Rule("markdown", "warning", "error")

_DEFINITION = re.compile(r"(?:\A|\n[ \t]*\n)[ ]{0,3}\[([^\[\]\n]{1,200})\]:[ \t]*(\S+)[ \t]*(?=\n|\Z)")
_ADDRESS = re.compile(r"<?(?:https?:|mailto:|[./#])")

_PATH = r"(?:[^()<>\"'\n]|\([^()<>\"'\n]{0,50}\)){0,200}"
_PICTURE_END = r"\.(?i:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|mp3|ogg|opus|wav|m4a|flac|mp4|webm|mov)"
_SPACED_PICTURE = re.compile(rf"(?<!\\)!\[[^\[\]\n]{{0,200}}\]\(({_PATH}?\S[ \t]{_PATH}?\.\w{{2,5}})\)")
_PARTED_PICTURE = re.compile(
    rf"(?<!\\)!(?:\[(?P<words>[^\[\]\n]{{0,200}})\][ \t]+)?\((?P<path>[^()<>\"'\n]{{1,200}}{_PICTURE_END})\)"
)
"""`!(a.png)` and `![words] (a.png)`."""


def check_lost_markup(text: str) -> list[Fault]:
    """Find lines that define a link that nobody uses, and pictures whose path has a space in it."""
    faults: list[Fault] = []
    if "]" in text and "]:" in text:
        faults += _check_definitions(blank_code(text))
    if "!" in text and ("!(" in text or "![" in text):
        faults += _check_pictures(blank_code(text))
    return faults


def _check_pictures(visible: str) -> Iterator[Fault]:
    """Yield pictures that Markdown sees none in, with what to write."""
    for match in _SPACED_PICTURE.finditer(visible):
        message = f"Markdown sees no picture here, as its path has a space in it; write ![](<{match[1]}>)"
        yield Fault(MARKDOWN_RULE, message, match.group())
    for match in _PARTED_PICTURE.finditer(visible):
        path = f"<{match['path']}>" if " " in match["path"] else match["path"]
        what = "its words in brackets are missing" if match["words"] is None else "a space parts its words and its path"
        message = f"Markdown sees no picture here, as {what}; write ![{match['words'] or ''}]({path})"
        yield Fault(MARKDOWN_RULE, message, match.group())


def _check_definitions(visible: str) -> list[Fault]:
    faults: list[Fault] = []
    for match in _DEFINITION.finditer(visible):
        label = " ".join(match[1].casefold().split())
        used = visible.casefold().count(f"[{label}]") > 1
        if not used and not _ADDRESS.match(match[2]):
            message = "Markdown takes this for the address of a link and shows nothing of it; for '[' write '&#91;'"
            faults.append(Fault(MARKDOWN_RULE, message, match.group().strip()))
    return faults
