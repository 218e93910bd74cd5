"""Proves that `mkdeck new` makes a course that builds at once, with a schema that fits, and never harms a folder."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from apart import fill_disk, run_apart
from conftest import Run
from mkdeck.course.places import read_place
from mkdeck.diagnostics import CommandError
from mkdeck.questions import TYPES

ROOT = Path(__file__).parents[2]


def test_a_new_course_has_every_type_and_no_fault(mkdeck: Run, tmp_path: Path) -> None:
    done = mkdeck("new", "Grundlagen der Größenlehre: Teil 1", cwd=tmp_path)
    folder = "grundlagen-der-groessenlehre-teil-1"
    assert (done.code, done.out.splitlines()[0], done.err) == (
        0,
        f"{folder} is made. Build it with: mkdeck build {folder}",
        "",
    )
    code, out, err = mkdeck("check", folder, cwd=tmp_path)
    assert (code, out, err.splitlines()[0]) == (0, "", "10 questions checked: no errors.")
    built = mkdeck("build", folder, cwd=tmp_path)
    assert built.code == 0
    assert built.out.startswith(f"build/{folder}.apkg: Grundlagen der Größenlehre: Teil 1, 10 notes, 13 cards, 1 deck")
    deck = yaml.safe_load((tmp_path / folder / "01-first-questions.yaml").read_text("utf-8"))
    assert {question["type"] for question in deck["questions"]} == set(TYPES)
    assert yaml.safe_load((tmp_path / folder / "course.yaml").read_text("utf-8"))["course"] == (
        "Grundlagen der Größenlehre: Teil 1"
    )


def read_as_editors_do(path: Path) -> object:
    """Keys are texts to an editor, also `true:`."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8"))))


def test_editors_find_the_schema(mkdeck: Run, tmp_path: Path) -> None:
    mkdeck("new", "decks/biology", cwd=tmp_path)
    for file, schema in (("course.yaml", "course.json"), ("01-first-questions.yaml", "deck.json")):
        path = tmp_path / "decks" / "biology" / file
        first = path.read_text("utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=.schema/{schema}"
        found = json.loads((path.parent / ".schema" / schema).read_text("utf-8"))
        assert found == json.loads(mkdeck("schema", schema.removesuffix(".json")).out)
        jsonschema.validate(read_as_editors_do(path), found)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "decks").rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_the_schema_takes_what_mkdeck_takes(path: Path, mkdeck: Run) -> None:
    kind = "course" if path.name == "course.yaml" else "deck"
    content = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
    jsonschema.validate(content, json.loads(mkdeck("schema", kind).out))


@pytest.mark.parametrize(
    "question",
    [
        {"type": "true-false", "question": "Yes?"},
        {"type": "true-false", "question": "Yes?", "answer": "perhaps"},
        {"type": "essay", "question": "Why?"},
        {"type": "short-answer", "question": "Why?", "answer": "So", "explanaton": "x"},
        {"type": "multiple-choice", "question": "Which?", "choices": ["one"]},
        {"type": "multiple-choice", "question": "Which?", "choices": ["one", {"right": "two"}]},
        {"type": "cloze", "question": "{{c1::x}}", "id": "Not an id"},
    ],
)
def test_the_schema_refuses_what_mkdeck_refuses(question: dict[str, Any], mkdeck: Run) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"questions": [question]}, json.loads(mkdeck("schema").out))


_QUESTION = {"type": "short-answer", "question": "Why?", "answer": "So"}
_TRUE_FALSE = {"type": "true-false", "question": "Q", "answer": "true"}
_CHOICES = {"type": "multiple-choice", "question": "Q", "choices": ["one", "two"]}


