"""A file does not follow the format: an unknown key, a wrong type, an empty text, a missing key.

Found as the file is read, in course/model.py.

Fails:

```yaml
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
    explanaton: It has two.
```

Passes:

```yaml
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
    explanation: It has two.
```
"""
