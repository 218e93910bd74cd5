"""Proves that a question that was deleted after its release is shown as it was released, ready to be put back."""

import subprocess
from pathlib import Path

import pytest

from conftest import Run, Write

KEPT = "questions:\n  - {id: legs, type: numeric, question: How many legs has a bee?, answer: 6}\n"
BLOCK = """\
  - id: dance
    type: short-answer
    question: |
      What does a bee tell by its dance?

        - in the hive
    answer: 'Where food is: how far, and which way.'  # by the sun
"""
SHOWN = """\
  - id: dance
    type: short-answer
    question: |
      What does a bee tell by its dance?

        - in the hive
    answer: 'Where food is: how far, and which way.'  # by the sun
    retired: why it is no longer asked
"""


def git(folder: Path, *args: str) -> None:
    command = ["git", "-c", "user.name=Staff", "-c", "user.email=staff@example.org", *args]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def release_then(folder: Path, mkdeck: Run, before: str, after: str, file: str = "week/1.yaml") -> str:
    """Release a deck, commit it, and release it again as another text; gives what is offered."""
    deck = folder / "bees" / file
    deck.parent.mkdir(parents=True, exist_ok=True)
    (folder / "bees/course.yaml").write_text("{course: Bees, id: bees}", "utf-8")
    git(folder, "init", "-q")
    deck.write_text(before, "utf-8")
    assert mkdeck("release", "bees", cwd=folder, env={"SOURCE_DATE_EPOCH": "1700000000"}).code == 0
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Release 1")
    deck.write_text(after, "utf-8")
    done = mkdeck("release", "bees", cwd=folder)
    assert done.code == 1
    return done.err.partition("not released, 1 error.\n")[2]


def test_it_is_shown_with_its_file_and_can_be_pasted(tmp_path: Path, mkdeck: Run) -> None:
    offered = release_then(tmp_path, mkdeck, KEPT + BLOCK, KEPT)
    assert offered == f"\nAs 'dance' was released, to put back into week/1.yaml with the reason:\n\n{SHOWN}"
    pasted = offered.partition(":\n\n")[2].replace("why it is no longer asked", "Bees sleep now.")
    (tmp_path / "bees/week/1.yaml").write_text(KEPT + pasted, "utf-8")
    done = mkdeck("release", "bees", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("indent", ["", "    "])
def test_it_is_as_far_in_as_the_file_has_its_questions(indent: str, tmp_path: Path, mkdeck: Run) -> None:
    block, shown = (
        "".join(f"{indent}{line[2:]}" if line.strip() else line for line in each.splitlines(keepends=True))
        for each in (BLOCK, SHOWN)
    )
    kept = KEPT.replace("  - {", f"{indent}- {{")
    offered = release_then(tmp_path, mkdeck, kept + block, kept)
    assert offered.endswith(f":\n\n{shown}")
    pasted = kept + offered.partition(":\n\n")[2]
    deck = tmp_path / "bees/week/1.yaml"
    deck.write_text(pasted, "utf-8")
    line = pasted[: pasted.index("retired:")].count("\n") + 1
    code, out, err = mkdeck("release", "bees", cwd=tmp_path)
    said = "this only stands for a reason; write in words that students read why the question is no longer asked"
    assert (code, f"bees/week/1.yaml:{line}:{len(indent) + 12}: error: dance: {said} [schema]" in err) == (1, True), (
        out + err
    )
    deck.write_text(pasted.replace("why it is no longer asked", "Bees sleep now."), "utf-8")
    assert mkdeck("release", "bees", cwd=tmp_path).code == 0


def test_a_question_in_braces_stays_in_braces(tmp_path: Path, mkdeck: Run) -> None:
    braces = "  - {id: dance, type: short-answer, question: Why dance?, answer: To tell., }\n"
    shown = braces.replace("., }\n", "., retired: why it is no longer asked}")
    assert release_then(tmp_path, mkdeck, KEPT + braces, KEPT).endswith(f":\n\n{shown}\n")


def test_a_comment_above_the_next_question_stays_with_that_one(tmp_path: Path, mkdeck: Run) -> None:
    before = KEPT.replace("questions:\n", f"questions:\n{BLOCK}\n  # --- Bodies\n")
    assert release_then(tmp_path, mkdeck, before, KEPT).endswith(f":\n\n{SHOWN}")


def test_one_that_was_retired_already_is_as_it_was(tmp_path: Path, mkdeck: Run) -> None:
    retired = BLOCK + "    retired: The dance is another course's.\n"
    shown = SHOWN.replace("why it is no longer asked", "The dance is another course's.")
    assert release_then(tmp_path, mkdeck, KEPT + retired, KEPT).endswith(f":\n\n{shown}")


def test_one_that_only_has_a_new_id_is_not_offered(tmp_path: Path, mkdeck: Run) -> None:
    assert release_then(tmp_path, mkdeck, KEPT + BLOCK, KEPT + BLOCK.replace("id: dance", "id: dances")) == ""


def test_without_git_the_release_says_what_to_do_all_the_same(course: Write, tmp_path: Path, mkdeck: Run) -> None:
    course({"course.yaml": "{course: Bees, id: bees}", "1.yaml": KEPT + BLOCK}, name="bees")
    assert mkdeck("release", "bees", cwd=tmp_path).code == 0
    course({"1.yaml": KEPT}, name="bees")
    done = mkdeck("release", "bees", cwd=tmp_path)
    assert done.code == 1
    assert done.err.endswith("bees: not released, 1 error.\n")
    assert "`--forget dance`" in done.err


def test_a_single_file_s_question_is_found_too(tmp_path: Path, mkdeck: Run) -> None:
    git(tmp_path, "init", "-q")
    deck = tmp_path / "bees.yaml"
    deck.write_text(KEPT + BLOCK, "utf-8")
    assert mkdeck("release", "bees.yaml", cwd=tmp_path).code == 0
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Release 1")
    deck.write_text(KEPT, "utf-8")
    said = f"\nAs 'dance' was released, to put back into bees.yaml with the reason:\n\n{SHOWN}"
    assert mkdeck("release", "bees.yaml", cwd=tmp_path).err.endswith(said)


NEIGHBOUR = "  - {id: eyes, type: numeric, question: How many eyes has a bee?, answer: 5}\n"


@pytest.mark.parametrize(
    ("good", "slip"),
    [
        ("  - id: dance\n    type: short-answer\n", "  - id: dance\n    type short-answer\n"),
        ("questions:\n", "questions\n"),
        ("    type: short-answer\n", "    type: short-answers\n"),
        ("  - id: dance\n", "  - id: [dance\n"),
        ("    answer: 'Where", "    answers: 'Where"),
    ],
    ids=["a colon", "the first colon", "a type", "a bracket", "a key"],
)
def test_while_a_question_can_not_be_read_none_is_said_to_be_gone(
    good: str, slip: str, tmp_path: Path, mkdeck: Run
) -> None:
    before = KEPT + NEIGHBOUR + BLOCK
    after = before.replace(good, slip).replace(NEIGHBOUR, "")
    assert after != before.replace(NEIGHBOUR, "")
    release_then(tmp_path, mkdeck, before, after)
    told = mkdeck("release", "bees", cwd=tmp_path)
    assert (told.code, "As '" in told.err) == (1, False)
    (tmp_path / "bees/week/1.yaml").write_text(KEPT + BLOCK, "utf-8")
    assert "As 'eyes' was released, to put back" in mkdeck("release", "bees", cwd=tmp_path).err
