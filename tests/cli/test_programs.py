"""Proves that programs get one JSON object of what commands did, and that they may pipe in what is to be read."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from apart import fill_disk, run_apart
from conftest import Outcome, Run, Write
from mkdeck.manual import read_pages

GOOD = "questions: [{id: a, type: true-false, question: Is it?, answer: true}]"
NEW = "questions:\n- type: true-false\n  question: Does it rain?\n  answer: true\n"
BAD = "questions: [{id: a, type: true-false, question: Q, answer: perhaps}]"
FAULT = {
    "file": "decks/wasps/1.yaml",
    "line": 1,
    "column": 60,
    "length": 7,
    "severity": "error",
    "rule": "schema",
    "question": "a",
    "message": "`answer` must be true or false",
}
COURSES = {
    "decks/bees/course.yaml": "{course: Bees, id: bees}",
    "decks/bees/1.yaml": GOOD,
    "decks/wasps/course.yaml": "{course: Wasps, id: wasps}",
    "decks/wasps/1.yaml": BAD,
}
BUILT = {
    "path": "decks/bees",
    "id": "bees",
    "name": "Bees",
    "package": "build/bees.apkg",
    "notes": 1,
    "cards": 1,
    "decks": 1,
    "media": 0,
    "drafts": 0,
    "state": "draft",
    "release": None,
    "unreleased": True,
    "built": True,
    "diagnostics": [],
}


def read(done: Outcome, code: int = 0, err: str = "") -> dict[str, Any]:
    """Return the one object on standard output."""
    assert (done.code, done.err) == (code, err)
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_build_tells_of_each_course(course: Write, mkdeck: Run) -> None:
    folder = course(COURSES)
    for _ in range(2):  # the second build has nothing to do
        bees, wasps = read(mkdeck("build", "--format", "json", cwd=folder), 1)["courses"]
        assert bees.pop("bytes") == (folder / "build/bees.apkg").stat().st_size
        assert bees == BUILT
        assert wasps == {"path": "decks/wasps", "built": False, "diagnostics": [FAULT]}
    frozen = read(mkdeck("build", "decks/bees", "--frozen", "--format", "json", cwd=folder), 1)["courses"]
    assert frozen == [{"path": "decks/bees", "unreleased": True, "built": False, "diagnostics": []}]


def test_release_tells_of_each_course(course: Write, mkdeck: Run) -> None:
    folder = course(COURSES)
    command = ("release", "--no-rehearsal", "--format", "json")
    dry, wasps = read(mkdeck(*command, "--dry-run", cwd=folder), 1)["courses"]
    notes = dry.pop("release_notes")
    assert notes.startswith("# Bees, release 1\n")
    told = {"path": "decks/bees", "id": "bees", "name": "Bees", "diagnostics": []}
    assert dry == {**told, "released": False, "release": 1}
    assert wasps == {"path": "decks/wasps", "released": False, "diagnostics": [FAULT]}
    assert not (folder / "build").exists()
    (bees,) = read(mkdeck(*command, "decks/bees", cwd=folder))["courses"]
    assert bees == {
        **told,
        "released": True,
        "release": 1,
        "release_notes": notes,
        "package": "build/bees.apkg",
        "ledger": "decks/bees/mkdeck.lock",
        "release_notes_file": "build/bees-release-1.md",
        "changelog": "decks/bees/CHANGES.md",
    }
    assert (folder / bees["release_notes_file"]).read_text("utf-8") == notes
    (again,) = read(mkdeck(*command, "decks/bees", cwd=folder))["courses"]
    assert again == {**told, "released": False, "release": 1}
    (built,) = read(mkdeck("build", "decks/bees", "--format", "json", cwd=folder))["courses"]
    assert (built["state"], built["release"], built["unreleased"]) == ("released", 1, False)
    course({"decks/bees/2.yaml": NEW})
    (built,) = read(mkdeck("build", "decks/bees", "--format", "json", cwd=folder))["courses"]
    assert (built["state"], built["release"], built["unreleased"]) == ("differs", 1, True)
    assert [each["rule"] for each in built["diagnostics"]] == ["missing-id"]
    (merged,) = read(mkdeck("release", "--merge", "decks/bees", "--format", "json", cwd=folder))["courses"]
    ledger = "decks/bees/mkdeck.lock"
    assert merged == {"path": "decks/bees", "ledger": ledger, "releases": 1, "joined": False}


def test_stamp_tells_of_each_course(course: Write, mkdeck: Run) -> None:
    folder = course({**COURSES, "decks/bees/2.yaml": NEW})
    bees, wasps = read(mkdeck("stamp", "--format", "json", cwd=folder), 1)["courses"]
    files = [{"file": "decks/bees/2.yaml", "ids": 1, "refused": []}]
    assert bees == {"path": "decks/bees", "files": files, "diagnostics": []}
    assert wasps == {"path": "decks/wasps", "files": [], "diagnostics": [FAULT]}


def test_import_tells_of_each_deck(course: Write, mkdeck: Run) -> None:
    folder = course({"quiz.gift": "::One:: Is it? {T}\n\nNothing is asked here.\n\n::Two:: Why? {=a =b ~c}\n"})
    (deck,) = read(mkdeck("import", "quiz.gift", "--format", "json", cwd=folder))["decks"]
    (file,) = deck.pop("files")
    assert deck == {"target": "quiz.yaml", "written": ["quiz.yaml"], "media": [], "questions": 2, "undecided": 0}
    skipped = [(each["place"], each["line"]) for each in file["skipped"]]
    assert (file["file"], file["format"], skipped) == ("quiz.gift", "gift", [("quiz.gift:3", 3)])
    assert file["found"] == file["imported"] + len(skipped) == 3


def test_what_stops_a_command_halfway_is_told_with_what_was_done(course: Write, mkdeck: Run) -> None:
    folder = course({**COURSES, "decks/nothing/course.yaml": "{course: N, id: n}", "decks/wasps/1.yaml": GOOD})
    why = "decks/nothing holds no deck file; add a file such as 01-first.yaml."
    found = read(mkdeck("build", "decks/bees", "decks/nothing", "--format", "json", cwd=folder), 2, f"mkdeck: {why}\n")
    assert [each["path"] for each in found["courses"]] == ["decks/bees"]
    assert found["error"] == why
    full = run_apart(folder, "build", "decks/wasps", "--format", "json", first=fill_disk)
    assert full.returncode == 2
    assert json.loads(full.stdout) == {"courses": [], "error": "build/wasps.apkg can't be written: File too large."}


def test_wrong_usage_gives_no_object(course: Write, mkdeck: Run) -> None:
    for command in ("build", "release", "stamp"):
        done = mkdeck(command, "--format", "json", cwd=course({"notes.txt": ""}))
        assert (done.code, done.out) == (2, "")


def pipe(folder: Path, content: bytes, *args: str, env: Mapping[str, str] | None = None) -> Outcome:
    done = run_apart(folder, *args, env=env, typed=content)
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("content", "code", "said", "counted"),
    [
        (GOOD.encode(), 0, "", "1 question checked: no errors."),
        (GOOD.encode("utf-8-sig").replace(b", ", b",\r\n "), 0, "", "1 question checked: no errors."),
        (
            b"questions:\n- {id: a, type: true-false, question: Q, answer: perhaps}\n",
            1,
            "<stdin>:2:50: error: a: `answer` must be true or false [schema]\n",
            "1 question checked: 1 error.",
        ),
        (
            b"questions:\n- {id: a, type: true-false, question: '![A sky](no.png)', answer: true}\n",
            1,
            "<stdin>:2:49: error: a: 'no.png' does not exist; the path is relative to the deck file's folder [media]\n",
            "1 question checked: 1 error.",
        ),
        (b"", 1, "<stdin>:1:1: error: `questions` is missing [schema]\n", "0 questions checked: 1 error."),
        (
            b"questions: \xe4",
            1,
            "<stdin>:1:12: error: byte 0xe4 is not UTF-8; save the file as UTF-8 [syntax]\n",
            "0 questions checked: 1 error.",
        ),
    ],
    ids=["good", "CRLF and BOM", "a mistake", "a picture", "empty", "no UTF-8"],
)
def test_check_reads_standard_input(content: bytes, code: int, said: str, counted: str, course: Write) -> None:
    folder = course({"picture.png": ""})
    assert pipe(folder, content, "check", "-") == (code, said, f"{counted}\n")


def test_pictures_of_a_piped_deck_are_found_from_the_folder_that_one_is_in(course: Write) -> None:
    folder = course({"sky.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'})
    deck = b"questions:\n- {id: a, type: true-false, question: 'Is ![A sky](sky.svg) blue?', answer: true}\n"
    assert pipe(folder, deck, "check", "-").code == 0


def test_standard_input_is_checked_beside_courses(course: Write) -> None:
    done = pipe(course(COURSES), GOOD.encode(), "check", "decks/bees", "-", "--format", "json")
    assert done == (0, "[]\n", "")


def test_import_reads_standard_input(course: Write) -> None:
    folder = course({"none": ""})
    done = pipe(folder, "::Öl:: Is it? {T}\n".encode("cp1252"), "import", "-", "-o", "a.yaml")
    assert done.code == 0
    assert done.out.splitlines()[-2:] == [
        "<stdin> (gift): 1 found = 1 imported + 0 skipped",
        "a.yaml: 1 question written.",
    ]
    assert "question: Is it?" in (folder / "a.yaml").read_text("utf-8")
    again = pipe(folder, b"::Two:: Was it? {F}\n", "import", "-", "-o", "a.yaml", "--append")
    assert (again.code, (folder / "a.yaml").read_text("utf-8").count("question:")) == (0, 2)


def test_import_of_nothing_and_of_what_has_no_name_says_so(course: Write) -> None:
    folder = course({"none": ""})
    empty = (2, "", "mkdeck: <stdin> is empty, so there is nothing to import.\n")
    assert pipe(folder, b" \n", "import", "-", "-o", "a.yaml") == empty
    nameless = pipe(folder, b"::A:: Is it? {T}\n", "import", "-")
    assert nameless.code == 2
    assert nameless.err.endswith("Error: standard input has no name; name the deck to write with -o.\n")
    assert [path.name for path in folder.iterdir()] == ["none"]


def test_who_types_at_a_terminal_is_told_that_it_is_waited_for(course: Write) -> None:
    folder = course({"none": ""})
    for args in (["check", "-"], ["import", "-", "-o", "a.yaml"]):
        master, slave = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "mkdeck", *args], cwd=folder, stdin=slave, stdout=-1, stderr=-1, text=True
        ) as process:
            os.close(slave)
            assert process.stderr
            said = process.stderr.readline()
            assert said == "mkdeck: reads what you type or paste here; Ctrl+D on an empty line ends it.\n"
            os.write(master, b"::A:: Is it? {T}\n\x04")
            process.communicate()
            os.close(master)
        assert process.returncode == (1 if args[0] == "check" else 0)


def test_other_commands_take_a_dash_for_a_name(course: Write, mkdeck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(GOOD))
    for command in ("build", "stamp", "release"):
        done = mkdeck(command, "-", cwd=course({"none": ""}))
        assert done == (2, "", "mkdeck: - does not exist; name a course's folder or a YAML file.\n")


def test_the_manual_names_every_key(course: Write, mkdeck: Run) -> None:
    page = read_pages()["programs"].text
    rows = {
        row.split("`")[1]: set(re.findall("`([a-z_]+)`", row)) for row in re.findall(r"^\| `.*", page, re.MULTILINE)
    }
    folder = course({**COURSES, "decks/bees/2.yaml": NEW, "a.gift": "::One:: Is it? {T}\n\nNot this.\n"})
    found = {
        "build": mkdeck("build", "--format", "json", cwd=folder),
        "import": mkdeck("import", "a.gift", "--format", "json", cwd=folder),
        "stamp": mkdeck("stamp", "--format", "json", cwd=folder),
        "release": mkdeck("release", "--no-rehearsal", "--format", "json", cwd=folder),
    }
    for command, done in found.items():
        told = json.loads(done.out)
        keys = {key for each in next(iter(told.values())) for key in each}
        keys |= {key for each in told.get("decks", ()) for file in each["files"] for key in file}
        assert {*told, *keys} <= rows[command], command
    assert set(FAULT) <= set(re.findall("`([a-z_]+)`", page))
