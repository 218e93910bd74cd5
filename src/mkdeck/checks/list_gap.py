"""A gap around a whole list, which is right only where all of it is recalled.

A gap for each thing asks for one at a time, and tells students which of them they forget.

Fails:

```yaml
questions:
  - id: gates
    type: cloze
    question: The gates of an LSTM are {{c1::input, forget and output}}.
```

Passes:

```yaml
questions:
  - id: gates
    type: cloze
    question: The gates of an LSTM are {{c1::input}}, {{c2::forget}} and {{c3::output}}.
```
"""

import re
from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.gaps import find_gaps
from mkdeck.checks.prose.languages import find_set
from mkdeck.checks.prose.plain import count_words, is_prose, read_plain
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.cloze import Cloze

RULE = Rule("list-gap", "warning", style=True)

_LEAST = 3
_LONGEST = 4
"""Words of a thing in a list; what is longer is a clause."""
_THING = re.compile(r"[^\W\d](?:[^\W\d]|['\u2019 -])*")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?=\S)", re.MULTILINE)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each gap that holds a list of three things or more."""
    last = "|".join(map(re.escape, sorted(find_set("lists", case.language, "and"))))
    for entry in case.asked_entries:
        if not isinstance(entry.question, Cloze):
            continue
        for gap in find_gaps(entry.question.question):
            things = _count_things(gap.text, last)
            if things >= _LEAST:
                message = f"this gap holds a list of {things} things; give each a gap of its own"
                yield point_at(entry, RULE, message, "question", near=gap.text)


def _count_things(text: str, last: str) -> int:
    """Count the things of a list: items of Markdown, or words between commas and, before the last, `last`."""
    if items := _ITEM.findall(text):
        return len(items)
    parts = re.split(r"\s*[;、]\s*|\s*,\s+", read_plain(text))
    if len(parts) < _LEAST - 1 or not last or not is_prose(text):
        return 0
    ends = re.split(rf"\s+(?:{last})\s+", re.sub(rf"^(?:{last})\s+", "", parts[-1]))
    if len(ends) == 1 and not re.match(rf"(?:{last})\s", parts[-1]):
        return 0  # "in Paris, France" and the like
    things = [*parts[:-1], *ends]
    sound = all(_THING.fullmatch(each) and count_words(each) <= _LONGEST for each in things)
    return len(things) if sound else 0
