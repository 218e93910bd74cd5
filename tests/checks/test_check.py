"""Proves that `mkdeck check` lists every mistake of every file once, at its place, for people and for machines."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import click
import pytest

from mkdeck import checks
from mkdeck.checks import find_rules
from mkdeck.cli.report import write_text
from mkdeck.diagnostics import Diagnostic, Rule, Severity, Span
from mkdeck.questions import TYPES

Cli = Callable[..., Any]
Course = Callable[..., Path]

SETTINGS = "{course: Check, id: check}\n"
UNREADABLE = Path("/proc/self/mem")
"""A file whose first byte even root can't read."""
SOUND = "questions: [{id: a, type: true-false, question: Q, answer: true}]"
LEDGER_RULES = {"ledger", "released"}
"""Rules about what was released; the tests of the ledger have their examples."""


# --- Every rule, in every format -----------------------------------------------------------------------------------


class Said(NamedTuple):
    """A diagnostic, as it is expected."""

    file: str
    line: int
    column: int
    length: int
    severity: str
    rule: str
    question: str | None
    message: str

    @property
    def about(self) -> str:
        return f"{self.question}: {self.message}" if self.question else self.message


FAULTY: dict[str, str | bytes] = {
    "course.yaml": r"""
        course: "Deep \"Learning\""
        id: deep
        language: tlh
        report: example.org/{question}
        tags: [ok, marked]
        """,
    "1 text.yaml": """
        deck: "Text::"
        questions:
          - id: mark
            type: true-false
            question: A gap {{c1::here}} is none.
            answer: true
          - id: hint
            type: cloze
            question: |
              In C++ a list that grows
              is a {{c1::std::vector}}.
          - id: code
            type: short-answer
            question: "What does `x` print?"
            answer: |
              ```pyhton
              print(1)
              ```
          - id: water
            type: true-false
            question: Wasser heißt 水, nicht <font color="blue">H2O</font>.
            answer: false
            explanation: See [here](notes.html) or $h_t = f(x.
          - id: picture
            type: short-answer
            question: "![](none.png)"
            answer: "![](large.png)"
          - id: cells
            type: short-answer
            question: |
              How many?

              | one |
              |-----|
              | two | three |
            answer: Two.
        """,
    "2 choices.yaml": """
        questions:
          - type: true-false
            question: An RNN reads its input step by step.
            answer: true
          - id: water
            type: multiple-choice
            question: Which?
            choices: [one, two, one]
          - id: letters
            type: multiple-choice
            question: Which?
            choices:
              - correct: one
              - All of the above
              - wrong: two
                feedback: Both A and C are.
          - id: keys
            type: true-false
            question: Q
            answer: true
            explanaton: no
            tags: [gated cells]
          - {id: order, type: ordering, question: Which first?, items: [one, one]}
        """,
    "3 broken.yaml": """
        questions:
          - id: a
            type: true-false
            question: A: b
        """,
    "4 signs.yaml": r"""
        questions:
          - id: escape
            type: true-false
            question: "It holds that $a \neq b$."
            answer: true
          - id: emphasis
            type: true-false
            question: So 2*3*4 is 24.
            answer: true
          - id: line-start
            type: short-answer
            question: Which?
            answer: '# people'
          - id: foreign-markup
            type: true-false
            question: Water is H~2~O.
            answer: true
          - id: sound-order
            type: multiple-choice
            question: Which is higher?
            choices: [correct: "![](tone.mp3)", wrong: "![](tone.mp3) twice"]
        """,
    "tone.mp3": "as far as anyone can hear",
    "large.png": bytes(5 * 2**20 + 300_000),
}
HINT = (
    "'vector' is the hint and 'std' the answer; if 'std::vector' is the answer, write it as code, `std::vector`; "
    "if not, put a space after '::'"
)
PROVISIONAL = "an-rnn-reads-its-input-step"
LETTER = "names a choice by its letter, but the choices are shuffled; say what it says, or set `shuffle: false`"
FAULTS = [
    Said("1 text.yaml", 2, 7, 8, "error", "deck-name", None, "'Text::' has an empty part beside '::'"),
    Said(
        *("1 text.yaml", 6, 21, 6, "error", "cloze", "mark"),
        "cloze marks work in questions of type cloze only; in code they may stand anywhere",
    ),
    Said("1 text.yaml", 12, 12, 19, "warning", "cloze-hint", "hint", HINT),
    Said(
        *("1 text.yaml", 17, 10, 6, "warning", "code-language", "code"),
        "'pyhton' is no language that can be coloured; did you mean 'python'?",
    ),
    Said("1 text.yaml", 22, 37, 19, "warning", "html", "water", "<font> is not allowed on a card and left out"),
    Said(
        *("1 text.yaml", 24, 29, 10, "warning", "link", "water"),
        "a link on a card needs a whole address; 'notes.html' leads nowhere",
    ),
    Said(
        *("1 text.yaml", 24, 44, 11, "warning", "math", "water"),
        r"math seems to open here with '$' and is never closed; if it is a plain dollar, write '\$'",
    ),
    Said(
        *("1 text.yaml", 27, 20, 8, "error", "media", "picture"),
        "'none.png' does not exist; the path is relative to the deck file's folder",
    ),
    Said(
        *("1 text.yaml", 28, 18, 9, "warning", "media-size", "picture"),
        "this file has 5.3 MB; students download it with every new deck",
    ),
    Said(
        *("1 text.yaml", 36, 7, 15, "warning", "markdown", "cells"),
        "this row has more cells than the table has columns (1), and the rest vanishes; a bar in a cell is written "
        "'\\|'",
    ),
    Said(
        *("2 choices.yaml", 3, 5, 1, "warning", "missing-id", PROVISIONAL),
        f"no id; '{PROVISIONAL}' is used until `mkdeck stamp` writes it",
    ),
    Said(
        *("2 choices.yaml", 6, 9, 5, "error", "duplicate-id", "water"),
        "the id 'water' is taken by question 4 of 1 text.yaml; give this question another",
    ),
    Said(
        *("2 choices.yaml", 9, 5, 7, "error", "no-right-choice", "water"),
        "no choice is right; mark at least one with `correct:`",
    ),
    Said(
        *("2 choices.yaml", 9, 25, 3, "error", "duplicate-choices", "water"),
        "choice 3 says the same as choice 1; change or remove one",
    ),
    Said(
        *("2 choices.yaml", 15, 9, 16, "warning", "unpinned-last", "letters"),
        "'All of the above' is shuffled among the others; add `pin: true`",
    ),
    Said("2 choices.yaml", 17, 19, 12, "warning", "letter-reference", "letters", f"'Both A and C' {LETTER}"),
    Said(
        "2 choices.yaml", 22, 5, 10, "error", "schema", "keys", "unknown key 'explanaton'; did you mean 'explanation'?"
    ),
    Said(
        *("2 choices.yaml", 23, 12, 11, "error", "tags", "keys"),
        "the tag 'gated cells' has a space, where Anki would part it; write 'gated-cells'",
    ),
    Said(
        *("2 choices.yaml", 24, 70, 3, "error", "same-parts", "order"),
        "item 2 says the same as item 1; an order can't tell them apart",
    ),
    Said(
        *("3 broken.yaml", 5, 16, 1, "error", "syntax", None),
        "not valid YAML: mapping values are not allowed in this context "
        "(text that contains ': ' needs quotes, or a block that starts with '|')",
    ),
    Said(
        *("4 signs.yaml", 5, 33, 2, "error", "escape", "escape"),
        r"in double quotes '\n' is a line break, which leaves 'eq' of '\neq'; "
        "use single quotes, or a block that starts with '|'",
    ),
    Said(
        *("4 signs.yaml", 9, 19, 3, "warning", "emphasis", "emphasis"),
        r"Markdown emphasises '3' here and shows no stars; for a plain star write '\*', or put code between backticks",
    ),
    Said(
        *("4 signs.yaml", 14, 14, 8, "warning", "line-start", "line-start"),
        r"Markdown makes a heading of this and shows no '#'; to show it, write '\#'",
    ),
    Said(
        *("4 signs.yaml", 17, 25, 3, "warning", "foreign-markup", "foreign-markup"),
        "'~2~' stays as typed; write <sub>2</sub>",
    ),
    Said(
        *("4 signs.yaml", 22, 5, 7, "warning", "sound-order", "sound-order"),
        "the choices are shuffled, but Anki plays what is in them in the written order; set `shuffle: false`",
    ),
    Said(
        *("course.yaml", 2, 9, 19, "error", "deck-name", None),
        "'Deep \"Learning\"' has a quotation mark or a line break, which Anki removes",
    ),
    Said(
        *("course.yaml", 4, 11, 3, "warning", "course", None),
        "there are no words in 'tlh' yet, so cards say them in English; "
        "there are de, en, es, fr, it, ja, nl, pl, pt, zh",
    ),
    Said("course.yaml", 5, 9, 22, "error", "course", None, "`report` must start with https://, http:// or mailto:"),
    Said(
        *("course.yaml", 5, 21, 10, "error", "course", None),
        "'{question}' in `report` is not filled in; only {id} and {deck} are",
    ),
    Said(*("course.yaml", 6, 12, 6, "error", "tags", None), "the tag 'marked' belongs to Anki itself; choose another"),
]


