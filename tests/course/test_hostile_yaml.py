"""Proves that any file at all is read as its author meant it, or gets diagnostics that say where and what to do."""

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apart import run_apart
from card_reader import read_card
from conftest import Build, Run, Write
from course.hostile import FIELDS, SOUND, bomb, check, swap
from depth import count
from growth import cpu_limit
from mkdeck.course.loading import load_course
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.rehearsal.student import Student

# What is read as it stands.
FINE = {
    "a sound file": SOUND,
    "BOM": codecs.BOM_UTF8 + SOUND,
    "CRLF": SOUND.replace(b"\n", b"\r\n"),
    "CR": SOUND.replace(b"\n", b"\r"),
    "no line break at the end": SOUND.rstrip(),
    "a tab behind a key": swap("question: Q", "question:\tQ"),
    "tabs in a text": swap("Q", "|\n      a\tb\n      \tc"),
    "a tag that says it is text": swap("Q", "!!str Q"),
    "---": b"---\n" + SOUND,
    "...": SOUND + b"...\n",
    "a directive": b"%YAML 1.2\n---\n" + SOUND,
    "comments": b"# one\n" + SOUND + b"# two\n",
    "comments behind values": swap("Q", "Q # why?").replace(b"answer: true", b"answer: true #sure"),
    "a sharp sign in quotes": swap("Q", "'the #1'"),
    "flow style": b'{"questions": [{"id": "a", "type": "true-false", "question": "Q", "answer": true}]}',
    "quoted keys": SOUND.replace(b"question:", b'"question":'),
    "a key with '?'": swap("question: Q", "? question\n    : Q"),
    "an anchor": swap("Q", "&q Q") + b"    explanation: *q\n",
    "astral characters": swap("Q", "👩🏽\u200d🔬 \U0001d538"),
    "a no-break space": swap("Q", "a\u00a0b"),
}


@pytest.mark.parametrize("name", FINE)
def test_a_file_is_read_as_it_stands(name: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, FINE[name]) == "fine\n"


WORDS = (
    "No yes on off true False null Null ~ 1.10 007 0x1F 0o17 0b11 1e3 1_000 .5 +1 -1 .inf .nan 2024-01-01 "
    "2024-01-01T10:00:00Z 12:30:45 <<"
).split()


def test_words_that_look_like_other_types_arrive_as_those_words(course: Write, build: Build, student: Student) -> None:
    lines = ["questions:", "  - id: 007", "    type: multiple-choice", "    question: 1.10", "    choices:"]
    lines += ["      - correct: yes", *(f"      - {word}" for word in WORDS if word != "yes")]
    lines += ["    explanation: 2024-01-01", "    hint: null", "    source: no", "    tags: [on, 1.10, null]"]
    lines += ["  - {id: no, type: short-answer, question: off, answer: 1e3}"]
    folder = course({"course.yaml": "course: 1.10\nid: 1.10\nauthors: [no]\n", "1.yaml": "\n".join(lines).encode()})
    student.take(build(folder))
    notes = {state.fields[-4]: state for state in student.notes().values()}
    assert notes.keys() == {"007", "no"}
    fields = dict(zip(FIELDS, notes["007"].fields, strict=True))
    assert read_card(fields["Question"]) == ["1.10"]
    assert read_card(fields["Choices"]) == ["yes", *(word for word in WORDS if word != "yes")]
    assert [read_card(fields[name]) for name in ("Explanation", "Hint", "Source")] == [["2024-01-01"], ["null"], ["no"]]
    assert notes["007"].tags == ("1.10", "null", "on")
    assert [read_card(text) for text in notes["no"].fields[:3:2]] == [["off"], ["1e3"]]
    assert "1.10" in student.decks()


def test_every_scalar_of_the_settings_is_read_as_text(course: Write) -> None:
    loaded = load_course(course({"course.yaml": "course: 2024-01-01\nid: 0x1f\nlanguage: no\n", "1.yaml": SOUND}))
    assert (loaded.settings.course, loaded.settings.id, loaded.settings.language) == ("2024-01-01", "0x1f", "no")