_BY_FORM = ("[schema]", "[escape]")
"""A character that no text may hold is named as the escape that it was written with."""


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({**_QUESTION, "id": "12"}, True),
        ({**_QUESTION, "id": "1.5"}, True),
        ({**_QUESTION, "id": "true"}, True),
        ({**_QUESTION, "id": "-12"}, False),
        ({**_QUESTION, "id": "~"}, False),
        ({**_QUESTION, "id": '"A b"'}, False),
        ({**_QUESTION, "answer": "1.10"}, True),
        ({**_QUESTION, "answer": "null"}, True),
        ({**_QUESTION, "answer": '" "'}, False),
        ({**_QUESTION, "answer": r'"\a"'}, False),
        ({**_QUESTION, "answer": "[so]"}, False),
        ({**_QUESTION, "tags": "[1, yes, a]"}, True),
        ({**_QUESTION, "tags": "a"}, False),
        ({**_QUESTION, "card": "basic"}, False),
        ({**_TRUE_FALSE, "answer": '"yes"'}, True),
        ({**_TRUE_FALSE, "answer": "OFF"}, True),
        ({**_TRUE_FALSE, "answer": '"perhaps"'}, False),
        ({**_TRUE_FALSE, "answer": "1"}, False),
        ({**_TRUE_FALSE, "card": "cloze"}, True),
        ({**_TRUE_FALSE, "card": "null"}, False),
        ({**_TRUE_FALSE, "answer": "null"}, False),
        ({**_CHOICES, "choices": '[{correct: 1, pin: "yes"}, No]'}, True),
        ({**_CHOICES, "choices": "[{correct: 1, pin: null}, No]"}, False),
        ({**_CHOICES, "choices": '[{correct: ""}, No]'}, False),
        ({**_CHOICES, "shuffle": '"no"'}, True),
        ({**_CHOICES, "shuffle": "null"}, False),
    ],
    ids=str,
)
def test_the_schema_takes_exactly_what_mkdeck_takes(
    change: dict[str, Any], good: bool, mkdeck: Run, tmp_path: Path
) -> None:
    lines = [f"{key}: {value if isinstance(value, str) else json.dumps(value)}" for key, value in change.items()]
    (tmp_path / "a.yaml").write_text("questions:\n- " + "\n  ".join(lines) + "\n")
    said = [line for line in mkdeck("check", "a.yaml", cwd=tmp_path).out.splitlines() if line.endswith(_BY_FORM)]
    assert (not said) == good
    content = yaml.safe_load((tmp_path / "a.yaml").read_text())
    assert jsonschema.Draft202012Validator(json.loads(mkdeck("schema").out)).is_valid(content) == good


@pytest.mark.parametrize(
    ("settings", "good"),
    [
        ("id: 12", True),
        ("id: a\nretention: 0.9", True),
        ("id: a\nretention: '0.99'", True),
        ("id: a\nretention: '0.995'", False),
        ("id: a\nretention: null", False),
        ("id: a\nturn: 'yes'", True),
        ("id: a\nturn: null", False),
        ("id: a\ncard: null", False),
        ("id:", False),
    ],
)
def test_the_schema_of_settings_takes_exactly_what_mkdeck_takes(
    settings: str, good: bool, mkdeck: Run, tmp_path: Path
) -> None:
    (tmp_path / "course.yaml").write_text(f"course: A\n{settings}\n")
    (tmp_path / "a.yaml").write_text("questions: [{id: a, type: true-false, question: Q, answer: true}]")
    said = [line for line in mkdeck("check", cwd=tmp_path).out.splitlines() if line.endswith(_BY_FORM)]
    assert (not said) == good
    content = yaml.safe_load((tmp_path / "course.yaml").read_text())
    assert jsonschema.Draft202012Validator(json.loads(mkdeck("schema", "course").out)).is_valid(content) == good


def test_the_schema_wants_a_question(mkdeck: Run) -> None:
    assert not jsonschema.Draft202012Validator(json.loads(mkdeck("schema").out)).is_valid({"questions": []})


