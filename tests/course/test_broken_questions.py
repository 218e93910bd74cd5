"""Proves that one mistake hides no other, and makes none: broken questions and settings keep their ids and places."""

import re
from pathlib import Path

import pytest

from conftest import Outcome, Run, Write

TYPE_NAMES = (
    "'multiple-choice', 'true-false', 'short-answer', 'cloze', 'statements', 'numeric', 'ordering', 'matching', "
    "'occlusion'"
)

COLUMN = re.compile(r"(.*?:\d+):\d+(: .*\])")
SETTINGS = "course: Tides\nid: tides\n"
SOUND = "  - {id: moon, type: short-answer, question: What pulls the sea?, answer: The moon.}\n"
BROKEN = {
    "answer": "  - {id: moon, type: true-false, question: The moon pulls the sea., answer: perhaps}\n",
    "type": "  - {id: moon, type: riddle, question: What pulls the sea?}\n",
    "no type": "  - {id: moon, question: What pulls the sea?}\n",
    "choices": "  - {id: moon, type: multiple-choice, question: What pulls the sea?, choices: The moon}\n",
    "question": "  - {id: moon, type: short-answer, question: '', answer: The moon.}\n",
}
SCHEMA = {
    "answer": "`answer` must be true or false",
    "type": f"`type` is one of {TYPE_NAMES}",
    "no type": f"`type` is missing; it is one of {TYPE_NAMES}",
    "choices": "`choices` must be a list; write `choices: [The moon]`",
    "question": "`question` is empty; write something",
}


def said(outcome: Outcome) -> list[str]:
    """Give findings without their columns."""
    found = (COLUMN.fullmatch(line) for line in (outcome.out + outcome.err).splitlines())
    return [each[1] + each[2] for each in found if each]


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("first", [True, False])
def test_an_id_that_stands_twice_is_named_where_one_of_the_two_is_broken(
    fault: str, first: bool, course: Write, mkdeck: Run
) -> None:
    one, two = (BROKEN[fault], SOUND) if first else (SOUND, BROKEN[fault])
    folder = course({"course.yaml": SETTINGS, "1.yaml": "questions:\n" + one, "2.yaml": "questions:\n" + two})
    outcome = mkdeck("check", cwd=folder)
    twice = "2.yaml:2: error: moon: the id 'moon' is taken by question 1 of 1.yaml; give this question another"
    broken = f"{1 if first else 2}.yaml:2: error: moon: {SCHEMA[fault]} [schema]"
    assert sorted(said(outcome)) == sorted([f"{twice} [duplicate-id]", broken])
    assert outcome.err == "2 questions checked: 2 errors.\n"


def test_ids_that_are_no_ids_stand_twice_too(course: Write, mkdeck: Run) -> None:
    deck = "questions:\n" + SOUND.replace("id: moon", "id: The Moon") * 2
    outcome = mkdeck("check", cwd=course({"course.yaml": SETTINGS, "1.yaml": deck}))
    fault = "error: The Moon: an id is made of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit"
    fault += "; write `id: the-moon` [schema]"
    twice = "error: The Moon: the id 'The Moon' is taken by question 1 of 1.yaml; give this question another"
    assert said(outcome) == [f"1.yaml:2: {fault}", f"1.yaml:3: {twice} [duplicate-id]", f"1.yaml:3: {fault}"]


def test_questions_without_ids_are_no_duplicates(course: Write, mkdeck: Run) -> None:
    deck = "questions:\n  - {type: cloze, question: ''}\n  - {id: '', type: cloze}\n  - {id: '', type: cloze}\n  - x\n"
    outcome = mkdeck("check", cwd=course({"course.yaml": SETTINGS, "1.yaml": deck}))
    assert "duplicate-id" not in outcome.out
    assert outcome.err.startswith("4 questions checked: ")


def test_a_provisional_id_is_none_that_a_broken_question_has(course: Write, mkdeck: Run) -> None:
    new = "  - {type: short-answer, question: Moon?, answer: Yes.}\n"
    outcome = mkdeck("check", cwd=course({"course.yaml": SETTINGS, "1.yaml": "questions:\n" + BROKEN["answer"] + new}))
    assert said(outcome)[0] == (
        "1.yaml:3: warning: moon-2: no id; 'moon-2' is used until `mkdeck stamp` writes it [missing-id]"
    )


def test_an_import_takes_no_id_of_a_broken_question(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "1.yaml": "questions:\n" + BROKEN["answer"], "b.gift": "Moon? {T}"})
    assert mkdeck("import", "b.gift", "-o", "2.yaml", cwd=folder).code == 0
    assert "id: moon-2\n" in (folder / "2.yaml").read_text()


def test_names_of_decks_in_two_cases_are_named_where_a_deck_is_broken(course: Write, mkdeck: Run) -> None:
    folder = course(
        {
            "course.yaml": SETTINGS,
            "1.yaml": "deck: Ebb\ntgas: [a]\nquestions:\n" + BROKEN["type"],
            "2.yaml": "deck: ebb\nquestions: none",
        }
    )
    (line,) = [line for line in said(mkdeck("check", cwd=folder)) if "[deck-name]" in line]
    apart = "are one deck to Anki, which does not tell case apart"
    assert line == f"2.yaml:1: error: 'Tides::ebb' and 'Tides::Ebb' {apart} [deck-name]"


SHELF_BROKEN = {
    "sound": {"course.yaml": SETTINGS, "1.yaml": "questions:\n" + SOUND},
    "a broken question": {"course.yaml": SETTINGS, "1.yaml": "questions:\n" + BROKEN["answer"]},
    "settings without a name": {"course.yaml": "id: tides\n", "1.yaml": "questions:\n" + SOUND},
    "settings with an unknown key": {"course.yaml": SETTINGS + "lang: en\n", "1.yaml": "questions:\n" + SOUND},
}


