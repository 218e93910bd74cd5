"""Proves the rows about courses of the manual's page of changes with a real Anki."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Outcome, Run, Write
from mkdeck import notetypes
from mkdeck.notes import notes
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student
from students.rows import row
from students.term import (
    ALL,
    CARDS,
    COURSE,
    FIRST_DECK,
    GERMAN,
    HEAD,
    NOTES,
    ODD,
    ONE,
    PRIME,
    ROOT,
    SECOND,
    SETTINGS,
    SUM,
    ZERO,
    Term,
    guid,
    replace,
)


@row("the `tags` of the course or a deck, a deck's `source`")
@pytest.mark.parametrize(
    ("file", "before", "after", "updated"),
    [
        ("course.yaml", "tags: [all]", "tags: [all, numbers]", NOTES),
        ("1.yaml", "questions:\n", "tags: [first]\nquestions:\n", 6),
        ("2.yaml", "questions:\n", "source: Lecture 2\nquestions:\n", 6),
    ],
)
def test_tags_and_sources(term: Term, file: str, before: str, after: str, updated: int) -> None:
    term.edit("odd", "many-0")
    term.write({file: replace(COURSE[file], before, after)})
    assert term.release() == ""
    notes = (term.package.parent / "numbers-release-2.md").read_text()
    assert notes.partition("## Changed\n\n")[2].count("- `") == updated
    assert term.student.take(term.package) == Taken(updated=updated, duplicate=NOTES - updated)
    term.assert_kept(besides={"course.yaml": ALL, "1.yaml": FIRST_DECK, "2.yaml": ALL - FIRST_DECK}[file])


@row("the file that a question stands in, with the deck's name as before")
def test_file(term: Term) -> None:
    term.edit("root", "sum")
    term.write(
        {"1.yaml": HEAD + ODD + PRIME + ZERO, "1b.yaml": HEAD.replace("description: To begin with.\n", "") + ONE + SUM}
    )
    term.write({"1c.yaml": "deck: 1 First\nquestions:\n" + ROOT})
    assert term.run("release", "course", "-o", "released/1") == Outcome(
        0, "course: nothing to release; students have everything since release 1.\n", ""
    )
    assert term.student.take(term.draft()) == Taken(duplicate=NOTES)
    term.assert_kept()


@row("a deck's name, or the deck of a question")
def test_deck(term: Term) -> None:
    term.edit("root", "many-0")
    added = "- {id: two, type: short-answer, question: What is two?, answer: Even.}\n"
    more = "- {id: three, type: short-answer, question: What is three?, answer: Odd.}\n"
    first = HEAD.replace("1 First", "1 Beginning") + ODD + PRIME + ZERO + ONE + SUM + added
    term.write({"1.yaml": first, "2.yaml": SECOND + ROOT + more})
    assert term.release() == (
        "course/1.yaml:1:7: warning: this deck was released as 'Numbers::1 First'; cards that students have stay there"
        " [released]\n"
        "course/2.yaml:27:3: warning: root: this was released in the deck 'Numbers::1 First'; cards that students have"
        " stay there [released]\n"
    )
    assert term.student.take(term.package) == Taken(new=2, duplicate=NOTES)
    term.assert_kept(new={(guid("two"), 0): "Numbers::1 Beginning", (guid("three"), 0): "Numbers::2 Second"})

    term.write({"1.yaml": first.replace("What is two", "What on earth is two")})
    assert term.release() == ""  # it has been said once


def test_a_file_of_another_name_is_told_of_once_and_can_keep_its_decks_name(course: Write, mkdeck: Run) -> None:
    questions = "questions:\n" + "".join(
        f"- {{id: {name}, type: short-answer, question: What is {name}?, answer: It}}\n" for name in ("one", "two")
    )
    folder = course({"course.yaml": "{course: Demo, id: demo}\n", "Week 1.yaml": questions})
    assert mkdeck("release", "--no-rehearsal", cwd=folder).code == 0
    (folder / "Week 1.yaml").rename(folder / "week-1.yaml")
    said = "week-1.yaml:1:1: warning: this deck was released as 'Demo::Week 1'; cards that students have stay there; "
    told = mkdeck("check", cwd=folder)
    assert told.out == f"{said}`deck: Week 1` in this file keeps the name [released]\n"
    (folder / "week-1.yaml").write_text(f"deck: Week 1\n{questions}")
    frozen = mkdeck("build", "--frozen", cwd=folder)
    assert (frozen.code, frozen.err) == (0, "")


@row("the course's name")
def test_course_name(term: Term) -> None:
    term.edit("root", "many-0")
    added = "- {id: two, type: short-answer, question: What is two?, answer: Even.}\n"
    term.write({"course.yaml": SETTINGS.replace("Numbers", "Whole numbers"), "1.yaml": COURSE["1.yaml"] + added})
    assert term.release() == (
        "course/course.yaml:1:10: warning: the course was released as 'Numbers'; cards that students have stay in decks"
        " of that name [released]\n"
    )
    assert term.student.take(term.package) == Taken(new=1, duplicate=NOTES)
    notes = term.student.notes()
    assert {note.notetype for note in notes.values()} == {"Whole numbers", "Whole numbers (cloze)"}
    renamed = {note: state._replace(notetype=notes[note].notetype) for note, state in term.notes.items()}
    assert {note: notes[note] for note in renamed} == renamed
    term.assert_kept(besides=ALL, new={(guid("two"), 0): "Whole numbers::1 First"})


@row("`card: basic` to `cloze`, or back")
def test_card_style(term: Term) -> None:
    term.edit("one", "zero", "root")
    changed = COURSE["1.yaml"].replace("  card: cloze\n", "")
    changed = replace(changed, ONE, ONE + "  card: cloze\n")
    term.write({"1.yaml": changed})
    warnings = (
        "course/1.yaml:13:3: warning: zero: this was released as a card with a gap; students get a new card, and the"
        " old one stays with them [released]\n"
        "course/1.yaml:21:9: warning: one: this was released as a card without a gap; students get a new card, and the"
        " old one stays with them [released]\n"
    )
    assert term.release() == warnings
    assert term.student.take(term.package) == Taken(new=2, duplicate=NOTES - 2)
    first = "Numbers::1 First"
    term.assert_kept(new={(guid("zero"), 0): first, (guid("one", gap=True), 0): first})
    assert term.front("zero") == ["Zero is even.", "True", "False"]
    assert term.front("one", gap=True) == ["One is prime.", "[True or false?]"]
    assert term.student.notes()[guid("one")].fields[4] == "My own hint."

    term.remember()
    term.write(COURSE)
    assert term.release() == (
        "course/1.yaml:17:9: warning: zero: this was released as a card without a gap; who has the card of release 1"
        " goes on with that, all others get a new one, and the old one stays with them [released]\n"
        "course/1.yaml:18:3: warning: one: this was released as a card with a gap; who has the card of release 1 goes"
        " on with that, all others get a new one, and the old one stays with them [released]\n"
    )
    assert term.student.take(term.package) == Taken(duplicate=NOTES)
    term.assert_kept()


@row("the course's `id`")
def test_course_id(term: Term) -> None:
    term.edit("odd", "root")
    term.write({"course.yaml": SETTINGS.replace("id: numbers", "id: figures")})
    message = (
        "course/course.yaml:1:23: {}: the course was released with the id 'numbers'; under another id students get"
        " every question a second time, so put that one back; if no student of this course has any"
        " release, as in a copy for others, delete course/mkdeck.lock and course/CHANGES.md instead [released]\n"
    )
    term.weeks += 1
    assert term.run("release", "course", "-o", "released/2") == Outcome(
        1, "", message.format("error") + "course: not released, 1 error.\n"
    )
    built = term.run("build", "course", "-o", "drafts/x")
    assert (built.code, built.err) == (0, message.format("warning"))

    assert term.student.take(term.draft()) == Taken(new=NOTES)
    second = {
        (guid(name, gap=name in {"zero", "sum"}, course="figures"), ordinal): deck
        for name, ordinal, deck in [
            *((name, 0, "Numbers::1 First") for name in "odd prime zero one sum root".split()),
            ("sum", 1, "Numbers::1 First"),
            *((f"many-{i}", 0, "Numbers::2 Second") for i in range(6)),
        ]
    }
    term.assert_kept(new=second)


@row("the course's language, or a newer mkdeck")
def test_language(term: Term) -> None:
    term.edit("odd", "one", "root")
    term.write(GERMAN)
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(updated=2, duplicate=NOTES - 2)
    term.assert_kept(besides={guid("one"), guid("zero", gap=True)})
    assert term.front("one") == ["One is prime.", "Wahr", "Falsch"]
    assert term.back("odd") == [
        "Which number is odd?", "Two", "Three", "Four", "Erklärung", "Halves of it are no whole numbers."
    ]  # fmt: skip
    assert term.student.notes()[guid("odd")].fields[4] == "My own hint."


@row("the course's language, or a newer mkdeck")
def test_newer_mkdeck(term: Term, monkeypatch: pytest.MonkeyPatch) -> None:
    term.edit("odd", "root")
    read = notetypes._read
    newer = dict.fromkeys(("front.html", "back.html"), "<p>Newer.</p>")
    monkeypatch.setattr(
        notetypes,
        "_read",
        lambda name: read(name) + newer.get(name.rpartition("-")[2], "/* newer */" * name.endswith(".css")),
    )
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(duplicate=NOTES)
    term.assert_kept()
    assert term.front("odd") == ["Which number is odd?", "Two", "Three", "Four", "Hint", "Newer."]
    assert term.front("sum", 1, gap=True) == ["One and one is [...].", "Newer."]
    models = [each for each in term.student.collection.models.all() if each["name"].startswith("Numbers")]
    assert ["/* newer */" in each["css"] for each in models] == [True, True]


@row("`report`")
@pytest.mark.parametrize(
    ("before", "after", "address"),
    [
        ("", "https://a.example/?q={id}&by=a", "https://a.example/?q=odd&amp;by=a"),
        ("https://a.example/?q={id}", "https://b.example/{id}", "https://b.example/odd"),
        ("https://a.example/?in={deck}", "https://b.example/", "https://b.example/"),
        (
            "https://a.example/?in={deck}",
            "mailto:b@b.example?body={deck}",
            "mailto:b@b.example?body=Numbers%3A%3A1%20First",
        ),
        ("https://a.example/", "https://b.example/?in={deck}&q={id}", "https://b.example/?in=Numbers&amp;q=odd"),
        ("https://a.example/{id}", "", None),
    ],
)
def test_report(tmp_path: Path, mkdeck: Run, student: Student, before: str, after: str, address: str | None) -> None:
    def settle(report: str) -> dict[str, str]:
        return {"course.yaml": replace(SETTINGS, "tags:", f"report: '{report}', tags:") if report else SETTINGS}

    term = Term(tmp_path, mkdeck, student)
    term.begin(COURSE | settle(before), NOTES, CARDS)
    term.edit("odd", "root")
    term.write(settle(after))
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(duplicate=NOTES)
    term.assert_kept()
    links = re.findall(r'<p class="report"><a href="([^"]*)"', term.student.render(guid("odd"))[1])
    assert links == ([address] if address else [])


def test_a_deck_s_new_name_in_the_address_for_mistakes_touches_no_note(
    tmp_path: Path, mkdeck: Run, student: Student
) -> None:
    term = Term(tmp_path, mkdeck, student)
    settings = replace(SETTINGS, "tags:", "report: 'https://a.example/?in={deck}', tags:")
    term.begin(COURSE | {"course.yaml": settings}, NOTES, CARDS)
    term.write(
        {"1.yaml": replace(HEAD, "1 First", "1 Begin") + replace(ODD, "Four", "Six") + PRIME + ZERO + ONE + SUM + ROOT}
    )
    assert "warning" in term.release()
    assert term.student.take(term.package) == Taken(updated=1, duplicate=NOTES - 1)
    term.assert_kept(besides={guid("odd")})
    for name, deck in (("odd", "1%20Begin"), ("prime", "1%20First")):
        assert f'href="https://a.example/?in=Numbers%3A%3A{deck}"' in term.student.render(guid(name))[1]


def test_notes_that_held_the_whole_address_stay_as_they_were(
    tmp_path: Path, mkdeck: Run, student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As released before the templates had it."""
    term = Term(tmp_path, mkdeck, student)
    settings = replace(SETTINGS, "tags:", "report: 'https://a.example/?a=1&q={id}', tags:")
    write_note = notes._write_note

    def write_whole(entry: Any, common: Any) -> Any:
        written = write_note(entry, common)
        return dataclasses.replace(written, note=written.note.put(Report=f"https://a.example/?a=1&amp;q={entry.id}"))

    with monkeypatch.context() as patch:
        patch.setattr(notes, "_write_note", write_whole)
        term.begin(COURSE | {"course.yaml": settings}, NOTES, CARDS)
    term.edit("odd", "root")
    term.write({"2.yaml": replace(SECOND, "answer: 4.", "answer: Four.")})
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(updated=1, duplicate=NOTES - 1)
    term.assert_kept(besides={guid("many-2")})


@row("a deck's description")
def test_description(term: Term) -> None:
    term.edit("odd", "root")
    term.write({"1.yaml": replace(COURSE["1.yaml"], "To begin with.", "Where *all* begins.")})
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(duplicate=NOTES)
    term.assert_kept()
    assert {name: deck.description for name, deck in term.student.decks().items()} == {
        "Numbers": "",
        "Numbers::1 First": "<p>Where <em>all</em> begins.</p><p>Staff</p>",
        "Numbers::2 Second": "<p>Staff</p>",
    }
