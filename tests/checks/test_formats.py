"""Proves that `mkdeck check` lists every mistake of every rule once, for people and for machines."""

import json
import re
import subprocess
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

from checks.courses import LEDGER_RULES, LETTER, SETTINGS
from conftest import Run, Write
from mkdeck.checks import find_rules
from mkdeck.questions import TYPES


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
        ignore: [pinned-last]
        """,
    "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"/>',
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
            question: "![A lake](none.png)"
            answer: "![A sea](large.png)"
          - id: cells
            type: short-answer
            question: |
              How many?

              | one |
              |-----|
              | two | three |
            answer: Two.
            hint: $\\bm{x}$
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
          - {id: share, type: numeric, question: How many?, answer: 50 ‰, unit: ‰}
          - {id: typed, type: short-answer, question: What?, answer: one, accept: [One]}
          - id: spots
            type: occlusion
            question: Which?
            image: dot.svg
            masks: [{label: A, box: [0, 0, 9, 9], group: a}, {label: B, box: [0, 5, 9, 9], group: a}]
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
          - {id: numbered, type: ordering, question: Which comes first?, items: [1. seed, 2. leaf]}
          - {id: bare, type: true-false, question: It is \pi., answer: true}
          - id: joined
            type: true-false
            question: |
              a) One
              b) Two
            answer: true
        """,
    "tone.mp3": "as far as anyone can hear",
    "large.png": bytes(5 * 2**20 + 300_000),
}
HINT = (
    "'vector' is the hint and 'std' the answer; if 'std::vector' is the answer, write it as code, `std::vector`; "
    "if not, put a space after '::'"
)
PROVISIONAL = "an-rnn-reads-its-input-step"

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
    Said(
        "1 text.yaml",
        22,
        37,
        19,
        "warning",
        "html",
        "water",
        "<font> is not allowed on a card and left out; to show the tag itself, put it between backticks",
    ),
    Said(
        *("1 text.yaml", 24, 29, 10, "warning", "link", "water"),
        "a link on a card needs a whole address; 'notes.html' leads nowhere",
    ),
    Said(
        *("1 text.yaml", 24, 44, 11, "warning", "math", "water"),
        r"math seems to open here with '$' and is never closed; if it is a plain dollar, write '\$'",
    ),
    Said(
        *("1 text.yaml", 27, 26, 8, "error", "media", "picture"),
        "'none.png' does not exist; the path is relative to the deck file's folder",
    ),
    Said(
        *("1 text.yaml", 28, 23, 9, "warning", "media-size", "picture"),
        "this file has 5.3 MB; students download it with every new deck",
    ),
    Said(
        *("1 text.yaml", 36, 7, 15, "warning", "markdown", "cells"),
        "this row has more cells than the table has columns (1), and the rest vanishes; a bar in a cell is written "
        "'\\|'",
    ),
    Said(
        *("1 text.yaml", 38, 12, 3, "warning", "tex", "cells"),
        r"Anki's math does not know '\bm'; did you mean '\boldsymbol'?",
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
        *("2 choices.yaml", 15, 9, 16, "warning", "catch-all", "letters"),
        "'All of the above' can be judged without knowing every choice; let several choices be `correct:`, or say "
        "something of its own",
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
        *("2 choices.yaml", 25, 61, 4, "error", "unit", "share"),
        "'50 ‰' holds the unit that `unit` says already; write 50",
    ),
    Said(
        *("2 choices.yaml", 26, 76, 3, "warning", "typed-answer", "typed"),
        "this is right already; remove it",
    ),
    Said(
        *("2 choices.yaml", 31, 70, 12, "warning", "masks", "spots"),
        "mask 2 lies over mask 1, and one card asks both; move or shrink one",
    ),
    Said(
        *("3 broken.yaml", 5, 16, 1, "error", "syntax", None),
        "not valid YAML: mapping values are not allowed in this context "
        "(text that contains ': ' needs single quotes, or a block that starts with '|')",
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
        *("4 signs.yaml", 23, 66, 5, "warning", "own-letters", "numbered"),
        "the items bear numbers in their right order, which gives it away; write `- seed` in place of `- 1. seed`",
    ),
    Said(
        *("4 signs.yaml", 24, 50, 3, "warning", "bare-tex", "bare"),
        r"'\pi' shows as typed: TeX is read between dollars only; write the whole formula as '$...$'",
    ),
    Said(
        *("4 signs.yaml", 28, 7, 6, "warning", "joined-lines", "joined"),
        "these lines run together on the card; end a line with '\\' to keep the next one apart, or put an empty line "
        "between them, and code between lines of ```",
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
    Said(
        *("course.yaml", 5, 9, 22, "error", "course", None),
        "`report` must start with https://, http:// or mailto:; write `report: https://example.org/{question}`",
    ),
    Said(
        *("course.yaml", 5, 21, 10, "error", "course", None),
        "'{question}' in `report` is not filled in; only {id} and {deck} are",
    ),
    Said(*("course.yaml", 6, 12, 6, "error", "tags", None), "the tag 'marked' belongs to Anki itself; choose another"),
    Said(
        *("course.yaml", 7, 10, 11, "warning", "unused-ignore", None),
        "there is no rule 'pinned-last'; did you mean 'unpinned-last'?",
    ),
]


