"""Proves that a short answer can be asked the other way round as well, by a note that is a question like any other."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from conftest import Build, Run, Write
from mkdeck.compiler import compile_course
from mkdeck.identity import make_guid
from mkdeck.importers.decompiler.turned import fold_turned
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import apkg as apkg_format
from mkdeck.importers.writing.yaml import write_deck
from mkdeck.rehearsal.student import Student

DECK = """\
    questions:
      - id: norm
        type: short-answer
        question: Which symbol is the *norm*?
        answer: $\\|x\\|$
        accept: ["|x|"]
        context: Vectors
        explanation: Length
        hint: Two bars
        tags: [signs]
        source: Book
        reverse: true
      - {id: other, type: short-answer, question: What?, answer: That, reverse: false}
      - {id: old, type: short-answer, question: Who?, answer: She, reverse: {retired: Nobody asks that}}
    """
FIRST, WEEK = 1_700_000_000, 7 * 86_400


def write(folder: Path, text: str = DECK) -> Path:
    path = folder / "deck.yaml"
    path.write_text(dedent(text), "utf-8")
    return path


def test_it_is_a_note_of_its_own_at_the_end_of_its_deck(tmp_path: Path) -> None:
    compiled = compile_course(write(tmp_path), FIRST)
    assert compiled.diagnostics == []
    notes = {note.id: note for note in compiled.package.notes}
    assert list(notes) == ["norm", "other", "old", "norm.reverse", "old.reverse"]
    norm = notes["norm.reverse"]
    assert (norm["Text"], norm["Answer"]) == (r"<p>\(\|x\|\)</p>", "<p>Which symbol is the <em>norm</em>?</p>")
    assert (norm["Choices"], norm["Hint"], norm["Spare2"]) == ("", "", "<p>Vectors</p>")
    assert (norm["Explanation"], norm["Source"], norm.tags) == ("<p>Length</p>", "Book", ("signs",))
    assert norm.guid == make_guid("deck", "norm.reverse", "standard")
    assert (norm.cards, notes["old"].cards, notes["old.reverse"].cards) == ((0,), (0,), ())


def test_it_comes_back_from_a_package_as_the_key_that_made_it(tmp_path: Path, build: Build) -> None:
    before = compile_course(write(tmp_path), FIRST)
    reading = apkg_format.read(Document("deck.apkg", build(tmp_path / "deck.yaml").read_bytes()))
    assert reading.remarks == ()
    assert {draft.id: draft.more.get("reverse") for draft in reading.drafts} == {
        "norm": "true",
        "other": None,
        "old": {"retired": "Nobody asks that"},
    }
    write(tmp_path, write_deck(reading.drafts, [draft.id for draft in reading.drafts]))
    again = compile_course(tmp_path / "deck.yaml", FIRST)
    assert again.diagnostics == []
    # What is retired has the date of the release, which a loose file does not know.
    assert [note for note in again.package.notes if note.cards] == [n for n in before.package.notes if n.cards]


def test_one_that_says_anything_else_stays_a_question_of_its_own(tmp_path: Path, build: Build) -> None:
    write(tmp_path)
    norm, *_ = apkg_format.read(Document("deck.apkg", build(tmp_path / "deck.yaml").read_bytes())).drafts
    base = replace(norm, more={})
    turned = replace(base, id="norm.reverse", question=str(base.answer), answer=base.question, hint="")
    assert fold_turned([base, turned]) == [replace(base, more={"reverse": "true"})]
    for other in (replace(turned, answer="Mine"), replace(turned, explanation="Mine"), replace(turned, tags=())):
        assert fold_turned([base, other]) == [base, other]
    assert fold_turned([turned]) == [turned]


def test_its_id_is_taken(tmp_path: Path) -> None:
    text = """\
        questions:
          - {id: a, type: short-answer, question: A?, answer: B, reverse: true}
          - {id: a.reverse, type: short-answer, question: C?, answer: D}
        """
    (found,) = compile_course(write(tmp_path, text), FIRST).diagnostics
    place = f"question 1 of {tmp_path / 'deck.yaml'}"
    assert (
        found.message == f"the id 'a.reverse' is that of the card that turns {place} round; give this question another"
    )
    assert (found.span.line, found.span.column) == (3, 10)


def test_both_keep_their_schedules_and_one_alone_can_go(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    deck = "{{id: a, type: short-answer, question: {}, answer: B{}}}"
    files = {"course.yaml": "{course: C, id: c}", "1.yaml": f"questions: [{deck.format('A?', ', reverse: true')}]"}
    folder = course(files)
    done = mkdeck("release", folder, "-o", tmp_path / "one", env={"SOURCE_DATE_EPOCH": str(FIRST)})
    assert done.code == 0, done
    with Student(tmp_path / "student") as student:
        assert student.take(tmp_path / "one" / "c.apkg").new == 2
        student.study()
        before = student.schedules()
        (folder / "1.yaml").write_text(f"questions: [{deck.format('AA?', ', reverse: true')}]", "utf-8")
        later = {"SOURCE_DATE_EPOCH": str(FIRST + WEEK)}
        assert mkdeck("release", folder, "-o", tmp_path / "two", env=later).code == 0
        assert student.take(tmp_path / "two" / "c.apkg").updated == 2
        assert student.schedules() == before
    (folder / "1.yaml").write_text(f"questions: [{deck.format('AA?', '')}]", "utf-8")
    gone = mkdeck("release", folder, "-o", tmp_path / "three")
    assert gone.code == 1
    assert (
        "a: 'a.reverse' was released and is gone; say `reverse: true` again, or `reverse: {retired: why}`, or release "
        "with `--forget a.reverse` [released]"
    ) in gone.err + gone.out
    (folder / "1.yaml").write_text(f"questions: [{deck.format('AA?', ', reverse: {retired: Enough}')}]", "utf-8")
    assert mkdeck("release", folder, "-o", tmp_path / "three").code == 0
    (folder / "1.yaml").write_text("questions: [{id: a, type: short-answer, question: A?, reverse: true}]", "utf-8")
    assert "released" not in mkdeck("check", folder).out


RELEASED = """\
questions:
  - {id: a, type: short-answer, question: What is the capital of France?, answer: Paris, reverse: true}
  - {id: b, type: short-answer, question: Who wrote the Odyssey?, answer: Homer, reverse: true}
  - {id: c, type: short-answer, question: Which metal is liquid at room temperature?, answer: Mercury}
