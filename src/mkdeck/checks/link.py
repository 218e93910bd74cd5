"""A link that leads nowhere from a card, or that is no web or mail address.

Fails:

```yaml
questions:
  - id: water
    type: true-false
    question: Water is [H2O](notes/water.html).
    answer: true
```

Passes:

```yaml
questions:
  - id: water
    type: true-false
    question: Water is [H2O](https://example.org/water.html).
    answer: true
```
"""

from mkdeck.text.addresses import LINK_RULE

RULE = LINK_RULE  # found in text/addresses.py
