"""Lists of boxes that are plans, such as things to do or to buy, and ask nothing."""

import re

from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HINT
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.markdown.choice_items import BULLETED_BOX
from mkdeck.importers.formats.markdown.lines import NUMBER

_ASKS = re.compile(rf"[?\uff1f\u061f]|_{{2}}|\u2026|\.{{3}}|^\W*{pattern('asks')}", re.IGNORECASE)
_TELLS = re.compile(r"\w+\W+\w+\W+\w.*[.:!\uff1a\u3002]\W*$|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3}")
"""A sentence, which may be what is to be done with the boxes below it."""
_PLANS = re.compile(rf"\b{pattern('plan')}\b", re.IGNORECASE)


def is_plan(text: str) -> bool:
    """Whether nothing around the boxes of a text asks anything."""
    around = [line.strip() for line in text.split("\n") if line.strip() and not BULLETED_BOX.match(line)]
    bare = [line.lstrip("#>*_-+ \t") for line in around]
    if any(_asks(line) or NUMBER.fullmatch(line) for line in bare):
        return False
    return any(map(_PLANS.search, around)) or not any(map(_TELLS.search, around))


def _asks(line: str) -> bool:
    return any(pattern.search(line) for pattern in (_ASKS, ANSWER, FEEDBACK, HINT))
