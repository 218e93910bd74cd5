"""Numbers as formulas and programs write them, such as `$10^{-3}$` or `2**10`, as people type them."""

import re

_STEPS = (
    (re.compile(r"^\\\(|\\\)$|\$|\\!|`|\*\*(?=[0-9.,+-]+\*\*)|(?<=[0-9])\*\*$"), ""),
    (re.compile(r"^(?:[A-Za-z]\w{0,9}\s*)?="), ""),
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r"\1/\2"),
    (re.compile(r"\\(?:mathrm|text|operatorname|mathit|textrm|rm|unit)\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\pm\b"), "±"),
    (re.compile(r"\\(?:cdot|times)\b"), "*"),
    (re.compile(r"\\pi\b"), "π"),
    (re.compile(r"\^?\s*\{?\\circ\}?"), "°"),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\[,;: ]|~(?=\D)"), " "),
    (re.compile(r"\\(?=[%&$])"), ""),
    (re.compile(r"\*\*"), "^"),
    (re.compile(r"\^\s*(?:\{([^{}]*)\}|\(([^()]*)\))"), r"^\1\2"),
    (re.compile(r"[{}]"), ""),
)
"""What formulas and programs write otherwise than people type."""


def write_plainly(text: str) -> str:
    """Write what formulas and programs write as people type it."""
    for pattern, plain in _STEPS:
        text = pattern.sub(plain, text)
    return " ".join(text.split())