@pytest.mark.parametrize("state", SHELF_BROKEN)
@pytest.mark.parametrize("first", [True, False])
def test_two_courses_of_one_id_are_named_by_every_command(
    state: str, first: bool, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    other = {"course.yaml": "course: Storms\nid: tides\n", "1.yaml": "questions:\n" + SOUND}
    course(SHELF_BROKEN[state] if first else other, "decks/a")
    course(other if first else SHELF_BROKEN[state], "decks/b")
    number = 1 if state == "settings without a name" and not first else 2
    line = (
        f"decks/b/course.yaml:{number}: error: the id 'tides' is that of decks/a, too; give the newer of the two "
        "courses another [duplicate-id]"
    )
    assert line in said(mkdeck("check", cwd=tmp_path))
    assert mkdeck("check", cwd=tmp_path).code == 1
    assert mkdeck("check", "decks/b", cwd=tmp_path).out.count("[duplicate-id]") == 0
    for command in ("build", "release", "site"):
        outcome = mkdeck(command, cwd=tmp_path)
        assert (outcome.code, [each for each in said(outcome) if "duplicate-id" in each]) == (1, [line])
    assert not (tmp_path / "decks/b/mkdeck.lock").exists()


def test_a_course_beside_one_that_is_broken_takes_no_package_from_it(
    course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    course({"course.yaml": SETTINGS, "1.yaml": "questions:\n" + SOUND}, "decks/a")
    assert mkdeck("build", cwd=tmp_path).code == 0
    before = (tmp_path / "build/tides.apkg").read_bytes()
    course({"course.yaml": SETTINGS, "1.yaml": "questions:\n" + SOUND.replace("moon", "sun")}, "decks/b")
    course({"1.yaml": "questions:\n" + BROKEN["answer"]}, "decks/a")
    for _ in range(2):
        assert mkdeck("build", cwd=tmp_path).code == 1
        assert (tmp_path / "build/tides.apkg").read_bytes() == before


def test_courses_whose_ids_cannot_be_read_are_no_twins(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course({"course.yaml": "course: [", "1.yaml": "questions:\n" + SOUND}, "decks/tides")
    course({"course.yaml": SETTINGS, "1.yaml": "questions:\n" + SOUND}, "decks/z")
    assert "duplicate-id" not in mkdeck("check", cwd=tmp_path).out
    assert mkdeck("build", "decks/z", cwd=tmp_path).code == 0


def test_two_loose_files_of_one_name_are_one_course(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course({"a/Moon.yaml": "questions:\n" + SOUND, "b/moon.yaml": "questions:\n" + SOUND}, ".")
    (line,) = said(mkdeck("check", "a/Moon.yaml", "b/moon.yaml", cwd=tmp_path))
    assert line == (
        "b/moon.yaml:1: error: the id 'moon', made of the file's name, is that of a/Moon.yaml, too; rename the newer "
        "of the two [duplicate-id]"
    )


RELEASED = {
    "course.yaml": SETTINGS,
    "1.yaml": "deck: Ebb\nquestions:\n"
    + SOUND
    + "  - {id: sun, type: true-false, question: The sun does so too., answer: true, card: cloze}\n"
    + "  - {id: wind, type: short-answer, question: What makes waves?, answer: The wind.}\n",
}


NO_ID = (
    "`id` is missing; a course needs one: one that was released keeps its own, a new one takes one such as `id: tides`"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "lines"),
    [
        ("course.yaml", "course: Tides\n", "", ["course.yaml:1: error: `course` is missing [schema]"]),
        ("course.yaml", "id: tides\n", "", [f"course.yaml:1: error: {NO_ID} [schema]"]),
        ("course.yaml", "course: Tides", "course: [Tides", None),
        ("course.yaml", "id: tides", "id: Tides", None),
        ("course.yaml", SETTINGS, SETTINGS + "card: clozze\n", None),
        ("1.yaml", "deck: Ebb", "deck: [Ebb]", None),
        ("1.yaml", "deck: Ebb", "deck: Ebb\ncard: clozze", None),
        ("1.yaml", "card: cloze", "card: clozze", None),
        ("1.yaml", "type: true-false", "type: truefalse", None),
        ("1.yaml", "id: sun", "idd: sun", None),
        ("1.yaml", "questions:", "question:", None),
    ],
)
def test_a_mistake_is_told_alone(
    file: str, old: str, new: str, lines: list[str] | None, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    folder = course(RELEASED)
    assert mkdeck("release", folder, "--no-rehearsal", cwd=tmp_path).code == 0
    (folder / file).write_text((folder / file).read_text().replace(old, new))
    outcome = mkdeck("check", cwd=folder)
    assert outcome.code == 1
    assert "[released]" not in outcome.out
    assert lines is None or said(outcome) == lines


def test_a_question_that_is_gone_is_named_beside_a_broken_one(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course(RELEASED)
    assert mkdeck("release", folder, "--no-rehearsal", cwd=tmp_path).code == 0
    course({"1.yaml": "deck: Ebb\nquestions:\n" + BROKEN["answer"]})
    gone = "'%s' was released and is gone; put it back with `retired: why`, or release with `--forget %s` [released]"
    assert said(mkdeck("check", cwd=folder)) == [
        f"mkdeck.lock:8: warning: {gone % ('sun', 'sun')}",
        f"mkdeck.lock:9: warning: {gone % ('wind', 'wind')}",
        f"1.yaml:3: error: moon: {SCHEMA['answer']} [schema]",
    ]
