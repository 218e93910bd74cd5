"""Proves that other packages can add rules and formats, and that one which is broken is named and not passed over."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from apart import import_from, run_apart
from conftest import Outcome, Write

EXAMPLE = Path(__file__).parent / "example"
DECK = "questions: [{id: a, type: true-false, question: DOES IT RAIN?, answer: true}]"
QUIET = DECK.replace("DOES IT RAIN?", "Does it rain?")
RULE = "from mkdeck.diagnostics import Finding, Rule\nRULE = Rule('mine', 'warning')\n"
END = "; report that to its authors, or uninstall the package.\n"


def install(site: Path, name: str, entry_points: Mapping[str, Mapping[str, str]]) -> None:
    """Put down what pip does of a package beside its modules."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [
        line
        for group, names in entry_points.items()
        for line in (f"[{group}]", *(f"{name} = {module}" for name, module in names.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")


def run_anew(folder: Path, *args: str) -> Outcome:
    """Run mkdeck in a Python that starts anew, as the names of all formats are an option's choices from then on."""
    environment = {**os.environ, "PYTHONPATH": str(folder.parent / "site")}
    done = subprocess.run(
        [sys.executable, "-m", "mkdeck", *args],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def run(folder: Path, *args: str) -> Outcome:
    done = run_apart(folder, *args, first=import_from(folder.parent / "site"))
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def example(course: Write, tmp_path: Path) -> Path:
    """Give a course's folder where the example package is installed."""
    shutil.copytree(EXAMPLE / "src", tmp_path / "site")
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    install(tmp_path / "site", project["name"], project["entry-points"])
    return course(
        {"a.yaml": DECK, "more.txt": "What is the capital of Peru? -> Lima\nAnd now?\nOf Chile? -> Santiago\n"}
    )


def add(course: Write, tmp_path: Path, group: str, name: str, code: str, package: str = "mine") -> Path:
    """Install a package with one module; gives a course's folder."""
    (tmp_path / "site").mkdir(exist_ok=True)
    module = f"{package}_{group}_{name}".replace("-", "_")
    (tmp_path / "site" / f"{module}.py").write_text(code)
    install(tmp_path / "site", f"{package}-{group}", {f"mkdeck.{group}": {name: module}})
    return course({"a.yaml": QUIET, "quiz.txt": "One -> Two\n"})


def test_a_rule_of_another_package_is_checked_explained_and_ignored(example: Path) -> None:
    said = "a.yaml:1:49: warning: a: this question shouts; write it in small letters [shouting]\n"
    assert run(example, "check", "a.yaml") == (0, said, "1 question checked: 1 warning.\n")
    assert run(example, "check", "a.yaml", "--rules", "shouting").out == said
    page = run(example, "check", "--explain", "shouting").out
    assert page.startswith("shouting: warning\n\nA question in capitals, which reads as if somebody shouted.\n\nFails:")
    assert "shouting" in run(example, "check", "--explain").out
    (example / "a.yaml").write_text(f"ignore: [shouting]\n{DECK}")
    assert run(example, "check", "a.yaml") == (0, "", "1 question checked: no errors.\n")


def test_a_format_of_another_package_is_recognised_and_named(example: Path) -> None:
    done = run_anew(example, "import", "more.txt", "--from", "arrow-lines")
    assert done == (
        0,
        (
            "more.txt:2: skipped: there is no arrow in it\n"
            "more.txt (arrow-lines): 3 found = 2 imported + 1 skipped\n"
            "more.yaml: 2 questions written.\n"
        ),
        "",
    )
    (example / "three.txt").write_text("Of Peru? -> Lima\nOf Chile? -> Santiago\nOf Spain? -> Madrid\n")
    assert "three.txt (arrow-lines): 3 found = 3 imported" in run_anew(example, "import", "three.txt").out
    nothing = run_anew(example, "import", "a.yaml", "--from", "arrow-lines", "-o", "b.yaml")
    assert nothing == (2, "", "mkdeck: a.yaml: no line has an arrow.\n")


def test_without_the_package_its_rule_is_not_there(course: Write, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert run(course({"a.yaml": DECK}), "check", "a.yaml") == (0, "", "1 question checked: no errors.\n")


BROKEN_RULES = {
    "raise RuntimeError('no luck')": "can't be loaded: RuntimeError: no luck",
    "import nothing_of_this_name": "can't be loaded: ModuleNotFoundError: No module named 'nothing_of_this_name'",
    "raise SystemExit": "can't be loaded: SystemExit",
    "def": "can't be loaded: SyntaxError: invalid syntax (mine_rules_mine.py, line 1)",
    f"'''Page.'''\n{RULE}": "has no function 'check'",
    f"{RULE}def check(case): yield": "has no docstring, which is its page",
    "'''Page.'''\ndef check(case): yield": "has to state it as RULE, a mkdeck.diagnostics.Rule with the id 'mine'",
    f"'''Page.'''\n{RULE.replace('mine', 'other')}def check(case): yield": (
        "has to state it as RULE, a mkdeck.diagnostics.Rule with the id 'mine'"
    ),
    f"'''Page.'''\n{RULE}def check(case): yield 1 / 0": "failed with ZeroDivisionError: division by zero",
    f"'''Page.'''\n{RULE}def check(case): return 1": "failed with TypeError: 'int' object is not iterable",
    f"'''Page.'''\n{RULE}def check(case): yield 'text'": "yields what is no mkdeck.diagnostics.Finding of this rule",
}


@pytest.mark.parametrize("code", BROKEN_RULES)
def test_a_broken_rule_is_named_with_its_package(code: str, course: Write, tmp_path: Path) -> None:
    folder = add(course, tmp_path, "rules", "mine", code)
    why = f"mkdeck: the rule 'mine' of the package 'mine-rules' {BROKEN_RULES[code]}{END}"
    for command in ("check", "build"):
        assert run(folder, command, "a.yaml") == (2, "", why)
    assert not (folder / "build/a.apkg").exists()
    assert run(folder, "--version").code == 0


READ = "\ndef read(document): return Reading(())"
FORMAT = "'''Mine.'''\nfrom mkdeck.importers.draft import Reading\n"
BROKEN_FORMATS = {
    "import nothing_of_this_name": "can't be loaded: ModuleNotFoundError: No module named 'nothing_of_this_name'",
    f"{FORMAT}def recognise(document): return 0.5": "has no function 'read'",
    f"{FORMAT}def recognise(document): return 1 / 0{READ}": "failed with ZeroDivisionError: division by zero",
    f"{FORMAT}def recognise(document): return 'yes'{READ}": (
        "recognises a document with 'yes', which is no number from 0 to 1"
    ),
    f"{FORMAT}def recognise(document): return 1\ndef read(document): return []": (
        "reads a document as what is no mkdeck.importers.draft.Reading"
    ),
    f"{FORMAT}def recognise(document): return 1\ndef read(document): raise KeyError('x')": "failed with KeyError: 'x'",
}


@pytest.mark.parametrize("code", BROKEN_FORMATS)
def test_a_broken_format_is_named_with_its_package(code: str, course: Write, tmp_path: Path) -> None:
    folder = add(course, tmp_path, "formats", "mine", code)
    why = f"mkdeck: the format 'mine' of the package 'mine-formats' {BROKEN_FORMATS[code]}{END}"
    assert run(folder, "import", "quiz.txt") == (2, "", why)
    assert not (folder / "quiz.yaml").exists()


def test_names_that_are_taken_are_errors(course: Write, tmp_path: Path) -> None:
    code = f"'''Page.'''\n{RULE}def check(case): return iter(())"
    folder = add(course, tmp_path, "rules", "math", code.replace("mine", "math"))
    taken = f"mkdeck: the rule 'math' of the package 'mine-rules' has the name of a rule of mkdeck's own{END}"
    assert run(folder, "check", "a.yaml") == (2, "", taken)
    shutil.rmtree(tmp_path / "site")
    add(course, tmp_path, "rules", "mine", code)
    add(course, tmp_path, "rules", "mine", code, package="yours")
    done = run(folder, "check", "a.yaml")
    assert (done.code, done.out) == (2, "")
    first, second = sorted(("mine-rules", "yours-rules"), key=lambda name: done.err.index(f"'{name}'"), reverse=True)
    assert done.err == (
        f"mkdeck: the rule 'mine' of the package '{second}' has the same name as the rule 'mine' of the package "
        f"'{first}'{END}"
    )
    shutil.rmtree(tmp_path / "site")
    add(
        course, tmp_path, "formats", "gift", "'''G.'''\ndef recognise(document): return 0\ndef read(document): return 0"
    )
    taken = f"mkdeck: the format 'gift' of the package 'mine-formats' has the name of a format of mkdeck's own{END}"
    assert run(folder, "import", "quiz.txt") == (2, "", taken)


def test_a_build_notices_another_state_of_a_rule(course: Write, tmp_path: Path) -> None:
    code = f"'''Page.'''\n{RULE}def check(case): return iter(())"
    folder = add(course, tmp_path, "rules", "mine", code)
    assert run(folder, "build", "a.yaml").err == ""
    body = "    yield Finding(case.course.decks[0].source.name, (), RULE, 'seen')"
    module = tmp_path / "site/mine_rules_mine.py"
    module.write_text(f"'''Page.'''\n{RULE}def check(case):\n{body}\n")
    os.utime(module, (2_000_000_000, 2_000_000_000))
    assert run(folder, "build", "a.yaml").err == "a.yaml:1:1: warning: seen [mine]\n"
