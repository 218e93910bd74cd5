"""A picture, sound or video that can't go into the package.

It is missing, spelled in another case, outside the course's folder, on the network, or of a kind that Anki does not
show. Or it is something else than its name says, such as a pointer of Git LFS or a web page.

Fails:

```yaml
questions:
  - id: unrolled
    type: short-answer
    question: "What does this show? ![A chain](img/no-such-file.png)"
    answer: An RNN, unrolled.
```

Passes:

```yaml
questions:
  - id: unrolled
    type: short-answer
    question: What does an RNN look like, unrolled?
    answer: A chain.
```
"""

from mkdeck.text.addresses import MEDIA_RULE

RULE = MEDIA_RULE  # found in notes/media.py, notes/texts.py and text/markdown.py
