"""Proves what `mkdeck import` writes where, what it never writes over, and how it appends."""

import os
from pathlib import Path

import pytest

from conftest import Run, Write

GIFT = "One?{T}\n\nWhich?{=a ~b}\n\nA plain note.\n"

ITEM = """<item ident="{0}"{{}}><presentation><material><mattext>Which {0}?</mattext></material>
<response_lid ident="r"><render_choice>
<response_label ident="a"><material><mattext>x</mattext></material></response_label>
<response_label ident="b"><material><mattext>y</mattext></material></response_label></render_choice></response_lid>
</presentation><resprocessing><respcondition><conditionvar><varequal respident="r">a</varequal></conditionvar>
<setvar>100</setvar></respcondition></resprocessing></item>"""
QTI = f"<questestinterop>{ITEM.format('one')}{ITEM.format('two')}</questestinterop>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bank.gift").write_text(GIFT)
    return tmp_path


def test_a_deck_is_written_beside_its_source(folder: Path, mkdeck: Run) -> None:
    done = mkdeck("import", "bank.gift", cwd=folder)
    assert done == (
        0,
        (
            "bank.gift:5: skipped: this is a description, which has no question\n"
            "bank.gift (gift): 3 found = 2 imported + 1 skipped\n"
            "bank.yaml: 2 questions written.\n"
        ),
        "",
    )
    assert mkdeck("check", "bank.yaml", cwd=folder).code == 0
    assert mkdeck("build", "bank.yaml", cwd=folder).code == 0


def test_a_deck_that_is_there_is_never_written_over(folder: Path, mkdeck: Run) -> None:
    (folder / "bank.yaml").write_text("mine")
    done = mkdeck("import", "bank.gift", cwd=folder)
    assert done.code == 2
    assert "bank.yaml is there already; --append adds to it, --force writes over it" in done.err
    assert (folder / "bank.yaml").read_text() == "mine"
    assert mkdeck("import", "bank.gift", "--force", cwd=folder).code == 0
    first = (folder / "bank.yaml").read_bytes()
    mkdeck("import", "bank.gift", "--force", cwd=folder)
    assert (folder / "bank.yaml").read_bytes() == first


DECK = """\
# My own deck.
deck: Mine
questions:
  - type: true-false
    id: one
    question: one?   # edited
    answer: true
    explanation: |
      By hand.

tags: [own]
"""


def test_appending_adds_what_is_new_and_changes_nothing_else(folder: Path, mkdeck: Run) -> None:
    (folder / "deck.yaml").write_text(DECK)
    done = mkdeck("import", "bank.gift", "-o", "deck.yaml", "--append", cwd=folder)
    assert "bank.gift:1: skipped: this question is in the deck already" in done.out
    assert "3 found = 1 imported + 2 skipped" in done.out
    text = (folder / "deck.yaml").read_text()
    new = "\n  - id: which\n    type: multiple-choice\n    question: Which?\n"
    new += "    choices:\n      - correct: a\n      - b\n"
    assert text == DECK.replace("\ntags:", f"{new}\ntags:")
    again = mkdeck("import", "bank.gift", "-o", "deck.yaml", "--append", cwd=folder)
    assert (again.code, (folder / "deck.yaml").read_text()) == (0, text)
    assert "nothing new, so nothing was written" in again.out


def test_what_another_deck_of_the_course_asks_is_not_added(course: Write, mkdeck: Run) -> None:
    entry = "- {{id: {}, type: short-answer, question: What is {}?, answer: It}}\n"
    first, second = ("questions:\n" + entry.format(name, name) for name in ("one", "two"))
    folder = course({"course.yaml": "{course: C, id: c}\n", "1.yaml": first, "2.yaml": second})
    assert mkdeck("build", ".", "-o", "build", cwd=folder).code == 0
    append = ("import", "build/c.apkg", "--append", "-o", "1.yaml")
    said = (
        "build/c.apkg:1: skipped: this question is in the deck already\n"
        "build/c.apkg:2: skipped: this question is in another deck of the course already, 2.yaml\n"
        "build/c.apkg (apkg): 2 found = 0 imported + 2 skipped\n"
        "1.yaml: nothing new, so nothing was written.\n"
    )
    assert mkdeck(*append, cwd=folder) == (0, said, "")
    # Under the same id another question may well stand, as numbers do in two banks.
    (folder / "2.yaml").write_text(second.replace("What is two", "What is the second"))
    assert "2 found = 1 imported + 1 skipped" in mkdeck(*append, cwd=folder).out
    assert (folder / "1.yaml").read_text().startswith(f"{first}\n- id: two-2\n")


