"""Proves that imported questions share their contexts by anchors that no others have, and are told apart by them."""

from pathlib import Path

from conftest import Run
from mkdeck.compiler import compile_course
from mkdeck.importers.draft import Draft
from mkdeck.importers.writing.yaml import write_deck


def ask(question: str, context: str) -> Draft:
    return Draft(1, "short-answer", question, answer="That", context=context)


def test_ids_that_differ_in_their_full_stops_get_anchors_of_their_own(tmp_path: Path) -> None:
    drafts = [ask(f"{context}, {i}?", context) for context in ("One", "Two", "Three") for i in range(2)]
    path = tmp_path / "deck.yaml"
    path.write_text(write_deck(drafts, ["a.b", "c", "a_b", "d", "a_b-context-2", "e"]), "utf-8")
    compiled = compile_course(path, 1)
    assert compiled.diagnostics == []
    assert [entry.question.context for entry in compiled.course.entries] == [draft.context for draft in drafts]


def test_the_same_words_below_another_context_are_added_and_no_anchor_is_taken_twice(
    tmp_path: Path, mkdeck: Run
) -> None:
    case = """\
questions:
  - id: {0}
    type: short-answer
    context: &a-context A patient of {1} coughs.
    question: What is the diagnosis?
    answer: That
  - id: {0}-cure
    type: short-answer
    context: *a-context
    question: What helps?
    answer: This
"""
    (tmp_path / "a.yaml").write_text(case.format("a", 8))
    (tmp_path / "deck.yaml").write_text(case.format("other", 80))
    assert mkdeck("build", "a.yaml", cwd=tmp_path).code == 0
    for said in ("2 found = 2 imported + 0 skipped", "2 found = 0 imported + 2 skipped"):
        done = mkdeck("import", "build/a.apkg", "-o", "deck.yaml", "--append", cwd=tmp_path)
        assert done.code == 0, done
        assert said in done.out
    course = compile_course(tmp_path / "deck.yaml", 1).course
    ages = [(entry.id, "80" in str(entry.question.context)) for entry in course.entries]
    assert ages == [("other", True), ("other-cure", True), ("a", False), ("a-cure", False)]
    assert course.findings == ()
