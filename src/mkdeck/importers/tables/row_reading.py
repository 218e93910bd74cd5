"""What a row of a table asks: its cells, put by the heading where they belong in a question."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from mkdeck.importers.blocks import paragraphs
from mkdeck.importers.conversions import matching, ordering, weighted_answers
from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.tables import Row
from mkdeck.importers.tables.answer_keys import Choice, Convention, Verdict, Way, find_convention, normal, read_key
from mkdeck.importers.tables.choice_lists import drop_labels, split_choices
from mkdeck.importers.tables.gaps import has_gaps, read_gaps
from mkdeck.importers.tables.headings import Column, Heading, Role
from mkdeck.importers.tables.words import find_type, read_truth

Convert = Callable[[str], str]

_TAGS = re.compile(r"[,;|\n]+")
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_PAIR = re.compile(r"\s*(?:->|=>|\u2192|\||::|=|\t)\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_HALF = 0.5


@dataclass(slots=True)
class Reader:
    """Reads the rows of one table by its heading; `convert` turns a cell into Markdown.

    `unknown_types` are the types that it did not know, each with its first row, `inferred` the rows whose keys only the
    column as a whole could tell how to read, `pictures` the names of files that are not there.
    """

    heading: Heading
    convert: Convert
    convention: Convention = field(default_factory=Convention)
    judged: bool = False
    unknown_types: dict[str, int] = field(default_factory=dict)
    inferred: list[int] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def look_at(self, rows: Iterable[Row]) -> None:
        """Learn from all rows how they name right choices, and whether answers such as `true` judge a statement."""
        keyed: list[tuple[str, list[Choice]]] = []
        answers: list[bool] = []
        for row in rows:
            choices, _ = self.choices(row)
            said = self.said(row)
            keyed += [(each, [choice for choice, _ in choices]) for each in said[:1] if len(choices) > 1]
            if not choices and said:
                answers.append(read_truth(said[0]) is not None)
        columns = self.heading.all("answer")
        named: Way | None = next((column.named for column in columns if column.named), None)
        if not named and self.heading.all("time") and any(c.key.isdigit() for c in self.heading.all("choice")):
            named = "number"  # as the templates of Kahoot, Blooket, Quizizz and their like say
        self.convention = find_convention(
            keyed,
            named=named,
            first=next((column.first for column in columns if column.first is not None), None),
            indexed=any(column.indexed for column in columns),
        )
        self.judged = bool(keyed) or sum(answers) > _HALF * len(answers)

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
            tags += [re.sub(r"\s*>+\s*", "::", each.strip()) for each in _TAGS.split(_at(row, column))]
        explanations = [
            self.convert(_at(row, column)) for column in self.heading.all("explanation") if column.key == ""
        ]
        links = []
        for column in self.heading.all("image"):
            if text := _at(row, column):
                found = _ADDRESS.fullmatch(text)
                links += [f"<{text}>"] if found else []
                self.pictures += [] if found else [text]
        return replace(
            draft,
            question=paragraphs(draft.question, *links) if draft.kind != "cloze" else draft.question,
            explanation=paragraphs(draft.explanation, *explanations, *(links if draft.kind == "cloze" else ())),
            hint=paragraphs(*(self.convert(_at(row, column)) for column in self.heading.all("hint"))),
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
        return kind

    def read_kind(self, row: Row, kind: str | None) -> Draft | str:
        """Read a row as the type that it names or shows."""
        question = self.cell(row, "question")
        stem = self.convert(question)
        choices, fault = self.choices(row)
        said = self.said(row)
        if fault:
            return fault
        if kind in ("cloze", None) and not choices and has_gaps(question):
            return self.read_answerless(read_gaps(row.number, question, self.convert), said)
        if kind in ("matching", "ordering"):
            return self.read_sorted(row, stem, kind, [choice.text for choice, _ in choices], said)
        if kind == "true-false" and not (len(choices) > 1 and _truths(choices) is None):
            return self.read_judgement(row, stem, choices, said)
        if kind == "short-answer" or not choices:
            if kind == "multiple-choice" and not choices:
                return "no choices were found"
            return self.read_words(row, stem, kind, [choice for choice, _ in choices], said)
        return self.read_choices(row, stem, choices, said)

    def read_answerless(self, draft: Draft, said: list[str]) -> Draft:
        """Keep what an answer says of a text with gaps, which needs none."""
        return replace(draft, explanation=paragraphs(draft.explanation, *map(self.convert, said)))

    def read_choices(
        self, row: Row, stem: str, found: list[tuple[Choice, bool | None]], said: list[str]
    ) -> Draft | str:
        """Read a question with choices, of which columns, marks or a key tell what is right."""
        choices = [choice for choice, _ in found]
        right = frozenset(i for i, (_, marked) in enumerate(found) if marked)
        comments: list[str] = []
        verdicts = [self.read_key(row, each, choices) for each in said]
        named = {verdict.right for verdict in verdicts if verdict.right} | ({right} if right else set())
        comments += [verdict.comment for verdict in verdicts if verdict.comment]
        if len(named) > 1:
            comments.append("The columns of the source contradict each other about what is right.")
        right = named.pop() if len(named) == 1 and not comments else frozenset()
        decided = bool(right)
        truths = _truths(found)
        feedback = [self.feedback(row, choice) for choice in choices]
        if truths and decided and len(right) == 1:
            (i,) = right
            said_of_it = [f"{self.convert(c.text)}: {f}" for c, f in zip(choices, feedback, strict=True) if f]
            return Draft(row.number, "true-false", stem, answer=truths[i], explanation=paragraphs(*said_of_it))
        drafts = tuple(
            DraftChoice(self.convert(choice.text), i in right if decided else None, feedback[i])
            for i, choice in enumerate(choices)
        )
        return Draft(row.number, "multiple-choice", stem, drafts, comments=tuple(comments))

    def read_key(self, row: Row, said: str, choices: list[Choice]) -> Verdict:
        """Read what a key says, and remember where only the whole column could tell."""
        verdict = read_key(said, choices, self.convention)
        if verdict.inferred:
            self.inferred.append(row.number)
        return verdict

    def feedback(self, row: Row, choice: Choice) -> str:
        """Give the feedback of a choice, whose columns are named by its letter or number."""
        keys = (choice.letter.lower(), str(choice.number))
        columns = [column for column in self.heading.all("explanation") if column.key in keys]
        return paragraphs(*(self.convert(_at(row, column)) for column in columns))

    def read_judgement(
        self, row: Row, stem: str, choices: list[tuple[Choice, bool | None]], said: list[str]
    ) -> Draft | str:
        """Read a statement that is true or false; without an answer it becomes a choice between two."""
        truths = _truths(choices)
        if truths and (marked := [i for i, (_, right) in enumerate(choices) if right]):
            return Draft(row.number, "true-false", stem, answer=truths[marked[0]])
        answers = {read_truth(each, loosely=True) for each in said}
        if truths and said:
            named = [self.read_key(row, each, [choice for choice, _ in choices]).right for each in said]
            answers = {
                truths[next(iter(each))] if len(each) == 1 else read_truth(s)
                for each, s in zip(named, said, strict=True)
            }
        if len(answers) == 1 and (answer := answers.pop()) is not None:
            return Draft(row.number, "true-false", stem, answer=answer)
        comments = tuple(f'The source says "{each[:60]}", which is neither true nor false.' for each in said[:1])
        texts = [choice.text for choice, _ in choices] if truths else ["True", "False"]
        return Draft(
            row.number, "multiple-choice", stem, tuple(DraftChoice(text, None) for text in texts), comments=comments
        )

    def read_words(self, row: Row, stem: str, kind: str | None, choices: list[Choice], said: list[str]) -> Draft | str:
        """Read a question that is answered in words; choices are then answers that are accepted."""
        if choices:
            verdicts = [self.read_key(row, each, choices) for each in said]
            right = frozenset().union(*(verdict.right for verdict in verdicts))
            if all(verdict.right for verdict in verdicts):
                accepted = [choice.text for i, choice in enumerate(choices) if not right or i in right]
                return weighted_answers(row.number, stem, [(self.convert(text), 100.0, "") for text in accepted])
            texts = list(dict.fromkeys(said))
            return weighted_answers(row.number, stem, [(self.convert(text), 100.0, "") for text in texts])
        if not said and kind is None:
            return "neither choices nor an answer were found"
        truth = read_truth(said[0]) if said and kind is None and self.judged else None
        if truth is not None and len(said) == 1:
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

    def choices(self, row: Row) -> tuple[list[tuple[Choice, bool | None]], str]:
        """Give the choices of a row, and of each whether its own column says that it is right; or a fault."""
        flags = {column.key: column for column in self.heading.all("right") if column.key}
        columns = [column for column in self.heading.columns if column.role == "choice"]
        found: list[tuple[Choice, bool | None]] = []
        for i, column in enumerate(columns):
            if text := _at(row, column):
                letter = column.key.upper() if column.key.isalpha() else ascii_uppercase[i % 26]
                number = int(column.key) + _shift(columns) if column.key.isdigit() else i + 1
                flag = flags.get(column.key)
                found.append((Choice(text, letter, number), read_truth(_at(row, flag), loosely=True) if flag else None))
        listed = [cell for column in self.heading.all("choices") if (cell := _at(row, column))]
        if listed and not found:
            return split_choices(listed, self.said(row))
        wrong = [cell for column in self.heading.all("wrong") if (cell := _at(row, column))]
        if wrong and not found:
            return self.against(row, wrong)
        return drop_labels(found), ""

    def against(self, row: Row, wrong: list[str]) -> tuple[list[tuple[Choice, bool | None]], str]:
        """Give the choices of a row that tells the right answer in one column, and the wrong ones in others."""
        right = self.said(row)
        if len(wrong) == 1:
            wrong = [each.strip() for each in re.split(r"[;|\n]", wrong[0]) if each.strip()]
        texts = list(dict.fromkeys([*right[:1], *wrong]))
        if right and len({normal(text) for text in texts}) < len(right[:1]) + len(wrong):
            return [], "the right answer stands among the wrong ones, too"
        return [
            (Choice(text, ascii_uppercase[i % 26], i + 1), (i == 0) if right else None) for i, text in enumerate(texts)
        ], ""

    def said(self, row: Row) -> list[str]:
        """Give what the columns of answers say; those of the same heading speak together."""
        said: dict[str, list[str]] = {}
        for column in self.heading.all("answer"):
            if cell := _at(row, column):
                said.setdefault(column.heading, []).append(cell)
        return ["\n".join(cells) for cells in said.values()]

    def cell(self, row: Row, role: Role) -> str:
        """Give the first text that a row has in a role."""
        return next((cell for column in self.heading.all(role) if (cell := _at(row, column))), "")

    def asks(self, row: Row) -> bool:
        """Tell a row with content from one that only numbers or prepares a place for it."""
        known = ("question", "choice", "choices", "wrong", "right", "answer", "explanation", "hint")
        return any(_at(row, column) for column in self.heading.columns if column.role in known)


def _at(row: Row, column: Column) -> str:
    return row.cells[column.index] if column.index < len(row.cells) else ""


def _shift(columns: list[Column]) -> int:
    """Give what makes the first of numbered columns number 1, where they count from 0."""
    return int(any(column.key == "0" for column in columns))


def _truths(choices: list[tuple[Choice, bool | None]]) -> list[bool] | None:
    """Give what choices judge a statement to be, if they are `true` and `false`."""
    truths = [read_truth(choice.text) for choice, _ in choices]
    found = Counter(truth for truth in truths if truth is not None)
    return [bool(truth) for truth in truths] if len(truths) == 2 and found == Counter((True, False)) else None
