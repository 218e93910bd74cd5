"""Questions of Moodle's plug-ins that stand in rows: statements to be judged, each in a column, and single choice.

Their elements are those that the plug-ins kprime, mtf, matrix and sc export.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting import tasks
from mkdeck.importers.drafting.conversions import label_feedback
from mkdeck.importers.drafting.labels import FALSE_WORDS, TRUE_WORDS
from mkdeck.importers.drafting.numbers import read_count, read_number
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.moodle_xml.question import MoodleQuestion
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs, table

_JudgedRow = tuple[str, list[str], str]
"""A statement, the columns that are right of it, and its feedback."""
_TEXTS = ("optiontext", "questiontext", "responsetext")


def read_judged_rows(question: MoodleQuestion, stem: str) -> Draft:
    """Read the statements of kprime and mtf; for each row and column there is a weight."""
    element = question.element
    columns = [_read_text(question, each) for each in element.all("column")]
    right: dict[str, list[str]] = {}
    for each in element.below("weight"):
        column = read_count(each.attributes.get("columnnumber", "")) or 0
        weight = read_number(each.text_at("value")) or 0.0
        if weight > 0 and 0 < column <= len(columns):
            right.setdefault(each.attributes.get("rownumber", ""), []).append(columns[column - 1])
    rows = [
        (
            _read_text(question, each),
            right.get(each.attributes.get("number", str(number)), []),
            question.convert(each.child("feedbacktext")),
        )
        for number, each in enumerate(element.all("row"), 1)
    ]
    return _judge(question.line, stem, columns, rows)


def read_matrix(question: MoodleQuestion, stem: str) -> Draft:
    """Read a matrix: weights stand below each other, a group for each row, in the order of rows and columns."""
    element = question.element
    columns = [_read_short(question, each) for each in element.all("col")]
    weights = [
        [read_number(each.text) or 0.0 for each in group.all("weight-of-col")]
        for group in element.all("weights-of-row")
    ]
    rows = []
    for i, each in enumerate(element.all("row")):
        earned = weights[i] if i < len(weights) else []
        right = [column for column, weight in zip(columns, earned, strict=False) if weight > 0]
        rows.append((_read_short(question, each), right, question.convert(each.child("feedback"))))
    return _judge(question.line, stem, columns, rows)


def read_single_row(question: MoodleQuestion, stem: str) -> Draft:
    """Read a single choice of rows, of which one is named as right."""
    right = question.element.text_at("correctrow")
    choices = tuple(
        DraftChoice(
            _read_text(question, each),
            each.attributes.get("number", str(number)) == right if right else None,
            question.convert(each.child("feedbacktext")),
        )
        for number, each in enumerate(question.element.all("row"), 1)
    )
    return Draft(question.line, "multiple-choice", stem, choices)


def _judge(line: int, stem: str, columns: Sequence[str], rows: Iterable[_JudgedRow]) -> Draft:
    """Ask for the columns of the statements that have a text: true or false, one of several, or else a table."""
    rows = _check_rows(rows)
    question = paragraphs(stem, bullet_list(text for text, _, _ in rows))
    answer = table([(text, ", ".join(right)) for text, right, _ in rows], headed=False)
    kept = Draft(line, "short-answer", question, answer=answer, explanation=_label(rows))
    if any(len(right) > 1 for _, right, _ in rows):
        return kept
    if all(_read_truth(column) is not None for column in columns):
        judged = [(text, _read_truth(right[0]) is True, feedback) for text, right, feedback in rows]
        return tasks.statements(line, stem, judged, kept)
    matched = tasks.matching(line, stem, [(text, right[0]) for text, right, _ in rows], filter(None, columns))
    return replace(matched, explanation=kept.explanation) if matched.kind == "matching" else kept


def _check_rows(rows: Iterable[_JudgedRow]) -> list[_JudgedRow]:
    """Return the rows that have a text. Raises NoDraftError where there is none, or nothing is right of one."""
    found = [row for row in rows if row[0]]
    if not found:
        raise NoDraftError("it has no statements")
    if not all(right for _, right, _ in found):
        raise NoDraftError("the source does not tell what is right of each statement")
    return found


def _read_truth(column: str) -> bool | None:
    """Return what a column judges a statement to be; None where it is another than true and false."""
    word = column.strip().casefold()
    return word in TRUE_WORDS if word in TRUE_WORDS | FALSE_WORDS else None


def _label(rows: Iterable[_JudgedRow]) -> str:
    return label_feedback((" ".join(text.split()).removesuffix("."), feedback) for text, _, feedback in rows)


def _read_text(question: MoodleQuestion, row: Element) -> str:
    return next((text for tag in _TEXTS if (text := question.convert(row.child(tag)))), "") or question.convert(row)


def _read_short(question: MoodleQuestion, row: Element) -> str:
    short = row.child("shorttext")
    title = question.convert_text(short.markup, "moodle", short) if short else ""
    return paragraphs(title, question.convert(row.child("description")))
