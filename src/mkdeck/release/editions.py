"""Find the editions that people want compared: packages, courses as they stand, courses as they were in git."""

import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mkdeck.apkg.package import Package
from mkdeck.apkg.read import ReadPackage, read_package
from mkdeck.compiler import Progress, compile_course
from mkdeck.course.discovery import COURSE_FILE, find_courses, show_path
from mkdeck.course.loading import Course
from mkdeck.diagnostics import CommandError, Diagnostic, has_errors
from mkdeck.diff.editions import Edition, list_parts
from mkdeck.files.git import run_git
from mkdeck.files.stages import open_temporary_folder
from mkdeck.identity import NoteClass
from mkdeck.ledger.ledger import Ledger
from mkdeck.notes.corrections import take_line_off

PACKAGE = ".apkg"

Watch = Callable[[str], AbstractContextManager[Progress]]
"""Return a place to report progress to, under a label."""


@dataclass(frozen=True, slots=True)
class Revision:
    """An edition and how people call it.

    A package has no `course`, `path` or `ledger`; a broken course has an edition that is not to be used.
    """

    name: str
    edition: Edition
    course: Course | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    path: Path | None = None
    ledger: Ledger | None = None

    @property
    def broken(self) -> bool:
        """Whether the course has errors."""
        return has_errors(list(self.diagnostics))


def make_edition(package: Package | ReadPackage) -> Edition:
    """Make the edition that a package holds, compiled or read back."""
    if isinstance(package, ReadPackage):
        read: dict[NoteClass, tuple[str, str, str]] = {
            note_class: (each.front, each.back, each.css) for note_class, each in package.notetypes.items()
        }
        return Edition(package.notes, read, package.descriptions)
    made = {each.note_class: each for each in package.notetypes}
    compiled = {note_class: list_parts(each) for note_class, each in made.items()}
    notes = tuple(map(take_line_off, package.notes))
    return Edition(notes, compiled, {deck.name: deck.description for deck in package.decks}, made)


def _read_released(path: Path) -> Revision:
    """Read a package. Raises CommandError if it is none."""
    return Revision(path.as_posix(), make_edition(read_package(path)))


def is_course(argument: str) -> bool:
    """Whether an argument names a course, or a shelf of courses, as it stands on disk."""
    return Path(argument).exists() and Path(argument).suffix.lower() != PACKAGE


def find_path(argument: str | None) -> Path | None:
    """Return the path of courses that an argument names, on disk or in git; none for a package or for `REV:` alone."""
    if argument is None or Path(argument).suffix.lower() == PACKAGE:
        return None
    path = argument if Path(argument).exists() else argument.partition(":")[2]
    return Path(path) if path else None


def read_revisions(argument: str, here: Path, time: int, watch: Watch) -> list[Revision]:
    """Read what an argument names: a package, a path with courses, or `REV:path` for a path as it was in git.

    `here` is what `REV:` alone stands for; `time` as for compile_course. Raises CommandError if there is no such
    thing.
    """
    path = Path(argument)
    if path.suffix.lower() == PACKAGE:
        return [_read_released(path)]
    if path.exists():
        return [_compile(each, time, watch) for each in find_courses((path,))]
    revision, colon, inside = argument.partition(":")
    if not colon:
        raise CommandError(
            f"{argument} does not exist; name a package, a course, or a git revision with its colon, such as HEAD~3:"
        )
    with check_out(revision, Path(inside) if inside else here) as (found, tree, root):

        def call(copy: Path) -> str:
            path = show_path(root / (Path.cwd() / copy).relative_to(tree))  # the copy may lie below this folder
            return f"{revision}:{'' if path == '.' else path}"

        return [_rename(_compile(each, time, watch, call(each)), call) for each in find_courses((found,))]


