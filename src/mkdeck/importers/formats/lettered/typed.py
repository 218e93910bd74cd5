"""Lines of lettered text without what a word processor, pandoc or a page put between and before their words."""

import re

from mkdeck.importers.drafting.choice_lines import Lines
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, TABLE_HEADING

_ESCAPED_LABEL = re.compile(r"\s*(?:\*\*)?\(?(?:\d{1,4}|[A-Za-z])\\[.)]\s")
"""A number or a letter as pandoc writes it, so that Markdown makes no list of it: `1\\. Which?`."""
_FEWEST_ESCAPED = 2
_ESCAPE = re.compile(r"(\$[^$\n]+\$|`[^`\n]+`)|\\([!-/:-@\[-`{-~])")
_RULE = re.compile(r"\s*(?:(?:-[ ]?){3,}|(?:\*[ ]?){3,}|={3,}|[\u2013\u2014\u2500]{3,})\s*")
_RULE_OF_TABLE = re.compile(r"\s*\|(?:\s?:?-{2,}:?\s?\|)+\s*")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_SLANTED = re.compile(r"(?P<lead>\s*)(?P<mark>[*_])(?P<said>(?!(?P=mark))(?:(?!(?P=mark)).)+)(?P=mark)\s*")


def clean(lines: Lines) -> Lines:
    """Take off pandoc's backslashes where it escaped labels, and empty the lines that are only a rule."""
    escaped = sum(bool(_ESCAPED_LABEL.match(line)) for _, line in lines) >= _FEWEST_ESCAPED
    cleaned: Lines = []
    in_code = False
    before = ""
    for number, line in lines:
        in_code ^= bool(_FENCE.match(line))
        if _RULE_OF_TABLE.fullmatch(line) and TABLE_HEADING.fullmatch(before.strip()):
            continue
        before = line
        cleaned.append((number, line if in_code else _clean_line(line, escaped=escaped)))
    return cleaned


def _clean_line(line: str, *, escaped: bool) -> str:
    if _RULE.fullmatch(line):
        return ""
    if escaped:
        line = _ESCAPE.sub(lambda match: match[1] or match[2], line)
    slanted = _SLANTED.fullmatch(line)
    if slanted and (ANSWER.match(slanted["said"]) or FEEDBACK.match(slanted["said"])):
        return f"{slanted['lead']}{slanted['said']}"
    return line
