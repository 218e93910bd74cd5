"""Proves that every note of a built package arrives in a fresh Anki whole, in its place, and fit to be studied."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from card_reader import read_card
from mkdeck.course.loading import Course, Entry, load_course
from mkdeck.identity import make_guid
from mkdeck.notes.media import PICTURES
from mkdeck.questions.cloze import Cloze
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.questions.true_false import TrueFalse
from mkdeck.rehearsal.states import NoteState, Taken
from mkdeck.rehearsal.student import Student
from mkdeck.text.markdown import SOUND, VIDEO

DECKS = Path(__file__).parents[2] / "decks"
TIME = 1_700_000_000
FIELDS = (
    "Question Choices Answer Explanation Hint Kind Source Report Retired Id Spare1 Spare2 Spare3".split()  # and `Text`
)
GAP_MARK = re.compile(r"(?<!\\)\{\{c(\d+)::")
PLAYED = re.compile(r"\[(?:sound:|anki:play:)[^\]]*\]")
ANKI_COMPLAINS = (
    "template has a problem:",
    "The front of this card is blank.",
    "found on card.",
    "https://docs.ankiweb.net/templates/errors.html",
)

EVERY_KIND = {
    "course.yaml": """\
        course: Every kind
        id: every-kind
        authors: [Ada Example, Ben Example]
        license: CC BY 4.0
        report: https://example.org/new?question={id}&in={deck}
        tags: [all]
        retention: 0.85
        """,
    "1-kinds.yaml": """\
        deck: 1 Kinds
        description: Cards of *every* kind.
        tags: [kinds]
        source: Lecture 1
        questions:
          - id: single
            type: multiple-choice
            question: Which letter is the *first*?
            choices:
              - Beta
              - correct: Alpha
                feedback: As in alphabet.
              - wrong: Gamma
                feedback: It is the third.
              - wrong: None of these
                pin: true
            explanation: Because single.
            source: "[Lecture 2](https://example.org/2)"
          - id: several
            type: multiple-choice
            question: Which are even?
            choices: [One, {correct: Two}, Three, {correct: Four}]
            shuffle: false
            explanation: Because several.
            hint: Halve them.
          - id: single-gap
            type: multiple-choice
            question: Which letter is the last?
            choices:
              - Psi
              - correct: Omega
                feedback: As in the saying.
              - wrong: Chi
                feedback: Two too early.
            explanation: Because single-gap.
            card: cloze
          - id: several-gap
            type: multiple-choice
            question: Which are odd?
            choices: [{correct: Five}, Six, {correct: Seven}]
            explanation: Because several-gap.
            card: cloze
          - id: judge
            type: true-false
            question: Zero is even.
            answer: true
            explanation: Because judge.
          - id: judge-gap
            type: true-false
            question: One is even.
            answer: false
            explanation: Because judge-gap.
            card: cloze
          - id: prompt
            type: short-answer
            question: Why is two prime?
            hint: Try its divisors.
            answer: Only *one* and two divide it.
            explanation: Because prompt.
            tags: [extra]
          - id: gaps
            type: cloze
            question: |
              {{c3::Red}} and {{c1::green::a colour}} make {{c3::yellow}},
              $x^{{{c7::2}}}$ and `f({{c1::x}})` too.
            explanation: Because gaps.
          - id: inner-gap
            type: cloze
            question: "{{c1::Outer {{c2::inner}}}} gap."
            explanation: Because inner-gap.
        """,
    "2-media/2-media.yaml": """\
        deck: 2 Media::Shown and heard
        questions:
          - id: picture
            type: multiple-choice
            question: "![A dot](<img/Größe 1.svg>) What is this?"
            choices: [{correct: "![Dot](img/dot.png)"}, "![Dash](../dash.png)"]
            explanation: Because picture. ![Again](<img/Größe 1.svg>)
          - id: sound
            type: short-answer
            question: "![A tone](img/tone.mp3) Which tone?"
            answer: "![The same](img/tone.mp3) A."
            explanation: Because sound.
          - id: video
            type: cloze
            question: "![A film](img/film.mp4) shows {{c1::a dot}}, not ![](img/dot.png)."
            explanation: Because video.
        """,
    "10-many.yaml": "deck: 10 Many\nquestions:\n"
    + "".join(
        f"  - {{id: many-{i}, type: true-false, question: Is {i} even?, answer: {str(i % 2 == 0).lower()}, "
        f"explanation: Because many-{i}., card: {('basic', 'cloze')[i % 3 == 0]}}}\n"
        for i in range(35)
    ),
    "_draft.yaml": "not: read",
    "dash.png": "dash, as far as anyone can tell",
    "2-media/img/Größe 1.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>',
    "2-media/img/dot.png": "dot, as far as anyone can tell",
    "2-media/img/tone.mp3": "tone, as far as anyone can tell",
    "2-media/img/film.mp4": "film, as far as anyone can tell",
    "2-media/img/unused.png": "asked for by nobody",
}

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
        "Which letter is the last? / [...] / None of these / Psi / Chi",
        "Which letter is the last? / Omega / As in the saying. / None of these / Psi / Chi / Two too early.",
    ),
    ("several-gap", 0): (
        "Which are odd? / [...] / [...] / None of these / Six",
        "Which are odd? / Five / Seven / None of these / Six",
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


@dataclass(frozen=True)
class Arrival:
    """A course, and the student who has imported its package."""

    course: Course
    student: Student
    taken: Taken

    @property
    def asked(self) -> list[Entry]:
        """Give the questions that are still asked."""
        return [entry for entry in self.course.entries if not entry.question.retired]

    def guid(self, entry: Entry) -> str:
        gap = isinstance(entry.question, Cloze) or (
            isinstance(entry.question, MultipleChoice | TrueFalse) and self.course.style(entry) == "cloze"
        )
        return make_guid(self.course.settings.id, entry.id, "cloze" if gap else "standard")

    def note(self, entry: Entry) -> dict[str, str]:
        """Give a note's fields by name, the first one as `Question` in both note types."""
        return dict(zip(FIELDS, self.student.note(self.guid(entry)).fields, strict=True))

    def sides(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Give front and back of every card of a question."""
        for card in self.student.note(self.guid(entry)).cards():
            yield self.student.render(self.guid(entry), card.ord)


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every-kind")
    for name, text in EVERY_KIND.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return folder


@pytest.fixture(
    scope="module", params=[*sorted(path.parent.name for path in DECKS.glob("*/course.yaml")), "every kind"]
)
def arrival(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    build: Callable[..., Path],
    every_kind: Path,
) -> Iterator[Arrival]:
    folder = every_kind if request.param == "every kind" else DECKS / request.param
    with Student(tmp_path_factory.mktemp("student")) as student:
        yield Arrival(load_course(folder), student, student.take(build(folder, TIME)))


@pytest.fixture(scope="module")
def every_kind_arrival(
    tmp_path_factory: pytest.TempPathFactory, build: Callable[..., Path], every_kind: Path
) -> Iterator[Arrival]:
    with Student(tmp_path_factory.mktemp("student")) as student:
        yield Arrival(load_course(every_kind), student, student.take(build(every_kind, TIME)))


def test_every_note_is_new(arrival: Arrival) -> None:
    guids = [arrival.guid(entry) for entry in arrival.course.entries]
    assert arrival.taken == Taken(new=len(guids))
    assert arrival.student.notes().keys() == set(guids)


def test_every_note_has_one_card_or_one_for_each_gap_or_none_if_it_is_retired(arrival: Arrival) -> None:
    found = {
        entry.id: [card.ord for card in arrival.student.note(arrival.guid(entry)).cards()]
        for entry in arrival.course.entries
    }
    assert found == {entry.id: _ordinals(entry) for entry in arrival.course.entries}


def test_every_card_renders_without_a_complaint(arrival: Arrival) -> None:
    complaints = [
        (entry.id, complaint)
        for entry in arrival.asked
        for side in (text for sides in arrival.sides(entry) for text in sides)
        for complaint in ANKI_COMPLAINS
        if complaint in " ".join(read_card(side)) and complaint not in " ".join(arrival.note(entry).values())
    ]
    assert complaints == []
    assert [
        entry.id for entry in arrival.asked for sides in arrival.sides(entry) if not all(map(read_card, sides))
    ] == []


def test_no_template_mark_is_left_on_a_card(arrival: Arrival) -> None:
    for entry in arrival.asked:
        typed = " ".join(arrival.note(entry).values())
        for sides in arrival.sides(entry):
            for mark in ("{{c1::", "{{#", "{{^", "{{/", "[[", "{{FrontSide}}", "{{cloze:"):
                assert (entry.id, mark in "".join(sides)) == (entry.id, mark in typed and mark != "{{c1::")


def test_fronts_show_the_question_and_nothing_that_tells_the_answer(arrival: Arrival) -> None:
    for entry in arrival.asked:
        note, question = arrival.note(entry), entry.question
        label = ["Hint"] if question.hint else []
        for front, back in arrival.sides(entry):
            seen = _visible(front)
            if isinstance(question, Cloze) or '<span class="cloze"' in front:
                gaps = re.findall(r'<span class="cloze"[^>]*>(.*?)</span>', front) or re.findall(r"\[\.\.\.\]", front)
                assert gaps, entry.id
                assert [gap for gap in gaps if not (gap[0] == "[" and gap[-1] == "]")] == [], entry.id
                others = ["None of these", *_visible(note["Choices"])] if note["Choices"] else []
                assert seen[len(seen) - len(others + label) :] == others + label, entry.id
                if isinstance(question, MultipleChoice):
                    right = re.findall(r'<span class="cloze"[^>]*>(.*?)</span>(?=</li>|</div>)', back, re.DOTALL)
                    assert len(right) == sum(choice.correct for choice in question.choices), entry.id
                    assert set(_visible("<br>".join(right))) & set(seen) == set(), entry.id
            elif isinstance(question, ShortAnswer):
                invitation = "Think of your answer first, then turn the card."
                assert seen == [*_visible(note["Question"]), invitation, *label], entry.id
            else:
                assert seen == [*_visible(note["Question"]), *_visible(note["Choices"]), *label], entry.id


def test_choices_stand_in_the_written_order_and_the_right_ones_are_marked(arrival: Arrival) -> None:
    found, expected = {}, {}
    for entry in arrival.asked:
        if isinstance(entry.question, MultipleChoice) and arrival.course.style(entry) == "basic":
            expected[entry.id] = [(choice.correct, choice.pin) for choice in entry.question.choices]
        elif isinstance(entry.question, TrueFalse) and arrival.course.style(entry) == "basic":
            expected[entry.id] = [(entry.question.answer, False), (not entry.question.answer, False)]
        else:
            continue
        ((_, back),) = arrival.sides(entry)
        items = re.findall(r'<li class="choice([^"]*)">', back)
        found[entry.id] = [("right" in item.split(), "pinned" in item.split()) for item in items]
    assert found == expected


def test_styles_mark_the_right_choice_and_open_feedback_on_the_back_only(arrival: Arrival) -> None:
    for notetype in arrival.student.collection.models.all():
        if notetype["name"].startswith(arrival.course.settings.course):
            css = re.sub(r"/\*.*?\*/", "", notetype["css"], flags=re.DOTALL)
            rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
            assert ".feedback" in [selector.strip() for selector, body in rules if "display: none" in body]
            on_front = [
                selector.strip()
                for selectors, body in rules
                for selector in selectors.split(",")
                if re.search(r"\.right\b|\.feedback\b", selector) and ".answered" not in selector
                if "display: none" not in body
            ]
            assert on_front == []
            assert 'class="answered"' not in notetype["tmpls"][0]["qfmt"]


def test_every_back_shows_the_explanation(arrival: Arrival) -> None:
    for entry in arrival.asked:
        note = arrival.note(entry)
        assert (entry.id, bool(note["Explanation"])) == (entry.id, bool(entry.question.explanation))
        for front, back in arrival.sides(entry):
            assert PLAYED.sub("", note["Explanation"]) in PLAYED.sub("", back), entry.id
            assert not note["Explanation"] or note["Explanation"] not in front, entry.id


def test_every_back_shows_the_model_answer_the_source_and_the_report_link(arrival: Arrival) -> None:
    for entry in arrival.asked:
        note = arrival.note(entry)
        for _, back in arrival.sides(entry):
            shown = PLAYED.sub("", back)
            for name in ("Answer", "Source", "Report"):
                assert PLAYED.sub("", note[name]) in shown, (entry.id, name)
            assert ("Model answer" in read_card(back)) == isinstance(entry.question, ShortAnswer), entry.id


def test_cards_are_new_and_come_in_source_order(arrival: Arrival) -> None:
    schedules = arrival.student.schedules()
    assert sorted(schedules, key=lambda card: (schedules[card].due, card[1])) == [
        (arrival.guid(entry), ordinal) for entry in arrival.course.entries for ordinal in _ordinals(entry)
    ]
    positions = {guid: i for i, guid in enumerate(map(arrival.guid, arrival.course.entries), start=1)}
    assert {card: schedule[:11] for card, schedule in schedules.items()} == {
        card: (0, 0, positions[card[0]], 0, 0, 0, 0, 0, 0, 0, 0) for card in schedules
    }
    assert {schedule.reviews for schedule in schedules.values()} == {()}


def test_every_card_is_in_its_deck_in_source_order(arrival: Arrival) -> None:
    expected: dict[str, list[tuple[str, int]]] = {}
    for entry in arrival.course.entries:
        expected.setdefault(entry.deck.name, []).extend((arrival.guid(entry), ordinal) for ordinal in _ordinals(entry))
    assert {name: list(deck.cards) for name, deck in arrival.student.decks().items() if deck.cards} == expected


def test_decks_bring_their_description_and_desired_retention(arrival: Arrival) -> None:
    settings = arrival.course.settings
    retention = None if settings.retention is None else round(settings.retention * 100)
    credit = f"<p>{', '.join(settings.authors)} · {settings.license}</p>"
    decks = arrival.student.decks()
    for deck in arrival.course.decks:
        found = decks[deck.name]
        assert found.retention == retention
        said = (deck.settings.description or "").translate({ord(sign): None for sign in "*`"}).split()
        assert " ".join(read_card(found.description)).startswith(" ".join(said))
        assert found.description.endswith(credit)


def test_every_media_file_is_there_and_none_is_unused(arrival: Arrival) -> None:
    media = arrival.student.collection.media
    asked_for = {
        _digest(path)
        for path in arrival.course.root.rglob("*")
        if path.suffix in PICTURES | SOUND | VIDEO and path.name != "unused.png"
    }
    assert {_digest(Path(media.dir()) / name) for name in arrival.student.media_files()} == asked_for
    assert arrival.student.check_media() == []
    for entry in arrival.course.entries:
        note = arrival.student.note(arrival.guid(entry))
        named = {name for text in note.fields for name in media.files_in_str(note.mid, text)}
        assert named <= arrival.student.media_files(), entry.id


def test_every_note_carries_the_time_of_the_build(arrival: Arrival) -> None:
    times = {entry.id: arrival.student.note(arrival.guid(entry)).mod for entry in arrival.course.entries}
    assert times == dict.fromkeys(times, TIME)


def test_every_note_carries_its_tags(arrival: Arrival) -> None:
    notes = arrival.student.notes()
    course = arrival.course.settings
    assert {entry.id: set(notes[arrival.guid(entry)].tags) for entry in arrival.course.entries} == {
        entry.id: {*course.tags, *entry.deck.settings.tags, *entry.question.tags}
        | ({"mkdeck::retired"} if entry.question.retired else set())
        for entry in arrival.course.entries
    }


def test_notes_are_of_the_two_note_types_of_the_course_whose_ids_survive(arrival: Arrival) -> None:
    name = arrival.course.settings.course
    for entry in arrival.course.entries:
        notetype = arrival.student.note(arrival.guid(entry)).note_type()
        assert notetype
        gap = notetype["type"] == 1
        assert notetype["name"] == (f"{name} (cloze)" if gap else name)
        assert 2**40 <= notetype["id"] < 2**52
        assert [(field["name"], field["id"]) for field in notetype["flds"]] == [
            ("Text" if gap and field == "Question" else field, 602_214_076_101 + i) for i, field in enumerate(FIELDS)
        ]
        assert [(each["name"], each["id"]) for each in notetype["tmpls"]] == [("Card", 602_214_076_201 + gap)]
        assert notetype["mod"] == TIME


def test_check_database_has_nothing_to_mend_and_changes_nothing(arrival: Arrival) -> None:
    asked = {arrival.guid(entry) for entry in arrival.asked}
    notes, schedules, decks = arrival.student.notes(), arrival.student.schedules(), arrival.student.decks()
    assert arrival.student.fix_integrity() == []
    assert arrival.student.notes() == notes
    after = arrival.student.schedules()
    assert {card: after[card] for card in after if card[0] in asked} == schedules
    assert arrival.student.decks() == decks


def test_empty_cards_lists_no_question_that_is_still_asked(arrival: Arrival) -> None:
    collection = arrival.student.collection
    empty = {collection.get_note(note.note_id).guid for note in collection.get_empty_cards().notes}
    assert [entry.id for entry in arrival.asked if arrival.guid(entry) in empty] == []


def test_the_same_package_again_is_nothing_new(arrival: Arrival, build: Callable[..., Path]) -> None:
    before = arrival.student.notes(), arrival.student.schedules(), arrival.student.media_files()
    assert arrival.student.take(build(arrival.course.root, TIME)) == Taken(duplicate=len(before[0]))
    assert (arrival.student.notes(), arrival.student.schedules(), arrival.student.media_files()) == before


def test_each_side_of_each_kind_of_card_says_exactly_this(every_kind_arrival: Arrival) -> None:
    entries = {entry.id: entry for entry in every_kind_arrival.course.entries}
    found, expected = {}, {}
    for (name, ordinal), (front, back) in FRONT_AND_BACK.items():
        sides = every_kind_arrival.student.render(every_kind_arrival.guid(entries[name]), ordinal)
        source = "Lecture 2" if name == "single" else "Lecture 1"
        found[name, ordinal] = tuple(" / ".join(_visible(side)) for side in sides)
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


def test_a_retired_question_gives_a_new_student_no_card(
    course: Callable[..., Path], build: Callable[..., Path], student: Student
) -> None:
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
    course: Callable[..., Path], build: Callable[..., Path], student: Student
) -> None:
    student.take(build(course(RETIRED)))
    student.fix_integrity()  # gives every note a card
    listed = {(note.note_id, *note.card_ids) for note in student.collection.get_empty_cards().notes}
    retired = [note for each in ("pluto", "ceres") for note in student.collection.find_notes(f"Id:{each}")]
    assert listed == {(note, *student.collection.card_ids_of_note(note)) for note in retired}


def test_a_retired_question_is_named_without_marks(
    course: Callable[..., Path], build: Callable[..., Path], student: Student
) -> None:
    moon = '  - {id: moon, type: cloze, question: "A *{{c1::moon::what?}}* is none.", retired: Too known.}\n'
    student.take(build(course({**RETIRED, "01.yaml": dedent(RETIRED["01.yaml"]) + moon})))
    assert "2023-11-14: A moon is none. (Too known.)" in read_card(student.decks()["Old::01"].description)


def _ordinals(entry: Entry) -> list[int]:
    """Give the ordinals of a question's cards, read from its text."""
    if entry.question.retired:
        return []
    if isinstance(entry.question, Cloze):
        return sorted({int(number) - 1 for number in GAP_MARK.findall(entry.question.question)})
    return [0]


def _visible(page: str) -> list[str]:
    return [line for line in (PLAYED.sub("", line).strip() for line in read_card(page)) if line]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