@pytest.fixture
def faulty(course: Course) -> Path:
    return course(FAULTY)


def test_the_faulty_course_breaks_every_rule() -> None:
    assert {said.rule for said in FAULTS} | LEDGER_RULES == set(find_rules())


def test_text_is_this(faulty: Path, mkdeck: Cli) -> None:
    code, out, err = mkdeck("check", cwd=faulty)
    assert out.splitlines() == [
        f"{said.file}:{said.line}:{said.column}: {said.severity}: {said.about} [{said.rule}]" for said in FAULTS
    ]
    assert err == "16 questions checked: 15 errors, 15 warnings.\n"
    assert code == 1


def test_one_mistake_hides_no_other_in_a_question_a_deck_or_the_course(course: Course, mkdeck: Cli) -> None:
    deck = """
        deck: A::::B
        desc: x
        questions:
          - {id: q, type: true-false, question: "![](nope.png)", answer: yes, hnt: x}
          - {id: q, type: true-false, question: y, answer: yes}
          - {id: r, typ: cloze, question: x}
          - {id: s, type: multiple-choice, question: x, choices: [{corect: a}, b]}
        """
    folder = course({"course.yaml": "{course: C, id: c, retention: 5, report: 'ftp://x'}", "a.yaml": deck})
    said = mkdeck("check", cwd=folder).out.splitlines()
    kinds = "'multiple-choice', 'true-false', 'short-answer', 'cloze', 'statements', 'numeric', 'ordering', 'matching'"
    assert said == [
        "a.yaml:2:7: error: 'A::::B' has an empty part beside '::' [deck-name]",
        "a.yaml:3:1: error: unknown key 'desc'; did you mean 'deck'? [schema]",
        "a.yaml:5:46: error: q: 'nope.png' does not exist; the path is relative to the deck file's folder [media]",
        "a.yaml:5:71: error: q: unknown key 'hnt'; did you mean 'hint'? [schema]",
        "a.yaml:6:10: error: q: the id 'q' is taken by question 1 of a.yaml; give this question another [duplicate-id]",
        f"a.yaml:7:5: error: r: `type` is missing; it is one of {kinds}; or is 'typ' meant to be 'type'? [schema]",
        "a.yaml:8:59: error: s: a choice has `correct:` or `wrong:`; did you mean 'correct'? [schema]",
        "course.yaml:1:31: error: `retention` must be a number from 0.7 to 0.99 [schema]",
        "course.yaml:1:42: error: `report` must start with https://, http:// or mailto: [course]",
    ]


def test_json_is_this(faulty: Path, mkdeck: Cli) -> None:
    code, out, err = mkdeck("check", "--format", "json", cwd=faulty)
    assert json.loads(out) == [said._asdict() for said in FAULTS]
    assert (code, err) == (1, "")


def test_github_is_this(faulty: Path, mkdeck: Cli) -> None:
    code, out, err = mkdeck("check", "--format", "github", cwd=faulty)
    assert out.splitlines() == [
        f"::{said.severity} file={said.file},line={said.line},col={said.column},title=mkdeck {said.rule}::{said.about}"
        for said in FAULTS
    ]
    assert (code, err) == (1, "")


