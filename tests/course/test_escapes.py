"""Proves that no escape in double quotes eats TeX, code or a path without a word, and line breaks in prose stay."""

import cProfile
from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck.course.loading import load_course
from mkdeck.course.yaml_escapes import find_eaten

LEAD = "    question: "
ADVICE = "use single quotes, or a block that starts with '|'"
TAB, BREAK, UNSEEN = "a tab", "a line break", "an unseen line break"


def ask(scalar: str) -> str:
    return f"questions:\n  - id: a\n    type: short-answer\n{LEAD}{scalar}\n    answer: A\n"


def say(severity: str, column: int, escape: str, what: str, rest: str = "") -> str:
    left = f", which leaves '{rest}' of '{escape}{rest}'" if rest else ""
    message = f"in double quotes '{escape}' is {what}{left}; {ADVICE}"
    return f"d.yaml:4:{len(LEAD) + column}: {severity}: a: {message} [escape]"


def check(mkdeck: Run, folder: Path, content: str) -> list[str]:
    (folder / "d.yaml").write_text(content, "utf-8")
    code, out, err = mkdeck("check", "d.yaml", cwd=folder)
    assert code == (": error: " in out), err
    # TeX without dollars has a rule of its own.
    return [line for line in out.splitlines() if not line.endswith("[bare-tex]")]


# text: the column of each escape in it, the escape, what it is, and what is left of its command
EATEN = {
    r'"\nu"': [(2, r"\n", BREAK, "u")],
    r'"$\nu$"': [(3, r"\n", BREAK, "u")],
    r'"The frequency \nu of light"': [(16, r"\n", BREAK, "u")],
    r'"$a \ne b$"': [(5, r"\n", BREAK, "e")],
    r'"\nabla f"': [(2, r"\n", BREAK, "abla")],
    r'"a \not b"': [(4, r"\n", BREAK, "ot")],
    r'"$x \notin A$"': [(5, r"\n", BREAK, "otin")],
    r'"\text{..}"': [(2, r"\t", TAB, "ext")],
    r'"2\times 3"': [(3, r"\t", TAB, "imes")],
    r'"time \tau of"': [(7, r"\t", TAB, "au")],
    r'"f: A \to B"': [(7, r"\t", TAB, "o")],
    r'"$\theta \to 0$"': [(3, r"\t", TAB, "heta"), (10, r"\t", TAB, "o")],
    r'"\\(\theta\\)"': [(5, r"\t", TAB, "heta")],
    r'"\right)"': [(2, r"\r", "a carriage return", "ight")],
    r'"$\rvec$"': [(3, r"\r", "a carriage return", "vec")],
    r'"\beta"': [(2, r"\b", "a backspace", "eta")],
    r'"a \b"': [(4, r"\b", "a backspace", "")],
    r'"$\frac12$"': [(3, r"\f", "a form feed", "rac")],
    r'"\vec x"': [(2, r"\v", "a vertical tab", "ec")],
    r'"\alpha"': [(2, r"\a", "a bell", "lpha")],
    r'"It ends with \0"': [(15, r"\0", "a character that no text may hold", "")],
    r'"\epsilon"': [(2, r"\e", "an escape character", "psilon")],
    r'"\Lambda"': [(2, r"\L", UNSEEN, "ambda")],
    r'"\Phi"': [(2, r"\P", UNSEEN, "hi")],
    r'"$\N$"': [(3, r"\N", UNSEEN, "")],
    r'"$x\_i$"': [(4, r"\_", "a no-break space", "")],
    r'"$a\ b$"': [(4, r"\ ", "a space", "")],
    r'"What is `\n`?"': [(11, r"\n", BREAK, "")],
    r'"What does `print(\"a\n\")` do?"': [(22, r"\n", BREAK, "")],
    r'"A \ B"': [(4, r"\ ", "a space", "")],
    r'"[x](https://a.org\to)"': [(19, r"\t", TAB, "o")],
}


# Commands of people's own, which math does not know either.
UNKNOWN = {
    r'"$\rvec$"': [r"d.yaml:4:17: warning: a: Anki's math does not know '\rvec'; did you mean '\vec'? [tex]"],
    r'"$\N$"': [r"d.yaml:4:17: warning: a: Anki's math does not know '\N'; did you mean '\mathbb{N}'? [tex]"],
}


@pytest.mark.parametrize("text", EATEN)
def test_an_escape_that_eats_is_an_error_that_says_what_to_write(text: str, mkdeck: Run, tmp_path: Path) -> None:
    unknown = UNKNOWN.get(text, [])
    assert check(mkdeck, tmp_path, ask(text)) == [*unknown, *(say("error", *each) for each in EATEN[text])]
    # What it advises is right.
    advised = f"'{text[1:-1]}'".replace(r"\\(", r"\(").replace(r"\\)", r"\)")
    assert check(mkdeck, tmp_path, ask(advised)) == unknown


