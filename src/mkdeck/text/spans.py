"""Where code and math stand in a Markdown text, for rules that must not look inside them."""

import re

CODE_SPAN = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=fence)[`~]*[ \t]*$  # a fenced block
    | (?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)           # a code span
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
MATH = re.compile(
    r"""
    (?<!\\)\$\$(?:[^$]|\$(?!\$))+\$\$
    | (?<!\\)\\\((?:[^\\]|\\[^()\[\]])+\\\)     # no opener inside, or 20,000 openers would take for ever
    | (?<!\\)\\\[(?:[^\\]|\\[^()\[\]])+\\\]
    | (?<![\\$])\$(?![\s$])(?:[^$\\]|\\.)*?(?<!\s)\$(?!\d)
    """,
    re.VERBOSE | re.DOTALL,
)


def blank(text: str, what: re.Pattern[str]) -> str:
    """Put spaces in place of what a pattern finds; the length and the lines stay as they are."""
    return what.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
