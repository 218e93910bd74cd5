"""Proves that a package that mkdeck made comes back as the course it was, also where Anki exported it again."""

import re
import sys
from pathlib import Path

import pytest
from anki.collection import ExportAnkiPackageOptions

from conftest import Run, Write
from importers.round_trip import DECKS, TIME, assert_equal, bring_back, compile_again
from mkdeck.apkg.package import Package
from mkdeck.apkg.write import write_package
from mkdeck.compiler import compile_course
from mkdeck.questions.question import REVERSE
from mkdeck.rehearsal.student import Student

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from bank import write_bank


@pytest.mark.parametrize("name", ["recurrent-networks", "tour"])
def test_a_course_comes_back_whole(name: str, mkdeck: Run, tmp_path: Path) -> None:
    old = compile_again(DECKS / name)
    write_package(old, tmp_path / "any name.apkg")
    new, said = bring_back(mkdeck, tmp_path / "any name.apkg", tmp_path / "back")
    assert_equal(new, old)
    count = sum(not note.id.endswith(REVERSE) for note in old.notes)
    assert f"{count} found = {count} imported + 0 skipped" in said
    assert "note:" not in said
    write_package(new, tmp_path / "again.apkg")
    assert (tmp_path / "again.apkg").read_bytes() == (tmp_path / "any name.apkg").read_bytes()
    again = mkdeck("import", tmp_path / "again.apkg", "-o", tmp_path / "again")
    assert again.code == 0
    assert read_files(tmp_path / "again") == read_files(tmp_path / "back")


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("legacy", [False, True], ids=["newer", "older"])
@pytest.mark.parametrize("studied", [False, True], ids=["fresh", "studied"])
@pytest.mark.parametrize("name", ["recurrent-networks", "tour"])
def test_a_course_comes_back_from_what_anki_exports(
    name: str, *, studied: bool, legacy: bool, mkdeck: Run, student: Student, tmp_path: Path
) -> None:
    old = compile_again(DECKS / name)
    write_package(old, tmp_path / "course.apkg")
    student.take(tmp_path / "course.apkg")
    if studied:
        student.study()
    options = ExportAnkiPackageOptions(
        with_scheduling=studied, with_deck_configs=studied, with_media=True, legacy=legacy
    )
    exported = tmp_path / "My export 2024-01-01.apkg"
    student.collection.export_anki_package(out_path=str(exported), options=options, limit=None)
    new, said = bring_back(mkdeck, exported, tmp_path / "back")
    assert_equal(new, old)
    assert "note:" not in said


def test_a_whole_collection_comes_back(mkdeck: Run, student: Student, tmp_path: Path) -> None:
    old = compile_again(DECKS / "recurrent-networks")
    write_package(old, tmp_path / "course.apkg")
    student.take(tmp_path / "course.apkg")
    student.collection.export_collection_package(str(tmp_path / "all.colpkg"), include_media=True, legacy=False)
    new, _ = bring_back(mkdeck, tmp_path / "all.colpkg", tmp_path / "back")
    assert_equal(new, old)


def test_a_large_course_comes_back(mkdeck: Run, tmp_path: Path) -> None:
    write_bank(tmp_path / "bank", 400)
    old = compile_again(tmp_path / "bank")
    write_package(old, tmp_path / "bank.apkg")
    new, _ = bring_back(mkdeck, tmp_path / "bank.apkg", tmp_path / "back")
    assert_equal(new, old)


ODD: dict[str, str | bytes] = {
    "course.yaml": """\
        course: Ärger & <b>Co</b>::It's 1
        id: a-1.b_c
        language: de
        authors: [Ada, "Ben, Esq."]
        license: MIT
        report: https://example.org/a-1?q={id}&amp;of={deck}&id=q
        tags: [all]
        turn: true
        style: own.css
        """,
    "own.css": ":root { --accent: red }\n\n.card { color: blue }\n",
    "1.yaml": """\
        deck: Unit 10
        description: |
          Two paragraphs.

          - and a list
        card: cloze
        tags: [ten]
        source: "[Book](https://example.org/b), p. 1"
        questions:
          - id: q
            type: multiple-choice
            question: "Which *are*?  $5 < 6$"
            choices:
              - {correct: "`a::b`", feedback: "Right, `x`."}
              - {wrong: "x } }", feedback: No, pin: true}
              - {correct: "$\\\\frac{a}{b}$"}
              - correct: |
                  two

                  - paragraphs
            hint: A hint.
          - {id: q2, type: true-false, question: Ja?, answer: false}
          - {id: q3, type: true-false, question: Nein?, answer: true, card: basic, source: Other}
        """,
    "2.yaml": """\
        deck: Unit 2
        questions:
          - id: id
            type: cloze
            question: "{{c2::a::h}} and {{c1::`b::c`}} $x^{{{c1::2}}}$"
            tags: [own, "with'quote"]
          - {id: gone, type: cloze, question: "It {{c1::was::hint}} *here* {{c2::once}}.", retired: "Too [old](https://e.org)."}
          - id: gone2
            type: multiple-choice
            card: cloze
            question: Gone?
            choices: [{correct: a}, b, {correct: c}]
            retired: Old.
        """,
    "3.yaml": """\
        deck: Unit 10
        questions:
          - id: fixed
            type: multiple-choice
            question: Same deck, later file. ![Dot](img/a/Dot.png) ![](img/b/dot.png) ![tone](tone.mp3)
            choices: [{correct: "No"}, {wrong: b, pin: true}]
            shuffle: false
        """,
    "img/a/Dot.png": b"\x89PNG\r\n\x1a\n one",
    "img/b/dot.png": b"\x89PNG\r\n\x1a\n two",
    "tone.mp3": b"ID3 tone",
}


