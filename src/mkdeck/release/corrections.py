"""Which questions a release corrects: those that read otherwise than students have them."""

from collections.abc import Sequence

from mkdeck.diff.changes import ONLY_MARKUP, Changes, NoteChange, TextChange
from mkdeck.diff.matching import Key
from mkdeck.diff.telling import list_told
from mkdeck.ledger.ledger import Ledger
from mkdeck.ledger.unreleased import Unreleased


def find_corrected(changes: Sequence[Changes], unreleased: Unreleased, ledger: Ledger | None) -> frozenset[Key]:
    """Return the notes whose words, answers or pictures change since the last release, or since that of any branch.

    Without changes, as where no last release is at hand, they are all that the ledger does not know so.
    Another tag or source corrects nothing, nor does other markup.
    """
    if not changes:
        known = ledger.notes if ledger else {}
        turned = {*unreleased.retired, *(key for key, note in known.items() if note.retired)}
        return frozenset(unreleased.changed) - turned  # what is asked again was not corrected, either
    return frozenset().union(*map(list_corrected, changes))


def list_corrected(changes: Changes) -> frozenset[Key]:
    """Return the notes of which students see that they say something else."""
    return frozenset(each.note.key for each in changes.changed if _is_corrected(each))


def _is_corrected(change: NoteChange) -> bool:
    return bool(change.gaps_new or change.gaps_gone or any(map(_is_seen, list_told(change))))


def _is_seen(change: TextChange) -> bool:
    return change.name not in ("Source", "Kind") and (bool(change.pieces) or change.remarks != (ONLY_MARKUP,))
