"""A file is not YAML as mkdeck takes it: broken syntax, a key twice, a tag, nesting without end, not UTF-8, unreadable.

Found as the file is read, in course/yaml_source.py.

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
