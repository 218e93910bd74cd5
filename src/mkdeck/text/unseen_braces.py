r"""Sets whose braces TeX takes for a group, so that `A = {1, 2, 3}` shows no braces."""

import re

_BARE = re.compile(
    r"(?:^|(?P<sure>\\(?:in|notin|ni|subset(?:eq|neq)?|supset(?:eq)?|cup|cap|setminus|to|mapsto|times|colon)\b|:)"
    r"|[=<>(,&]|\\(?:neq|ne|le|ge|leq|geq|min|max|inf|sup|quad|equiv)\b)"
    r"\s*(?<!\\)\{(?P<inside>(?:[^{}\\]|\\[^A-Za-z]|\\[A-Za-z]++|\{[^{}]*\})*+)\}"
)
_SWITCH = re.compile(
    r"\s*\\(?:rm|bf|it|tt|sf|cal|frak|bbFont|scr|color|large|small|tiny|(?:display|text|script|scriptscript)style"
    r"|math[a-z]+|bold[a-z]*|text[a-z]*)(?![A-Za-z])|.*\\(?:over|atop|choose|above)(?![A-Za-z])",
    re.DOTALL,
)
_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_NUMBER = re.compile(r"\s*-?\d{1,3}(?:,\d{3})+\s*|\s*-?\d+,\d+\s*")
_PARTED = re.compile(r"[^\s,][\s]*,\s*[^\s,]|\\mid(?![A-Za-z])|\S\s+[|:]\s+\S")
_BETWEEN = (",", "\\mid", " | ", " : ")
"""Signs of which one stands between the parts of a set."""
_MOST_QUOTED_CHARACTERS = 40


def find_unseen_braces(tex: str) -> str:
    """Say which braces of a formula were meant to show and do not; empty where there are none."""
    if "{" not in tex or not any(map(tex.__contains__, _BETWEEN)):
        return ""
    for match in _BARE.finditer(tex):
        inside = match["inside"]
        is_number = _NUMBER.fullmatch(inside) and not match["sure"]
        if not is_number and not _SWITCH.match(inside) and _PARTED.search(_INNER.sub("x", inside)):
            shown = inside if len(inside) <= _MOST_QUOTED_CHARACTERS else "..."
            return f"braces only group in math, and do not show; for a set, write '\\{{{shown}\\}}'"
    return ""