@pytest.fixture
def faulty(course: Write) -> Path:
    return course(FAULTY)


def test_the_faulty_course_breaks_every_rule() -> None:
    of_style = {rule for rule, file in find_rules().items() if file.rule.style}  # each has an example of its own
    assert {said.rule for said in FAULTS} | LEDGER_RULES | of_style == set(find_rules())


def test_text_is_this(faulty: Path, mkdeck: Run) -> None:
    code, out, err = mkdeck("check", cwd=faulty)
    assert out.splitlines() == [
        f"{said.file}:{said.line}:{said.column}: {said.severity}: {said.about} [{said.rule}]"
        for said in sorted(FAULTS, key=lambda said: said.severity == "error")  # these come last
    ]
    assert err == "23 questions checked: 16 errors, 23 warnings.\n"
    assert code == 1


def test_one_mistake_hides_no_other_in_a_question_a_deck_or_the_course(course: Write, mkdeck: Run) -> None:
    deck = """
        deck: A::::B
        desc: x
        questions:
          - {id: q, type: true-false, question: "![A lake](nope.png)", answer: yes, hnt: x}
          - {id: q, type: true-false, question: y, answer: yes}
          - {id: r, typ: cloze, question: x}
          - {id: s, type: multiple-choice, question: x, choices: [{corect: a}, b]}
        """
    folder = course({"course.yaml": "{course: C, id: c, retention: 5, report: 'ftp://x'}", "a.yaml": deck})
    said = mkdeck("check", cwd=folder).out.splitlines()
    kinds = ", ".join(f"'{kind}'" for kind in TYPES)
    assert said == [
        "a.yaml:2:7: error: 'A::::B' has an empty part beside '::' [deck-name]",
        "a.yaml:3:1: error: unknown key 'desc'; did you mean 'deck'? [schema]",
        "a.yaml:5:52: error: q: 'nope.png' does not exist; the path is relative to the deck file's folder [media]",
        "a.yaml:5:77: error: q: unknown key 'hnt'; did you mean 'hint'? [schema]",
        "a.yaml:6:10: error: q: the id 'q' is taken by question 1 of a.yaml; give this question another [duplicate-id]",
        f"a.yaml:7:5: error: r: `type` is missing; it is one of {kinds}; or is 'typ' meant to be 'type'? [schema]",
        "a.yaml:8:59: error: s: a choice has `correct:` or `wrong:`; did you mean 'correct'? [schema]",
        "course.yaml:1:31: error: `retention` must be a number from 0.7 to 0.99 [schema]",
        "course.yaml:1:42: error: `report` must start with https://, http:// or mailto: [course]",
    ]


def test_json_is_this(faulty: Path, mkdeck: Run) -> None:
    code, out, err = mkdeck("check", "--format", "json", cwd=faulty)
    assert json.loads(out) == [said._asdict() for said in FAULTS]
    assert (code, err) == (1, "")


def test_github_is_this(faulty: Path, mkdeck: Run) -> None:
    code, out, err = mkdeck("check", "--format", "github", cwd=faulty)
    assert out.splitlines() == [
        f"::{said.severity} file={said.file},line={said.line},col={said.column},title=mkdeck {said.rule}::{said.about}"
        for said in FAULTS
    ]
    assert (code, err) == (1, "")


@pytest.mark.parametrize("kind", ["a work tree", "another work tree", "none"])
def test_github_is_told_paths_from_the_root_of_the_work_tree(
    kind: str, course: Write, mkdeck: Run, tmp_path: Path
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


def test_gitlab_is_this(faulty: Path, mkdeck: Run) -> None:
    code, out, err = mkdeck("check", "--format", "gitlab", cwd=faulty)
    found = json.loads(out)
    assert [{key: value for key, value in each.items() if key != "fingerprint"} for each in found] == [
        {
            "description": said.about,
            "check_name": f"mkdeck {said.rule}",
            "severity": {"error": "major", "warning": "minor"}[said.severity],
            "location": {"path": said.file, "lines": {"begin": said.line}},
        }
        for said in FAULTS
    ]
    assert (code, err) == (1, "")


def test_gitlab_knows_a_finding_again_that_has_moved(course: Write, mkdeck: Run) -> None:
    prints = []
    for before in ("", "# one line more\n"):
        text = f"{before}questions:\n- {{id: a, type: x}}\n- {{id: a, type: x}}\n"
        folder = course({"course.yaml": SETTINGS, "a.yaml": text})
        found = json.loads(mkdeck("check", "--format", "gitlab", cwd=folder).out)
        prints.append([each["fingerprint"] for each in found])
        assert len(set(prints[-1])) == len(found) > 2
    assert prints[0] == prints[1]


def test_github_escapes_what_would_end_a_command(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "50%, a:b.yaml": "questions: []\n100%: x\n"})
    _, out, _ = mkdeck("check", "--rules", "schema", "--format", "github", cwd=folder)
    assert out.splitlines()[1] == (
        "::error file=50%25%2C a%3Ab.yaml,line=2,col=1,title=mkdeck schema::"
        "unknown key '100%25'; valid here: 'deck', 'description', 'tags', 'source', 'card', 'ignore', 'questions'"
    )


def test_one_json_object_is_this(course: Write, mkdeck: Run) -> None:
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
