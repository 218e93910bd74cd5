"""What was most likely meant by keys and types that the format does not have, in the words of other tools."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

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
MARKED_ELSEWHERE = ("answer", "answers", "correct", "right", "solution", "key")
"""Keys by which other tools say which choice is right."""
_CHOICE_KEYS = frozenset(("correct", "wrong", "right", "false", "incorrect"))
"""Keys of a question that are those of its choices."""
_PICTURE_KEYS = frozenset("image picture img figure photo graphic".split())
_SOUND_KEYS = frozenset("audio sound video media clip".split())
_PLACE_KEYS = ("x left", "y top", "width w", "height h")
"""Keys that tell a place elsewhere, in the order of the numbers of `box`."""
_LOOKED_AT = 50
"""How many unknown keys of a mapping are looked at for what is missing."""
_TYPE_OF = {"choices": "multiple-choice", "statements": "statements", "items": "ordering", "pairs": "matching"}
_TYPE_OF |= {"masks": "occlusion", "tolerance": "numeric", "range": "numeric"}


def name_meant(key: str, valid: Iterable[str]) -> str | None:
    """Return the valid key that another word stands for, or None where none does."""
    found = [each for each in valid if key.lower() in _KEYS.get(each, "").split()]
    return found[-1] if found else None  # the last ones are those of the type alone


def find_called(data: Mapping[str, Value], valid: Sequence[str]) -> set[str]:
    """Return the valid keys that are in a mapping under other names, or misspelt."""
    unknown = [key for key in data if key not in valid][:_LOOKED_AT]
    called = {name_meant(key, valid) or find_nearest(key, valid) for key in unknown}
    if "choices" in valid and not _CHOICE_KEYS.isdisjoint(unknown):
        called.add("choices")
    return {key for key in called if key}


def suggest_key(key: str, data: Value, valid: Sequence[str]) -> str | None:
    """Return what to do about an unknown key of a mapping, or None where nobody knows."""
    known = data if isinstance(data, Mapping) else {}
    if "choices" in valid and (advice := _suggest_choices(key, known)):
        return advice
    if advice := _suggest_answer(key, known, valid) or _suggest_place(key, known, valid):
        return advice
    if key.lower() in _CASE and "accept" in valid and str(known.get(key)).lower() in _JUDGED:
        return f"unknown key '{key}'; capitals never count where students type: remove it"
    if advice := _suggest_sides(key, known, valid):
        return advice
    if (meant := name_meant(key, valid)) and meant not in known:
        return f"unknown key '{key}'; here it is called `{meant}`"
    if "range" in valid and isinstance(data, dict) and is_end(key) and (ends := find_ends(data)):
        return f"unknown key '{key}'; write `range: [{ends[0]}, {ends[1]}]`"
    if key.lower() in _REMARKS and "explanation" in valid:
        return (
            f"unknown key '{key}'; write `explanation` if students are to read it, or '# ' before it if only staff are"
        )
    if key.lower() in _NOT_KEPT and not nearest(key, valid, least=0.8):
        return f"unknown key '{key}': cards have none; remove it"
    return _suggest_media(key, known) if "question" in valid else None


def _suggest_choices(key: str, data: Mapping[str, Value]) -> str | None:
    """Say where choices stand, and how the right one of them is marked."""
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


def _suggest_media(key: str, data: Mapping[str, Value]) -> str | None:
    """Say where pictures and sounds stand."""
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


def guess_type(data: Mapping[str, Value]) -> str | None:
    """Return the type that the keys of a question without one tell, or None where they tell none."""
    if kind := next((kind for key, kind in _TYPE_OF.items() if key in data), None):
        return kind
    named = {name_meant(key, ("question", "answer")) or key: each for key, each in data.items()}
    answer, question = named.get("answer"), named.get("question")
    if isinstance(answer, str):
        return "true-false" if answer.lower() in ("true", "false") else "short-answer"
    return "cloze" if isinstance(question, str) and "{{c" in question else None
