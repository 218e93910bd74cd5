"""Proves what the manual says of students who renamed decks, filtered or deleted cards, or changed a note's type."""

from collections.abc import Callable

import pytest
from anki.notes import NoteId

from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student
from students.term import COURSE, NOTES, SECOND, Term, guid, replace

CHANGED = {"1.yaml": replace(COURSE["1.yaml"], "Which number is odd?", "Which one is odd?")}
GROWN = {"2.yaml": SECOND + "- {id: new, type: short-answer, question: Is it new?, answer: Yes.}\n"}
NEW = {(guid("new"), 0): "Numbers::2 Second"}


def rename_decks(student: Student) -> None:
    decks = student.collection.decks
    root, first = decks.by_name("Numbers"), decks.by_name("Numbers::1 First")
    assert root
    assert first
    decks.rename(first, "Mine::Odd ones")
    decks.rename(root, "Zahlen")


def filter_cards(student: Student) -> None:
    decks, sched = student.collection.decks, student.collection.sched
    made = decks.new_filtered("Cram")
    deck = decks.get(made)
    assert deck
    deck["terms"] = [["deck:Numbers", 100, 1]]
    decks.save(deck)
    assert sched.rebuild_filtered_deck(made).count


@pytest.mark.parametrize("change", [rename_decks, filter_cards])
def test_cards_stay_in_own_decks_and_new_ones_come_into_the_course_s(
    change: Callable[[Student], None], term: Term
) -> None:
    change(term.student)
    term.remember()
    term.write(CHANGED | GROWN)
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(new=1, updated=1, duplicate=NOTES - 1)
    term.assert_kept(besides={guid("odd")}, new=NEW)
    assert term.front("odd")[0] == "Which one is odd?"


def find(student: Student) -> NoteId:
    (note,) = student.collection.find_notes('"Which number is odd"')
    return note


def test_a_deleted_note_comes_back_as_new(term: Term) -> None:
    term.student.collection.remove_notes([find(term.student)])
    term.write(GROWN)
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(new=2, duplicate=NOTES - 1)
    assert term.student.schedules()[guid("odd"), 0].reps == 0


def test_a_note_that_was_turned_into_another_note_type_gets_no_changes(term: Term) -> None:
    models = term.student.collection.models
    note = find(term.student)
    own, other = term.student.collection.get_note(note).mid, models.id_for_name("Basic")
    assert other
    request = models.change_notetype_info(old_notetype_id=own, new_notetype_id=other).input
    request.note_ids.extend([note])
    models.change_notetype_of_notes(request)
    term.remember()
    term.write(CHANGED)
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(conflicting=1, duplicate=NOTES - 1)
    term.assert_kept()