@pytest.mark.parametrize("kind", ["a work tree", "another work tree", "none"])
def test_github_is_told_paths_from_the_root_of_the_work_tree(
    kind: str, course: Course, mkdeck: Cli, tmp_path: Path
) -> None:
    folder = course({"course.yaml": SETTINGS, "u/a.yaml": "questions: []"}, name="repo/decks/c")
    if kind == "a work tree":
        subprocess.run(["git", "init", "--quiet", tmp_path / "repo"], check=True)
    elif kind == "another work tree":
        (tmp_path / "repo/.git").write_text("gitdir: elsewhere\n")  # as `git worktree add` makes it
    bare = {"repo": "decks/c/u/a.yaml", "repo/decks/c": "u/a.yaml", "repo/decks/c/u": "a.yaml"}
    for here, name in bare.items():
        _, out, _ = mkdeck("check", "--format", "github", folder, cwd=tmp_path / here)
        assert re.findall("file=([^,]*)", out) == [name if kind == "none" else "decks/c/u/a.yaml"]


def test_github_escapes_what_would_end_a_command(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "50%, a:b.yaml": "questions: []\n100%: x\n"})
    _, out, _ = mkdeck("check", "--format", "github", cwd=folder)
    assert out.splitlines()[1] == (
        "::error file=50%25%2C a%3Ab.yaml,line=2,col=1,title=mkdeck schema::"
        "unknown key '100%25'; valid here: 'deck', 'description', 'tags', 'source', 'card', 'questions'"
    )


def test_one_json_object_is_this(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": "questions: [{id: ä}]\n"})
    _, out, _ = mkdeck("check", "--format", "json", cwd=folder)
    kinds = ", ".join(f"'{name}'" for name in TYPES)
    assert out == dedent(f"""\
        [
          {{
            "file": "a.yaml",
            "line": 1,
            "column": 13,
            "length": 7,
            "severity": "error",
            "rule": "schema",
            "question": "ä",
            "message": "`type` is missing; it is one of {kinds}"
          }}
        ]
        """)


# --- Which files, in which order, and the exit code ----------------------------------------------------------------

GOOD = "questions: [{id: a, type: true-false, question: Q, answer: true}]\n"
WARNED = "questions: [{type: true-false, question: Q, answer: true}]\n"
WRONG = "questions: [{id: a, type: true-false, question: Q, answer: maybe}]\n"


@pytest.mark.parametrize(
    ("deck", "code", "out", "err"),
    [
        (GOOD, 0, "", "1 question checked: no errors.\n"),
        (
            WARNED,
            0,
            "a.yaml:1:13: warning: q: no id; 'q' is used until `mkdeck stamp` writes it [missing-id]\n",
            "1 question checked: 1 warning.\n",
        ),
        (
            WRONG,
            1,
            "a.yaml:1:60: error: a: `answer` must be true or false [schema]\n",
            "1 question checked: 1 error.\n",
        ),
    ],
    ids=["good", "a warning", "an error"],
)
def test_the_exit_code_tells_errors_from_warnings(
    deck: str, code: int, out: str, err: str, course: Course, mkdeck: Cli
) -> None:
    assert mkdeck("check", cwd=course({"course.yaml": SETTINGS, "a.yaml": deck})) == (code, out, err)


def test_a_good_course_is_nothing_in_json_and_github(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD})
    assert mkdeck("check", "--format", "json", cwd=folder) == (0, "[]\n", "")
    assert mkdeck("check", "--format", "github", cwd=folder) == (0, "", "")


def test_what_lies_outside_of_the_course_is_exit_code_2(course: Course, mkdeck: Cli) -> None:
    folder = course({"empty/course.yaml": SETTINGS, "nothing/a.txt": ""})
    outcomes = {
        "none": mkdeck("check", "none", cwd=folder),
        "nothing": mkdeck("check", "nothing", cwd=folder),
        "empty": mkdeck("check", "empty", cwd=folder),
        "here": mkdeck("check", cwd=folder),
        "format": mkdeck("check", "--format", "xml", cwd=folder),
        "rule": mkdeck("check", "--explain", "none", cwd=folder),
    }
    assert {name: (each.code, each.out) for name, each in outcomes.items()} == dict.fromkeys(outcomes, (2, ""))
    assert {name: outcomes[name].err for name in ("none", "nothing", "empty")} == {
        "none": "mkdeck: none does not exist; name a course's folder or a YAML file.\n",
        "nothing": "mkdeck: nothing holds no course and no deck file; `mkdeck new NAME` makes a course.\n",
        "empty": "mkdeck: empty holds no deck file; add a file such as 01-first.yaml.\n",
    }
    assert "there is no folder 'decks' here" in outcomes["here"].err
    assert "'xml' is not one of 'text', 'json', 'github'" in outcomes["format"].err
    assert "there is no rule 'none'; the rules are cloze, cloze-hint, " in outcomes["rule"].err


@pytest.mark.parametrize(
    ("first", "second"), [("{id: q448617, %s}", "{id: q894756, %s}"), ("{id: q572104, %s}", "{id: q12580, %s}")]
)
def test_ids_that_come_to_one_number_in_anki(first: str, second: str, course: Course, mkdeck: Cli) -> None:
    gaps = first % "type: cloze, question: '{{c1::One}} and {{c2::two}}.'"
    asked = "type: short-answer, question: Why?, answer: So."
    one = first % asked if "448617" in first else gaps
    folder = course(
        {"course.yaml": "{course: C, id: numbers}", "1.yaml": f"questions: [\n{one},\n{second % asked}\n]\n"}
    )
    ids = [re.search(r"q\d+", each)[0] for each in (first, second)]  # type: ignore[index]
    said = (
        f"1.yaml:3:6: error: {ids[1]}: the ids '{ids[1]}' and '{ids[0]}' come to one number in Anki; give another id "
        "to the one that students do not have yet [duplicate-id]\n"
    )
    assert mkdeck("check", cwd=folder) == (1, said, "2 questions checked: 1 error.\n")


