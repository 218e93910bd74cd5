"""A change to what was released that Anki can't carry to students.

Their cards keep their schedules whatever happens, but:

- A question that moved to another deck, or whose deck was renamed: cards that students have stay in the old deck.
- A question that changed between `card: basic` and `card: cloze`: students get a new card, and the old one stays.
- A gap number that vanished: its card stays, and says that there is no such gap. A gap number that stands on another
  gap's text now: the schedule of the one goes to the other. Give a new gap a new number, and keep the old ones. So it
  is with masks of a picture, which count up in their order; `group: 3` gives one the number 3.
- An id that stands for another question now, as when questions were numbered anew or two ids swapped: students go on
  with the schedule of the one on the text of the other. Put the ids back, and give only new questions new ones.
- A question that is gone: its cards stay as they are, for ever. Put it back with `retired: why`, so that students are
  told; `mkdeck release` stops until you do, or until you say `--forget ID`. So it is with one that is a draft now.
- Another `id` in `course.yaml`: students get every question a second time, as a new card.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from mkdeck.checks import Case, History
from mkdeck.checks.past.gone import Gone, list_declared
from mkdeck.course.discovery import LEDGER_FILE, show_path
from mkdeck.course.loading import Course, Deck, Entry
from mkdeck.diagnostics import Finding, Loc, Rule, Span
from mkdeck.identity import NoteClass, make_slug
from mkdeck.ledger.ledger import Ledger
from mkdeck.questions.question import REVERSE
from mkdeck.text.faults import SCHEMA_RULE

RULE = Rule("released", "warning", in_release="error")
_PLAIN = re.compile(r"\w[\w .-]*")
"""A name that YAML takes without quotes."""
MAX_TOLD_PER_FILE = 3
"""How many ids that were given to other questions are told of one file."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a finding for each unreleased change that costs students something."""
    course, history = case.course, case.history
    if history is None:
        return
    comparison = _Comparison(case, history)
    if course.settings.id == history.ledger.course_id:
        yield from comparison.check_renumbered()
    elif "id" not in course.guessed:
        yield comparison.report_other_course()
        return
    if "course" not in course.guessed:
        yield from comparison.check_moved()
    yield from comparison.check_restyled()
    yield from comparison.check_gaps()
    if _says_all_ids(course):  # what can't be read is not gone
        yield from Gone(case, history, comparison.stops).check()