def test_everything_that_a_course_can_set_comes_back(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    old = compile_again(course(ODD))
    write_package(old, tmp_path / "x.apkg")
    new, said = bring_back(mkdeck, tmp_path / "x.apkg", tmp_path / "back")
    assert_equal(new, old)
    assert "note:" not in said
    files = read_files(tmp_path / "back")
    assert sorted(files) == [
        ".schema/course.json",
        ".schema/deck.json",
        "01-unit-10.yaml",
        "02-unit-2.yaml",
        "03-unit-10.yaml",
        "course.yaml",
        "media/2/dot.png",
        "media/dot.png",
        "media/tone.mp3",
        "style.css",
    ]
    assert files["course.yaml"].decode() == (
        "# yaml-language-server: $schema=.schema/course.json\n"
        "course: Ärger & <b>Co</b>::It's 1\n"
        "id: a-1.b_c\n"
        "language: de\n"
        "authors: [Ada, Ben, Esq.]\n"
        "license: MIT\n"
        "report: https://example.org/a-1?q={id}&amp;of={deck}&id=q\n"
        "tags: [all]\n"
        "turn: true\n"
        "style: style.css\n"
    )
    assert "tags: [ten]\nsource: " not in files["01-unit-10.yaml"].decode(), "one question has another source"


def test_a_retired_question_comes_back_into_its_own_deck(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    """It has no card, so the package tells its deck only by the address behind "Report a mistake"."""
    gone = "{id: gone, type: true-false, question: Gone?, answer: true, retired: Old.}"
    files = {
        "course.yaml": "course: C\nid: c\nreport: https://example.org/{id}/{deck}\n",
        "1.yaml": "deck: A\nquestions:\n  - {id: a, type: true-false, question: Yes?, answer: true}\n",
        "2.yaml": f"deck: B\nquestions:\n  - {gone}\n  - {{id: b, type: true-false, question: No?, answer: false}}\n",
    }
    old = compile_again(course(files))
    write_package(old, tmp_path / "c.apkg")
    new, _ = bring_back(mkdeck, tmp_path / "c.apkg", tmp_path / "back")
    assert_equal(new, old)


def test_a_text_export_brings_back_all_but_the_files(mkdeck: Run, student: Student, tmp_path: Path) -> None:
    old = compile_again(DECKS / "recurrent-networks")
    write_package(old, tmp_path / "course.apkg")
    student.take(tmp_path / "course.apkg")
    student.collection.export_note_csv(
        out_path=str(tmp_path / "notes.txt"),
        limit=None,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )
    new, said = bring_back(mkdeck, tmp_path / "notes.txt", tmp_path / "back")
    assert "notes.txt (anki-text): 38 found = 38 imported + 0 skipped" in said
    shown = sorted((note for note in old.notes if not note.media), key=lambda note: (note.deck, note.id))
    assert [note for note in new.notes if note.guid in {each.guid for each in shown}] == shown
    order = "a text file does not tell the order of a course's questions: in each deck they stand by their ids"
    assert said.count(order) == 1


def test_what_a_student_changed_comes_along(mkdeck: Run, student: Student, tmp_path: Path) -> None:
    write_package(compile_again(DECKS / "recurrent-networks"), tmp_path / "course.apkg")
    student.take(tmp_path / "course.apkg")
    collection = student.collection
    (first, second, *_) = (collection.get_note(each) for each in collection.find_notes(""))
    first["Explanation"] = '<div>My <font color="red">own</font> words</div><div>on &nbsp;two lines</div>'
    (tmp_path / "mine.png").write_bytes(b"\x89PNG\r\n\x1a\n mine")
    collection.media.add_file(str(tmp_path / "mine.png"))
    first["Hint"] = 'See <img src="mine.png"><div>there</div>'
    second["Hint"] = '<p>See <img src="mine.png" alt="x" /></p>'
    first.tags += ['my"tag', "mkdeck::x", "marked", "hard"]
    second["Spare1"] = "unused"
    collection.update_notes([first, second])
    options = ExportAnkiPackageOptions(with_media=True, legacy=False)
    collection.export_anki_package(out_path=str(tmp_path / "my.apkg"), options=options, limit=None)
    new, said = bring_back(mkdeck, tmp_path / "my.apkg", tmp_path / "back")
    assert "note: the text of 'Explanation' can't be told exactly" in said
    assert "is not part of this file" not in said
    assert sum('<img src="mine-' in field for note in new.notes for field in note.fields) == 2
    note = next(each for each in new.notes if each.guid == first.guid)
    assert "<p>My own words</p>\n<p>on two lines</p>" in note.fields
    assert {"mytag", "topic-mkdeck::x", "hard"} <= set(note.tags)
    assert "marked" not in note.tags


def test_a_loose_file_comes_back_as_one(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"Honey bees.yaml": "questions:\n  - {id: a, type: true-false, question: Yes?, answer: true}\n"})
    old = compile_again(folder / "Honey bees.yaml")
    write_package(old, tmp_path / "honey-bees.apkg")
    assert mkdeck("import", "honey-bees.apkg", cwd=tmp_path).code == 0
    assert [path.name for path in (tmp_path / "honey-bees").iterdir()] == ["Honey bees.yaml"]
    assert_equal(compile_again(tmp_path / "honey-bees" / "Honey bees.yaml"), old)


def test_an_older_package_tells_its_course_by_its_file_name(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    package = compile_again(course(ODD))
    old = Package(package.notetypes, package.decks, package.notes, package.media, package.times)
    write_package(old, tmp_path / "a-1.b_c (2).apkg")
    new, said = bring_back(mkdeck, tmp_path / "a-1.b_c (2).apkg", tmp_path / "back")
    assert_equal(new, package)
    assert "note:" not in said
    write_package(old, tmp_path / "renamed.apkg")
    done = mkdeck("import", "renamed.apkg", cwd=tmp_path)
    assert "renamed.apkg:1: note: the course's own id can't be told from this package" in done.out


def test_the_newer_of_two_editions_comes_back(course: Write, mkdeck: Run, student: Student, tmp_path: Path) -> None:
    question = "questions:\n  - {{id: a, type: true-false, question: {}, answer: true, card: {}}}\n"
    write_package(compile_again(course({"q.yaml": question.format("Old?", "basic")}) / "q.yaml"), tmp_path / "q1.apkg")
    newer = compile_course(course({"q.yaml": question.format("New?", "cloze")}) / "q.yaml", TIME + 100).package
    write_package(newer, tmp_path / "q2.apkg")
    student.take(tmp_path / "q1.apkg")
    student.take(tmp_path / "q2.apkg")
    options = ExportAnkiPackageOptions(with_media=True, legacy=False)
    student.collection.export_anki_package(out_path=str(tmp_path / "q.apkg"), options=options, limit=None)
    done = mkdeck("import", "q.apkg", cwd=tmp_path)
    assert "skipped: an older edition of the question 'a'" in done.out
    assert "2 found = 1 imported + 1 skipped" in done.out
    assert compile_again(tmp_path / "q" / "q.yaml").notes == newer.notes


def test_a_file_that_is_not_there_is_named(course: Write, mkdeck: Run, student: Student, tmp_path: Path) -> None:
    write_package(compile_again(course(ODD)), tmp_path / "x.apkg")
    student.take(tmp_path / "x.apkg")
    options = ExportAnkiPackageOptions(with_media=False, legacy=False)
    student.collection.export_anki_package(out_path=str(tmp_path / "bare.apkg"), options=options, limit=None)
    done = mkdeck("import", "bare.apkg", cwd=tmp_path)
    assert re.search(r"bare\.apkg:\d+: note: 'dot-[0-9a-f]{12}\.png' is not part of this file", done.out)
    assert "Same deck, later file. (Dot) " in (tmp_path / "bare" / "01-unit-10.yaml").read_text("utf-8")
    assert mkdeck("build", "bare", cwd=tmp_path).code == 0


def test_a_package_becomes_one_deck_where_that_is_asked_for(mkdeck: Run, tmp_path: Path) -> None:
    write_package(compile_again(DECKS / "recurrent-networks"), tmp_path / "x.apkg")
    done = mkdeck("import", "x.apkg", "-o", "one.yaml", cwd=tmp_path)
    assert "one.yaml: 38 questions written, 1 media file." in done.out
    text = (tmp_path / "one.yaml").read_text("utf-8")
    assert "tags: [rnn, weight-sharing, 01-Weight-sharing]" in text
    assert mkdeck("check", "one.yaml", cwd=tmp_path).code == 0


def test_a_folder_is_never_written_over(mkdeck: Run, tmp_path: Path) -> None:
    write_package(compile_again(DECKS / "recurrent-networks"), tmp_path / "x.apkg")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine.yaml").write_text("mine")
    done = mkdeck("import", "x.apkg", cwd=tmp_path)
    assert (done.code, done.err) == (
        2,
        "mkdeck: x is there already; --force writes over its files, -o names another folder.\n",
    )
    done = mkdeck("import", "x.apkg", "--force", cwd=tmp_path)
    assert done.code == 2
    assert "x/mine.yaml is no part of this import" in done.err
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["mine.yaml"]
    (tmp_path / "x" / "mine.yaml").unlink()
    assert mkdeck("import", "x.apkg", "--force", cwd=tmp_path).code == 0
    assert mkdeck("import", "x.apkg", "-o", "x", "--append", cwd=tmp_path).code == 2
