"""Choices that play in one order and are shown in another, since they are shuffled.

Anki reads what a side plays from the text of the card, before any script runs, and plays it as it is written. So who
hears three tones can't tell which of the shuffled choices was the first. `shuffle: false` keeps the written order; or
let the question play the sounds, each with a name, and let the choices be these names.
"""

import re
from collections.abc import Iterator

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.text.markdown import render
from mkdeck.text.playing import SOUND, VIDEO

RULE = Rule("sound-order", "warning")

_ENDING = re.compile("|".join(re.escape(ending) for ending in sorted(SOUND | VIDEO)), re.IGNORECASE)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question of which several choices play something and may change places."""
    for entry in case.course.entries:
        question = entry.question
        if not isinstance(question, MultipleChoice) or not question.shuffle or question.retired:
            continue
        playing = [choice for choice in question.choices if _plays(choice.text)]
        if len(playing) > 1 and not all(choice.pin for choice in playing):
            message = (
                "the choices are shuffled, but Anki plays what is in them in the written order; set `shuffle: false`"
            )
            loc = ("questions", entry.index, "choices")
            yield Finding(entry.deck.source.name, loc, RULE, message, entry.id, on_key=True)


def _plays(text: str) -> bool:
    return bool(_ENDING.search(text)) and "[sound:" in render(text, lambda name: name).html
