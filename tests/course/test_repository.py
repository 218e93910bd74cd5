"""Proves that a new course comes with a whole repository, writes over nothing there, and that pipelines run."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Run
from mkdeck import origin
from mkdeck.origin import Origin, find_origin

COMMIT = "0123456789abcdef0123456789abcdef01234567"
ADDRESS = f"git+https://git.example.org/teaching/mkdeck.git@{COMMIT}"
BESIDE = [".gitignore", "README.md", ".vscode/settings.json", ".vscode/extensions.json"]
PIPELINES = {"github": ".github/workflows/mkdeck.yml", "gitlab": ".gitlab-ci.yml"}
INSTALLED = Path(sys.executable).parent
USER = ("-c", "user.name=Staff", "-c", "user.email=staff@example.org")


@pytest.fixture(autouse=True)
def address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let mkdeck be installed from where others find it, too."""
    monkeypatch.setattr("mkdeck.cli.new.find_origin", lambda: Origin(address=ADDRESS))


def git(folder: Path, *args: str | Path) -> str:
    done = subprocess.run(["git", *USER, *args], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def list_files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts
    }


@pytest.mark.parametrize(
    ("git_at", "name", "root", "course"),
    [
        (None, "decks/biology", ".", "decks/biology"),
        (None, "Biology", "biology", "biology"),
        (None, "teaching/biology", "teaching/biology", "teaching/biology"),
        (None, "teaching/decks/biology", "teaching", "teaching/decks/biology"),
        (".", "biology", ".", "biology"),
        (".", "teaching/decks/biology", ".", "teaching/decks/biology"),
        ("Biology", "Biology", "Biology", "Biology"),
    ],
)
def test_a_course_comes_with_its_repository(
    git_at: str | None, name: str, root: str, course: str, mkdeck: Run, tmp_path: Path
) -> None:
    if git_at:
        git(tmp_path, "init", "--quiet", git_at)
    done = mkdeck("new", name, "--ci", "github", cwd=tmp_path)
    named = [(Path(root) / each).as_posix() for each in [*BESIDE, PIPELINES["github"]]]
    made = f"{course} is made. Build it with: mkdeck build {course}\nWith it: {', '.join(named)}\n"
    assert done == (0, made, "")
    of_course = (".gitattributes", ".schema/course.json", ".schema/deck.json", "course.yaml")
    files = {(Path(course) / each).as_posix() for each in (*of_course, "01-first-questions.yaml", "forgetting.svg")}
    assert list_files(tmp_path) == {*files, *named}
    readme = (tmp_path / root / "README.md").read_text("utf-8").splitlines()
    assert (readme[0], readme[1], len(readme)) == (f"# {Path(name).name}", "", 7)
    assert f'`python -m pip install "{ADDRESS}"`' in readme[3]
    for place in (tmp_path, tmp_path / course):
        assert mkdeck("check", *([] if place != tmp_path else [course]), cwd=place).code == 0


def test_in_a_clone_that_is_empty_a_course_stands_in_its_root(mkdeck: Run, tmp_path: Path) -> None:
    folder = tmp_path / "Cell Biology"
    git(tmp_path, "init", "--quiet", folder)
    (folder / "Readme.rst").write_text("Ours\n")
    done = mkdeck("new", ".", cwd=folder)
    without_readme = [each for each in BESIDE if each != "README.md"]
    assert done == (0, f". is made. Build it with: mkdeck build .\nWith it: {', '.join(without_readme)}\n", "")
    assert yaml.safe_load((folder / "course.yaml").read_text("utf-8"))["id"] == "cell-biology"
    assert (folder / "Readme.rst").read_text() == "Ours\n"
    assert mkdeck(cwd=folder).out.startswith("build/cell-biology.apkg: Cell Biology, 10 notes")
    assert git(folder, "status", "--porcelain", "--ignored", "build") == "!! build/\n"
    assert mkdeck("new", ".", cwd=folder) == (2, "", "mkdeck: . is there already; choose another name.\n")


