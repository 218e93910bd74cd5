"""Proves that a course built again costs a student nothing: no schedule, no duplicate, no conflict, no edit."""

import re
from pathlib import Path

import pytest

from card_reader import read_card
from conftest import Build, Run, Write
from mkdeck.identity import make_guid
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student
from students.term import ODD, ROOT, SUM, ZERO

FIRST, LATER, LATEST = 1_700_000_000, 1_700_600_000, 1_701_200_000

SETTINGS = """\
course: Numbers
id: numbers
tags: [all]
"""
PRIME = """\
- id: prime
  type: multiple-choice
  question: Which number is prime?
  choices: [{correct: Five}, Six]
  explanation: It has two divisors.
"""
PRIME_AS_SHORT_ANSWER = """\
- id: prime
  type: short-answer
  question: What makes five prime?
  answer: It has two divisors.
"""
MANY = "".join(
    f"""\
- id: many-{i}
  type: true-false
  question: Is {i} even?
  answer: {"no" if i % 2 else "yes"}
"""
    for i in range(12)
)
ADDED = """\
- id: added
  type: true-false
  question: One is prime.
  answer: false
"""
HEAD = """\
deck: 1 First
questions:
"""
COURSE = {"course.yaml": SETTINGS, "1.yaml": HEAD + ODD + PRIME + ZERO + SUM + ROOT + MANY}
CHANGED = {
    "1.yaml": HEAD + ROOT + ODD.replace("Which number is odd?", "Which of these is odd?") + ADDED
    + PRIME_AS_SHORT_ANSWER + ZERO + SUM + MANY
}  # fmt: skip
RETIRED = {
    "1.yaml": HEAD + ODD + "  retired: Too easy.\n" + PRIME + ZERO + SUM + "  retired: Too hard.\n" + ROOT + MANY,
}
NOTES = 17


def guid(name: str, *, gap: bool = False, course: str = "numbers") -> str:
    return make_guid(course, name, "cloze" if gap else "standard")


def test_changed_text_changed_type_moved_and_added_questions_cost_no_schedule(
    course: Write, build: Build, student: Student
) -> None:
    folder = course(COURSE)
    assert student.take(build(folder, FIRST)) == Taken(new=NOTES)
    student.study()
    before = student.schedules()
    assert {(each.type, each.queue) for each in before.values()} == {(0, 0), (1, 1), (2, 2), (3, 1), (0, -1), (2, -1)}
    assert {each.flags for each in before.values()} > {0}

    course(CHANGED)
    # Without a ledger all notes carry the time of the build, so all count as updated.
    assert student.take(build(folder, LATER)) == Taken(new=1, updated=NOTES)

    after = student.schedules()
    assert after.keys() - before.keys() == {(guid("added"), 0)}
    assert {card: after[card] for card in before} == before
    assert student.fix_integrity() == []
    assert set(student.decks()) == {"Numbers", "Numbers::1 First"}

    front, _ = student.render(guid("odd"))
    assert read_card(front) == ["Which of these is odd?", "Two", "Three", "Four"]
    front, back = student.render(guid("prime"))
    assert read_card(front) == ["What makes five prime?", "Think of your answer first, then turn the card."]
    assert read_card(back) == ["What makes five prime?", "Model answer", "It has two divisors."]
    front, _ = student.render(guid("added"))
    assert read_card(front) == ["One is prime.", "True", "False"]


def test_suspended_flagged_and_buried_cards_stay_so(course: Write, build: Build, student: Student) -> None:
    folder = course(COURSE)
    student.take(build(folder, FIRST))
    cards = {name: student.note(guid(name)).card_ids() for name in ("odd", "prime", "root")}
    student.collection.sched.suspend_cards(cards["odd"])
    student.collection.set_user_flag_for_cards(3, cards["prime"])
    student.collection.sched.bury_cards(cards["root"])

    course(CHANGED)
    student.take(build(folder, LATER))

    after = student.schedules()
    assert {name: (after[guid(name), 0].queue, after[guid(name), 0].flags) for name in cards} == {
        "odd": (-1, 0),
        "prime": (0, 3),
        "root": (-3, 0),
    }


