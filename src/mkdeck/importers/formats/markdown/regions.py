"""The quizzes that a page marks as such, without what stands around them."""

import re

from mkdeck.importers.formats.markdown.lines import Line

_REGION = re.compile(
    r"""
    \{\{[<%]\s*quizdown\s*[>%]\}\}  ((?:(?!\{\{[<%]).)*)  \{\{[<%]\s*/\s*quizdown\s*[>%]\}\}  # a shortcode of Hugo
    | <div\b[^<>]*\bquizdown\b[^<>]*>  ((?:(?!<div\b).)*?)  </div>
    | ^```+[ \t]*\{?quizdown\}?[ \t]*\n  ((?:(?!^```).)*)  ^```
    """,
    re.DOTALL | re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)


def find_regions(text: str) -> str:
    """Return a page without what stands around its quizzes, if it marks any; line numbers stay."""
    found = list(_REGION.finditer(text))
    if not found:
        return text
    out: list[str] = []
    at = 0
    for match in found:
        group = match.lastindex or 0
        out += ["\n" * text.count("\n", at, match.start(group)), _dedent(match[group])]
        at = match.end(group)
    return "".join(out)


def _dedent(text: str) -> str:
    lines = [Line(0, line) for line in text.split("\n")]
    least = min((line.indent for line in lines if not line.blank), default=0)
    return "\n".join(line.text.expandtabs(4)[least:] for line in lines)
