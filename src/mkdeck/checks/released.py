"""A change to what was released that Anki can't carry to students.

Their cards keep their schedules whatever happens, but:

- A question that moved to another deck, or whose deck was renamed: cards that students have stay in the old deck.
- A question that changed between `card: basic` and `card: cloze`: students get a new card, and the old one stays.
- A gap number that vanished: its card stays, and says that there is no such gap. A gap number that stands on another
  gap's text now: the schedule of the one goes to the other. Give a new gap a new number, and keep the old ones.
- An id that stands for another question now, as when questions were numbered anew or two ids swapped: students go on
  with the schedule of the one on the text of the other. Put the ids back, and give only new questions new ones.
- A question that is gone: its cards stay as they are, for ever. Put it back with `retired: why`, so that students are
  told; `mkdeck release` stops until you do, or until you say `--forget ID`.
- Another `id` in `course.yaml`: students get every question a second time, as a new card.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mkdeck.course.discovery import LEDGER_FILE, show_path
from mkdeck.course.loading import Course, Deck, Entry
from mkdeck.course.yaml_source import Source
from mkdeck.diagnostics import Finding, Loc, Severity, Span
from mkdeck.identity import make_slug
from mkdeck.ledger.ledger import Ledger
from mkdeck.ledger.text import find_line
from mkdeck.ledger.unreleased import Unreleased

RULE = "released"
SHOWN = 3
"""How many ids that were given to other questions are told of one file."""


def check(
    course: Course,
    ledger: Ledger,
    unreleased: Unreleased,
    ledger_source: Source,
    releasing: frozenset[str] | None = None,
) -> Iterator[Finding]:
    """Yield a finding for each unreleased change that costs students something.

    For a release, `releasing` holds the ids that staff forget on purpose; what stops a release is then an error.
    """
    stops: Severity = "warning" if releasing is None else "error"
    if course.settings.id != ledger.course_id and "id" not in course.guessed:
        message = (
            f"the course was released with the id '{ledger.course_id}'; under another id students get every question "
            f"a second time, so {_tell_way_back(course, ledger, ledger_source.name)}"
        )
        if course.settings_source:
            yield Finding(course.settings_source.name, ("id",), stops, RULE, message)
        else:
            yield Finding(ledger_source.name, (), stops, RULE, message, span=Span(ledger_source.name, 1, 1))
        return
    entries = {entry.id: entry for entry in course.entries}
    if "course" not in course.guessed:
        yield from _check_moved(course, entries, unreleased)
    unknown = _find_card_faults(course)
    for question_id, was in unreleased.restyled:
        entry = entries[question_id]
        file = entry.deck.source.name
        if unknown & {
            (file, ("questions", entry.index, "card")),
            (file, ("card",)),
            (_settings_file(course), ("card",)),
        }:
            continue
        style = "a card with a gap" if was == "cloze" else "a card without a gap"
        message = f"this was released as {style}; students get a new card, and the old one stays with them"
        yield _at(entry, ("card",), message)
    for (question_id, _), numbers in unreleased.lost_gaps.items():
        which = " and ".join(f"c{number}" for number in numbers)
        message = f"gap {which} was released and is gone; its card stays with students, without a gap to fill"
        yield _at(entries[question_id], ("question",), message)
    for (question_id, _), numbers in unreleased.swapped_gaps.items():
        which = " and ".join(f"c{number}" for number in numbers)
        message = f"the text that was gap {which} has another number now, so its schedule goes to another text"
        yield _at(entries[question_id], ("question",), message)
    if not _says_all_ids(course):
        return  # what can't be read is not gone
    declared = {each for deck in course.decks for each in deck.ids.values()}
    for question_id, _ in unreleased.gone:
        if question_id in (releasing or ()) or question_id in declared:
            continue
        new = unreleased.renamed.get(question_id)
        if new:
            message = f"this looks like '{question_id}', which was released and is gone; put its old id back"
            yield replace(_at(entries[new], ("id",), message), severity=stops)
        else:
            message = (
                f"'{question_id}' was released and is gone; put it back with `retired: why`, "
                f"or release with `--forget {question_id}`"
            )
            line = find_line(ledger_source.text, question_id)
            span = Span(ledger_source.name, line, len("note\t") + 1, len(question_id))
            yield Finding(ledger_source.name, (), stops, RULE, message, span=span)


def _tell_way_back(course: Course, ledger: Ledger, ledger_name: str) -> str:
    if course.settings_source:
        return f"put that one back; if no student has any release, delete {ledger_name} instead"
    root = next((note.deck.partition("::")[0] for note in ledger.notes.values() if note.last is None), "")
    name = root if make_slug(root) == ledger.course_id else ledger.course_id
    file = course.decks[0].source.path
    there = [show_path(file.with_name(f"{name}{end}")) for end in (file.suffix, f".{LEDGER_FILE}")]
    return (
        f"call the file {there[0]} again, and this ledger {there[1]}; if no student has any release, delete "
        f"{ledger_name} instead"
    )


def check_renumbered(
    course: Course, renumbered: Mapping[str, str], ledger: Ledger, *, releasing: bool
) -> Iterator[Finding]:
    """Yield a finding for each id that was given to another question, the first few of each file alone."""
    if course.settings.id != ledger.course_id:
        return
    entries = {entry.id: entry for entry in course.entries}
    declared = {each for deck in course.decks for each in deck.ids.values()}
    all_known = _says_all_ids(course)
    released = {note.id for note in ledger.notes.values() if note.last is None}
    by_file: dict[str, list[tuple[Entry, str]]] = {}
    for new, old in renumbered.items():
        if old in entries or (all_known and old not in declared):  # what can't be read may be what it was
            by_file.setdefault(entries[new].deck.source.name, []).append((entries[new], old))
    for group in by_file.values():
        for i, (entry, old) in enumerate(group[:SHOWN], 1):
            gets = (
                f"with the id '{entry.id}' it takes over the schedule of another question"
                if entry.id in released
                else f"students get it anew, while '{old}' goes on with its schedule"
            )
            more = f"; so it is with {len(group) - i} more in this file" if i == SHOWN < len(group) else ""
            message = (
                f"this was released as '{old}', and {gets}; put the ids back, or release with `--renumbered`{more}"
            )
            yield replace(_at(entry, ("id",), message), severity="error" if releasing else "warning")


def _find_card_faults(course: Course) -> set[tuple[str, Loc]]:
    """Find the files and places where it can't be read what is said of cards."""
    return {
        (each.file, each.loc) for each in course.findings if each.severity == "error" and each.loc[-1:] == ("card",)
    }