def test_an_unchanged_course_built_at_the_same_time_overwrites_no_edit(
    course: Write, build: Build, student: Student
) -> None:
    folder = course(COURSE)
    student.take(build(folder, FIRST))
    student.edit(guid("odd"), "Hint", "My own hint.", at=FIRST + 10)
    student.tag(guid("prime"), "mine", at=FIRST + 10)
    before = student.notes()
    assert student.take(build(folder, FIRST)) == Taken(duplicate=NOTES)
    assert student.notes() == before


def test_a_release_updates_what_changed_and_no_note_beside_it(
    course: Write, mkdeck: Run, student: Student, tmp_path: Path
) -> None:
    def release(time: int) -> Path:
        code, _, err = mkdeck("release", "course", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(time)})
        assert code == 0, err
        return tmp_path / "build/numbers.apkg"

    course(COURSE)
    assert student.take(release(FIRST)) == Taken(new=NOTES)
    student.study()
    student.edit(guid("prime"), "Hint", "My own hint.", at=FIRST + 10)
    student.tag(guid("root"), "mine", at=FIRST + 10)
    schedules, notes = student.schedules(), student.notes()

    course({"1.yaml": COURSE["1.yaml"].replace("Which number is odd?", "Which of these is odd?")})
    assert student.take(release(LATER)) == Taken(updated=1, duplicate=NOTES - 1)
    assert student.schedules() == schedules
    changed = student.notes()
    assert {each for each in notes if changed[each] != notes[each]} == {guid("odd")}
    assert read_card(student.render(guid("odd"))[0])[0] == "Which of these is odd?"


def test_an_older_package_changes_nothing(course: Write, build: Build, student: Student) -> None:
    folder = course(COURSE)
    older = build(folder, FIRST)
    course({"1.yaml": HEAD + ODD.replace("odd?", "not even?")})
    student.take(build(folder, LATER))
    student.study()
    before = student.schedules(), student.notes()[guid("odd")]
    assert student.take(older) == Taken(new=NOTES - 1, duplicate=1)
    assert {card: student.schedules()[card] for card in before[0]} == before[0]
    assert student.notes()[guid("odd")] == before[1]


def test_back_and_forth_between_types_keeps_the_schedule(course: Write, build: Build, student: Student) -> None:
    folder = course({"course.yaml": SETTINGS, "1.yaml": HEAD + PRIME})
    student.take(build(folder, FIRST))
    student.study(spread=False)
    before, note = student.schedules(), student.notes()[guid("prime")]
    course({"1.yaml": HEAD + PRIME_AS_SHORT_ANSWER})
    assert student.take(build(folder, LATER)) == Taken(updated=1)
    course({"1.yaml": HEAD + PRIME})
    assert student.take(build(folder, LATEST)) == Taken(updated=1)
    assert student.schedules() == before
    assert student.notes() == {guid("prime"): note}


def test_a_new_gap_gets_a_card_and_the_others_keep_theirs(course: Write, build: Build, student: Student) -> None:
    folder = course({"course.yaml": SETTINGS, "1.yaml": HEAD + SUM})
    student.take(build(folder, FIRST))
    student.study(spread=False)
    before = student.schedules()
    course({"1.yaml": HEAD + SUM.replace("is {{", "{{c3::is}} {{")})
    assert student.take(build(folder, LATER)) == Taken(updated=1)
    after = student.schedules()
    assert after.keys() - before.keys() == {(guid("sum", gap=True), 2)}
    assert {card: after[card] for card in before} == before
    front, _ = student.render(guid("sum", gap=True), 2)
    assert read_card(front) == ["One and one [...] two."]
    assert student.fix_integrity() == []


def test_new_templates_and_another_language_reach_old_cards(course: Write, build: Build, student: Student) -> None:
    folder = course(COURSE)
    student.take(build(folder, FIRST))
    student.study()
    before = student.schedules()
    assert student.render(guid("prime"))[1].count('<h2 class="label">Explanation</h2>') == 1

    course({"course.yaml": SETTINGS + "language: de\n"})
    assert student.take(build(folder, LATER)) == Taken(updated=NOTES)

    assert student.schedules() == before
    assert {note.notetype for note in student.notes().values()} == {"Numbers", "Numbers (cloze)"}
    _, back = student.render(guid("prime"))
    assert read_card(back) == ["Which number is prime?", "Five", "Six", "Erklärung", "It has two divisors."]
    front, back = student.render(guid("zero", gap=True))
    assert (read_card(front), read_card(back)) == (["Zero is even.", "[Wahr oder falsch?]"], ["Zero is even.", "Wahr"])
    css = {each["name"]: each["css"] for each in student.collection.models.all() if each["name"].startswith("Numbers")}
    assert {name: 'content: "Eine Antwort wählen"' in text for name, text in css.items()} == {
        "Numbers": True,
        "Numbers (cloze)": True,
    }


