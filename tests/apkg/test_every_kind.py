"""Proves what a fresh Anki shows of every kind of question: sides, order, decks, fields, media, and what is retired."""

import re
from textwrap import dedent

from apkg.arrival import Arrival, visible
from card_reader import read_card
from conftest import Build, Write
from mkdeck.identity import make_guid
from mkdeck.rehearsal.states import NoteState, Taken
from mkdeck.rehearsal.student import Student

RETIRED = {
    "course.yaml": "course: Old\nid: old",
    "01.yaml": """\
        questions:
          - {id: pluto, type: true-false, question: Pluto is a planet., answer: true, retired: It was one.}
          - {id: ceres, type: true-false, question: Ceres is one., answer: true, card: cloze, retired: It was one.}
          - {id: earth, type: true-false, question: Earth is a planet., answer: true}
        """,
}

FRONT_AND_BACK = {  # line / line / ...; every back ends with explanation, source and report
    ("single", 0): (
        "Which letter is the first? / Beta / Alpha / Gamma / None of these",
        "Which letter is the first? / Beta / Alpha / As in alphabet. / Gamma / It is the third. / None of these",
    ),
    ("several", 0): (
        "Which are even? / One / Two / Three / Four / Hint",
        "Which are even? / One / Two / Three / Four",
    ),
    ("single-gap", 0): (
        "Which letter is the last? / [...] / Wrong choices / Psi / Chi",
        "Which letter is the last? / Omega / As in the saying. / Wrong choices / Psi / Chi / Two too early.",
    ),
    ("several-gap", 0): (
        "Which are odd? / [...] / [...] / Wrong choices / Six",
        "Which are odd? / Five / Seven / Wrong choices / Six",
    ),
    ("judge", 0): (
        "Zero is even. / True / False",
        "Zero is even. / True / False",
    ),
    ("judge-gap", 0): (
        "One is even. / [True or false?]",
        "One is even. / False",
    ),
    ("prompt", 0): (
        "Why is two prime? / Think of your answer first, then turn the card. / Hint",
        "Why is two prime? / Model answer / Only one and two divide it.",
    ),
    ("gaps", 0): (
        r"Red and [a colour] make yellow, \(x^{2}\) and f([...]) too.",
        r"Red and green make yellow, \(x^{2}\) and f(x) too.",
    ),
    ("gaps", 2): (
        r"[...] and green make [...], \(x^{2}\) and f(x) too.",
        r"Red and green make yellow, \(x^{2}\) and f(x) too.",
    ),
    ("gaps", 6): (
        r"Red and green make yellow, \(x^{[...]}\) and f(x) too.",
        r"Red and green make yellow, \(x^{2}\) and f(x) too.",
    ),
    ("inner-gap", 0): (
        "[...] gap.",
        "Outer inner gap.",
    ),
    ("inner-gap", 1): (
        "Outer [...] gap.",
        "Outer inner gap.",
    ),
}


def test_each_side_of_each_kind_of_card_says_exactly_this(every_kind_arrival: Arrival) -> None:
    entries = {entry.id: entry for entry in every_kind_arrival.course.entries}
    found, expected = {}, {}
    for (name, ordinal), (front, back) in FRONT_AND_BACK.items():
        sides = every_kind_arrival.student.render(every_kind_arrival.guid(entries[name]), ordinal)
        source = "Lecture 2" if name == "single" else "Lecture 1"
        found[name, ordinal] = tuple(" / ".join(visible(side)) for side in sides)
        end = f"Explanation / Because {name}. / Source: {source} / Report a mistake"
        expected[name, ordinal] = (front, f"{back} / {end}")
    assert found == expected


def test_cards_come_in_this_order(every_kind_arrival: Arrival) -> None:
    dues = {card: schedule.due for card, schedule in every_kind_arrival.student.schedules().items()}
    ids = {every_kind_arrival.guid(entry): entry.id for entry in every_kind_arrival.course.entries}
    kinds = "single several single-gap several-gap judge judge-gap prompt gaps gaps gaps inner-gap inner-gap".split()
    many = [f"many-{i}" for i in range(35)]
    assert [ids[guid] for guid, _ in sorted(dues, key=lambda card: (dues[card], card[1]))] == [
        *kinds,
        *("picture", "sound", "video"),
        *many,
    ]