@pytest.mark.parametrize(
    ("written", "shown", "what"),
    [
        (r"Week 1\tIntro", "Week 1 Intro", "a tab"),
        (r"Week 1\u2028Intro", "Week 1 Intro", "a line break"),
        (r"Week 1\u0085Intro", "Week 1 Intro", "a line break"),
        (r"Week 1\rIntro", "Week 1 Intro", "a line break"),
        (r"Week 1\u2029Intro", "Week 1 Intro", "the character U+2029"),
    ],
)
def test_a_name_with_what_no_list_of_decks_shows(
    written: str, shown: str, what: str, course: Course, mkdeck: Cli
) -> None:
    folder = course({"course.yaml": SETTINGS, "1.yaml": f'deck: "{written}"\n{GOOD}'})
    said = f"1.yaml:1:7: error: '{shown}' has {what} in it; write it without [deck-name]\n"
    assert mkdeck("check", cwd=folder) == (1, said, "1 question checked: 1 error.\n")


def test_what_is_neither_file_nor_folder_is_exit_code_2(mkdeck: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    what = "is a pipe or a device; name a course's folder or a YAML file"
    for command in ("check", "build", "stamp"):
        assert mkdeck(command, "/dev/null", cwd=tmp_path) == (2, "", f"mkdeck: /dev/null {what}.\n")
        assert mkdeck(command, "pipe.yaml", cwd=tmp_path) == (2, "", f"mkdeck: pipe.yaml {what}.\n")


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("file", ["b.yaml", "course.yaml"])
def test_a_file_that_cannot_be_read_hides_nothing(file: str, course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": "questions: []", "c.yaml": "questions: {}"})
    (folder / file).unlink(missing_ok=True)
    (folder / file).symlink_to(UNREADABLE)
    said = [
        "a.yaml:1:12: error: `questions` must be a list with at least one question [schema]\n",
        f"{file}:1:1: error: the file can't be read: Input/output error [syntax]\n",
        "c.yaml:1:12: error: `questions` must be a list with at least one question [schema]\n",
    ]
    code, out, _ = mkdeck("check", cwd=folder)
    assert (code, out) == (1, "".join(sorted(said)))
    assert mkdeck("build", ".", cwd=folder).err == "".join(sorted(said)) + ".: not built, 3 errors.\n"


def test_nothing_that_looks_like_a_deck_is_left_out_in_silence(course: Course, mkdeck: Cli, tmp_path: Path) -> None:
    deck = "questions: [{id: %s, type: true-false, question: Q, answer: true}]\n"
    course({"a.yaml": deck % "x", "b/c.txt": "No deck."}, name="elsewhere")
    folder = course({"course.yaml": SETTINGS, "01.YAML": deck % "a", "02.Yml": deck % "b", "img/a.yaml": deck % "c"})
    for name in ("shared", "_left out", ".hidden"):
        (folder / name).symlink_to(tmp_path / "elsewhere")
    (folder / "txt").symlink_to(tmp_path / "elsewhere/b")
    (folder / "inside").symlink_to("img")
    (folder / "circle").symlink_to(".")
    (folder / "03.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(folder / "04.yaml")
    (folder / "course.yml").write_text(SETTINGS)
    code, out, err = mkdeck("check", cwd=folder)
    assert (code, err) == (1, "3 questions checked: 4 errors.\n")
    assert out == (
        "03.yaml:1:1: error: the file can't be read: No such file or directory [syntax]\n"
        "04.yaml:1:1: error: this is a pipe or a device, not a file [syntax]\n"
        "course.yml:1:1: error: a course's settings are in course.yaml; rename this file [course]\n"
        "shared:1:1: error: decks behind a link are not read; copy the folder, or start its name with '_' to leave it "
        "out [course]\n"
    )
    assert mkdeck("build", ".", cwd=folder).code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every folder")
def test_a_folder_that_cannot_be_read_is_named(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "01.yaml": SOUND, "02/a.yaml": SOUND})
    (folder / "02").chmod(0)
    code, out, _ = mkdeck("check", cwd=folder)
    (folder / "02").chmod(0o755)
    message = "this folder can't be read; allow it, or start its name with '_' to leave it out"
    assert (code, out) == (1, f"02:1:1: error: {message} [course]\n")


def test_links_in_a_circle_on_a_shelf_end(course: Course, mkdeck: Cli) -> None:
    folder = course({"one/course.yaml": SETTINGS, "one/a.yaml": SOUND})
    for name in ("x", "y", "z"):
        (folder / name).symlink_to(".")
    assert mkdeck("check", ".", cwd=folder) == (0, "", "1 question checked: no errors.\n")


def test_no_broken_file_hides_anothers_mistakes(course: Course, mkdeck: Cli) -> None:
    folder = course(
        {
            "course.yaml": SETTINGS,
            "1.yaml": "questions: [}",
            "2.yaml": b"\xff",
            "3.yaml": "a: &a [" + "*a" + "]",
            "4.yaml": "- x",
            "5.yaml": WRONG,
            "6.yaml": "questions: [{id: b, type: true-false, question: '{{c1::x}}', answer: true}, {id: c}]",
            "sub/7.yaml": WARNED,
            "sub/deeper/8.yml": "deck: 8\n",
            "_draft/9.yaml": "questions: [",
            ".hidden.yaml": "questions: [",
            "_draft.yaml": "questions: [",
            "notes.txt": "questions: [",
        }
    )
    code, out, err = mkdeck("check", cwd=folder)
    assert [re.sub(r": (error|warning): .*(?= \[)", "", line) for line in out.splitlines()] == [
        "1.yaml:1:13 [syntax]",
        "2.yaml:1:1 [syntax]",
        "3.yaml:1:4 [syntax]",
        "4.yaml:1:1 [schema]",
        "5.yaml:1:60 [schema]",
        "6.yaml:1:50 [cloze]",
        "6.yaml:1:77 [schema]",
        "sub/7.yaml:1:13 [missing-id]",
        "sub/deeper/8.yml:1:1 [schema]",
    ]
    assert (code, err) == (1, "4 questions checked: 8 errors, 1 warning.\n")


NO_TEXT = "must be text, but a list stands here; text that contains ': ' needs quotes"
ID = "an id is made of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit"


def test_a_broken_settings_file_hides_nothing_in_the_decks(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": "course: [x]\nid: A\nlanguag: x\n", "a.yaml": WRONG})
    code, out, _ = mkdeck("check", folder, cwd=folder.parent)
    assert code == 1
    assert out.splitlines() == [
        "course/a.yaml:1:60: error: a: `answer` must be true or false [schema]",
        f"course/course.yaml:1:9: error: `course` {NO_TEXT} [schema]",
        f"course/course.yaml:2:5: error: {ID} [schema]",
        "course/course.yaml:3:1: error: unknown key 'languag'; did you mean 'language'? [schema]",
    ]


@pytest.mark.parametrize("settings", ["course: [", "id: c\n", "course: C\nid: c\nx: y\n"])
def test_broken_settings_are_named_inside_the_course_too(settings: str, course: Course, mkdeck: Cli) -> None:
    code, out, _ = mkdeck("check", cwd=course({"course.yaml": settings, "a.yaml": GOOD}))
    assert code == 1
    assert re.match(r"course\.yaml:[123]:\d+: error: ", out)


@pytest.mark.parametrize("retention", ["0.69", "1", "90%", "0,9", "nan", "inf", "true", "[0.9]", "''"])
def test_a_retention_that_is_none_is_named(retention: str, course: Course, mkdeck: Cli) -> None:
    settings = f"course: C\nid: c\nretention: {retention}\n"
    code, out, _ = mkdeck("check", course({"course.yaml": settings, "a.yaml": GOOD}))
    assert code == 1
    assert re.search(r"course\.yaml:3:12: error: `retention` (must be a number from 0\.7 to 0\.99|is empty)", out)


def test_a_shelf_is_checked_whole(course: Course, mkdeck: Cli) -> None:
    folder = course(
        {
            "decks/b/course.yaml": "{course: B, id: b}",
            "decks/b/x.yaml": WRONG,
            "decks/a/course.yaml": "{course: A, id: a}",
            "decks/a/x.yaml": WRONG,
        }
    )
    code, out, err = mkdeck("check", cwd=folder)
    assert [line.split(" ")[0] for line in out.splitlines()] == ["decks/a/x.yaml:1:60:", "decks/b/x.yaml:1:60:"]
    assert (code, err) == (1, "2 questions checked: 2 errors.\n")


def test_a_file_of_a_course_stands_for_its_course(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD, "sub/b.yaml": WRONG.replace("id: a", "id: b")})
    assert mkdeck("check", "a.yaml", cwd=folder).out == mkdeck("check", "sub", cwd=folder).out
    assert mkdeck("check", "a.yaml", cwd=folder).out.startswith("sub/b.yaml:1:60: error:")


def test_a_course_inside_another_is_named(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD, "sub/course.yaml": SETTINGS, "sub/b.yaml": GOOD})
    code, out, _ = mkdeck("check", folder)
    assert code == 1
    assert "course.yaml:1:1: error: a course can't stand inside another; move its folder out [course]" in out


@pytest.mark.parametrize("name", ["b\nc.yaml", "b\x1bc\x07.yaml"])
def test_a_file_name_writes_no_line_and_no_colour_of_its_own(name: str, course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, name: "deck: D\n" + WRONG})
    (line,) = write_text(
        [Diagnostic(Span(name, 1, 1), "error", "schema", "`answer` must be true or false")], with_source=False
    )
    assert click.unstyle(line).isprintable()
    assert len(mkdeck("check", cwd=folder).out.splitlines()) == 1


