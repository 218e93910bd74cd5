"""What was most likely meant by types that the format does not have, and how its lists are written."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from mkdeck.course.key_slips import name_meant
from mkdeck.course.yaml_source import Value
from mkdeck.questions.slips import show
from mkdeck.text.nearest import find_nearest

_TYPES = {
    "multiple-choice": "mc mcq sc single choice choices multi multichoice multiple_choice single-choice multiplechoice",
    "true-false": "tf truefalse true/false boolean bool yes-no judge",
    "short-answer": "typed typed-answer free-text open open-ended free essay sa text basic recall qa shortanswer",
    "cloze": "gap gaps fill-in fill-in-the-blank blank",
    "numeric": "num number numbers numerical calculation",
    "ordering": "order orders sort sorting sequence",
    "matching": "pair pairs match",
    "statements": "kprim mtf multiple-true-false",
    "occlusion": "image-occlusion io label hotspot image picture covered covered-places",
}
LISTED = {
    "statements": "`- true: ...` or `- false: ...`",
    "pairs": "`- {left: ..., right: ...}`",
    "masks": "`- {label: ..., box: [40, 25, 20, 10]}`",
}
"""How the entries of lists of mappings are written."""
_MARKDOWN_KEYS = frozenset("question context answer explanation hint feedback description".split())
"""Keys whose texts may be long, and hold lists."""
_TYPE_OF = {"choices": "multiple-choice", "statements": "statements", "items": "ordering", "pairs": "matching"}
_TYPE_OF |= {"masks": "occlusion", "tolerance": "numeric", "range": "numeric"}


def find_type(word: str, types: Iterable[str]) -> str | None:
    """Return the type that is called so elsewhere, or None where none is."""
    called = word.lower().strip()
    joined = re.sub(r"[\s_]+", "-", called)
    meant = next((name for name, words in _TYPES.items() if {called, joined} & {*words.split()}), None)
    return meant or next((name for name in types if name == joined), None)


def suggest_type(word: str, types: Collection[str]) -> str | None:
    """Return what to write for a type that is called so elsewhere, or spelt nearly so; None where nobody knows."""
    if meant := find_type(word, types):
        return f"there is no type '{word}'; write `type: {meant}`"
    near = find_nearest(word, types)
    return f"there is no type '{word}'; did you mean `type: {near}`?" if near else None


_MARK = re.compile(r"(?:^|\s+)(?:(?P<place>\d{1,2}|[A-Za-z])[.)]|[*\u2022\u2013])\s+(?=\S)")
"""What may start an entry of a list outside YAML; so may a name with an initial."""


def show_entries(key: str, text: str) -> str:
    """Return how the entries that stand in one text are written as the list that a key takes."""
    if len(marked := _split_at_marks(text)) > 1:
        return f"{', '.join(f'`- {show(each)}`' for each in marked[:2])}, each on a line"
    parts = re.split("[,;]" if key != "tags" or re.search("[,;]", text) else r"\s", text)
    return f"`{key}: [{', '.join(show(each.strip(), inside=True) for each in parts if each.strip())}]`"


def _split_at_marks(text: str) -> list[str]:
    """Split a text at signs that repeat from its start on, or at numbers or letters that count on from there."""
    marks: list[re.Match[str]] = []
    for match in _MARK.finditer(text):
        count = len(marks) + 1
        if (match["place"] or "").lower() in ("", str(count), chr(ord("a") + count - 1)):
            marks.append(match)
    if not marks or marks[0].start():
        return []
    ends = [*(match.start() for match in marks[1:]), len(text)]
    return [text[match.end() : end].strip() for match, end in zip(marks, ends, strict=True)]


def show_list(key: str, value: Mapping[str, Value]) -> str:
    """Return how the entries that stand in a mapping are written as the list that a key of a question takes."""
    if key == "choices":
        entries = [f"- {show(each)}" for each in value.values()]
        return (
            f"{', '.join(f'`{each}`' for each in entries[:2])}, each on a line, and the right one as `- correct: ...`"
        )
    if key == "pairs":
        left, right = (show(each, inside=True) for each in next(iter(value.items())))
        return f"`- {{left: {left}, right: {right}}}`, each on a line"
    if key == "masks":
        label, box = next(iter(value.items()))
        numbers = ", ".join(map(str, box)) if isinstance(box, list) else "40, 25, 20, 10"
        return f"`- {{label: {show(label, inside=True)}, box: [{numbers}]}}`, each on a line"
    if key == "statements":
        return f"{LISTED[key]}, each on a line"
    return f"{', '.join(f'`- {show(each)}`' for each in list(value.values())[:2])}, each on a line"


_BRACKET = "text that starts with '[' needs single quotes"
_NUMBER = re.compile(r"[-+]?[\d.,]+")


def suggest_text(key: str | int, value: object) -> str:
    """Return what to write for a list or a mapping that stands in the place of a text, below a key or in a list."""
    if isinstance(value, list):
        return _suggest_list(key, value)
    if isinstance(value, Mapping):
        if isinstance(key, int) and isinstance(value.get("text"), str):
            return f"write this as `- {show(value['text'])}`"
        if not any(value.values()) and _MARKDOWN_KEYS.isdisjoint(value):
            return "text that starts with '{' needs single quotes"
    return "text that contains ': ' needs single quotes"


def _suggest_list(key: str | int, value: Sequence[object]) -> str:
    """Return what to write for a list: a list of Markdown where one can stand, or a text in brackets."""
    if key not in _MARKDOWN_KEYS:
        return "text that starts with '[' or '- ' needs single quotes"
    first = show(value[0]) if value else "..."
    shown = f"to show a list, write `{key}: |`, and '- {first}' and so on below it"
    is_bracket = len(value) < 2 or all(_NUMBER.fullmatch(str(each)) for each in value)
    return f"{_BRACKET}; {shown}" if is_bracket else shown


def guess_type(data: Mapping[str, Value]) -> str | None:
    """Return the type that the keys of a question without one tell, or None where they tell none."""
    if kind := next((kind for key, kind in _TYPE_OF.items() if key in data), None):
        return kind
    named = {name_meant(key, ("question", "answer")) or key: each for key, each in data.items()}
    answer, question = named.get("answer"), named.get("question")
    if isinstance(answer, str):
        return "true-false" if answer.lower() in ("true", "false") else "short-answer"
    return "cloze" if isinstance(question, str) and "{{c" in question else None