def test_decks_of_every_kind_are_these(every_kind_arrival: Arrival) -> None:
    credit = "<p>Ada Example, Ben Example · CC BY 4.0</p>"
    assert {
        name: (deck.description, deck.retention, len(deck.cards))
        for name, deck in every_kind_arrival.student.decks().items()
    } == {
        "Every kind": ("", None, 0),
        "Every kind::1 Kinds": (f"<p>Cards of <em>every</em> kind.</p>{credit}", 85, 12),
        "Every kind::2 Media": ("", None, 0),
        "Every kind::2 Media::Shown and heard": (credit, 85, 3),
        "Every kind::10 Many": (credit, 85, 35),
    }


def test_a_note_arrives_with_these_fields(every_kind_arrival: Arrival) -> None:
    (single,) = [entry for entry in every_kind_arrival.course.entries if entry.id == "single"]
    assert every_kind_arrival.student.notes()[every_kind_arrival.guid(single)] == NoteState(
        notetype="Every kind",
        fields=(
            "<p>Which letter is the <em>first</em>?</p>",
            (
                '<ol class="choices single"><li class="choice">Beta</li>'
                '<li class="choice right">Alpha<div class="feedback">As in alphabet.</div></li>'
                '<li class="choice">Gamma<div class="feedback">It is the third.</div></li>'
                '<li class="choice pinned">None of these</li></ol>'
            ),
            "",
            "<p>Because single.</p>",
            "",
            "multiple-choice",
            '<a href="https://example.org/2">Lecture 2</a>',
            "%3A%3A1%20Kinds",
            "",
            "single",
            "",
            "",
            "",
        ),
        tags=("all", "kinds"),
    )


def test_sounds_and_videos_are_played_and_pictures_shown(every_kind_arrival: Arrival) -> None:
    entries = {entry.id: entry for entry in every_kind_arrival.course.entries}
    shown = {}
    for name in ("picture", "sound", "video"):
        (card,) = every_kind_arrival.student.note(every_kind_arrival.guid(entries[name])).cards()
        output = card.render_output()
        shown[name] = (
            re.findall(r'<img src="([^"]*)"', output.question_text),
            [getattr(tag, "filename", None) for tag in output.question_av_tags],
            [getattr(tag, "filename", None) for tag in output.answer_av_tags],
        )
    dot = "dot-54e1cd5f2a0e.png"
    assert shown == {
        "picture": (["grosse-1-8770d95d0fbf.svg", dot, "dash-7695d0bcbc4d.png"], [], []),
        "sound": ([], ["tone-eecb3eebdfd6.mp3"], ["tone-eecb3eebdfd6.mp3"]),
        "video": ([dot], ["film-023bbfa5d551.mp4"], ["film-023bbfa5d551.mp4"]),
    }


def test_a_retired_question_gives_a_new_student_no_card(course: Write, build: Build, student: Student) -> None:
    assert student.take(build(course(RETIRED))) == Taken(new=3)
    assert list(student.schedules()) == [(make_guid("old", "earth", "standard"), 0)]
    assert {name: deck.description for name, deck in student.decks().items()} == {
        "Old": "",
        "Old::01": (
            "<p>No longer asked:</p><ul>"
            "<li>2023-11-14: Pluto is a planet. (It was one.)</li>"
            "<li>2023-11-14: Ceres is one. (It was one.)</li>"
            "</ul>"
        ),
    }


def test_a_card_that_check_database_makes_of_a_retired_question_is_empty(
    course: Write, build: Build, student: Student
) -> None:
    student.take(build(course(RETIRED)))
    student.fix_integrity()  # gives every note a card
    listed = {(note.note_id, *note.card_ids) for note in student.collection.get_empty_cards().notes}
    retired = [note for each in ("pluto", "ceres") for note in student.collection.find_notes(f"Id:{each}")]
    assert listed == {(note, *student.collection.card_ids_of_note(note)) for note in retired}


def test_a_retired_question_is_named_without_marks(course: Write, build: Build, student: Student) -> None:
    moon = '  - {id: moon, type: cloze, question: "A *{{c1::moon::what?}}* is none.", retired: Too known.}\n'
    student.take(build(course({**RETIRED, "01.yaml": dedent(RETIRED["01.yaml"]) + moon})))
    assert "2023-11-14: A moon is none. (Too known.)" in read_card(student.decks()["Old::01"].description)
