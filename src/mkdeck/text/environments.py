r"""Math as LaTeX has it, between `\begin{align}` and `\end{align}` without dollars: set on a line of its own."""

import re

from mkdeck.text.spans import blank_code_and_math

_NAMES = "align alignat aligned array displaymath eqnarray equation flalign gather gathered math multline split cases"
_MATRICES = "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix"
_ANY = "|".join(f"{_NAMES} {_MATRICES}".split())
_ENVIRONMENT = re.compile(
    rf"""
    (?<!\\)\\begin\{{(?P<name>(?:{_ANY})\*?)\}}
    (?P<body>(?:(?!\\begin\{{(?P=name)\}}).)*?)      # no other one of its name begins in it
    \\end\{{(?P=name)\}}
    """,
    re.VERBOSE | re.DOTALL,
)
_MATH_SIGN = re.compile(r"[\\^_&=<>+\d]")
_OPENED = re.compile(r"(?:\$|\\[(\[])\s*\Z")
_EMPTY_LINES = re.compile(r"\n[ \t]*(?=\n)")
_NO_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:displaymath|math)\}")


def wrap_environments(text: str) -> str:
    """Put dollars around every environment of LaTeX's math that stands neither in math nor in code."""
    visible = blank_code_and_math(text)
    out: list[str] = []
    at = 0
    for match in _ENVIRONMENT.finditer(visible):
        start, end = match.span()
        if _MATH_SIGN.search(match["body"]) and not _OPENED.search(text[max(0, start - 20) : start]):
            # An empty line would end the math; MathJax knows no `displaymath`.
            formula = _NO_ENVIRONMENT.sub("", _EMPTY_LINES.sub("", text[start:end]))
            out += [text[at:start], "$$", formula, "$$"]
            at = end
    return "".join([*out, text[at:]])
