"""A course in the hands of one release at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdeck.course.discovery import COURSE_FILE
from mkdeck.diagnostics import CommandError
from mkdeck.files.stages import hold


@contextmanager
def hold_course(path: Path) -> Iterator[None]:
    """Hold a course as long as the context lasts. Raises CommandError where somebody else does."""
    with hold(path / COURSE_FILE if path.is_dir() else path) as held:
        if not held:
            raise CommandError(f"{path} is being released by somebody else right now; run this again later.")
        yield
