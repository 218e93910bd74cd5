"""Answers that pages fold away in ways of their own, as `<details>`: `??? success "Answer"` and `:::tip Answer`.

Sources: PyMdown Extensions, "Details"; Docusaurus, "Admonitions"; VitePress, "Markdown Extensions".
"""

import re
from collections.abc import Iterator

from mkdeck.importers.formats.markdown.lines import Line, label_of

_FENCED = re.compile(r"[ ]{0,3}:{3,9}[ \t]*(?P<kind>[A-Za-z-]{0,30})[ \t]*(?P<title>[^:]{0,200})")
_INDENTED = re.compile(
    r"[ ]{0,3}(?:\?{3}\+?|!{3})[ \t]*(?P<kind>[A-Za-z -]{0,60})(?P<title>(?:\"[^\"]{0,200}\")?)[ \t]*"
)
_WORD = re.compile(r"\w+")
_INDENT = 4
"""Spaces before the lines of a block that no marks end."""


def unfold(lines: list[Line]) -> Iterator[Line]:
    """Yield lines, with blocks whose name says that they hold an answer, a hint or an explanation as `<details>`."""
    fenced = indented = False
    for line in lines:
        if line.code and not indented:
            yield line
            continue
        if indented and (line.blank or line.indent >= _INDENT):
            yield Line(line.number, line.text.expandtabs(_INDENT)[_INDENT:], line.code)
            continue
        opened = _INDENTED.fullmatch(line.text)
        match = opened or _FENCED.fullmatch(line.text)
        named = _name(match) if match else ""
        indented = bool(named and opened)
        if named:
            fenced = not indented
            yield Line(line.number, f"<details><summary>{named}</summary>")
        elif fenced and match and _ends(match):
            fenced = False
            yield Line(line.number, "</details>")
        else:
            yield line


def _ends(match: re.Match[str]) -> bool:
    """Whether a line has nothing but the marks of a block."""
    return not match["kind"] and not match["title"].strip()


def _name(match: re.Match[str]) -> str:
    """Return the name of a block if it is that of an answer or the like."""
    words = _WORD.findall(match["title"]) or _WORD.findall(match["kind"])
    return " ".join(words) if any(label_of(Line(0, f"{word}:"))[0] for word in words) else ""