def test_a_file_name_that_is_no_text_is_an_error_of_the_course(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS})
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.yaml")).write_text(GOOD)
    said = "mkdeck: the file name '\\udcff.yaml' in . is no UTF-8; rename it.\n"
    assert mkdeck("check", cwd=folder) == (2, "", said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("e\x1bx.yaml", "the file name 'e\\x1bx.yaml' can't be the name of a course; rename the file."),
        (" .yaml", "the file name ' .yaml' can't be the name of a course; rename the file."),
        (os.fsdecode(b"\xfc.yaml"), "the file name '\\udcfc.yaml' can't be the name of a course; rename the file."),
        ("course.yml", "course.yml would be no course's settings; call it course.yaml."),
        ("Course.yaml", "Course.yaml would be no course's settings; call it course.yaml."),
    ],
)
def test_a_loose_file_that_can_be_no_course_is_one_sentence(name: str, said: str, tmp_path: Path, mkdeck: Cli) -> None:
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / name).write_text(GOOD)
    assert mkdeck("check", ".", cwd=tmp_path / "decks") == (2, "", f"mkdeck: {said}\n")


def test_the_name_of_a_loose_file_is_checked(tmp_path: Path, mkdeck: Cli) -> None:
    (tmp_path / "A::::B.yaml").write_text(GOOD)
    assert mkdeck("check", ".", cwd=tmp_path).out == (
        "A::::B.yaml:1:1: error: 'A::::B' has an empty part beside '::'; it comes from the file's name [deck-name]\n"
    )


def test_a_pipe_is_no_deck(tmp_path: Path, mkdeck: Cli) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    said = "mkdeck: . holds no course and no deck file; `mkdeck new NAME` makes a course.\n"
    assert mkdeck("check", ".", cwd=tmp_path) == (2, "", said)


