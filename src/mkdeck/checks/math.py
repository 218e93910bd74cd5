r"""Math that opens and is never closed or closes and never opened, or a formula that Anki's math can't read.

Math stands between `$...$`, `$$...$$`, `\(...\)` or `\[...\]`, without blanks beside a single dollar. In a formula,
braces, `\left` and `\right`, `\begin` and `\end` pair up, and `%`, `#` and `&` have a backslash. A plain dollar before
a letter is written `\$`.

Fails:

```yaml
questions:
  - id: state
    type: true-false
    question: The state is $h_t = f(W h_{t-1}.
    answer: true
```

Passes:

```yaml
questions:
  - id: state
    type: true-false
    question: The state is $h_t = f(W h_{t-1})$ and costs $5 or $10.
    answer: true
```
"""

from mkdeck.text.math import MATH_RULE

RULE = MATH_RULE  # found in text/math.py, text/markdown.py and notes/texts.py