def test_a_renamed_course_keeps_notes_and_schedules(course: Write, build: Build, student: Student) -> None:
    folder = course(COURSE)
    student.take(build(folder, FIRST))
    student.study()
    before = student.schedules()
    course({"course.yaml": SETTINGS.replace("course: Numbers", "course: Whole numbers")})
    assert student.take(build(folder, LATER)) == Taken(updated=NOTES)
    assert student.schedules() == before
    assert {note.notetype for note in student.notes().values()} == {"Whole numbers", "Whole numbers (cloze)"}


def test_stamping_provisional_ids_makes_no_new_note(
    course: Write,
    build: Build,
    mkdeck: Run,
    student: Student,
) -> None:
    folder = course({"course.yaml": SETTINGS, "1.yaml": re.sub(r"- id: .*\n  ", "- ", COURSE["1.yaml"])})
    assert student.take(build(folder, FIRST)) == Taken(new=NOTES)
    student.study()
    before = student.schedules(), student.notes()

    code, out, err = mkdeck("stamp", "course", cwd=folder.parent)
    assert (code, out, err) == (0, "course/1.yaml: 17 ids written.\n", "")
    assert (folder / "1.yaml").read_text().count("id: ") == NOTES

    assert student.take(build(folder, FIRST)) == Taken(duplicate=NOTES)
    assert student.take(build(folder, LATER)) == Taken(updated=NOTES)
    assert (student.schedules(), student.notes()) == before


@pytest.mark.parametrize("times", [(FIRST, FIRST), (FIRST, LATER), (LATER, FIRST)])
def test_two_courses_with_the_same_ids_do_not_touch_each_other(
    times: tuple[int, int], course: Write, build: Build, student: Student
) -> None:
    numbers = course(COURSE, name="one")
    others = course(
        {**COURSE, "course.yaml": "{course: Zahlen, id: zahlen, language: de}"},
        name="other",
    )
    student.take(build(numbers, times[0]))
    student.study()
    before = student.schedules(), student.notes(), student.render(guid("odd"))

    assert student.take(build(others, times[1])) == Taken(new=NOTES)

    schedules, notes = student.schedules(), student.notes()
    assert {card: schedules[card] for card in before[0]} == before[0]
    assert {each: notes[each] for each in before[1]} == before[1]
    assert student.render(guid("odd")) == before[2]
    assert '<h2 class="label">Erklärung</h2>' in student.render(guid("odd", course="zahlen"))[1]
    assert len(notes) == 2 * NOTES
    # In the package cards count up from 1 in each course, whatever ids Anki had to move.
    found = [schedules[guid(name, course="zahlen"), 0].due for name in ("odd", "prime", "root", "many-0", "many-11")]
    assert found == [1, 2, 5, 6, 17]
    assert student.fix_integrity() == []
    assert student.check_media() == []


def test_a_changed_picture_arrives_and_the_old_one_is_not_overwritten(
    course: Write, build: Build, student: Student
) -> None:
    question = "- {id: look, type: cloze, question: '![](dot.png) is {{c1::black}}.'}\n"
    folder = course({"course.yaml": SETTINGS, "1.yaml": HEAD + question, "dot.png": b"a black dot"})
    student.take(build(folder, FIRST))
    course({"dot.png": b"a blacker dot"})
    assert student.take(build(folder, LATER)) == Taken(updated=1)
    front, _ = student.render(guid("look", gap=True))
    media = Path(student.collection.media.dir())
    assert {name: (media / name).read_bytes() for name in student.media_files()} == {
        "dot-b70b278f4e5a.png": b"a black dot",
        "dot-bf4b4d5b31ff.png": b"a blacker dot",
    }
    assert '<img src="dot-bf4b4d5b31ff.png"' in front


