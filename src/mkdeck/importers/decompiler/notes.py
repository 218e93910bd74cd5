"""Notes that mkdeck made, back to the questions that they were: the reverse of `mkdeck.notes.notes`."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mkdeck.identity import NoteClass
from mkdeck.importers.anki.text import AnkiText
from mkdeck.importers.decompiler.files import OwnFiles
from mkdeck.importers.decompiler.markdown import Again, Restorer
from mkdeck.importers.draft import Draft, DraftChoice, Remark
from mkdeck.importers.drafting.names import make_tag
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.sources.attachments import name_missing
from mkdeck.notes.directions import strip_direction
from mkdeck.notes.note import RETIRED_TAG
from mkdeck.notetypes import CONTEXT, NAMES
from mkdeck.questions import TYPES
from mkdeck.questions.gaps import open_gap
from mkdeck.questions.question import Keys, ReadBackError
from mkdeck.text.addresses import MEDIA_RULE
from mkdeck.text.escaping import escape_all
from mkdeck.text.faults import Fault
from mkdeck.text.markdown import Fragment, is_blank, render, unwrap
from mkdeck.text.words import read_words

_NAMED = ("question", "choices", "answer", "shuffle", "card")
"""Keys that a draft has a place of its own for."""
_NO_REASON = "No reason is told."
_NO_TAGS = (RETIRED_TAG, "marked", "leech")
_TAG = re.compile(r'(?!mkdeck(?:::|$))[^":]+(?:::?[^":]+)*', re.IGNORECASE)
_EDITED = re.compile(r"<(?:font|div)\b|\bstyle=", re.IGNORECASE)
"""What Anki's editor writes where a student types."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d: ")
_FILE = re.compile(
    r"""
    <(?:img|audio|video)\b[^<>]*?\bsrc="(?P<picture>[^"]*)"[^<>]*> (?:</(?:audio|video)>)?
    | <span[ ]class="play"[^<>]*> \[sound:(?P<sound>[^\]]*)\] </span>
    """,
    re.VERBOSE,
)
_ALT = re.compile(r'\b(?:alt|title)="([^"]+)"')


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note of one of mkdeck's note types; `number` counts the notes of the package."""

    number: int
    note_class: NoteClass
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    guid: str
    time: int

    def __getitem__(self, name: str) -> str:
        """Return a field by its name."""
        return self.fields[NAMES.index(name)]


class OwnReader:
    """Reads the notes of one course; `words` are those that the course's language has for true and false."""

    def __init__(self, files: Mapping[str, bytes], paths: Mapping[str, str], words: Mapping[str, str]) -> None:
        self.files = files
        self.paths = paths
        self.names = {path: name for name, path in paths.items()}
        self.restorer = Restorer(paths)
        self.words = words
        self.remarks: list[Remark] = []

    def read(self, note: OwnNote) -> Draft:
        """Read a note. Raises NoDraftError where it is no question of a known type any more."""
        if note["Kind"] not in TYPES:
            raise NoDraftError(f"the kind of question '{note['Kind'][:40]}' is none of mkdeck's")
        try:
            return _Question(self, note).draft()
        except ReadBackError as error:
            raise NoDraftError(str(error)) from error


