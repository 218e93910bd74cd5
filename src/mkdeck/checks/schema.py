"""A file does not follow the format: an unknown key, a wrong type, an empty text, a missing key.

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

from mkdeck.text.faults import SCHEMA_RULE

RULE = SCHEMA_RULE  # found in course/model.py and text/entities.py
