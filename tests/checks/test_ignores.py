"""Proves that warnings are ignored where staff say so and nowhere else, and that an `ignore` without effect is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks.courses import SETTINGS
from conftest import Run, Write

ALL = (
    "Markdown emphasises '3' here and shows no stars; for a plain star write '\\*', or put code between backticks "
    "[emphasis]"
)


def write_question(more: str = "", comment: str = "", above: str = "") -> str:
    lines = [
        "  - id: a",
        "    type: multiple-choice",
        "    question: Which of these holds?",
        *([f"    {more}"] if more else []),
        "    choices:",
        *([f"      {above}"] if above else []),
        f"      - 2*3*4 is 24{comment}",
        "      - correct: The sun is hot",
        "      - The moon is cold",
    ]
    return "\n".join(lines) + "\n"


def check(course: Write, mkdeck: Run, deck: str, settings: str = SETTINGS, *more: str) -> list[str]:
    folder = course({"course.yaml": settings, "a.yaml": deck.encode()})
    return mkdeck("check", *more, cwd=folder).out.splitlines()


DECK = f"questions:\n{write_question()}"


def test_a_warning_that_nobody_ignores_is_told(course: Write, mkdeck: Run) -> None:
    assert check(course, mkdeck, DECK) == [f"a.yaml:6:10: warning: a: {ALL}"]


@pytest.mark.parametrize(
    ("deck", "settings"),
    [
        (f"questions:\n{write_question('ignore: [emphasis]')}", SETTINGS),
        (f"ignore: [emphasis]\n{DECK}", SETTINGS),
        (DECK, "{course: Check, id: check, ignore: [emphasis]}"),
        (f"questions:\n{write_question(comment='  # mkdeck: ignore emphasis')}", SETTINGS),
        (f"questions:\n{write_question(comment='  # mkdeck: ignore emphasis, as it is a joke')}", SETTINGS),
        (f"questions:\n{write_question(comment='  #  mkdeck:ignore: emphasis')}", SETTINGS),
        (f"questions:\n{write_question(comment='  #mkdeck:ignore emphasis')}", SETTINGS),
        (f"questions:\n{write_question(comment='  # mkdeck ignore emphasis')}", SETTINGS),
        (f"questions:\n{write_question(above='# mkdeck: ignore emphasis')}", SETTINGS),
        (f"questions:\n{write_question(above='# mkdeck: ignore emphasis')}".replace("\n", "\r\n"), SETTINGS),
    ],
    ids=["question", "deck", "course", "comment", "reason", "blanks", "none", "no colon", "line above", "CRLF"],
)
def test_a_warning_is_ignored_in_its_place(deck: str, settings: str, course: Write, mkdeck: Run) -> None:
    assert [line for line in check(course, mkdeck, deck, settings) if "no rule 'as'" not in line] == []


def test_an_ignore_is_about_its_own_place_only(course: Write, mkdeck: Run) -> None:
    second = write_question(comment="  # mkdeck: ignore emphasis").replace("id: a", "id: b")
    assert check(course, mkdeck, DECK + second) == [f"a.yaml:6:10: warning: a: {ALL}"]
    folder = course({"b.yaml": f"ignore: [emphasis]\nquestions:\n{write_question()}".replace("id: a", "id: c")})
    assert mkdeck("check", cwd=folder).out.splitlines() == [f"a.yaml:6:10: warning: a: {ALL}"]


def test_a_comment_is_about_a_text_of_several_lines_that_starts_on_its_line(course: Write, mkdeck: Run) -> None:
    deck = """questions:
  - id: a
    type: short-answer
    question: |  # mkdeck: ignore math
      What is one of these?

      Say $2^n after the other.
    answer: One.
