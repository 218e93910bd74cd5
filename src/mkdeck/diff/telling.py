"""What is told of a note that changed: not once more what its answer says, nor in which order items stand mixed."""

from mkdeck.diff.changes import ONLY_MARKUP, NoteChange, TextChange
from mkdeck.diff.words import show


def list_told(change: NoteChange) -> tuple[TextChange, ...]:
    """Return the fields that tell of a change; where they would tell nothing, all of them."""
    if any(text.name == "Kind" for text in change.fields):
        return change.fields
    return tuple(text for text in change.fields if not _is_said(text, change)) or change.fields


def _is_said(text: TextChange, change: NoteChange) -> bool:
    """Whether another field says it, or nobody sees it."""
    answer = next((each for each in change.fields if each.name == "Answer"), None)
    match change.note["Kind"], text.name:
        case "numeric", "Choices":  # its unit stands behind the number
            return answer is not None
        case "ordering" | "matching", "Choices":
            texts = (answer.before, answer.after) if answer else (change.note["Answer"],) * 2
            return _list_apart(text.before, texts[0]) == _list_apart(text.after, texts[1])
        case "ordering" | "matching", "Answer":  # it also holds where each item stands
            return not text.pieces and text.remarks == (ONLY_MARKUP,)
    return False


def _list_apart(choices: str, answer: str) -> set[str]:
    """Return the items that a card offers and its answer has not."""
    offered, right = ({line.removeprefix("- ") for line in show(page).split("\n")} for page in (choices, answer))
    return offered - {side for line in right for side in line.split(" → ")}
