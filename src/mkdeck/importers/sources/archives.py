"""Zip archives from anywhere, read in memory and never unpacked to a disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from mkdeck.importers.errors import UnreadableError

MAX_BYTES = 1024 * 1024 * 1024
"""Of the archive itself; those of whole courses hold films that nobody unpacks."""
MAX_MEMBERS = 20_000
MAX_MEMBER_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive(Mapping[str, bytes]):
    """The files of an archive by their names, with `/` between folders; each is decompressed when first asked for.

    Raises UnreadableError where the archive is broken, encrypted or made to do harm: names that lead out of it, a name
    twice, more than MAX_MEMBERS files, or more bytes than MAX_MEMBER_BYTES in one file or MAX_TOTAL_BYTES in all that
    were asked for. Bytes are counted as they are decompressed, whatever the archive says of itself.
    """

    def __init__(self, content: bytes) -> None:
        # The directory is counted before it is read, as reading a long one takes long.
        if content.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:
            raise UnreadableError(f"this archive holds more than {MAX_MEMBERS:,} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise UnreadableError(f"this archive is broken ({_say(error)})") from None
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._contents: dict[str, bytes] = {}
        self._left = MAX_TOTAL_BYTES
        for member in self._zip.infolist():
            name = _check(member)
            if name in self._members:
                raise UnreadableError(f"this archive holds two files of the name '{show_name(name)}'")
            if not name.endswith("/"):
                self._members[name] = member

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the files, in the archive's order."""
        return iter(self._members)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._members)

    def __contains__(self, name: object) -> bool:
        """Whether there is a file of a name, without decompressing it."""
        return name in self._members

    def __getitem__(self, name: str) -> bytes:
        """Return the content of a file."""
        if name not in self._contents:
            content = self.start(name, MAX_MEMBER_BYTES + 1)
            if len(content) > MAX_MEMBER_BYTES:
                raise UnreadableError(
                    f"'{show_name(name)}' in this archive has more than {MAX_MEMBER_BYTES // 2**20} MB"
                )
            self._contents[name] = content
        return self._contents[name]

    def start(self, name: str, size: int) -> bytes:
        """Return the first bytes of a file, at most `size`."""
        out = bytearray()
        for chunk in self._chunks(name, size):
            out += chunk
            self._left -= len(chunk)
            if self._left < 0:
                raise UnreadableError(
                    f"the files in this archive have more than {MAX_TOTAL_BYTES // 2**20} MB together"
                )
        return bytes(out)

    def _chunks(self, name: str, size: int) -> Iterator[bytes]:
        try:
            with self._zip.open(self._members[name]) as file:
                while size > 0 and (chunk := file.read(min(_CHUNK, size))):
                    size -= len(chunk)
                    yield chunk
        except _BROKEN as error:
            raise UnreadableError(f"'{show_name(name)}' in this archive is broken ({_say(error)})") from None


def is_archive(content: bytes) -> bool:
    """Whether a content is a zip archive, by how it starts."""
    return content.startswith(_SIGNATURES)


def holds_xml(content: bytes) -> bool:
    """Whether an archive holds XML, and is no workbook. Raises UnreadableError as Archive does."""
    names = Archive(content)
    return any(name.lower().endswith((".xml", ".qti", ".dat")) for name in names) and "[Content_Types].xml" not in names


def show_name(name: str) -> str:
    """Return a file's name as it can be printed on a line."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:200])


def _check(member: zipfile.ZipInfo) -> str:
    """Return the name of a member with `/` between folders. Raises UnreadableError where it may not be read."""
    name = member.filename.replace("\\", "/")
    shown = show_name(name)
    if not name or name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts or "\0" in name:
        raise UnreadableError(f"this archive holds a file whose name leads out of it, '{shown}'")
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableError(f"'{shown}' in this archive is encrypted; save the archive without a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableError(f"'{shown}' in this archive is compressed in a way that is not supported; use plain zip")
    return name


def _say(error: Exception) -> str:
    return show_name(str(error).rstrip(".")) or type(error).__name__
