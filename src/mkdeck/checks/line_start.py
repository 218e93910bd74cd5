"""A line that starts with a sign, which Markdown takes for a mark.

What is plainly text, such as `>= 5`, `+ 3`, `# of people` or `1848. Which year?`, shows as typed. Named are a line of
`---` or `=====` right below another, which makes a heading of it; a choice or an answer that is nothing but a heading
or a quotation, and a choice that is a list of one item; lines with the prompt `>>>`; comments in a block of text;
formulas in lines that are indented by four spaces. Found as the text is rendered, in text/line_starts.py.

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
