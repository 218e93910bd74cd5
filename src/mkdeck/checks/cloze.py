"""A cloze question whose gaps Anki would not ask as they are written, or a gap in another type.

A gap is `{{c1::text}}` or `{{c1::text::hint}}`, with a number from 1 to 500. In code of the other types the marks may
be shown.

Fails:

```yaml
questions:
  - id: gates
    type: cloze
    question: The GRU has {{c0::two}} gates and the LSTM {{c1:three}}.
```

Passes:

```yaml
questions:
  - id: gates
    type: cloze
    question: The GRU has {{c1::two}} gates and the LSTM {{c2::three}}.
```
"""

from mkdeck.text.cloze import CLOZE_RULE

RULE = CLOZE_RULE  # found in text/cloze.py, text/formula_gaps.py and text/markdown.py
