"""What tells GIFT from all else that has braces: programs, LaTeX, style sheets, templates, data."""

import re
from collections.abc import Iterator

from mkdeck.importers.drafting.embedded_answers import has_embedded
from mkdeck.importers.formats.gift.answers import ORDER, TRUTH
from mkdeck.importers.formats.gift.blocks import Block, hold_other_braces, split_questions

_TITLE = re.compile(r"::.*?::", re.DOTALL)
_CHOSEN = re.compile(r"\{\s*[=~][^{}]*\}")
_NUMBER = re.compile(r"\{\s*#\s*(?:=\s*)?(?:%-?\d+%\s*)?[+-]?[\d.]")
_JUDGED = re.compile(rf"(?<!\$)\{{\s*{TRUTH}\s*(?:#[^{{}}]*)?\}}[ \t]*[.!?]?[ \t]*(?:\n|$)", re.IGNORECASE)
_ORDERED = re.compile(rf"\{{\s*{ORDER}")
_OPEN = re.compile(r"\{\s*(?:####[^{}]*)?\}\s*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|\[\w+\]")
_PROSE = re.compile(r"[^\W_]+[ ,]+[^\W_]+|[^\x00-\x7f]{3}|[?.:!\uff1f\u3002]\s*$")
_PROGRAM = re.compile(r"[;,(){}\[\]\"']$")
_QUOTED = r"(?:f|r|b|u)?[\"'`][^\n]*\{\s*[=~]"
_SOURCE = re.compile(
    rf"""
    \A\s*(?:
      \#! | \#include\b | <\? | /\*
      | (?:import|package|using|public|from)\s[^?\n]*[;{{}}\w*]$
      | \[(?!(?:html|markdown|plain|moodle)\])[\w. -]+\]\s*$
    )
    | ^\s*(?:[\w.<>\[\]]+\s+){{0,3}}[$@]?[\w.\[\]]+\s*(?:<-|:?=)\s*\(?{_QUOTED}
    | ^\s*(?:return|echo|puts|print\w*|[\w.]+\.\w+)[ ]*\(?{_QUOTED}
    """,
    re.VERBOSE | re.MULTILINE,
)
"""How a program or its settings begin, and questions in quotation marks in one."""
_ANSWER = re.compile(r"[=~]\s*(\S.*)")


def is_source(text: str) -> bool:
    """Whether a text is a program, which may hold what looks like questions."""
    return bool(_SOURCE.search(text))


def count_questions(text: str) -> tuple[int, int]:
    """Count the blocks of a text, and those of them that are questions as no other format writes them."""
    blocks = split_questions(text.split("\n"))
    return len(blocks), sum(map(_is_question, blocks))


def _is_question(block: Block) -> bool:
    text = block.text
    title = _TITLE.match(text)
    if title:
        text = text[title.end() :]
    if has_embedded(text):
        return True
    text = hold_other_braces(text)
    if match := _CHOSEN.search(text):
        return bool(title) or not _is_program(text[: match.start()], match.group())
    stem = text.partition("{")[0]
    if any(each.search(text) for each in (_NUMBER, _JUDGED, _ORDERED)):
        return bool(title or _PROSE.search(_TAG.sub("", stem)))
    return bool(_OPEN.search(text) and (title or stem.rstrip().endswith(("?", ".", ":"))))


def _is_program(stem: str, answers: str) -> bool:
    """Whether braces are those of a program: a statement ends before them, or each line in them."""
    if stem.rstrip().endswith((")", "=", ",", "(", ";", ">")) and not re.search(r"[?.:]", stem):
        return True
    lines = [match[1].rstrip() for match in _lines(answers.strip("{} \t\n"))]
    return bool(lines) and "?" not in stem and all(_PROGRAM.search(line) for line in lines)


def _lines(answers: str) -> Iterator[re.Match[str]]:
    for line in answers.split("\n"):
        if match := _ANSWER.match(line.strip()):
            yield match
