"""Files of word processors and their kin, which hold texts but no questions that can be told apart."""

import io
from zipfile import BadZipFile, ZipFile

from mkdeck.importers.sources.workbook import OLD_OFFICE

_AS_TEXT = "save it as plain text (.txt, in UTF-8) and import that"
_ZIPPED = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
}
"""By a member that such a file has. Source: ECMA-376, Office Open XML."""
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "an OpenDocument text",
    b"application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation",
}
"""By what the member `mimetype` says. Source: OpenDocument 1.3, part 2."""
_STREAMS = {"WordDocument": "an old Word document", "PowerPoint Document": "an old PowerPoint presentation"}
"""By a stream that a compound file has. Source: MS-CFB, whose names are in UTF-16."""
_MAX_SEARCHED = 50_000_000


def name_document(content: bytes) -> str:
    """Say what a file is that holds a formatted text, and what to save it as; empty for any other."""
    if content.startswith(b"%PDF-"):
        return "this is a PDF; copy its text into a plain text file (.txt, in UTF-8) and import that"
    if content.startswith(b"{\\rtf"):
        return f"this is a text with formatting (RTF); {_AS_TEXT}"
    if content.startswith(OLD_OFFICE):
        found = (what for name, what in _STREAMS.items() if name.encode("utf-16-le") in content[:_MAX_SEARCHED])
        what = next(found, "")
        return f"this is {what}; {_AS_TEXT}" if what else ""
    return _name_zipped(content) if content.startswith(b"PK\x03\x04") else ""


def _name_zipped(content: bytes) -> str:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100).strip() if "mimetype" in names else b""
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return ""
    if kind in _OPEN:
        return f"this is {_OPEN[kind]}; {_AS_TEXT}"
    what = next((what for name, what in _ZIPPED.items() if name in names), "")
    return f"this is {what}; {_AS_TEXT}" if what else ""
