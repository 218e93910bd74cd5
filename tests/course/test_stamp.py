"""Proves that `mkdeck stamp` writes missing ids, changes nothing else, and keeps every question what it was."""

import re
import stat
from pathlib import Path

import pytest

from apart import fill_disk, fill_disk_in_part, run_apart
from conftest import Build, Run, Write

COURSE = "course: Stamps\nid: stamps\n"
BEFORE = """\
# Comments stay,   with their spaces.
deck:   "01 First"   # also here
questions:

  - type: true-false   # the kind
    question: 'It''s quoted.'
    answer: yes
    hint: Look at it.  #or not
  # between

  - question: |
      Größe und Maß: *wie* groß?
    type: short-answer
    answer: >-
      so
      groß
  - {type: cloze, question: "In {{c1::flow::how?}} style"}
  - id: has-one
    type: cloze
    question: A {{c1::b}}.
  -
    type: cloze
    question: 神经{{c1::网络}}
  - question: It's quoted.
    answer: no
    type: true-false
"""
AFTER = """\
# Comments stay,   with their spaces.
deck:   "01 First"   # also here
questions:

  - type: true-false   # the kind
    id: its-quoted
    question: 'It''s quoted.'
    answer: yes
    hint: Look at it.  #or not
  # between

  - question: |
      Größe und Maß: *wie* groß?
    type: short-answer
    id: groesse-und-mass-wie-gross
    answer: >-
      so
      groß
  - {id: in-flow-style, type: cloze, question: "In {{c1::flow::how?}} style"}
  - id: has-one
    type: cloze
    question: A {{c1::b}}.
  -
    type: cloze
    id: shenjingwangluo
    question: 神经{{c1::网络}}
  - question: It's quoted.
    answer: no
    type: true-false
    id: its-quoted-2
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_only_ids_are_added(newline: str, bom: bytes, last: str, tmp_path: Path, mkdeck: Run) -> None:
    def encode(text: str) -> bytes:
        return bom + (text.removesuffix("\n") + last).replace("\n", newline).encode()

    path = tmp_path / "01.yaml"
    (tmp_path / "course.yaml").write_text(COURSE)
    path.write_bytes(encode(BEFORE))
    done = mkdeck("stamp", ".", cwd=tmp_path)
    assert done == (0, "01.yaml: 5 ids written.\n", "")
    # A last line without an end gets one where a line is added below it, and the added line then has none.
    assert path.read_bytes() == encode(AFTER)
    assert mkdeck("stamp", ".", cwd=tmp_path) == (0, ".: every question has an id.\n", "")
    assert path.read_bytes() == encode(AFTER)


def test_a_stamped_question_is_the_one_it_was(course: Write, build: Build, mkdeck: Run) -> None:
    folder = course({"course.yaml": COURSE, "01.yaml": BEFORE})
    before = build(folder).read_bytes()
    assert mkdeck("stamp", folder).code == 0
    assert build(folder).read_bytes() == before


def test_permissions_and_links_stay(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"course.yaml": COURSE})
    real = tmp_path / "real.yaml"
    real.write_text(BEFORE)
    real.chmod(0o640)
    (folder / "01.yaml").symlink_to(real)
    assert mkdeck("stamp", folder).code == 0
    assert (folder / "01.yaml").is_symlink()
    assert real.read_text() == AFTER
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_course_with_errors_is_left_alone(course: Write, mkdeck: Run) -> None:
    broken = BEFORE.replace("answer: yes", "answer: perhaps")
    folder = course({"course.yaml": COURSE, "01.yaml": broken, "02.yaml": BEFORE.replace("has-one", "other")})
    done = mkdeck("stamp", ".", cwd=folder)
    assert done == (
        1,
        "",
        "01.yaml:7:13: error: `answer` must be true or false [schema]\n.: not stamped, 1 error.\n",
    )
    assert (folder / "02.yaml").read_text() == BEFORE.replace("has-one", "other")


WAYS = """\
deck: 02 Ways of YAML
questions:
  - &b {type: cloze, question: "In {{c1::braces}}, with an anchor"}
  - !!map { type: cloze, question: "In {{c1::braces}}, with a tag" }
  - {? type : cloze, question: "In {{c1::braces}}, with a sign"}
  - &c
    type: &t cloze
    question: Below an {{c1::anchor}}
  - type: *t
    question: Of an {{c1::alias}}
  - question: Of an {{c1::alias}} behind the question
    type: *t
  - ? type
    : cloze
    question: With a {{c1::sign}}
  - question: With a sign {{c1::later}}
    ? type
    : cloze
  - !!map
    type: cloze
    question: Below a {{c1::tag}}
  - &d type: !!str cloze
    question: With anchor and {{c1::tag}}
