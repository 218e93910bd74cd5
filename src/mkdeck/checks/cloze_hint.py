"""What follows `::` in a gap is its hint, but here it looks like part of a name in code.

In code, between backticks, `::` is always text. To say that it is a hint, put a space after it. Found as the text is
rendered, in text/cloze.py.

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
