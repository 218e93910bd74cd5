"""Fenced code in a language that can't be coloured.

It is shown all the same, in one colour. `text` says that this is meant.

Fails:

```yaml
questions:
  - id: loop
    type: short-answer
    question: |
      What does this print?

      ```pyhton
      print(1)
      ```
    answer: "1"
```

Passes:

```yaml
questions:
  - id: loop
    type: short-answer
    question: |
      What does this print?

      ```python
      print(1)
      ```
    answer: "1"
```
"""

from mkdeck.text.code import CODE_LANGUAGE_RULE

RULE = CODE_LANGUAGE_RULE  # found in text/code.py
