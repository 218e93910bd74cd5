"""The inputs beside the tests: plain files, and folders that stand for the archive of their name."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent


def find_sources(pattern: str = "*") -> list[Path]:
    """Find the inputs of the formats that a pattern names; what has no suffix is a folder of pictures beside them."""
    found = (path for path in HERE.glob(f"{pattern}/*.*") if path.suffix not in (".yaml", ".log"))
    return sorted(path for path in found if path.parent.name != "__pycache__")


def read_source(path: Path) -> bytes:
    """Give the content of a file, or the archive of a folder; the same folder gives the same bytes."""
    return pack(path) if path.is_dir() else path.read_bytes()


def pack(folder: Path) -> bytes:
    """Pack the files of a folder."""
    return pack_files(
        (path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()
    )


def pack_files(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack files, each a name and its content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files:
            out.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
