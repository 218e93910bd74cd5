"""Text to fields: Markdown, math, code and cloze marks to the HTML that Anki gets."""
