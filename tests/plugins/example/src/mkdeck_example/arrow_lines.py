"""Lines with an arrow between question and answer: `What is the capital of Peru? -> Lima`."""

from mkdeck.importers.draft import Document, Draft, Reading, Skipped
from mkdeck.importers.errors import UnreadableError

_ARROW = " -> "


def recognise(document: Document) -> float:
    """Return how many of the lines have an arrow."""
    lines = [line for line in document.start.split("\n") if line.strip()]
    return sum(_ARROW in line for line in lines) / len(lines) if lines else 0.0


def read(document: Document) -> Reading:
    """Read each line as a short answer."""
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    for number, line in enumerate(document.text.split("\n"), 1):
        question, arrow, answer = line.partition(_ARROW)
        if arrow:
            drafts.append(Draft(number, "short-answer", question.strip(), answer=answer.strip()))
        elif line.strip():
            skipped.append(Skipped(number, "there is no arrow in it"))
    if not drafts:
        raise UnreadableError("no line has an arrow")
    return Reading(tuple(drafts), tuple(skipped))
