"""Released questions that are neither there nor forgotten on purpose."""

from collections.abc import Iterator

from mkdeck.checks import Case, History
from mkdeck.course.loading import Course, Deck, Entry
from mkdeck.diagnostics import Finding, Rule, Span
from mkdeck.ledger.text import find_line
from mkdeck.ledger.turned import has_turned
from mkdeck.questions.question import REVERSE
from mkdeck.questions.short_answer import ShortAnswer


def list_declared(course: Course) -> set[str]:
    """Return the ids that the files of a course give to questions that are ready, also to such as can't be read."""
    return {each for deck in course.decks for at, each in deck.ids.items() if at not in deck.drafts}


class Gone:
    """A course without questions that were released; `stops` is the rule for what no release may hold."""

    def __init__(self, case: Case, history: History, stops: Rule) -> None:
        self.course = case.course
        self.history = history
        self.unreleased = history.unreleased
        self.forgotten = case.releasing or frozenset()
        self.stops = stops
        self.entries = {entry.id: entry for entry in case.course.entries}
        self.declared = list_declared(case.course)
        decks = case.course.decks
        self.drafted = {deck.ids[at]: (deck, at) for deck in decks for at in deck.drafts & deck.ids.keys()}

    def check(self) -> Iterator[Finding]:
        """Yield a finding for each question that is neither there nor forgotten on purpose.

        What is said of a question holds for the one that asks it the other way round, too.
        """
        gone = {question_id: None for question_id, _ in self.unreleased.gone}
        for question_id in gone:
            base_id = self._find_base(question_id)
            if question_id in self.forgotten or question_id in self.declared or self._is_of_broken(question_id):
                continue
            if question_id != base_id and base_id in gone:
                continue
            other = f"{question_id}{REVERSE}"
            yield self._report(question_id, both=other in gone and has_turned(self.history.ledger, other))

    def _find_base(self, question_id: str) -> str:
        """Return the id of the question that this one asked the other way round; its own where it did no such thing."""
        return question_id.removesuffix(REVERSE) if has_turned(self.history.ledger, question_id) else question_id

    def _report(self, question_id: str, *, both: bool) -> Finding:
        """Return what is wrong with a question that is gone, or with `both` that it asks."""
        base_id = self._find_base(question_id)
        if place := self.drafted.get(base_id):
            return self._report_drafted(question_id, *place, both=both)
        if question_id != base_id and base_id in self.entries:
            return self._report_unturned(question_id, self.entries[base_id])
        if new := self.unreleased.renamed.get(question_id):
            message = (
                f"this looks like '{question_id}', which was released and is gone; put its old id back, or, if it is "
                f"another question, release with `--forget {question_id}`"
            )
            return _at(self.entries[new], "id", message, self.stops)
        what = "are gone; put the question back" if both else "is gone; put it back"
        message = (
            f"{_name_one_or_both(question_id, both=both)} released and {what} "
            f"with `retired: why`, or release with `--forget {question_id}`"
        )
        source = self.history.source
        span = Span(source.name, find_line(source.text, question_id), len("note\t") + 1, len(question_id))
        return Finding(source.name, (), self.stops, message, span=span)

    def _report_drafted(self, question_id: str, deck: Deck, index: int, *, both: bool) -> Finding:
        """Return what is wrong with a question that students have, and that is not ready now."""
        message = (
            f"{_name_one_or_both(question_id, both=both)} released, and students keep {'both' if both else 'it'} as "
            "released; take `draft: true` off, put `retired: why` in its place, or release with "
            f"`--forget {question_id}`"
        )
        return Finding(deck.source.name, ("questions", index, "draft"), self.stops, message, deck.ids[index])

    def _report_unturned(self, question_id: str, base: Entry) -> Finding:
        """Return what is wrong with a question that is no longer asked the other way round."""
        way_back = "say `reverse: true` again, or `reverse: {retired: why}`"
        if not isinstance(base.question, ShortAnswer):
            way_back = "put it back as a short answer with this id and `retired: why`"
        message = f"'{question_id}' was released and is gone; {way_back}, or release with `--forget {question_id}`"
        return _at(base, "question", message, self.stops)

    def _is_of_broken(self, question_id: str) -> bool:
        """Whether this may ask a question the other way round that can't be read for the moment."""
        base_id = self._find_base(question_id)
        if base_id == question_id or base_id not in self.declared:
            return False
        base = self.entries.get(base_id)
        place = base and (base.deck.source.name, ("questions", base.index, "reverse"))
        return not base or any(
            (each.file, each.loc[:3]) == place for each in self.course.findings if each.severity == "error"
        )


def _name_one_or_both(question_id: str, *, both: bool) -> str:
    """Name a question, or both that it asks, as what was."""
    return f"'{question_id}' and '{question_id}{REVERSE}' were" if both else f"'{question_id}' was"


def _at(entry: Entry, key: str, message: str, rule: Rule) -> Finding:
    return Finding(entry.deck.source.name, ("questions", entry.index, key), rule, message, entry.id)
