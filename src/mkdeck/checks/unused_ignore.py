"""An `ignore` that ignores nothing, or that names no rule.

`ignore: [rule]` in a question, a deck or `course.yaml` leaves out the warnings of a rule there, and so does a comment
`# mkdeck: ignore rule` for its own line and the text that starts on it, or, on a line of its own, for the next one.
Errors stay. One that has no effect any more would hide the next mistake.

Fails:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these has gates?
    ignore: [unpinned-last]
    choices:
      - The LSTM
      - The perceptron
      - correct: The GRU
```

Passes:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these has gates?
    ignore: [unpinned-last, catch-all]
    choices:
      - The LSTM
      - The GRU
      - correct: All of the above
```
"""

from mkdeck.diagnostics import Rule

RULE = Rule("unused-ignore", "warning")  # found in ignores.py, once all else is
