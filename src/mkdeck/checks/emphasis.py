r"""Stars, underscores or tildes that Markdown takes for emphasis where they look like signs.

Markdown emphasises the 3 of `2*3*4` and the name in `__init__.py`, and shows no sign. Between backticks, in math and
behind a backslash signs stay. A single `~` strikes nothing out.

Fails:

```yaml
questions:
  - id: product
    type: true-false
    question: In Python 2*3*4 is 24.
    answer: true
```

Passes:

```yaml
questions:
  - id: product
    type: true-false
    question: In Python `2*3*4` is 24, and 2 \* 3 * 4 is *the same*.
    answer: true
```
"""

from mkdeck.text.emphasis import EMPHASIS_RULE

RULE = EMPHASIS_RULE  # found in text/emphasis.py