class _Comparison:
    """A course beside its ledger; `stops` is the rule for what no release may hold."""

    def __init__(self, case: Case, history: History) -> None:
        self.course = case.course
        self.history = history
        self.unreleased = history.unreleased
        self.stops = RULE.when(releasing=case.is_release)
        self.entries = {entry.id: entry for entry in case.course.entries}
        self.declared = list_declared(case.course)

    def report_other_course(self) -> Finding:
        """Return what is wrong with a course that was released with another id."""
        ledger, source = self.history.ledger, self.history.source
        message = (
            f"the course was released with the id '{ledger.course_id}'; under another id students get every question "
            f"a second time, so {_tell_way_back(self.course, ledger, source.name)}"
        )
        if self.course.settings_source:
            return Finding(self.course.settings_source.name, ("id",), self.stops, message)
        return Finding(source.name, (), self.stops, message, span=Span(source.name, 1, 1))

    def check_moved(self) -> Iterator[Finding]:
        """Say once of a deck or a course that was renamed what is true of each of its questions."""
        moved = self._find_moved()
        source, roots = self.course.settings_source, {old.partition("::")[0] for old in moved.values()}
        if roots and source and self.course.settings.course.partition("::")[0] not in roots:
            was = ", ".join(sorted(roots))
            message = f"the course was released as '{was}'; cards that students have stay in decks of that name"
            yield Finding(source.name, ("course",), RULE, message)
            return
        by_deck: dict[tuple[str, str], list[Entry]] = {}
        for question_id, old in moved.items():
            entry = self.entries[question_id]
            by_deck.setdefault((entry.deck.source.name, old), []).append(entry)
        for (_, old), group in by_deck.items():
            yield from self._tell_moved(group, old)

    def _tell_moved(self, group: list[Entry], old: str) -> Iterator[Finding]:
        """Yield one finding of a whole deck that was called otherwise, or one of each question that stood in it."""
        deck = group[0].deck
        if len(group) == self._count_released(deck) and (deck.settings.deck or len(group) > 1):
            message = f"this deck was released as '{old}'; cards that students have stay there"
            if deck.settings.deck:
                yield Finding(deck.source.name, ("deck",), RULE, message)
            else:
                yield Finding(deck.source.name, (), RULE, f"{message}{self._say_name(old)}")
        else:
            for entry in group:
                yield _at(entry, (), f"this was released in the deck '{old}'; cards that students have stay there")

    def _find_moved(self) -> dict[str, str]:
        """Return the old deck of each question that is in another now, where its deck file can say in which."""
        unnamed = {each.file for each in self.course.findings if each.severity == "error" and each.loc[:1] == ("deck",)}
        return {
            question_id: old
            for (question_id, _), (old, _) in self.unreleased.moved.items()
            if self.entries[question_id].deck.source.name not in unnamed
        }

    def _say_name(self, old: str) -> str:
        """Say how a file that was called otherwise keeps the name of its deck."""
        name = old.removeprefix(f"{self.course.settings.course}::")
        return f"; `deck: {name}` in this file keeps the name" if name != old and _PLAIN.fullmatch(name) else ""

    def _count_released(self, deck: Deck) -> int:
        """Count the questions of a deck that students have and are asked."""
        fresh = {question_id for question_id, _ in self.unreleased.added}
        return sum(
            entry.deck is deck and entry.id not in fresh and not entry.question.retired for entry in self.course.entries
        )

    def check_restyled(self) -> Iterator[Finding]:
        """Yield a warning for each question whose card has a gap now and had none, or the other way round."""
        unknown = _find_card_faults(self.course)
        for question_id, was in self.unreleased.restyled:
            entry = self.entries[question_id]
            file = entry.deck.source.name
            places = {
                (file, ("questions", entry.index, "card")),
                (file, ("card",)),
                (_settings_file(self.course), ("card",)),
            }
            if not unknown & places:
                yield _at(entry, ("card",), self._say_restyled(question_id, was))

    def _say_restyled(self, question_id: str, was: NoteClass) -> str:
        """Say what students get of a question whose card has a gap now and had none, or the other way round."""
        styles = {"standard": "a card without a gap", "cloze": "a card with a gap"}
        is_now: NoteClass = "standard" if was == "cloze" else "cloze"
        before = self.history.ledger.notes.get((question_id, is_now))
        get = "students get a new card"
        if before and before.last:
            get = f"who has the card of release {before.last} goes on with that, all others get a new one"
        return f"this was released as {styles[was]}; {get}, and the old one stays with them"

    def check_gaps(self) -> Iterator[Finding]:
        """Yield a warning for each question whose gaps are gone, or stand on other texts."""
        for say, found in ((_say_lost, self.unreleased.lost_gaps), (_say_swapped, self.unreleased.swapped_gaps)):
            for (question_id, _), numbers in found.items():
                entry = self.entries[question_id]
                key = entry.question.gap_key
                yield _at(entry, (key,), say(numbers, is_place=key != "question"))

    def check_renumbered(self) -> Iterator[Finding]:
        """Yield a finding for each id that was given to another question, the first few of each file alone."""
        released = {note.id for note in self.history.ledger.shipped.values()}
        for group in self._find_renumbered():
            for i, (entry, old) in enumerate(group[:MAX_TOLD_PER_FILE], 1):
                gets = (
                    f"with the id '{entry.id}' it takes over the schedule of another question"
                    if entry.id in released
                    else f"students get it anew, while '{old}' goes on with its schedule"
                )
                more = (
                    f"; so it is with {len(group) - i} more in this file" if i == MAX_TOLD_PER_FILE < len(group) else ""
                )
                message = (
                    f"this was released as '{old}', and {gets}; put the ids back, or release with `--renumbered`{more}"
                )
                yield _at(entry, ("id",), message, self.stops)

    def _find_renumbered(self) -> Iterable[list[tuple[Entry, str]]]:
        """Return by file the questions that were released under another id, and that id."""
        all_known = _says_all_ids(self.course)
        # What can't be read may be what it was.
        found = [
            (self.entries[new], old)
            for new, old in self.history.renumbered.items()
            if old in self.entries or (all_known and old not in self.declared)
        ]
        told = {entry.id for entry, _ in found}
        by_file: dict[str, list[tuple[Entry, str]]] = {}
        for entry, old in found:
            if not _is_told(entry, told):
                by_file.setdefault(entry.deck.source.name, []).append((entry, old))
        return by_file.values()


