"""Proves that rules look at places of pictures and at second cards, and that `ignore` reaches what is found late."""

import json
from pathlib import Path

import pytest

from conftest import Run, Write

SETTINGS = "course: Tides\nid: tides\n"
SEA = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"/>'
BOTH = "  - {id: %s, type: short-answer, question: %s, answer: %s, reverse: %s}\n"


def find(mkdeck: Run, folder: Path, rules: str) -> list[str]:
    found = json.loads(mkdeck("check", "--rules", rules, "--format", "json", cwd=folder).out)
    return [f"{each['file']}:{each['line']} {each['question']}: {each['message']}" for each in found]


# --- Second cards --------------------------------------------------------------------------------------------------

FRONT = (
    "a.yaml:3 b.reverse: turned round, this shows the same as 'a.reverse' (question 1 of a.yaml), and students can't "
    "tell which is asked; say more in one of the answers, or ask one without `reverse`"
)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (("Holds dunes?", "Marram", "true"), ("Is sown?", "marram.", "true"), [FRONT]),
        (("Holds dunes?", "Marram", "true"), ("Is sown?", "Marram", "false"), []),
        (("Holds dunes?", "Marram", "true"), ("Is sown?", "Marram", "{retired: Too vague.}"), []),
        (("Holds dunes?", "Marram", "true"), ("Is sown?", "Marram, on sand", "true"), []),
        (("Holds dunes?", "Marram", "true"), ("Holds dunes?", "Marram", "true"), []),
    ],
)
def test_two_second_cards_that_show_the_same(
    first: tuple[str, ...], second: tuple[str, ...], said: list[str], course: Write, mkdeck: Run
) -> None:
    quoted = [(each[0], json.dumps(each[1]), each[2]) for each in (first, second)]
    deck = "questions:\n" + BOTH % ("a", *quoted[0]) + BOTH % ("b", *quoted[1])
    assert find(mkdeck, course({"course.yaml": SETTINGS, "a.yaml": deck}), "same-front") == said


# --- Places of pictures --------------------------------------------------------------------------------------------


def mask(name: str, question: str, *masks: str, more: str = "") -> str:
    listed = "".join(f"      - {{{each}, box: [{20 * i}, 0, 10, 10]}}\n" for i, each in enumerate(masks))
    return (
        f"  - id: {name}\n    type: occlusion\n    question: {question}\n    image: sea.svg\n{more}    masks:\n{listed}"
    )


IN_QUESTION = "the label 'harbour' of a place stands in the question itself; ask without it"
IN_OWN_HINT = "the hint of this place says its label, 'harbour'; hint at it"
IN_HINT = "the hint says the label of a place, 'harbour'; hint at it"
IN_ALT = "`alt` says the label of a place, 'harbour', to those who can't see it; describe the picture alone"
HINT = "    hint: The harbour.\n"


@pytest.mark.parametrize(
    ("question", "masks", "more", "said"),
    [
        ("What is beside the harbour?", ["label: The harbour"], "", [IN_QUESTION]),
        ("What is here?", ["label: The harbour, hint: A harbour."], "", [IN_OWN_HINT]),
        ("What is here?", ["label: Harbour, hint: harbour or lagoon"], HINT, [IN_OWN_HINT]),
        ("What is here?", ["label: Harbour, hint: 'harbour, lagoon'"], "", []),
        ("What is here?", ["label: Harbour"], HINT, [IN_HINT]),
        ("What is here?", ["label: Harbour"], "    alt: A harbour.\n", [IN_ALT]),
        ("What is here?", ["label: Harbour", "label: Lagoon"], "    alt: A coast.\n", []),
    ],
)
def test_a_label_that_is_told(
    question: str, masks: list[str], more: str, said: list[str], course: Write, mkdeck: Run
) -> None:
    deck = "questions:\n" + mask("a", question, *masks, more=more)
    found = find(mkdeck, course({"course.yaml": SETTINGS, "a.yaml": deck, "sea.svg": SEA}), "answer-in-question")
    assert [each.partition(": ")[2] for each in found] == said


def test_two_pictures_are_two_questions(course: Write, mkdeck: Run) -> None:
    asked = "What stands at the covered place?"
    one, two = mask("a", asked, "label: Harbour"), mask("b", asked, "label: Lagoon")
    folder = course({"course.yaml": SETTINGS, "a.yaml": "questions:\n" + one + two, "sea.svg": SEA})
    assert find(mkdeck, folder, "duplicate-question") == []
    course({"a.yaml": "questions:\n" + one + one.replace("id: a", "id: b")})
    assert find(mkdeck, folder, "duplicate-question") == [
        "a.yaml:10 b: 'a' (question 1 of a.yaml) asks the same; remove one of the two"
    ]


# --- What is found late --------------------------------------------------------------------------------------------

ONE = "questions: [{id: a, type: true-false, question: Q, answer: true}]\n"
NAME = "'TIDES' and another course's 'Tides' are one deck to Anki, which does not tell case apart"
WAY = "; write both alike, or call one otherwise [deck-name]\n"


@pytest.mark.parametrize("ignore", ["", "ignore: [deck-name]\n", "# mkdeck: ignore deck-name\n"])
def test_what_courses_beside_each_other_share_is_ignored_as_all_else(
    ignore: str, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    course({"course.yaml": SETTINGS, "a.yaml": ONE}, name="shelf/a")
    course({"course.yaml": f"{ignore}course: TIDES\nid: tides-2\n", "a.yaml": ONE}, name="shelf/b")
    said = "" if ignore else f"shelf/b/course.yaml:1:9: warning: {NAME}{WAY}"
    assert mkdeck("check", "shelf", cwd=tmp_path).out == said


def test_an_ignore_that_has_no_effect_late_either_is_told(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course({"course.yaml": SETTINGS, "a.yaml": ONE}, name="shelf/a")
    settings = "course: TIDES\nid: tides-2\nignore: [deck-name, tags]\n"
    course({"course.yaml": settings, "a.yaml": ONE}, name="shelf/b")
    assert mkdeck("check", "shelf", cwd=tmp_path).out == (
        "shelf/b/course.yaml:3:21: warning: 'tags' finds nothing here; remove this [unused-ignore]\n"
    )
