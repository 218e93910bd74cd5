"""What a row of a table asks: its cells, put by the heading where they belong in a question."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting.conversions import label_feedback, matching, ordering, weighted_answers
from mkdeck.importers.formats.table.answer_keys import (
    Convention,
    RowChoice,
    Way,
    find_convention,
    find_readings,
    read_key,
)
from mkdeck.importers.formats.table.gaps import has_gaps, read_gaps
from mkdeck.importers.formats.table.headings import Heading, Role
from mkdeck.importers.formats.table.offers import Offer, cell_at, read_offer
from mkdeck.importers.formats.table.words import find_type, read_truth
from mkdeck.importers.sources.cells import Row
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

Convert = Callable[[str], str]

_TAGS = re.compile(r"[,;|\n]+")
_SPACES = re.compile(r"[,;|\s]+")
_SAYS_SPACES = re.compile(r"\b(?:space|leerzeichen|espacio|espace|spazi|espaço|spatie)", re.IGNORECASE)
_LEVEL = re.compile(r">+")
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_PAIR = re.compile(r"\s*(?:->|=>|\u2192|\||::|=|\t)\s*")
_ADDRESS = re.compile(r"https?://[\w./?=&%#~:@!,;+()*'-]+", re.ASCII | re.IGNORECASE)
_HALF, _FEW = 0.5, 0.1


@dataclass(slots=True)
class Reader:
    """Reads the rows of one table by its heading; `convert` turns a cell into Markdown.

    `unknown_types` are the types that it did not know, each with its first row, `inferred` the rows whose keys only the
    column as a whole could tell how to read, `pictures` the names of files that are not there. `prose` are the headings
    of columns that explain the answer where others name it. Tags are `spaced` where spaces part them.
    """

    heading: Heading
    convert: Convert
    convention: Convention = field(default_factory=Convention)
    judged: bool = False
    prose: frozenset[str] = frozenset()
    spaced: bool = False
    unknown_types: dict[str, int] = field(default_factory=dict)
    inferred: list[int] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def look_at(self, rows: Iterable[Row]) -> None:
        """Learn from all rows how they name right choices, and whether answers such as `true` judge a statement."""
        keys: dict[str, list[tuple[str, tuple[RowChoice, ...]]]] = {}
        answers: list[bool] = []
        for row in rows:
            offer = read_offer(row, self.heading)
            for heading, said in offer.said.items():
                if len(offer.choices) > 1 and offer.keyed:
                    keys.setdefault(heading, []).append((said, offer.choices))
                elif not offer.choices:
                    answers.append(read_truth(said) is not None)
        read = {h: sum(bool(find_readings(said, c, 1)) for said, c in each) / len(each) for h, each in keys.items()}
        self.prose = frozenset(h for h, share in read.items() if share < _FEW and max(read.values()) > _HALF)
        columns = self.heading.all("answer")
        named: Way | None = next((column.named for column in columns if column.named), None)
        if not named and self.heading.all("time") and any(c.key.isdigit() for c in self.heading.all("choice")):
            named = "number"  # as the templates of Kahoot, Blooket, Quizizz and their like say
        self.convention = find_convention(
            (each for heading, found in keys.items() if heading not in self.prose for each in found),
            named=named,
            first=next((column.first for column in columns if column.first is not None), None),
            indexed=any(column.indexed for column in columns),
        )
        self.judged = bool(keys) or sum(answers) > _HALF * len(answers)

    def read(self, row: Row) -> Draft | str:
        """Read a row, or say why it asks nothing."""
        used = {column.index for column in self.heading.columns if column.role not in ("", "time", "number")}
        for at, reason in row.faults:
            if at in used:
                return reason
        if error := next((cell for at, cell in enumerate(row.cells) if at in used and _ERROR.fullmatch(cell)), ""):
            return f"a formula in this row ends in {error}"
        if row.loose and len(row.cells) > len(self.heading.columns):
            return "the quotes in this line do not pair up"
        question = self.cell(row, "question")
        if not question:
            return "the question has no text"
        kind = self.kind(row)
        if kind == "":
            return f"a question of the type '{self.cell(row, 'type')}' has no right answer"
        draft = self.read_kind(row, kind)
        return draft if isinstance(draft, str) else self.complete(row, draft)

    def complete(self, row: Row, draft: Draft) -> Draft:
        """Add what does not depend on the type."""
        own = self.cell(row, "id")
        source = self.cell(row, "source")
        tags: list[str] = []
        for column in self.heading.all("tag"):
            between = _SPACES if self.spaced or _SAYS_SPACES.search(column.heading) else _TAGS
            tags += [
                "::".join(level.strip() for level in _LEVEL.split(each.strip()))
                for each in between.split(cell_at(row, column))
            ]
        explanations = [
            self.convert(cell_at(row, column)) for column in self.heading.all("explanation") if column.key == ""
        ]
        links = []
        for column in self.heading.all("image"):
            if text := cell_at(row, column):
                found = _ADDRESS.fullmatch(text)
                links += [f"<{text}>"] if found else []
                self.pictures += [] if found else [text]
        return replace(
            draft,
            question=paragraphs(draft.question, *links) if draft.kind != "cloze" else draft.question,
            explanation=paragraphs(draft.explanation, *explanations, *(links if draft.kind == "cloze" else ())),
            hint=paragraphs(*(self.convert(cell_at(row, column)) for column in self.heading.all("hint"))),
            source=self.convert(source),
            tags=tuple(tag for tag in tags if tag),
            id="" if own.isdigit() else own,
        )

    def kind(self, row: Row) -> str | None:
        """Tell the type that a row names; None where it names none, or one that is not known."""
        named = self.cell(row, "type")
        kind = find_type(named) if named else None
        if named and kind is None:
            self.unknown_types.setdefault(named, row.number)
        judging = any(column.judges for column in self.heading.all("answer"))
        return "true-false" if kind is None and judging else kind

    def read_kind(self, row: Row, kind: str | None) -> Draft | str:
        """Read a row as the type that it names or shows."""
        question = self.cell(row, "question")
        offer = read_offer(row, self.heading)
        if kind in ("true-false", "short-answer"):
            offer = offer.without_fillers()
        if offer.fault:
            return offer.fault
        said = list(offer.said.values())
        if kind in ("cloze", None) and not offer.choices and has_gaps(question):
            draft = read_gaps(row.number, question, self.convert)
            return replace(draft, explanation=paragraphs(*map(self.convert, said)))
        stem = self.convert(question)
        if kind in ("matching", "ordering"):
            return self.read_sorted(row, stem, kind, [choice.text for choice in offer.choices], said)
        if kind == "true-false" and (len(offer.choices) < 2 or _truths(offer.choices)):
            return self.read_judgement(row, stem, offer)
        if kind == "short-answer" and offer.choices:
            return self.read_accepted(row, stem, offer)
        if offer.choices:
            return self.read_choices(row, stem, offer)
        return "no choices were found" if kind == "multiple-choice" else self.read_words(row, stem, kind, said)

    def read_choices(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a question with choices, of which columns, marks or a key tell what is right."""
        right, comments = self.find_right(row, offer)
        notes = [*offer.notes, *(said for heading, said in offer.said.items() if heading in self.prose)]
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
        marked = frozenset(i for i, choice in enumerate(offer.choices) if choice.marked)
        keys = [said for heading, said in offer.said.items() if offer.keyed and heading not in self.prose]
        verdicts = [read_key(said, offer.choices, self.convention) for said in keys]
        self.inferred += [row.number for verdict in verdicts if verdict.inferred]
        named = {each for each in (marked, *(verdict.right for verdict in verdicts)) if each}
        comments = [verdict.comment for verdict in verdicts if verdict.comment]
        if len(named) > 1:
            comments.append("The columns of the source contradict each other about what is right.")
        return (named.pop(), []) if len(named) == 1 and not comments else (frozenset(), comments)

    def feedback(self, row: Row, choice: RowChoice) -> str:
        """Return the feedback of a choice, whose columns are named by its letter or number."""
        keys = (choice.letter.lower(), str(choice.number))
        columns = [column for column in self.heading.all("explanation") if column.key in keys]
        return paragraphs(*(self.convert(cell_at(row, column)) for column in columns))

    def read_judgement(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a statement that is true or false; without an answer it becomes a choice between two."""
        truths = _truths(offer.choices)
        right, _ = self.find_right(row, offer) if truths else (frozenset(), [])
        answers = {read_truth(said, loosely=not truths) for said in offer.said.values()}
        answer = truths[min(right)] if truths and len(right) == 1 else answers.pop() if len(answers) == 1 else None
        if answer is not None:
            return Draft(row.number, "true-false", stem, answer=answer)
        said = [f'The source says "{each[:60]}", which is neither true nor false.' for each in offer.said.values()]
        texts = [self.convert(choice.text) for choice in offer.choices] if truths else ["True", "False"]
        choices = tuple(DraftChoice(text, None) for text in texts)
        return Draft(row.number, "multiple-choice", stem, choices, comments=tuple(said))

    def read_accepted(self, row: Row, stem: str, offer: Offer) -> Draft:
        """Read a question that is answered in words, whose choices are the answers that are accepted."""
        right, comments = self.find_right(row, offer)
        texts = [choice.text for i, choice in enumerate(offer.choices) if not right or i in right]
        if comments:
            texts = list(offer.said.values())
        return weighted_answers(row.number, stem, [(self.convert(text), 100.0, "") for text in dict.fromkeys(texts)])

    def read_words(self, row: Row, stem: str, kind: str | None, said: list[str]) -> Draft | str:
        """Read a question that is answered in words."""
        if not said and kind is None:
            return "neither choices nor an answer were found"
        truth = read_truth(said[0]) if len(said) == 1 and kind is None and self.judged else None
        if truth is not None:
            return Draft(row.number, "true-false", stem, answer=truth)
        first, *rest = [self.convert(each) for each in said] or [""]
        return Draft(row.number, "short-answer", stem, answer=first or None, explanation=paragraphs(*rest))

    def read_sorted(self, row: Row, stem: str, kind: str, items: list[str], said: list[str]) -> Draft | str:
        """Read a question that matches pairs or puts items in order, where the row says how."""
        if kind == "matching":
            pairs = [_PAIR.split(item, maxsplit=1) for item in items or re.split(r"[;\n]", said[0] if said else "")]
            if not pairs or any(len(pair) != 2 or not all(pair) for pair in pairs):
                return "it does not say which items match, in a way that can be read"
            return matching(row.number, stem, [(self.convert(left), self.convert(right)) for left, right in pairs])
        order = [int(number) - 1 for number in re.findall(r"\d+", said[0])] if said else []
        if not items or sorted(order) != list(range(len(items))):
            return "it does not say in which order its items belong"
        return ordering(row.number, stem, [self.convert(items[i]) for i in order])

    def cell(self, row: Row, role: Role) -> str:
        """Return the first text that a row has in a role."""
        return next((cell for column in self.heading.all(role) if (cell := cell_at(row, column))), "")

    def asks(self, row: Row) -> bool:
        """Tell a row with content from one that only numbers or prepares a place for it."""
        known = ("question", "choice", "choices", "wrong", "right", "answer", "explanation", "hint")
        return any(cell_at(row, column) for column in self.heading.columns if column.role in known)


def _truths(choices: Sequence[RowChoice]) -> list[bool] | None:
    """Return what choices judge a statement to be, if they are `true` and `false`."""
    truths = [truth for choice in choices if (truth := read_truth(choice.text)) is not None]
    return truths if len(choices) == 2 and sorted(truths) == [False, True] else None
