"""`CHANGES.md`: what each edition changed, for students, the newest first. What staff write there stays."""

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.release import Release
from mkdeck.course.discovery import show_path
from mkdeck.course.yaml_source import MAX_BYTES
from mkdeck.diagnostics import CommandError
from mkdeck.diff.report import write_plain
from mkdeck.notes.note import Note, show_day
from mkdeck.release.news import News, name_question, name_reason

CHANGES_FILE = "CHANGES.md"
_HEADING = re.compile(r"^## ", re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_SIDES = re.compile(
    rb"^<{7}[^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\r?\n(?P<theirs>.*?)^>{7}[^\n]*\n?",
    re.MULTILINE | re.DOTALL,
)
"""What git writes around the two sides of a conflict, and around what both were made of."""


@dataclass(frozen=True, slots=True)
class Changelog:
    """The file as it stands: its path, its text with plain line ends, and its digest; none if it is not there."""

    path: Path
    text: str = ""
    newline: str = "\n"
    bom: bytes = b""
    digest: str | None = None

    def encode(self, text: str) -> bytes:
        """Return another text as the file would hold it."""
        return self.bom + text.replace("\n", self.newline).encode()


def find_changelog(course_path: Path) -> Path:
    """Return the place of a course's changelog: in its folder, or beside a loose file."""
    if course_path.is_dir():
        return course_path / CHANGES_FILE
    return course_path.with_name(f"{course_path.stem}.{CHANGES_FILE}")


def read_changelog(course_path: Path) -> Changelog:
    """Read a course's changelog. Raises CommandError where it can't be gone on with."""
    path = find_changelog(course_path)
    name = show_path(path)
    if not path.exists():
        return Changelog(path)
    there = _read_bytes(path, name)
    content = _join_sides(there)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{name} is not in UTF-8; save it so, or give it another name. Nothing is released."
        ) from error
    if _CONFLICT.search(text):
        raise CommandError(f"{name} has a merge conflict; keep what both sides say. Nothing is released.")
    bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    newline = "\r\n" if "\r\n" in text else "\n"
    return Changelog(path, text.replace("\r\n", "\n"), newline, bom, hashlib.sha256(there).hexdigest())


def _read_bytes(path: Path, name: str) -> bytes:
    """Read a changelog that is a file, and not too large."""
    if not path.is_file() and not path.is_dir():  # reading a pipe may never end
        raise CommandError(f"{name} is a pipe or a device, not a file. Nothing is released.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CommandError(f"{name} is larger than {MAX_BYTES // 2**20} MB; shorten it. Nothing is released.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{name} can't be read: {error.strerror or error}. Nothing is released.") from error


def insert_edition(text: str, title: str, edition: str) -> str:
    """Return a changelog's text with an edition above all others, below what stands at its top."""
    if not text.strip():
        return f"# {write_plain(title)}\n\n{edition}"
    heading = edition.partition("\n")[0]
    if heading in text.split("\n"):
        return text
    first = _HEADING.search(text)
    if not first:
        return f"{text.rstrip()}\n\n{edition}"
    return f"{text[: first.start()]}{edition}\n{text[first.start() :]}"


def write_edition(release: Release, news: News, course: str, words: Mapping[str, str]) -> str:
    """Write what an edition of the course with this name changed, as Markdown."""
    told = [(heading, list(map(_write_question, notes))) for heading, notes in news.tell(words)]
    if moves := news.tell_moves(words, course):
        told.append((moves[0], list(map(write_plain, moves[1]))))
    lines = _write_heading(release, words)
    lines.append(" · ".join(heading for heading, _ in told) or words["little_changed"])
    for heading, items in told:
        if items and len(told) > 1:
            lines += ["", f"**{heading}**"]
        if items:
            lines += ["", *(f"- {item}" for item in items)]
    return "\n".join(lines) + "\n"


def write_first_edition(release: Release, questions: int, words: Mapping[str, str]) -> str:
    """Write that an edition is the first one, with so many questions."""
    said = f"{words['first_edition']} · {words['how_many'].replace('{n}', str(questions))}"
    return "\n".join([*_write_heading(release, words), said]) + "\n"


def _write_heading(release: Release, words: Mapping[str, str]) -> list[str]:
    return [f"## {words['edition'].format(n=release.number, date=show_day(release.time))}", ""]


def _write_question(note: Note) -> str:
    """Write the text of a question as Markdown, and why it is retired, if it is."""
    name = write_plain(name_question(note))
    reason = write_plain(name_reason(note)) if note.retired else ""
    return f"{name} ({reason})" if reason else name


def _join_sides(content: bytes) -> bytes:
    """Return a changelog's content with both sides of each conflict of git, one below the other."""

    def join(match: re.Match[bytes]) -> bytes:
        newline = b"\r\n" if b"\r\n" in match.group() else b"\n"
        ours, theirs = match["ours"], match["theirs"]
        return ours + (newline if ours and theirs and not ours.endswith(newline * 2) else b"") + theirs

    return _SIDES.sub(join, content)
