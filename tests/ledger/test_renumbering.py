"""Proves that ids which were given to other questions stop a release, and that nothing else is taken for that."""

from pathlib import Path
from typing import Protocol

import pytest

from conftest import Outcome, Run, Write
from mkdeck.ledger.similarity import SketchIndex, make_sketch, measure_likeness

SETTINGS = {"course.yaml": "course: Tides\nid: tides\nreport: https://example.org/?q={id}\n"}
TEXTS = (
    ("What pulls the sea towards itself twice a day?", "The moon, and less so the sun."),
    ("Why are there two high tides a day?", "The far side is pulled less than the earth's middle is."),
    ("When do spring tides happen?", "At new and full moon, when sun and moon pull along one line."),
    ("How does the shape of a bay matter?", "A bay that narrows makes the water rise higher."),
)
SUMS = tuple((f"What is {one}+{other}?", f"{one + other}") for one in range(3, 6) for other in range(4, 7))
CAPITALS = (("Peru", "Lima"), ("Chile", "Santiago"), ("Kenya", "Nairobi"), ("Cuba", "Havana"))
TRAINS = tuple(
    (
        f"A train leaves at {hour} o'clock with 80 km/h, another an hour later with {speed}. When are they level?",
        f"At {hour + 1 + 80 // (speed - 80)} o'clock.",
    )
    for hour in range(5, 9)
    for speed in (96, 120, 160)
)
NEW = ("Who measures the height of the sea?", "A gauge in a harbour.")
Pairs = tuple[tuple[str, str], ...]


def write(pairs: Pairs, first: int = 1) -> dict[str, str]:
    """Write a deck whose questions are numbered."""
    lines = ["questions:\n"]
    for i, (question, answer) in enumerate(pairs, first):
        lines.append(f"- {{id: q{i}, type: short-answer, question: {question!r}, answer: {answer!r}}}\n")
    return {"1.yaml": "".join(lines)}


class Release(Protocol):
    """Releases the course, or runs another command on it."""

    def __call__(self, *args: str, command: str = ...) -> Outcome: ...


@pytest.fixture
def release(mkdeck: Run, tmp_path: Path) -> Release:
    """Release the course, or run another command on it, at a time of its own each time."""
    time = 1_700_000_000

    def run(*args: str, command: str = "release") -> Outcome:
        nonlocal time
        time += 1_000
        more = ["--no-rehearsal"] if command == "release" else []
        return mkdeck(command, "course", *more, *args, cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(time)})

    return run


def find(outcome: Outcome) -> list[str]:
    """Give 'new was old' of each id that was given to another question."""
    said = [line for line in (outcome.out + outcome.err).splitlines() if "this was released as '" in line]
    return [f"{line.split(': ')[2]} was {line.partition('released as ')[2].split(chr(39))[1]}" for line in said]


def test_a_release_stops_where_questions_are_numbered_anew(course: Write, release: Release) -> None:
    folder = course({**SETTINGS, **write(TEXTS[:3])})
    assert release().code == 0
    before = (folder / "mkdeck.lock").read_bytes()
    course(write((NEW, *TEXTS[:3])))
    takes = "it takes over the schedule of another question; put the ids back, or release with `--renumbered`"
    anew = (
        "students get it anew, while 'q3' goes on with its schedule; put the ids back, or release with `--renumbered`"
    )
    lines = [
        f"3:8: %s: q2: this was released as 'q1', and with the id 'q2' {takes} [released]\n",
        f"4:8: %s: q3: this was released as 'q2', and with the id 'q3' {takes} [released]\n",
        f"5:8: %s: q4: this was released as 'q3', and {anew} [released]\n",
    ]
    errors = "".join(f"course/1.yaml:{line}" % "error" for line in lines)
    assert release() == (1, "", f"{errors}course: not released, 3 errors.\n")
    assert (folder / "mkdeck.lock").read_bytes() == before
    warnings = "".join(f"course/1.yaml:{line}" % "warning" for line in lines)
    assert release(command="check")[:2] == (0, warnings)
    assert (built := release(command="build")).code == 0
    assert built.err.startswith(warnings)
    assert release("--renumbered").code == 0
    assert release(command="check")[:2] == (0, "")


