"""Proves that what the README shows is so: its courses build without a word, its tables are those of the code."""

import re
from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck.checks import find_rules
from mkdeck.cli import COMMANDS
from mkdeck.course.model import CourseSettings, DeckSettings
from mkdeck.notetypes import languages
from mkdeck.questions import TYPES
from mkdeck.questions.choices import Choice

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)


def table_words(heading: str) -> set[str]:
    table = README.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    first_cells = [row.split("|")[1] for row in table.splitlines()[2:]]
    return {word for cell in first_cells for word in re.findall(r"`([^`]+)`", cell)}


def test_the_five_lines_are_five_and_build(course: Write, mkdeck: Run) -> None:
    assert YAML[0].count("\n") == 5
    folder = course({"honey.yaml": YAML[0]})
    done = mkdeck("build", "honey.yaml", cwd=folder)
    assert done.code == 0
    assert done.out.startswith("build/honey.apkg: honey, 1 note, 1 card, 1 deck (")


def test_the_example_course_has_no_fault(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": YAML[1], "07-recurrent.yaml": YAML[2]})
    done = mkdeck("check", ".", cwd=folder)
    assert (done.code, done.out) == (0, "")


def test_the_tables_name_every_key() -> None:
    assert table_words("in `course.yaml`") == set(CourseSettings.model_fields)
    assert table_words("in a deck file") == {*DeckSettings.model_fields, "questions"}
    of_kinds = {field for kind in TYPES.values() for field in kind.model_fields}
    assert table_words("in a question") == of_kinds
    assert {"feedback", "pin"} < set(Choice.model_fields)


def test_the_languages_are_those_that_have_words() -> None:
    (said,) = re.findall(r"`language` \| of the words that mkdeck puts on cards: (.*?) \|", README)
    assert said.split(", ") == sorted(languages())


def test_the_rules_are_those_of_check() -> None:
    table = README.split("| rule | severity | what it finds |\n|---|---|---|\n", 1)[1].split("\n\n", 1)[0]
    assert table.splitlines() == [
        f"| `{name}` | {file.rule.grade} | {file.page.splitlines()[0]} |" for name, file in find_rules().items()
    ]


def test_every_command_is_described() -> None:
    named = {row.split()[1] for row in table_words("command")}
    assert named == set(COMMANDS)


@pytest.mark.parametrize("example", re.findall(r"\| `mkdeck (\w+)[^`]*` \|", README))
def test_every_command_has_help(example: str, mkdeck: Run) -> None:
    assert mkdeck(example, "--help").code == 0
