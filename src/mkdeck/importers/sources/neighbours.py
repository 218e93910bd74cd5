"""The pictures, sounds and videos that lie beside a file to import, and nothing else on this machine."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from mkdeck.course.yaml_source import MAX_BYTES
from mkdeck.notes.media import PICTURES
from mkdeck.text.playing import SOUND, VIDEO


class Nearby(Mapping[str, bytes]):
    """The media files of a folder by their path from there, read when they are asked for.

    A path that leads out of the folder, by `..`, from the root or over a link, is as good as none.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> bytes:
        """Read a file. Raises KeyError where there is none that may be read."""
        path = PurePosixPath(name)
        if self.folder is None or path.is_absolute() or ".." in path.parts or set(name) & set("\\:\0"):
            raise KeyError(name)
        if path.suffix.lower() not in PICTURES | SOUND | VIDEO:
            raise KeyError(name)
        try:
            root = self.folder.resolve()
            real = (root / path).resolve()
            # Only a file is read: a pipe or a device might never end.
            if not real.is_relative_to(root) or not real.is_file() or real.stat().st_size > MAX_BYTES:
                raise KeyError(name)
            return real.read_bytes()
        except (OSError, ValueError, RuntimeError) as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        """Name no file: the folder is not listed."""
        return iter(())

    def __len__(self) -> int:
        """Count no file: the folder is not listed."""
        return 0


def name_absent(names: Iterable[str]) -> list[str]:
    """Name each file that does not lie beside the source."""
    return [f"the picture '{name}' is not beside this file" for name in dict.fromkeys(names)]