def test_a_way_out_that_is_not_needed_is_named(course: Write, release: Release, mkdeck: Run) -> None:
    folder = course({**SETTINGS, **write(TEXTS)})
    said = "mkdeck: --renumbered is not needed: no id of course was given to another question.\n"
    assert release("--renumbered") == (2, "", said)
    assert not (folder / "mkdeck.lock").exists()
    course({**SETTINGS, **write(TEXTS)}, "decks/a")
    course({**SETTINGS, **write(TEXTS), "course.yaml": "{course: B, id: b}"}, "decks/b")
    done = mkdeck("release", "--renumbered", cwd=folder.parent)
    assert (done.code, "--renumbered needs the path of the one course that it is about." in done.err) == (2, True)


def reword(pairs: Pairs) -> Pairs:
    return tuple((question.replace("?", ", roughly?"), answer) for question, answer in pairs)


RENUMBERED: dict[str, tuple[Pairs, Pairs, list[str]]] = {
    "swapped": (TEXTS, (TEXTS[1], TEXTS[0], *TEXTS[2:]), ["q1 was q2", "q2 was q1"]),
    "in a circle": (TEXTS, (*TEXTS[1:], TEXTS[0]), ["q1 was q2", "q2 was q3", "q3 was q4"]),
    "the first is gone": (TEXTS[:3], TEXTS[1:3], ["q1 was q2", "q2 was q3"]),
    "one more in between": (TEXTS[:3], (TEXTS[0], NEW, *TEXTS[1:3]), ["q3 was q2", "q4 was q3"]),
    "and edited": (TEXTS[:3], (NEW, *reword(TEXTS[:3])), ["q2 was q1", "q3 was q2", "q4 was q3"]),
    "one of them edited": (TEXTS[:3], (NEW, *reword(TEXTS[:1]), *TEXTS[1:3]), ["q2 was q1", "q3 was q2", "q4 was q3"]),
    "short": (CAPITALS, (CAPITALS[1], CAPITALS[0], *CAPITALS[2:]), ["q1 was q2", "q2 was q1"]),
    "a series": (SUMS, (SUMS[1], SUMS[0], *SUMS[2:]), ["q1 was q2", "q2 was q1"]),
    "a series of long texts": (TRAINS, (*TRAINS[:5], TRAINS[6], TRAINS[5], *TRAINS[7:]), ["q6 was q7", "q7 was q6"]),
    "a series, one more on top": (SUMS[1:3], (SUMS[0], *SUMS[1:3]), ["q2 was q1", "q3 was q2"]),
}


@pytest.mark.parametrize("case", RENUMBERED)
def test_ids_that_were_given_to_other_questions(case: str, course: Write, release: Release) -> None:
    before, after, said = RENUMBERED[case]
    course({**SETTINGS, **write(before)})
    assert release().code == 0
    course(write(after))
    assert find(release(command="check")) == said
    assert release().code == 1


def test_gaps_choices_and_other_decks_count_too(course: Write, release: Release) -> None:
    deck = """\
        questions:
        - {id: %s, type: cloze, question: "Spring tides come at {{c1::new}} and {{c2::full}} moon."}
        - {id: %s, type: true-false, question: The moon alone makes tides., answer: false}
        """
    other = """\
        questions:
        - id: %s
          type: multiple-choice
          question: What is a neap tide?
          choices: [A high one, correct: A low one, No tide at all]
        """
    course({**SETTINGS, "1.yaml": deck % ("a", "b"), "2.yaml": other % "c"})
    assert release().code == 0
    course({"1.yaml": deck % ("c", "a"), "2.yaml": other % "b"})
    assert find(release(command="check")) == ["c was a", "a was b", "b was c"]


