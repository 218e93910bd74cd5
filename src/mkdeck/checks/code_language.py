"""Fenced code in a language that can't be coloured.

It is shown all the same, in one colour. `text` says that this is meant. Found as the text is rendered, in text/code.py.

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
