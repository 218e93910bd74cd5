"""Proves what the manual says of Windows, as far as that can be tried elsewhere: code pages, ends of lines, paths."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from apart import run_apart, speak
from conftest import Outcome, Run, Write
from mkdeck.course.places import RESERVED
from mkdeck.manual import read_pages

PAGE = read_pages()["windows"].text
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
DECK = """\
questions:
  - id: cell
    type: multiple-choice
    question: Was trägt die Zelle “神经” → 😀?
    choices:
      - correct: Das Gerüst ✓
      - wrong: Der Kern ± …
  - type: true-false
    question: Is ![A sky](img/a.svg) blue – always?
    answer: true
"""
FILES = {"decks/w/course.yaml": "{course: Größe → Maß, id: w}", "decks/w/a.yaml": DECK, "decks/w/img/a.svg": DRAWING}
PAGES = ["cp1252", "cp437"]


def run(folder: Path, page: str, *args: str) -> Outcome:
    time = {"SOURCE_DATE_EPOCH": "1700000000"}
    done = run_apart(folder, *args, first=speak(page), env=time, encoding=page)
    return Outcome(done.returncode, done.stdout, done.stderr)


def run_anew(folder: Path, page: str, *args: str) -> Outcome:
    """Run mkdeck in a Python that starts anew, and finds its encoding as on Windows."""
    environment = {**os.environ, "PYTHONIOENCODING": page, "SOURCE_DATE_EPOCH": "1700000000"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdeck", *args], cwd=folder, env=environment, capture_output=True, check=False
    )
    return Outcome(done.returncode, done.stdout.decode(page), done.stderr.decode(page))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_speaks_on_a_code_page(page: str, course: Write) -> None:
    folder = course(FILES)
    (folder / "quiz.gift").write_text("::神经:: Ist es → so “groß”? {T}\n\nKeine Frage 😀\n", "utf-8")
    anew = run_anew(folder, page, "check")
    said = {
        " ".join(args): run(folder, page, *args)
        for args in (
            ["check"],
            ["check", "--summary"],
            ["build"],
            ["site"],
            ["stamp"],
            ["release", "--no-rehearsal"],
            ["import", "quiz.gift"],
            ["new", "decks/Größe der Zelle 神经"],
            ["help", "windows"],
            ["--help"],
        )
    }
    assert said["check"] == anew
    for name, done in said.items():
        assert (done.code, "Traceback" in done.err) == (0, False), name
    assert said["build"].out.startswith("build/w.apkg: Größe -> Maß, 2 notes, 2 cards, 1 deck, 1 media file (")


@pytest.mark.parametrize("page", PAGES)
def test_a_difference_is_told_with_signs_that_a_code_page_has(page: str, course: Write) -> None:
    folder = course(FILES)
    assert run(folder, page, "build", "-o", "old").code == 0
    course({"decks/w/a.yaml": DECK.replace("Das Gerüst", "Die Haut")})
    done = run(folder, page, "diff", "old/w.apkg", "decks/w")
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[0] == "old/w.apkg -> decks/w"
    assert any(re.match(r" +\+ .*\[-Das.*-\] \{\+Die Haut\+\}", line) for line in lines), lines
    assert any(re.match(r" +x Der Kern (±|\+/-) \.\.\.$|.*x Der Kern (±|\+/-) …$", line) for line in lines), lines


@pytest.mark.parametrize("page", [*PAGES, "utf-8"])
def test_json_is_json_on_every_code_page(page: str, course: Write) -> None:
    folder = course({**FILES, "decks/w/a.yaml": DECK.replace("answer: true", "answer: 神经 😀")})
    (found,) = json.loads(run(folder, page, "check", "--rules", "schema", "--format", "json").out)
    assert found["message"] == "`answer` must be true or false"
    course({"decks/w/a.yaml": DECK.replace("type: true", "神😀: x\n    type: true")})
    checked = json.loads(run(folder, page, "check", "--format", "json").out)
    assert [each["message"].partition("; valid here")[0] for each in checked] == [
        "no id; 'is-a-sky-blue-always' is used until `mkdeck stamp` writes it",
        "unknown key '神😀'",
    ]
    (told,) = json.loads(run(folder, page, "build", "--format", "json").out)["courses"]
    assert told["diagnostics"] == checked


def test_ends_of_lines_make_no_difference_to_a_package(course: Write, mkdeck: Run) -> None:
    text = {name: content for name, content in FILES.items() if not name.endswith(".svg")}
    unix = course(FILES, name="unix")
    windows = course(FILES, name="windows")
    for name in text:
        path = windows / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    time = {"SOURCE_DATE_EPOCH": "1700000000"}
    stamped = [mkdeck("stamp", cwd=folder) for folder in (unix, windows)]
    assert stamped[0] == stamped[1]
    deck = (windows / "decks/w/a.yaml").read_bytes()
    assert deck.replace(b"\r\n", b"\n") == b"\xef\xbb\xbf" + (unix / "decks/w/a.yaml").read_bytes()
    assert deck.count(b"\n") == deck.count(b"\r\n")
    released = [mkdeck("release", "--no-rehearsal", cwd=folder, env=time) for folder in (unix, windows)]
    assert released[0] == released[1]
    ledger = windows / "decks/w/mkdeck.lock"
    ledger.write_bytes(ledger.read_bytes().replace(b"\n", b"\r\n"))  # as git does at a checkout
    assert mkdeck("build", "--frozen", "-o", "again", cwd=windows).code == 0
    packages = [unix / "build/w.apkg", windows / "build/w.apkg", windows / "again/w.apkg"]
    assert len({path.read_bytes() for path in packages}) == 1


_ONE_MACHINE = (
    "'{}' is a place on one machine alone; copy the file into the course, and name it by its path from the deck file's "
    "folder"
)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (r"img\a.svg", "a path has '/' between folders; write 'img/a.svg'"),
        (r"C:\img\a.svg", _ONE_MACHINE.format(r"C:\img\a.svg")),
        ("C:/img/a.svg", _ONE_MACHINE.format("C:/img/a.svg")),
    ],
)
def test_a_path_of_windows_in_a_text_is_an_error_for_everyone(
    path: str, message: str, course: Write, mkdeck: Run
) -> None:
    folder = course({**FILES, "decks/w/a.yaml": DECK.replace("img/a.svg", path)})
    done = mkdeck("check", "--rules", "media", cwd=folder)
    assert done.out == f"decks/w/a.yaml:9:27: error: is-a-sky-blue-always: {message} [media]\n"


def test_the_commands_of_the_page_are_commands(mkdeck: Run, tmp_path: Path) -> None:
    (block,) = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    mine = [line for line in block.splitlines() if line.startswith("mkdeck ")]
    assert [line.split()[1] for line in mine] == ["new", "preview", "release"]
    made = mkdeck(*mine[0].split()[1:], cwd=tmp_path)
    assert made.out.startswith("decks/biology is made.")
    for line in mine[1:]:
        args = shlex.split(line.replace("\\", "/"))[1:]
        assert (tmp_path / args[1]).is_dir()
        assert mkdeck(args[0], "--help").code == 0
    assert mkdeck(*shlex.split(mine[2].replace("\\", "/"))[1:], "--no-rehearsal", cwd=tmp_path).code == 0
    assert set(re.findall("`(aux|con|nul)`", PAGE)) < RESERVED


# --- Names that are none there -------------------------------------------------------------------------------------

ONE = "questions:\n  - {id: ID, type: true-false, question: Is ID blue?, answer: true}\n"


def list_warnings(course: Write, mkdeck: Run, files: dict[str, str]) -> list[str]:
    folder = course({"course.yaml": "{course: W, id: w}", **files})
    done = mkdeck("check", "course", "--rules", "course,media", "--format", "text", cwd=folder.parent)
    return [line for line in done.out.splitlines() if "warning" in line or "error" in line]


def test_names_of_decks_that_windows_cannot_have_are_told(course: Write, mkdeck: Run) -> None:
    files = ["con.yaml", "a/Aux.x.yaml", "b: c.yaml", "d. /1.yaml", "Con1.yaml", "e (1).yaml", "Größe – 神经.yaml"]
    found = list_warnings(course, mkdeck, {name: ONE.replace("ID", f"q{i}") for i, name in enumerate(files)})
    said = "so nobody there could clone this course; rename it [course]"
    assert found == [
        f"course/{name}:1:1: warning: Windows can have no '{odd}', {said}"
        for name, odd in (
            ("a/Aux.x.yaml", "Aux.x.yaml"),
            ("b: c.yaml", "b: c.yaml"),
            ("con.yaml", "con.yaml"),
            ("d. /1.yaml", "d. "),
        )
    ]


def test_names_of_decks_that_differ_in_case_alone_are_told(course: Write, mkdeck: Run) -> None:
    decks = {"1/A.yaml": ONE.replace("ID", "p"), "1/a.yaml": ONE.replace("ID", "q"), "2/a.yaml": ONE}
    assert list_warnings(course, mkdeck, {name: text.replace("ID", "r") for name, text in decks.items()}) == [
        (
            "course/1/a.yaml:1:1: warning: this name and course/1/A.yaml differ in case alone: Windows and Macs have "
            "only one of them; rename one [course]"
        )
    ]


def test_names_of_pictures_that_are_none_elsewhere_are_told(course: Write, mkdeck: Run) -> None:
    names = ["img/a:b.svg", "img/C.svg", "img/d.svg", "./img/e.svg"]
    questions = [
        f"  - {{id: q{i}, type: true-false, question: '![x](<{n}>)?', answer: true}}" for i, n in enumerate(names)
    ]
    deck = "\n".join(["questions:", *questions])
    found = list_warnings(course, mkdeck, {"1.yaml": deck, "img/c.svg": DRAWING, **dict.fromkeys(names, DRAWING)})
    assert [line.partition("warning: ")[2] for line in found] == [
        "q0: Windows can have no 'a:b.svg', so nobody there could clone this course; rename it [media]",
        "q1: 'img/C.svg' and 'c.svg' differ in case alone: Windows and Macs have only one of them; rename one [media]",
    ]


def test_an_id_that_makes_no_file_is_told_before_the_first_release(course: Write, mkdeck: Run) -> None:
    found = list_warnings(course, mkdeck, {"course.yaml": "course: W\nid: aux\n", "1.yaml": ONE.replace("ID", "q")})
    assert found == [
        (
            "course/course.yaml:2:5: warning: on Windows no student could save 'aux.apkg'; give the course another id "
            "before its first release [course]"
        )
    ]


def test_pages_of_decks_have_names_that_windows_can_have(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course({"course.yaml": "{course: W, id: w}", "1.yaml": f"deck: AUX\n{ONE.replace('ID', 'q')}"})
    assert mkdeck("site", "course", "--draft", "-o", "web", cwd=tmp_path).code == 0
    assert (tmp_path / "web" / "aux-2.html").exists()
