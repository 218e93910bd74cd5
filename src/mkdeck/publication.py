"""Put a release in place: package and ledger together, or neither.

The ledger's change of place is the moment of release. A run that is killed right after it leaves the new package
staged beside the old one, and the next run puts it in place; killed before, it leaves a stage that is swept away.
"""

from pathlib import Path

from mkdeck.apkg.package import Package
from mkdeck.apkg.write import write_package
from mkdeck.diagnostics import EnvironmentFault
from mkdeck.files import open_in_one_step
from mkdeck.last_release import find_released_package
from mkdeck.ledger import Ledger, write_ledger


def publish(package: Package, target: Path, ledger: Ledger, ledger_path: Path) -> None:
    """Write a release's package and ledger. Raises EnvironmentFault if that fails; then both are as before."""
    staged_package = _stage(target, ledger.latest.number)
    staged_ledger = _stage(ledger_path, ledger.latest.number)
    before = ledger_path.read_bytes() if ledger_path.exists() else None
    halfway = False
    try:
        write_package(package, staged_package)
        with open_in_one_step(staged_ledger) as file:
            file.write(write_ledger(ledger).encode())
        staged_ledger.replace(ledger_path)
        try:
            staged_package.replace(target)
        except BaseException:
            halfway = True  # until the old ledger is back, the stage is all that the next run can go on from
            _put_back(ledger_path, before)
            halfway = False
            raise
    except OSError as error:
        raise EnvironmentFault(
            f"{target} can't be released: {error.strerror or error}. Nothing has changed."
        ) from error
    finally:
        if not halfway:
            staged_package.unlink(missing_ok=True)
        staged_ledger.unlink(missing_ok=True)


def finish_publication(target: Path, ledger: Ledger | None, ledger_path: Path) -> None:
    """Finish what a killed release left: put its package in place if its ledger is, or else sweep it away."""
    number = ledger.latest.number if ledger else 0
    for staged in [*target.parent.glob(f".{target.name}.release-*"), *target.parent.glob(f"..{target.name}.release-*")]:
        if ledger and staged == _stage(target, number) and find_released_package(staged, ledger):
            staged.replace(target)
        else:
            staged.unlink(missing_ok=True)
    for staged in ledger_path.parent.glob(f".{ledger_path.name}.release-*"):
        staged.unlink(missing_ok=True)


def _stage(path: Path, number: int) -> Path:
    return path.with_name(f".{path.name}.release-{number}")


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        with open_in_one_step(path) as file:
            file.write(content)
