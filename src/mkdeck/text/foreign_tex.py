r"""LaTeX of texts, which is no math: commands such as `\textbf`, environments, letters such as `\c{c}`, and ties."""

import re

from mkdeck.text.commands import list_known

_COMMANDS = (
    "textbf bf emph textit textsl texttt verb lstinline underline textsc textsuperscript textsubscript "
    r"(?:sub){0,2}section\*? paragraph item href url cite[pt]? footnote includegraphics caption label noindent "
    "[hv]space (?:big|med|small)skip enquote glqq grqq autoref cref pageref par newpage clearpage pagebreak linebreak "
    "centering mbox chemfig"
)
TEXT_COMMAND = re.compile(_COMMANDS.replace(" ", "|"))
"""A command that text has in LaTeX."""
_MEANT = {
    **dict.fromkeys(("textbf", "bf"), "'**...**'"),
    **dict.fromkeys(("emph", "textit", "textsl"), "'*...*'"),
    **dict.fromkeys(("texttt", "verb", "lstinline"), "the code between backticks"),
    **dict.fromkeys(("verbatim", "lstlisting", "minted"), "the code between lines of ```"),
    **dict.fromkeys(("itemize", "enumerate", "description", "item"), "a line that starts with '- ' for each item"),
    **dict.fromkeys(("section", "subsection", "subsubsection", "paragraph"), "'## ' before a heading"),
    **dict.fromkeys(("href", "url"), "'[words](https://...)'"),
    **dict.fromkeys(("includegraphics", "figure"), "'![words](picture.png)'"),
    **dict.fromkeys(("tabular", "table"), "a table with '|' between its cells"),
    "underline": "<u>...</u>",
    "textsuperscript": "<sup>...</sup>",
    "textsubscript": "<sub>...</sub>",
    "quote": "'> ' before each line",
    "footnote": "it in brackets",
    **dict.fromkeys(("enquote", "glqq", "grqq"), "quotation marks"),
}
ABOUT_TEX = re.compile(r"\b(?:(?:Xe|Lua|pdf)?(?:La)?TeX|ConTeXt|LATEX|MathJax|KaTeX)\b")
"""A text that is about TeX mentions its commands, and means them to show."""
PATTERN = re.compile(
    rf"""
    \\(?<!\\\\)
    (?:
      (?P<command>{TEXT_COMMAND.pattern})(?![A-Za-z])
      | begin\{{(?P<environment>[A-Za-z]+)\*?\}}
    )
    (?:\{{[^{{}}\n]*\}})?
    """,
    re.VERBOSE,
)
_ENVIRONMENTS = frozenset(
    "itemize enumerate description tabular table figure center verbatim lstlisting minted quote tikzpicture".split()
)
"""Those that are known where only their begin stands."""
_REACH_CHARACTERS = 2000
LETTER = re.compile(
    r"\\(?<!\\\\)(?<![\w:]\\)(?:[Hcvukrd]\{\\?[A-Za-z]\}|(?:ss|[oOlLi]|aa|AA|[ao]e|[AO]E)\{\})"
    r"|(?<=[^\W\d_])\\(?:[Hcvukrd]\{\\?[A-Za-z]\}|(?:ss|[oOlL]|aa|[ao]e)(?:\{\}|(?=[ ]\w)|$))",
    re.MULTILINE,
)
"""A letter by its name, as in `Erd\\H{o}s`; what a path has behind a folder is none."""
_FOLDER = re.compile(r"[\\:/][^\s\\]*\Z")
_LONGEST_FOLDER = 40
TIE = re.compile(r"(?<=[^\W\d_]\.)~(?=\d|[^\W\d_a-z]|[a-z]\.)(?![^\s~]*~)|(?<=\u00a7)~(?=\d)")
"""A blank that ends no line, as in `Dr.~No` and `Fig.~3`."""


def advise(match: re.Match[str]) -> str:
    """Say what to write for a command or an environment."""
    meant = _MEANT.get((match["command"] or match["environment"]).rstrip("*"))
    return f"TeX is for math only; write {meant}" if meant else "TeX is for math only; take it out"


def is_meant(match: re.Match[str]) -> bool:
    """Whether a command or an environment is no part of a path or of a pattern."""
    if name := match["environment"]:
        return name in _ENVIRONMENTS or (name not in list_known("environments") and _is_ended(match))
    before = match.string[max(0, match.start() - 1) : match.start()]
    return "{" in match.group() or not (before.isalnum() or before in {":", "_"})


def is_letter(match: re.Match[str]) -> bool:
    """Whether a letter stands in a word, not in a path."""
    return not _FOLDER.search(match.string, max(0, match.start() - _LONGEST_FOLDER), match.start())


def _is_ended(match: re.Match[str]) -> bool:
    """Whether an environment ends not far behind its begin."""
    return match.string.find(f"\\end{{{match['environment']}", match.end(), match.end() + _REACH_CHARACTERS) >= 0
