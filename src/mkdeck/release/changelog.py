"""`CHANGES.md`: what each edition changed, for students, the newest first. What staff write there stays."""

import codecs
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdeck.course.discovery import show_path
from mkdeck.diagnostics import CommandError
from mkdeck.diff.report import write_plain
from mkdeck.notes.note import Note
from mkdeck.release.news import News, count_news, name_question

CHANGES_FILE = "CHANGES.md"
_HEADING = re.compile(r"^## ", re.MULTILINE)
_MATH = re.compile(r"\\\((.+?)\\\)")
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
    try:
        there = path.read_bytes()
        content = join_sides(there)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name} can't be read: {error.strerror or error}. Nothing is released.") from error
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{name} is not in UTF-8; save it so, or give it another name. Nothing is released."
        ) from error
    if _CONFLICT.search(text):
        raise CommandError(f"{name} has a merge conflict; keep what both sides say. Nothing is released.")
    bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    newline = "\r\n" if "\r\n" in text else "\n"
    return Changelog(path, text.replace("\r\n", "\n"), newline, bom, hashlib.sha256(there).hexdigest())


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


def write_edition(number: int, date: str, news: News | None, questions: int, words: Mapping[str, str]) -> str:
    """Write what an edition changed as Markdown; `news` is none for the first one, which has so many questions."""
    return "\n".join(_write_lines(number, date, news, questions, words)) + "\n"


def _write_lines(number: int, date: str, news: News | None, questions: int, words: Mapping[str, str]) -> Iterator[str]:
    yield f"## {words['edition'].format(n=number, date=date)}"
    yield ""
    if news is None:
        yield f"{words['first_edition']} · {words['how_many'].replace('{n}', str(questions))}"
        return
    yield count_news(news, words) or words["little_changed"]
    told = list(news.tell(words))
    for heading, notes in told:
        if notes and len(told) > 1:
            yield from ("", f"**{heading}**")
        if notes:
            yield ""
        yield from (f"- {_write_name(note)}" for note in notes)


def _write_name(note: Note) -> str:
    """Write the text of a question as Markdown, with formulas between dollars."""
    parts = _MATH.split(name_question(note))
    for i, part in enumerate(parts):
        blank = part[len(part.rstrip()) :]
        parts[i] = f"${part}$" if i % 2 else write_plain(part) + blank if part.strip() else part
    return "".join(parts).rstrip()


def join_sides(content: bytes) -> bytes:
    """Return a changelog's content with both sides of each conflict of git, one below the other."""

    def join(match: re.Match[bytes]) -> bytes:
        newline = b"\r\n" if b"\r\n" in match.group() else b"\n"
        ours, theirs = match["ours"], match["theirs"]
        return ours + (newline if ours and theirs and not ours.endswith(newline * 2) else b"") + theirs

    return _SIDES.sub(join, content)