def test_a_deck_named_by_its_file_is_checked_too(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a::.yaml": GOOD})
    code, out, _ = mkdeck("check", cwd=folder)
    assert (code, "[deck-name]" in out) == (1, True)


@pytest.mark.parametrize("encoding", ["cp1252"])  # click writes UTF-8 where it is told ASCII
def test_a_terminal_that_cannot_show_everything_shows_the_rest(encoding: str, course: Course) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD.replace("true}", "true, 東京: x}")})
    done = subprocess.run(
        [sys.executable, "-m", "mkdeck", "check"],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        text=True,
        encoding=encoding,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("a.yaml:1:66: error: a: unknown key '")


# --- Places --------------------------------------------------------------------------------------------------------

# The value of `question`, and where the <font> in it stands; the key is in line 4.
PLACES = {
    "plain": ("a <font> b", 4, 17),
    "plain, over lines": ("a\n      b <font>\n      c", 5, 9),
    "quoted": ('"a <font> b"', 4, 18),
    "quoted once": ("'it''s <font>'", 4, 22),
    "literal": ("|\n      a\n\n      b <font>", 7, 9),
    "literal, indented more": ("|\n      - a\n        <font>", 6, 9),
    "folded": (">-\n      a\n      b <font>", 6, 9),
    "kept": ("|+2\n      a <font>\n", 5, 9),
    "behind wide characters": ("日本🙂 <font>", 4, 19),
    "behind a tab": ("a\t<font>", 4, 17),
    "with an anchor": ("&a a <font>", 4, 20),
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_finding_points_at_its_word(name: str, newline: str, bom: str, course: Course, mkdeck: Cli) -> None:
    text, line, column = PLACES[name]
    deck = f"questions:\n  - id: a\n    type: short-answer\n    question: {text}\n    answer: A\n"
    folder = course({"course.yaml": SETTINGS, "a.yaml": (bom + deck.replace("\n", newline)).encode()})
    _, out, _ = mkdeck("check", cwd=folder)
    (said,) = {each for each in out.splitlines() if "<font> is not allowed" in each}
    assert said.startswith(f"a.yaml:{line}:{column}: warning: a: ")


def test_a_word_that_is_wrong_twice_is_pointed_at_twice(course: Course, mkdeck: Cli) -> None:
    deck = "questions:\n  - id: a\n    type: short-answer\n    question: <font> a <font>\n    answer: A\n"
    _, out, _ = mkdeck("check", cwd=course({"course.yaml": SETTINGS, "a.yaml": deck}))
    places = [each.split(" ")[0] for each in out.splitlines()]
    assert places == ["a.yaml:4:15:", "a.yaml:4:24:"]


@pytest.mark.parametrize(
    ("text", "column"),
    [("`<font>` is old, so <font> is left out", 36), ("`$x_1` is code, $x_1 is not", 32)],
    ids=["html", "math"],
)
def test_a_finding_points_at_the_word_that_is_meant(text: str, column: int, course: Course, mkdeck: Cli) -> None:
    deck = f'questions:\n  - id: a\n    type: short-answer\n    question: "{text}"\n    answer: A\n'
    _, out, _ = mkdeck("check", cwd=course({"course.yaml": SETTINGS, "a.yaml": deck.encode()}))
    assert out.startswith(f"a.yaml:4:{column}: warning: a: ")


# --- The source line and the caret ---------------------------------------------------------------------------------


def point(text: str, column: int, length: int = 1, width: int = 100, severity: Severity = "error") -> str:
    span = Span("a.yaml", 12, column, length)
    lines = list(write_text([Diagnostic(span, severity, "schema", "wrong", None, text)], with_source=True, width=width))
    assert click.unstyle(lines[0]) == f"a.yaml:12:{column}: {severity}: wrong [schema]"
    return "".join(f"{click.unstyle(line)}\n" for line in lines[1:])


def lay(source: str, caret: str) -> str:
    return f"    12 | {source}\n       | {caret}\n"


def test_a_caret_points_at_the_word() -> None:
    assert point("    answer: maybe", 13, 5) == lay("    answer: maybe", "            ^~~~~")
    assert point("x", 1) == lay("x", "^")
    assert point("x", 2) == lay("x", " ^")


def test_a_tab_is_one_space_wide() -> None:
    assert point("a\t\tb", 4) == lay("a  b", "   ^")


def test_wide_and_combining_characters_are_counted_as_a_terminal_shows_them() -> None:
    assert point("日本 <b>", 4, 3) == lay("日本 <b>", "     ^~~")
    assert point("日本", 1, 2) == lay("日本", "^~~~")
    assert point("e\u0301e\u0301 x", 6) == lay("e\u0301e\u0301 x", "   ^")
    assert point("ﾊﾝ x", 4) == lay("ﾊﾝ x", "   ^")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 300 + "<b>" + "c" * 300
    shown = point(line, 301, 3, width=60)
    assert shown == lay("…" + "a" * 23 + "<b>" + "c" * 23, " " * 24 + "^~~")
    assert all(len(each) <= 60 for each in shown.splitlines())
    assert point(line, 1, 600, width=60) == lay("a" * 49, "^" + "~" * 48)
    assert point("c" * 400, 400, 1, width=60) == lay("…" + "c" * 24, " " * 24 + "^")


@pytest.mark.parametrize("width", [0, 20, 47, 80, 200])
@pytest.mark.parametrize("column", [1, 30, 31, 32, 60, 99, 100, 101])
def test_the_caret_stands_below_the_place_at_any_width(width: int, column: int) -> None:
    line = "".join(chr(ord("a") + i % 26) for i in range(100))
    source, caret = point(line, column, 1, width).splitlines()
    assert len(source) == len(source.rstrip())
    if column <= 100:
        assert source[caret.index("^")] == line[column - 1]


def test_a_long_line_of_wide_characters_is_cut_to_the_width() -> None:
    source, caret = point("日" * 200, 100, 1, width=60).splitlines()
    assert 2 * len(source) - 10 <= 60
    assert len(caret) <= 60


def test_the_caret_stands_below_the_place_behind_emoji_and_marks() -> None:
    assert point("👍🏽 ok", 4) == lay("👍🏽 ok", "   ^")
    assert point("👩\u200d💻 ok", 5) == lay("👩\u200d💻 ok", "   ^")
    assert point("e\u0301a ok", 5) == lay("e\u0301a ok", "   ^")
    assert point("❤\ufe0f ok", 1, 2) == lay("❤\ufe0f ok", "^~")
    assert point("👩\u200d💻" * 100, 298, 3, width=60) == lay("…" + "👩\u200d💻" * 12, " " * 23 + "^~")


def test_no_control_character_reaches_the_terminal() -> None:
    shown = point("a\x1b[31m\x07\x9b\u202eb\x7f", 10)
    assert shown == lay("a\ufffd[31m\ufffd\ufffd\ufffdb\ufffd", " " * 9 + "^")
    nasty = Diagnostic(Span("a.yaml", 1, 1), "error", "schema", "x\x1b]0;y\x07", "q\x1b[2J")
    (line,) = write_text([nasty], with_source=True)
    assert click.unstyle(line).isprintable()


def test_other_spaces_are_shown_as_spaces() -> None:
    assert point("Quoi\u00a0?", 1) == lay("Quoi\u00a0?", "^")
    assert point("日\u3000本", 1) == lay("日\u3000本", "^~")


def test_a_place_without_a_line_has_no_caret() -> None:
    assert point("", 1) == ""
    assert point("   ", 2) == ""


# --- The rules' own examples ---------------------------------------------------------------------------------------

EXAMPLES = [
    (rule, outcome, example)
    for rule, file in find_rules().items()
    for outcome, example in re.findall(r"^(Fails|Passes):\n\n```yaml\n(.*?)^```$", file.page, re.MULTILINE | re.DOTALL)
]
WITHOUT_EXAMPLES = {*LEDGER_RULES, "media-size", "sound-order"}


def test_every_rule_has_an_example_of_each_kind() -> None:
    assert {(rule, outcome) for rule, outcome, _ in EXAMPLES} == {
        (rule, outcome) for rule in set(find_rules()) - WITHOUT_EXAMPLES for outcome in ("Fails", "Passes")
    }


@pytest.mark.parametrize(("rule", "outcome", "example"), EXAMPLES, ids=[f"{rule}-{what}" for rule, what, _ in EXAMPLES])
def test_an_example_of_a_rule_does_what_it_says(
    rule: str, outcome: str, example: str, course: Course, mkdeck: Cli
) -> None:
    files: Mapping[str, str]
    if example.startswith("# course.yaml"):
        files = {"course.yaml": example, "deck.yaml": GOOD}
    else:
        files = {"course.yaml": SETTINGS, "deck.yaml": example}
    _, out, err = mkdeck("check", "--format", "json", cwd=course(files))
    assert {each["rule"] for each in json.loads(out)} == ({rule} if outcome == "Fails" else set()), err


@pytest.mark.parametrize("rule", find_rules())
def test_every_rule_explains_itself(rule: str, mkdeck: Cli) -> None:
    code, out, err = mkdeck("check", "--explain", rule)
    file = find_rules()[rule]
    first, blank, summary, *_ = out.splitlines()
    assert (code, out, err) == (0, f"{rule}: {file.rule.grade}\n\n{file.page}\n", "")
    assert (first.partition(":")[0], blank, summary[-1]) == (rule, "", ".")
    assert max(map(len, out.splitlines())) <= 120
    assert not re.search(r"\b(?:Found|found) .*\.py\b", out)  # a page is for lecturers


def test_all_rules_are_listed_with_their_severity(mkdeck: Cli) -> None:
    code, out, err = mkdeck("check", "--explain")
    rows = [re.split(r"  +", line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [row[0] for row in rows] == sorted(find_rules())
    by_id = {row[0]: row[1:] for row in rows}
    assert by_id["media-size"] == ["warning", "A picture, sound or video of more than 5 MB."]
    assert by_id["no-right-choice"] == ["error", "A multiple-choice question marks no choice as right."]
    assert by_id["tags"] == ["error or warning", "A tag that Anki would not take as it is."]
    assert by_id["missing-id"] == ["warning; error in a release", "A question has no `id` of its own."]


def test_a_list_of_rules_may_be_asked_for_beside_a_course(course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD})
    assert mkdeck("check", "--format", "text", "--explain", cwd=folder).out.startswith("cloze ")
    assert mkdeck("check", "course", "--explain", cwd=folder).out.startswith("cloze ")


def test_the_id_of_a_rule_is_the_name_of_its_file() -> None:
    names = {path.stem.replace("_", "-") for path in Path(checks.__file__).parent.glob("*.py")}
    assert names - {"--init--"} == set(find_rules())


def test_a_rule_finds_nothing_at_a_severity_that_it_does_not_state() -> None:
    rule = Rule("a", "warning", in_release="error")
    assert [rule.at("error").severity, rule.when(releasing=True).severity, rule.when(releasing=False).severity] == [
        *("error", "error", "warning")
    ]
    assert rule.at("error") == rule
    with pytest.raises(ValueError, match="'b' finds no error"):
        Rule("b", "warning").at("error")


def test_every_rule_is_stated_once_and_named_by_no_other_string() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(checks.__file__).parent.parent.rglob("*.py"))
    assert sorted(re.findall(r'\bRule\(\s*"([^"]+)"', code)) == list(find_rules())
    of_two_words = [rule for rule in find_rules() if "-" in rule]
    assert {rule: code.count(f'"{rule}"') for rule in of_two_words} == dict.fromkeys(of_two_words, 1)


# --- Rules on texts that are fit for a course ----------------------------------------------------------------------


def choose(*choices: str, explanation: str = "") -> str:
    lines = ["questions:", "  - id: a", "    type: multiple-choice", "    question: Which?", "    choices:"]
    lines += [f"      - {'wrong' if i else 'correct'}: {json.dumps(text)}" for i, text in enumerate(choices)]
    lines += [f"    explanation: {json.dumps(explanation)}"] * bool(explanation)
    return "\n".join(lines) + "\n"


def rules_said(text: str, course: Course, mkdeck: Cli) -> list[str]:
    _, out, _ = mkdeck("check", "--format", "json", cwd=course({"course.yaml": SETTINGS, "a.yaml": text.encode()}))
    return [each["rule"] for each in json.loads(out)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Option B is wrong.", "Option B"),
        ("Options A and C are right.", "Options A and C"),
        ("Choice (D) is right.", "Choice (D)"),
        ("Choice (c) is right.", "Choice (c)"),
        ("Option **B** is wrong", "Option **B**"),
        ("Option b) mixes two things up.", "Option b)"),
        ('The option "B" is wrong', 'option "B"'),
        ("Answer: C", "Answer: C"),
        ("The correct answer is C", "answer is C"),
        ("The answer is A, since it adds up.", "answer is A"),
        ("Die richtige Antwort ist B.", "Antwort ist B"),
        ("La bonne réponse est la C.", "réponse est la C"),
        ("La respuesta correcta es la C.", "respuesta correcta es la C"),
        ("A is right", "A is right"),
        ("It adds up, so B is wrong.", "B is wrong"),
        ("B ist falsch, weil es regnet.", "B ist falsch"),
        ("a) is wrong", "a) is wrong"),
        ("As (b) is true, it rains.", "(b) is true"),
        ("Only (b)", "Only (b)"),
        ("(a) and (b)", "(a) and (b)"),
        ("(A) oder (B)", "(A) oder (B)"),
        ("Both A and C are right.", "Both A and C"),
        ("Neither A nor B is.", "Neither A nor B"),
        ("Sowohl A als auch C", "Sowohl A als auch C"),
        ("B and C only", "B and C only"),
        ("A, B and D", "A, B and D"),
        ("Answers A, B and D hold.", "Answers A, B and D"),
        ("Antwort A ist falsch.", "Antwort A"),
        ("Sowohl A als B: Aussage C stimmt.", "Aussage C"),
        ("La réponse B est fausse.", "réponse B"),
        ("See above; answer C.", "answer C"),
        ("选项C", "选项C"),
        ("选项C是对的。", "选项C"),
        ("正解はBです。", "正解はB"),
        ("Option F is not there, but option B is.", "option B"),
    ],
)
def test_letters_of_choices_are_found(text: str, named: str, course: Course, mkdeck: Cli) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": choose("w", "x", "y", "z", explanation=text).encode()})
    _, out, _ = mkdeck("check", "--format", "json", cwd=folder)
    assert [(each["rule"], each["message"]) for each in json.loads(out)] == [
        ("letter-reference", f"'{named}' {LETTER}")
    ]


@pytest.mark.parametrize(
    "text", ["Both A and B are.", "Only (a)", "Statement B is wrong.", "A is right", "(a) and (b)"]
)
@pytest.mark.parametrize("question", ["Which of A and B holds?", "It rains: (a) often, (b) never. Which holds?"])
def test_letters_that_the_question_gives_itself_are_not(text: str, question: str, course: Course, mkdeck: Cli) -> None:
    asked = choose("w", "x", "y", "z", explanation=text).replace("Which?", json.dumps(question))
    assert rules_said(asked, course, mkdeck) == []


def test_a_letter_that_a_choice_says_is_not(course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose("C", "Rust", "Go", explanation="The answer is C."), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin B and C are soluble.",
        "The options are few. A state has many.",
        "Options E and F were dropped, since there are four.",
        "Appendix A and B show it.",
        "The answer is a list.",
        "Plan B is better.",
        "Option I is a numeral.",
        "An option A-level pupils know.",
        "Hepatitis A and B differ.",
        "A is a matrix.",
        "A is right-angled.",
        "If A is true, so is B.",
        "A list is right here.",
        "It takes a or b.",
        "vitamin C and D",
        "Vitamin B and C only help a little.",
        "(a) first, (b) second",
        "(a) first, (b) second; (a) and (b) take time.",
        "f(a) and (b) differ.",
        "It is $A$ and $B$.",
        "Only A is read.",
        "He got a B and C only.",
        "La respuesta es a veces larga.",
        "The answer is A list of four.",
        "Grade C is wrong.",
    ],
)
def test_other_letters_are_not(text: str, course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose("w", "x", "y", "z", explanation=text), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "Both C and C++ compile to machine code.",
        "Only A and A* need it.",
        "Both A and B-trees do.",
        "The answer C++ is old.",
    ],
)
def test_letters_that_go_on_are_other_words(text: str, course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose("w", "x", "y", "z", explanation=text), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of the above.",
        "all of these answers",
        "All options are correct",
        "Both of the above",
        "Keine der Antworten",
        "Alle oben genannten",
        "Toutes les réponses",
        "Ninguna de las anteriores",
        "以上都不是",
        "Keine davon",
        "Keines davon.",
        "Nichts davon",
        "Alle davon",
        "Beides davon",
    ],
)
def test_choices_about_the_others_are_found(text: str, course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose("x", text), course, mkdeck) == ["unpinned-last"]


