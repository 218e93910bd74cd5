"""What a package holds, and what it is to students, in a line each."""

from collections.abc import Iterator
from pathlib import Path

from mkdeck.compiler import Compiled
from mkdeck.ledger.unreleased import Unreleased
from mkdeck.text.english import plural

ALL_NEW = "no earlier build is here, so every note counts as new"
IN_NO_NOTE = "in no note, but in the look, the order, a deck's description, or as it joins several releases"


def summarise(compiled: Compiled, target: Path) -> str:
    """Return in one line what a package holds."""
    notes = compiled.package.notes
    cards = sum(len(note.cards) for note in notes)
    parts = [
        plural(len(notes), "note"),
        plural(cards, "card"),
        plural(len({note.deck for note in notes}), "deck"),
    ]
    if compiled.package.media:
        parts.append(plural(len(compiled.package.media), "media file"))
    size = target.stat().st_size
    shown = f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{size / 2**10:.0f} kB"
    return f"{target}: {compiled.course.settings.course}, {', '.join(parts)} ({shown})"


def describe_unasked(compiled: Compiled) -> Iterator[str]:
    """Yield how many questions are not asked: those left out as they are not ready, those kept that are retired."""
    drafts, retired = compiled.course.drafts, compiled.course.retired
    if drafts:
        yield f"without {plural(drafts, 'question')} that {'is a draft' if drafts == 1 else 'are drafts'}"
    if retired:
        yield f"with {plural(retired, 'question')} that {'is' if retired == 1 else 'are'} retired, and asked no more"


def explain_emptiness(compiled: Compiled) -> str:
    """Return why a package would hold no question."""
    drafts = compiled.course.drafts
    return "its only question is a draft" if drafts == 1 else f"all its {drafts:,} questions are drafts"


def describe_state(compiled: Compiled, *, again: bool = False) -> str:
    """Return in one line what a package is: a release, what differs from one, or a draft.

    `again` is for a build that had nothing to do.
    """
    unreleased, ledger = compiled.unreleased, compiled.ledger
    if ledger and not unreleased.anything:
        return f"release {ledger.latest.number}"
    if ledger and not unreleased.differs:
        return f"release {ledger.latest.number}, and {explain_redraft(unreleased)}"
    if ledger:
        differing = {*unreleased.added, *unreleased.changed, *unreleased.moved, *unreleased.gone, *unreleased.restyled}
        what = f"in {plural(len(differing), 'note')}" if differing else IN_NO_NOTE
        return f"differs from release {ledger.latest.number} {what}"
    return f"draft, never released: {_describe_draft(compiled, again=again)}"


def _describe_draft(compiled: Compiled, *, again: bool) -> str:
    unreleased = compiled.unreleased
    if compiled.stands is None:
        return "every note has the time that SOURCE_DATE_EPOCH says"
    if again or (compiled.stands and not unreleased.changed):
        return "no note has changed since the last build"
    if compiled.stands:
        changed, all_notes = len(unreleased.changed), plural(len(unreleased.added), "note")
        return f"{changed} of {all_notes} new or changed since the last build"
    return ALL_NEW


def explain_redraft(unreleased: Unreleased) -> str:
    """Return why a package that reads as the last release has newer times in it, and what to do about it."""
    count = len(unreleased.redrafted)
    what = f"{plural(count, 'note')} {'was' if count == 1 else 'were'}" if count else "the cards' look was"
    return (
        f"{what} built otherwise since, so who has that package gets it back as released; if nobody has, delete the "
        "package and build again"
    )


def list_figures(compiled: Compiled, target: Path) -> dict[str, str | int | None]:
    """Return what a program is told of a package: what it holds, and what it is to students.

    `state` is `released`, `differs` or `draft`; `release` is the number of the last one, if there is any.
    """
    notes, ledger = compiled.package.notes, compiled.ledger
    settled = ledger and not compiled.unreleased.differs
    return {
        "id": compiled.course.settings.id,
        "name": compiled.course.settings.course,
        "package": target.as_posix(),
        "notes": len(notes),
        "cards": sum(len(note.cards) for note in notes),
        "decks": len({note.deck for note in notes}),
        "media": len(compiled.package.media),
        "drafts": compiled.course.drafts,
        "bytes": target.stat().st_size if target.exists() else 0,
        "state": "released" if settled else "differs" if ledger else "draft",
        "release": ledger.latest.number if ledger else None,
        "unreleased": not settled,
    }
