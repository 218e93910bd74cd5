"""A model answer that lists five or more things, or that runs over 80 words.

Nobody recalls it whole, so it is judged by feeling, and forgotten as a whole. Several cards, or a cloze with a gap for
each thing, are remembered better.

Fails:

```yaml
questions:
  - id: parts
    type: short-answer
    question: What is a flower made of?
    answer: |
      - sepals
      - petals
      - stamens
      - carpels
      - a receptacle
```

Passes:

```yaml
questions:
  - id: parts
    type: cloze
    question: |
      From the outside in, a flower is made of

      - {{c1::sepals}}
      - {{c2::petals}}
      - {{c3::stamens}}
      - {{c4::carpels}}
```
"""

import re
from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.plain import count_words, read_prose
from mkdeck.checks.prose.things import count_things, make_last
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.text.vocabulary import WORDS

RULE = Rule("long-answer", "warning", style=True)

MOST_WORDS = 80
MOST_THINGS = 4
_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])[ \t]+(?=\S)", re.MULTILINE)
_ONE_OF = re.compile(rf"(?:^|[.!?:]\s+){WORDS.make_pattern('one_of')}", re.IGNORECASE)
"""A question for one, two or three of several things; what its answer lists are other right ones."""
_FENCE = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each model answer that is too long to recall."""
    last = make_last(WORDS.find_words("last_thing", case.language))
    for entry in case.asked_entries:
        if not isinstance(entry.question, ShortAnswer):
            continue
        answer = entry.question.answer.strip()
        things = _count(answer, entry.question.question, last)
        words = count_words(read_prose(answer)) if len(answer) > 2 * MOST_WORDS else 0
        if things > MOST_THINGS or words > MOST_WORDS:
            length = f"lists {things} things" if things > MOST_THINGS else f"has {words} words"
            message = f"this answer {length}, more than anyone recalls at once; ask for its parts on cards of their own"
            yield point_at(entry, RULE, message, "answer")


def _count(answer: str, question: str, last: str) -> int:
    """Count the things that an answer lists, in items or in a line; 0 where the question asks for a few of them."""
    if "\n" in answer:
        things = len(_ITEM.findall(_FENCE.sub("", answer) if "`" in answer or "~" in answer else answer))
    else:
        things = count_things(answer, last)
    return 0 if things > MOST_THINGS and _ONE_OF.search(question) else things
