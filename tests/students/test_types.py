"""Proves that a question may become one of any other type without gaps, or change in itself, and keeps its schedule."""

from pathlib import Path

import pytest

from conftest import Build, Run, Write
from mkdeck.identity import make_guid
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

FIRST = 1_700_000_000
WEEK = 7 * 24 * 60 * 60
TYPES = {
    "multiple-choice": "choices: [One, {correct: Two}]",
    "true-false": "answer: true",
    "short-answer": "answer: Two",
    "typed": "answer: Two, accept: [Too]",
    "numeric": "answer: 2, tolerance: 0.1, unit: m",
    "ordering": "items: [One, Two, Three]",
    "matching": "pairs: [{left: One, right: odd}, {left: Two, right: even}]",
    "statements": "statements: [{true: One is odd.}, {false: Two is odd.}]",
}
CHANGED = {
    "typed": "answer: Two, accept: [Too, Tow]",
    "numeric": "answer: 2, tolerance: 0.2, unit: m",
    "ordering": "items: [One, Three, Two]",
    "matching": "pairs: [{left: One, right: even}, {left: Two, right: odd}]",
    "statements": "statements: [{false: One is odd.}, {false: Two is odd.}]",
}


def write(keys: str, kind: str, other: str = "One is odd.") -> dict[str, str]:
    name = "short-answer" if kind == "typed" else kind
    asked = f"{{id: asked, type: {name}, question: Which?, {keys}}}"
    return {
        "course.yaml": "{course: Types, id: types}",
        "1.yaml": f"questions: [{asked}, {{id: other, type: true-false, question: {other}, answer: true}}]",
    }


def take_and_study(student: Student, package: Path) -> None:
    assert student.take(package) == Taken(new=2)
    student.study()
    student.edit(make_guid("types", "other", "standard"), "Hint", "My own words")


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_turns_into_any_other_of_its_class(kind: str, course: Write, build: Build, student: Student) -> None:
    take_and_study(student, build(course(write(TYPES[kind], kind)), FIRST))
    before = student.schedules()
    for i, (new, keys) in enumerate(TYPES.items(), start=1):
        if new == kind:
            continue
        taken = student.take(build(course(write(keys, new)), FIRST + i * WEEK))
        assert (taken.new, taken.conflicting, taken.left_out) == (0, 0, 0), new
        assert student.schedules() == before, new
        front, back = student.render(make_guid("types", "asked", "standard"))
        assert f"kind-{'short-answer' if new == 'typed' else new}" in front
        assert front.strip() in back
    assert len(student.notes()) == 2


@pytest.mark.parametrize("kind", CHANGED)
def test_what_is_right_changes_for_students_too(kind: str, course: Write, build: Build, student: Student) -> None:
    take_and_study(student, build(course(write(TYPES[kind], kind)), FIRST))
    before, guid = student.schedules(), make_guid("types", "asked", "standard")
    answer = student.notes()[guid].fields
    assert student.take(build(course(write(CHANGED[kind], kind)), FIRST + WEEK)).updated == 1
    assert student.schedules() == before
    assert student.notes()[guid].fields != answer


def test_a_diff_says_what_students_notice_of_each_type(course: Write, build: Build, mkdeck: Run) -> None:
    said = {}
    for kind, keys in CHANGED.items():
        old = build(course(write(TYPES[kind], kind), kind), FIRST)
        done = mkdeck("diff", old, course(write(keys, kind), kind))
        assert done.code == 1
        said[kind] = [line.strip() for line in done.out.splitlines()[1:] if "[-" in line or "{+" in line]
    assert said == {
        "typed": ["{+typed: Tow+}"],
        "numeric": ["Answer: 2 ± [-0.1-] {+0.2+} m"],
        "ordering": ["- [-Two-] {+Three+}", "- [-Three-] {+Two+}"],
        "matching": ["- One → [-odd-] {+even+}", "- Two → [-even-] {+odd+}"],
        "statements": ["- [-True-] {+False+}"],
    }
