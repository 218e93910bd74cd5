r"""An escape in double quotes that eats the start of what was typed, such as the `\t` of `\theta`.

In double quotes YAML turns `\t` into a tab, `\n` into a line break, `\b`, `\f`, `\v`, `\a` and `\e` into characters
that no text may hold, `\N`, `\L` and `\P` into line breaks that nobody sees, and `\_` into a space. Single quotes and
blocks that start with `|` leave backslashes alone. A line break in prose is fine; where a card does not show it,
`joined-lines` says so.

Fails:

```yaml
questions:
  - id: limit
    type: true-false
    question: "The state decays as $\theta \to 0$."
    answer: true
```

Passes:

```yaml
questions:
  - id: limit
    type: true-false
    question: 'The state decays as $\theta \to 0$.'
    answer: true
    explanation: "Each step multiplies it.\n\nSo it shrinks."
```
"""

from mkdeck.course.yaml_escapes import ESCAPE_RULE

RULE = ESCAPE_RULE  # found in course/yaml_scalars.py
