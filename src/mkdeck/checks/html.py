"""HTML elements in a text that are left out of the card.

Harmless elements pass: `sub`, `sup`, `kbd`, `details`, `ruby`, tables and their kin. What only looks like HTML, such as
`vector<int>`, is shown as typed. All else is left out, and named here, as is a tag or an entity that a sentence is
about: in `What does <br> do?` the card would break the line.

Fails:

```yaml
questions:
  - id: water
    type: true-false
    question: Water is <font color="blue">H<sub>2</sub>O</font>.
    answer: true
```

Passes:

```yaml
questions:
  - id: water
    type: true-false
    question: Water is H<sub>2</sub>O, and a list of numbers a vector<int>.
    answer: true
```
"""

from mkdeck.text.html import HTML_RULE

RULE = HTML_RULE  # found in text/html.py and text/mentions.py
