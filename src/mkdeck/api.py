"""mkdeck for other programs: compile a course, look at what is wrong with it, write its package.

```python
import mkdeck

result = mkdeck.compile("decks/biology")
for diagnostic in result.errors:
    print(diagnostic.span.file, diagnostic.span.line, diagnostic.message)
if result.ok:
    print(result.write())
```
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mkdeck.apkg.write import write_package
from mkdeck.checks import list_style
from mkdeck.compiler import Compiled, compile_course
from mkdeck.course import discovery
from mkdeck.diagnostics import CommandError, Diagnostic
from mkdeck.ledger.clock import keeps_times, read_time
from mkdeck.ledger.standing import Targets


@dataclass(frozen=True, slots=True)
class Result:
    """A course as it was compiled: what there is to say about it, sorted by place, and its package.

    `path` is the course's folder or file, and `target` the place of its package. With errors there is no package.
    """

    path: Path
    target: Path
    diagnostics: tuple[Diagnostic, ...]
    _compiled: Compiled = field(repr=False, compare=False)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return what stops a build."""
        return tuple(each for each in self.diagnostics if each.severity == "error")

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Return what does not stop a build."""
        return tuple(each for each in self.diagnostics if each.severity == "warning")

    @property
    def ok(self) -> bool:
        """Whether the course has no errors."""
        return not self.errors

    @property
    def id(self) -> str:
        """Return the course's id."""
        return self._compiled.course.settings.id

    @property
    def name(self) -> str:
        """Return the course's name."""
        return self._compiled.course.settings.course

    @property
    def notes(self) -> int:
        """Return how many notes the package holds."""
        return len(self._compiled.package.notes)

    @property
    def cards(self) -> int:
        """Return how many cards the package holds."""
        return sum(len(note.cards) for note in self._compiled.package.notes)

    @property
    def drafts(self) -> int:
        """Return how many questions are left out, as they are not ready."""
        return self._compiled.course.drafts

    @property
    def release(self) -> int | None:
        """Return the number of the last release, if there was any."""
        return self._compiled.ledger.latest.number if self._compiled.ledger else None

    @property
    def state(self) -> Literal["draft", "differs", "released"]:
        """Return what the package is to students: never released, other than the last release, or that release."""
        if self._compiled.ledger is None:
            return "draft"
        return "differs" if self._compiled.unreleased.differs else "released"

    def write(self) -> Path:
        """Write the package to its place, whole or not at all, and return where it is.

        Raises Error where the course has errors or only drafts, or the place can't be written to.
        """
        if not self.ok:
            raise CommandError(f"{self.path} has errors, so it has no package; look at `errors`.")
        if not self.notes:
            raise CommandError(f"{self.path} has no question that is ready, so it has no package.")
        write_package(self._compiled.package, self.target)
        return self.target


def compile(  # noqa: A001 - it is called as mkdeck.compile
    path: str | os.PathLike[str], output: str | os.PathLike[str] = "build", *, style: bool = False
) -> Result:
    """Compile a course: a folder with `course.yaml`, a deck file alone, or any file or folder inside a course.

    `output` is the folder of packages; as in `mkdeck build`, a note of a course that was never released keeps the time
    that it has in the package there, if it equals it. With `style`, rules about how well questions ask are looked at,
    too. The time of new content is SOURCE_DATE_EPOCH, or now. Nothing is written.

    Mistakes in the course are diagnostics. Raises Error where there is no course, or where there are several.
    """
    found = discovery.find_courses((Path(path),))
    if len(found) > 1:
        raise CommandError(f"{path} holds {len(found)} courses; compile each that find_courses gives.")
    (course,) = found
    time, _ = read_time(os.environ)
    targets = Targets((Path(output),), keep_times=keeps_times(os.environ))
    compiled = compile_course(course, time, targets=targets, asked=list_style() if style else frozenset())
    target = Path(output) / f"{compiled.course.settings.id}.apkg"
    return Result(course, target, tuple(compiled.diagnostics), compiled)


def find_courses(path: str | os.PathLike[str]) -> list[Path]:
    """Return the courses in a folder, such as `decks`, in natural order. Raises Error where there is none."""
    return discovery.find_courses((Path(path),))
