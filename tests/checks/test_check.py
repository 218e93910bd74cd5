"""Proves that `mkdeck check` reads every file of courses and shelves, hides no mistake, and ends with its exit code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from checks.courses import GOOD, SETTINGS, SOUND, UNREADABLE
from conftest import Run, Write
from mkdeck.cli.report import write_text
from mkdeck.diagnostics import Diagnostic, Span

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
    deck: str, code: int, out: str, err: str, course: Write, mkdeck: Run
) -> None:
    assert mkdeck("check", cwd=course({"course.yaml": SETTINGS, "a.yaml": deck})) == (code, out, err)


def test_a_good_course_is_nothing_in_json_and_github(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD})
    assert mkdeck("check", "--format", "json", cwd=folder) == (0, "[]\n", "")
    assert mkdeck("check", "--format", "github", cwd=folder) == (0, "", "")


def test_what_lies_outside_of_the_course_is_exit_code_2(course: Write, mkdeck: Run) -> None:
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
    assert (
        "there is no rule 'none'; the rules are absolute-term, alt-text, answer-in-question, bare-tex, catch-all, "
        in outcomes["rule"].err
    )


@pytest.mark.parametrize(
    ("first", "second"), [("{id: q448617, %s}", "{id: q894756, %s}"), ("{id: q572104, %s}", "{id: q12580, %s}")]
)
def test_ids_that_come_to_one_number_in_anki(first: str, second: str, course: Write, mkdeck: Run) -> None:
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
    written: str, shown: str, what: str, course: Write, mkdeck: Run
) -> None:
    folder = course({"course.yaml": SETTINGS, "1.yaml": f'deck: "{written}"\n{GOOD}'})
    said = f"1.yaml:1:7: error: '{shown}' has {what} in it; write it without [deck-name]\n"
    assert mkdeck("check", cwd=folder) == (1, said, "1 question checked: 1 error.\n")


def test_what_is_neither_file_nor_folder_is_exit_code_2(mkdeck: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    what = "is a pipe or a device; name a course's folder or a YAML file"
    for command in ("check", "build", "stamp"):
        assert mkdeck(command, "/dev/null", cwd=tmp_path) == (2, "", f"mkdeck: /dev/null {what}.\n")
        assert mkdeck(command, "pipe.yaml", cwd=tmp_path) == (2, "", f"mkdeck: pipe.yaml {what}.\n")


@pytest.mark.parametrize("what", ["a folder", "a pipe or a device", "a link that leads nowhere"])
def test_settings_that_are_no_file_make_no_loose_files_of_a_course(what: str, course: Write, mkdeck: Run) -> None:
    folder = course({"a.yaml": GOOD})
    place = folder / "course.yaml"
    if what == "a folder":
        place.mkdir()
    elif what == "a link that leads nowhere":
        place.symlink_to("gone")
    else:
        os.mkfifo(place)
    said = f"mkdeck: course.yaml is {what}, where a course has its settings; put the file there again.\n"
    for command in ("check", "build", "release", "stamp", "diff"):
        for path in (".", "a.yaml"):
            assert mkdeck(command, path, cwd=folder) == (2, "", said)


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("file", ["b.yaml", "course.yaml"])
def test_a_file_that_cannot_be_read_hides_nothing(file: str, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": "questions: []", "c.yaml": "questions: {}"})
    (folder / file).unlink(missing_ok=True)
    (folder / file).symlink_to(UNREADABLE)
    said = [
        "a.yaml:1:12: error: `questions` must be a list with at least one question [schema]\n",
        f"{file}:1:1: error: the file can't be read: Input/output error [syntax]\n",
        (
            "c.yaml:1:12: error: `questions` must be a list with at least one question; "
            "each question starts with '- ' [schema]\n"
        ),
    ]
    code, out, _ = mkdeck("check", cwd=folder)
    assert (code, out) == (1, "".join(sorted(said)))
    assert mkdeck("build", ".", cwd=folder).err == "".join(sorted(said)) + ".: not built, 3 errors.\n"


def test_nothing_that_looks_like_a_deck_is_left_out_in_silence(course: Write, mkdeck: Run, tmp_path: Path) -> None:
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
def test_a_folder_that_cannot_be_read_is_named(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "01.yaml": SOUND, "02/a.yaml": SOUND})
    (folder / "02").chmod(0)
    code, out, _ = mkdeck("check", cwd=folder)
    (folder / "02").chmod(0o755)
    message = "this folder can't be read; allow it, or start its name with '_' to leave it out"
    assert (code, out) == (1, f"02:1:1: error: {message} [course]\n")


def test_links_in_a_circle_on_a_shelf_end(course: Write, mkdeck: Run) -> None:
    folder = course({"one/course.yaml": SETTINGS, "one/a.yaml": SOUND})
    for name in ("x", "y", "z"):
        (folder / name).symlink_to(".")
    assert mkdeck("check", ".", cwd=folder) == (0, "", "1 question checked: no errors.\n")


def test_no_broken_file_hides_anothers_mistakes(course: Write, mkdeck: Run) -> None:
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
        "sub/7.yaml:1:13 [missing-id]",  # errors come last
        "1.yaml:1:13 [syntax]",
        "2.yaml:1:1 [syntax]",
        "3.yaml:1:4 [syntax]",
        "4.yaml:1:1 [schema]",
        "5.yaml:1:60 [schema]",
        "6.yaml:1:50 [cloze]",
        "6.yaml:1:77 [schema]",
        "sub/deeper/8.yml:1:1 [schema]",
    ]
    assert (code, err) == (1, "4 questions checked: 8 errors, 1 warning.\n")


NO_TEXT = "must be text, but a list stands here; text that starts with '[' or '- ' needs single quotes"
ID = "an id is made of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit"


def test_a_broken_settings_file_hides_nothing_in_the_decks(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": "course: [x]\nid: A\nlanguag: x\n", "a.yaml": WRONG})
    code, out, _ = mkdeck("check", folder, cwd=folder.parent)
    assert code == 1
    assert out.splitlines() == [
        "course/a.yaml:1:60: error: a: `answer` must be true or false [schema]",
        f"course/course.yaml:1:9: error: `course` {NO_TEXT} [schema]",
        f"course/course.yaml:2:5: error: {ID}; write `id: a` [schema]",
        "course/course.yaml:3:1: error: unknown key 'languag'; did you mean 'language'? [schema]",
    ]


@pytest.mark.parametrize("settings", ["course: [", "id: c\n", "course: C\nid: c\nx: y\n"])
def test_broken_settings_are_named_inside_the_course_too(settings: str, course: Write, mkdeck: Run) -> None:
    code, out, _ = mkdeck("check", cwd=course({"course.yaml": settings, "a.yaml": GOOD}))
    assert code == 1
    assert re.match(r"course\.yaml:[123]:\d+: error: ", out)


@pytest.mark.parametrize("retention", ["0.69", "1", "90%", "0,9", "nan", "inf", "true", "[0.9]", "''"])
def test_a_retention_that_is_none_is_named(retention: str, course: Write, mkdeck: Run) -> None:
    settings = f"course: C\nid: c\nretention: {retention}\n"
    code, out, _ = mkdeck("check", course({"course.yaml": settings, "a.yaml": GOOD}))
    assert code == 1
    assert re.search(r"course\.yaml:3:12: error: `retention` (must be a number from 0\.7 to 0\.99|is empty)", out)


def test_a_shelf_is_checked_whole(course: Write, mkdeck: Run) -> None:
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


def test_a_file_of_a_course_stands_for_its_course(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD, "sub/b.yaml": WRONG.replace("id: a", "id: b")})
    assert mkdeck("check", "a.yaml", cwd=folder).out == mkdeck("check", "sub", cwd=folder).out
    assert mkdeck("check", "a.yaml", cwd=folder).out.startswith("sub/b.yaml:1:60: error:")


def test_a_course_inside_another_is_named(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD, "sub/course.yaml": SETTINGS, "sub/b.yaml": GOOD})
    code, out, _ = mkdeck("check", folder)
    assert code == 1
    assert "course.yaml:1:1: error: a course can't stand inside another; move its folder out [course]" in out


@pytest.mark.parametrize("name", ["b\nc.yaml", "b\x1bc\x07.yaml"])
def test_a_file_name_writes_no_line_and_no_colour_of_its_own(name: str, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, name: "deck: D\n" + WRONG})
    (line,) = write_text(
        [Diagnostic(Span(name, 1, 1), "error", "schema", "`answer` must be true or false")], with_source=False
    )
    assert click.unstyle(line).isprintable()
    assert len(mkdeck("check", cwd=folder).out.splitlines()) == 1


def test_a_file_name_that_is_no_text_is_an_error_of_the_course(course: Write, mkdeck: Run) -> None:
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
def test_a_loose_file_that_can_be_no_course_is_one_sentence(name: str, said: str, tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / name).write_text(GOOD)
    assert mkdeck("check", ".", cwd=tmp_path / "decks") == (2, "", f"mkdeck: {said}\n")


def test_the_name_of_a_loose_file_is_checked(tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "A::::B.yaml").write_text(GOOD)
    assert mkdeck("check", ".", cwd=tmp_path).out == (
        "A::::B.yaml:1:1: error: 'A::::B' has an empty part beside '::'; it comes from the file's name [deck-name]\n"
    )


def test_a_pipe_is_no_deck(tmp_path: Path, mkdeck: Run) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    said = "mkdeck: . holds no course and no deck file; `mkdeck new NAME` makes a course.\n"
    assert mkdeck("check", ".", cwd=tmp_path) == (2, "", said)


def test_a_deck_named_by_its_file_is_checked_too(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a::.yaml": GOOD})
    code, out, _ = mkdeck("check", cwd=folder)
    assert (code, "[deck-name]" in out) == (1, True)


@pytest.mark.parametrize("encoding", ["cp1252"])  # click writes UTF-8 where it is told ASCII
def test_a_terminal_that_cannot_show_everything_shows_the_rest(encoding: str, course: Write) -> None:
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
