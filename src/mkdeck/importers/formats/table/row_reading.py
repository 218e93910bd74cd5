"""What a row of a table asks: its cells, put by the heading where they belong in a question."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting.conversions import label_feedback
from mkdeck.importers.drafting.numbers import find_order, read_counts
from mkdeck.importers.drafting.tasks import matching, numeric, ordering, typed
from mkdeck.importers.drafting.unclear import UNJUDGED, comment_unjudged
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.table.answer_keys import RowChoice, Verdict, read_key
from mkdeck.importers.formats.table.columns import Column, Heading, Role
from mkdeck.importers.formats.table.details import read_pictures, read_remarks, read_tags
from mkdeck.importers.formats.table.gaps import has_gaps, read_gaps
from mkdeck.importers.formats.table.habits import Habits
from mkdeck.importers.formats.table.measured import read_measured, split_accepted
from mkdeck.importers.formats.table.offers import Offer, cells_at, read_offer
from mkdeck.importers.formats.table.words import find_type, read_truth
from mkdeck.importers.sources.cells import Row
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

Convert = Callable[[str], str]

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_PAIR = re.compile(r"(?<!\s)\s*(?:->|=>|\u2192|\||::|=|\t)\s*")
_PAIRS_APART = re.compile(r"[;\n]")
_UNASKED: tuple[Role, ...] = ("", "time", "number")
_ASKED: tuple[Role, ...] = ("question", "choice", "choices", "wrong", "right", "answer", "explanation", "hint")


@dataclass(slots=True)
class Reader:
    """Reads the rows of one table by its heading and habits; `convert` turns a cell into Markdown.

    `unknown_types` are the types that it did not know, each with its first row, `inferred` the rows whose keys only the
    column as a whole could tell how to read, `pictures` the names of files that are not there. Tags are `spaced` where
    spaces part them.
    """

    heading: Heading
    convert: Convert
    habits: Habits = field(default_factory=Habits)
    spaced: bool = False
    unknown_types: dict[str, int] = field(default_factory=dict)
    inferred: list[int] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def read(self, row: Row) -> Draft:
        """Read a row. Raises NoDraftError where it asks nothing."""
        self.check(row)
        kind = self.kind(row)
        if kind == "":
            raise NoDraftError(f"a question of the type '{self.cell(row, 'type')}' has no right answer")
        return self.complete(row, self.read_kind(row, kind))

    def check(self, row: Row) -> None:
        """Raise NoDraftError where the cells of a row are broken, or it has no question."""
        self.check_cells(row)
        if row.loose and len(row.cells) > len(self.heading.columns):
            raise NoDraftError("the quotes in this line do not pair up")
        if not self.cell(row, "question"):
            raise NoDraftError("the question has no text")

    def check_cells(self, row: Row) -> None:
        """Raise NoDraftError where a cell that is asked for could not be read, or holds an error."""
        used = {column.index for column in self.heading.columns if column.role not in _UNASKED}
        if reason := next((reason for at, reason in row.faults if at in used), ""):
            raise NoDraftError(reason)
        if error := next((cell for at, cell in enumerate(row.cells) if at in used and _ERROR.fullmatch(cell)), ""):
            raise NoDraftError(f"a formula in this row ends in {error}")

    def complete(self, row: Row, draft: Draft) -> Draft:
        """Add what does not depend on the type."""
        own = self.cell(row, "id")
        explanations = self.convert_all(row, (c for c in self.heading.all("explanation") if not c.key))
        addresses, files = read_pictures(row, self.heading)
        self.pictures += files
        links = [f"<{address}>" for address in addresses]
        above, below = ([], links) if draft.kind == "cloze" else (links, [])
        return replace(
            draft,
            question=paragraphs(draft.question, *above),
            explanation=paragraphs(draft.explanation, *explanations, *below),
            hint=paragraphs(*self.convert_all(row, self.heading.all("hint"))),
            source=self.convert(self.cell(row, "source")),
            tags=tuple(read_tags(row, self.heading, spaced=self.spaced)),
            id="" if own.isdigit() else own,
            comments=(*draft.comments, *read_remarks(row, self.heading)),
        )

    def kind(self, row: Row) -> str | None:
        """Return the type that a row names; None where it names none, or one that is not known."""
        named = self.cell(row, "type")
        kind = find_type(named) if named else None
        if named and kind is None:
            self.unknown_types.setdefault(named, row.number)
        judging = any(column.judges for column in self.heading.all("answer"))
        return "true-false" if kind is None and judging else kind

    def read_kind(self, row: Row, kind: str | None) -> Draft:
        """Read a row as the type that it names or shows."""
        question = self.cell(row, "question")
        offer = read_offer(row, self.heading)
        if kind in ("true-false", "short-answer"):
            offer = offer.without_fillers()
        if offer.fault:
            raise NoDraftError(offer.fault)
        if kind in ("cloze", None) and not offer.choices and has_gaps(question):
            draft = read_gaps(row.number, question, self.convert)
            return replace(draft, explanation=paragraphs(*map(self.convert, offer.answers.values())))
        return self.read_offered(row, self.convert(question), kind, offer)

    def read_offered(self, row: Row, stem: str, kind: str | None, offer: Offer) -> Draft:
        """Read a row as its type, or as what it offers shows."""
        match kind:
            case "matching":
                return self.read_pairs(row, stem, offer)
            case "ordering":
                return self.read_order(row, stem, offer)
            case "true-false" if len(offer.choices) < 2 or _truths(offer.choices):
                return self.read_judgement(row, stem, offer)
            case "short-answer" if offer.choices:
                return self.read_accepted(row, stem, offer)
            case _ if offer.choices:
                return self.read_choices(row, stem, offer)
            case "numeric" | None if number := self.read_number(row, stem, kind, list(offer.answers.values())):
                return number
            case "multiple-choice":
                raise NoDraftError("no choices were found")
            case _:
                return self.read_words(row, stem, kind, list(offer.answers.values()))

    def read_choices(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a question with choices, of which columns, marks or a key tell what is right."""
        right, comments = self.find_right(row, offer)
        notes = [*offer.notes, *(answer for heading, answer in offer.answers.items() if heading in self.habits.prose)]
        notes = [self.convert(note) for note in notes]
        feedback = [self.feedback(row, choice) for choice in offer.choices]
        texts = [self.convert(choice.text) for choice in offer.choices]
        truths = _truths(offer.choices)
        if truths and len(right) == 1:
            notes.append(label_feedback(zip(texts, feedback, strict=True)))
            answer = truths[min(right)]
            return Draft(row.number, "true-false", stem, answer=answer, explanation=paragraphs(*notes))
        choices = tuple(DraftChoice(text, i in right if right else None, feedback[i]) for i, text in enumerate(texts))
        return Draft(
            row.number, "multiple-choice", stem, choices, explanation=paragraphs(*notes), comments=tuple(comments)
        )

    def find_right(self, row: Row, offer: Offer) -> tuple[frozenset[int], list[str]]:
        """Find the right choices of a row; where there are none, comments say why if anything can be said."""
        verdicts = self.read_keys(row, offer)
        marked = frozenset(i for i, choice in enumerate(offer.choices) if choice.marked)
        comments = [verdict.comment for verdict in verdicts if verdict.comment]
        named = {marked, *(verdict.right for verdict in verdicts)} - {frozenset()}
        if len(named) > 1:
            comments.append("The columns of the source contradict each other about what is right.")
        return (named.pop(), []) if named and not comments else (frozenset(), comments)

    def read_keys(self, row: Row, offer: Offer) -> list[Verdict]:
        """Read what the columns of answers say is right, and note where only the whole table tells how to read it."""
        keys = [key for heading, key in offer.answers.items() if offer.keyed and heading not in self.habits.prose]
        verdicts = [read_key(key, offer.choices, self.habits.convention) for key in keys]
        self.inferred += [row.number for verdict in verdicts if verdict.inferred]
        return verdicts

    def feedback(self, row: Row, choice: RowChoice) -> str:
        """Return the feedback of a choice, whose columns are named by its letter or number."""
        keys = (choice.letter.lower(), str(choice.number))
        return paragraphs(*self.convert_all(row, (c for c in self.heading.all("explanation") if c.key in keys)))

    def read_judgement(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a statement that is true or false; without an answer it becomes a choice between two."""
        truths = _truths(offer.choices)
        answer = self.find_truth(row, offer, truths)
        if answer is not None:
            return Draft(row.number, "true-false", stem, answer=answer)
        choices = tuple(DraftChoice(self.convert(choice.text), None) for choice in offer.choices)
        comments = tuple(map(comment_unjudged, offer.answers.values()))
        return Draft(row.number, "multiple-choice", stem, choices if truths else UNJUDGED, comments=comments)

    def find_truth(self, row: Row, offer: Offer, truths: Sequence[bool] | None) -> bool | None:
        """Find what a row says that its statement is, by the one right choice or the words of its answer."""
        if truths:
            right, _ = self.find_right(row, offer)
            if len(right) == 1:
                return truths[min(right)]
        answers = {read_truth(answer, loosely=not truths) for answer in offer.answers.values()}
        return answers.pop() if len(answers) == 1 else None

    def read_accepted(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a question that is answered in words, whose choices are the answers that are accepted."""
        right, comments = self.find_right(row, offer)
        texts = [choice.text for i, choice in enumerate(offer.choices) if not right or i in right]
        if comments:
            texts = list(offer.answers.values())
        texts = list(dict.fromkeys(texts))
        return typed(row.number, stem, texts, [(self.convert(text), 100.0, "") for text in texts])

    def read_words(self, row: Row, stem: str, kind: str | None, answers: Sequence[str]) -> Draft:
        """Read a question that is answered in words."""
        if not answers and kind is None:
            raise NoDraftError("neither choices nor an answer were found")
        judged = len(answers) == 1 and kind is None and self.habits.judged
        truth = read_truth(answers[0]) if judged else None
        if truth is not None:
            return Draft(row.number, "true-false", stem, answer=truth)
        if accepted := split_accepted(self.cell(row, "accept")):
            texts = list(dict.fromkeys([*answers, *accepted]))
            return typed(row.number, stem, texts, [(self.convert(text), 100.0, "") for text in texts])
        first, *rest = [self.convert(each) for each in answers] or [""]
        return Draft(row.number, "short-answer", stem, answer=first or None, explanation=paragraphs(*rest))

    def read_number(self, row: Row, stem: str, kind: str | None, answers: Sequence[str]) -> Draft | None:
        """Read a question that is answered by a number; None where its type, or a tolerance, does not say so."""
        tolerance, unit = self.cell(row, "tolerance"), self.cell(row, "unit")
        if len(answers) != 1 or (kind is None and not tolerance):
            return None
        measure, comments = read_measured(answers[0].strip(), tolerance, unit)
        told = f"{answers[0]} ± {tolerance}" if tolerance else answers[0]
        text = measure.written if measure else told
        written = self.convert(text if text.endswith(unit) else f"{text} {unit}")
        draft = numeric(row.number, stem, [measure], [(written, 100.0, "")], self.convert(unit))
        return replace(draft, comments=(*draft.comments, *comments))

    def read_pairs(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a question that matches pairs, each a choice of its own, or all in one answer."""
        answer = next(iter(offer.answers.values()), "")
        items = [choice.text for choice in offer.choices] or _PAIRS_APART.split(answer)
        pairs = [_PAIR.split(item, maxsplit=1) for item in items]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise NoDraftError("it does not say which items match, in a way that can be read")
        return matching(row.number, stem, [(self.convert(left), self.convert(right)) for left, right in pairs])

    def read_order(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a question that puts its choices in order, where the answer says in which."""
        answer = next(iter(offer.answers.values()), "")
        order = find_order(read_counts(answer), len(offer.choices))
        if order is None:
            raise NoDraftError("it does not say in which order its items belong")
        return ordering(row.number, stem, [self.convert(offer.choices[i].text) for i in order])

    def cell(self, row: Row, role: Role) -> str:
        """Return the first text that a row has in a role."""
        return next(iter(cells_at(row, self.heading.all(role))), "")

    def convert_all(self, row: Row, columns: Iterable[Column]) -> list[str]:
        """Return what a row says in some columns as Markdown."""
        return [self.convert(cell) for cell in cells_at(row, columns)]

    def asks(self, row: Row) -> bool:
        """Whether a row has content, and does not only number or prepare a place for it."""
        return bool(cells_at(row, (column for column in self.heading.columns if column.role in _ASKED)))


def _truths(choices: Sequence[RowChoice]) -> list[bool] | None:
    """Return what choices judge a statement to be, if they are `true` and `false`."""
    truths = [truth for choice in choices if (truth := read_truth(choice.text)) is not None]
    return truths if len(choices) == 2 and sorted(truths) == [False, True] else None