def test_the_start_of_a_gap_is_no_end_of_a_line(mkdeck: Run, tmp_path: Path) -> None:
    cloze = ask(r'"A gap: {{c1::\nu}}\nu"').replace("short-answer", "cloze").replace("    answer: A\n", "")
    assert check(mkdeck, tmp_path, cloze) == [say("error", 15, r"\n", BREAK, "u")]


# An author may mean either.
DOUBTFUL = {
    r'"x \ne y"': [(4, r"\n", BREAK, "e")],
    r'"a set, x \ni y"': [(11, r"\n", BREAK, "i")],
    r'"Look into C:\new\table"': [(14, r"\n", BREAK, "ew")],
    r'"D:\readme is a file"': [(4, r"\r", "a carriage return", "eadme")],
    r'"What does \n mean?"': [(12, r"\n", BREAK, "")],
    r'"Use \t between them."': [(6, r"\t", "a tab", "")],
    r'''"It prints (\"\t\")."''': [(15, r"\t", "a tab", "")],
    r'"The class [ \t] has two."': [(14, r"\t", "a tab", "")],
    r'"The tail \_id"': [(11, r"\_", "a no-break space", "")],
    r'"What is snake\_case?"': [(15, r"\_", "a no-break space", "")],
}


@pytest.mark.parametrize("text", DOUBTFUL)
def test_an_escape_that_may_eat_is_a_warning(text: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, ask(text)) == [say("warning", *each) for each in DOUBTFUL[text]]


def test_an_escape_between_apostrophes_is_named(mkdeck: Run, tmp_path: Path) -> None:
    (said,) = check(mkdeck, tmp_path, ask(r'''"A line ends with '\n' in C."'''))
    assert "in double quotes '\\n' is a line break; use single quotes (where an apostrophe" in said


FINE = [
    r'"a\nb"',
    r'"Name\tValue"',
    r'"First line.\nSecond line.\r\nThird.\n"',
    r'"one\nnot two\ntext\nnew\nis\nuntil"',
    r'"Column\tto\tanother"',
    r'"Wort\tau"',
    r'"x = 1\nu = 2\ni = 3\ne = 4"',
    r'"$$\nu = 3\n$$"',
    r'"$$\na = b\n$$"',
    r'"$$a \\\\\nu$$"',
    r'"```c\nint tan = 1;\n\tnu = 3;\n```"',
    r'"`a\nb`"',
    r'''"'one'\n'two', \"a\"\n\"b\" and [a,\tb]"''',
    r'"What it does\nis unknown. \n Who knows?"',
    r'"It costs $5\nor $10"',
    r'"5\_km, p.\_7, Abb.\_1"',
    r'"w\_domu"',
    r'"\\theta, \\nu, \\(\\beta\\), \"x\", \u00e9, \x41, a\/b, a\ b"',
    r'"$$\\begin{matrix} a \\\\ b \\end{matrix}$$"',
    r"'$\theta \to \nu$'",
    r'"A: Who is there?\nB:\nme, C:\nYes"',
    '"a text that goes\\\n      \\ on"',
    "|\n      $\\theta \\to \\nu$",
    r"What is $\theta \to \nu$?",
]


@pytest.mark.parametrize("text", FINE)
def test_nothing_is_said_about_escapes_that_are_meant(text: str, mkdeck: Run, tmp_path: Path) -> None:
    assert [each for each in check(mkdeck, tmp_path, ask(text)) if "[joined-lines]" not in each] == []


