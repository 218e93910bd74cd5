r"""Markup of another tool, or Markdown in a block of HTML, which shows as it was typed.

Named with what works here are `![[a.png]]`, `[[links]]`, `![words|300](a.png)`, `{width=50%}`, `[^1]`, `==marked==`,
`[!note]`, fences of `:::`, `H~2~O`, `x^2^`, `\textbf{...}` and their kin; and Markdown or math below `<div>`,
`<details>`, `<table>` or the like, which is read behind an empty line only; formulas in cells of tables are.

Fails:

```yaml
questions:
  - id: water
    type: true-false
    question: ==Water== is H~2~O[^1].
    answer: true
```

Passes:

```yaml
questions:
  - id: water
    type: true-false
    question: <mark>Water</mark> is H<sub>2</sub>O (without salt).
    answer: true
```
"""

from mkdeck.text.html_blocks import FOREIGN_MARKUP_RULE

RULE = FOREIGN_MARKUP_RULE  # found in text/foreign.py and text/html_blocks.py
