"""How many questions a course has, in figures and in the words of every command."""

import re

from mkdeck.text.english import plural

_LIST = re.compile(r"^questions:[ \t]*(?:#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^(?P<indent>[ \t]*)-(?=\s|$)", re.MULTILINE)
_KEY = re.compile(r"^\w+:", re.MULTILINE)


def say_questions(questions: int, turned: int) -> str:
    """Return in words how many questions there are, and how many of them a second card turns round."""
    said = plural(questions, "question")
    if not turned:
        return said
    both = "asked both ways" if questions == turned == 1 else f"{turned:,} of them asked both ways"
    return f"{said} ({both})"


def count_listed(text: str) -> int:
    """Count the questions of a deck file that is no valid YAML, by the lines of its list; 0 where it has none."""
    start = _LIST.search(text)
    if not start:
        return 0
    key = _KEY.search(text, start.end())
    items = [each["indent"] for each in _ITEM.finditer(text, start.end(), key.start() if key else len(text))]
    return items.count(items[0]) if items else 0