class _Question:
    """One note on its way to a draft."""

    def __init__(self, reader: OwnReader, note: OwnNote) -> None:
        self.reader = reader
        self.note = note
        self.attachments = OwnFiles(reader.files, reader.paths)
        self.changed: list[str] = []
        self.field = ""

    @property
    def words(self) -> Mapping[str, str]:
        """Return the words of the course's language."""
        return self.reader.words

    def draft(self) -> Draft:
        note = self.note
        retired = _DATE.sub("", note["Retired"], count=1) if note["Retired"] else ""
        fields = dict(zip(NAMES, note.fields, strict=True))
        own, comments = TYPES[note["Kind"]].read_back(fields, note.note_class, self, retired=bool(retired))
        draft = Draft(
            line=note.number,
            kind=note["Kind"],
            **_name_keys(own),  # type: ignore[arg-type] # by their keys in YAML
            context=self.read("Context", note[CONTEXT]),
            explanation=self.read("Explanation", note["Explanation"]),
            hint=self.read("Hint", note["Hint"], folded=True),
            source=self.read("Source", note["Source"], bare=True),
            retired=(self.read("Retired", retired, bare=True) or _NO_REASON) if retired else "",
            tags=tuple(tag if _TAG.fullmatch(tag) else make_tag(tag) for tag in note.tags if tag not in _NO_TAGS),
            id=note["Id"],
            deck=note.deck,
            comments=comments,
            media=tuple(self.attachments.taken.values()),
        )
        self._remark()
        return draft

    def read(
        self,
        field: str,
        page: str,
        *,
        bare: bool = False,
        gaps: bool = False,
        as_gap: bool = False,
        folded: bool = False,
    ) -> str:
        """Return the Markdown of a field; `bare` without the paragraph around it, `as_gap` as it stands in a gap."""
        if not page.strip():
            return ""
        self.field = field
        page = strip_direction(page)
        page = _FILE.sub(self._take, page)

        def again(text: str) -> Fragment:
            fragment = render(text, self.picture, gaps=gaps, as_gap=as_gap, folded=folded)
            if as_gap:
                return fragment._replace(html=open_gap(fragment.html))
            return fragment._replace(html=unwrap(fragment.html)) if bare else fragment

        return self._restore(field, page, again, gaps=gaps)

    def _restore(self, field: str, page: str, again: Again, *, gaps: bool) -> str:
        restored = self.reader.restorer.restore(page, again, gaps=gaps)
        if restored and restored.exact:
            return restored.text
        self.changed.append(field)
        converted = AnkiText(self.attachments).convert(page, gaps=gaps)
        plain = escape_all(read_words(page))
        first = [restored.text] if restored and not _EDITED.search(page) else []
        for attempt in (*first, converted, plain):
            fragment = again(attempt)
            sound = not any(fault.severity == "error" for fault in fragment.faults)
            if attempt.strip() and sound and not is_blank(fragment.html):
                return attempt
        return ""

    def picture(self, path: str) -> str | Fault:
        """Return the name that fields use for a file, by its path."""
        if path in self.attachments.taken:
            return self.reader.names.get(path, path)
        return Fault(MEDIA_RULE, "this file is not there", path)

    def find(self, name: str) -> str | None:
        """Return the path of a file by its name in fields, and take it along."""
        return self.attachments.find(name)

    def _take(self, match: re.Match[str]) -> str:
        """Take a file along; where the package does not hold it, put its words in its place."""
        name = html.unescape(match["picture"] or match["sound"] or "")
        if self.attachments.find(name):
            return match.group() if name in self.reader.paths else self._adopt(match, name)
        words = _ALT.search(match.group())
        return f"({words[1] if words else html.escape(name)})"

    def _adopt(self, match: re.Match[str], name: str) -> str:
        """Take a file that a student put in, by the path that it gets."""
        path = self.attachments.find(name)
        return match.group().replace(match["picture"] or match["sound"], str(path))

    def _remark(self) -> None:
        number, remarks = self.note.number, self.reader.remarks
        remarks += [Remark(number, message) for message in name_missing(self.attachments.missing)]
        for field in dict.fromkeys(self.changed):
            message = f"the text of '{field}' can't be told exactly; it says the same in other HTML"
            remarks.append(Remark(number, message))


def _name_keys(own: Keys) -> Keys:
    """Return the keys of a type as a draft calls them."""
    choices: list[Keys] = own.get("choices", [])  # type: ignore[assignment] # what multiple choice reads
    named = {key: value for key, value in own.items() if key in _NAMED}
    return named | {
        "more": {key: value for key, value in own.items() if key not in _NAMED},
        "choices": tuple(
            DraftChoice(
                str(each["correct"] if "correct" in each else each["wrong"]),
                "correct" in each,
                str(each.get("feedback", "")),
            )
            for each in choices
        ),
        "pinned": frozenset(i for i, each in enumerate(choices) if each.get("pin")),
    }
