"""What students will notice of changes, a sentence for each kind of change."""

from mkdeck.diff.changes import Changes

_NOTICES = {
    "added": ("Students get {} new question.", "Students get {} new questions."),
    "gaps_new": ("Students get {} new card, of a new gap.", "Students get {} new cards, of new gaps."),
    "changed": (
        "{} question changes and keeps its schedule. What students changed or tagged themselves there is replaced.",
        "{} questions change and keep their schedules. What students changed or tagged themselves there is replaced.",
    ),
    "moved": (
        "{} question is in another deck. Whoever has it already finds it in the old one.",
        "{} questions are in another deck. Whoever has them already finds them in the old one.",
    ),
    "retired": (
        "{} question is no longer asked. Its card is empty, and Tools > Empty Cards in Anki deletes it.",
        "{} questions are no longer asked. Their cards are empty, and Tools > Empty Cards in Anki deletes them.",
    ),
    "unretired": ("{} retired question is asked again.", "{} retired questions are asked again."),
    "removed": (
        "{} question is gone from the course. Whoever has it keeps it as it is, for ever.",
        "{} questions are gone from the course. Whoever has them keeps them as they are, for ever.",
    ),
    "cleared": (
        "{} retired question is gone from the course. Whoever still has its empty card can delete it.",
        "{} retired questions are gone from the course. Whoever still has their empty cards can delete them.",
    ),
    "restyled": (
        "{} question comes as a new card, and the old card stays beside it.",
        "{} questions come as new cards, and the old cards stay beside them.",
    ),
    "returning": (
        "{} question is asked by an earlier card again. Who has that goes on with it, all others get a new one.",
        "{} questions are asked by earlier cards again. Who has these goes on with them, all others get new ones.",
    ),
    "gaps_gone": (
        "{} card stays although its gap is gone, and asks nothing.",
        "{} cards stay although their gaps are gone, and ask nothing.",
    ),
    "handovers": (
        "{} card asks for what another one asked for, and keeps its own schedule.",
        "{} cards ask for what others asked for, and keep their own schedules.",
    ),
    "reordered": (
        "Who is new to the course meets {} question in another place.",
        "Who is new to the course meets {} questions in another place.",
    ),
    "templates": ("Cards look or behave differently; their schedules stay.",) * 2,
    "descriptions": ("{} deck has another description.", "{} decks have another description."),
}


def list_notices(changes: Changes) -> tuple[str, ...]:
    """Return in plain words what students will notice."""
    if changes.other_course:
        return ("The course has another id: students get every question a second time, and start from nothing.",)
    counts = {name: len(getattr(changes, name)) for name in _NOTICES if hasattr(changes, name)}
    counts["restyled"] -= counts["returning"]
    for name in ("gaps_new", "gaps_gone", "handovers"):
        counts[name] = sum(len(getattr(each, name)) for each in changes.changed)
    return tuple(
        (one if counts[name] == 1 else many).format(f"{counts[name]:,}")
        for name, (one, many) in _NOTICES.items()
        if counts[name]
    )
