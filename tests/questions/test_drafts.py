"""Proves that `draft: true` keeps a question from students, stops nothing, and takes nothing from who has it."""

import json
from pathlib import Path

import jsonschema
import pytest

from conftest import Run, Write
from mkdeck.apkg.read import read_package
from mkdeck.checks import list_style
from mkdeck.compiler import compile_course
from mkdeck.course.yaml_source import Source, load
from mkdeck.preview.quick import recompile_deck
from mkdeck.preview.view import make_view

FIRST, WEEK = 1_700_000_000, 7 * 86_400
READY = "- {id: keeps, type: true-false, question: Honey keeps., answer: true}"
REVERSED = "- {id: sugar, type: short-answer, question: What is it?, answer: Sugar, reverse: true}"
NO_TYPE = (
    "`type` is missing; it is one of 'multiple-choice', 'true-false', 'short-answer', 'cloze', 'statements', "
    "'numeric', 'ordering', 'matching', 'occlusion'"
)
HALF = """\
- id: half
  draft: true
  question: What is
  choices: [One]
- draft: yes
  type: multiple-choice
  question: Which?
  choices: [A, A]
- {draft: true}
"""


def write(course: Write, *questions: str, settings: str = "course: Honey\nid: honey\n") -> Path:
    body = "".join(f"  {line}\n" for question in questions for line in question.rstrip("\n").split("\n"))
    return course({"course.yaml": settings, "01.yaml": f"questions:\n{body}"})


def at(time: int) -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": str(time)}


def test_drafts_are_left_out_of_a_package_however_broken_they_are(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    folder = write(course, READY, HALF)
    made = mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST))
    assert (made.code, made.err) == (0, "")
    assert made.out.split("\n")[1:] == [
        "  draft, never released: every note has the time that SOURCE_DATE_EPOCH says",
        "  without 3 questions that are drafts",
        "",
    ]
    assert [note.id for note in read_package(tmp_path / "out" / "honey.apkg").notes] == ["keeps"]
    again = mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST))
    assert again.out.split("\n")[2:] == ["  without 3 questions that are drafts", ""]


def test_a_package_with_drafts_has_the_bytes_of_one_without(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    plain, same = (
        "- {type: true-false, question: Honey flows., answer: true}",
        "- {draft: true, type: true-false, question: Honey flows., answer: true}",
    )
    found = []
    for questions in ((plain,), (same, plain), (HALF, plain, same)):
        folder = write(course, *questions)
        assert mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST)).code == 0
        found.append((tmp_path / "out" / "honey.apkg").read_bytes())
    assert found[1:] == found[:1] * 2


def test_what_is_wrong_with_a_draft_is_a_warning_of_check_alone(mkdeck: Run, course: Write) -> None:
    folder = write(course, READY, HALF)
    checked = mkdeck("check", folder, "--format", "json")
    assert checked.code == 0
    assert [(each["line"], each["severity"], each["rule"], each["message"]) for each in json.loads(checked.out)] == [
        (3, "warning", "schema", "`type` is missing; here it is `type: multiple-choice`"),
        (10, "warning", "no-right-choice", "no choice is right; mark at least one with `correct:`"),
        (10, "warning", "duplicate-choices", "choice 2 says the same as choice 1; change or remove one"),
        (11, "warning", "schema", NO_TYPE),
    ]  # fmt: skip
    text = mkdeck("check", folder)
    assert text.err == "4 questions checked, among them 3 drafts: 4 warnings.\n"
    assert (
        mkdeck("check", folder, "--rules", "no-right-choice").err
        == "4 questions checked, among them 3 drafts: 1 warning.\n"
    )


def test_a_draft_takes_no_id_from_a_question_that_is_ready(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    folder = write(course, READY.replace("{id", "{draft: true, id").replace("Honey", "Wax"), READY)
    built = mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST))
    assert (built.code, built.err) == (0, "")
    checked = mkdeck("check", folder, "--format", "json")
    (found,) = json.loads(checked.out)
    assert (checked.code, found["line"], found["severity"], found["rule"]) == (0, 2, "warning", "duplicate-id")


def test_two_questions_that_are_ready_still_share_no_id(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    folder = write(course, READY, HALF, READY)
    built = mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST))
    assert built.code == 1
    assert "12:" in built.err
    assert "[duplicate-id]" in built.err


def test_a_word_that_is_not_yes_or_no_is_an_error(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    folder = write(course, READY, READY.replace("{id: keeps", "{id: flows, draft: maybe"))
    built = mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST))
    assert built.code == 1
    assert "error: flows: `draft` must be true or false [schema]" in built.err