def pair_revisions(old: list[Revision], new: list[Revision]) -> list[tuple[Revision | None, Revision | None]]:
    """Pair the editions of one course; none stands where a side does not have the course.

    A package among several courses is paired with the course that it was made of, alone; raises CommandError if
    there is none.
    """
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    if old[0].course is None:
        return [(old[0], _find_course_of(old[0], new))]
    if new[0].course is None:
        return [(_find_course_of(new[0], old), new[0])]
    before, after = ({each.course.settings.id: each for each in side if each.course} for side in (old, new))
    gone = [each for each in before if each not in after]
    return [(before.get(each), after.get(each)) for each in (*after, *gone)]


def _compile(path: Path, time: int, watch: Watch, name: str = "") -> Revision:
    name = name or path.as_posix()
    with watch(name) as progress:
        compiled = compile_course(path, time, progress)
    edition, diagnostics = make_edition(compiled.package), tuple(compiled.diagnostics)
    return Revision(name, edition, compiled.course, diagnostics, path, compiled.ledger)


def _rename(revision: Revision, call: Callable[[Path], str]) -> Revision:
    """Let a copy's diagnostics name the files that it was made of."""
    diagnostics = (
        replace(each, span=replace(each.span, file=call(Path(each.span.file)))) for each in revision.diagnostics
    )
    return replace(revision, diagnostics=tuple(diagnostics))


def _find_course_of(package: Revision, courses: list[Revision]) -> Revision:
    for note in package.edition.notes[:1]:
        for each in courses:
            if each.course and note.is_of(each.course.settings.id):
                return each
    raise CommandError(f"{package.name} was made of none of the courses here; name the one to compare it with.")


@contextmanager
def check_out(revision: str, path: Path) -> Iterator[tuple[Path, Path, Path]]:
    """Copy the course around a path, as it was at a git revision, into a temporary folder.

    Gives the copy's path, the folder that stands for the repository's root, and that root. Raises CommandError where
    git does not have it.
    """
    wanted = Path(os.path.abspath(path))  # noqa: PTH100 - a link on the way to a course is part of its path in git
    where = next(each for each in (wanted, *wanted.parents) if each.is_dir())
    answer = run_git(where, "rev-parse", "--show-toplevel")
    if answer.returncode:
        raise CommandError(f"git finds no repository around {show_path(where)}: {answer.stderr.strip()}")
    root = Path(answer.stdout.rstrip("\n"))
    inside = where.resolve().relative_to(root.resolve()) / wanted.relative_to(where)
    answer = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if answer.returncode:
        raise CommandError(
            f"git knows no revision '{revision}' here; if this is a shallow clone, fetch its history first."
        )
    commit = answer.stdout.strip()
    folder = _find_folder(root, commit, inside)
    if folder is None:
        raise CommandError(f"at the revision '{revision}' there is no {show_path(wanted)}.")
    with open_temporary_folder() as temporary:
        tree, packed = temporary.resolve() / "tree", temporary / "tree.tar"
        only = [folder.as_posix()] if folder.parts else []
        answer = run_git(root, "--literal-pathspecs", "archive", "--format=tar", f"--output={packed}", commit, *only)
        if answer.returncode:
            raise CommandError(f"git can't copy the revision '{revision}': {answer.stderr.strip()}")
        try:
            with tarfile.open(packed) as archive:
                # Links that lead out of the copy are refused, where Python can tell.
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(tree)  # noqa: S202 - see above
        except tarfile.TarError as error:
            raise CommandError(f"the revision '{revision}' can't be copied: {error}.") from error
        yield tree / inside, tree, root


def _find_folder(root: Path, commit: str, inside: Path) -> Path | None:
    """Find the course's folder around a path at a commit, or else the folder that the path is, or lies in."""
    for folder in (inside, *inside.parents):
        if not run_git(root, "cat-file", "-e", f"{commit}:{(folder / COURSE_FILE).as_posix()}").returncode:
            return folder
    kind = run_git(root, "cat-file", "-t", f"{commit}:{inside.as_posix() if inside.parts else ''}").stdout.strip()
    return {"tree": inside, "blob": inside.parent}.get(kind)
