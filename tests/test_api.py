"""Proves that other programs can compile courses with mkdeck, and that importing it costs them nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import mkdeck
from conftest import Run as RunCommand
from conftest import Write
from mkdeck import api
from mkdeck.apkg.read import read_package
from mkdeck.manual import read_pages

DECK = "questions: [{id: a, type: true-false, question: Is it?, answer: %s}]"
FILES = {"decks/bees/course.yaml": "{course: Bees, id: bees}", "decks/bees/01.yaml": DECK % "true"}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_a_course_is_compiled_and_its_package_written(course: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course(FILES))
    (path,) = mkdeck.find_courses("decks")
    result: mkdeck.Result = mkdeck.compile(path)
    assert (result.ok, result.diagnostics, result.id, result.name) == (True, (), "bees", "Bees")
    assert (result.notes, result.cards, result.state, result.release) == (1, 1, "draft", None)
    assert not Path("build").exists()
    assert result.write() == result.target == Path("build/bees.apkg")
    assert [note.id for note in read_package(result.target).notes] == ["a"]


def test_it_writes_what_the_command_writes(
    course: Write, mkdeck_command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = course(FILES)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    mine = mkdeck.compile("decks/bees", "mine").write()
    assert mkdeck_command("build", cwd=folder, env={"SOURCE_DATE_EPOCH": "1700000000"}).code == 0
    assert mine.read_bytes() == (folder / "build/bees.apkg").read_bytes()
    assert mkdeck_command("release", "--no-rehearsal", cwd=folder).code == 0
    released = mkdeck.compile("decks/bees/01.yaml")
    assert (released.state, released.release) == ("released", 1)
    assert released.write().read_bytes() == (folder / "build/bees.apkg").read_bytes()
    course({"decks/bees/02.yaml": DECK.replace("id: a", "id: b") % "false"})
    assert mkdeck.compile("decks/bees").state == "differs"


@pytest.fixture
def mkdeck_command(request: pytest.FixtureRequest) -> RunCommand:
    run: RunCommand = request.getfixturevalue("mkdeck")
    return run


def test_a_draft_goes_on_with_the_one_before(course: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course({**FILES, "decks/bees/02.yaml": DECK.replace("id: a", "id: b") % "false"}))
    first = mkdeck.compile("decks/bees").write()
    before = read_package(first).times
    course({"decks/bees/02.yaml": DECK.replace("id: a", "id: b") % "true"})
    after = read_package(mkdeck.compile("decks/bees").write()).times
    assert sorted(after[guid] == time for guid, time in before.items()) == [False, True]


def test_mistakes_are_values(course: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, nameless = DECK % "perhaps", DECK.replace("id: a, ", "") % "true"
    monkeypatch.chdir(course({**FILES, "decks/bees/01.yaml": bad, "decks/bees/02.yaml": nameless}))
    result = mkdeck.compile("decks/bees")
    (error,) = result.errors
    assert error == mkdeck.Diagnostic(
        span=mkdeck.Span("decks/bees/01.yaml", 1, 65, 7),
        severity="error",
        rule="schema",
        message="`answer` must be true or false",
        question="a",
        text=bad,
    )
    assert {each.rule for each in result.warnings} == {"missing-id"}
    assert not result.ok
    with pytest.raises(mkdeck.Error, match=r"^decks/bees has errors, so it has no package; look at `errors`[.]$"):
        result.write()
    assert not Path("build").exists()


def test_drafts_are_left_out(course: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = "questions: [{id: b, draft: true, type: true-false, question: Was it?}]"
    folder = course({**FILES, "decks/bees/02.yaml": draft})
    monkeypatch.chdir(folder)
    result = mkdeck.compile("decks/bees")
    assert (result.notes, result.drafts, result.ok) == (1, 1, True)
    (folder / "decks/bees/01.yaml").unlink()
    with pytest.raises(mkdeck.Error, match=r"^decks/bees has no question that is ready, so it has no package[.]$"):
        mkdeck.compile("decks/bees").write()


def test_rules_of_style_are_looked_at_on_demand(course: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    choices = "[{wrong: Bees}, {correct: Cows}, {wrong: Wasps}]"
    deck = f"questions: [{{id: a, type: multiple-choice, question: Which do not fly?, choices: {choices}}}]"
    monkeypatch.chdir(course({**FILES, "decks/bees/01.yaml": deck}))
    assert mkdeck.compile("decks/bees").diagnostics == ()
    assert [each.rule for each in mkdeck.compile("decks/bees", style=True).diagnostics] == ["negative-stem"]


def test_what_is_no_course_is_an_error(course: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course({**FILES, "decks/wasps.yaml": DECK % "true", "none/a.txt": ""}))
    said = {
        "decks": "decks holds 2 courses; compile each that find_courses gives.",
        "nothing": "nothing does not exist; name a course's folder or a YAML file.",
        "none": "none holds no course and no deck file; `mkdeck new NAME` makes a course.",
    }
    for path, message in said.items():
        with pytest.raises(mkdeck.Error) as caught:
            mkdeck.compile(path)
        assert str(caught.value) == message


def test_the_example_runs(course: Write) -> None:
    page = read_pages()["programs"].text
    for name, text in (("manual", page), ("api", api.__doc__ or "")):
        (example,) = re.findall(r"```python\n(import mkdeck\n.*?)```", text, re.DOTALL)
        folder = course({**FILES, "decks/biology/course.yaml": "{course: B, id: biology}"}, name=name)
        (folder / "decks/biology/a.yaml").write_text(DECK % "true")
        done = subprocess.run([sys.executable, "-c", example], cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "build/biology.apkg\n", "")


def test_importing_mkdeck_is_light() -> None:
    code = """
import sys
import mkdeck
print(sorted(name for name in sys.modules if name.startswith(("mkdeck", "pydantic", "yaml", "click", "json"))))
print(set(mkdeck.__all__) - set(dir(mkdeck)))
mkdeck.compile
print("mkdeck.api" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['mkdeck']\nset()\nTrue\n"


def test_every_name_is_there_and_documented() -> None:
    for name in mkdeck.__all__:
        assert getattr(mkdeck, name).__doc__
    with pytest.raises(AttributeError, match="module 'mkdeck' has no attribute 'nothing'"):
        getattr(mkdeck, "nothing")  # noqa: B009 - as it is at run time
    assert (Path(mkdeck.__file__).parent / "py.typed").exists()
