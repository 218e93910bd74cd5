"""Proves that marks and keys of other tools, and of lecturers in a hurry, are answered with what to write instead."""

from pathlib import Path

import pytest

from conftest import Run, Write
from course.hostile import check
from course.test_slips import HEAD, ask, choose, schema

ORDER = (
    "unknown key 'order'; valid here: 'id', 'question', 'context', 'explanation', 'hint', 'tags', 'source', 'retired', "
    "'draft', 'ignore', 'type', 'items'"
)
NO_CHOICE = "no choice is right; mark at least one with `correct:`"
STARRED = "did not find expected alphabetic or numeric character"
PLACE = "a mask's place is one key: write `box: {}` (left, top, width, height, in percent)"


def unmarked(advice: str) -> list[str]:
    return [f"d.yaml:5:5: error: q: {NO_CHOICE}; {advice} [no-right-choice]"]


def cover(mask: str) -> str:
    return ask("occlusion", "image: a.png", "masks:", f"  - {mask}")


# name: (deck, what is said about it)
SLIPS: dict[str, tuple[str, list[str]]] = {
    # --- Entries of a list
    "a star in a line": (
        ask("multiple-choice", "choices: one, *two, three"),
        [schema(5, 14, "`choices` must be a list; write `choices: [one, '*two', three]`")],
    ),
    "numbers before choices": (
        ask("multiple-choice", "choices:", "  1. one", "  2. two"),
        [schema(6, 7, "`choices` must be a list; write `- one`, `- two`, each on a line")],
    ),
    "initials of names": (
        ask("short-answer", "answer: a", "accept: J. Watson; F. Crick"),
        [schema(6, 13, "`accept` must be a list; write `accept: [J. Watson, F. Crick]`")],
    ),
    "a name with an initial alone": (
        ask("short-answer", "answer: a", "accept: A. Einstein, Albert Einstein"),
        [schema(6, 13, "`accept` must be a list; write `accept: [A. Einstein, Albert Einstein]`")],
    ),
    "letters before choices with an initial": (
        ask("multiple-choice", "choices: A. Niels B. Bohr's B. Einstein's"),
        [schema(5, 14, "`choices` must be a list; write `- Niels`, `- Bohr's B. Einstein's`, each on a line")],
    ),
    "semicolons": (
        ask("multiple-choice", "choices: [one; two]"),
        [schema(5, 14, "`choices` needs at least 2 entries, and commas part them; write `choices: [one, two]`")],
    ),
    "a comma in braces": (
        choose("- {correct: one, two}", "- three"),
        [
            schema(
                *(6, 24), "unknown key 'two'; where it belongs to the text before it, put all of that in single quotes"
            )
        ],
    ),
    "stars for dashes": (
        ask("multiple-choice", "choices:", "  * one", "  * two"),
        [
            f"d.yaml:6:7: error: not valid YAML: {STARRED} (an entry of a list starts with '- ') [syntax]",
        ],
    ),
    # --- Which choice is right
    "boxes in quotes": (choose("- '[x] one'", "- '[ ] two'"), unmarked("write `- '[x] one'` as `- correct: one`")),
    "boxes of radio buttons": (choose("- (x) one", "- ( ) two"), unmarked("write `- (x) one` as `- correct: one`")),
    "a star behind": (choose("- one *", "- two"), unmarked("write `- one *` as `- correct: one`")),
    "a star before": (choose("- two", "- '*one'"), unmarked("write `- '*one'` as `- correct: one`")),
    "a word behind": (choose("- one (correct)", "- two"), unmarked("write `- one (correct)` as `- correct: one`")),
    "a German word": (choose("- eins (richtig)", "- zwei"), unmarked("write `- eins (richtig)` as `- correct: eins`")),
    "a tick": (choose("- ✓ one", "- two ✗"), unmarked("write `- ✓ one` as `- correct: one`")),
    "an emoji": (choose("- one ✅", "- two ❌"), unmarked("write `- one ✅` as `- correct: one`")),
    "an equals sign": (choose("- =one", "- ~two"), unmarked("write `- =one` as `- correct: one`")),
    "one in bold": (choose("- '**one**'", "- two"), unmarked("write `- '**one**'` as `- correct: one`")),
    "a mark on all": (choose("- one *", "- two *"), [f"d.yaml:5:5: error: q: {NO_CHOICE} [no-right-choice]"]),
    "several right ones in a list": (
        choose("- correct: [one, two]", "- three"),
        [schema(6, 18, "each choice stands by itself: write `- correct: one`, `- correct: two`, each on a line")],
    ),
    "choices beside each other": (
        HEAD + "    correct: one\n    wrong: [two, three]\n",
        [
            schema(5, 5, "unknown key 'correct'; choices stand below `choices:`, this one as `- correct: one`"),
            schema(6, 5, "unknown key 'wrong'; choices stand below `choices:`, this one as `- two`"),
        ],
    ),
    "an answer beside options": (
        HEAD + "    options: {a: one, b: two}\n    answer: b\n",
        [
            schema(5, 5, "unknown key 'options'; here it is called `choices`"),
            schema(
                6,
                5,
                "a right choice is marked where it stands: write `- correct: two` in `choices`, and remove `answer`",
            ),
        ],
    ),
    "reasons below choices": (
        choose("- correct: one", "- wrong: two", "  why: since", "- wrong: three", "  explanation: since"),
        [
            schema(8, 9, "unknown key 'why'; here it is called `feedback`"),
            schema(10, 9, "unknown key 'explanation'; here it is called `feedback`"),
        ],
    ),
    "texts under other names": (
        choose("- option: one", "  correct: true", "- answer: two", "  right: false", "- A: three", "  correct: no"),
        [
            schema(6, 9, "write this as `- correct: one`"),
            schema(8, 9, "write this as `- two`"),
            schema(10, 9, "write this as `- three`"),
        ],
    ),
    "statements under another name": (
        ask("statements", "statements:", "  - statement: one", "    correct: false", "  - {content: two}"),
        [
            schema(6, 9, "write this as `- false: one`"),
            schema(8, 9, "write this as `- true: two`, or as `- false: ...`"),
        ],
    ),
    # --- True or false
    "a letter": (
        ask("true-false", "answer: T"),
        [schema(5, 13, "`answer` must be true or false; write `answer: true`")],
    ),
    "a German no": (
        ask("true-false", "answer: Falsch"),
        [schema(5, 13, "`answer` must be true or false; write `answer: false`")],
    ),
    "a doubt": (ask("true-false", "answer: perhaps"), [schema(5, 13, "`answer` must be true or false")]),
    # --- Answers
    "several answers": (
        ask("short-answer", "answers: [one, uno]"),
        [schema(5, 5, "unknown key 'answers'; write `answer: one`, and what else is right as `accept: [uno]`")],
    ),
    "a list as the answer": (
        ask("short-answer", "answer: [one, 'u: no']"),
        [schema(5, 13, "`answer` must be text; write `answer: one`, and what else is right as `accept: ['u: no']`")],
    ),
    "a list as the explanation": (
        ask("short-answer", "answer: one", "explanation:", "  - a", "  - b"),
        [
            schema(
                7,
                7,
                "`explanation` must be text, but a list stands here; to show a list, write `explanation: |`, and '- a' "
                "and so on below it",
            )
        ],
    ),
    "capitals": (
        "questions:\n  - id: q\n    type: short-answer\n    Question: What?\n    Answer: one\n",
        [
            schema(4, 5, "unknown key 'Question'; did you mean 'question'?"),
            schema(5, 5, "unknown key 'Answer'; did you mean 'answer'?"),
        ],
    ),
    "letters as keys": (
        "questions:\n  - id: q\n    q: What?\n    a: one\n",
        [schema(2, 5, "`type` is missing; here it is `type: short-answer`")],
    ),
    "a picture as a key": (
        ask("short-answer", "answer: one", "image: heart.png"),
        [schema(6, 5, "unknown key 'image'; a picture stands in the text: `![what it shows](heart.png)`")],
    ),
    "a sound as a key": (
        ask("short-answer", "answer: one", "audio: tone.mp3"),
        [schema(6, 5, "unknown key 'audio'; a sound or video stands in the text: `![what it plays](tone.mp3)`")],
    ),
    "tags in one text": (
        ask("short-answer", "answer: one", "tags: cell biology"),
        [schema(6, 11, "`tags` must be a list; write `tags: [cell, biology]`")],
    ),
    "items with texts": (
        ask("ordering", "items:", "  - {text: one, position: 1}", "  - two", "order: [1, 2]"),
        [
            schema(6, 9, "entry 1 of `items` must be text, but a mapping stands here; write this as `- one`"),
            schema(8, 5, ORDER),
        ],
    ),
    # --- Gaps
    "single braces": (
        "questions:\n  - id: q\n    type: cloze\n    question: The {c1::gap} is here.\n",
        ["d.yaml:4:19: error: q: a cloze question needs a gap, and '{c1::gap}' is none; write {{c1::gap}} [cloze]"],
    ),
    "one colon": (
        "questions:\n  - id: q\n    type: cloze\n    question: The {{c2:gap}} is here.\n",
        ["d.yaml:4:19: error: q: '{{c2:gap}}' is no gap; write {{c2::gap}} [cloze]"],
    ),
    "a capital in a gap": (
        "questions:\n  - id: q\n    type: cloze\n    question: The {{C1::gap::hint}} is here.\n",
        ["d.yaml:4:19: error: q: '{{C1::gap::hint}}' is no gap; write {{c1::gap::hint}} [cloze]"],
    ),
    "an answer beside a line": (
        "questions:\n  - id: q\n    type: cloze\n    question: The ___ is here.\n    answer: gap\n",
        [
            "d.yaml:4:15: error: q: a cloze question needs a gap such as {{c1::text}} [cloze]",
            schema(5, 5, "unknown key 'answer'; what is asked stands in the text: write {{c1::gap}} where it belongs"),
        ],
    ),
    # --- Pairs
    "pairs with arrows": (
        ask("matching", "pairs:", "  - a -> b", "  - c → d"),
        [
            schema(6, 9, "a pair says which side is which: {left: a, right: b}"),
            schema(7, 9, "a pair says which side is which: {left: c, right: d}"),
        ],
    ),
    "pairs with signs": (
        ask("matching", "pairs:", "  - a = b", "  - c - d", "  - e | f", "  - well-known"),
        [
            schema(6, 9, "a pair says which side is which: {left: a, right: b}"),
            schema(7, 9, "a pair says which side is which: {left: c, right: d}"),
            schema(8, 9, "a pair says which side is which: {left: e, right: f}"),
            schema(9, 9, "a pair says which side is which: {left: ..., right: ...}"),
        ],
    ),
    "pairs of terms": (
        ask("matching", "pairs:", "  - {term: a, definition: b}", "  - {question: c, answer: d}"),
        [
            schema(6, 9, "a pair says which side is which: {left: a, right: b}"),
            schema(7, 9, "a pair says which side is which: {left: c, right: d}"),
        ],
    ),
    "several that are no pairs": (
        ask("matching", "pairs:", "  - one", "  - two", "  - {left: a, right: b}"),
        [
            schema(6, 9, "a pair says which side is which: {left: ..., right: ...}"),
            schema(7, 9, "a pair says which side is which: {left: ..., right: ...}"),
        ],
    ),
    "several that are no statements": (
        ask("statements", "statements:", "  - [one]", "  - [two]"),
        [
            schema(6, 9, "a statement is a mapping with `true:` or `false:`"),
            schema(7, 9, "a statement is a mapping with `true:` or `false:`"),
        ],
    ),
    # --- Places
    "a place in four keys": (
        cover("{label: x, x: 1, y: 2, width: 3, height: 4}"),
        [schema(7, 20, PLACE.format("[1, 2, 3, 4]"))],
    ),
    "a place in words": (
        cover("{label: x, left: 1, top: 2, w: 3}"),
        [schema(7, 20, PLACE.format("[1, 2, 3, ...]"))],
    ),
    "a label of another name": (
        cover("{text: x, box: [1, 2, 3, 4]}"),
        [schema(7, 10, "unknown key 'text'; here it is called `label`")],
    ),
    # --- Decks
    "questions under another name": (
        "deck: Week 1\ncards:\n  - {id: q, type: short-answer, question: What?, answer: one}\n",
        [schema(2, 1, "unknown key 'cards'; here it is called `questions`", "")],
    ),
    "settings of the course": (
        "language: de\nid: week-1\nquestions:\n  - {id: q, type: short-answer, question: What?, answer: one}\n",
        [
            schema(1, 1, "`language` stands in `course.yaml`, for all decks of the course", ""),
            schema(2, 1, "`id` stands in `course.yaml`, for all decks of the course", ""),
        ],
    ),
    # --- Indentation
    "a question's keys at the margin": (
        "questions:\n  - id: q\n    type: multiple-choice\nquestion: Which?\nchoices:\n  - correct: one\n  - two\n",
        [
            schema(2, 5, "`choices` is missing"),
            schema(2, 5, "`question` is missing"),
            schema(4, 1, "`question` belongs to a question; indent it as far as the keys of the question above", ""),
            schema(5, 1, "`choices` belongs to a question; indent it as far as the keys of the question above", ""),
        ],
    ),
    "a question without a list": (
        "type: short-answer\nquestion: Which?\nanswer: This\n",
        [
            schema(
                1,
                1,
                "`questions` is missing; write `questions:` above, and each question below it, starting with '- '",
                "",
            )
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SLIPS.values(), ids=SLIPS)
def test_what_other_tools_have_is_answered_with_what_to_write(
    text: str, expected: list[str], tmp_path: Path, mkdeck: Run
) -> None:
    assert check(mkdeck, tmp_path, text.encode()).splitlines() == expected


SOUND: dict[str, str] = {
    "a star in a choice beside a right one": choose("- correct: one", "- two *"),
    "a true statement with a letter": ask("true-false", "answer: yes"),
    "capitals in text": ask("short-answer", "answer: (x) one"),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_is_sound_is_let_be(text: str, tmp_path: Path, mkdeck: Run) -> None:
    assert check(mkdeck, tmp_path, text.encode()) == "fine\n"


NO_ID = "`id` is missing; a course needs one: one that was released keeps its own, a new one takes one such as"
NO_FORM = "an id is made of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit"
NO_SHARE = "`retention` must be a number from 0.7 to 0.99"
NO_START = "`report` must start with https://, http:// or mailto:"
CELLS = "course: Cells\nid: cells\n"

# By name: the settings, and what is said.
COURSES: dict[str, tuple[str, str]] = {
    "no id": ("course: Cell Biology", f"1:1: error: {NO_ID} `id: cell-biology` [schema]"),
    "an id of words": (
        "course: Cells\nid: Cell Biology",
        f"2:5: error: {NO_FORM}; write `id: cell-biology` [schema]",
    ),
    "nothing in the id": ("course: Cells\nid:", "2:4: error: `id` is empty; write one [schema]"),
    "percent": (f"{CELLS}retention: 90 %", f"3:12: error: {NO_SHARE}; write `retention: 0.90` [schema]"),
    "a comma": (f"{CELLS}retention: 0,85", f"3:12: error: {NO_SHARE}; write `retention: 0.85` [schema]"),
    "never": (
        f"{CELLS}editions: never",
        "3:11: error: `editions` must be true or false; write `editions: false` [schema]",
    ),
    "an address of mail": (
        f"{CELLS}report: staff@example.org",
        f"3:9: error: {NO_START}; write `report: mailto:staff@example.org` [course]",
    ),
    "no scheme": (
        f"{CELLS}report: example.org/report",
        f"3:9: error: {NO_START}; write `report: https://example.org/report` [course]",
    ),
    "words": (f"{CELLS}report: tell me", f"3:9: error: {NO_START} [course]"),
    "questions": (
        f"{CELLS}questions: []",
        "3:1: error: `questions` stands in a deck file beside this one, such as 01-first.yaml [schema]",
    ),
    "a list": (
        "- course: Cells",
        "1:1: error: this must be a mapping of keys and values; remove the '- ' before them [schema]",
    ),
}


@pytest.mark.parametrize(("settings", "expected"), COURSES.values(), ids=COURSES)
def test_settings_are_answered_with_what_to_write(settings: str, expected: str, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": settings, "a.yaml": ask("true-false", "answer: true")})
    assert mkdeck("check", cwd=folder).out == f"course.yaml:{expected}\n"