def _is_told(entry: Entry, told: Container[str]) -> bool:
    """Whether a question asks another the other way round of which the same is said."""
    return entry.turned and entry.id.removesuffix(REVERSE) in told


def _tell_way_back(course: Course, ledger: Ledger, ledger_name: str) -> str:
    changelog = f"{ledger_name.removesuffix(LEDGER_FILE)}CHANGES.md"
    anew = (
        f"if no student of this course has any release, as in a copy for others, delete {ledger_name} and "
        f"{changelog} instead"
    )
    if course.settings_source:
        return f"put that one back; {anew}"
    root = next((note.deck.partition("::")[0] for note in ledger.shipped.values()), "")
    name = root if make_slug(root) == ledger.course_id else ledger.course_id
    file = course.decks[0].source.path
    there = [show_path(file.with_name(f"{name}{end}")) for end in (file.suffix, f".{LEDGER_FILE}")]
    return f"call the file {there[0]} again, and this ledger {there[1]}; {anew}"


def _find_card_faults(course: Course) -> set[tuple[str, Loc]]:
    """Find the files and places where it can't be read what is said of cards."""
    return {
        (each.file, each.loc) for each in course.findings if each.severity == "error" and each.loc[-1:] == ("card",)
    }


def _says_all_ids(course: Course) -> bool:
    """Whether the ids of all questions are known, though something else may be wrong with them."""
    known = {deck.source.name: deck.ids.keys() | deck.drafts for deck in course.decks}
    for finding in course.findings:
        match finding.loc:
            case _ if finding.severity == "warning" or finding.file == _settings_file(course):
                continue
            case ("questions", int(index), *_) if index in known.get(finding.file, ()):
                continue
            case (key, *_) if key != "questions" and finding.rule == SCHEMA_RULE:
                continue
        return False
    return True


def _settings_file(course: Course) -> str:
    return course.settings_source.name if course.settings_source else ""


def _name(numbers: Iterable[int]) -> str:
    return " and ".join(f"c{number}" for number in numbers)


def _say_lost(numbers: Sequence[int], *, is_place: bool) -> str:
    """Say that gaps, or places of a picture, are gone."""
    what, without = ("place", "a place to name") if is_place else ("gap", "a gap to fill")
    return f"{what} {_name(numbers)} was released and is gone; its card stays with students, without {without}"


def _say_swapped(numbers: Sequence[int], *, is_place: bool) -> str:
    """Say that the texts of gaps, or of places of a picture, have other numbers."""
    if is_place:
        return (
            f"place {_name(numbers)} has the label of another now, so a schedule goes to another label; "
            "`group: NUMBER` gives a mask the number that it had"
        )
    return f"the text that was gap {_name(numbers)} has another number now, so its schedule goes to another text"


def _at(entry: Entry, loc: Loc, message: str, rule: Rule = RULE) -> Finding:
    return Finding(entry.deck.source.name, ("questions", entry.index, *loc), rule, message, entry.id)
