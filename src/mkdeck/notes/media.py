"""The files that questions show or play: found, checked, and named so that no two courses ever clash."""

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from anyascii import anyascii

from mkdeck.course.places import fits_windows
from mkdeck.diagnostics import CommandError, Rule
from mkdeck.notes.picture_size import measure
from mkdeck.notes.signatures import HEAD_BYTES, find_fault
from mkdeck.text.addresses import MEDIA_RULE
from mkdeck.text.faults import Fault
from mkdeck.text.playing import SOUND, VIDEO

MEDIA_SIZE_RULE = Rule("media-size", "warning")

LARGE_BYTES = 5 * 1024 * 1024
PICTURES = frozenset(".png .jpg .jpeg .gif .svg .webp .avif .bmp .ico .tif .tiff".split())

_UNSAFE = re.compile(r"[^a-z0-9]+")
_MAX_BYTES = 2**30
_MAX_STEM_CHARACTERS = 40


@dataclass(frozen=True, slots=True, order=True)
class Media:
    """A file of the package: `name` is what fields call it, made of the file's own name and its content.

    `path` is that of the link where the course names a link: where it leads may change.
    """

    name: str
    path: Path
    size: int
    digest: str


class MediaFinder:
    """Find the files that the texts of one course refer to; each file is read once.

    `doubts` are about files that go into the package all the same.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.doubts: dict[Path, Fault] = {}
        self._found: dict[tuple[Path, str], Media | Fault] = {}
        self._sizes: dict[Path, tuple[int, int] | str] = {}
        self._listed: dict[Path, frozenset[str]] = {}

    @property
    def found(self) -> dict[tuple[Path, str], tuple[Media, Fault | None]]:
        """Return what was found so far, by the folder and the reference, and what is doubtful about it."""
        media = ((key, each) for key, each in self._found.items() if isinstance(each, Media))
        return {key: (each, self.doubts.get(each.path)) for key, each in media}

    def find(self, reference: str, folder: Path) -> Media | Fault:
        """Find the file behind `![](reference)` in a deck file of this folder."""
        key = (folder, reference)
        if key not in self._found:
            self._found[key] = self._find(reference, folder)
        return self._found[key]

    def look(self, reference: str, folder: Path) -> tuple[Media | Fault, Fault | None]:
        """Find the file behind a reference, and what is doubtful about it."""
        found = self.find(reference, folder)
        return found, self.doubts.get(found.path) if isinstance(found, Media) else None

    def measure(self, picture: Media) -> tuple[int, int] | str:
        """Return the width and height at which a picture shows, or why it has none."""
        if picture.path not in self._sizes:
            self._sizes[picture.path] = measure(picture.path)
        return self._sizes[picture.path]

    def _find(self, reference: str, folder: Path) -> Media | Fault:
        relative = reference if os.path.lexists(folder / reference) else unquote(reference)
        try:
            if wrong := _find_wrong_address(reference, relative) or self._find_wrong_place(folder, relative):
                return Fault(MEDIA_RULE, wrong, reference)
            path = (folder / self._spell(folder, relative)).absolute()
            if wrong := _find_no_medium(path):
                return Fault(MEDIA_RULE, f"'{relative}' {wrong}", reference)
            return self._look_into(path, relative, reference)
        except (OSError, ValueError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            return Fault(MEDIA_RULE, f"'{relative}' can't be read: {reason}", reference)

    def _find_wrong_place(self, folder: Path, relative: str) -> str:
        """Say what is wrong with the place that a path leads to; empty where it may be one of the course."""
        if not (folder / relative).resolve().is_relative_to(self.root):
            return f"'{relative}' lies outside the course's folder; copy it into the course"
        spelled = self._spell(folder, relative)
        if not _same(spelled, relative):
            return f"'{relative}' is spelled '{spelled}' on disk; case matters on other machines"
        return ""

    def _look_into(self, path: Path, relative: str, reference: str) -> Media | Fault:
        """Describe a file, unless its first bytes say that it is something else than its name says."""
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        suffix = path.suffix.lower()
        if found := find_fault(head, suffix, picture=suffix in PICTURES):
            severity, what = found
            wrong = Fault(MEDIA_RULE.at(severity), f"'{relative}' {what}", reference)
            if severity == "error":
                return wrong
            self.doubts[path] = wrong
        elif doubt := self._find_doubtful_name(path, relative):
            self.doubts[path] = Fault(MEDIA_RULE.at("warning"), doubt, reference)
        return _describe(path, relative)

    def _find_doubtful_name(self, path: Path, relative: str) -> str:
        """Say why a file would not be there for colleagues with another system; empty where it would."""
        parts = (part for part in relative.split("/") if part not in ("", ".", ".."))
        if odd := next((part for part in parts if not fits_windows(part)), ""):
            return f"Windows can have no '{odd}', so nobody there could clone this course; rename it"
        names = sorted(name for name in self._names(path.parent) if name.casefold() == path.name.casefold())
        if other := next((name for name in names if not _same(name, path.name)), ""):
            return (
                f"'{relative}' and '{other}' differ in case alone: Windows and Macs have only one of them; rename one"
            )
        return ""

    def _spell(self, folder: Path, relative: str) -> str:
        """Return a path as the disk spells it, which may be in other case or other Unicode form."""
        spelled: list[str] = []
        for part in relative.split("/"):
            if part in ("", ".", ".."):
                spelled.append(part)
            else:
                names = self._names(folder)
                near = [name for name in names if _same(name, part)] or [
                    name for name in names if name.casefold() == part.casefold()
                ]
                spelled.append(part if part in names or not near else near[0])
            folder = folder / spelled[-1]
        return "/".join(spelled)

    def _names(self, folder: Path) -> frozenset[str]:
        if folder not in self._listed:
            self._listed[folder] = frozenset(each.name for each in folder.iterdir()) if folder.is_dir() else frozenset()
        return self._listed[folder]


def read_content(media: Media) -> bytes:
    """Read a file anew to put it somewhere. Raises CommandError if it is not what it was when it was found."""
    content = media.path.read_bytes()
    if hashlib.sha256(content).hexdigest() != media.digest:
        raise CommandError(f"{media.path} changed while mkdeck worked with it; run mkdeck again.")
    return content


def _find_wrong_address(reference: str, relative: str) -> str:
    """Say why an address, or the path that is read from it, is none of a course's files; empty where it may be."""
    if not relative or "\0" in relative:
        return "the address of this picture is empty"
    if re.match(r"file:|/(?!/)|\\|[A-Za-z]:[/\\]", relative, re.IGNORECASE):
        return (
            f"'{relative}' is a place on one machine alone; copy the file into the course, and name it by its path "
            "from the deck file's folder"
        )
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|//", reference):
        return "media must be a file of the course; download it, since cards work without network"
    if "\\" in relative:
        return f"a path has '/' between folders; write '{relative.replace(chr(92), '/')}'"
    if ":" in relative.partition("/")[0]:
        return "media is named by its path from the deck file's folder, which has no ':' in it"
    return ""


