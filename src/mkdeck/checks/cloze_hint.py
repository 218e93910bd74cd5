"""What follows `::` in a gap is its hint, but here it looks like part of a name in code.

In code, between backticks, `::` is always text. To say that it is a hint, put a space after it.

Fails:

```yaml
questions:
  - id: growing
    type: cloze
    question: In C++ a list that grows is a {{c1::std::vector}}.
```

Passes:

```yaml
questions:
  - id: growing
    type: cloze
    question: In C++ a list that grows is a {{c1::`std::vector`}}.
```
"""

from mkdeck.text.cloze import CLOZE_HINT_RULE

RULE = CLOZE_HINT_RULE  # found in text/cloze.py