def test_what_is_there_stays(mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "biology").mkdir()
    (tmp_path / "biology" / "notes.txt").write_text("mine")
    done = mkdeck("new", "biology", cwd=tmp_path)
    assert done == (2, "", "mkdeck: biology is there already; choose another name.\n")
    assert [path.name for path in tmp_path.rglob("*")] == ["biology", "notes.txt"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ('A::B: "q"', """'A::B: "q"' has a quotation mark or a line break, which Anki removes"""),
        ("decks/A:: B", "'A:: B' has a space or a colon beside '::' or at an end; write it without"),
        ("a::", "'a::' has an empty part beside '::'"),
        ("a\nb", r"'a\nb' has a line break"),
        ("a\u2028b", r"'a\u2028b' has a line break"),
        ("a\x07b", r"'a\x07b' has the control character U+0007"),
        ("a\udcffb", r"'a\udcffb' is not UTF-8"),
        ("...", "'...' has no letter and no digit"),
        ("..", "'..' is the folder above, not a name"),
        ("x/..", "'..' is the folder above, not a name"),
        ("/", "'/' is a folder, not a name"),
        (".", "'.' is a folder, not a name"),
        ("", "'.' is a folder, not a name"),
        ("decks/Aux", "Windows can have no folder called 'aux'"),
        ("decks\\..", "'..' is the folder above, not a name"),
    ],
)
def test_what_is_no_name_of_a_course_makes_nothing(name: str, why: str, mkdeck: Run, tmp_path: Path) -> None:
    done = mkdeck("new", name, cwd=tmp_path)
    assert done == (2, "", f"mkdeck: this can't be a course's name, such as biology or decks/biology: {why}.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["A::B", "a:b", "- x #1: {y}", "'tis", "1.10", "no", "神经网络", "x" * 300])
def test_any_other_name_makes_a_course_that_builds(name: str, mkdeck: Run, tmp_path: Path) -> None:
    done = mkdeck("new", "--", name, cwd=tmp_path)
    assert done.code == 0
    folder = done.out.partition(" ")[0]
    built = mkdeck("build", folder, cwd=tmp_path)
    assert (built.code, built.err) == (0, "")
    assert built.out.startswith(f"build/{folder}.apkg: {name}, 10 notes")


@pytest.mark.parametrize(
    ("typed", "folder"),
    [
        ("decks\\biology", "decks/biology"),
        (".\\decks\\biology", "decks/biology"),
        ("decks\\2026/Cell Biology", "decks/2026/cell-biology"),
        ("decks\\biology\\", "decks/biology"),
        ("a:b", "a-b"),
    ],
)
def test_a_backslash_parts_folders_on_any_system(typed: str, folder: str, mkdeck: Run, tmp_path: Path) -> None:
    done = mkdeck("new", typed, cwd=tmp_path)
    assert (done.code, done.out.partition(" ")[0]) == (0, folder)
    assert (tmp_path / folder / "course.yaml").is_file()


@pytest.mark.parametrize(
    "typed", ["C:\\decks\\biology", "c:/decks", "\\decks", "\\\\server\\share\\biology", "\\LaTeX"]
)
def test_a_drive_of_windows_is_refused_where_there_is_none(typed: str, mkdeck: Run, tmp_path: Path) -> None:
    why = (
        f"mkdeck: '{typed}' is a path from a drive of Windows, and here is none; write a path from this folder, such "
        "as decks/biology. For a backslash in a course's name, write it into course.yaml.\n"
    )
    assert mkdeck("new", typed, cwd=tmp_path) == (2, "", why)
    assert list(tmp_path.iterdir()) == []


def test_on_windows_what_starts_like_a_drive_is_no_name() -> None:
    for typed in ("C: an introduction", "a:b"):
        with pytest.raises(CommandError, match="starts like a drive; write a name without"):
            read_place(typed, windows=True)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root can't write to")
def test_a_folder_that_cannot_be_written_to_is_named(mkdeck: Run) -> None:
    done = mkdeck("new", "/proc/self/biology")
    assert done == (2, "", "mkdeck: /proc/self/biology: No such file or directory.\n")


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    done = run_apart(tmp_path, "new", "biology", first=fill_disk)
    assert (done.returncode, done.stderr) == (2, "mkdeck: biology: File too large.\n")
    assert list(tmp_path.iterdir()) == []


def test_without_decks_mkdeck_shows_its_help(mkdeck: Run, tmp_path: Path) -> None:
    done = mkdeck(cwd=tmp_path)
    assert (done.code, done.out.splitlines()[0]) == (0, "Usage: mkdeck [OPTIONS] [COMMAND] [ARGS]...")


def test_with_decks_mkdeck_builds(mkdeck: Run, tmp_path: Path) -> None:
    mkdeck("new", "decks/biology", cwd=tmp_path)
    done = mkdeck(cwd=tmp_path)
    assert (done.code, done.out.split(":")[0]) == (0, "build/biology.apkg")