def test_ignore_is_not_idle_because_what_needs_it_is_a_draft(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    nameless = "- {draft: true, type: true-false, question: So., answer: true}"
    text = f"ignore: [missing-id]\nquestions:\n  {READY}\n  {nameless}\n"
    folder = course({"course.yaml": "course: Honey\nid: honey\n", "01.yaml": text})
    assert mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST)).err == ""


def test_a_course_of_drafts_alone_is_nothing_to_build(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    folder = write(course, HALF)
    built = mkdeck("build", folder, "-o", tmp_path / "out", env=at(FIRST))
    assert built == (0, f"{folder}: nothing to build, all its 3 questions are drafts.\n", "")
    assert not (tmp_path / "out" / "honey.apkg").exists()
    released = mkdeck("release", folder, "-o", tmp_path / "out", env=at(FIRST))
    assert released == (0, f"{folder}: nothing to release, all its 3 questions are drafts.\n", "")
    assert not (folder / "mkdeck.lock").exists()
    site = mkdeck("site", folder, "-o", tmp_path / "site", env=at(FIRST))
    assert (site.code, site.out) == (2, "")
    assert site.err == (
        f"{folder}: left out, all its 3 questions are drafts.\n"
        f"mkdeck: {tmp_path / 'site'}: no site is made, as there is no question to ask.\n"
    )


def test_a_site_does_not_show_drafts(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    folder = write(
        course, READY, READY.replace("{id: keeps", "{id: flows, draft: true").replace("Honey keeps", "Honey flows")
    )
    made = mkdeck("site", folder, "-o", tmp_path / "site", env=at(FIRST))
    assert made.code == 0
    assert "    without 1 question that is a draft\n" in made.out
    pages = "".join(path.read_text() for path in (tmp_path / "site").glob("*.html"))
    assert "Honey keeps" in pages
    assert "Honey flows" not in pages


def test_the_preview_shows_drafts_as_such_after_every_save(course: Write) -> None:
    folder = write(course, READY, HALF, REVERSED.replace("{id", "{draft: true, id"))
    compiled = compile_course(folder, FIRST, with_drafts=True, asked=list_style())
    view = make_view(compiled, None)
    expected = [
        ("keeps", False, True),
        ("half", True, False),
        ("which", True, True),
        ("question 4", True, False),
        ("sugar", True, True),
        ("sugar.reverse", True, True),
    ]
    assert [(item.id, item.draft, bool(item.note)) for item in view.items] == expected
    assert view.errors == 0
    saved = recompile_deck(compiled, folder / "01.yaml", FIRST)
    assert saved
    assert [(item.id, item.draft, bool(item.note)) for item in make_view(saved, view).items] == expected
    assert saved.diagnostics == [each for each in compiled.diagnostics if each.rule != "released"]


@pytest.mark.parametrize("reversed_too", [False, True])
def test_a_draft_that_students_have_stops_a_release(
    mkdeck: Run, course: Write, tmp_path: Path, *, reversed_too: bool
) -> None:
    question = REVERSED if reversed_too else READY.replace("keeps", "flows")
    name = "sugar" if reversed_too else "flows"
    out = ("-o", tmp_path / "out")
    folder = write(course, READY, question)
    assert mkdeck("release", folder, *out, "--no-rehearsal", env=at(FIRST)).code == 0
    write(course, READY, question.replace("{id", "{draft: true, id"))
    both = f"'{name}' and '{name}.reverse' were released, and students keep both"
    one = f"'{name}' was released, and students keep it"
    message = (
        f"{name}: {both if reversed_too else one} as released; take `draft: "
        f"true` off, put `retired: why` in its place, or release with `--forget {name}` [released]"
    )
    place = f"{folder / '01.yaml'}:3:13"
    released = mkdeck("release", folder, *out, env=at(FIRST + WEEK))
    assert released == (1, "", f"{place}: error: {message}\n{folder}: not released, 1 error.\n")
    built = mkdeck("build", folder, *out, env=at(FIRST + WEEK))
    assert (built.code, built.err) == (0, f"{place}: warning: {message}\n")
    assert mkdeck("check", folder).out == f"{place}: warning: {message}\n"
    forgotten = mkdeck("release", folder, *out, "--no-rehearsal", "--forget", name, env=at(FIRST + WEEK))
    assert forgotten.code == 0
    assert "  without 1 question that is a draft\n" in forgotten.out
    write(course, READY, question)
    assert mkdeck("release", folder, *out, "--no-rehearsal", env=at(FIRST + 2 * WEEK)).code == 0


def test_a_new_draft_is_nothing_to_release(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    out = ("-o", tmp_path / "out")
    folder = write(course, READY)
    assert mkdeck("release", folder, *out, "--no-rehearsal", env=at(FIRST)).code == 0
    write(course, HALF, READY)
    assert mkdeck("build", "--frozen", folder, *out, env=at(FIRST + WEEK)).code == 0
    released = mkdeck("release", folder, *out, env=at(FIRST + WEEK))
    assert released == (0, f"{folder}: nothing to release; students have everything since release 1.\n", "")
    assert mkdeck("diff", tmp_path / "out" / "honey.apkg", folder).code == 0


def test_a_broken_draft_without_an_id_hides_no_question_that_is_gone(
    mkdeck: Run, course: Write, tmp_path: Path
) -> None:
    folder = write(course, READY, REVERSED)
    assert mkdeck("release", folder, "-o", tmp_path / "out", "--no-rehearsal", env=at(FIRST)).code == 0
    write(course, HALF, READY)
    assert "'sugar' and 'sugar.reverse' were released and are gone" in mkdeck("check", folder).out


def test_stamp_gives_ids_to_drafts_that_can_be_read(mkdeck: Run, course: Write) -> None:
    folder = write(course, READY, HALF)
    assert mkdeck("stamp", folder).out == f"{folder / '01.yaml'}: 1 id written.\n"
    assert "    type: multiple-choice\n    id: which\n" in (folder / "01.yaml").read_text()


def test_the_schema_lets_a_draft_be_half_written(mkdeck: Run, tmp_path: Path) -> None:
    schema = json.loads(mkdeck("schema").out)
    path = tmp_path / "01.yaml"
    for text, good in ((f"{READY}\n{HALF}", True), (HALF.replace("draft: true", "draft: false"), False)):
        path.write_text(f"questions:\n{text}")
        data, _ = load(Source(path, "01.yaml", path.read_text()))
        assert jsonschema.Draft202012Validator(schema).is_valid(data) == good


def test_what_an_import_leaves_undecided_becomes_a_draft(mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "quiz.txt").write_text(
        "1. Which is sweet?\nA. Honey\nB. Salt\n\n2. Which is salty?\nA. Honey\nB. Salt\nAnswer: B\n"
    )
    done = mkdeck("import", "quiz.txt", "-o", "deck.yaml", cwd=tmp_path)
    assert done.code == 0
    assert done.out.split("\n")[-2] == (
        "1 question does not say what is right: decide where `mkdeck check deck.yaml` points; until then it is a draft."
    )
    built = mkdeck("build", "deck.yaml", cwd=tmp_path)
    assert (built.code, built.out.split("\n")[2]) == (0, "  without 1 question that is a draft")
    text = (tmp_path / "deck.yaml").read_text()
    decided = text.replace("    draft: true\n", "").replace(
        "- Honey\n      - Salt", "- correct: Honey\n      - Salt", 1
    )
    (tmp_path / "deck.yaml").write_text(decided)
    built = mkdeck("build", "deck.yaml", cwd=tmp_path)
    assert (built.code, built.out.split("\n")[0][:44]) == (0, "build/deck.apkg: deck, 2 notes, 2 cards, 1 d")


def test_every_command_says_what_is_retired(course: Write, mkdeck: Run) -> None:
    asked = "{id: a, type: short-answer, question: Why?, answer: So., reverse: true}"
    retired = "{id: b, type: short-answer, question: Who?, answer: I., retired: It is known.}"
    folder = course({"course.yaml": "{course: Bees, id: bees}", "a.yaml": f"questions: [{asked}, {retired}]"})
    checked = mkdeck("check", folder)
    assert checked.err == "2 questions (1 of them asked both ways) checked, among them 1 retired: no errors.\n"
    told = "with 1 question that is retired, and asked no more"
    built = mkdeck("build", folder, "-o", "build", cwd=folder.parent)
    assert built.out.endswith(f"so every note counts as new\n  {told}\n")
    released = mkdeck("release", folder, "-o", "build", cwd=folder.parent)
    assert "The first release: 1 question (asked both ways) in 1 deck.\n" in released.out
    assert f"  {told}\n" in released.out
    made = mkdeck("site", folder, "-o", "public", cwd=folder.parent)
    assert made.out.startswith("public/index.html: 1 course, 1 deck, 1 question (asked both ways)\n  Bees: release 1\n")
    assert made.out.endswith(f"    {told}\n")
