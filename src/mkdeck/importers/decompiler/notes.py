"""Notes that mkdeck made, back to the questions that they were: the reverse of `mkdeck.notes.notes`."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from mkdeck.course.model import KINDS
from mkdeck.identity import NoteClass
from mkdeck.importers.anki.text import AnkiText
from mkdeck.importers.decompiler.files import OwnFiles
from mkdeck.importers.decompiler.markdown import Again, Restorer
from mkdeck.importers.draft import Draft, DraftChoice, Remark
from mkdeck.importers.writing.normalise import make_tag
from mkdeck.notes.directions import strip_direction
from mkdeck.notes.notes import RETIRED_TAG
from mkdeck.notetypes import FIELDS
from mkdeck.questions.feedback import join_feedback
from mkdeck.text.anki_markup import fill_gaps
from mkdeck.text.escaping import escape_all
from mkdeck.text.faults import Fault
from mkdeck.text.markdown import Fragment, is_blank, render, unwrap

_MOST_WORDS = 20
_NO_REASON = "No reason is told."
_NO_TAGS = (RETIRED_TAG, "marked", "leech")
_TAG = re.compile(r'(?!mkdeck(?:::|$))[^":]+(?:::?[^":]+)*', re.IGNORECASE)
_NAMES = [name for name, _ in FIELDS["cloze"]]
_ITEM = re.compile(r'<li class="choice(?P<right> right)?(?P<pinned> pinned)?">')
_LIST = re.compile(r'<ol class="choices(?P<classes>[^"]*)">')
_FEEDBACK = '<div class="feedback">'
_GAP = re.compile(r'\n?<(?P<tag>div|ul) class="gap">(?P<inner>.*)</(?P=tag)>', re.DOTALL)
_BLOCK_GAP = '<div class="gap block">'
_EDITED = re.compile(r"<(?:font|div)\b|\bstyle=", re.IGNORECASE)
"""What Anki's editor writes where a student types."""
_TAGS = re.compile(r"<[^<>]*>")
_DATE = re.compile(r"\d{4}-\d\d-\d\d: ")
_FILE = re.compile(
    r'<(?:img|audio|video)\b[^<>]*?\bsrc="(?P<picture>[^"]*)"[^<>]*>(?:</(?:audio|video)>)?'
    r'|<span class="play"[^<>]*>\[sound:(?P<sound>[^\]]*)\]</span>'
)
_ALT = re.compile(r'\b(?:alt|title)="([^"]+)"')
_WORD = re.compile(r"(?<![\w\\$`&;#{\[(/])[^\W_]+(?![\w;`$}\])])")


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
        """Give a field by its name."""
        return self.fields[_NAMES.index(name)]


class OwnReader:
    """Reads the notes of one course; `words` are those that the course's language has for true and false."""

    def __init__(self, files: Mapping[str, bytes], paths: Mapping[str, str], words: Mapping[str, str]) -> None:
        self.files = files
        self.paths = paths
        self.names = {path: name for name, path in paths.items()}
        self.restorer = Restorer(paths)
        self.words = words
        self.remarks: list[Remark] = []

    def read(self, note: OwnNote) -> Draft | str:
        """Read a note, or say why it can't be."""
        if note["Kind"] not in KINDS:
            return f"the kind of question '{note['Kind'][:40]}' is none of mkdeck's"
        return _Question(self, note).read()


