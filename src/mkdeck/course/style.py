"""A course's own CSS, which follows the built-in one on every card."""

from pathlib import Path
from typing import TYPE_CHECKING

from mkdeck.course.discovery import COURSE_RULE
from mkdeck.diagnostics import Finding

if TYPE_CHECKING:  # a build with nothing to do reads a style, and no course
    from mkdeck.course.loading import Course

_MAX_BYTES = 16 * 2**20


def read_style(course: "Course") -> tuple[str, list[Finding]]:
    """Read the file that `style` in `course.yaml` names; a file that can't be used is a finding, and no CSS."""
    source, named = course.settings_source, course.settings.style
    if not source or named is None:
        return "", []
    css, fault = read_css(course.root, named)
    return css, [Finding(source.name, ("style",), COURSE_RULE, fault)] if fault else []


def read_css(root: Path, named: str) -> tuple[str, str]:
    """Return the CSS of a file below a course's folder, or what is wrong with it."""
    from mkdeck.course.css import find_load  # few courses have a style of their own

    css, fault = _read_file(root, named)
    if fault:
        return "", fault
    if "</" in css:
        return "", f"'{named}' holds '</', which would end the styles of a card"
    if found := find_load(css):
        return "", f"'{named}' loads something ({found}); cards work without network and without more files"
    return css.strip() + "\n", ""


def _read_file(root: Path, named: str) -> tuple[str, str]:
    """Return the text of a file below a course's folder, or why there is none."""
    try:
        fault = _find_fault(root, named)
        return ("", fault) if fault else ((root / named).read_text("utf-8-sig"), "")
    except UnicodeDecodeError:
        return "", f"'{named}' is not UTF-8"
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return "", f"'{named}' can't be read: {reason}"


def _find_fault(root: Path, named: str) -> str:
    """Return why a path leads to no file for the cards; empty where it does."""
    path = root / named
    if named.startswith("/") or "\\" in named or not path.resolve().is_relative_to(root.resolve()):
        return f"'{named}' lies outside the course's folder; `style` is a path below it, with '/' between folders"
    if not path.is_file():
        there = "is a pipe or a device, not a file" if path.exists() else "does not exist"
        what = "is a folder" if path.is_dir() else there
        return f"'{named}' {what}; the path is relative to course.yaml"
    if path.stat().st_size > _MAX_BYTES:
        return f"'{named}' is larger than {_MAX_BYTES // 2**20} MB, and every card would load it"
    return ""
