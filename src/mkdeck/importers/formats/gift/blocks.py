"""GIFT's outer grammar: comments, categories, escapes, and where each question starts and ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdeck.importers.formats.gift.answers import split_answers

_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_TEX_N = re.compile(
    r"(?<!\\)\\(?=n(?:eq?|abla|u|ot|otin|eg|exists|i|mid|earrow|warrow|leq|geq|parallel|less|gtr|onumber)(?![a-zA-Z]))"
)
"""A backslash of TeX that would else be read, with its `n`, as a line break."""
_HELD = {char: chr(0xE000 + i) for i, char in enumerate("~=#{}:\\n")}
_RESTORE = {ord(held): "\n" if char == "n" else char for char, held in _HELD.items()}
_CATEGORY = re.compile(r"\s*\$CATEGORY\s*:\s*(.*)")
_TEX = re.compile(
    r"\$\$[^$]+\$\$|(?<![\\$])\$(?=[^$\s])(?:[^${]|\{(?!\s*[=~#%]))+?(?<!\s)\$(?!\d)|\\\((?:[^\\]|\\[^()])*\\\)"
)
_TEX_BRACE = re.compile(r"(?:[\\\ue006][a-zA-Z]+|[\^_])\s*\{")
_OPEN = "the brace that opens here is never closed"
_BRACES = re.compile(r"[{}]")
_ANSWERS = re.compile(r"\s*(?:[=~#%]|(?:T|F|TRUE|FALSE)\s*[#}]|\})", re.IGNORECASE)
_SCRIPT = re.compile(r"(?<=[A-Za-z0-9)\]])[\^_]\{[^{}=~#%\n]*\}|\\[A-Za-z]+(?:\{[^{}=~#%\n]*\})+")
"""TeX without dollars around it, such as `A^{T}`."""
_JUDGED = re.compile(r"\s*(?:T|F|TRUE|FALSE)\s*[#}]", re.IGNORECASE)
_GOES_ON = ("{", "=", "~")
"""What a line starts with that belongs to the question above it."""
_CHOSEN = re.compile(r"\s*[=~%]")
_ANSWER_START = re.compile(r"[=~#}%]|//|(?:t|true|f|false)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one question, without its comments: where it starts, what comments above it said, its category."""

    line: int
    text: str
    notes: str
    category: str
    fault: str = ""


def hold(text: str) -> str:
    """Put escaped signs out of reach of the grammar, and with them the signs of TeX that nobody escaped."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _HELD[match[1]], _TEX.sub(_hold_tex, text))


def _hold_tex(match: re.Match[str]) -> str:
    formula = _TEX_N.sub(_HELD["\\"], match.group())
    if "\\{" in formula or not _TEX_BRACE.search(formula) or formula.count("{") != formula.count("}"):
        return formula
    return re.sub(r"[~=#{}]", _hold, formula)


def _hold(sign: re.Match[str]) -> str:
    return _HELD[sign.group()]


def restore(text: str) -> str:
    """Put the signs back that were held."""
    return text.translate(_RESTORE)


def hold_other_braces(text: str) -> str:
    """Hold the braces of a text that are not around its answers, such as those of code; as they stand where unclear."""
    text = _SCRIPT.sub(lambda match: _BRACES.sub(_hold, match.group()), text)
    groups = list(_outer_groups(text))
    answers = [(start, end) for start, end in groups if _ANSWERS.match(text, start + 1)]
    if len(answers) != 1:
        return text
    start, end = answers[0]
    inner = _BRACES.sub(_hold, text[start + 1 : end])
    outside = [_BRACES.sub(_hold, part) for part in (text[:start], text[end + 1 :])]
    return f"{outside[0]}{{{inner}}}{outside[1]}"


def embed_answers(text: str) -> str:
    """Write answers in several places as Moodle's embedded answers; empty where some of the braces hold none."""
    out, at = "", 0
    for start, end in _outer_groups(text):
        if not _CHOSEN.match(text, start + 1) or "->" in text[start:end]:
            return ""
        answers = [
            piece.text if piece.mark == "~" or piece.text.lstrip().startswith("%") else f"={piece.text}"
            for piece in split_answers(text[start + 1 : end])
        ]
        kind = "MC" if "~" in text[start:end] else "SA"
        out += f"{text[at:start]}{{1:{kind}:{'~'.join(each.strip() for each in answers)}}}"
        at = end + 1
    return out + text[at:]


