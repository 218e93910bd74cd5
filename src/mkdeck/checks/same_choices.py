"""Two questions have exactly the same choices, of more than a word or two.

Who knows one answer need not think about it in the other question. Asked as one question of type `matching`, each
has to be known.

Fails:

```yaml
questions:
  - id: forget
    type: multiple-choice
    question: What does the forget gate do?
    choices:
      - correct: It drops old memory
      - It lets new memory in
      - It shows a part of the memory
  - id: input
    type: multiple-choice
    question: What does the input gate do?
    choices:
      - It drops old memory
      - correct: It lets new memory in
      - It shows a part of the memory
```

Passes:

```yaml
questions:
  - id: gates
    type: matching
    question: What does each gate do?
    pairs:
      - { left: forget gate, right: It drops old memory }
      - { left: input gate, right: It lets new memory in }
      - { left: output gate, right: It shows a part of the memory }
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.plain import count_words, read_plain
from mkdeck.checks.prose.questions import split_text
from mkdeck.course.loading import Entry
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("same-choices", "warning", style=True)

_LEAST = 3
_WORDS = 3
"""On average; shorter choices, such as "rises, falls, stays", are a scale that many questions share."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question whose choices are those of one before it, of which it names the first."""
    first: dict[tuple[tuple[str, ...], ...], Entry] = {}
    for entry, question in case.choice_entries:
        texts = [choice.text for choice in question.choices]
        if len(texts) < _LEAST or sum(count_words(read_plain(text)) for text in texts) < _WORDS * len(texts):
            continue
        other = first.setdefault(tuple(sorted(map(split_text, texts))), entry)
        if other is not entry and other.question.question.split() != question.question.split():
            where = f"question {other.index + 1} of {other.deck.source.name}"
            message = f"these choices are those of '{other.id}' ({where}) as well; ask both in one `matching` question"
            yield point_at(entry, RULE, message, "choices")
