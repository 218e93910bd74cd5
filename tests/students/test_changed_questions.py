"""Proves the rows about questions of the manual's page of changes with a real Anki."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from conftest import Outcome, Run
from mkdeck import notetypes
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student
from students.rows import row
from students.term import (
    ALL,
    CARDS,
    COURSE,
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


@row("nothing")
def test_nothing(term: Term) -> None:
    term.edit("root", "prime")
    released = term.package.read_bytes()
    copytree(term.home / "released", term.home / "before")
    assert term.draft().read_bytes() == released
    assert term.run("release", "course", "-o", "released/1") == Outcome(
        0, "course: nothing to release; students have everything since release 1.\n", ""
    )
    files = {path.relative_to(term.home / "released") for path in (term.home / "released").rglob("*")}
    assert files == {path.relative_to(term.home / "before") for path in (term.home / "before").rglob("*")}
    assert term.student.take(term.home / "released/1/numbers.apkg") == Taken(duplicate=NOTES)
    term.assert_kept()


@row("a text, a choice, the right answer, a tag")
def test_content(term: Term) -> None:
    term.edit("odd", "root")
    first = (
        HEAD + replace(ODD, "Which number is odd?", "Which of these is odd?") + replace(PRIME, "Six", "Eight")
        + ZERO + replace(ONE, "answer: false", "answer: true") + SUM + ROOT
    )  # fmt: skip
    term.write({"1.yaml": first, "2.yaml": replace(SECOND, "answer: 4.\n", "answer: 4.\n  tags: [squares]\n")})
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(updated=4, duplicate=NOTES - 4)

    term.assert_kept(besides={guid("odd"), guid("prime"), guid("one"), guid("many-2")})
    notes = term.student.notes()
    assert (notes[guid("root")].fields[4], notes[guid("root")].tags) == ("My own hint.", ("all", "mine"))
    assert (notes[guid("odd")].fields[4], notes[guid("odd")].tags) == ("", ("all",))
    assert notes[guid("many-2")].tags == ("all", "squares")
    assert term.front("odd") == ["Which of these is odd?", "Two", "Three", "Four"]
    assert term.front("prime") == ["Which number is prime?", "Five", "Eight"]
    assert re.findall(r'<li class="choice(.*?)">(\w+)', term.student.render(guid("one"))[1]) == [
        (" right", "True"),
        ("", "False"),
    ]


@row("a text, where Anki tagged the note *leech*, or a student edited or tagged it, between release and import")
def test_touched_after_the_release(term: Term) -> None:
    student = term.student
    term.write({"1.yaml": COURSE["1.yaml"].replace("?", "??")})
    assert term.release() == ""
    term.edit("root")  # after the release, as what Anki does to a leech
    student.tag(guid("odd"), "leech")
    term.remember()
    assert student.take(term.package) == Taken(updated=1, duplicate=NOTES - 1)
    term.assert_kept(besides={guid("prime")})

    term.write({"2.yaml": replace(SECOND, "What is 5 times 5?", "What is 5 by 5?")})
    assert term.release() == ""
    term.edit("zero", "many-1")
    assert student.take(term.package) == Taken(updated=1, duplicate=NOTES - 1)
    assert term.front("root")[0] == "What is the root of nine?"

    assert student.take(term.package, always=True) == Taken(updated=4, duplicate=NOTES - 4)
    assert [term.front(name)[0] for name in ("root", "odd")] == ["What is the root of nine??", "Which number is odd??"]
    assert student.schedules() == term.cards
    assert {state.tags for state in student.notes().values()} == {("all",)}
    hint = [name for name, _ in notetypes.FIELDS["standard"]].index("Hint")
    assert {state.fields[hint] for state in student.notes().values()} == {""}

    assert student.take(term.package, always=True) == Taken(duplicate=NOTES)
    assert student.collection._backend.get_import_anki_package_presets().update_notes == 1  # it is kept
    assert student.take(term.package) == Taken(duplicate=NOTES)


@row("the type, between multiple choice, true/false and short answer")
def test_type(term: Term) -> None:
    term.edit("root", "many-0")
    asked = "- {id: prime, type: short-answer, question: What is prime?, answer: Five.}\n"
    chosen = "- {id: one, type: multiple-choice, question: What is one?, choices: [Prime, {correct: Odd}]}\n"
    judged = "- {id: root, type: true-false, question: The root of nine is three., answer: true}\n"
    term.write({"1.yaml": HEAD + ODD + asked + ZERO + chosen + SUM + judged})
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(updated=3, duplicate=NOTES - 3)

    term.assert_kept(besides={guid("prime"), guid("one"), guid("root")})
    assert {note.notetype for note in term.student.notes().values()} == {"Numbers", "Numbers (cloze)"}
    assert term.front("prime") == ["What is prime?", "Think of your answer first, then turn the card."]
    corrected = "Source: Corrected in edition 2 (2023-11-28)"  # where styles don't count, the label stays
    assert term.back("prime") == ["What is prime?", "Model answer", "Five.", corrected]
    assert term.front("one") == ["What is one?", "Prime", "Odd"]
    assert term.front("root") == ["The root of nine is three.", "True", "False"]
    assert term.student.notes()[guid("root")].tags == ("all",)

    term.remember()
    term.write(COURSE)
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(updated=3, duplicate=NOTES - 3)
    term.assert_kept(besides={guid("prime"), guid("one"), guid("root")})
    assert term.front("prime") == ["Which number is prime?", "Five", "Six"]


@row("a picture, a sound, a video")
def test_media(tmp_path: Path, mkdeck: Run, student: Student) -> None:
    term = Term(tmp_path, mkdeck, student)
    shown = "".join(
        f"- {{id: {name}, type: short-answer, question: '![]({name}.{suffix})', answer: A {name}.}}\n"
        for name, suffix in (("dot", "png"), ("tone", "mp3"), ("film", "webm"), ("line", "png"))
    )
    files = {"dot.png": "a dot", "tone.mp3": "a tone", "film.webm": "a film", "line.png": "a line"}
    term.begin({"course.yaml": SETTINGS, "1.yaml": HEAD + shown} | files, 4, 4)
    before = student.media_files()
    term.edit("line", "dot")

    term.write({"dot.png": "a blacker dot", "tone.mp3": "a lower tone", "film.webm": "a longer film"})
    assert term.release() == ""
    assert student.take(term.package) == Taken(updated=3, duplicate=1)

    term.assert_kept(besides={guid("dot"), guid("tone"), guid("film")})
    folder = Path(student.collection.media.dir())
    added = student.media_files() - before
    assert before <= student.media_files()
    assert {(name.partition("-")[0], (folder / name).read_text()) for name in added} == {
        ("dot", "a blacker dot"),
        ("tone", "a lower tone"),
        ("film", "a longer film"),
    }
    shown_names = {name for name in added if any(name in note.fields[0] for note in student.notes().values())}
    assert shown_names == added
    assert set(student.check_media()) == {name for name in before if not name.startswith("line-")}


@row("the order of questions")
def test_order(term: Term, newcomer: Student) -> None:
    term.edit("root", "prime")
    added = "- {id: two, type: short-answer, question: What is two?, answer: Even.}\n"
    term.write({"1.yaml": HEAD + SUM + ROOT + ONE + ODD + ZERO + PRIME})
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(duplicate=NOTES)
    term.assert_kept()

    term.write({"1.yaml": HEAD + added + SUM + ROOT + ONE + ODD + ZERO + PRIME})
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(new=1, duplicate=NOTES)
    term.assert_kept(new={(guid("two"), 0): "Numbers::1 First"})

    assert newcomer.take(term.package) == Taken(new=NOTES + 1)
    assert newcomer.decks()["Numbers::1 First"].cards == (
        (guid("two"), 0),
        (guid("sum", gap=True), 0),
        (guid("sum", gap=True), 1),
        (guid("root"), 0),
        (guid("one"), 0),
        (guid("odd"), 0),
        (guid("zero", gap=True), 0),
        (guid("prime"), 0),
    )


@row("a new question, a new gap")
def test_new(term: Term) -> None:
    term.edit("root", "sum")
    added = "- {id: two, type: short-answer, question: What is two?, answer: Even.}\n"
    term.write({"1.yaml": HEAD + ODD + added + PRIME + ZERO + ONE + replace(SUM, "is {{", "{{c3::is}} {{") + ROOT})
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(new=1, updated=1, duplicate=NOTES - 1)

    first = "Numbers::1 First"
    total = guid("sum", gap=True)
    term.assert_kept(besides={total}, new={(guid("two"), 0): first, (total, 2): first})
    assert [(term.student.schedules()[card].type, term.student.schedules()[card].reps) for card in
            ((guid("two"), 0), (total, 2))] == [(0, 0), (0, 0)]  # fmt: skip
    assert term.front("sum", 2, gap=True) == ["One and one [...] two."]
    assert term.front("two") == ["What is two?", "Think of your answer first, then turn the card."]
    assert term.student.fix_integrity() == []


@row("a gap's number")
def test_gap_number(term: Term) -> None:
    term.edit("root")
    term.write({"1.yaml": replace(COURSE["1.yaml"], "{{c2::two}}", "two")})
    assert term.release() == (
        "course/1.yaml:24:13: warning: sum: gap c2 was released and is gone; its card stays with students, without a"
        " gap to fill [released]\n"
    )
    assert term.student.take(term.package) == Taken(updated=1, duplicate=NOTES - 1)
    term.assert_kept(besides={guid("sum", gap=True)})
    assert term.front("sum", 0, gap=True) == ["One and [...] is two."]
    assert term.front("sum", 1, gap=True)[0].startswith("No cloze \u20682\u2069 found on card.")

    term.remember()
    term.write(COURSE)
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(updated=1, duplicate=NOTES - 1)
    term.assert_kept(besides={guid("sum", gap=True)})
    assert term.front("sum", 1, gap=True) == ["One and one is [...]."]

    term.remember()
    swapped = replace(replace(COURSE["1.yaml"], "{{c2::two}}", "{{c1::two}}"), "{{c1::one}}", "{{c2::one}}")
    term.write({"1.yaml": swapped})
    assert term.release() == (
        "course/1.yaml:24:13: warning: sum: the text that was gap c1 and c2 has another number now, so its schedule"
        " goes to another text [released]\n"
    )
    assert term.student.take(term.package) == Taken(updated=1, duplicate=NOTES - 1)
    term.assert_kept(besides={guid("sum", gap=True)})
    assert term.front("sum", 0, gap=True) == ["One and one is [...]."]


@row("a question is deleted")
def test_deleted(term: Term, newcomer: Student) -> None:
    term.edit("odd", "root")
    term.write({"1.yaml": HEAD + PRIME + ZERO + ONE + SUM + ROOT})
    ledger = (term.home / "course/mkdeck.lock").read_bytes()
    message = (
        "course/mkdeck.lock:13:6: {}: 'odd' was released and is gone; put it back with `retired: why`, or release with"
        " `--forget odd` [released]\n"
    )
    term.weeks += 1
    assert term.run("release", "course", "-o", "released/2") == Outcome(
        1, "", message.format("error") + "course: not released, 1 error.\n"
    )
    assert not (term.home / "released/2").exists()
    assert (term.home / "course/mkdeck.lock").read_bytes() == ledger
    built = term.run("build", "course", "-o", "drafts/x")
    assert (built.code, built.err) == (0, message.format("warning"))

    assert term.release("--forget", "odd") == ""
    assert term.student.take(term.package) == Taken(duplicate=NOTES - 1)
    term.assert_kept()
    assert newcomer.take(term.package) == Taken(new=NOTES - 1)

    term.write(COURSE)  # and if staff think better of it
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(duplicate=NOTES)
    term.assert_kept()


RETIRED = {
    "1.yaml": HEAD + ODD + "  retired: Zu leicht.\n" + PRIME + ZERO + ONE + SUM + "  retired: Zu *schwer*.\n" + ROOT
}


@pytest.fixture
def german(tmp_path: Path, mkdeck: Run, student: Student) -> Term:
    term = Term(tmp_path, mkdeck, student)
    term.begin(COURSE | GERMAN, NOTES, CARDS)
    return term


@row("a question is retired")
def test_retired(german: Term, newcomer: Student) -> None:
    term, student = german, german.student
    term.edit("root", "odd")
    term.write(RETIRED)
    assert term.release() == ""
    assert student.take(term.package) == Taken(updated=2, duplicate=NOTES - 2)

    odd, total = guid("odd"), guid("sum", gap=True)
    term.assert_kept(besides={odd, total})
    said = ["Diese Frage wird nicht mehr gestellt. Die Karte kann gelöscht werden."]
    # Below it Anki adds, in words of its own, that the card is blank.
    fronts = [term.front("odd"), term.front("sum", 0, gap=True), term.front("sum", 1, gap=True)]
    assert [front[:1] for front in fronts] == [said] * 3
    assert (student.notes()[odd].tags, student.notes()[total].tags) == (("all", "mkdeck::retired"),) * 2
    assert student.decks()["Numbers::1 First"].description == (
        "<p>To begin with.</p><p>Nicht mehr gefragt:</p><ul>"
        "<li>2023-11-28: Which number is odd? (Zu leicht.)</li>"
        "<li>2023-11-28: One and one is two. (Zu <em>schwer</em>.)</li></ul><p>Staff</p>"
    )
    assert student.fix_integrity() == []
    term.assert_kept(besides={odd, total})

    assert newcomer.take(term.package) == Taken(new=NOTES)
    assert newcomer.schedules().keys() == term.cards.keys() - {(odd, 0), (total, 0), (total, 1)}

    empty = student.collection.get_empty_cards().notes
    assert {tuple(note.card_ids) for note in empty} == {
        tuple(student.note(odd).card_ids()),
        tuple(student.note(total).card_ids()),
    }
    student.collection.remove_cards_and_orphaned_notes([card for note in empty for card in note.card_ids])
    rest = {card: each for card, each in term.cards.items() if card[0] not in {odd, total}}
    assert (student.schedules(), set(student.notes())) == (rest, ALL - {odd, total})

    term.write({"2.yaml": replace(SECOND, "What is 5 times 5?", "What is 5 by 5?")})
    assert term.release() == ""
    assert student.take(term.package) == Taken(new=2, updated=1, duplicate=NOTES - 3)
    assert student.schedules() == rest
    assert "2023-11-28: Which number is odd?" in student.decks()["Numbers::1 First"].description


@row("a retired question is asked again")
def test_asked_again(german: Term, newcomer: Student) -> None:
    term, student = german, german.student
    before = student.notes()
    term.write(RETIRED)
    assert term.release() == ""
    student.take(term.package)
    newcomer.take(term.package)
    (empty,) = (note for note in student.collection.get_empty_cards().notes if len(note.card_ids) == 2)
    student.collection.remove_cards_and_orphaned_notes(list(empty.card_ids))
    studied = term.cards[guid("sum", gap=True), 0].reviews
    term.remember()

    term.write(COURSE | GERMAN)
    assert term.release() == ""
    assert student.take(term.package) == Taken(new=1, updated=1, duplicate=NOTES - 2)
    total, first = guid("sum", gap=True), "Numbers::1 First"
    term.assert_kept(besides={guid("odd")}, new={(total, 0): first, (total, 1): first})
    assert {note: state for note, state in student.notes().items() if before[note] != state} == {}
    again = student.schedules()[total, 0]
    assert (again.reps, again.reviews) == (0, studied)  # a new card that has its own history again
    assert term.front("odd") == ["Which number is odd?", "Two", "Three", "Four"]
    assert "Nicht mehr gefragt" not in student.decks()[first].description

    assert newcomer.take(term.package) == Taken(updated=2, duplicate=NOTES - 2)
    assert (newcomer.notes(), newcomer.schedules().keys()) == (before, term.student.schedules().keys())


@row("a question's `id`")
def test_question_id(term: Term) -> None:
    term.edit("odd", "root")
    term.write({"1.yaml": replace(COURSE["1.yaml"], "- id: odd\n", "- id: odd-number\n")})
    message = (
        "course/1.yaml:4:7: {}: odd-number: this looks like 'odd', which was released and is gone; put its old id "
        "back, or, if it is another question, release with `--forget odd` [released]\n"
    )
    term.weeks += 1
    assert term.run("release", "course", "-o", "released/2") == Outcome(
        1, "", message.format("error") + "course: not released, 1 error.\n"
    )
    built = term.run("build", "course", "-o", "drafts/x")
    assert (built.code, built.err) == (0, message.format("warning"))

    assert term.student.take(term.draft()) == Taken(new=1, duplicate=NOTES - 1)
    term.assert_kept(new={(guid("odd-number"), 0): "Numbers::1 First"})

    term.write(COURSE)
    term.weeks += 1
    assert term.run("release", "course", "-o", "released/1").out == (
        "course: nothing to release; students have everything since release 1.\n"
    )


@row("questions' ids, swapped or numbered anew")
def test_renumbered(term: Term) -> None:
    term.edit("root")
    swapped = COURSE["1.yaml"].replace("id: odd", "id: x").replace("id: prime", "id: odd").replace("id: x", "id: prime")
    term.write({"1.yaml": swapped})
    takes = "takes over the schedule of another question; put the ids back, or release with `--renumbered` [released]\n"
    term.weeks += 1
    assert term.run("release", "course", "-o", "released/2") == Outcome(
        1,
        "",
        f"course/1.yaml:4:7: error: prime: this was released as 'odd', and with the id 'prime' it {takes}"
        f"course/1.yaml:9:7: error: odd: this was released as 'prime', and with the id 'odd' it {takes}"
        "course: not released, 2 errors.\n",
    )
    assert term.release("--renumbered") == ""
    assert term.student.take(term.package) == Taken(updated=2, duplicate=NOTES - 2)
    term.assert_kept(besides={guid("odd"), guid("prime")})
    assert term.front("odd")[0] == "Which number is prime?"
    assert term.front("prime")[0] == "Which number is odd?"