def _outer_groups(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each pair of braces opens and closes, but for pairs inside others."""
    depth = start = 0
    for brace in _BRACES.finditer(text):
        if brace.group() == "{":
            start = start if depth else brace.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, brace.start()


def split_questions(lines: list[str]) -> Iterator[Block]:
    """Split the lines into questions."""
    category = ""
    start = 0
    kept: list[str] = []
    notes: list[str] = []
    depth = 0
    blank = False

    def finish(fault: str = "") -> Iterator[Block]:
        nonlocal start, depth
        line, text = start, "\n".join(kept).strip()
        while text:
            if end := _find_reopening(text):
                yield Block(line, text[:end].rstrip(), " ".join(notes), category, _OPEN)
                notes.clear()
                line += text.count("\n", 0, end)
                text = text[end:]
                continue
            # After answers, a new line with answers of its own is the next question.
            head, brace, rest = text.partition("}")
            next_line = rest.partition("\n")[2] if brace and not rest.partition("\n")[0].strip() else ""
            answered = _ANSWERS.match(text, text.find("{") + 1)
            if "{" not in next_line or next_line.lstrip().startswith(_GOES_ON) or not answered:
                head, next_line = text, ""
            else:
                head += brace
            yield Block(line, head, " ".join(notes), category, "" if next_line else fault)
            notes.clear()
            line += head.count("\n") + 1
            text = next_line
        kept.clear()
        start, depth = 0, 0

    for number, raw in enumerate(lines, 1):
        text = raw.strip()
        if not text:
            blank = True
            if not depth:
                yield from finish()
            else:
                kept.append("")
            continue
        if text.startswith("//"):
            if not depth and not kept:
                notes.append(text)
            elif not depth and blank:
                yield from finish()
                notes.append(text)
            continue
        if match := _CATEGORY.fullmatch(text):
            yield from finish(_OPEN if depth else "")
            category = match[1]
            continue
        line = hold(raw.rstrip())
        if depth and (text.startswith("::") or (blank and _opens_question(line))):
            yield from finish(_OPEN)
        elif not depth and (text.startswith("::") or (_closed(kept) and "{" in line and not text.startswith(_GOES_ON))):
            yield from finish()
        if not kept:
            start = number
        kept.append(line)
        blank = False
        depth = _depth(line, depth)
    yield from finish(_OPEN if depth else "")


def _find_reopening(text: str) -> int:
    """Find where, inside braces that are never closed, the next question starts; 0 where none does.

    That is the paragraph, or else the line, that opens answers again; the end where that is the same line.
    """
    if text.count("{") <= text.count("}"):
        return 0
    before = -1
    for brace in _BRACES.finditer(text):
        if brace.group() == "}":
            before = -1
        elif before < 0:
            before = brace.start()
        elif _CHOSEN.match(text, brace.end()) or _JUDGED.match(text, brace.end()):
            start = _find_start(text, before, brace.start())
            if not text.startswith(("=", "~"), start):
                return start
    return 0


def _find_start(text: str, opened: int, brace: int) -> int:
    """Find where the question with a brace starts, behind the brace that was opened before it."""
    if (start := text.rfind("\n\n", opened, brace)) < 0 and (start := text.rfind("\n", opened, brace)) < 0:
        return len(text)
    if not text[start:brace].strip():  # its braces stand below it
        start = max(text.rfind("\n", opened, start), opened + 1)
    return start + len(text[start:]) - len(text[start:].lstrip())


def _opens_question(line: str) -> bool:
    """Whether a line after an empty one, inside braces, is rather the start of the next question."""
    return "{" in line and not _ANSWER_START.match(line.strip())


def _closed(kept: list[str]) -> bool:
    return bool(kept) and kept[-1].rstrip().endswith("}")


def _depth(line: str, depth: int) -> int:
    """Whether braces are open after a line: the first `}` closes, as it does for Moodle."""
    last_open, last_close = line.rfind("{"), line.rfind("}")
    if last_open < 0 and last_close < 0:
        return depth
    if depth and last_close < 0:
        return 1
    return int(last_open > last_close)