"""
STAMPED_WAYS = """\
deck: 02 Ways of YAML
questions:
  - &b {id: in-braces-with-an-anchor, type: cloze, question: "In {{c1::braces}}, with an anchor"}
  - !!map { id: in-braces-with-a-tag, type: cloze, question: "In {{c1::braces}}, with a tag" }
  - {id: in-braces-with-a-sign, ? type : cloze, question: "In {{c1::braces}}, with a sign"}
  - &c
    type: &t cloze
    id: below-an-anchor
    question: Below an {{c1::anchor}}
  - id: of-an-alias
    type: *t
    question: Of an {{c1::alias}}
  - id: of-an-alias-behind-the-question
    question: Of an {{c1::alias}} behind the question
    type: *t
  - id: with-a-sign
    ? type
    : cloze
    question: With a {{c1::sign}}
  - id: with-a-sign-later
    question: With a sign {{c1::later}}
    ? type
    : cloze
  - !!map
    type: cloze
    id: below-a-tag
    question: Below a {{c1::tag}}
  - &d type: !!str cloze
    id: with-anchor-and-tag
    question: With anchor and {{c1::tag}}
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_way_of_writing_a_question_is_stamped(newline: str, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": COURSE, "02.yaml": WAYS.replace("\n", newline).encode()})
    assert mkdeck("stamp", ".", cwd=folder) == (0, "02.yaml: 10 ids written.\n", "")
    assert (folder / "02.yaml").read_bytes() == STAMPED_WAYS.replace("\n", newline).encode()
    assert mkdeck("check", ".", cwd=folder) == (0, "", "10 questions checked: no errors.\n")


def test_questions_that_stand_twice_by_an_alias_are_named_and_hold_up_no_other(course: Write, mkdeck: Run) -> None:
    text = "questions:\n  - &it\n    type: cloze\n    question: A {{c1::b}}.\n  - *it\n"
    more = "  - type: cloze\n    question: A {{c1::c}}.\n"
    folder = course({"course.yaml": COURSE, "01.yaml": text + more, "02.yaml": BEFORE})
    done = mkdeck("stamp", ".", cwd=folder)
    say = "this question stands in the list again by an alias; write it out, and write"
    assert done == (
        2,
        "01.yaml: 1 id written.\n02.yaml: 5 ids written.\n",
        (
            f"01.yaml:2: {say} `id: a-b` into it.\n"
            f"01.yaml:2: {say} `id: a-b-2` into it.\n"
            "mkdeck: 2 questions could not be stamped.\n"
        ),
    )
    assert (folder / "01.yaml").read_text() == text + more.replace("cloze\n", "cloze\n    id: a-c\n")
    assert (folder / "02.yaml").read_text() == AFTER


def test_a_full_disk_is_named_and_changes_nothing(course: Write) -> None:
    folder = course({"course.yaml": COURSE, "01.yaml": BEFORE})
    done = run_apart(folder, "stamp", ".", first=fill_disk)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "mkdeck: 01.yaml: File too large.\n"
    assert (folder / "01.yaml").read_text() == BEFORE
    assert sorted(path.name for path in folder.iterdir()) == ["01.yaml", "course.yaml"]


def test_several_files_are_stamped_or_none(course: Write) -> None:
    small = "questions:\n  - type: true-false\n    question: Is it?\n    answer: true\n"
    folder = course({"course.yaml": COURSE, "01.yaml": small, "02.yaml": BEFORE})
    done = run_apart(folder, "stamp", ".", first=fill_disk_in_part)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "mkdeck: 02.yaml: File too large.\n")
    assert (folder / "01.yaml").read_text() == small
    assert sorted(path.name for path in folder.iterdir()) == ["01.yaml", "02.yaml", "course.yaml"]


def test_ids_are_readable_and_short() -> None:
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,47}", line.split("id: ")[1].split(",")[0]) for line in _added())


def _added() -> list[str]:
    before = set(BEFORE.splitlines())
    return [line for line in AFTER.splitlines() if line not in before and "id: " in line]