def test_anchors_mean_what_they_name(course: Write) -> None:
    deck = """\
        questions:
          - id: a
            type: multiple-choice
            question: &which Which?
            choices: &letters [{correct: A1}, &b B1]
            tags: &tags [x, y]
          - id: b
            type: multiple-choice
            question: *which
            choices: *letters
            tags: *tags
            explanation: *b
        """
    first, second = [
        entry.question for entry in load_course(course({"course.yaml": "{course: C, id: c}", "1.yaml": deck})).entries
    ]
    assert isinstance(first, MultipleChoice)
    assert isinstance(second, MultipleChoice)
    assert (second.question, second.choices, second.tags) == (first.question, first.choices, first.tags)
    assert second.explanation == "B1"


# --- Files made to hurt --------------------------------------------------------------------------------------------

DEEP = {
    "brackets": b"questions: " + b"[" * 100_000,
    "closed brackets": b"questions: " + b"[" * 100_000 + b"]" * 100_000,
    "braces": b"questions: " + b"{a: " * 50_000,
    "lists in blocks": b"questions:\n" + b"- " * 100_000 + b"x\n",
    "keys in blocks": b"? " * 100_000 + b"x\n",
    "mappings in blocks": b"".join(b" " * i + b"a:\n" for i in range(3000)),
}


@pytest.mark.parametrize("name", DEEP)
def test_nesting_without_end_is_one_error(name: str, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_bytes(DEEP[name])
    done = run_apart(tmp_path, "check", "d.yaml")
    assert done.returncode == 1
    assert re.fullmatch(r"d\.yaml:\d+:\d+: error: [^\n]*nested[^\n]* \[syntax\]\n", done.stdout)


@pytest.mark.parametrize("levels", [7, 30, 1000])
def test_an_alias_bomb_goes_off_at_once(levels: int, mkdeck: Run, tmp_path: Path) -> None:
    with cpu_limit():
        assert "aliases make this file far larger than it looks" in check(mkdeck, tmp_path, bomb(levels))


def test_a_key_of_any_length_is_an_error_that_can_be_read(mkdeck: Run, tmp_path: Path) -> None:
    said = check(mkdeck, tmp_path, SOUND + b"? " + b"k" * 200_000 + b"\n: v\n")
    assert said.startswith("d.yaml:6:3: error: unknown key 'kkk")


def test_a_file_that_is_too_large_is_not_read(mkdeck: Run, tmp_path: Path) -> None:
    with (tmp_path / "d.yaml").open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    code, out, _ = mkdeck("check", "d.yaml", cwd=tmp_path)
    assert code == 1
    assert out == "d.yaml:1:1: error: the file is larger than 64 MB; split it into several decks [syntax]\n"


PIECES = [
    *(
        "- ",
        "? ",
        ": ",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "#",
        " #",
        "&a",
        "*a",
        "!!str",
        "!x",
        "|",
        ">",
        "'",
        '"',
        "%",
        "@",
        "`",
    ),
    *("\n", "\r\n", "\r", "\t", "  ", "    ", "---\n", "...\n"),
    *("\ufeff", "\x85", "\u2028", "\0", "\x1b", "日本", "🙂"),
    *("questions:", "\n  - id: b", "\n    type: cloze", "\n    question: |", "\n    answer: no", "choices:", "tags:"),
    *("{{c1::x}}", "$x", "<b>", "correct: x", "<<: *a", "null", "\\", "\n      - x", "\n\n"),
]
mutations = st.lists(st.tuples(st.integers(0, len(SOUND)), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4)


@given(changes=mutations, raw=st.binary(max_size=3))
@settings(
    max_examples=count(40),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_file_is_fine_or_its_mistakes_have_places_in_it(
    changes: list[tuple[int, int, str]], raw: bytes, mkdeck: Run, tmp_path: Path
) -> None:
    content = SOUND
    for at, cut, piece in changes:
        content = content[:at] + piece.encode() + content[at + cut :]
    if len(changes) == 1:
        content = content[: len(raw) * 7] + raw + content[len(raw) * 7 :]
    said = check(mkdeck, tmp_path, content)
    if said == "fine\n":
        return
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", content.decode("utf-8-sig", "replace"))
    for each in said.rstrip("\n").split("\n"):
        match = re.fullmatch(r"d\.yaml:(\d+):(\d+): (?:error|warning): .+ \[[a-z-]+\]", each)
        assert match, each
        line, column = int(match[1]), int(match[2])
        assert 1 <= line <= len(lines) + 1, (each, content)
        assert 1 <= column <= len([*lines, ""][line - 1]) + 1, (each, content)
