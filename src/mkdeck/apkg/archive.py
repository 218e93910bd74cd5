"""The zip file that a package is: its collection and its media, in Anki's older and newer form, within bounds.

Source: Anki's own `rslib/src/import_export/package`, whose versions these are: `collection.anki2` and
`collection.anki21` with a JSON map of media; since version 3 `collection.anki21b`, where everything but the version
is compressed with zstd, and the map is a protocol buffer.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Self

from mkdeck.apkg.json_values import read_json
from mkdeck.apkg.protobuf import read_bytes, read_message, read_number, read_text

MAX_COLLECTION = 2 * 2**30
MAX_MEDIA = 2**30
"""How many bytes all media that are read may have together."""
_MAX_MAP = 64 * 2**20
_MIN_LIMIT = 64 * 2**20
"""So many bytes anything may unpack to."""
_MAX_RATIO = 100
"""What unpacks to more may be so many times as large as it is packed; real collections are some 10."""
_MAX_WINDOW = 2**27
"""How much memory zstd may take; Anki's own packages take a sixteenth of it."""
_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The best first: newer packages hold an older one beside, which only asks for a newer Anki."""
_CHUNK = 2**20
_LATEST = 3
_NAME, _SIZE, _LEGACY_ENTRY = 1, 2, 255


class BrokenPackageError(ValueError):
    """Say in one sentence why a package can't be read."""


def is_package(content: bytes) -> bool:
    """Whether a file's content looks like a package."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name in _COLLECTIONS for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        # The names stand at the end of a zip file, too; one that was cut short has only those at its start.
        return b"collection.anki2" in content[:4000]


@contextmanager
def _faults_named() -> Iterator[None]:
    """Turn whatever a damaged zip file, JSON or message makes the libraries raise into BrokenPackageError."""
    try:
        yield
    except BrokenPackageError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BrokenPackageError("its zip file is damaged or cut short") from error
    except RuntimeError as error:  # what zipfile says where a password is needed
        raise BrokenPackageError("its zip file is encrypted or damaged") from error
    except MemoryError as error:
        raise BrokenPackageError("it is too large for this machine") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise BrokenPackageError("it is damaged, or no package of Anki's") from error


class Archive:
    """An opened package; `media` are the names that fields use. Raises BrokenPackageError where it can't be read."""

    def __init__(self, file: Path | BinaryIO | bytes) -> None:
        with _faults_named():
            self._zip = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
            self._size = _measure(self._zip)
            self.comment = self._zip.comment.decode("utf-8", "replace")
            names = set(self._zip.namelist())
            found = next((name for name in _COLLECTIONS if name in names), None)
            if found is None:
                raise BrokenPackageError("it holds no collection")
            version = read_number(read_message(self._read("meta", 1000)), 1) if "meta" in names else 1
            if version > _LATEST:
                raise BrokenPackageError("it is of a newer version of Anki than mkdeck knows")
            self._collection = found
            self._compressed = found == _COLLECTIONS[0]
            self._budget = MAX_MEDIA
            self.exported = "meta" in names
            self._entries = self._read_map() if "media" in names else {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def media(self) -> frozenset[str]:
        """Return the names of all files that the package holds."""
        return frozenset(self._entries)

    def read_collection(self) -> bytes:
        """Return the SQLite file."""
        with _faults_named():
            return self._read(self._collection, MAX_COLLECTION, packed=self._compressed)

    def read_media(self, name: str) -> bytes:
        """Return a file's content, by the name that fields use; empty where its entry is not there."""
        with _faults_named():
            try:
                content = self._read(self._entries[name], self._budget, packed=self._compressed)
            except KeyError:
                return b""
            self._budget -= len(content)
            return content

    def _read_map(self) -> dict[str, str]:
        """Return the entry of each file by its name."""
        content = self._read("media", _MAX_MAP, packed=self._compressed)
        if not self._compressed:
            return {str(name): str(entry) for entry, name in read_json(content or b"{}").items()}
        entries: dict[str, str] = {}
        for i, each in enumerate(read_message(content).get(1, ())):
            message = read_message(each if isinstance(each, bytes) else b"")
            number = read_number(message, _LEGACY_ENTRY) if _LEGACY_ENTRY in message else i
            if read_bytes(message, _NAME):
                entries[read_text(message, _NAME)] = str(number)
        return entries

    def _read(self, entry: str, limit: int, *, packed: bool = False) -> bytes:
        too_large = BrokenPackageError("it unpacks to more than mkdeck reads")
        info = self._zip.getinfo(entry)
        limit = min(limit, max(_MIN_LIMIT, _MAX_RATIO * min(info.compress_size, self._size)))
        if info.file_size > limit:
            raise too_large
        with self._zip.open(entry) as raw:
            if not packed:
                try:
                    return raw.read(limit)
                except (OSError, lzma.LZMAError) as error:  # what bz2 and lzma say
                    raise BrokenPackageError("its zip file is damaged or cut short") from error
            import zstandard  # noqa: PLC0415 - only packages of newer Ankis need it

            out = io.BytesIO()
            try:
                reader = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(
                    raw, read_across_frames=True
                )
                while chunk := reader.read(_CHUNK):
                    if out.tell() + len(chunk) > limit:
                        raise too_large
                    out.write(chunk)
            except zstandard.ZstdError as error:
                raise BrokenPackageError("its zstd data are damaged") from error
            return out.getvalue()


def _measure(archive: zipfile.ZipFile) -> int:
    """Return how many bytes the zip file itself has, which no entry can lie about."""
    file = archive.fp
    return file.seek(0, io.SEEK_END) if file else 0
