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
from mkdeck.checks.prose.things import count_things, make_last
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.cloze import Cloze
from mkdeck.text.vocabulary import WORDS

RULE = Rule("list-gap", "warning", style=True)

_LEAST_THINGS = 3
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?=\S)", re.MULTILINE)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each gap that holds a list of three things or more."""
    last = make_last(WORDS.find_words("last_thing", case.language))
    for entry in case.asked_entries:
        if not isinstance(entry.question, Cloze):
            continue
        for gap in find_gaps(entry.question.question):
            things = _count_things(gap.text, last)
            if things >= _LEAST_THINGS:
                message = f"this gap holds a list of {things} things; give each a gap of its own"
                yield point_at(entry, RULE, message, "question", near=gap.text)


def _count_things(text: str, last: str) -> int:
    """Count the things of a list: items of Markdown, or words between commas."""
    return len(_ITEM.findall(text)) or count_things(text, last)
