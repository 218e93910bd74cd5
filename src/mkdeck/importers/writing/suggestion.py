"""Which choice an explanation speaks of, for a comment; it is never marked for that."""

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w{4,}|\d+")
_LETTERS_OF_STEM = 6
"""Characters of a word that count, so that its endings do not."""
_MIN_SCORE = 0.3
_MIN_LEAD = 1.4
"""So many times the score of the second choice the first one has at least."""
_BRIEFNESS = 0.7
"""The root favours neither short choices, which one word decides, nor long ones, which repeat much by chance."""


def suggest(choices: Sequence[str], explanation: str) -> int | None:
    """Return the position of the choice whose words the explanation repeats most, if it is clearly ahead.

    A word counts for less the more choices share it.
    """
    if len(choices) < 2:
        return None
    told = _stems(explanation)
    of_choices = [_stems(choice) for choice in choices]
    shared = Counter(stem for stems in of_choices for stem in stems)
    scores = [_score(stems, told, shared) for stems in of_choices]
    second, first = sorted(scores)[-2:]
    return scores.index(first) if first >= max(_MIN_SCORE, _MIN_LEAD * second) else None


def _score(stems: set[str], told: set[str], shared: Counter[str]) -> float:
    whole = sum(1 / shared[stem] for stem in stems)
    hits = sum(1 / shared[stem] for stem in stems & told)
    return hits / whole**_BRIEFNESS if whole else 0.0


def _stems(text: str) -> set[str]:
    return {word[:_LETTERS_OF_STEM] for word in _WORD.findall(text.casefold())}
