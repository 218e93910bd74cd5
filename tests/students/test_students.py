"""Proves each row of the README's "What happens to my students when I change ..." with a student's real Anki."""

import dataclasses
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from card_reader import read_card
from conftest import Outcome
from mkdeck import notetypes
from mkdeck.identity import make_guid
from mkdeck.notes import notes
from mkdeck.rehearsal.states import CardKey, NoteState, Schedule, Taken
from mkdeck.rehearsal.student import Student

FIRST = 1_700_000_000
WEEK = 7 * 24 * 60 * 60

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
TESTED: list[str] = []

SETTINGS = "{course: Numbers, id: numbers, tags: [all], authors: [Staff]}\n"
ODD = """\
- id: odd
  type: multiple-choice
  question: Which number is odd?
  choices: [Two, {correct: Three}, Four]
  explanation: Halves of it are no whole numbers.
"""
PRIME = """\
- id: prime
  type: multiple-choice
  question: Which number is prime?
  choices: [{correct: Five}, Six]
"""
ZERO = """\
- id: zero
  type: true-false
  question: Zero is even.
  answer: true
  card: cloze
"""
ONE = """\
- id: one
  type: true-false
  question: One is prime.
  answer: false
"""
SUM = """\
- id: sum
  type: cloze
  question: One and {{c1::one}} is {{c2::two}}.
"""
ROOT = """\
- id: root
  type: short-answer
  question: What is the root of nine?
  answer: Three.
"""
MANY = "".join(
    f"""\
- id: many-{i}
  type: short-answer
  question: What is {i} times {i}?
  answer: {i * i}.
"""
    for i in range(6)
)
HEAD = "deck: 1 First\ndescription: To begin with.\nquestions:\n"
SECOND = "deck: 2 Second\nquestions:\n" + MANY
COURSE = {"course.yaml": SETTINGS, "1.yaml": HEAD + ODD + PRIME + ZERO + ONE + SUM + ROOT, "2.yaml": SECOND}
NOTES, CARDS = 12, 13


def guid(name: str, *, gap: bool = False, course: str = "numbers") -> str:
    return make_guid(course, name, "cloze" if gap else "standard")


ALL = {guid(name, gap=name in {"zero", "sum"}) for name in "odd prime zero one sum root".split()} | {
    guid(f"many-{i}") for i in range(6)
}
FIRST_DECK = {each for each in ALL if each not in {guid(f"many-{i}") for i in range(6)}}


class Term:
    """A course, its releases a week apart, and a student who takes them, studies, and edits some notes."""

    def __init__(self, home: Path, mkdeck: Callable[..., Outcome], student: Student) -> None:
        self.home = home
        self.mkdeck = mkdeck
        self.student = student
        self.weeks = 0
        self.notes: dict[str, NoteState] = {}
        self.cards: dict[CardKey, Schedule] = {}
        self.places: dict[CardKey, str] = {}

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.home / "course" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def run(self, *args: str) -> Outcome:
        return self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(FIRST + self.weeks * WEEK)})

    def begin(self, files: dict[str, str], notes: int, cards: int) -> None:
        """Release the course for the first time; the student takes it, studies, and makes it their own."""
        self.write(files)
        assert self.release() == ""
        assert self.student.take(self.package) == Taken(new=notes)
        self.student.study()
        # What Anki's check finds of the studying, which may end a second after it began, is mended before it counts.
        self.student.fix_integrity()
        assert len(self.student.schedules()) == cards
        self.remember()

    def release(self, *options: str) -> str:
        """Build and release what staff wrote, a week later; gives the warnings, the same from both."""
        self.weeks += 1
        built = self.run("build", "course", "-o", f"drafts/{self.weeks}")
        done = self.run("release", "course", "-o", f"released/{self.weeks}", *options)
        assert (done.code, built.code) == (0, 0), done.err
        if not options:
            assert built.err == done.err
        draft = self.home / "drafts" / f"{self.weeks}" / "numbers.apkg"
        assert _unpack(draft) == _unpack(self.package)
        return done.err

    @property
    def package(self) -> Path:
        return self.home / "released" / str(self.weeks) / "numbers.apkg"

    def draft(self) -> Path:
        """Build without releasing, as if staff gave this to students all the same."""
        self.weeks += 1
        assert self.run("build", "course", "-o", f"drafts/{self.weeks}").code == 0
        (package,) = (self.home / "drafts" / str(self.weeks)).glob("*.apkg")
        return package

    def edit(self, *names: str) -> None:
        """Let the student write a hint of their own into notes, and tag them, an hour after the last release."""
        at = FIRST + self.weeks * WEEK + 3600
        for name in names:
            each = guid(name, gap=name in {"zero", "sum"})
            self.student.edit(each, "Hint", "My own hint.", at=at)
            self.student.tag(each, "mine", at=at)
        self.remember()

    def remember(self) -> None:
        self.notes = self.student.notes()
        self.cards = self.student.schedules()
        self.places = self.find_places()

    def find_places(self) -> dict[CardKey, str]:
        return {card: name for name, deck in self.student.decks().items() for card in deck.cards}

    def assert_kept(self, *, besides: Iterable[str] = (), new: dict[CardKey, str] | None = None) -> None:
        """Assert that the student has every schedule, every card in its deck, and all notes but some as they were.

        `new` gives cards that came, with their decks.
        """
        cards = self.student.schedules()
        assert len(cards) == self.student.collection.card_count()  # none is there twice
        assert {card: cards.get(card) for card in self.cards} == self.cards
        assert self.find_places() == self.places | (new or {})
        notes = self.student.notes()
        assert {note for note, state in self.notes.items() if notes[note] != state} == set(besides)
        assert notes.keys() - self.notes.keys() <= {note for note, _ in new or {}}

    def front(self, name: str, ordinal: int = 0, *, gap: bool = False) -> list[str]:
        return read_card(self.student.render(guid(name, gap=gap), ordinal)[0])

    def back(self, name: str, ordinal: int = 0, *, gap: bool = False) -> list[str]:
        return read_card(self.student.render(guid(name, gap=gap), ordinal)[1])