@pytest.mark.parametrize("deck", ["questions: [{id: a, type: cloze, question: '{{c1::b}}'}]\n", "- a\n", "a: [\n"])
def test_what_cannot_be_appended_to_is_left_alone(deck: str, folder: Path, mkdeck: Run) -> None:
    (folder / "deck.yaml").write_text(deck)
    done = mkdeck("import", "bank.gift", "-o", "deck.yaml", "--append", cwd=folder)
    assert done.code == 2
    assert "append" in done.err
    assert (folder / "deck.yaml").read_text() == deck


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "\r\n"])
def test_any_end_of_file_can_be_appended_to(ending: str, folder: Path, mkdeck: Run) -> None:
    deck = "questions:\n- type: true-false\n  id: x\n  question: Y?\n  answer: true"
    newline = "\r\n" if ending == "\r\n" else "\n"
    (folder / "deck.yaml").write_bytes((deck.replace("\n", newline) + ending).encode())
    assert mkdeck("import", "bank.gift", "-o", "deck.yaml", "--append", cwd=folder).code == 0
    assert mkdeck("check", "deck.yaml", cwd=folder).code == 0
    written = (folder / "deck.yaml").read_bytes()
    assert written.count(b"\r") == (written.count(b"\n") if newline == "\r\n" else 0)


def test_ids_are_unique_in_the_whole_course(folder: Path, mkdeck: Run) -> None:
    (folder / "course.yaml").write_text("course: C\nid: c\n")
    (folder / "01.yaml").write_text("questions:\n  - {id: one, type: true-false, question: Else?, answer: true}\n")
    assert mkdeck("import", "bank.gift", cwd=folder).code == 0
    assert "id: one-2\n" in (folder / "bank.yaml").read_text()
    assert mkdeck("check", ".", cwd=folder).code == 0


def test_several_files_become_one_deck(folder: Path, mkdeck: Run) -> None:
    (folder / "more.txt").write_text("Who?\nA) x\nB) y\nANSWER: B\n")
    done = mkdeck("import", "bank.gift", "more.txt", "-o", "new/all.yaml", cwd=folder)
    assert done.code == 0
    assert "new/all.yaml: 3 questions written." in done.out
    assert "more.txt (lettered): 1 found = 1 imported + 0 skipped" in done.out


def test_a_file_that_is_named_twice_is_imported_once(folder: Path, mkdeck: Run) -> None:
    (folder / "link.gift").symlink_to("bank.gift")
    done = mkdeck("import", "bank.gift", "./bank.gift", "link.gift", "-o", "all.yaml", cwd=folder)
    assert done.code == 0
    assert done.out == (
        "bank.gift: note: named 3 times, and imported once\n"
        "bank.gift:5: skipped: this is a description, which has no question\n"
        "bank.gift (gift): 3 found = 2 imported + 1 skipped\n"
        "all.yaml: 2 questions written.\n"
    )


def test_a_pipe_is_not_waited_for(folder: Path, mkdeck: Run) -> None:
    os.mkfifo(folder / "pipe.gift")
    done = mkdeck("import", "pipe.gift", cwd=folder)
    assert (done.code, done.out, done.err) == (
        2,
        "",
        "mkdeck: pipe.gift is no regular file; save what it gives as one.\n",
    )


def test_a_text_is_no_package(folder: Path, mkdeck: Run) -> None:
    done = mkdeck("import", "bank.gift", "--from", "apkg", cwd=folder)
    assert (done.code, done.err) == (2, "mkdeck: bank.gift: this is no package of Anki's, which is a zip file.\n")


def test_nothing_but_skipped_questions_is_a_failure(folder: Path, mkdeck: Run) -> None:
    (folder / "bank.gift").write_text("::a:: Just a note.\n\nBroken {=a\n")
    done = mkdeck("import", "bank.gift", "--from", "gift", cwd=folder)
    assert done.code == 1
    assert "2 found = 0 imported + 2 skipped" in done.out
    assert not (folder / "bank.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone.gift"], "gone.gift can't be read: No such file or directory"),
        (["bank.gift", "--from", "word"], "'word' is not one of '"),
        (["bank.gift", "-o", "deck.txt"], "is no name for a deck file"),
        (["bank.gift", "-o", "course.yaml"], "is no name for a deck file"),
        (["bank.gift", "--append", "--force"], "exclude each other"),
        (["bank.gift", "bank.txt"], "would become one deck"),
        (["bank.gift", "-o", "-"], "mkdeck writes to a place with a name, not to '-'."),
        ([], "Missing argument"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], message: str, folder: Path, mkdeck: Run) -> None:
    done = mkdeck("import", *arguments, cwd=folder)
    assert done.code == 2
    assert message in done.err


