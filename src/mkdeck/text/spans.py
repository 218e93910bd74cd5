"""Where code and math stand in a Markdown text, for rules that must not look inside them."""

import re

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that no text may hold: Anki drops them or parts fields at them, or they are mkdeck's own tokens."""
CODE_IN_HTML = re.compile(r"<code\b.*?</code>", re.DOTALL)
CODE_BLOCK = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=fence)[`~]*[ \t]*$", re.MULTILINE | re.DOTALL
)
CODE_SPAN = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=fence)[`~]*[ \t]*$  # a fenced block
    | (?<![\\`])(?P<ticks>`++)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)           # a code span
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
MATH = re.compile(
    r"""
    (?<!\\)\$\$(?:[^$\n]|\$(?!\$)|\n(?![ \t]*\n))+\$\$
    | (?<!\\)\\\((?:[^\\\n]|\\[^()\[\]]|\n(?![ \t]*\n))+\\\) # no opener inside, for 20,000 of them would take long
    | (?<!\\)\\\[(?:[^\\\n]|\\[^()\[\]]|\n(?![ \t]*\n))+\\\]
    | (?<![\\$])\$(?![\s$])(?:[^$\\]|\\.)*?(?<!\s)\$(?!\d)
    """,
    re.VERBOSE | re.DOTALL,
)


def blank(text: str, what: re.Pattern[str]) -> str:
    """Put spaces in place of what a pattern finds; the length and the lines stay as they are."""
    return what.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
