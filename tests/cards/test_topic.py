"""Proves that a card says quietly in which deck it is, in a real Anki, and that this is no part of any note."""

import re
from pathlib import Path

import pytest
from anki.decks import DeckId, FilteredDeckConfig

from browser import Browser
from cards.sides import Card
from conftest import Build, Run, Write
from mkdeck.compiler import compile_course
from mkdeck.identity import make_guid
from mkdeck.rehearsal.student import Student
from mkdeck.rendering.templates import render_card

DECK = """\
    deck: {deck}
    questions:
      - {{id: pick, type: multiple-choice, question: One?, choices: [{{correct: yes}}, no]}}
      - {{id: gap, type: cloze, question: "Its {{{{c1::parts}}}} are {{{{c2::two}}}}."}}
      - {{id: gone, type: short-answer, question: Why?, answer: So., retired: Silly.}}
"""
TOPIC = re.compile(r'<p class="topic" dir="auto">(.*)</p>')


def files(settings: str = "", deck: str = "07 Recurrent & more::Gates") -> dict[str, str | bytes]:
    return {"course.yaml": f"course: Deep\nid: deep\n{settings}", "01.yaml": DECK.format(deck=deck)}


def read_topics(student: Student) -> list[list[str]]:
    """Give what each side of each card says of its deck."""
    return [
        [each for side in student.render(guid, ordinal) for each in TOPIC.findall(side)]
        for guid, ordinal in sorted(student.schedules())
    ]


def test_each_side_names_the_deck_once(course: Write, build: Build, student: Student) -> None:
    student.take(build(course(files())))
    assert read_topics(student) == [["Gates", "Gates"]] * 3
    note = student.note(make_guid("deep", "pick", "standard"))
    assert [field for field in note.fields if "Gates" in field] == []


def test_a_deck_that_a_student_renamed_and_a_filtered_one_break_nothing(
    course: Write, build: Build, student: Student
) -> None:
    student.take(build(course(files())))
    collection = student.collection
    collection.decks.rename(collection.decks.by_name("Deep::07 Recurrent & more::Gates") or {}, "My own")
    assert read_topics(student) == [["My own", "My own"]] * 3
    filtered = collection.sched.get_or_create_filtered_deck(DeckId(0))
    filtered.name = "Cram"
    del filtered.config.search_terms[:]
    filtered.config.search_terms.append(FilteredDeckConfig.SearchTerm(search="deck:*", limit=99))
    collection.sched.add_or_update_filtered_deck(filtered)
    assert collection.find_cards("deck:Cram")
    assert read_topics(student) == [["My own", "My own"]] * 3  # where the cards belong


@pytest.mark.parametrize(
    ("settings", "deck"), [("topic: false\n", "Gates"), ("", "'a < b'"), ("", "Gates <img src=x onerror=alert(1)>")]
)
def test_a_course_goes_without_and_so_does_one_whose_names_would_be_html(
    course: Write, build: Build, student: Student, settings: str, deck: str
) -> None:
    student.take(build(course(files(settings, deck))))
    assert read_topics(student) == [[]] * 3


def test_the_setting_touches_no_note_and_comes_back_from_a_package(
    course: Write, mkdeck: Run, build: Build, tmp_path: Path
) -> None:
    shown, quiet = (compile_course(course(files(each)), 1).package for each in ("", "topic: false\n"))
    assert shown.notes == quiet.notes
    assert shown.notetypes != quiet.notetypes
    package = build(course(files("topic: false\n")))
    done = mkdeck("import", package, "-o", tmp_path / "back")
    assert done.code == 0, done.err
    assert "topic: false\n" in (tmp_path / "back/course.yaml").read_text()
    package = build(course(files()))
    done = mkdeck("import", package, "-o", tmp_path / "again")
    assert "topic" not in (tmp_path / "again/course.yaml").read_text()


def test_the_preview_says_what_anki_does(course: Write, build: Build, student: Student) -> None:
    folder = course(files())
    student.take(build(folder))
    package = compile_course(folder, 1).package
    kinds = {each.note_class: each for each in package.notetypes}
    for note in package.notes:
        for ordinal in note.cards:
            sides = render_card(kinds[note.note_class], note, ordinal)
            assert (sides.front, sides.back) == student.render(note.guid, ordinal)


def test_it_is_small_and_quiet(course: Write, build: Build, student: Student, browser: Browser) -> None:
    student.take(build(course(files())))
    guid = make_guid("deep", "pick", "standard")
    css = str((student.note(guid).note_type() or {})["css"])
    card = Card(*student.render(guid), css=css)
    browser.show(card.page(card.front))
    sizes = "['.topic', '.prompt'].map((each) => parseFloat(getComputedStyle(document.querySelector(each)).fontSize))"
    topic, prompt = browser.run(sizes)
    assert topic < 0.7 * prompt
    assert browser.run("getComputedStyle(document.querySelector('.topic')).color") == "rgb(88, 96, 107)"
