"""Which choice an explanation speaks of, for a comment; it is never marked for that."""

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w{4,}|\d+")
_STEM = 6
_ENOUGH, _AHEAD = 0.3, 1.4


def suggest(choices: Sequence[str], explanation: str) -> int | None:
    """Return the position of the choice whose words the explanation repeats most, if it is clearly ahead.

    A word counts for less the more choices share it.
    """
    told = _stems(explanation)
    of_choices = [_stems(choice) for choice in choices]
    shared = Counter(stem for stems in of_choices for stem in stems)
    scores = []
    for stems in of_choices:
        whole = sum(1 / shared[stem] for stem in stems)
        hits = sum(1 / shared[stem] for stem in stems & told)
        # The root favours neither short choices, which one word decides, nor long ones, which repeat much by chance.
        scores.append(hits / whole**0.7 if whole else 0.0)
    if len(scores) < 2:
        return None
    second, first = sorted(scores)[-2:]
    if first < _ENOUGH or first < _AHEAD * second:
        return None
    return scores.index(first)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold())}
