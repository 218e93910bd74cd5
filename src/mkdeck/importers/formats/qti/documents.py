"""The documents of a file or a package of QTI, and the items in them, in the order of their test."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdeck.importers.draft import Document, Remark, Skipped
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats.qti import pool
from mkdeck.importers.formats.qti.metadata import read_metadata
from mkdeck.importers.formats.qti.naming import own_title
from mkdeck.importers.formats.qti.packages import Package
from mkdeck.importers.formats.qti.version3 import rename_elements
from mkdeck.importers.sources.archives import Archive, is_archive, show_name
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.xml_tree import Element, parse

_ROOTS = re.compile(
    rb"<(?:\w+:)?(?:questestinterop|assessmentItem|assessmentTest|qti-assessment-item|qti-assessment-test)[\s>/]"
    rb"|<POOL>"
)
_ITEMS = frozenset({"item", "assessmentItem"})
_BANKS = frozenset({"assessment", "objectbank", "section"})


@dataclass(frozen=True, slots=True)
class Source:
    """A document: the file itself, or a member of an archive."""

    root: Element
    name: str = ""
    package: Package | None = None

    @property
    def member(self) -> str:
        """Return its name as it can be printed."""
        return show_name(self.name)

    def attachments(self) -> Attachments:
        """Return the files that its texts may show."""
        return self.package.attachments(self.name) if self.package else Attachments()

    def keywords(self) -> list[str]:
        """Return the keywords that the manifest has for an item's own file."""
        resource = self.package.resources.get(self.name) if self.package and self.root.tag in _ITEMS else None
        words = resource.below("keyword") if resource else ()
        return [text.text.strip() for word in words for text in word.below("string", "langstring")]


@dataclass(frozen=True, slots=True)
class Item:
    """An item where it stands, below the names of its bank and sections."""

    element: Element
    source: Source
    levels: tuple[str, ...]


def is_qti(start: bytes) -> bool:
    """Whether a document is QTI, by how it starts."""
    return bool(_ROOTS.search(start.replace(b"\0", b"")))


def open_documents(document: Document) -> tuple[list[Source], list[Skipped]]:
    """Return the documents, and those that can't be read as if each held one question."""
    if not is_archive(document.content):
        return [Source(modern(parse(document.content)))], []
    package = Package(Archive(document.content), is_qti, document.encoding)
    if not package.documents:
        inner = next((name for name in package.archive if name.lower().endswith((".zip", ".imscc"))), "")
        hint = f", but '{inner}', another archive; unpack this one, and import that" if inner else ""
        raise UnreadableError(f"this archive holds no questions in QTI{hint}")
    sources: list[Source] = []
    skipped: list[Skipped] = []
    for name in _without_stubs(package.documents):
        try:
            sources.append(Source(modern(package.parse(name)), name, package))
        except UnreadableError as fault:
            skipped.append(Skipped(fault.line or 1, str(fault), fault.member))
    return sources, skipped


def modern(root: Element) -> Element:
    """Return a document, that of QTI 3 under the names of QTI 2."""
    if root.tag.startswith("qti-"):
        rename_elements(root)
    return root


def _without_stubs(names: Sequence[str]) -> Iterator[str]:
    """Leave out what Canvas writes for other platforms, where it has written the same quiz for itself as well."""
    for name in names:
        folder, _, file = name.rpartition("/")
        own = f"non_cc_assessments/{folder.rpartition('/')[2]}.xml.qti"
        if file != "assessment_qti.xml" or not any(each.endswith(own) for each in names):
            yield name


def find_items(sources: Sequence[Source]) -> list[Item]:
    """Find the items of all documents; those that a test asks for come in its order."""
    plan = {name: levels for source in sources for name, levels in _read_plan(source)}
    order = {name: i for i, name in enumerate(plan)}
    items: list[Item] = []
    for source in sorted(sources, key=lambda source: order.get(source.name, len(order))):
        levels = plan.get(source.name, ())
        items += (
            [Item(source.root, source, levels)]
            if source.root.tag in _ITEMS
            else _items_below(source.root, source, levels)
        )
    return items


def _read_plan(source: Source) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the files that a test of QTI 2 asks for, in its order, each below the titles of its sections."""

    def walk(element: Element, levels: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for child in element.children:
            if child.tag == "assessmentItemRef" and source.package:
                name = source.package.resolve(child.attributes.get("href", ""), source.name)
                if name:
                    yield name, levels
            elif child.tag == "assessmentSection":
                yield from walk(child, (*levels, child.attributes.get("title", "")))
            else:
                yield from walk(child, levels)

    return walk(source.root, ()) if source.root.tag == "assessmentTest" else iter(())


def _items_below(element: Element, source: Source, levels: tuple[str, ...]) -> Iterator[Item]:
    for child in element.children:
        if child.tag in _ITEMS or child.tag.startswith(pool.PREFIX):
            yield Item(child, source, levels)
        elif child.tag in _BANKS:
            yield from _items_below(child, source, (*levels, _name(child)))


def find_foreign_banks(sources: Sequence[Source]) -> list[Remark]:
    """Find where a quiz of Canvas draws questions at random from a bank that is not there."""
    held = {each.attributes.get("ident", "") for source in sources for each in source.root.below("objectbank")}
    message = "this draws questions from a bank that is not part of the file; export the bank as well"
    return [
        Remark(each.line, message, source.member)
        for source in sources
        for each in source.root.below("sourcebank_ref")
        if each.text.strip() not in held
    ]


def _name(bank: Element) -> str:
    return read_metadata(bank).get("bank_title", "") or bank.attributes.get("title", "")


def read_title(root: Element) -> str:
    """Return the title of a document's test or pool."""
    if root.tag == "POOL":
        return own_title(next((each.attributes.get("value", "") for each in root.all("TITLE")), ""))
    test = root if root.tag == "assessmentTest" else root.child("assessment")
    return own_title(test.attributes.get("title", "")) if test else ""
