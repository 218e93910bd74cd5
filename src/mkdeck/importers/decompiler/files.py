"""The media of a package: where they go beside the deck, and what fields call them."""

import re
from collections.abc import Iterator, Mapping

from mkdeck.apkg.archive import Archive
from mkdeck.importers.sources.attachments import FOLDER, Attachments, MediaFile

_OWN_NAME = re.compile(r"([a-z0-9][a-z0-9-]{0,39})-[0-9a-f]{12}(\.[a-z0-9]{2,5})")


class PackageFiles(Mapping[str, bytes]):
    """The files of a package by name, each read when it is asked for."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __getitem__(self, name: str) -> bytes:
        """Return a file's content."""
        if name not in self._archive.media:
            raise KeyError(name)
        return self._archive.read_media(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(sorted(self._archive.media))

    def __len__(self) -> int:
        """Count the files."""
        return len(self._archive.media)


def make_paths(names: Mapping[str, bytes]) -> dict[str, str]:
    """Return the path of each file that mkdeck named, so that a build names it just so again."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if match := _OWN_NAME.fullmatch(name):
            bare = match[1] + match[2]
            path, number = f"{FOLDER}/{bare}", 1
            while path in taken:  # another file of the same name, from another folder
                number += 1
                path = f"{FOLDER}/{number}/{bare}"
            taken.add(path)
            paths[name] = path
    return paths


class OwnFiles(Attachments):
    """The files of a note that mkdeck made, under the names that they had."""

    def __init__(self, files: Mapping[str, bytes], paths: Mapping[str, str]) -> None:
        super().__init__(files)
        self.paths = paths

    def find(self, address: str) -> str | None:
        """Return the path of a file by the name that fields use, or by the path that it was given already."""
        if address in self.taken:
            return address
        path = self.paths.get(address)
        content = self.files.get(address, b"") if path else b""
        if path and content:
            self.taken[path] = MediaFile(path, content)
            return path
        return super().find(address)
