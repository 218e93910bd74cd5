"""Content packages: an archive with a manifest, documents that hold questions, and the files that they show.

Sources: IMS Content Packaging 1.1.4 and Common Cartridge 1.3 (1EdTech).
"""

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import unquote

from mkdeck.importers.draft import Document, Remark
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources.archives import Archive, show_name
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.decoding import is_utf8, recode
from mkdeck.importers.sources.xml_tree import Element, parse

MANIFEST = "imsmanifest.xml"

_DOCUMENT = re.compile(r"\.(?:xml|qti|dat)$", re.IGNORECASE)
_BYTES_TO_RECOGNISE = 8192
_BASE = re.compile(
    r"(?:\$?IMS[-_]CC[-_]FILEBASE\$?|@X@EmbeddedFile\.\w+@X@|\$CANVAS_COURSE_REFERENCE\$/file_contents/course files)/*"
)
_XID = re.compile(r"xid-\d+_\d+")
_UP = re.compile(r"^(?:\.\./)+")
_FOLDERS = ("", "web_resources", "resources", "csfiles/home_dir", "media", "images")


class Package:
    """A package by its documents in the manifest's order. Raises UnreadableError as Archive does.

    `encoding` is what those are in that are not in UTF-8; where nobody says, `guesses` tell what was read as what.
    """

    def __init__(self, archive: Archive, is_document: Callable[[bytes], bool], encoding: str = "") -> None:
        self.archive = archive
        self.encoding = encoding
        self.guesses: dict[str, tuple[Remark, ...]] = {}
        manifest = min((name for name in archive if posixpath.basename(name) == MANIFEST), key=len, default="")
        self.base = posixpath.dirname(manifest)
        self.resources = _read_manifest(archive[manifest], self.base) if manifest else {}
        order = {name: i for i, name in enumerate(self.resources)}
        named = [name for name in archive if _DOCUMENT.search(name) and name != manifest]
        found = [name for name in named if is_document(archive.start(name, _BYTES_TO_RECOGNISE))]
        self.documents = sorted(found, key=lambda name: order.get(name, len(order)))
        self._index(archive)

    def _index(self, names: Iterable[str]) -> None:
        """Note the files of the archive by whatever an address may call them."""
        self._by_path = {name.casefold(): name for name in names}
        self._by_name: dict[str, list[str]] = {}
        self._by_xid: dict[str, str] = {}
        for name in names:
            self._by_name.setdefault(posixpath.basename(name).casefold(), []).append(name)
            if not name.endswith(".xml") and (match := _XID.search(name)):
                self._by_xid[match.group()] = name

    def parse(self, name: str) -> Element:
        """Read a document. Raises UnreadableError, with its name."""
        try:
            content = self.archive[name]
            if self.encoding and not is_utf8(content):
                content = recode(content, self.encoding)
            member = show_name(name)
            self.guesses[name] = tuple(replace(each, member=member) for each in Document(name, content).guesses)
            return parse(content)
        except UnreadableError as fault:
            raise UnreadableError(str(fault), fault.line, show_name(name)) from None

    def attachments(self, document: str) -> Attachments:
        """Return the files for the texts of a document."""
        return Attachments(self.archive, lambda address: self._locate(address, document))

    def resolve(self, address: str, document: str) -> str | None:
        """Return the name of the file behind an address in a document; None where there is none."""
        return next((name for name in self._locate(address, document) if name in self.archive), None)

    def _locate(self, address: str, document: str) -> Iterable[str]:
        path = unquote(unquote(address.partition("?")[0].partition("#")[0])).replace("\\", "/")
        xid = _XID.search(path)
        if xid and xid.group() in self._by_xid:
            yield self._by_xid[xid.group()]
        if re.match(r"[a-zA-Z][a-zA-Z+.-]*:", path):
            return
        path = _BASE.sub("", path).lstrip("/")
        folder = posixpath.dirname(document)
        near = (folder, posixpath.splitext(document)[0], posixpath.dirname(folder))
        for base in (*near, *(posixpath.join(self.base, each) for each in _FOLDERS)):
            joined = _UP.sub("", posixpath.normpath(posixpath.join(base, path))).casefold()
            if joined in self._by_path:
                yield self._by_path[joined]
        named = self._by_name.get(posixpath.basename(path).casefold(), [])
        if len(named) == 1:
            yield named[0]


def _read_manifest(content: bytes, base: str) -> dict[str, Element]:
    """Return the files that a manifest names, each with its resource; none where it can't be read."""
    try:
        root = parse(content)
    except UnreadableError:
        return {}
    files: dict[str, Element] = {}
    for resource in root.below("resource"):
        folder = posixpath.join(base, resource.attributes.get("base", ""))
        addresses = [resource.attributes.get(name, "") for name in ("href", "file")]
        addresses += [each.attributes.get("href", "") for each in resource.all("file")]
        for address in addresses:
            if address:
                for start in (folder, base):
                    files.setdefault(posixpath.normpath(posixpath.join(start, unquote(address))), resource)
    return files
