"""The notes of a release, in Markdown, for staff to read and to hand to students."""

import re
from collections.abc import Sequence

from mkdeck.apkg.release import Release
from mkdeck.compiler import Compiled
from mkdeck.course.counts import say_questions
from mkdeck.diff.changes import Changes
from mkdeck.diff.matching import Key, index_notes
from mkdeck.diff.report import write_markdown
from mkdeck.ledger.digests import digest_notetype
from mkdeck.ledger.ledger import Ledger
from mkdeck.notes.note import show_day
from mkdeck.notetypes import NoteType
from mkdeck.release.news import list_again
from mkdeck.text.english import plural

_LATE = """\
## If a change does not arrive

Anki ignores the change of a question that you edited or tagged after this release and before the import; its own tag
*leech* counts, too. To get it, import the deck again with *Update notes: Always*. That replaces your own edits and tags
in this whole course; schedules, flags and suspended cards stay. Then set the option back to *If newer*: Anki keeps it.
"""

_NO_NOTE = """\
No question has changed, only the order, the description of a deck, or that this joins what several releases gave.
"""


def write_release_notes(
    compiled: Compiled, ledger: Ledger, changes: Sequence[tuple[Release, Changes]], time: int
) -> str:
    """Write the notes of the ledger's latest release, made at this time.

    `changes` are those since the last release, or since the last one of each branch. Without any, as where that is not
    at hand, questions are named by their ids.
    """
    release = ledger.latest
    date = show_day(time)
    head = f"# {compiled.course.settings.course}, release {release.number}\n\n{date}\n"
    if release.number == 1:
        decks = len(compiled.package.decks)
        return f"{head}\nThe first release: {_count_questions(compiled)} in {plural(decks, 'deck')}.\n"
    late = f"\n{_LATE}" if compiled.unreleased.changed else ""
    return f"{head}\n{_write_changes(changes) or _name_changes(compiled)}{late}"


def _write_changes(changes: Sequence[tuple[Release, Changes]]) -> str:
    if len(changes) == 1:
        return write_markdown(changes[0][1])
    return "\n".join(
        f"## Since release {release.number} of {show_day(release.time)}\n\n"
        + re.sub("^## ", "### ", write_markdown(each), flags=re.MULTILINE)
        for release, each in changes
    )


def _count_questions(compiled: Compiled) -> str:
    """Return how many questions are asked, in words."""
    turns = {entry.id for entry in compiled.course.entries if entry.turned}
    asked = [note.id in turns for note in compiled.package.notes if not note.retired]
    return say_questions(len(asked) - sum(asked), sum(asked))


def _name_changes(compiled: Compiled) -> str:
    """Return what a release changes, by ids alone."""
    parts = [
        f"## {title}\n\n" + "".join(f"- `{question_id}`\n" for question_id, _ in keys)
        for title, keys in _group_changes(compiled).items()
        if keys
    ]
    if any(not _looks_same(each, compiled.ledger) for each in compiled.package.notetypes):
        parts.append("## Cards\n\nCards may look or behave differently.\n")
    return "\n".join(parts) or _NO_NOTE


def _group_changes(compiled: Compiled) -> dict[str, Sequence[Key]]:
    """Return the notes of each kind of change, by its title."""
    unreleased = compiled.unreleased
    known = index_notes(compiled.package.notes)
    again = list_again(known, unreleased, compiled.ledger) if compiled.ledger else []
    told = {*unreleased.retired, *again}
    return {
        "Added": [key for key in unreleased.added if key not in told],
        "Changed": [key for key in unreleased.changed if key not in told],
        "Moved": list(unreleased.moved),
        "Retired": unreleased.retired,
        "Asked again": again,
        "Gone": unreleased.gone,
    }


def _looks_same(notetype: NoteType, ledger: Ledger | None) -> bool:
    """Whether a note type looks as it was released, or would with other kinds of questions in the course."""
    known = ledger and ledger.notetypes.get(notetype.note_class)
    return not known or any(digest_notetype(each) == known.digest for each in notetype.list_variants())
