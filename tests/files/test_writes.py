"""Proves that commands which write several files write all or none, and never over what somebody saved meanwhile."""

import base64
import os
import signal
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from apart import fill_disk, kill_at, run_apart
from conftest import Run, Write
from mkdeck.files import writes
from mkdeck.files.digests import find_digest
from mkdeck.files.journal import Change, write_journal
from mkdeck.files.writes import write_together

PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\nnone").decode().rstrip("=")
ONE = f'::one::[html]One? <img src\\="data\\:image/png;base64,{PICTURE}">{{T}}\n'
TWO = "::two::Two?{T}\n"
OWN = "questions:\n  - {id: mine, type: true-false, question: Mine?, answer: true}\n"
MOMENTS = ("pathlib.Path.replace", "pathlib.Path.mkdir")
COMMANDS = {
    "a new folder": ("import", "bank.gift", "more.gift", "-o", "new/bank"),
    "an empty folder": ("import", "bank.gift", "more.gift", "-o", "empty"),
    "a folder written over": ("import", "bank.gift", "more.gift", "-o", "course", "--force"),
    "several decks": ("import", "bank.gift", "more.gift", "sub/other.gift"),
    "a deck that grows": ("import", "bank.gift", "-o", "own.yaml", "--append"),
    "a new course": ("new", "new/biology"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, questions in (("bank.gift", ONE), ("more.gift", TWO), ("sub/other.gift", ONE)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(questions)
    (tmp_path / "empty").mkdir()
    (tmp_path / "course").mkdir()
    (tmp_path / "course/bank.yaml").write_text(OWN)
    (tmp_path / "own.yaml").write_text(OWN)
    return tmp_path


def look(folder: Path) -> dict[str, bytes]:
    """Give all files of a folder, hidden ones too, and its folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }


def restore(folder: Path, state: Mapping[str, bytes]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.relative_to(folder).as_posix() not in state:
            path.rmdir() if path.is_dir() else path.unlink()
    for name, content in state.items():
        if not (folder / name).is_dir():
            (folder / name).write_bytes(content)


def fail_at(patch: pytest.MonkeyPatch, owner: Any, name: str, number: int) -> list[int]:
    """Let the n-th call of a function fail; gives a list with the count of calls."""
    original, calls = getattr(owner, name), [0]

    def call(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == number:
            raise OSError(28, "No space left on device")
        return original(*args, **kwargs)

    patch.setattr(owner, name, call)
    return calls


def meanwhile(patch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """Let somebody do something while files are written to the disk, before they are in place."""
    original = os.fsync

    def fsync(handle: int) -> None:
        original(handle)
        do()

    patch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_changes_nothing(command: tuple[str, ...], folder: Path) -> None:
    before = look(folder)
    done = run_apart(folder, *command, first=fill_disk)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(": File too large.\n")
    assert look(folder) == before


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "replace"), (Path, "mkdir"), (Path, "chmod")])
def test_a_fault_at_any_step_changes_nothing(
    owner: Any, name: str, command: tuple[str, ...], folder: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(folder)
    for step in range(1, 40):
        with monkeypatch.context() as patch:
            calls = fail_at(patch, owner, name, step)
            done = mkdeck(*command, cwd=folder)
        if calls[0] < step:
            break
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith(": No space left on device.\n")
        assert look(folder) == before
    assert done.code == 0


@pytest.mark.parametrize("name", ["a new folder", "a folder written over", "several decks", "a new course"])
def test_after_a_kill_at_any_step_the_same_command_ends_as_if_nothing_had_been(
    name: str, folder: Path, mkdeck: Run
) -> None:
    command, before = COMMANDS[name], look(folder)
    assert mkdeck(*command, cwd=folder).code == 0
    after = look(folder)
    assert after != before
    for step in range(1, 60):
        restore(folder, before)
        killed = run_apart(folder, *command, first=kill_at(step, *MOMENTS))
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL
        done = mkdeck(*command, cwd=folder)
        assert (done.code == 0) or (done.code == 2 and "is there already" in done.err)
        assert look(folder) == after
    assert killed.returncode == 0


def test_what_a_killed_run_left_half_done_is_taken_back_by_whoever_writes_there_next(folder: Path, mkdeck: Run) -> None:
    before = look(folder)
    command = ("import", "bank.gift", "more.gift")
    halves = 0
    for step in range(1, 60):
        killed = run_apart(folder, *command, first=kill_at(step, *MOMENTS))
        halves += (folder / "bank.yaml").exists() != (folder / "more.yaml").exists()
        whole = (folder / "more.yaml").exists()
        assert mkdeck("stamp", "own.yaml", cwd=folder).code == 0  # which writes nothing
        (folder / "loose.gift").write_text("One?{T}\n")
        assert mkdeck("import", "loose.gift", cwd=folder).code == 0
        for name in ("loose.gift", "loose.yaml"):
            (folder / name).unlink()
        assert (look(folder) == before) != whole
        restore(folder, before)
        if killed.returncode == 0:
            break
    assert halves > 0


def test_what_somebody_changed_since_a_kill_stays(tmp_path: Path) -> None:
    stage = tmp_path / ".writes.12345678.mkdeck-part"
    stage.mkdir()
    (tmp_path / "one").write_text("new, and changed since")
    (tmp_path / "two").write_text("new")
    digest = find_digest(tmp_path / "two")
    assert digest
    write_journal(stage, [Change(tmp_path / name, None, digest) for name in ("one", "two", "three")], [])
    write_together({tmp_path: [writes.Write(tmp_path / "four", b"4", None)]})
    assert look(tmp_path) == {"one": b"new, and changed since", "two": b"new", "four": b"4"}


@pytest.mark.parametrize("path", ["../victim", "link/victim"])
def test_a_journal_that_leads_out_of_its_folder_is_none(path: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    stage = home / ".writes.12345678.mkdeck-part"
    stage.mkdir(parents=True)
    (home / "link").symlink_to("..")
    (tmp_path / "victim").write_text("known")
    digest = find_digest(tmp_path / "victim")
    assert digest
    (stage / "0.old").write_text("evil")
    write_journal(stage, [Change(home / path, "0" * 64, digest), Change(home / "other", None, "1" * 64)], [])
    write_together({home: [writes.Write(home / "new", b"", None)]})
    assert (tmp_path / "victim").read_text() == "known"
    assert sorted(each.name for each in home.iterdir()) == ["link", "new"]


# What somebody saves meanwhile.

SAVED = "# saved meanwhile\n" + OWN
CHANGED = "was saved by somebody else while mkdeck worked on it, and stays as it is now; run this again.\n"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("import", "bank.gift", "-o", "own.yaml", "--append"), "own.yaml"),
        (("import", "bank.gift", "-o", "own.yaml", "--force"), "own.yaml"),
        (("import", "bank.gift", "more.gift", "-o", "course", "--force"), "course/bank.yaml"),
        (("import", "bank.gift", "more.gift", "-o", "empty"), "empty/more.yaml"),
        (("import", "bank.gift", "more.gift"), "more.yaml"),
        (("import", "bank.gift"), "bank.yaml"),
        (("stamp", "unstamped.yaml"), "unstamped.yaml"),
    ],
)
@pytest.mark.parametrize("saved", [SAVED, ""])
def test_what_was_saved_meanwhile_stays(
    command: tuple[str, ...], name: str, saved: str, folder: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "unstamped.yaml").write_text("\ufeffquestions:\n  - {type: true-false, question: Q?, answer: true}\n")
    before = look(folder)
    with monkeypatch.context() as patch:
        meanwhile(patch, lambda: (folder / name).write_text(saved))
        done = mkdeck(*command, cwd=folder)
    assert done == (2, "", f"mkdeck: {name} {CHANGED}")
    assert look(folder) == {**before, name: saved.encode()}
    if saved and ("--append" in command or command[0] == "stamp"):
        assert mkdeck(*command, cwd=folder).code == 0
        assert (folder / name).read_text().startswith("# saved meanwhile\n")


def test_a_deck_that_was_removed_meanwhile_stays_away(
    folder: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        meanwhile(patch, lambda: (folder / "own.yaml").unlink(missing_ok=True))
        done = mkdeck("import", "bank.gift", "-o", "own.yaml", "--append", cwd=folder)
    assert done == (2, "", f"mkdeck: own.yaml {CHANGED}")
    assert not (folder / "own.yaml").exists()


def test_a_picture_of_another_content_is_not_written_over(folder: Path, mkdeck: Run) -> None:
    assert mkdeck("import", "bank.gift", cwd=folder).code == 0
    (picture,) = (folder / "media").iterdir()
    own = picture.read_bytes()
    (folder / "bank.yaml").unlink()
    assert mkdeck("import", "bank.gift", cwd=folder).code == 0  # the same may be there
    (folder / "bank.yaml").unlink()
    picture.write_text("mine")
    place = f"media/{picture.name}"
    assert mkdeck("import", "bank.gift", cwd=folder) == (
        2,
        "",
        f"mkdeck: {place} is there already, and is another file; --force writes over it, -o names another place.\n",
    )
    assert (picture.read_text(), (folder / "bank.yaml").exists()) == ("mine", False)
    assert mkdeck("import", "bank.gift", "--force", cwd=folder).code == 0
    assert picture.read_bytes() == own


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="has no file that nobody can read")
def test_a_file_that_cannot_be_read_stops_no_import_beside_it(folder: Path, mkdeck: Run) -> None:
    bank = ("import", "bank.gift", "-o", "course", "--force")
    assert mkdeck(*bank, cwd=folder).code == 0
    (folder / "course" / "odd").symlink_to("/proc/self/mem")
    assert mkdeck(*bank, cwd=folder).code == 0


def test_a_list_of_a_site_that_came_meanwhile_stays(
    course: Write, mkdeck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course({"course.yaml": "{course: C, id: c}", "1.yaml": OWN})
    assert mkdeck("site", "course", "--draft", "-o", "public", cwd=tmp_path).code == 0
    manifest = tmp_path / "public/mkdeck-site.json"
    pages = look(tmp_path / "public")
    with monkeypatch.context() as patch:
        meanwhile(patch, lambda: manifest.write_text('{"files": []}'))
        done = mkdeck("site", "course", "--draft", "-o", "public", cwd=tmp_path)
    assert done == (2, "", f"mkdeck: public/mkdeck-site.json {CHANGED}")
    assert look(tmp_path / "public") == {**pages, manifest.name: b'{"files": []}'}


def test_a_file_that_came_where_a_site_puts_one_stays(
    course: Write, mkdeck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course({"course.yaml": "{course: C, id: c}", "1.yaml": OWN})
    page = tmp_path / "public/index.html"
    original = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "mkdeck-site.json":
            page.write_text("mine")
        return original(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        done = mkdeck("site", "course", "--draft", "-o", "public", cwd=tmp_path)
    assert (done.code, page.read_text()) == (2, "mine")


def test_a_deck_behind_a_link_to_elsewhere_grows_whole(folder: Path, mkdeck: Run) -> None:
    (folder / "linked.yaml").symlink_to("course/bank.yaml")
    assert mkdeck("import", "bank.gift", "-o", "linked.yaml", "--append", cwd=folder).code == 0
    assert (folder / "linked.yaml").is_symlink()
    assert "id: one\n" in (folder / "course/bank.yaml").read_text()


def test_a_folder_that_takes_no_file_is_told_by_the_name_of_the_deck(
    folder: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, prefix: str, suffix: str, **__: object) -> str:
        raise PermissionError(13, "Permission denied", f"{prefix}x{suffix}")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    for args in (("own.yaml", "--append"), ("new.yaml",)):
        done = mkdeck("import", "bank.gift", "-o", *args, cwd=folder)
        assert done == (2, "", f"mkdeck: {args[0]}: Permission denied.\n")


def test_a_folder_that_gets_nothing_is_told_by_its_own_name(tmp_path: Path) -> None:
    write_together({tmp_path: []})
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError) as caught:
        write_together({tmp_path / "file": []})
    assert caught.value.filename == str(tmp_path / "file")


def test_permissions_stay(folder: Path, mkdeck: Run) -> None:
    (folder / "own.yaml").chmod(0o640)
    assert mkdeck("import", "bank.gift", "-o", "own.yaml", "--append", cwd=folder).code == 0
    assert (folder / "own.yaml").stat().st_mode & 0o777 == 0o640


def test_an_import_into_a_folder_reads_only_what_it_may_write_over(
    tmp_path: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bank.gift").write_text("::One:: Is one odd? {T}\n")
    others = (".git/objects/ab/cdef", ".venv/lib/x.py", "lecture.mp4", "notes/1.md", "old/deck.yaml.bak")
    own = ("course.yaml", "bank.yaml", "media/a.png", ".schema/deck.json", "style.css")
    for name in (*others, *own):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("course: Bank\nid: bank\n" if name == "course.yaml" else "{}")
    monkeypatch.chdir(tmp_path)
    read: list[str] = []
    original = Path.open

    def open_file(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if "r" in mode:
            read.append(path.as_posix())
        return original(path, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", open_file)
    done = mkdeck("import", "bank.gift", "-o", ".", "--force")
    assert (done.code, done.err) == (0, "")
    assert not {*others} & {*read}
    assert {*own} <= {*read}


def test_a_file_that_opens_and_cannot_be_read_is_named() -> None:
    with pytest.raises(OSError, match="/proc/self/mem") as caught:
        find_digest(Path("/proc/self/mem"))
    assert caught.value.filename == "/proc/self/mem"