def test_a_retired_question_keeps_its_schedule_and_says_so_and_comes_back_when_it_is_asked_again(
    course: Write, build: Build, student: Student
) -> None:
    folder = course(COURSE)
    student.take(build(folder, FIRST))
    student.study()
    student.fix_integrity()  # reads times of answers from the log, which can be a second later
    before, notes = student.schedules(), student.notes()

    course(RETIRED)
    assert student.take(build(folder, LATER)) == Taken(updated=NOTES)
    assert student.schedules() == before
    for card in ((guid("odd"), 0), (guid("sum", gap=True), 0), (guid("sum", gap=True), 1)):
        front, _ = student.render(*card)
        assert read_card(front)[0] == "This question is no longer asked. You can delete the card."
        assert student.notes()[card[0]].tags == ("all", "mkdeck::retired")
    assert student.fix_integrity() == []
    assert student.schedules() == before

    course(COURSE)
    assert student.take(build(folder, LATEST)) == Taken(updated=NOTES)
    assert (student.schedules(), student.notes()) == (before, notes)


def test_empty_cards_clears_up_retired_questions_for_good(course: Write, build: Build, student: Student) -> None:
    folder = course(COURSE)
    student.take(build(folder, FIRST))
    student.study()
    before = student.schedules()
    course(RETIRED)
    student.take(build(folder, LATER))

    empty = student.collection.get_empty_cards().notes
    student.collection.remove_cards_and_orphaned_notes([card for note in empty for card in note.card_ids])
    rest = {card: each for card, each in before.items() if card[0] not in (guid("odd"), guid("sum", gap=True))}
    assert student.schedules() == rest
    assert len(student.notes()) == NOTES - 2

    student.take(build(folder, LATEST))
    assert student.schedules() == rest


def test_the_reason_arrives_when_the_last_question_of_a_deck_is_retired(
    course: Write, build: Build, student: Student
) -> None:
    other = "questions:\n- {id: other, type: true-false, question: Is 1 prime?, answer: false}\n"
    folder = course({"course.yaml": SETTINGS, "1.yaml": HEAD + ROOT, "2.yaml": other})
    student.take(build(folder, FIRST))
    course({"1.yaml": HEAD + ROOT + "  retired: Too easy.\n"})
    student.take(build(folder, LATER))
    assert "Too easy." in student.decks()["Numbers::2"].description  # Anki takes none of a deck without cards


def test_a_question_that_is_asked_again_is_no_longer_listed_as_retired(
    course: Write, build: Build, student: Student
) -> None:
    folder = course({**COURSE, **RETIRED})
    student.take(build(folder, FIRST))
    course(COURSE)
    student.take(build(folder, LATER))
    assert "Too easy." not in student.decks()["Numbers::1 First"].description


def test_what_the_student_added_of_their_own_stays(course: Write, build: Build, student: Student) -> None:
    folder = course(COURSE)
    student.take(build(folder, FIRST))
    basic = student.collection.models.by_name("Basic")
    deck = student.collection.decks.id("Numbers::1 First")
    assert basic
    assert deck
    own = student.collection.new_note(basic)
    own.fields = ["My question", "My answer"]
    student.collection.add_note(own, deck)
    before = student.notes()[own.guid], student.schedules()[own.guid, 0]
    course(CHANGED)
    student.take(build(folder, LATER))
    assert (student.notes()[own.guid], student.schedules()[own.guid, 0]) == before


def test_check_database_and_a_retired_question_that_a_student_never_had(
    tmp_path: Path, mkdeck: Run, student: Student
) -> None:
    """It makes an empty card, which Empty Cards takes away; the note comes again unseen."""
    asked = "- {id: a, type: short-answer, question: Why?, answer: So.}\n"
    gone = "- {id: gone, type: short-answer, question: How?, answer: So., retired: Old.}\n"
    (tmp_path / "honey.yaml").write_text(f"questions:\n{asked}{gone}")
    assert mkdeck("build", "honey.yaml", cwd=tmp_path).code == 0
    package = tmp_path / "build/honey.apkg"
    assert student.take(package) == Taken(new=2)
    assert student.collection.card_count() == 1
    assert student.fix_integrity() == []
    (empty,) = student.collection.get_empty_cards().notes
    assert (student.collection.card_count(), len(empty.card_ids)) == (2, 1)
    student.collection.remove_cards_and_orphaned_notes(list(empty.card_ids))
    assert student.take(package) == Taken(new=1, duplicate=1)
    assert student.collection.card_count() == 1
