"""Proves that what `mkdeck check` says stays readable: little is said twice, errors come last, lines fit a terminal."""

from pathlib import Path

import click
import pytest

from checks.courses import SETTINGS
from conftest import Run, Write
from mkdeck.cli.arrangement import arrange
from mkdeck.cli.report import write_text
from mkdeck.diagnostics import Diagnostic, Span

ASKED = "  - {type: short-answer, question: Why does %s?, answer: So.}\n"
BROKEN = "  - {id: b, type: true-false, question: Q, answer: maybe}\n"
MAYBE = "`answer` must be true or false [schema]"
BOTH = "  - {id: %s, type: short-answer, question: What is %s?, answer: 'It is %s.', reverse: true}\n"


def write(course: Write, **decks: str) -> Path:
    return course({"course.yaml": SETTINGS, **{f"{name}.yaml": "questions:\n" + deck for name, deck in decks.items()}})


# --- Missing ids ---------------------------------------------------------------------------------------------------


def test_missing_ids_are_a_line_for_each_file_with_the_way_out(course: Write, mkdeck: Run) -> None:
    asked = [ASKED % each for each in ("it rain", "it snow", "it blow")]
    folder = write(course, **{"a b": "".join(asked), "c": BROKEN + asked[0], "d": asked[1] + asked[2]})
    code, out, err = mkdeck("check", cwd=folder)
    again = "why-does-it-rain-2"
    assert out.splitlines() == [
        "a b.yaml:2:5: warning: 3 questions have no `id`; `mkdeck stamp 'a b.yaml'` writes them [missing-id]",
        f"c.yaml:3:5: warning: {again}: no id; '{again}' is used until `mkdeck stamp` writes it [missing-id]",
        "d.yaml:2:5: warning: 2 questions have no `id`; `mkdeck stamp d.yaml` writes them [missing-id]",
        f"c.yaml:2:52: error: b: {MAYBE}",
    ]
    assert (code, err) == (1, "7 questions checked: 1 error, 6 warnings.\n")


def test_machines_learn_of_each_missing_id(course: Write, mkdeck: Run) -> None:
    folder = write(course, a=ASKED % "it rain" + ASKED % "it snow")
    assert mkdeck("check", "--format", "github", cwd=folder).out.count("::warning file=a.yaml,line=") == 2
    assert mkdeck("check", "--format", "json", cwd=folder).out.count('"rule": "missing-id"') == 2


def test_builds_and_releases_say_it_as_shortly(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    write(course, a=ASKED % "it rain" + ASKED % "it snow")
    said = "course/a.yaml:2:5: %s: 2 questions have no `id`; %s [missing-id]"
    built = mkdeck("build", "course", cwd=tmp_path).err.splitlines()
    assert built[0] == said % ("warning", "`mkdeck stamp course/a.yaml` writes them")
    way = "run `mkdeck stamp course/a.yaml`, so that students keep their schedules when texts change"
    assert mkdeck("release", "course", cwd=tmp_path).err.splitlines() == [
        said % ("error", way),
        "course: not released, 2 errors.",
    ]
    assert mkdeck("stamp", "course/a.yaml", cwd=tmp_path).out == "course/a.yaml: 2 ids written.\n"


def test_missing_ids_of_what_has_no_file_name_no_command_that_fails() -> None:
    missing = [Diagnostic(Span("<stdin>", line, 5), "warning", "missing-id", "no id") for line in (9, 2)]
    (one,) = arrange(missing)
    said = "2 questions have no `id`; `mkdeck stamp` of a file writes them"
    assert one == Diagnostic(Span("<stdin>", 2, 5), "warning", "missing-id", said)


# --- Counts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deck", "count"),
    [
        ("questions:\n- {id: a, type: x}\n- {id: b\n", 2),
        ("deck: D\nquestions: # all\n\n  # one\n  - id: a\n    choices:\n      - x\n      - y: z: z\n  - id: b\n", 2),
        ("questions:\n  - id: a\n    tags:\n\t- x\n  -\n    id: b\n", 2),
        ("questions:\n- id: a\n  question: |\n    - b\n    - c\n- id: b: c\nsource: |\n  - d\ntags:\n- e\n", 2),
        ("questions: [{id: a}, {id: b]\n", 0),
        ("questions:\n", 0),
        ("question:\n  - id: a: b\n", 0),
    ],
)
def test_questions_of_a_file_that_is_no_yaml_are_counted(deck: str, count: int, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": deck.encode(), "b.yaml": "questions:\n" + BOTH % ("c", 1, 2)})
    said = f"{count + 1} question{'s' if count else ''} "
    assert mkdeck("check", cwd=folder).err.startswith(said)


def test_a_question_that_is_asked_both_ways_is_one_in_a_check_and_in_a_release(course: Write, mkdeck: Run) -> None:
    two = BOTH % ("a", "an ebb", "a tide that falls") + BOTH % ("b", "a flood", "one that rises")
    folder = write(course, a=two + BOTH.replace("true", "{retired: Too easy.}") % ("c", "a neap", "the weakest"))
    assert mkdeck("check", cwd=folder) == (0, "", "3 questions (2 of them asked both ways) checked: no errors.\n")
    notes = mkdeck("release", "--dry-run", "--no-rehearsal", ".", cwd=folder).out
    assert "The first release: 3 questions (2 of them asked both ways) in 1 deck.\n" in notes + "\n"
    (folder / "a.yaml").write_text("questions:\n" + BOTH % ("a", "an ebb", "a tide that falls"))
    assert mkdeck("check", cwd=folder).err == "1 question (asked both ways) checked: no errors.\n"


# --- A terminal ----------------------------------------------------------------------------------------------------


def show(*said: Diagnostic, width: int = 80) -> list[str]:
    return [click.unstyle(each) for each in write_text(said, with_source=True, width=width)]


def test_lines_are_parted_between_words_and_commands_stay_whole() -> None:
    message = "one two three four five six seven eight nine ten; `mkdeck stamp 'my decks/a.yaml'` writes them"
    at = Diagnostic(Span("a.yaml", 3, 5), "warning", "rule", message, "an-id")
    assert show(at) == [
        "a.yaml:3:5: warning: an-id: one two three four five six seven eight nine ten;",
        "    `mkdeck stamp 'my decks/a.yaml'` writes them [rule]",
    ]
    wide = Diagnostic(Span("a.yaml", 3, 5), "error", "rule", "日本 " * 20)
    assert all(len(each.encode("gbk")) <= 80 for each in show(wide))
    assert show(Diagnostic(Span("a" * 100, 3, 5), "error", "rule", "Wrong."))[0] == "a" * 100 + ":3:5:"


def test_a_place_of_two_findings_is_shown_once() -> None:
    at = Span("a.yaml", 3, 3)
    one, two = (Diagnostic(at, "warning", "rule", message, None, "- all") for message in ("One.", "Two."))
    assert show(one, two) == [
        "a.yaml:3:3: warning: One. [rule]",
        "a.yaml:3:3: warning: Two. [rule]",
        "     3 | - all",
        "       |   ^",
    ]
