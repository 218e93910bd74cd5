"""The files that an imported text shows or plays: taken out of the source, named safely, put beside the deck."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes

from mkdeck.notes.media import PICTURES, make_safe_stem
from mkdeck.text.playing import SOUND, VIDEO

FOLDER = "media"
"""Where the files go, beside the deck."""

_DATA = re.compile(r"data:(?P<type>[\w.+/-]*+)(?P<rest>[^,]*),(?P<content>.*)", re.DOTALL | re.IGNORECASE)
_SIGNATURES = (
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"OggS", ".ogg"),
    (b"ID3", ".mp3"),
    (b"fLaC", ".flac"),
    (b"\x1aE\xdf\xa3", ".webm"),
)
_COUNTED = re.compile(r"(?<!_)_*xid-\d+_\d+$")
"""What Blackboard adds to the name of every file."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that a question shows or plays: its safe name beside the deck, and its content."""

    name: str
    content: bytes = field(repr=False)


def locate(address: str) -> Iterable[str]:
    """Return the names that the file behind an address can have in Moodle's exports."""
    path = address.partition("?")[0].removeprefix("@@PLUGINFILE@@").removeprefix("/")
    return (path, unquote(path), unquote(unquote(path)))


class Attachments:
    """The files of one question: those that the source holds by their name, and those that it embeds as data.

    `locate` gives the names under which the source may hold the file behind an address, the likeliest first.
    `taken` are the files that texts referred to so far, `missing` the addresses behind which there is no file.
    With `sized`, pictures keep the width or height that HTML gives them; many programs note that of every file.
    """

    def __init__(
        self,
        files: Mapping[str, bytes] | None = None,
        locate: Callable[[str], Iterable[str]] = locate,
        *,
        sized: bool = False,
    ) -> None:
        self.files = {} if files is None else files
        self.locate = locate
        self.sized = sized
        self.taken: dict[str, MediaFile] = {}
        self.missing: list[str] = []

    def find(self, address: str) -> str | None:
        """Return the path from the deck to the file behind an address; None where the source does not hold it."""
        file = self._embedded(address) if address[:5].lower() == "data:" else self._held(address)
        if file is None:
            self.missing.append(address[:80])
            return None
        self.taken[file.name] = file
        return file.name

    def _held(self, address: str) -> MediaFile | None:
        for name in self.locate(address):
            if name in self.files:
                return _name(name, self.files[name])
        return None

    @staticmethod
    def _embedded(address: str) -> MediaFile | None:
        match = _DATA.fullmatch(address)
        if not match:
            return None
        if "base64" in match["rest"].lower():
            content = decode_base64(unquote(match["content"]))
        else:
            content = unquote_to_bytes(match["content"])
        kind = match["type"].rpartition("/")[2].partition("+")[0].replace("jpeg", "jpg").replace("mpeg", "mp3")
        return _name(f"picture.{kind}", content) if content else None


def name_missing(addresses: Iterable[str]) -> list[str]:
    """Name each address behind which the source holds no file."""
    return [f"'{address}' is not part of this file" for address in dict.fromkeys(addresses)]


def decode_base64(text: str) -> bytes:
    """Decode base64 with any white space in it; nothing where it is broken."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _name(name: str, content: bytes) -> MediaFile | None:
    """Name a file by its own name and its content; None where Anki could not show it."""
    path = PurePosixPath(name.replace("\\", "/"))
    suffix = path.suffix.lower()
    if suffix not in PICTURES | SOUND | VIDEO:
        suffix = _guess_suffix(content)
    if not suffix or not content:
        return None
    bare = _COUNTED.sub("", path.stem) or path.stem
    # The digest keeps files of one name apart, within a source and between two.
    return MediaFile(f"{FOLDER}/{make_safe_stem(bare)}-{hashlib.sha256(content).hexdigest()[:8]}{suffix}", content)


def _guess_suffix(content: bytes) -> str:
    """Return what a file's name should end in, by how it starts; empty where that is not known."""
    if suffix := next((known for signature, known in _SIGNATURES if content.startswith(signature)), ""):
        return suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ".webp"
    return ".svg" if b"<svg" in content[:1000] else ""
