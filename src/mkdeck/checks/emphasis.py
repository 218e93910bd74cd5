r"""Stars, underscores or tildes that Markdown takes for emphasis where they look like signs.

Markdown emphasises the 3 of `2*3*4` and the name in `__init__.py`, and shows no sign. Between backticks, in math and
behind a backslash signs stay. A single `~` strikes nothing out. Found as the text is rendered, in text/emphasis.py.

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