def _says_all_ids(course: Course) -> bool:
    """Whether the ids of all questions are known, though something else may be wrong with them."""
    ids = {deck.source.name: deck.ids for deck in course.decks}
    for finding in course.findings:
        match finding.loc:
            case _ if finding.severity == "warning" or finding.file == _settings_file(course):
                continue
            case ("questions", int(index), *_) if index in ids.get(finding.file, ()):
                continue
            case (key, *_) if key != "questions" and finding.rule == "schema":
                continue
        return False
    return True


def _settings_file(course: Course) -> str:
    return course.settings_source.name if course.settings_source else ""


def _check_moved(course: Course, entries: dict[str, Entry], unreleased: Unreleased) -> Iterator[Finding]:
    """Say once of a deck or a course that was renamed what is true of each of its questions."""
    unnamed = {each.file for each in course.findings if each.severity == "error" and each.loc[:1] == ("deck",)}
    moved = {
        key[0]: old for key, (old, _) in unreleased.moved.items() if entries[key[0]].deck.source.name not in unnamed
    }
    roots = {old.partition("::")[0] for old in moved.values()}
    if roots and course.settings_source and course.settings.course.partition("::")[0] not in roots:
        was = ", ".join(sorted(roots))
        message = f"the course was released as '{was}'; cards that students have stay in decks of that name"
        yield Finding(course.settings_source.name, ("course",), "warning", RULE, message)
        return
    by_deck: dict[tuple[str, str], list[Entry]] = {}
    for question_id, old in moved.items():
        entry = entries[question_id]
        by_deck.setdefault((entry.deck.source.name, old), []).append(entry)
    fresh = {key[0] for key in unreleased.added}
    for (_, old), group in by_deck.items():
        deck = group[0].deck
        if len(group) == _count_released(course, deck, fresh) and deck.settings.deck:
            message = f"this deck was released as '{old}'; cards that students have stay there"
            yield Finding(deck.source.name, ("deck",), "warning", RULE, message)
        else:
            for entry in group:
                yield _at(entry, (), f"this was released in the deck '{old}'; cards that students have stay there")


def _count_released(course: Course, deck: Deck, fresh: set[str]) -> int:
    return sum(entry.deck is deck and entry.id not in fresh and not entry.question.retired for entry in course.entries)


def _at(entry: Entry, loc: Loc, message: str) -> Finding:
    return Finding(entry.deck.source.name, ("questions", entry.index, *loc), "warning", RULE, message, entry.id)
