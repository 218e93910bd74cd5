"""A tag that stands once and differs by one letter from a tag that stands often.

It is most likely a slip, and who studies by tags misses the question.

Fails:

```yaml
questions:
  - {id: a, type: true-false, question: A first one., answer: true, tags: [gradient]}
  - {id: b, type: true-false, question: A second one., answer: true, tags: [gradient]}
  - {id: c, type: true-false, question: A third one., answer: true, tags: [gradient]}
  - {id: d, type: true-false, question: A fourth one., answer: true, tags: [gradients]}
```

Passes:

```yaml
questions:
  - {id: a, type: true-false, question: A first one., answer: true, tags: [gradient]}
  - {id: b, type: true-false, question: A second one., answer: true, tags: [gradient]}
  - {id: c, type: true-false, question: A third one., answer: true, tags: [gradient]}
  - {id: d, type: true-false, question: A fourth one., answer: true, tags: [gates]}
```
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from mkdeck.checks import Case
from mkdeck.checks.duplicate_question import is_slip
from mkdeck.checks.tags import find_tags
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("lonely-tag", "warning", style=True)

_LEAST_QUESTIONS = 3
_LEAST_LETTERS = 5
_PART = re.compile(r"[\W_]+")


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each tag that stands once and is a slip of another one."""
    places = list(find_tags(case.course))
    counts = Counter(tag for tag, *_ in places)
    often = _list_by_length(tag for tag, count in counts.items() if count >= _LEAST_QUESTIONS)
    for tag, file, loc, question in places:
        meant = _find_meant(tag, often) if counts[tag] == 1 and len(tag) >= _LEAST_LETTERS else ""
        if meant:
            message = f"the tag '{tag}' stands here only, and '{meant}' {counts[meant]} times; is that meant?"
            yield Finding(file, loc, RULE, message, question)


def _list_by_length(tags: Iterable[str]) -> dict[int, list[str]]:
    listed: dict[int, list[str]] = {}
    for tag in tags:
        listed.setdefault(len(tag), []).append(tag)
    return listed


def _find_meant(tag: str, often: Mapping[int, list[str]]) -> str:
    """Return the first of the tags, by their length, that one is a slip of; empty where it is none."""
    near = (each for length in range(len(tag) - 1, len(tag) + 2) for each in often.get(length, ()))
    return next((each for each in near if _is_slip(tag, each)), "")


def _is_slip(tag: str, other: str) -> bool:
    """Whether one tag is most likely the other, but for one sign that is no digit; of case the rule `tags` tells."""
    one, two = tag.casefold(), other.casefold()
    parts = [_PART.split(each) for each in (one, two)]
    if len(parts[0]) == len(parts[1]) and any(
        a != b and min(len(a), len(b)) < _LEAST_LETTERS - 1 for a, b in zip(*parts, strict=True)
    ):
        return False  # "part-a" and "part-b"
    digits = ["".join(filter(str.isdigit, each)) for each in (one, two)]
    return digits[0] == digits[1] and is_slip(one, two)
