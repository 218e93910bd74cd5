r"""Moodle's embedded answers, `{1:MULTICHOICE:=yes~no}`, as gaps of a cloze.

Source: MoodleDocs, "Embedded Answers (Cloze) question type".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from mkdeck.importers.blocks import bullet_list
from mkdeck.importers.conversions import write_number
from mkdeck.importers.draft import Draft

_GAP = re.compile(
    r"\{(?P<weight>\d*):(?P<type>NUMERICAL|NM|SHORTANSWER(?:_C)?|SAC?|MWC?|MULTICHOICE(?:_[HV]S?|_S)?|MC[HVS]?S?|"
    r"MULTIRESPONSE(?:_[HS]S?)?|MR[HS]?S?):(?P<answers>(?:\\.|[^\\}])*)\}",
    re.DOTALL,
)
_ANSWER = re.compile(
    r"\s*(?P<right>=)?(?:%(?P<weight>-?[\d.,]+)%)?(?P<text>(?:\\.|[^\\#])*)(?:#(?P<feedback>.*))?", re.DOTALL
)
_SPLIT = re.compile(r"(?<!\\)~")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    weight: float
    feedback: str


def has_embedded(text: str) -> bool:
    """Tell whether a text has embedded answers."""
    return bool(_GAP.search(text))


def read_embedded(line: int, text: str, convert: Callable[[str], str]) -> Draft | str:
    """Make a cloze of a text with embedded answers; `convert` turns the text around them into Markdown.

    The best answer fills the gap, the choices of a multiple choice become its hint, other accepted answers and all
    feedback go into the explanation. Gives a reason where a gap has no right answer.
    """
    gaps: list[str] = []
    explanations: list[str] = []
    fault = ""

    def hold(match: re.Match[str]) -> str:
        nonlocal fault
        answers = [_read_answer(each) for each in _SPLIT.split(match["answers"]) if each.strip()]
        right = [each for each in answers if each.weight > 0 and each.text]
        if not right:
            fault = fault or f"the gap {match.group()[:40]} has no right answer"
            return ""
        best = max(right, key=lambda each: each.weight)
        several = match["type"].startswith(("MULTIR", "MR"))
        if match["type"].startswith("N"):
            right = [replace(each, text=write_number(each.text) or each.text) for each in right]
            answers = [replace(each, text=write_number(each.text) or each.text) for each in answers]
            best = replace(best, text=write_number(best.text) or best.text)
        filled = ", ".join(each.text for each in right) if several else best.text
        choice = match["type"].startswith("M") and not match["type"].startswith("MW")
        hint = " / ".join(_plain(each.text, convert) for each in answers) if choice and len(answers) > 1 else ""
        inside = _protect(_plain(filled, convert))
        number = len(gaps) + 1
        gaps.append(f"{{{{c{number}::{inside}{'::' + _protect(hint) if hint else ''}}}}}")
        if not choice and len(right) > 1:
            explanations.append(" / ".join(_weighted(each, convert) for each in right))
        explanations.extend(
            _plain(each.feedback, convert)
            if each.text == "*"
            else f"{_plain(each.text, convert)}: {_plain(each.feedback, convert)}"
            for each in answers
            if each.feedback
        )
        return f"\uf8f0{number}\uf8f1"

    held = _GAP.sub(hold, text)
    if fault:
        return fault
    if not gaps:
        return "no embedded answers were found"
    question = re.sub("\uf8f0(\\d+)\uf8f1", lambda match: gaps[int(match[1]) - 1], _guard(convert(held)))
    return Draft(line, "cloze", question, explanation=bullet_list(explanations))


def _guard(text: str) -> str:
    r"""Keep braces that stand in the text from looking like a gap."""
    return re.sub(r"(?<!\\)\{\{", r"\\{{", text)


def _protect(text: str) -> str:
    """Keep what stands in a gap from ending it."""
    text = text.replace("::", ": :")
    if text.count("{") != text.count("}") or "}}" in text:
        text = text.replace("{", "&#123;").replace("}", "&#125;")
    return text


def _plain(text: str, convert: Callable[[str], str]) -> str:
    """Write an answer on one line."""
    return " ".join(convert(text).replace("\\\n", " ").split())


def _weighted(answer: _Answer, convert: Callable[[str], str]) -> str:
    shown = _plain(answer.text, convert)
    return shown if answer.weight >= 100 else f"{shown} ({answer.weight:g} %)"


def _read_answer(text: str) -> _Answer:
    match = _ANSWER.fullmatch(text)
    if not match:
        return _Answer("", 0, "")
    weight = 100.0 if match["right"] else 0.0
    if match["weight"] and not match["right"]:
        try:
            weight = float(match["weight"].replace(",", "."))
        except ValueError:
            weight = 0.0
    return _Answer(
        _ESCAPED.sub(r"\1", match["text"]).strip(), weight, _ESCAPED.sub(r"\1", match["feedback"] or "").strip()
    )


_NUMBERED = re.compile(r"\[\[(\d+)\]\]|\[\[(\d+)\\\]\\?\]")


def fill_numbered_gaps(line: int, text: str, words: list[str]) -> Draft | str:
    """Make a cloze of a Markdown text with gaps `[[1]]`, where 1 is the first of the words."""
    numbers = [int(match[1] or match[2]) for match in _NUMBERED.finditer(text)]
    if not numbers:
        return "no gaps were found"
    if any(not 0 < number <= len(words) for number in numbers):
        return "a gap names a word that is not there"
    count = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{{{{c{count}::{_protect(words[int(match[1] or match[2]) - 1])}}}}}"

    return Draft(line, "cloze", _NUMBERED.sub(fill, _guard(text)))


def fill_marked_gaps(line: int, text: str, delimiters: str) -> Draft | str:
    """Make a cloze of a Markdown text whose gaps stand between two delimiters, as in `The [cat] sat`."""
    count = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        first, *others = match[1].split("|")
        hint = f"::{_protect(' / '.join((first, *others)))}" if others else ""
        return f"{{{{c{count}::{_protect(first.strip())}{hint}}}}}"

    question = _marked(delimiters).sub(fill, _guard(text))
    return Draft(line, "cloze", question) if count else "no gaps were found"


def find_marked_words(text: str, delimiters: str) -> tuple[str, list[str]]:
    """Take the delimiters off the words of a Markdown text that stand between them; gives the words, too."""
    pattern = _marked(delimiters)
    return pattern.sub(lambda match: match[1], text), pattern.findall(text)


def _marked(delimiters: str) -> re.Pattern[str]:
    first, last = (re.escape(delimiters[:1] or "["), re.escape(delimiters[-1:] or "]"))
    return re.compile(rf"\\?{first}((?:(?!{first}|{last}|\\{last}).)+)\\?{last}(?!\()")