def test_the_text_is_read_as_it_was_meant(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(ask(r'"One:\n\"$\theta \\to \nu$\"\n\tTwo.\u00e9"'), "utf-8")
    (entry,) = load_course(tmp_path / "d.yaml").entries
    assert entry.question.question == 'One:\n"$\\theta \\to \\nu$"\n\tTwo.é'


@pytest.mark.parametrize("escape", [r"\xi", r"\upsilon", r"\Upsilon"])
def test_what_yaml_itself_refuses_gets_the_same_advice(escape: str, mkdeck: Run, tmp_path: Path) -> None:
    why = "not valid YAML: did not find expected hexdecimal number"
    place = f"d.yaml:4:{len(LEAD) + 4}"
    assert check(mkdeck, tmp_path, ask(f'"{escape}"')) == [
        f"{place}: error: {why} (in double quotes '{escape[:2]}' takes the number of a character; {ADVICE}) [syntax]"
    ]


def test_every_key_of_every_file_is_looked_at(course: Write, mkdeck: Run) -> None:
    deck = r"""
        deck: "\tau"
        description: "About \theta."
        source: "\right"
        questions:
          - id: a
            type: multiple-choice
            question: "it's
              $\beta$"
            choices:
              - "\vec a"
              - correct: "\text{b}"
                feedback: "\nabla"
            explanation: "\frac12"
            hint: "\neq"
            source: "\rho"
            retired: "\alpha"
        """
    settings = 'course: "\\times"\nid: deep\nlicense: "\\nu"\nauthors: ["\\beta"]\n'
    folder = course({"course.yaml": settings, "1.yaml": deck})
    code, out, _ = mkdeck("check", "--format", "text", cwd=folder)
    lines = [line for line in out.splitlines() if not line.endswith("[bare-tex]")]
    said = [line.partition(";")[0].replace("in double quotes ", "") for line in lines]
    assert code == 1
    assert said == [
        r"1.yaml:2:8: error: '\t' is a tab, which leaves 'au' of '\tau'",
        r"1.yaml:3:21: error: '\t' is a tab, which leaves 'heta' of '\theta'",
        r"1.yaml:4:10: error: '\r' is a carriage return, which leaves 'ight' of '\right'",
        r"1.yaml:9:8: error: a: '\b' is a backspace, which leaves 'eta' of '\beta'",
        r"1.yaml:11:10: error: a: '\v' is a vertical tab, which leaves 'ec' of '\vec'",
        r"1.yaml:12:19: error: a: '\t' is a tab, which leaves 'ext' of '\text'",
        r"1.yaml:13:20: error: a: '\n' is a line break, which leaves 'abla' of '\nabla'",
        r"1.yaml:14:19: error: a: '\f' is a form feed, which leaves 'rac' of '\frac'",
        r"1.yaml:15:12: error: a: '\n' is a line break, which leaves 'eq' of '\neq'",
        r"1.yaml:16:14: error: a: '\r' is a carriage return, which leaves 'ho' of '\rho'",
        r"1.yaml:17:15: error: a: '\a' is a bell, which leaves 'lpha' of '\alpha'",
        r"course.yaml:1:10: error: '\t' is a tab, which leaves 'imes' of '\times'",
        r"course.yaml:3:11: error: '\n' is a line break, which leaves 'u' of '\nu'",
        r"course.yaml:4:12: error: '\b' is a backspace, which leaves 'eta' of '\beta'",
    ]
    assert "use single quotes (where an apostrophe is written ''), or a block" in out


def test_a_row_that_ends_in_one_backslash_is_named(mkdeck: Run, tmp_path: Path) -> None:
    (said,) = check(mkdeck, tmp_path, ask(r'"$$\\begin{matrix} a & b \\ c & d \\end{matrix}$$"'))
    message = rf"in double quotes '\\' is one '\', which ends no row; {ADVICE}"
    assert said == f"d.yaml:4:{len(LEAD) + 26}: warning: a: {message} [escape]"


def test_a_course_keeps_its_id_when_its_settings_have_such_an_escape(course: Write) -> None:
    folder = course({"course.yaml": 'course: "\\times"\nid: deep\n', "1.yaml": ask("Q")})
    assert load_course(folder).settings.id == "deep"


def test_an_import_takes_a_card_as_it_was_meant(mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text(
        'title: T\ncards:\n  - type: markdown\n    front: What is "it"?\n    back: "$\\theta$"\n', "utf-8"
    )
    code, out, err = mkdeck("import", "--from", "ankitum", "bank.yaml", "-o", "d.yaml", cwd=tmp_path)
    assert code == 0
    assert f"in double quotes '\\t' is a tab, which leaves 'heta' of '\\theta'; {ADVICE}" in out + err
    assert "answer: $\\theta$\n" in (tmp_path / "d.yaml").read_text("utf-8")


@pytest.mark.parametrize("piece", [r"\n", r"$\nu$ ", r"\\\\ ", "`", r"`\n` ", r"\\(", r"]( ", "$", r"\nu "])
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    calls = [_count_calls(piece * number) for number in (500, 4_000)]
    assert calls[1] < 12 * calls[0] + 1_000


def _count_calls(raw: str) -> int:
    profile = cProfile.Profile()
    profile.runcall(find_eaten, raw)
    return sum(each.callcount for each in profile.getstats())


def test_of_tex_without_dollars_both_mistakes_are_said(mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(ask(r'"Of \theta"'), "utf-8")
    said = [line.rpartition(" ")[2] for line in mkdeck("check", "d.yaml", cwd=tmp_path).out.splitlines()]
    assert sorted(said) == ["[bare-tex]", "[escape]"]