def test_several_files_become_the_decks_of_a_course(folder: Path, mkdeck: Run) -> None:
    (folder / "more.txt").write_text("Who?\nA) x\nB) y\nANSWER: B\n")
    done = mkdeck("import", "bank.gift", "more.txt", "-o", "new course", cwd=folder)
    assert "new course: 3 questions in 2 decks written." in done.out
    schema = "# yaml-language-server: $schema=.schema"
    assert {path.name: path.read_text() for path in (folder / "new course").glob("*.yaml")} == {
        "course.yaml": f"{schema}/course.json\ncourse: new course\nid: new-course\nlanguage: en\n",
        "bank.yaml": (
            f"{schema}/deck.json\ndeck: bank\nquestions:\n"
            "  - id: one\n    type: true-false\n    question: One?\n    answer: true\n\n"
            "  - id: which\n    type: multiple-choice\n    question: Which?\n    choices:\n"
            "      - correct: a\n      - b\n"
        ),
        "more.yaml": (
            f"{schema}/deck.json\ndeck: more\nquestions:\n"
            "  - id: who\n    type: multiple-choice\n    question: Who?\n    choices:\n"
            "      - x\n      - correct: y\n"
        ),
    }
    assert mkdeck("build", "new course", cwd=folder).code == 0


def test_a_course_is_written_as_a_new_one_is(folder: Path, mkdeck: Run) -> None:
    mkdeck("new", "fresh", cwd=folder)
    mkdeck("import", "bank.gift", "-o", "course", cwd=folder)
    assert read_tree(folder / "course" / ".schema") == read_tree(folder / "fresh" / ".schema")
    for name, others in (("course.yaml", "course.yaml"), ("bank.yaml", "01-first-questions.yaml")):
        own, new = (folder / "course" / name).read_text(), (folder / "fresh" / others).read_text()
        assert own.partition("\n")[0] == new.partition("\n")[0]


@pytest.mark.parametrize(
    ("name", "page", "language"),
    [
        ("quiz.md", "---\nlang: de-AT\n---\n\n# Was?\n\n- [x] a\n- [ ] b\n", "de"),
        ("quiz.md", "---\nlanguage: 'fr'\n---\n\n# Quoi ?\n\n- [x] a\n- [ ] b\n", "fr"),
        ("quiz.md", "---\nlang: sv\n---\n\n# Vad?\n\n- [x] a\n- [ ] b\n", "en"),
        ("quiz.md", "# Was ist das, und warum ist es so?\n\n- [x] ein Haus\n- [ ] ein Baum\n", "en"),
        ("quiz.xml", QTI.format(' xml:lang="pl"', ' xml:lang="pl"'), "pl"),
        ("quiz.xml", QTI.format(' xml:lang="pl"', ""), "en"),
        ("quiz.xml", QTI.format("", ""), "en"),
    ],
)
def test_the_language_is_what_the_source_states(
    name: str, page: str, language: str, tmp_path: Path, mkdeck: Run
) -> None:
    (tmp_path / name).write_text(page)
    assert mkdeck("import", name, "-o", "course", cwd=tmp_path).err == ""
    assert f"\nlanguage: {language}\n" in (tmp_path / "course" / "course.yaml").read_text()
    assert mkdeck("build", "course", cwd=tmp_path).err == ""


@pytest.mark.parametrize(("place", "first"), [("", ".schema"), ("unit/", "../.schema")])
def test_a_deck_in_a_course_names_its_schema(place: str, first: str, folder: Path, mkdeck: Run) -> None:
    mkdeck("new", "fresh", cwd=folder)
    mkdeck("import", "bank.gift", "-o", f"fresh/{place}bank.yaml", cwd=folder)
    text = (folder / "fresh" / place / "bank.yaml").read_text()
    assert text.startswith(f"# yaml-language-server: $schema={first}/deck.json\nquestions:\n")
    mkdeck("import", "bank.gift", "-o", "bank.yaml", cwd=folder)
    assert (folder / "bank.yaml").read_text().startswith("questions:\n"), "no schema is there"


def read_tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