@pytest.mark.parametrize("text", ["None", "All", "Nothing of the kind", "The above", "All of it", "Keine", "Neither"])
def test_choices_about_other_things_are_not(text: str, course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose("x", text), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "All these weights are shared",
        "None of these neurons fires twice",
        "Any given state has one successor",
        "All other things being equal, it rises",
        "All options are European",
        "Alle Aussagen über $x$ gelten",
    ],
)
def test_choices_that_only_start_like_that_are_not(text: str, course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose("x", text), course, mkdeck) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [("Its inputs", "Its  inputs"), ("a\n\nb", "a b"), ("x ", "x"), ("é", "e\u0301")],
)
def test_choices_that_look_the_same_are_found(one: str, two: str, course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose(one, two), course, mkdeck) == ["duplicate-choices"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("```python\nif x:\n    y()\n    z()\n```", "```python\nif x:\n    y()\nz()\n```"),
        ("```\na  b\n```", "```\na b\n```"),
    ],
    ids=["indentation", "spaces"],
)
def test_code_that_differs_in_its_spaces_is_not_the_same(one: str, two: str, course: Course, mkdeck: Cli) -> None:
    assert rules_said(choose(one, two), course, mkdeck) == []


@pytest.mark.parametrize(
    "tag", ["a b", "a\u00a0b", "marked", "Leech", "::a", "a::", "a::::b", 'a"b', "mkdeck::x", "a\u3000b"]
)
def test_tags_that_anki_would_change_are_found(tag: str, course: Course, mkdeck: Cli) -> None:
    deck = GOOD.replace("answer: true", f"answer: true, tags: [{json.dumps(tag)}]")
    assert rules_said(deck, course, mkdeck) == ["tags"]


@pytest.mark.parametrize("tag", ["a-b", "rnn::gru", "日本", "c++", "a,b", "é", "*", "#1", "0", "no", "a:b", "unmarked"])
def test_tags_that_anki_keeps_are_not(tag: str, course: Course, mkdeck: Cli) -> None:
    deck = GOOD.replace("answer: true", f"answer: true, tags: [{json.dumps(tag)}]")
    assert rules_said(deck, course, mkdeck) == []
