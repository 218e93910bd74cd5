r"""Lines of a text that run together on the card, though each was plainly meant to stand by itself.

Markdown makes one paragraph of lines that follow one another. Prose that is broken at some column is not named. Named
are lines that count on, such as `a)` and `b)`, or that have bullets such as `•`, or labels such as `A:` and `B:`;
lines that are formulas, statements of a program, rows, single words or verse; and lines that stand further in. A line
that ends with a backslash, two blanks or `<br>` stays by itself, and lines that start with `- ` or `1. ` are a list. A
line right behind a list or a quotation becomes a part of it: one that begins with a capital is named, too. So is a line
break that is written as `\n` in double quotes, behind a short line.

Fails:

```yaml
questions:
  - id: syllogism
    type: short-answer
    question: |
      What follows?
      (1) All gates are functions.
      (2) All functions have values.
    answer: All gates have values.
```

Passes:

```yaml
questions:
  - id: syllogism
    type: short-answer
    question: |
      What follows? \
      (1) All gates are functions. \
      (2) All functions have values.
    answer: All gates have values.
```
"""

from mkdeck.text.joined_lines import JOINED_LINES_RULE

RULE = JOINED_LINES_RULE  # found in text/joined_lines.py
