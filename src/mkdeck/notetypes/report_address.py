"""The address behind "Report a mistake": the course's own part stands in the templates, a note's part in the note.

So another address reaches students with the note types, and no note of theirs is touched.
"""

import html
from urllib.parse import quote


def write_in_template(address: str, course: str) -> str:
    """Write an address for the templates of a course; ids need no encoding (see `identity`)."""
    deck = f"{quote(course, safe='')}{{{{Report}}}}"
    return html.escape(address).replace("{id}", "{{Id}}").replace("{deck}", deck)


def write_in_note(address: str, course: str, deck: str) -> str:
    """Write what the templates can't know of a note: the name of its deck below the course, if the address asks."""
    return quote(deck.removeprefix(course), safe="") if "{deck}" in address else ""


def fill(address: str, question_id: str, deck: str) -> str:
    """Return the whole address of a question, whose deck has this whole name."""
    return address.replace("{id}", quote(question_id, safe="")).replace("{deck}", quote(deck, safe=""))
