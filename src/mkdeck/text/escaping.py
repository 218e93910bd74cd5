"""What Markdown takes for marks, and how each is written so that it shows as it was typed."""

import re
from collections import Counter
from itertools import pairwise

from mkdeck.text.spans import MATH, blank_blocks, blank_code, blank_code_and_math, blank_math
from mkdeck.text.vocabulary import WORDS

SPECIAL = re.compile(r"[\\`*_~\[<&${]|^\s*(?:[#>+=|-]|\d{1,9}[.)])|^(?: {4}|\t)", re.MULTILINE)
"""Without any of these, a text is Markdown as it is."""

_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`|-~\n])|`|(?<!\s)\*|\*(?!\s)|\*(?=\*)|(?<![^\W_])_|_(?![^\W_])|~|<(?=[A-Za-z/!?])"
)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINKS = re.compile(r"\](?=[(\[:])")
_DOLLAR = re.compile(r"\$(?![\s\d]|$)|(?<=\S)\$(?!\d)")
_LINE_START = re.compile(r"^(\s*)(?:([#>+=|*-])|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
_ALL = re.compile(r"[!-'*-/:-@\\-`{-~]")
"""All of ASCII's punctuation but for `(` and `[`, which a backslash would make the start of a formula."""
_CLOZE_MARK = re.compile(r"(?<!\\)\{\{(?=c\d+::)")

MARKED = re.compile(
    r"""
    ^[ ]{0,3}
    (?:
      (?P<sign>\#{1,6}(?=[ ])|[+*-](?=[ ])|>)
      | (?P<number>\d{1,9})(?P<dot>[.)])(?=[ ]|$)
    )
    [ ]*(?P<rest>.*)
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A line that Markdown takes for a heading, a quotation or an item of a list."""
_OPERAND = re.compile(r"[-+]?\.?\d|\$|\\\(|=|[b-hj-z](?!\w)")
"""What stands behind a sign of arithmetic; single letters but for those that are words."""
_BROKEN = re.compile(r"\n[ ]{0,3}(?:[+*-](?=[ ])|>|#{1,6}[ ]|(?:=+|-+)[ ]*\n|\d{1,9}[.)][ ])")
"""A line in math with which a list, a quotation or a heading would begin."""
_NUMBER_OF = re.compile(r"(?:of|per|der|des|von|de|du|di|del|do|da|van|av|\d+$)(?!\w)")
"""What stands behind a '#' that means 'number of', or 'number 1'."""
_TELLS = re.compile(rf"{WORDS.make_pattern('tells_of_sign')}(?!\w)")
"""What a sentence goes on with whose first word is a sign."""
_SIGN = re.compile(r"\n[ ]{0,3}[#>+*\d-]")
"""Without such a line, a text of one line is none of `MARKED`."""
_DOUBTFUL = re.compile(
    rf"\n[ ]{{0,3}}(?:#+[ ]+{_NUMBER_OF.pattern}|[+*-][ ]+(?:{_OPERAND.pattern})|>|\d{{2,9}}[.)])", re.MULTILINE
)
"""Without such a line, a text of several lines holds no sign that is plainly typed."""
_CONTINUED = re.compile(r"\n(?:[ \t]*\n)?(?: {2}|\t)[ \t]*\S")
"""Behind an item of a list: a line that belongs to it."""
_TILDE = re.compile(r"(?<![~\\])~(?!~)")


def _may_part_math(text: str) -> bool:
    """Whether a text may have a formula over several lines."""
    return "\n" in text and ("$$" in text or "\\[" in text)


def keep_typed(text: str) -> str:
    """Escape the signs that start a line and are plainly no marks.

    Such are `>= 5`, `+ 3`, `# of people`, `1848. Which year?` and the prompt `>>>`; never a list of several items,
    a heading, or a quotation.
    """
    text = _join_math(text) if _may_part_math(text) else text
    alone = "\n" not in text.strip()
    if not (_SIGN if alone else _DOUBTFUL).search(f"\n{text}"):
        return text
    typed = _find_typed(text, alone=alone)
    if typed and "\n" in text:
        visible = blank_math(blank_blocks(text))
        typed = [match for match in typed if visible[match.start() : match.end()].strip()]
    return _put_slashes(text, [match.start("sign") if match["sign"] else match.start("dot") for match in typed])


def keep_tildes(text: str) -> str:
    """Escape every tilde that stands by itself outside of code and math; two of them would strike out."""
    visible = blank_code_and_math(text)
    return _put_slashes(text, [match.start() for match in _TILDE.finditer(visible)])


def _put_slashes(text: str, places: list[int]) -> str:
    """Put a backslash before each of these places, which are in their order."""
    ends = [*places, len(text)]
    return text[: ends[0]] + "".join("\\" + text[start:end] for start, end in pairwise(ends))


def _join_math(text: str) -> str:
    """Put display math on one line, where one of its lines would be taken for an item of a list or the like."""
    visible = blank_code(text)
    pieces, done = list[str](), 0
    for match in MATH.finditer(visible):
        math = text[match.start() : match.end()]
        quoted = ">" in text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if math[:2] in ("$$", "\\[") and not quoted and "%" not in math and _BROKEN.search(math):
            pieces += [text[done : match.start()], math.replace("\n", " ")]
            done = match.end()
    return "".join([*pieces, text[done:]])


def _find_typed(text: str, *, alone: bool) -> list[re.Match[str]]:
    """Find the lines whose first sign is plainly no mark; `alone` is true of a text of one line."""
    lines = [match for match in MARKED.finditer(text) if match["rest"] or match["number"]]
    counts = Counter(match["sign"] for match in lines)  # numbers have none
    return [match for match in lines if _is_typed(match, text, alone=alone, only=counts[match["sign"]] == 1)]


def _is_typed(line: re.Match[str], text: str, *, alone: bool, only: bool) -> bool:
    """Whether the sign of a line is no mark; `only` is true where no other line has that sign."""
    sign = line["sign"]
    if not sign:
        return only and _is_plain_number(line, text, alone=alone)
    if alone and _TELLS.match(line["rest"]):
        return True
    if sign[0] == "#":
        return bool(_NUMBER_OF.match(line["rest"]))
    if sign == ">":
        return _is_prompt_or_compared(line["rest"], alone=alone, only=only)
    return (alone and sign in "+*") or (only and _is_calculated(line, text, alone=alone))


def _is_plain_number(line: re.Match[str], text: str, *, alone: bool) -> bool:
    """Whether a number at the start of a line, as a year, begins no list."""
    return line["number"] != "1" and (alone or len(line["number"]) > 2) and not _goes_on(line, text)


def _is_prompt_or_compared(rest: str, *, alone: bool, only: bool) -> bool:
    """Whether a '>' before this is that of a prompt, or says that something is greater."""
    if rest.startswith(">>") or (alone and rest.startswith(">")):
        return True
    return only and (rest[:1] == "=" or bool(_OPERAND.match(rest)) or (alone and " " not in rest))


def _is_calculated(line: re.Match[str], text: str, *, alone: bool) -> bool:
    """Whether a line goes on with a calculation, and begins no list."""
    if not _OPERAND.match(line["rest"]):
        return False
    return alone or not (text[max(0, line.start() - 3) : line.start()].rstrip().endswith(":") or _goes_on(line, text))


def _goes_on(line: re.Match[str], text: str) -> bool:
    return bool(_CONTINUED.match(text, line.end()))


def escape_marks(text: str) -> str:
    """Escape what could be a mark where it stands."""
    text = guard_cloze(text)
    text = _INLINE.sub(lambda match: "\\" + match.group(), text)
    text = _ENTITY.sub(r"\\&", text)
    text = _LINKS.sub(lambda match: "\\" + match.group(), text)
    return _DOLLAR.sub(r"\\$", text)


def guard_cloze(text: str) -> str:
    """Keep what a text shows from being taken for a gap."""
    return _CLOZE_MARK.sub(r"\\{{", text)


def escape_all(text: str) -> str:
    """Escape every sign that can be a mark anywhere."""
    return _ALL.sub(lambda match: "\\" + match.group(), text)


def guard_line_starts(text: str) -> str:
    """Escape what would make a line a heading, a quotation, an item of a list or a row of a table."""
    return _LINE_START.sub(_escape_start, text)


def _escape_start(match: re.Match[str]) -> str:
    indent = match[1] if "\n" in match[1] else ""
    return f"{indent}\\{match[2]}" if match[2] else f"{indent}{match[3]}\\{match[4]}"
