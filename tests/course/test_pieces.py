"""Proves that the questions of a deck file, read piece by piece after any change, are what the whole file holds."""

import random
from functools import lru_cache
from pathlib import Path

import pytest

from depth import count
from mkdeck.course.yaml_pieces import _split, find_change, split_pieces
from mkdeck.course.yaml_source import Source, Value, load

HEAD = "deck: Tides\ndescription: |\n  What the moon does\n\n# All of them:\nquestions:\n"
QUESTIONS = (
    "  - id: moon\n    type: short-answer\n    question: What pulls the sea?\n    answer: The moon.\n\n",
    "  # A hard one.\n  - {id: flow, type: true-false, question: 'Twice a day', answer: yes}\n",
    "  - id: block\n    question: |\n      First\n\n      - second\n    answer: >-\n      folded\n      text\n",
    "  - id: quoted\n    question: 'over\n\n      two lines'\n    answer: \"and\n      \\u00e9\"\n",
    "  -\n    id: below\n    question: plain\n      and more # comment\n",
    "  - id: nested\n    choices:\n    - one\n    - correct: two\n      feedback: no\n    - - a\n      - b\n",
    "  - just a text\n",
    "  - id: last\n    question: é 日本 😀\n    answer: |+\n      kept\n\n\n",
)
SCRAPS: tuple[str, ...] = (
    *"'\"|>#&*!%@[]{}:,-?\n\t\\ ",
    "  - ",
    "\n  - id: new\n",
    "\n- ",
    "\n   - odd\n",
    ": ",
    " # note",
    "&name ",
    "*name",
    "\n---\n",
    "\n...\n",
    "\n%TAG ! tag:a,2000:\n",
    "\r\n",
    "\r",
    "\x85",
    "\u2028",
    "\nquestions:\n",
    "\ndeck: Other\n",
    "    id: twice\n",
    "'\n  - ",
    "!!int ",
    '"a\n  - b"',
    "    hint: |2\n       x\n",
)


def change_text(text: str, rng: random.Random) -> str:
    """Do what hands do to a text: put scraps in, take lines out, copy and move them, all or in part."""
    lines = text.splitlines(keepends=True)
    at, size = rng.randrange(len(lines) + 1), rng.randint(1, 4)
    match rng.randrange(7):
        case 0:
            return "".join([*lines[:at], rng.choice(QUESTIONS), *lines[at:]])
        case 1:
            return "".join([*lines[:at], *lines[at + size :]])
        case 2:
            return "".join([*lines[:at], *lines[at : at + size], *lines[at:]])
        case 3:
            there = rng.randrange(len(lines) + 1)
            return "".join([*lines[:at], *lines[there : there + size], *lines[at:]])
        case 4:
            place = rng.randrange(len(text) + 1)
            return text[:place] + rng.choice(SCRAPS) + text[place:]
        case 5:
            place = rng.randrange(len(text) + 1)
            return text[:place] + text[place + 1 :]
    return text.replace("What", "Who", 1) if "What" in text else text.replace("Who", "What", 1)


def list_questions(value: Value) -> list[Value]:
    questions = value.get("questions") if isinstance(value, dict) else None
    return questions if isinstance(questions, list) else []


def get_head(value: Value) -> Value:
    return {key: each for key, each in value.items() if key != "questions"} if isinstance(value, dict) else value


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("seed", range(count(40)))
def test_pieces_are_read_as_the_whole_is(seed: int, ends: str) -> None:
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    fresh = (HEAD + "".join(rng.sample(QUESTIONS, rng.randint(2, len(QUESTIONS))))).replace("\n", ends)
    if seed % 5 == 0:
        fresh = fresh.replace(f"{ends}  ", ends).replace(f"{ends}description: |{ends}What", f"{ends}# What")
    path = Path("tides.yaml")
    old = Source(path, "tides.yaml", fresh)
    read_whole = lru_cache(2)(
        lambda text: load(Source(path, "tides.yaml", text))
    )  # what is new is old in the next round
    part = 0
    for _ in range(60):
        new = Source(path, "tides.yaml", change_text(old.text, rng))
        change = find_change(old, new)
        if change:
            part += 1
            before, after = read_whole(old.text), read_whole(new.text)
            middle = load(change.part) if change.size else ({"questions": []}, [])
            was, now = list_questions(before[0]), list_questions(after[0])
            assert now == [*was[: change.first], *list_questions(middle[0]), *was[change.last :]], new.text
            assert get_head(after[0]) == get_head(before[0])
            assert split_pieces(new) == _split(new)
        # What can't be read is mended before long.
        old = new if split_pieces(new).starts else Source(path, "tides.yaml", fresh)
    assert part > 5


@pytest.mark.parametrize("end", ["...\n", "---\n", "    hint: &name x\n", "\u2028  - id: new\n", "    hint: 'open\n"])
def test_what_reaches_beyond_its_question_is_read_with_the_whole(end: str) -> None:
    first, *others = QUESTIONS[0], *QUESTIONS[2:4]
    old = Source(Path("tides.yaml"), "tides.yaml", HEAD + "".join([first, *others]))
    assert find_change(old, Source(old.path, old.name, HEAD + "".join([f"{first}    hint: x\n", *others])))
    assert find_change(old, Source(old.path, old.name, HEAD + "".join([first + end, *others]))) is None
