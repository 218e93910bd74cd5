"""A multiple-choice question marks no choice as right.

Fails:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices: [Its weights, Its inputs]
```

Passes:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices:
      - correct: Its weights
      - Its inputs
```
"""

import re
from collections.abc import Iterator

from mkdeck.checks import Case
from mkdeck.course.key_slips import MARKED_ELSEWHERE
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.slips import find_marked, show

RULE = Rule("no-right-choice", "error")
_NO_COLON = re.compile(r"correct\s+(?P<text>\S.*)", re.DOTALL)
_ELSEWHERE = frozenset((key,) for key in MARKED_ELSEWHERE)


def check(case: Case) -> Iterator[Finding]:
    """Yield an error for each question without a right choice."""
    named = {(each.file, each.loc[:2]) for each in case.course.findings if each.loc[2:] in _ELSEWHERE}
    for entry in case.course.entries:
        question = entry.question
        if (entry.deck.source.name, ("questions", entry.index)) in named:
            continue  # it says what is right in another key, which is named
        if isinstance(question, MultipleChoice) and not any(choice.correct for choice in question.choices):
            loc = ("questions", entry.index, "choices")
            yield Finding(entry.deck.source.name, loc, RULE, _explain(question), entry.id, on_key=True)


def _explain(question: MultipleChoice) -> str:
    """Say that no choice is right, and which one seems to be meant."""
    message = "no choice is right; mark at least one with `correct:`"
    missed = next((match for each in question.choices if (match := _NO_COLON.match(each.text))), None)
    if missed:
        return f"{message}; a colon is missing in `- {show(missed.string)}`: write `- correct: {show(missed['text'])}`"
    if marked := find_marked([each.text for each in question.choices]):
        text, bare = marked
        return f"{message}; write `- {show(text)}` as `- correct: {show(bare)}`"
    return message
