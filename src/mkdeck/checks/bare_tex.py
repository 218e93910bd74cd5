r"""TeX that stands without dollars, so that a card shows it as it was typed.

Formulas are read between `$...$`, `$$...$$`, `\(...\)` or `\[...\]` alone. In a text about TeX itself, its commands
stand between backticks, or with two backslashes.

Fails:

```yaml
questions:
  - id: half
    type: true-false
    question: 50 % of it is \frac{1}{2}.
    answer: true
```

Passes:

```yaml
questions:
  - id: half
    type: true-false
    question: 50 % of it is $\frac{1}{2}$, and `\frac{1}{2}` is how it is written.
    answer: true
```
"""

from mkdeck.text.bare_math import BARE_TEX_RULE

RULE = BARE_TEX_RULE  # found in text/markdown.py