def test_what_git_leaves_out_is_what_mkdeck_makes(mkdeck: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for name in ("decks/biology", "decks/Public"):
        assert mkdeck("new", name, cwd=tmp_path).code == 0
    git(tmp_path, "add", "--all")
    before = git(tmp_path, "ls-files")
    assert "decks/public/course.yaml" in before.splitlines()
    for command in ("build", "site"):
        assert mkdeck(command, cwd=tmp_path).code == 0
        assert mkdeck(command, cwd=tmp_path / "decks/biology").code == 0
    git(tmp_path, "add", "--all")
    assert git(tmp_path, "ls-files") == before


def test_a_second_course_adds_what_is_missing_and_says_what_is_left_to_do(mkdeck: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    mine = {".gitignore": "*.log\n", "README.md": "Ours\n", ".vscode/settings.json": "{}\n", ".gitlab-ci.yml": "a: b\n"}
    for name, text in mine.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    done = mkdeck("new", "biology", "--ci", "gitlab", cwd=tmp_path)
    deck = '["biology/**/*.yaml", "biology/**/*.yml", "!biology/**/course.yaml"]'
    schemas = f'"./biology/.schema/deck.json": {deck}, "./biology/.schema/course.json": ["biology/**/course.yaml"]'
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[1:] == [
        "With it: .vscode/extensions.json",
        ".gitignore is there already and stays as it is; add to it: /build/ /public/",
        f'.vscode/settings.json is there already and stays as it is; add to its "yaml.schemas": {schemas}',
        ".gitlab-ci.yml is there already and stays as it is; it runs no `mkdeck check` yet.",
    ]
    assert {name: (tmp_path / name).read_text() for name in mine} == mine


def test_a_second_course_beside_the_first_needs_nothing(mkdeck: Run, tmp_path: Path) -> None:
    assert mkdeck("new", "decks/biology", "--ci", "gitlab", cwd=tmp_path).code == 0
    done = mkdeck("new", "decks/chemistry", "--ci", "gitlab", cwd=tmp_path)
    assert done == (0, "decks/chemistry is made. Build it with: mkdeck build decks/chemistry\n", "")


def test_a_pipeline_that_names_its_courses_is_to_name_the_new_one(mkdeck: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert mkdeck("new", "biology", "--ci", "gitlab", cwd=tmp_path).code == 0
    done = mkdeck("new", "chemistry", "--ci", "gitlab", cwd=tmp_path)
    said = ".gitlab-ci.yml is there already and stays as it is; name chemistry in its commands, too."
    assert done.out.splitlines()[-1] == said


def test_where_mkdeck_is_from_this_machine_alone_others_are_thought_of(
    mkdeck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdeck.cli.new.find_origin", lambda: Origin(path="/home/staff/mkdeck", editable=True))
    done = mkdeck("new", "decks/biology", "--ci", "github", cwd=tmp_path)
    assert done.out.splitlines()[-1] == (
        "This mkdeck is from a folder of this machine. For others, write its git address into README.md "
        "(GIT-ADDRESS-OF-MKDECK) and .github/workflows/mkdeck.yml (MKDECK)."
    )
    for line in find_lines(tmp_path / PIPELINES["github"], "pip install"):
        code, _, err = run_step(line, tmp_path, {"MKDECK": ""})
        assert (code, "MKDECK: write into .github/workflows/mkdeck.yml what pip is to install" in err) == (1, True)


def test_a_check_names_what_nobody_has_filled_in(mkdeck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdeck.cli.new.find_origin", lambda: Origin(path="/home/staff/mkdeck", editable=True))
    assert mkdeck("new", "decks/biology", "--ci", "gitlab", cwd=tmp_path).code == 0
    write = "write mkdeck's git address in its place"
    assert mkdeck("check", cwd=tmp_path).err.splitlines()[1:] == [
        f"README.md:4: GIT-ADDRESS-OF-MKDECK stands there still; {write}.",
        f".gitlab-ci.yml:6: MKDECK is empty, so the pipeline can't install mkdeck; {write}.",
    ]
    for name, empty in (("README.md", "GIT-ADDRESS-OF-MKDECK"), (".gitlab-ci.yml", '""')):
        path = tmp_path / name
        path.write_text(path.read_text("utf-8").replace(empty, ADDRESS), "utf-8")
    assert len(mkdeck("check", cwd=tmp_path).err.splitlines()) == 1


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("https://staff:secret@git.example.org/tools/mkdeck.git", "git+https://git.example.org/tools/mkdeck.git"),
        ("git@git.example.org:tools/mkdeck.git", "git+ssh://git@git.example.org/tools/mkdeck.git"),
        ("/srv/mkdeck.git", ""),
    ],
)
def test_a_clone_of_mkdeck_is_known_by_where_it_came_from(
    remote: str, expected: str, mkdeck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "mkdeck"
    clone.mkdir()
    git(clone, "init", "--quiet")
    git(clone, "remote", "add", "origin", remote)
    monkeypatch.setattr("mkdeck.cli.new.find_origin", lambda: Origin(path=str(clone), editable=True))
    assert mkdeck("new", "decks/biology", "--ci", "gitlab", cwd=tmp_path).code == 0
    assert f'  MKDECK: "{expected}"\n' in (tmp_path / ".gitlab-ci.yml").read_text("utf-8")
    assert ("GIT-ADDRESS" in (tmp_path / "README.md").read_text("utf-8")) is not expected.startswith("git")


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (f'{{"url": "https://x.org/m.git", "vcs_info": {{"vcs": "git", "commit_id": "{COMMIT}"}}}}', f"@{COMMIT}"),
        ('{"url": "https://x.org/m.zip", "archive_info": {}}', "https://x.org/m.zip"),
        ('{"url": "file:///nowhere/at%20all", "dir_info": {}}', ""),
        ("[]", ""),
        ("broken", ""),
    ],
)
def test_the_record_of_the_installation_tells_where_mkdeck_is_from(
    recorded: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Recorded:
        def read_text(self, name: str) -> str | None:
            return recorded if name == "direct_url.json" else None

    monkeypatch.setattr(origin, "distribution", lambda _name: Recorded())
    assert find_origin().address.endswith(expected)
    assert not find_origin().path


def find_steps(path: Path) -> dict[str, list[str]]:
    """Return the commands of each job of a pipeline."""
    data: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    if "jobs" in data:
        return {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in data["jobs"].items()}
    before = data["default"]["before_script"]
    return {name: [*before, *job["script"]] for name, job in data.items() if isinstance(job, dict) and "script" in job}


def find_lines(path: Path, piece: str) -> list[str]:
    return [each for steps in find_steps(path).values() for each in steps if piece in each]


def run_step(command: str, folder: Path, env: dict[str, str], home: Path = INSTALLED) -> tuple[int, str, str]:
    """Run a command as a runner does, where mkdeck is that of a folder."""
    path = os.pathsep.join(map(str, (home, INSTALLED, os.environ["PATH"])))
    own = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=folder,
        env={**own, "PATH": path, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def run_job(repository: Path, job: str, service: str, home: Path) -> tuple[int, str, str, str]:
    """Run a job in a fresh clone; gives the code, what the last command said, and what it shows to people."""
    clone = repository.parent / f"clone-{len(list(repository.parent.iterdir()))}"
    git(repository.parent, "clone", "--quiet", repository, clone)
    summary = clone.parent / f"{clone.name}.md"
    for step in find_steps(clone / PIPELINES[service])[job]:
        if "pip install" in step:
            continue
        code, out, err = run_step(step, clone, {"GITHUB_STEP_SUMMARY": str(summary)}, home)
        if code:
            return code, out, err, clone.name
    return 0, "", "", clone.name


@pytest.mark.parametrize("service", ["github", "gitlab"])
@pytest.mark.parametrize("place", ["decks/biology", "courses/biology", "."])
def test_every_step_of_a_pipeline_runs_in_a_fresh_clone(
    service: str, place: str, quick: Path, mkdeck: Run, tmp_path: Path
) -> None:
    home = INSTALLED if (place, service) == ("decks/biology", "github") else quick.parent
    repository = tmp_path / "Biology"
    git(tmp_path, "init", "--quiet", repository)
    assert mkdeck("new", place, "--ci", service, cwd=repository).code == 0
    publish = "publish" if service == "github" else "pages"

    def show(clone: str) -> str:
        return (tmp_path / (f"{clone}.md" if service == "github" else f"{clone}/changes.md")).read_text("utf-8")

    def commit() -> None:
        git(repository, "add", "--all")
        git(repository, "commit", "--quiet", "--message", "State")

    commit()
    code, _, err, clone = run_job(repository, "check", service, home)
    assert (code, err, show(clone)) == (0, "", f"{place}: there is no release yet.\n")
    code, _, err, _ = run_job(repository, publish, service, home)
    assert (code, err.endswith("not built, there is something unreleased; run `mkdeck release`.\n")) == (1, True)

    assert mkdeck("release", place, "--no-rehearsal", cwd=repository).code == 0
    commit()
    code, _, err, clone = run_job(repository, publish, service, home)
    assert (code, err) == (0, "")
    packages = [repository / "build/biology.apkg", tmp_path / clone / "public/biology.apkg"]
    assert len({hashlib.sha256(path.read_bytes()).digest() for path in packages}) == 1

    deck = repository / place / "01-first-questions.yaml"
    deck.write_text(deck.read_text("utf-8").replace("What makes a good gap?", "What makes a fine gap?"), "utf-8")
    commit()
    code, _, err, clone = run_job(repository, "check", service, home)
    assert (code, err) == (0, "")
    assert re.search("<del>good</del> <ins>fine</ins>|~~good~~ \\*\\*fine\\*\\*", show(clone))
    code, _, err, _ = run_job(repository, publish, service, home)
    assert (code, err.endswith("not built, there is something unreleased; run `mkdeck release`.\n")) == (1, True)

    deck.write_text(deck.read_text("utf-8").replace("answer:", "anser:", 1), "utf-8")
    commit()
    code, out, _, clone = run_job(repository, "check", service, home)
    assert code == 1
    name = f"{place}/01-first-questions.yaml".removeprefix("./")
    if service == "github":
        assert f"::error file={name},line=" in out
    else:
        findings = json.loads((tmp_path / clone / "findings.json").read_text("utf-8"))
        assert {each["location"]["path"] for each in findings} == {name}
        assert "major" in {each["severity"] for each in findings}


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_a_pipeline_says_what_its_service_needs(service: str, mkdeck: Run, tmp_path: Path) -> None:
    assert mkdeck("new", "decks/biology", "--ci", service, cwd=tmp_path).code == 0
    data: dict[Any, Any] = yaml.safe_load((tmp_path / PIPELINES[service]).read_text("utf-8"))
    if service == "gitlab":
        assert data["variables"] == {"MKDECK": ADDRESS, "GIT_DEPTH": "0"}
        assert data["check"]["artifacts"]["reports"] == {"codequality": "findings.json"}
        assert data["pages"]["artifacts"] == {"paths": ["public"]}
        return
    assert data["env"] == {"MKDECK": ADDRESS}
    assert data[True] == ["push", "pull_request"]  # the key is `on`, which YAML 1.1 takes for true
    for job in data["jobs"].values():
        (checkout,) = (step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
        assert checkout["with"] == {"fetch-depth": 0}
    assert data["jobs"]["publish"]["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    (upload,) = (s for s in data["jobs"]["publish"]["steps"] if "upload-pages" in s.get("uses", ""))
    assert upload["with"] == {"path": "public"}


@pytest.mark.parametrize(
    ("name", "schemas"),
    [
        (
            "decks/biology",
            {
                "./decks/biology/.schema/deck.json": ["decks/**/*.yaml", "decks/**/*.yml", "!decks/**/course.yaml"],
                "./decks/biology/.schema/course.json": ["decks/**/course.yaml"],
            },
        ),
        (
            "biology",
            {
                "./.schema/deck.json": [
                    "**/*.yaml",
                    "**/*.yml",
                    "!**/course.yaml",
                    "!.github/**",
                    "!.gitlab-ci.yml",
                    "!.pre-commit-config.yaml",
                ],
                "./.schema/course.json": ["**/course.yaml"],
            },
        ),
    ],
)
def test_editors_find_a_schema_for_files_to_come(
    name: str, schemas: dict[str, list[str]], mkdeck: Run, tmp_path: Path
) -> None:
    assert mkdeck("new", name, cwd=tmp_path).code == 0
    root = tmp_path if "/" in name else tmp_path / name
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    assert settings == {"yaml.schemas": schemas}
    assert all((root / each).is_file() for each in schemas)
    assert json.loads((root / ".vscode/extensions.json").read_text("utf-8")) == {
        "recommendations": ["redhat.vscode-yaml"]
    }
