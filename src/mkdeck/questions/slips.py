"""What to write instead of a choice or a statement that is not as the format has it, in the words of other tools."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mkdeck.text.nearest import nearest

_YES = frozenset("true yes on x 1 right correct".split())
_NO = frozenset("false no off 0 wrong incorrect".split())
_RIGHT_KEYS = frozenset("right true answer key yes richtig wahr korrekt vrai vero".split())
_WRONG_KEYS = frozenset("false incorrect distractor no falsch faux falso".split())
_TRUE_KEYS = frozenset("right correct yes richtig wahr ja korrekt t r vrai juste vero verdadero".split())
_FALSE_KEYS = frozenset("wrong incorrect no falsch nein f faux falso".split())
"""What a statement is called elsewhere."""
_LETTER = re.compile(r"[A-Za-z]|\d{1,2}")
_NEEDS_QUOTES = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]|.*(?:: | #|:$)")
_LONGEST = 60


def suggest_choice(value: object) -> str | None:
    """Return what to write for a mapping that is meant as a choice, or None where nobody knows."""
    if not isinstance(value, dict) or not value:
        return None
    if "text" in value:
        is_right = _find_mark(value, ("correct", "right", "answer", "is_correct", "isCorrect", "wrong"))
        more = "" if is_right is not None else ", or as `- correct: ...` if it is right"
        return f"write this as `{_write_choice(value['text'], is_right=bool(is_right))}`{more}"
    key, text = next(iter(value.items()))
    if set(value) <= {"feedback", "pin"}:
        return f"`{key}:` stands below `- correct:` or `- wrong:` with the text of a choice, not in a choice of its own"
    if key in _RIGHT_KEYS | _WRONG_KEYS:
        return f"write this as `- {'correct' if key in _RIGHT_KEYS else 'wrong'}: {show(text)}`"
    return _suggest_for_pair(key, text) if len(value) == 1 else _suggest_key(value, ("correct", "wrong"), "a choice")


def _suggest_for_pair(key: str, text: object) -> str | None:
    """Return what to write for a choice that is one key with a value: `A: one`, `one: true`, `Note: one`."""
    if (mark := _read_mark(text)) is not None:
        return f"write this as `{_write_choice(key, is_right=mark)}`"
    if _LETTER.fullmatch(key):
        return f"write this as `- {show(text)}`, or as `- correct: ...` if it is right; letters come by themselves"
    if advice := _suggest_key([key], ("correct", "wrong"), "a choice"):
        return advice
    if isinstance(text, str):
        return f"text that contains ': ' needs single quotes; write this as `- {show(f'{key}: {text}')}`"
    return None


def _suggest_key(keys: Iterable[str], words: tuple[str, str], what: str) -> str | None:
    """Ask for the nearest of two words, one of which must be there."""
    meant = next((near for key in keys if (near := nearest(key, words))), None)
    return f"{what} has `{words[0]}:` or `{words[1]}:`{meant}" if meant else None


def _write_choice(text: object, *, is_right: bool) -> str:
    return f"- {'correct: ' if is_right else ''}{show(text)}"


def suggest_statement(value: Mapping[str, Any]) -> str | None:
    """Return what to write for a mapping that is meant as a statement, or None where nobody knows."""
    if "text" in value:
        mark = _find_mark(value, ("answer", "correct", "right", "true", "false"))
        word = "true" if mark is None else str(mark).lower()
        more = ", or as `- false: ...`" if mark is None else ""
        return f"write this as `- {word}: {show(value['text'])}`{more}"
    key, text = next(iter(value.items()), ("", ""))
    if len(value) == 1 and (mark := _read_mark(text)) is not None:
        return f"write this as `- {str(mark).lower()}: {show(key)}`"
    if judged := next((each for each in value if each.casefold() in _TRUE_KEYS | _FALSE_KEYS), None):
        return f"write this as `- {'true' if judged.casefold() in _TRUE_KEYS else 'false'}: {show(value[judged])}`"
    return _suggest_key(value, ("true", "false"), "a statement")


def show(value: object) -> str:
    """Return a text as it stands in YAML on one line, in single quotes where it needs them; shortened."""
    text = value if isinstance(value, str) else "..."
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rstrip()} ..."
    return "'" + text.replace("'", "''") + "'" if _NEEDS_QUOTES.match(text) else text


def _find_mark(value: Mapping[str, Any], keys: tuple[str, ...]) -> bool | None:
    """Return whether one of some keys says that this is right; None where none says it."""
    for key in keys:
        mark = _read_mark(value.get(key))
        if mark is not None:
            return mark != (key in ("wrong", "false"))
    return None


def _read_mark(value: object) -> bool | None:
    word = value.lower() if isinstance(value, str) else ""
    return True if word in _YES else False if word in _NO else None
