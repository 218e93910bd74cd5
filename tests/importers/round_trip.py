"""A course that becomes a package and comes back, and what is compared of both."""

from pathlib import Path

from conftest import Run
from mkdeck.apkg.package import Package
from mkdeck.compiler import compile_course

DECKS = Path(__file__).parents[2] / "decks"
TIME = 1_700_000_000


def compile_again(course: Path) -> Package:
    compiled = compile_course(course, TIME)
    assert not compiled.broken, compiled.diagnostics
    return compiled.package


def bring_back(mkdeck: Run, package: Path, folder: Path) -> tuple[Package, str]:
    """Import a package into a folder and compile that; give the new package, and what was said."""
    done = mkdeck("import", package, "-o", folder)
    assert done.code == 0, done.err
    return compile_again(folder), done.out


def assert_equal(new: Package, old: Package) -> None:
    for one, other in zip(new.notes, old.notes, strict=True):
        assert one == other
    assert [(each.name, each.digest) for each in new.media] == [(each.name, each.digest) for each in old.media]
    assert new.decks == old.decks
    assert new.notetypes == old.notetypes
