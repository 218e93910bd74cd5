"""XML as a tree that knows its lines; entities, external files and documents without an end are refused."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXParseException, handler, xmlreader

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parse as parse_sax

from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources.decoding import decode

MAX_NESTED = 200
MAX_ELEMENTS = 1_500_000
"""Beyond this a tree takes more than about a gigabyte."""

_DECLARATION = re.compile(r"\s*<\?xml[^<>]*\?>")
_FOREIGN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[>]*(?:\[[^\]]*\]\s*)?>")
_ROOT = re.compile(rb"<[A-Za-z]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)


@dataclass(slots=True)
class Element:
    """An element with its line; tags and attributes are without their namespace.

    `content` is all that stands directly inside, in its order; `children` are the elements of it.
    """

    tag: str
    line: int
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    content: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the characters directly inside."""
        return "".join(piece for piece in self.content if isinstance(piece, str))

    @property
    def markup(self) -> str:
        """Return all that is inside, elements as the HTML that they are where nobody escaped it."""
        if not self.children:
            return self.text
        return "".join(
            html.escape(piece, quote=False) if isinstance(piece, str) else piece._outside  # noqa: SLF001 - its own class
            for piece in self.content
        )

    @property
    def _outside(self) -> str:
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in self.attributes.items())
        inside = self.markup if self.children else html.escape(self.text, quote=False)
        return f"<{self.tag}{attributes}>{inside}</{self.tag}>" if self.content else f"<{self.tag}{attributes}/>"

    def child(self, tag: str) -> "Element | None":
        """Return the first child of a tag."""
        return next((each for each in self.children if each.tag == tag), None)

    def all(self, tag: str) -> list["Element"]:
        """Return the children of a tag."""
        return [each for each in self.children if each.tag == tag]

    def below(self, *tags: str) -> Iterator["Element"]:
        """Yield every element of these tags below, in the order of the document."""
        for each in self.children:
            if each.tag in tags:
                yield each
            yield from each.below(*tags)

    def text_at(self, *path: str) -> str:
        """Return the text at the end of a path of tags; empty if it is not there."""
        element: Element | None = self
        for tag in path:
            element = element.child(tag) if element else None
        return element.text.strip() if element else ""


def parse(content: bytes) -> Element:
    """Read a document. Raises UnreadableError where it is not well-formed, or dangerous."""
    content = _drop_doctype(content)
    try:
        return _parse(content)
    except SAXParseException:
        # Files that programs wrote by hand have signs that XML forbids, HTML's entities, or another encoding.
        text = _DECLARATION.sub("", decode(content), count=1).lstrip()
        if "<!DOCTYPE" not in text[:2000]:
            parts = _CDATA.split(text)
            parts[::2] = [_FOREIGN_ENTITY.sub("&amp;", part) for part in parts[::2]]
            text = "".join(parts)
    try:
        return _parse(text.encode())
    except SAXParseException as error:
        reason = error.getMessage()
        raise UnreadableError(f"this is not well-formed XML ({reason})", error.getLineNumber() or 0) from None


def _drop_doctype(content: bytes) -> bytes:
    """Drop a document type that only says which elements there are; it often names a file that nobody has."""
    match = _DOCTYPE.search(content, 0, 8000)
    if not match or b"<!ENTITY" in match.group() or b"%" in match.group():
        return content
    root = _ROOT.search(content)
    if root and root.start() < match.start():
        return content
    return content[: match.start()] + b"\n" * match.group().count(b"\n") + content[match.end() :]


def _parse(content: bytes) -> Element:
    builder = _Builder()
    try:
        parse_sax(io.BytesIO(content), builder)
    except DefusedXmlException:
        raise UnreadableError("this XML defines entities or points to other files, which is refused") from None
    except (LookupError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise SAXParseException(str(error), None, builder.locator or xmlreader.Locator()) from None
    if builder.root is None:
        raise UnreadableError("this XML is empty")
    return builder.root


class _Builder(handler.ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.locator: xmlreader.Locator | None = None

    def setDocumentLocator(self, locator: xmlreader.Locator) -> None:  # noqa: N802 - the interface's own name
        self.locator = locator

    def startElement(self, name: str, attrs: xmlreader.AttributesImpl) -> None:  # noqa: N802
        line = (self.locator.getLineNumber() if self.locator else 0) or 0
        if len(self.open) >= MAX_NESTED:
            raise UnreadableError(f"elements nest more than {MAX_NESTED} deep here", line)
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise UnreadableError(f"this has more than {MAX_ELEMENTS:,} elements; split it", line)
        element = Element(_local(name), line, {_local(key): value for key, value in attrs.items()})
        if self.open:
            self.open[-1].children.append(element)
            self.open[-1].content.append(element)
        else:
            self.root = element
        self.open.append(element)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802
        self.open.pop()

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].content.append(content)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
