"""Proves that a question which was copied, and not removed from its first place, is called a copy."""

from pathlib import Path

from conftest import Run, Write

ONE = "questions:\n  - {id: legs, type: numeric, question: How many legs?, answer: 6}\n"
TWO = ONE + "  - {id: eyes, type: numeric, question: How many eyes?, answer: 5}\n"


def check(course: Write, mkdeck: Run, tmp_path: Path, first: str, second: str) -> str:
    course({"course.yaml": "{course: Bees, id: bees}", "1.yaml": first, "2.yaml": second})
    done = mkdeck("check", "course", "--format", "text", cwd=tmp_path)
    return "".join(line + "\n" for line in done.out.splitlines() if "duplicate-id" in line)


def test_a_copy_is_to_be_removed(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    assert check(course, mkdeck, tmp_path, TWO, ONE) == (
        "course/2.yaml:2:10: error: legs: this is a copy of question 1 of course/1.yaml; remove one of them "
        "[duplicate-id]\n"
    )


def test_another_text_needs_another_id(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    assert check(course, mkdeck, tmp_path, TWO, ONE.replace("legs?", "wings?")) == (
        "course/2.yaml:2:10: error: legs: the id 'legs' is taken by question 1 of course/1.yaml; give this question "
        "another [duplicate-id]\n"
    )


def test_of_a_file_that_was_copied_one_line_tells(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    assert check(course, mkdeck, tmp_path, TWO, TWO) == (
        "course/2.yaml:2:3: error: every question of this file is a copy of one in course/1.yaml; remove one of the "
        "two files [duplicate-id]\n"
    )


def test_two_versions_of_one_file_are_to_be_made_one(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    three = TWO + "  - {id: wings, type: numeric, question: How many wings?, answer: 4}\n"
    assert check(course, mkdeck, tmp_path, three, three.replace("wings?", "wings has it?")) == (
        "course/2.yaml:2:3: error: this file and course/1.yaml are two versions of one; put what is right into one of "
        "them, and remove the other [duplicate-id]\n"
    )


def test_a_file_made_of_another_needs_other_ids(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    other = TWO.replace("legs?", "wings?").replace("eyes?", "ears?")
    said = check(course, mkdeck, tmp_path, TWO, other).splitlines()
    assert [line.partition("; ")[2] for line in said] == ["give this question another [duplicate-id]"] * 2