def test_of_many_a_few_are_told(course: Write, release: Release) -> None:
    course({**SETTINGS, **write(TRAINS)})
    assert release().code == 0
    course(write(TRAINS[1:], 1))
    done = release(command="check")
    assert find(done) == ["q1 was q2", "q2 was q3", "q3 was q4"]
    assert "release with `--renumbered`; so it is with 8 more in this file [released]" in done.out.splitlines()[2]


def change(pairs: Pairs, at: int, *new: tuple[str, str]) -> Pairs:
    return (*pairs[:at], *new, *pairs[at + 1 :])


LEFT_ALONE: dict[str, tuple[Pairs, Pairs]] = {
    "edited": (TEXTS, reword(TEXTS)),
    "rewritten": (TEXTS, tuple((f"Tell in two words: {answer}", "Ebb and flow.") for _, answer in TEXTS)),
    "put off to others": (TEXTS[:2], TEXTS[2:]),
    "added": (TEXTS[:3], TEXTS),
    "added to a series": (SUMS[:5], SUMS),
    "numbers of a series": (SUMS[:3], tuple((q.replace("+", " + "), answer) for q, answer in SUMS[:3])),
    "one number of a series": (SUMS, change(SUMS, 4, ("What is 7+8?", "15"))),
    "another capital": (CAPITALS, change(CAPITALS, 1, ("Bolivia", "Sucre"))),
    "one made like another": (TEXTS, change(TEXTS, 1, TEXTS[0])),
    "one made nearly like another": (TEXTS, change(TEXTS, 1, *reword(TEXTS[:1]))),
    "one made like another, which was edited": (TEXTS, (*reword(TEXTS[:1]), TEXTS[0], *TEXTS[2:])),
    "one of a series made like another": (SUMS, change(SUMS, 1, SUMS[0])),
    "a copy, and its model edited": (TEXTS, (*reword(TEXTS[:1]), *TEXTS[1:], TEXTS[0])),
    "a capital made like another, which was edited": (
        CAPITALS,
        (("Peru", "Lima, of course"), CAPITALS[0], *CAPITALS[2:]),
    ),
    "two that were alike": ((TEXTS[0], TEXTS[0]), (TEXTS[0], *reword(TEXTS[:1]))),
    "two that were alike, both edited": ((TEXTS[0], TEXTS[0]), (*reword(TEXTS[:1]), *reword(TEXTS[:1]))),
    "two that become one in turn": ((TEXTS[0], TEXTS[0], TEXTS[1]), (TEXTS[0], TEXTS[1], TEXTS[1])),
}


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_what_only_looks_like_it_is_left_alone(case: str, course: Write, release: Release) -> None:
    before, after = LEFT_ALONE[case]
    course({**SETTINGS, **write(before)})
    assert release().code == 0
    course(write(after))
    assert find(release(command="check")) == []
    assert release().code == 0


def test_a_question_that_is_asked_again_under_a_new_id_is_left_alone(course: Write, release: Release) -> None:
    course({**SETTINGS, **write(TEXTS)})
    assert release().code == 0
    deck = write((*TEXTS, TEXTS[0]))["1.yaml"].replace("id: q1,", "id: q1, retired: Asked anew.,")
    course({"1.yaml": deck})
    assert release().code == 0


def test_a_question_that_cannot_be_read_is_no_other(course: Write, release: Release) -> None:
    course({**SETTINGS, **write(TEXTS)})
    assert release().code == 0
    deck = write((TEXTS[0], TEXTS[0], *TEXTS[2:]))["1.yaml"]
    course({"1.yaml": deck.replace("id: q1, type: short-answer", "id: q1, type: short")})
    assert find(release(command="check")) == []


def test_the_index_finds_what_a_look_at_every_sketch_would() -> None:
    texts = [*(f"{question} {answer}" for question, answer in (*TEXTS, *SUMS, *TRAINS, NEW)), "", "One", "One two"]
    sketches = {text: make_sketch(text) for text in texts}
    index = SketchIndex(sketches)
    for text, sketch in sketches.items():
        likeness = {other: measure_likeness(sketch, each) for other, each in sketches.items()}
        assert {name: found for found, name in index.find(sketch)} == {
            other: found for other, found in likeness.items() if found
        }, text
