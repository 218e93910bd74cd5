"""Proves that what staff remark in a table for each other is kept beside the question, and never shown to students."""

import pytest

from mkdeck.importers.draft import Document, Reading, Remark
from mkdeck.importers.formats import table

KEPT = "is a comment in the deck file, and on no card; if students are to read it, head it 'Explanation'"


def read(*lines: str) -> Reading:
    return table.read(Document("t.csv", "\n".join(lines).encode()))


@pytest.mark.parametrize(
    "heading",
    (
        "Comment|comments|Note|Notes|Remark|Kommentar|Anmerkung|Bemerkungen|Notiz|Remarques|Commentaire|Comentario|"
        "Nota|Commenti|Opmerking|Komentarz|Комментарий|备注|Note 1"
    ).split("|"),
)
def test_a_remark_is_a_comment_beside_its_question(heading: str) -> None:
    reading = read(f"question,answer,{heading}", "Which?,This,for the exam: do not publish", "What?,That,")
    one, other = reading.drafts
    assert (one.explanation, one.comments) == ("", (f"{heading}: for the exam: do not publish",))
    assert (other.explanation, other.comments) == ("", ())
    assert reading.remarks == (Remark(1, f"what stands below '{heading}' {KEPT}"),)


@pytest.mark.parametrize(
    "heading", ["Explanation", "Feedback", "Rationale", "Erklärung", "Explanation / comment", "Begründung", "Extra"]
)
def test_an_explanation_stays_one(heading: str) -> None:
    reading = read(f"question,answer,{heading}", "Which?,This,why")
    assert ([each.explanation for each in reading.drafts], reading.remarks) == (["why"], ())


@pytest.mark.parametrize(
    ("numbers", "named"),
    [("1 2 3", False), ("7 9 12", False), ("1 2 1", False), ("1. 2. 3.", False), ("12 7 9", True), ("5 5 5", True)],
)
def test_a_number_that_does_not_count_is_named(numbers: str, named: bool) -> None:
    rows = [f"{number},Which {i}?,This" for i, number in enumerate(numbers.split())]
    remarks = read("Nr,question,answer", *rows).remarks
    assert remarks == ((Remark(1, "columns that are left out: 'Nr'"),) if named else ())