"""
    assert check(course, mkdeck, deck) == []
    assert "[math]" in check(course, mkdeck, deck.replace("  # mkdeck: ignore math", ""))[0]


def test_an_error_stays(course: Write, mkdeck: Run) -> None:
    deck = "questions:\n  - {id: a, type: true-false, question: Q, answer: true, tags: [leech], ignore: [tags]}\n"
    said = "a.yaml:2:65: error: a: the tag 'leech' belongs to Anki itself; choose another [tags]"
    assert check(course, mkdeck, deck) == [said]
    assert check(
        course, mkdeck, deck.replace("ignore: [tags]", "hint: x").replace("}", "}  # mkdeck: ignore tags")
    ) == [said]


def say(place: str, about: str, message: str) -> str:
    return f"{place}: warning: {about}{message} [unused-ignore]"


def test_an_ignore_without_effect_is_told_wherever_it_stands(course: Write, mkdeck: Run) -> None:
    deck = (
        "ignore: [link]\nquestions:\n"
        + write_question("ignore: [emphasis, cloze, mth, math]", "  # mkdeck: ignore")
        + "# mkdeck: ignore html, markdwn\n"
    )
    settings = "course: Check\nid: check\nignore: [tags, unused]\n"
    nothing = "finds nothing here; remove this"
    assert check(course, mkdeck, deck, settings) == [
        say("a.yaml:1:10", "", f"'link' {nothing}"),
        say("a.yaml:6:24", "a: ", "'cloze' finds errors only, which can't be ignored; remove this"),
        say("a.yaml:6:31", "a: ", "there is no rule 'mth'; did you mean 'math'?"),
        say("a.yaml:6:36", "a: ", f"'math' {nothing}"),
        say("a.yaml:8:22", "", "this says no rule to ignore; write `# mkdeck: ignore RULE`"),
        say("a.yaml:11:18", "", f"'html' {nothing}"),
        say("a.yaml:11:24", "", "there is no rule 'markdwn'; did you mean 'markdown'?"),
        say("course.yaml:3:10", "", f"'tags' {nothing}"),
        say("course.yaml:3:16", "", "there is no rule 'unused'; did you mean 'unused-ignore'?"),
    ]


def test_an_ignore_is_not_called_useless_where_an_error_may_hide_what_it_is_for(course: Write, mkdeck: Run) -> None:
    deck = f"ignore: [link]\nquestions:\n{write_question('ignore: [emphasis]')}  - {{id: b, type: none}}\n"
    out = check(course, mkdeck, deck, "course: Check\nid: check\nignore: [tags]\n")
    assert [line.rpartition(" ")[2] for line in out] == ["[schema]"]


def test_what_ignores_nothing_may_be_ignored_too(course: Write, mkdeck: Run) -> None:
    deck = f"questions:\n{write_question('ignore: [emphasis, math]')}"
    assert check(course, mkdeck, deck, "course: Check\nid: check\nignore: [unused-ignore]\n") == []


def test_what_only_looks_like_a_comment_is_none(course: Write, mkdeck: Run) -> None:
    deck = """questions:
  - id: a
    type: short-answer
    question: |
      Which comment leaves this out?

          # mkdeck: ignore math
    answer: "The one with # mkdeck: ignore math in it"
    hint: 'a # mkdeck: ignore math'
"""
    assert check(course, mkdeck, deck) == []


def test_builds_and_releases_ignore_the_same(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": f"ignore: [emphasis]\n{DECK}"})
    assert "emphasis" not in mkdeck("build", folder, "-o", tmp_path / "out").err


def test_only_the_rules_that_are_asked_for_are_listed(course: Write, mkdeck: Run) -> None:
    deck = f"ignore: [link]\n{DECK}  - {{type: true-false, question: Q, answer: true}}\n"
    rules = [line.rpartition(" ")[2] for line in check(course, mkdeck, deck)]
    assert rules == ["[unused-ignore]", "[emphasis]", "[missing-id]"]
    of_two = check(course, mkdeck, deck, SETTINGS, "--rules", "missing-id, emphasis")
    assert [line.rpartition(" ")[2] for line in of_two] == ["[emphasis]", "[missing-id]"]


def test_rules_that_there_are_not_are_told_with_what_is_meant(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": DECK})
    assert mkdeck("check", "--rules", "math,mising-id", cwd=folder).err.endswith(
        "there is no rule 'mising-id'; did you mean 'missing-id'?\n"
    )
    assert "there is no rule 'xyz'; the rules are absolute-term, " in mkdeck("check", "--rules", "xyz", cwd=folder).err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("--explain", "emph"), ["emphasis"]),
        (("--rules", "emph"), ["emphasis"]),
        (("--rules", "math,emph"), ["math,emphasis"]),
    ],
)
def test_the_shell_completes_rules(typed: tuple[str, str], offered: list[str]) -> None:
    words = " ".join(["mkdeck", "check", *typed])
    env = {**os.environ, "_MKDECK_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "3"}
    done = subprocess.run([sys.executable, "-m", "mkdeck"], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"plain,{each}" for each in offered]
