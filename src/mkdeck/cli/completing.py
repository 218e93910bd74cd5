"""What a shell may complete where a course is named."""

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from mkdeck.course.discovery import find_courses
from mkdeck.course.home import find_here
from mkdeck.diagnostics import CommandError


def complete_course(_context: click.Context, _argument: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the courses here whose paths go on as what is typed does; where there are none, files.

    The shell itself has to write what has blanks, in its own quotes.
    """
    try:
        names = [path.as_posix() for path in find_courses((find_here() or Path(),))]
    except (CommandError, OSError):
        names = []
    fitting = [name for name in names if name.startswith(typed) and name != "." and name.split() == [name]]
    return [CompletionItem(name) for name in fitting] or [CompletionItem(typed, type="file")]