class _Question:
    """One note on its way to a draft."""

    def __init__(self, reader: OwnReader, note: OwnNote) -> None:
        self.reader = reader
        self.note = note
        self.attachments = OwnFiles(reader.files, reader.paths)
        self.changed: list[str] = []
        self.field = ""

    def read(self) -> Draft | str:
        note, kind = self.note, self.note["Kind"]
        listed, said = join_feedback(note["Choices"], note["Answer"])
        retired = _DATE.sub("", note["Retired"], count=1) if note["Retired"] else ""
        fields: dict[str, object] = {"question": "", "choices": (), "answer": None}
        comments: tuple[str, ...] = ()
        card = ""
        if kind == "cloze":
            fields["question"], comments = self._cloze(note["Text"], retired=bool(retired))
            faults = render(str(fields["question"]), self._picture, gaps=True).faults
            if fault := next((each.message for each in faults if each.severity == "error"), ""):
                return fault
        elif kind == "short-answer":
            fields["question"] = self.text("Question", note["Text"])
            fields["answer"] = self.text("Answer", note["Answer"]) or None
        elif note.note_class == "cloze":
            card = "cloze"
            match = _GAP.search(note["Text"])
            if not match:
                return "its text has no gap for the right choice any more"
            fields["question"] = self.text("Text", note["Text"][: match.start()])
            gaps = _split_items(match["inner"]) if match["tag"] == "ul" else [match["inner"]]
            if kind == "true-false":
                fields["answer"] = self._judge(gaps[0] if gaps else "")
            else:
                feedback = said.split(_FEEDBACK)[1:]
                fields["choices"] = (*self._gaps(gaps, feedback), *self._choices(listed))
        else:
            fields["question"] = self.text("Question", note["Text"])
            fields["choices"] = self._choices(listed)
            if kind == "true-false":
                choices = _ITEM.findall(note["Choices"])
                fields["answer"] = next((i == 0 for i, (right, _) in enumerate(choices) if right), None)
                fields["choices"] = ()
        pinned = [bool(match["pinned"]) for match in _ITEM.finditer(note["Choices"])]
        before = len(fields["choices"]) - len(pinned) if kind == "multiple-choice" else 0  # type: ignore[arg-type] # a tuple
        lists = _LIST.search(note["Choices"])
        draft = Draft(
            line=note.number,
            kind=kind,  # type: ignore[arg-type] # one of KINDS
            **fields,  # type: ignore[arg-type] # put in above
            explanation=self.text("Explanation", note["Explanation"]),
            hint=self.text("Hint", note["Hint"], folded=True),
            source=self.text("Source", note["Source"], bare=True),
            retired=(self.text("Retired", retired, bare=True) or _NO_REASON) if retired else "",
            tags=tuple(tag if _TAG.fullmatch(tag) else make_tag(tag) for tag in note.tags if tag not in _NO_TAGS),
            id=note["Id"],
            shuffle=kind != "multiple-choice" or not (lists and "fixed" in lists["classes"]),
            pinned=frozenset(before + i for i, pin in enumerate(pinned) if pin),
            card=card,
            deck=note.deck,
            comments=comments,
            media=tuple(self.attachments.taken.values()),
        )
        self._remark()
        return draft

    def text(
        self,
        field: str,
        page: str,
        *,
        bare: bool = False,
        gaps: bool = False,
        as_gap: bool = False,
        folded: bool = False,
    ) -> str:
        """Give the Markdown of a field; `bare` without the paragraph around it, `as_gap` as it stands in a gap."""
        if not page.strip():
            return ""
        self.field = field
        page = strip_direction(page)
        page = _FILE.sub(self._take, page)

        def again(text: str) -> Fragment:
            fragment = render(text, self._picture, gaps=gaps, as_gap=as_gap, folded=folded)
            if as_gap:
                return fragment._replace(html=_open_gap(fragment.html))
            return fragment._replace(html=unwrap(fragment.html)) if bare else fragment

        return self._restore(field, page, again, gaps=gaps)

    def _restore(self, field: str, page: str, again: Again, *, gaps: bool) -> str:
        restored = self.reader.restorer.restore(page, again, gaps=gaps)
        if restored and restored.exact:
            return restored.text
        self.changed.append(field)
        converted = AnkiText(self.attachments).convert(page, gaps=gaps)
        plain = escape_all(" ".join(html.unescape(_TAGS.sub(" ", page)).split()))
        first = [restored.text] if restored and not _EDITED.search(page) else []
        for attempt in (*first, converted, plain):
            fragment = again(attempt)
            sound = not any(fault.severity == "error" for fault in fragment.faults)
            if attempt.strip() and sound and not is_blank(fragment.html):
                return attempt
        return ""

    def _picture(self, path: str) -> str | Fault:
        """Give the name that fields use for a file, by its path."""
        if path in self.attachments.taken:
            return self.reader.names.get(path, path)
        return Fault("error", "media", "this file is not there", path)

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

    def _choices(self, page: str) -> tuple[DraftChoice, ...]:
        """Read the list of choices."""
        items = list(_ITEM.finditer(page))
        ends = [*(match.start() for match in items[1:]), len(page)]
        choices: list[DraftChoice] = []
        for match, end in zip(items, ends, strict=False):  # without items one end is left
            inner = page[match.end() : end].removesuffix("</ol>").removesuffix("</li>")
            text, _, feedback = inner.partition(_FEEDBACK)
            choices.append(
                DraftChoice(
                    self.text("Choices", text, bare=True),
                    bool(match["right"]),
                    self.text("Choices", feedback.removesuffix("</div>"), bare=True),
                )
            )
        return tuple(choices)

    def _gaps(self, gaps: list[str], feedback: list[str]) -> tuple[DraftChoice, ...]:
        """Read the right choices, which stand in gaps, and their feedback, which follows in their order."""
        if len(feedback) not in (0, len(gaps)):
            # Which of them has none is not told; the field comes out the same.
            feedback = [*feedback, *[""] * (len(gaps) - len(feedback))]
        choices = []
        for i, gap in enumerate(gaps):
            said = feedback[i].removesuffix("</div>") if i < len(feedback) else ""
            text = self.text("Text", _open_gap(gap), as_gap=True)
            choices.append(DraftChoice(text, correct=True, feedback=self.text("Answer", said, bare=True)))
        return tuple(choices)

    def _judge(self, gap: str) -> bool | None:
        said = gap.removeprefix("{{c1::").removesuffix("}}").partition("::")[0]
        return {self.reader.words["true"]: True, self.reader.words["false"]: False}.get(html.unescape(said))

    def _cloze(self, page: str, *, retired: bool) -> tuple[str, tuple[str, ...]]:
        """Read a text with gaps; a retired one has lost them, and any gap gives the same field again."""
        if not retired:
            return self.text("Text", page, gaps=True), ()
        text = self.text("Text", page)
        for match in islice(_WORD.finditer(text), _MOST_WORDS):
            attempt = f"{text[: match.start()]}{{{{c1::{match.group()}}}}}{text[match.end() :]}"
            if fill_gaps(render(attempt, self._picture, gaps=True).html) == page:
                return attempt, ("The package does not tell where the gaps of this retired question were.",)
        return f"{{{{c1::{text}}}}}", ("The package does not tell where the gaps of this retired question were.",)

    def _remark(self) -> None:
        number, remarks = self.note.number, self.reader.remarks
        missing = dict.fromkeys(self.attachments.missing)
        remarks += [Remark(number, f"'{address}' is not part of this file") for address in missing]
        for field in dict.fromkeys(self.changed):
            message = f"the text of '{field}' can't be told exactly; it says the same in other HTML"
            remarks.append(Remark(number, message))


def _open_gap(gap: str) -> str:
    """Give what stands in the only gap of a text."""
    if gap.startswith(_BLOCK_GAP):
        gap = gap.removeprefix(_BLOCK_GAP).removesuffix("</div>")
    return gap.removeprefix("{{c1::").removesuffix("}}")


def _split_items(inner: str) -> list[str]:
    """Part the items of a list, which may hold lists themselves."""
    items: list[str] = []
    depth = start = 0
    for match in re.finditer(r"<(/?)li\b[^<>]*>", inner):
        depth += -1 if match[1] else 1
        if not match[1] and depth == 1:
            start = match.end()
        elif match[1] and not depth:
            items.append(inner[start : match.start()])
    return items
