"""Proves that what the README and the manual show is so: courses build, sessions play, tables are those of the code."""

import re
import subprocess
from pathlib import Path

import pytest

from conftest import Run, Write
from manual.transcript import find_steps, fits, play
from mkdeck.checks import find_rules
from mkdeck.cli import COMMANDS
from mkdeck.course.model import CourseSettings, DeckSettings
from mkdeck.importers.recognise import find_formats
from mkdeck.manual import read_pages
from mkdeck.notetypes import languages
from mkdeck.questions import TYPES
from mkdeck.questions.choices import Choice

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {topic: page.text for topic, page in read_pages().items()}
TOUR = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "decks/tour").glob("*.yaml")))
TEXTS = {"README": README, **PAGES}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h9v9z"/></svg>'
QUESTION = "questions: [{id: dry, type: true-false, question: Honey that stays dry keeps for years., answer: true}]"
DECKS = [
    pytest.param(block, id=f"{name} {number}")
    for name, text in TEXTS.items()
    for number, block in enumerate(
        re.findall(r"^```yaml\n((?:# \S+\ndeck:|questions:).*?)^```", text, re.DOTALL | re.MULTILINE)
    )
]
SETTINGS = [
    pytest.param(block, id=f"{name} {number}")
    for name, text in TEXTS.items()
    for number, block in enumerate(
        re.findall(r"^```yaml\n((?:# course\.yaml\n)?course:.*?)^```", text, re.DOTALL | re.MULTILINE)
    )
]


def table_words(page: str, heading: str) -> set[str]:
    table = PAGES[page].split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    first_cells = [row.split("|")[1] for row in table.splitlines()[2:]]
    return {word for cell in first_cells for word in re.findall(r"`([^`]+)`", cell)}


def test_every_example_in_yaml_is_tried() -> None:
    assert sum(text.count("```yaml\n") for text in TEXTS.values()) == len(DECKS) + len(SETTINGS)


@pytest.mark.parametrize("deck", DECKS)
def test_example_decks_have_no_fault(deck: str, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": "{course: Example, id: example}", "deck.yaml": deck, "img/lstm.svg": PICTURE})
    done = mkdeck("check", ".", "--format", "json", cwd=folder)
    assert done.code == 0
    assert [line for line in done.out.splitlines() if '"rule": "' in line and '"missing-id"' not in line] == []


@pytest.mark.parametrize("settings", SETTINGS)
def test_example_courses_have_no_fault(settings: str, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": settings, "deck.yaml": QUESTION})
    assert mkdeck("check", ".", cwd=folder)[:2] == (0, "")


def test_the_readme_s_sessions_play(tmp_path: Path) -> None:
    for command in ("init -q -b main", "config user.name Staff", "config user.email staff@example.org"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    steps = find_steps(README)
    mine = [step.typed.removeprefix("$ mkdeck").strip() for step in steps if step.typed.startswith("$ mkdeck")]
    assert mine == ["new decks/biology", "release", "", "diff", "release"]
    for step in steps:
        got = play(step, tmp_path)
        assert fits(step.shown, got), f"{step.typed}\n{got}"


def test_a_session_that_shows_something_else_is_found() -> None:
    assert fits("one\n...\nlast\n", "one\ntwo\nthree\nlast\n")
    assert fits("2026-09-01 (57 kB)\n", "2026-09-01 (60 kB)\n")
    assert not fits("one\n...\nlast\n", "one\ntwo\n")
    assert not fits("one\n", "one\ntwo\n")


@pytest.mark.parametrize("name", PAGES)
def test_yaml_to_copy_fits_a_narrow_terminal(name: str) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGES[name], re.DOTALL | re.MULTILINE)
    assert [line for block in blocks for line in block.splitlines() if len(line) > 76] == []


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(README.split()) <= 2000


def test_the_readme_names_every_page_of_the_manual() -> None:
    assert set(re.findall(r"\]\(src/mkdeck/manual/(\w+)\.md\)", README)) == set(PAGES)


@pytest.mark.parametrize("name", [*TEXTS, "tour"])
def test_pages_that_are_named_are_there(name: str) -> None:
    text = TOUR if name == "tour" else TEXTS[name]
    named = {topic for topic in re.findall(r"`mkdeck\s+help\s+(\S+)`", text) if topic != "TOPIC"}
    assert named or name != "tour"
    assert named <= {*PAGES, *COMMANDS, *find_rules()}


@pytest.mark.parametrize("name", TEXTS)
def test_files_and_pictures_that_are_linked_are_there(name: str) -> None:
    folder = ROOT if name == "README" else ROOT / "src/mkdeck/manual"
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)\)", re.sub(r"`[^`]*`", "", TEXTS[name]))
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_tables_name_every_key() -> None:
    assert table_words("format", "in `course.yaml`") == set(CourseSettings.model_fields)
    assert table_words("format", "in a deck file") == {*DeckSettings.model_fields, "questions"}
    of_kinds = {field for kind in TYPES.values() for field in kind.model_fields}
    assert table_words("format", "in a question") == of_kinds
    assert {"feedback", "pin"} < set(Choice.model_fields)


def test_the_languages_are_those_that_have_words() -> None:
    (said,) = re.findall(r"`language` \| of the words that mkdeck puts on cards: (.*?) \|", PAGES["format"])
    assert said.split(", ") == sorted(languages())


def test_the_rules_are_those_of_check() -> None:
    table = PAGES["rules"].split("| rule | severity | what it finds |\n|---|---|---|\n", 1)[1].split("\n\n", 1)[0]
    assert table.splitlines() == [
        f"| `{name}` | {file.rule.grade} | {file.page.splitlines()[0]} |" for name, file in find_rules().items()
    ]


def test_the_formats_are_those_of_import() -> None:
    assert sorted(re.findall(r"^### .*: `--from (.*)`$", PAGES["import"], re.MULTILINE)) == sorted(find_formats())


def test_every_command_is_described() -> None:
    assert {row.split()[1] for row in table_words("commands", "command")} == set(COMMANDS)


@pytest.mark.parametrize("example", sorted(COMMANDS))
def test_every_command_has_help(example: str, mkdeck: Run) -> None:
    assert mkdeck(example, "--help").code == 0
