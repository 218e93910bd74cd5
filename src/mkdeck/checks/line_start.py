"""A line that starts with a sign, which Markdown takes for a mark.

What is plainly text, such as `>= 5`, `+ 3`, `# of people` or `1848. Which year?`, shows as typed. Named are a line of
`---` or `=====` right below another, which makes a heading of it; a choice or an answer that is nothing but a heading
or a quotation, and a choice that is a list of one item; lines with the prompt `>>>`; comments in a block of text;
formulas in lines that are indented by four spaces.

Fails:

```yaml
questions:
  - id: gates
    type: short-answer
    question: |
      Which cell has three gates?
      ---
      Name it.
    answer: The LSTM.
```

Passes:

```yaml
questions:
  - id: gates
    type: short-answer
    question: |
      Which cell has three gates?

      ---

      Name it.
    answer: The LSTM.
```
"""

from mkdeck.text.line_starts import LINE_START_RULE

RULE = LINE_START_RULE  # found in text/line_starts.py
