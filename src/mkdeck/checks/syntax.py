"""A file is not YAML as mkdeck takes it: broken syntax, a key twice, a tag, nesting without end, not UTF-8, unreadable.

Fails:

```yaml
questions:
  - id: gates
    type: true-false
    question: The GRU: does it have gates?
    answer: true
```

Passes:

```yaml
questions:
  - id: gates
    type: true-false
    question: "The GRU: does it have gates?"
    answer: true
```
"""

from mkdeck.course.yaml_scalars import SYNTAX_RULE

RULE = SYNTAX_RULE  # found in course/yaml_source.py and course/yaml_scalars.py
