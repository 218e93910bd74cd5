"""Put a release in place: package, ledger and notes together, or none of them.

The ledger's change of place is the moment of release. A run that is killed right after it leaves the new package
staged beside the old one, and the next run puts it in place; killed before, it leaves a stage that is swept away.
"""

from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.package import Package
from mkdeck.apkg.write import write_package
from mkdeck.diagnostics import CommandError, tell_reason
from mkdeck.files.stages import check_unchanged, open_in_one_step
from mkdeck.ledger.ledger import Ledger, LedgerError
from mkdeck.ledger.text import parse_ledger, write_ledger
from mkdeck.release.changelog import Changelog
from mkdeck.release.previous import find_released_package


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published: a package and its place, the ledger with it and its place, the notes and theirs.

    `known` and `changelog` are the ledger and the changelog for students as they were when the release was made of
    them; `changelog_text` is what the latter says now.
    """

    package: Package
    target: Path
    ledger: Ledger
    known: Ledger | None
    ledger_path: Path
    notes: str
    notes_path: Path
    changelog: Changelog
    changelog_text: str


class _HalfwayError(CommandError):
    """Say that the ledger is in place and its package is not: the stage and the notes are all that there is of it."""


def publish(new: Publication) -> None:
    """Write a release. Raises CommandError if that fails; then all is as before, or the message says what is not.

    So it does where the ledger is no longer the one that was known.
    """
    number = new.ledger.latest.number
    places = (new.target, new.ledger_path, new.changelog.path)
    staged_package, staged_ledger, staged_changelog = (_stage(path, number) for path in places)
    old_notes = _read(new.notes_path)
    try:
        _write(new.notes_path, new.notes.encode())
        write_package(new.package, staged_package, new.target)
        _write(staged_ledger, write_ledger(new.ledger).encode())
        _write(staged_changelog, new.changelog.encode(new.changelog_text))
        _change_places(new, staged_package, staged_ledger, staged_changelog)
    except _HalfwayError:
        raise
    except BaseException as error:
        staged_package.unlink(missing_ok=True)
        staged_changelog.unlink(missing_ok=True)
        _put_back(new.notes_path, old_notes)
        if not isinstance(error, OSError):
            raise
        broken = str(error.filename2 or error.filename)
        failed = (
            f"{broken} can't be written"
            if broken in map(str, (new.notes_path, new.ledger_path, new.changelog.path))
            else f"{new.target} can't be released"
        )
        raise CommandError(f"{failed}: {_explain(error)}. Nothing has changed.") from error
    finally:
        staged_ledger.unlink(missing_ok=True)


def finish_publication(target: Path, ledger: Ledger | None, ledger_path: Path, changelog_path: Path) -> None:
    """Finish what a killed release left: put package and changelog in place if the ledger is, or sweep them away."""
    number = ledger.latest.number if ledger else 0
    for staged in [*target.parent.glob(f".{target.name}.release-*"), *target.parent.glob(f"..{target.name}.release-*")]:
        if ledger and staged == _stage(target, number) and find_released_package(staged, ledger):
            staged.replace(target)
        else:
            staged.unlink(missing_ok=True)
    for staged in changelog_path.parent.glob(f".{changelog_path.name}.release-*"):
        if ledger and staged == _stage(changelog_path, number):
            staged.replace(changelog_path)
        else:
            staged.unlink(missing_ok=True)
    for staged in ledger_path.parent.glob(f".{ledger_path.name}.release-*"):
        staged.unlink(missing_ok=True)


def _stage(path: Path, number: int) -> Path:
    return path.with_name(f".{path.name}.release-{number}")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    with open_in_one_step(path) as file:
        file.write(content)


def _change_places(new: Publication, staged_package: Path, staged_ledger: Path, staged_changelog: Path) -> None:
    """Let ledger, changelog and package take their places, or none of them.

    Raises _HalfwayError where neither can be had.
    """
    old, old_changelog = _read_known(new), _read(new.changelog.path)
    check_unchanged(new.changelog.path, new.changelog.digest)
    try:
        staged_ledger.replace(new.ledger_path)
        staged_changelog.replace(new.changelog.path)
        staged_package.replace(new.target)
    except BaseException as error:
        try:
            _put_back(new.ledger_path, old)
            _put_back(new.changelog.path, old_changelog)
        except (OSError, KeyboardInterrupt):
            raise _HalfwayError(
                f"{new.target} can't be written: {_explain(error)}. {new.ledger_path} says release "
                f"{new.ledger.latest.number} already, and can't be put back either. Run `mkdeck release` again when "
                f"the disk is in order: it puts the package in place, which is {staged_package} now."
            ) from error
        raise


def _read_known(new: Publication) -> bytes | None:
    """Read the ledger that is about to be replaced. Raises CommandError where it is not the one that was known."""
    content = _read(new.ledger_path)
    try:
        there = None if content is None else parse_ledger(content.decode("utf-8-sig"))
    except (LedgerError, ValueError):
        there = new.ledger  # which nobody can have known
    if there != new.known:
        raise CommandError(
            f"{new.ledger_path} was changed while this release was made, as a `git pull` does. Nothing has changed; "
            "look at it, and release again."
        )
    return content


def _put_back(path: Path, content: bytes | None) -> None:
    """Return a file its old content."""
    if _read(path) == content:
        return
    if content is None:
        path.unlink()
        return
    try:
        _write(path, content)
    except OSError:  # what keeps a file from a new place may let the one that is there be written over
        with path.open("r+b") as file:
            file.write(content)
            file.truncate()


def _explain(error: BaseException) -> str:
    return (tell_reason(error) if isinstance(error, OSError) else str(error)) or "it was stopped"
