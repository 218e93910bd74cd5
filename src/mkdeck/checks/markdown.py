"""A part of a text that would not show on the card, or a text that shows nothing at all.

Cells beyond a table's columns vanish, and so does a line such as `[Note]: important`, which Markdown takes for the
address of a link. A picture whose path has a space in it stays text. A text that shows nothing is an error.

Fails:

```yaml
questions:
  - id: gates
    type: short-answer
    question: |
      How many gates has each?

      | GRU |
      |-----|
      | 2   | 3 |
    answer: Two.
```

Passes:

```yaml
questions:
  - id: gates
    type: short-answer
    question: |
      How many gates has each?

      | GRU | LSTM |
      |-----|------|
      | ?   | ?    |
    answer: Two and three.
```
"""

from mkdeck.text.lost_markup import MARKDOWN_RULE

RULE = MARKDOWN_RULE  # found in text/lost_markup.py, text/tables.py and notes/texts.py