"""
GONE = "was released and is gone; "
SWAPPED = (
    "this was released as '{}', and with the id '{}' it takes over the schedule of another question; put the ids back, "
    "or release with `--renumbered`"
)


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (
            {"id: a,": "id: aa,"},
            [
                (
                    "2:10: this looks like 'a', which was released and is gone; put its old id back, "
                    "or, if it is another question, release with `--forget a`"
                )
            ],
        ),
        (
            {RELEASED.splitlines(keepends=True)[2]: ""},
            [
                f"8:6: 'b' and 'b.reverse' were released and are gone; {way}"
                for way in ("put the question back with `retired: why`, or release with `--forget b`",)
            ],
        ),
        (
            {
                "short-answer, question: Who": "true-false, question: Who",
                "answer: Homer, reverse: true": "answer: true",
            },
            [
                f"3:41: 'b.reverse' {GONE}{way}, or release with `--forget b.reverse`"
                for way in ("put it back as a short answer with this id and `retired: why`",)
            ],
        ),
        (
            {"Homer, reverse: true": "Homer, reverse: maybe"},
            ["3:91: `reverse` is true or false, or a mapping with `retired:`"],
        ),
        (
            {"id: a": "id: z", "id: b": "id: a", "id: z": "id: b"},
            [f"2:10: {SWAPPED.format('a', 'b')}", f"3:10: {SWAPPED.format('b', 'a')}"],
        ),
    ],
)
def test_one_change_is_told_once_and_with_a_way_back(
    edits: dict[str, str], said: list[str], tmp_path: Path, mkdeck: Run
) -> None:
    path = write(tmp_path, RELEASED)
    assert mkdeck("release", path, "-o", tmp_path / "build").code == 0
    text = RELEASED
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    found = compile_course(write(tmp_path, text), FIRST).diagnostics
    assert [f"{each.span.line}:{each.span.column}: {each.message}" for each in found] == said


def test_what_has_another_type_now_can_be_retired_and_what_is_gone_be_forgotten(tmp_path: Path, mkdeck: Run) -> None:
    path = write(tmp_path, RELEASED)
    assert mkdeck("release", path, "-o", tmp_path / "build", env={"SOURCE_DATE_EPOCH": str(FIRST)}).code == 0
    _, first, _, last = RELEASED.splitlines()
    again = first.replace("a, type", "a.reverse, type").replace("reverse: true", "retired: It has choices now")
    choice = "  - {id: a, type: true-false, question: Paris is the capital of France., answer: true}"
    write(tmp_path, f"questions:\n{choice}\n{again}\n{last}")
    later = {"SOURCE_DATE_EPOCH": str(FIRST + WEEK)}
    done = mkdeck("release", path, "-o", tmp_path / "build", "--forget", "b", env=later)
    assert done.code == 0, done
    assert compile_course(path, FIRST + WEEK).diagnostics == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("reverse: maybe", "1:74: error: `reverse` is true or false, or a mapping with `retired:`"),
        ("reverse: {retird: x}", "1:75: error: unknown key 'retird'; did you mean 'retired'?"),
        ("reverse: {retired: ''}", "1:84: error: `retired` is empty; write something or remove the key"),
    ],
)
def test_mistakes_are_named_at_their_place(keys: str, said: str, tmp_path: Path) -> None:
    text = f"questions: [{{id: q, question: Q, type: short-answer, answer: A, {keys}}}]"
    found = compile_course(write(tmp_path, text), FIRST).diagnostics
    assert [f"{each.span.line}:{each.span.column}: {each.severity}: {each.message}" for each in found] == [said]


def test_a_long_id_leaves_room_for_the_other_one(tmp_path: Path) -> None:
    text = f"questions: [{{id: {'x' * 93}, question: Q, type: short-answer, answer: A, reverse: yes}}]"
    (found,) = compile_course(write(tmp_path, text), FIRST).diagnostics
    assert (found.span.column, found.message) == (18, "with `reverse`, an id has at most 92 characters")


def test_how_well_it_asks_is_said_of_the_question_itself(tmp_path: Path, mkdeck: Run) -> None:
    long = "Which sign is meant where " + ", and where ".join(["somebody writes a rather long list"] * 15)
    deck = "questions: [{{id: a, type: short-answer, question: '{}', answer: That one., ignore: [tex], reverse: true}}]"
    write(tmp_path, deck.format(long))
    said = mkdeck("check", "deck.yaml", cwd=tmp_path).out
    assert said == "deck.yaml:1:787: warning: a: 'tex' finds nothing here; remove this [unused-ignore]\n"


def test_a_sheet_shows_no_question_that_answers_another(tmp_path: Path, mkdeck: Run) -> None:
    mkdeck("site", write(tmp_path), "-o", tmp_path / "site")
    page = (tmp_path / "site" / "deck.html").read_text("utf-8")
    articles = [line for line in page.splitlines() if line.startswith("<article")]
    assert [" turned" in line for line in articles] == [False, False, False, True]
    assert page.partition('class="answer-key"')[2].count("<li") == 3
