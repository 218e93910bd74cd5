r"""The text of a LaTeX document as Markdown: `\emph`, `\textbf`, lists and dashes; formulas stay formulas.

What has no like in Markdown stays as it was typed.
"""

import re

from mkdeck.importers.sources.blanks import shorten
from mkdeck.importers.to_markdown.text import code_span, escape

_ENVIRONMENT = r"(?:align|equation|gather|multline|eqnarray|displaymath)\*?"
_PIECE = re.compile(
    # No formula holds the start of another, or many that never end would take long.
    rf"""
    (?P<display> \\\[ (?:(?!\\\[).)*? \\\]
      | \$\$ [^$]* \$\$
      | \\begin\{{(?P<name>{_ENVIRONMENT})\}} (?:(?!\\begin\{{(?P=name)).)*? \\end\{{(?P=name)\}}
    )
    | (?P<inline> \\\( (?:(?!\\\().)*? \\\)  |  (?<!\\)\$ (?:[^$\\]|\\.)+ \$)
    | (?P<list> \\(?P<edge>begin|end) \{{(?P<kind>itemize|enumerate|description)\}})
    | (?P<item> \\item\b [ \t]* (?:\[(?P<label>[^\]\n]*)\])?)
    | (?P<command> \\(?:emph|textit|textsl|textbf|texttt|underline|marginnote|footnote|text|mbox|section\*?
      |subsection\*?|paragraph) \s*\{{)
    | (?P<line> \\\\(?:\[[^\]\n]*\])? | \\newline\b | \\par\b | \\(?:small|med|big)skip\b)
    | (?P<sign> \\[%&_\#{{}}$ ,;/] | \\(?:ldots|dots)\b(?:\{{\}})? | ~ | ---? | `` | '')
    """,
    re.DOTALL | re.VERBOSE,
)
_SIGNS = {
    "\\ ": " ",
    "\\,": " ",
    "\\;": " ",
    "\\/": "",
    "~": " ",
    "--": "\u2013",
    "---": "\u2014",
    "``": "\u201c",
    "''": "\u201d",
}
_AROUND = {"emph": "*", "textit": "*", "textsl": "*", "textbf": "**", "section": "**", "subsection": "**"}
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?[ \t]*")
_MAX_NESTED = 20


def to_markdown(source: str) -> str:
    r"""Turn LaTeX as it stands between `\begin{document}` and `\end{document}` into Markdown."""
    text = _write(_COMMENT.sub("", shorten(source)), [], 0)
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _start_item(match: re.Match[str], lists: list[str]) -> str:
    """Write what an item of a list begins with: the marker, and its label if it has one of its own."""
    label = f"**{_words(match['label'])}** " if match["label"] else ""
    return f"{lists[-1] if lists else '-'} {label}"


def _write(source: str, lists: list[str], depth: int) -> str:
    """Write LaTeX as Markdown; `lists` are the markers of the lists around it, the innermost last."""
    out: list[str] = []
    at = 0
    while match := _PIECE.search(source, at):
        out.append(_after(out, _words(source[at : match.start()])))
        at = match.end()
        pad = "  " * (len(lists) - 1)
        match match.lastgroup:
            case "display":
                out.append(f"\n\n{pad}  {_display(match)}\n\n{pad}  " if lists else f"\n\n{_display(match)}\n\n")
            case "inline":
                out.append(_inline(match["inline"]))
            case "list":
                _open_or_close(match, lists)
                out.append("\n\n")
            case "item":
                out.append(f"\n{pad}{_start_item(match, lists)}")
            case "command":
                inner, at = _braced(source, match.end())
                out.append(_command(match["command"].strip("\\{ \n*"), inner, lists, depth))
            case "line":
                out.append("\\\n" if match["line"].startswith(("\\\\", "\\newline")) else "\n\n")
            case _:
                out.append(_sign(match["sign"]))
    out.append(_after(out, _words(source[at:])))
    return "".join(out)


def _open_or_close(match: re.Match[str], lists: list[str]) -> None:
    """Note the marker of a list that begins here, or drop that of one that ends."""
    if match["edge"] == "begin":
        lists.append("1." if match["kind"] == "enumerate" else "-")
    elif lists:
        lists.pop()


def _inline(formula: str) -> str:
    inner = formula[1:-1] if formula[0] == "$" else formula[2:-2]
    return f"\\({' '.join(inner.split())}\\)"


def _command(name: str, inner: str, lists: list[str], depth: int) -> str:
    if name == "texttt":
        return code_span(inner)
    text = _write(inner, lists, depth + 1) if depth < _MAX_NESTED else escape(inner)
    if name in ("marginnote", "footnote"):
        return f" ({text.strip()})"
    mark = _AROUND.get(name, "")
    return f"{mark}{text.strip()}{mark}" if text.strip() else ""


def _braced(source: str, start: int) -> tuple[str, int]:
    """Return what stands up to the closing brace, and where the text goes on; without one, up to the end."""
    depth = 1
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(source, start):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if not depth:
            return source[start : match.start()], match.end()
    return source[start:], len(source)


def _display(match: re.Match[str]) -> str:
    formula = match["display"]
    inner = formula if formula.startswith("\\begin") else formula[2:-2]
    return f"\\[{' '.join(inner.split())}\\]"


def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    return "…" if sign.startswith(("\\ldots", "\\dots")) else escape(sign[1:])


def _words(text: str) -> str:
    """Write words with the white space around them; an empty line parts paragraphs."""
    blocks = re.split(r"\n[ \t]*\n\s*", text)
    return "\n\n".join(_line(block) for block in blocks)


def _after(out: list[str], words: str) -> str:
    """Return words as they go on behind what is written; no white space starts a line."""
    return words.lstrip() if "".join(out[-2:]).endswith((" ", "\n")) else words


def _line(text: str) -> str:
    bare = " ".join(text.split())
    if not bare:
        return " " if text else ""
    before, after = " " * text[0].isspace(), " " * text[-1].isspace()
    return f"{before}{escape(bare)}{after}"
