"""What a rehearsal found, as people read it."""

from collections.abc import Iterator, Sequence

import click

from mkdeck.rehearsal.verdict import Orphan, OrphanReason, Own, Rehearsal

SHOWN_IDS = 10
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_ORPHANED: dict[OrphanReason, str] = {
    "gone": "stays, though its question is gone",
    "class": "stays beside the new one, as its question became a cloze or ceased to be one",
    "gap": "stays, though no gap has its number",
    "guid": "stays beside the new one, as its course has another id",
}


def write_rehearsal(rehearsal: Rehearsal) -> Iterator[str]:
    """Write a table of numbers, then the questions behind those that matter, and a verdict."""
    r = rehearsal
    rewritten = f"({len(r.rewritten):,} with nothing new)" if r.rewritten else ""
    rows: list[tuple[str, int, str]] = [
        ("notes new", len(r.new), ""),
        ("notes updated", len(r.updated), rewritten),
        ("notes untouched", len(r.untouched), ""),
        ("notes conflicting", len(r.conflicting), ""),
        ("notes twice", len(r.doubled), ""),
        ("changes missed", len(r.missed), ""),
        ("schedules kept", r.schedules - len(r.schedules_lost), f"of {r.schedules:,}"),
        ("edits kept", len(r.edits.kept), f"of {r.edits.count:,}"),
        ("tags kept", len(r.tags.kept), f"of {r.tags.count:,}"),
        ("cards orphaned", len(r.orphans), ""),
        ("media missing", len(r.media_missing), ""),
    ]
    width = max(len(f"{number:,}") for _, number, _ in rows)
    for label, number, remark in rows:
        yield f"{label:<17}  {number:>{width},} {remark}".rstrip()
    yield ""
    findings = list(_explain(rehearsal))
    for severity, what, names in findings:
        yield f"{click.style(severity, fg=_COLOURS[severity], bold=True)}: {what}: {_list(names)}"
    if findings:
        yield ""
    if not r.ok:
        yield "A student loses or misses what they should not: see the errors above."
    else:
        yield "A student loses nothing else." if findings else "A student loses nothing."


def _explain(rehearsal: Rehearsal) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield severity, what happens, and to whom, where it happens to anyone."""
    r = rehearsal
    cards = [f"{card.id} (card {card.number})" for card in r.schedules_lost]
    found: list[tuple[str, str, Sequence[str]]] = [
        ("error", "the note conflicts with the student's, which keeps the old text for ever", r.conflicting),
        ("error", "the student has the question twice", r.doubled),
        ("error", "the question changed, but Anki does not take the change, as it is not newer", r.missed),
        ("error", "the schedule is lost", cards),
        ("error", "the change never arrives where the note was touched after the release", r.stuck),
        *_explain_own("edit", r.edits),
        *_explain_own("tag", r.tags),
        *(("warning", f"the card {what}", _name_cards(r.orphans, reason)) for reason, what in _ORPHANED.items()),
        ("warning", "the file is missing", r.media_missing),
        (
            "note",
            "where Anki's tag leech or a student touches the note first, the change needs Update notes: Always",
            [each for each in r.held_back if each not in r.stuck],
        ),
        (
            "note",
            "where a student added a field or a template to the note type, the change needs Merge note types",
            r.refused,
        ),
        ("note", "the question is retired; Anki's Empty Cards offers to delete its cards", r.retired),
    ]
    return (each for each in found if each[2])


def _explain_own(what: str, own: Own) -> Iterator[tuple[str, str, Sequence[str]]]:
    yield "error", f"the student's {what} is lost, though nothing changed in the question", own.lost_on_unchanged
    yield "warning", f"the student's {what} is lost, as the question changed", own.lost_on_changed


def _name_cards(orphans: Sequence[Orphan], reason: OrphanReason) -> list[str]:
    return [f"{each.card.id} (card {each.card.number})" for each in orphans if each.reason == reason]


def _list(names: Sequence[str]) -> str:
    rest = len(names) - SHOWN_IDS
    return ", ".join(names[:SHOWN_IDS]) + (f" and {rest:,} more" if rest > 0 else "")