def _find_no_medium(path: Path) -> str:
    """Say why a path is no file that Anki shows or plays; empty where its name and size may be those of one."""
    real = path.resolve()
    if real.exists() and not real.is_file() and not real.is_dir():
        return "is a pipe or a device, not a file"
    if not real.is_file():
        return f"{'is a folder' if real.is_dir() else 'does not exist'}; the path is relative to the deck file's folder"
    if path.suffix.lower() not in PICTURES | SOUND | VIDEO:
        return "is no picture, sound or video that Anki shows"
    size = real.stat().st_size
    if size > _MAX_BYTES:
        return f"is larger than {_MAX_BYTES // 2**30} GB, too much to be part of a deck; shorten it, or link to it"
    return "" if size else "is an empty file"


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def make_safe_stem(stem: str) -> str:
    """Make the stem of a file's name that any system and any browser takes."""
    return _UNSAFE.sub("-", anyascii(stem).lower()).strip("-")[:_MAX_STEM_CHARACTERS].strip("-") or "file"


def _describe(path: Path, relative: str) -> Media:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stem, suffix = Path(relative).stem, Path(relative).suffix
    # The digest in the name makes changed content a new file, which Anki copies; a known name it would not.
    return Media(f"{make_safe_stem(stem)}-{digest[:12]}{suffix.lower()}", path, path.stat().st_size, digest)
