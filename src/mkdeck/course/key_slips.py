"""What to do about keys that the format does not have, in the words of other tools."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from mkdeck.course.yaml_source import Value
from mkdeck.questions.number_slips import find_ends, is_end
from mkdeck.questions.slips import show
from mkdeck.text.nearest import find_nearest, nearest

_KEYS = {
    "choices": "options answers alternatives responses distractors choice",
    "question": "text stem prompt front q statement body title",
    "answer": "back solution correct a model_answer value result",
    "feedback": "explanation explain why because reason rationale comment note response",
    "label": "text name title word answer",
    "accept": "aliases synonyms alternatives accepted",
    "explanation": "feedback rationale reason why explain general_feedback",
    "hint": "clue tip",
    "context": "case passage stimulus scenario vignette preamble intro introduction",
    "items": "steps order sequence choices options answers answer",
    "pairs": "matches match choices options answers answer",
    "extra": "distractors wrong decoys",
    "statements": "rows choices options answers items",
    "masks": "labels places spots regions areas boxes hotspots",
    "box": "rect rectangle bbox position",
    "ellipse": "oval",
    "tags": "tag keywords topics labels categories",
    "source": "reference ref chapter",
    "shuffle": "random randomize randomise",
    "image": "picture img file src",
    "deck": "name title",
    "questions": "cards items quiz entries notes exercises tasks problems flashcards",
    "course": "name title",
    "reverse": "both both_ways bidirectional",
    "tolerance": "margin error tol delta accuracy precision",
}
"""Keys of the format, and what they are called elsewhere."""
_REMARKS = frozenset("comment comments note notes remark remarks kommentar notiz anmerkung bemerkung".split())
"""Keys of what staff say to each other, or else explain to students."""
_NOT_KEPT = frozenset("points score marks weight grade difficulty level".split())
_CASE, _JUDGED = ("case", "usecase", "case_sensitive", "ignorecase"), ("true", "false", "yes", "no", "0", "1")
MARKED_ELSEWHERE = ("answer", "answers", "correct", "right", "solution", "key")
"""Keys by which other tools say which choice is right."""
_CHOICE_KEYS = frozenset(("correct", "wrong", "right", "false", "incorrect"))
"""Keys of a question that are those of its choices."""
_PICTURE_KEYS = frozenset("image picture img figure photo graphic".split())
_SOUND_KEYS = frozenset("audio sound video media clip".split())
_PLACE_KEYS = ("x left", "y top", "width w", "height h")
"""Keys that tell a place elsewhere, in the order of the numbers of `box`."""
_KEYS_READ = 50
"""How many unknown keys of a mapping are looked at for what is missing."""


def name_meant(key: str, valid: Iterable[str]) -> str | None:
    """Return the valid key that another word stands for, or None where none does."""
    found = [each for each in valid if key.lower() in _KEYS.get(each, "").split()]
    return found[-1] if found else None  # the last ones are those of the type alone


def find_called(data: Mapping[str, Value], valid: Sequence[str]) -> set[str]:
    """Return the valid keys that are in a mapping under other names, or misspelt."""
    unknown = [key for key in data if key not in valid][:_KEYS_READ]
    called = {name_meant(key, valid) or find_nearest(key, valid) for key in unknown}
    if "choices" in valid and not _CHOICE_KEYS.isdisjoint(unknown):
        called.add("choices")
    return {key for key in called if key}


def suggest_key(key: str, data: Value, valid: Sequence[str]) -> str | None:
    """Return what to do about an unknown key of a mapping, or None where nobody knows."""
    known = data if isinstance(data, Mapping) else {}
    advice = (suggest(key, known, valid) for suggest in _SUGGESTIONS)
    return next((each for each in advice if each), None)


def _suggest_case(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    if key.lower() in _CASE and "accept" in valid and str(data.get(key)).lower() in _JUDGED:
        return f"unknown key '{key}'; capitals never count where students type: remove it"
    return None


def _suggest_name(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    meant = name_meant(key, valid)
    return f"unknown key '{key}'; here it is called `{meant}`" if meant and meant not in data else None


def _suggest_range(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    if "range" in valid and is_end(key) and (ends := find_ends(data)):
        return f"unknown key '{key}'; write `range: [{ends[0]}, {ends[1]}]`"
    return None


def _suggest_remark(key: str, _: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    """Say where staff talk to each other, and what no card has."""
    if key.lower() in _REMARKS and "explanation" in valid:
        return (
            f"unknown key '{key}'; write `explanation` if students are to read it, or '# ' before it if only staff are"
        )
    if key.lower() in _NOT_KEPT and not nearest(key, valid, least=0.8):
        return f"unknown key '{key}': cards have none; remove it"
    return None


def _suggest_choices(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    """Say where choices stand, and how the right one of them is marked."""
    if "choices" not in valid:
        return None
    choices = next((each for name, each in data.items() if name_meant(name, ("choices",)) or name == "choices"), None)
    if key in MARKED_ELSEWHERE and choices is not None:
        right = _find_right(data[key], choices)
        return f"a right choice is marked where it stands: write `- correct: {right}` in `choices`, and remove `{key}`"
    if key in _CHOICE_KEYS and choices is None:
        word = "correct: " if key in ("correct", "right") else ""
        text = _show_first(data[key])
        return f"unknown key '{key}'; choices stand below `choices:`, this one as `- {word}{text}`"
    return None


def _suggest_answer(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    """Say how several answers are written, and how a gap has its own."""
    is_answer = "answer" in (key, name_meant(key, ("answer",)), find_nearest(key, valid))
    if is_answer and data.get("type") == "cloze":
        gap = f"{{{{c1::{_show_first(data[key])}}}}}"
        return f"unknown key '{key}'; what is asked stands in the text: write {gap} where it belongs"
    if is_answer and "accept" in valid and isinstance(answers := data[key], list) and answers:
        return f"unknown key '{key}'; {show_answers(answers)}"
    return None


def show_answers(answers: Sequence[Value]) -> str:
    """Say how several answers are written."""
    first, *rest = [show(each, inside=True) for each in answers]
    more = f", and what else is right as `accept: [{', '.join(rest)}]`" if rest else ""
    return f"write `answer: {first}`{more}"


def _suggest_sides(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    """Say how the two columns of a matching question are written, each of which stands in a list of its own."""
    first = [each[0] for side in ("left", "right") if isinstance(each := data.get(side), list) and each]
    if "pairs" not in valid or key not in ("left", "right") or len(first) < 2:
        return None
    left, right = (show(each, inside=True) for each in first)
    return f"unknown key '{key}'; write each pair below `pairs:`, as `- {{left: {left}, right: {right}}}`"


def _suggest_place(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    """Say how the place of a mask is written that has a key for each of its numbers."""
    if "box" not in valid or not any(key in words.split() for words in _PLACE_KEYS):
        return None
    numbers = [next((data[word] for word in words.split() if word in data), "...") for words in _PLACE_KEYS]
    box = ", ".join(each if isinstance(each, str) else "..." for each in numbers)
    return f"a mask's place is one key: write `box: [{box}]` (left, top, width, height, in percent)"


def _suggest_media(key: str, data: Mapping[str, Value], valid: Sequence[str]) -> str | None:
    """Say where pictures and sounds stand."""
    if "question" not in valid:
        return None
    if key.lower() in _PICTURE_KEYS:
        return f"unknown key '{key}'; a picture stands in the text: `![what it shows]({_show_first(data[key])})`"
    if key.lower() in _SOUND_KEYS:
        return f"unknown key '{key}'; a sound or video stands in the text: `![what it plays]({_show_first(data[key])})`"
    return None


def _show_first(value: Value) -> str:
    return show(value[0] if isinstance(value, list) and value else value)


def suggest_block(key: str, data: Value) -> str | None:
    """Return what to do about a key that is the start of a sentence, below a text that it may belong to."""
    if not isinstance(data, dict) or " " not in key.strip() or not isinstance(data.get(key), str):
        return None
    above = list(data)[: list(data).index(key)]
    if not above or not isinstance(data[above[-1]], str):
        return None
    text = f"if it belongs to the text of `{above[-1]}`, write `{above[-1]}: |`, and all of its lines below that"
    return f"unknown key '{key}'; {text}, two blanks further in"


def _find_right(marked: Value, choices: Value) -> str:
    """Return the text of the choice that a letter, a number or a text means, or dots where it means none."""
    word = marked[0] if isinstance(marked, list) and marked else marked
    texts = _list_texts(choices)
    if not isinstance(word, str):
        return "..."
    if word in texts:
        return show(word)
    at = _count(word)
    return show(texts[at]) if 0 <= at < len(texts) else "..."


def _count(word: str) -> int:
    """Return which choice a letter or a number names, counted from 0; -1 for any other word."""
    if re.fullmatch("[A-Za-z]", word):
        return ord(word.upper()) - ord("A")
    return int(word) - 1 if re.fullmatch("[0-9]{1,2}", word) else -1


def _list_texts(choices: Value) -> list[str]:
    if isinstance(choices, Mapping):
        return [each for each in choices.values() if isinstance(each, str)]
    found: list[str] = []
    for each in choices if isinstance(choices, list) else []:
        text = next(iter(each.values()), "") if isinstance(each, Mapping) else each
        found.append(text if isinstance(text, str) else "")
    return found


_SUGGESTIONS: tuple[Callable[[str, Mapping[str, Value], Sequence[str]], str | None], ...] = (
    _suggest_choices,
    _suggest_answer,
    _suggest_place,
    _suggest_case,
    _suggest_sides,
    _suggest_name,
    _suggest_range,
    _suggest_remark,
    _suggest_media,
)
"""Asked in this order, what to do about a key."""