def _unpack(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def term(tmp_path: Path, mkdeck: Callable[..., Outcome], student: Student) -> Term:
    term = Term(tmp_path, mkdeck, student)
    term.begin(COURSE, NOTES, CARDS)
    return term


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Student]:
    """Give a student who never took an earlier release."""
    with Student(tmp_path / "newcomer") as student:
        yield student


def row(first_cell: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark the test of a row of the table, by the row's first cell."""

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        TESTED.append(first_cell)
        return test

    return mark


def read_rows() -> list[str]:
    table = README.split("| I change | what Anki does | what mkdeck does about it |\n|---|---|---|\n", 1)[1]
    return [line.split("|")[1].strip() for line in table.split("\n\n", 1)[0].splitlines()]


def replace(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_every_row_has_its_test() -> None:
    assert list(dict.fromkeys(TESTED)) == read_rows()


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
    assert term.back("prime") == ["What is prime?", "Model answer", "Five."]
    assert term.front("one") == ["What is one?", "Prime", "Odd"]
    assert term.front("root") == ["The root of nine is three.", "True", "False"]
    assert term.student.notes()[guid("root")].tags == ("all",)

    term.remember()
    term.write(COURSE)
    assert term.release() == ""
    assert term.student.take(term.package) == Taken(updated=3, duplicate=NOTES - 3)
    term.assert_kept(besides={guid("prime"), guid("one"), guid("root")})
    assert term.front("prime") == ["Which number is prime?", "Five", "Six"]


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


@row("a picture, a sound, a video")
def test_media(tmp_path: Path, mkdeck: Callable[..., Outcome], student: Student) -> None:
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
        "course/1.yaml:17:9: warning: zero: this was released as a card without a gap; students get a new card, and the"
        " old one stays with them [released]\n"
        "course/1.yaml:18:3: warning: one: this was released as a card with a gap; students get a new card, and the old"
        " one stays with them [released]\n"
    )
    assert term.student.take(term.package) == Taken(duplicate=NOTES)
    term.assert_kept()


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
GERMAN = {"course.yaml": "{course: Numbers, id: numbers, tags: [all], authors: [Staff], language: de}\n"}


@pytest.fixture
def german(tmp_path: Path, mkdeck: Callable[..., Outcome], student: Student) -> Term:
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
        "course/1.yaml:4:7: {}: odd-number: this looks like 'odd', which was released and is gone; put its old id back"
        " [released]\n"
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


@row("the course's `id`")
def test_course_id(term: Term) -> None:
    term.edit("odd", "root")
    term.write({"course.yaml": SETTINGS.replace("id: numbers", "id: figures")})
    message = (
        "course/course.yaml:1:23: {}: the course was released with the id 'numbers'; under another id students get"
        " every question a second time, so put that one back; if no student has any"
        " release, delete course/mkdeck.lock instead [released]\n"
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
    monkeypatch.setattr(
        notetypes,
        "_read",
        lambda name: read(name) + {".css": "/* newer */", "html": "<p>Newer.</p>"}.get(name[-4:], ""),
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
def test_report(
    tmp_path: Path, mkdeck: Callable[..., Outcome], student: Student, before: str, after: str, address: str | None
) -> None:
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
    tmp_path: Path, mkdeck: Callable[..., Outcome], student: Student
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
    tmp_path: Path, mkdeck: Callable[..., Outcome], student: Student, monkeypatch: pytest.MonkeyPatch
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
