"""A course with every kind of note, small enough to know every byte of."""

import re

from mkdeck.identity import NoteClass

TIME = 1_700_000_000
NOTE_CLASSES: tuple[NoteClass, ...] = ("standard", "cloze")
SHARED_FIELDS = "Choices Answer Explanation Hint Kind Source Report Retired Id Spare1 Spare2 Spare3".split()
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
COURSE: dict[str, str | bytes] = {
    "course.yaml": "{course: Über alles, id: ueber-alles, language: fr, tags: [b, a], retention: 0.9}",
    "1 kinds.yaml": """\
        deck: 1 Kinds
        description: Of *every* kind.
        tags: [d, c]
        questions:
          - id: pick
            type: multiple-choice
            question: "![](<img/Größe 1.svg>) Which?"
            choices: [{correct: Überall}, {wrong: Nirgends, feedback: Doch.}]
            tags: [z, y, x]
          - {id: judge, type: true-false, question: Σ is a letter., answer: true, card: cloze}
          - {id: prompt, type: short-answer, question: "![](img/tone.mp3) Why?", answer: "`def f(): pass`"}
        """,
    "2/2.yaml": 'questions: [{id: gaps, type: cloze, question: "{{c2::Two}} and {{c1::one}}."}]',
    "img/Größe 1.svg": DRAWING,
    "img/tone.mp3": b"\xff\xfb\x90tone",
}
RECORD = re.compile(r"\.[0-9a-f]{12}\.mkdeck\.json$")
"""What a build was made of, so that the next one knows whether there is anything to do."""
