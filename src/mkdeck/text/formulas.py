"""Rules for one formula: what Anki's MathJax can't read, or reads otherwise than it looks."""

import re

_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_PAIRS = (("\\begin", "\\end"), ("\\left", "\\right"))
_COMMAND = re.compile(r"\\(?:begin|end|left|right)(?![A-Za-z])")
_OF_TEXT = (
    "[a-z]*text[a-z]* [mhf]box tag label href class style cssId [a-z]*color[a-z]* verb unicode def newcommand "
    "renewcommand ce pu"
)
_TEXT = re.compile(
    rf"""
    \\(?:{_OF_TEXT.replace(" ", "|")})(?![A-Za-z])\*?
    (?:\s*(?:\{{[^{{}}]*\}}|\[[^\[\]]*\]|\\[A-Za-z]+))*      # its arguments
    """,
    re.VERBOSE,
)
"""Commands in whose arguments signs mean themselves."""
_COMMENT = re.compile(r"(?<!\\)%")
_CELLS = re.compile(r"\\(?:begin|cases|[a-z]*matrix|eqalign(?:no)?|leqalignno|displaylines|array)(?![A-Za-z])")
_CELL_END = re.compile(r"(?<!\\)&")
_NUMBER_SIGN = re.compile(r"(?<!\\)#")


def find_fault(tex: str) -> str:
    """Say what is wrong with a formula; empty if nothing is."""
    if not is_paired(tex):
        return "the braces in this math do not pair up"
    if "`" in tex:
        return "code can't stand in math, and this math takes in a '`'; a '$' or '\\(' that is no math belongs in code"
    if "\\" in tex:
        commands = _COMMAND.findall(tex)
        for opener, closer in _PAIRS:
            if commands.count(opener) != commands.count(closer):
                return f"'{opener}' and '{closer}' in this math do not pair up"
    return _find_sign(tex) if "%" in tex or "#" in tex or "&" in tex else ""


def is_paired(tex: str) -> bool:
    """Whether the braces of a piece of TeX pair up."""
    if "{" not in tex and "}" not in tex:
        return True
    depth = 0
    for match in _BRACES.finditer(tex):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth < 0:
            return False
    return depth == 0


def _find_sign(tex: str) -> str:
    rest = _TEXT.sub("", tex)
    if _COMMENT.search(rest.rpartition("\n")[2]):  # on other lines it may be one
        return "'%' begins a comment in math, and nothing behind it shows; write '\\%'"
    if _NUMBER_SIGN.search(rest):
        return "'#' can't stand in math; write '\\#'"
    if _CELL_END.search(rest) and not _CELLS.search(rest):
        return "'&' parts cells, so it needs '\\begin{aligned}' or the like around it; for the sign, write '\\&'"
    return ""
