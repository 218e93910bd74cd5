"""Questions to notes: what stands in each field, which cards a note has, which media it needs."""

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mkdeck.course.loading import Course, Deck, Entry
from mkdeck.course.model import Choice, Cloze, MultipleChoice, ShortAnswer, TrueFalse
from mkdeck.diagnostics import Finding, Loc
from mkdeck.identity import NoteClass, make_guid
from mkdeck.notes.descriptions import Farewell, describe_decks, shorten
from mkdeck.notes.directions import set_directions
from mkdeck.notes.media import LARGE, Media, MediaFinder
from mkdeck.notes.picture_size import set_widths
from mkdeck.notetypes import FIELDS, find_words
from mkdeck.notetypes.report_address import write_in_note
from mkdeck.questions.feedback import part_feedback
from mkdeck.text.anki_markup import fill_gaps
from mkdeck.text.faults import Fault
from mkdeck.text.line_starts import check_alone
from mkdeck.text.markdown import Fragment, is_blank, render, unwrap
from mkdeck.text.math import find_formula

RETIRED_TAG = "mkdeck::retired"

_RETIRED = [name for name, _ in FIELDS["standard"]].index("Retired")

_NO_FIELDS = {name: "" for name, _ in FIELDS["cloze"]}
"""In the order of both note types, which call only the first field by another name."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as Anki gets it: `fields` in the order of `notetypes.FIELDS`, `cards` the ordinals of its cards."""

    id: str
    guid: str
    note_class: NoteClass
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    media: tuple[str, ...] = ()

    @property
    def retired(self) -> str:
        """Return when and why it was retired, `DATE: why`; empty while it is asked."""
        return self.fields[_RETIRED]

    @property
    def retired_on(self) -> int | None:
        """Return the day on which it was retired, in seconds since 1970; none where it is asked, or says no day."""
        try:
            return int(datetime.fromisoformat(self.retired[:10]).replace(tzinfo=UTC).timestamp())
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a course in source order, their media by name, and what was wrong with their texts.

    `found` gives the file behind each reference, by the folder of its deck file.
    """

    notes: tuple[Note, ...]
    media: tuple[Media, ...]
    descriptions: dict[str, str]
    findings: tuple[Finding, ...]
    found: Mapping[tuple[Path, str], Media]


def make_notes(course: Course, retired_at: Callable[[str], int], tick: Callable[[], object] = lambda: None) -> Notes:
    """Make the notes of a course.

    `retired_at` gives the time (seconds since 1970) at which a question, by its id, was retired; `tick` is called
    once for each note.
    """
    writer = _Writer(course, retired_at)
    notes: list[Note] = []
    for entry in course.entries:
        notes.append(writer.write(entry))
        tick()
    descriptions = writer.describe_decks({note.deck for note in notes if note.cards})
    media = tuple(sorted(writer.media.values()))
    return Notes(tuple(notes), media, descriptions, tuple(writer.findings), writer.finder.found)


class _Writer:
    """Writes one course's notes; keeps what they have in common."""

    def __init__(self, course: Course, retired_at: Callable[[str], int]) -> None:
        self.course = course
        self.retired_at = retired_at
        self.farewells: list[Farewell] = []
        self.words = find_words(course.settings.language)
        self.findings: list[Finding] = []
        self.media: dict[str, Media] = {}
        self.finder = MediaFinder(course.root)
        self.used: list[str] = []
        self.doubts: list[Fault] = []
        self.folder = course.root
        self.sources: dict[tuple[str, str, bool], tuple[str, list[str]]] = {}

    def write(self, entry: Entry) -> Note:
        question = entry.question
        self.used, self.folder = [], entry.deck.source.path.parent
        fields = _NO_FIELDS.copy()
        cards: tuple[int, ...] = (0,)
        note_class: NoteClass = "standard"
        if isinstance(question, Cloze):
            note_class = "cloze"
            text = self.text(entry, question.question, "question", gaps=True)
            fields["Text"] = text.html
            cards = tuple(number - 1 for number in text.gaps)
        elif isinstance(question, ShortAnswer):
            fields["Text"] = self.text(entry, question.question, "question").html
            fields["Answer"] = self.text(entry, question.answer, "answer").html
        elif self.course.style(entry) == "cloze":
            note_class = "cloze"
            fields |= self.gap_fields(entry, question)
        else:
            fields["Text"] = self.text(entry, question.question, "question").html
            fields["Choices"], fields["Answer"] = part_feedback(self.choice_list(entry, question))
        if question.explanation:
            fields["Explanation"] = self.text(entry, question.explanation, "explanation").html
        if question.hint:
            fields["Hint"] = self.text(entry, question.hint, "hint", folded=True).html
        if question.retired:
            # Without cards, nobody gets it anew, and those who have it keep theirs, now with an empty front. Who never
            # had it has a note that no screen of Anki's shows. Check Database (23.12, 24.11, 26.09) makes an empty card
            # of it, which Empty Cards takes away with the note; the next edition then brings the note again, unseen.
            cards = ()
            fields["Text"] = fill_gaps(fields["Text"])
            fields["Retired"] = self.retired(entry, question.retired, fields["Text"])
        fields["Kind"] = question.type
        fields["Source"] = self.source(entry)
        fields["Report"] = self.report(entry)
        fields["Id"] = entry.id
        return Note(
            id=entry.id,
            guid=make_guid(self.course.settings.id, entry.id, note_class),
            note_class=note_class,
            deck=entry.deck.name,
            fields=tuple(set_directions(fields).values()),
            tags=self.tags(entry),
            cards=cards,
            media=tuple(dict.fromkeys(self.used)),
        )

    def choice_list(self, entry: Entry, question: MultipleChoice | TrueFalse) -> str:
        if isinstance(question, TrueFalse):
            items = [
                f'<li class="choice{" right" if question.answer == value else ""}">{self.words[word]}</li>'
                for word, value in (("true", True), ("false", False))
            ]
            return _list("choices judge fixed", items)
        several = sum(choice.correct for choice in question.choices) > 1
        classes = f"choices {'multiple' if several else 'single'}{'' if question.shuffle else ' fixed'}"
        return _list(classes, [self.item(entry, i, choice) for i, choice in enumerate(question.choices)])

    def item(self, entry: Entry, i: int, choice: Choice) -> str:
        text = self.text(entry, choice.text, *_choice_loc(i, choice)).html
        right = " right" if choice.correct else ""
        pinned = " pinned" if choice.pin else ""
        return f'<li class="choice{right}{pinned}">{unwrap(text)}{self.feedback(entry, i, choice)}</li>'

    def feedback(self, entry: Entry, i: int, choice: Choice) -> str:
        if not choice.feedback:
            return ""
        text = self.text(entry, choice.feedback, "choices", i, "feedback").html
        return f'<div class="feedback">{unwrap(text)}</div>'

    def gap_fields(self, entry: Entry, question: MultipleChoice | TrueFalse) -> dict[str, str]:
        """Write a choice as a gap: the right one in the text, the others in the list below it."""
        stem = self.text(entry, question.question, "question").html
        if isinstance(question, TrueFalse):
            answer = self.words["true" if question.answer else "false"]
            gap = f"{{{{c1::{answer}::{self.words['true_or_false']}}}}}"
            return {"Text": f'{stem}\n<div class="gap">{gap}</div>'}
        right = [(i, choice) for i, choice in enumerate(question.choices) if choice.correct]
        wrong = [(i, choice) for i, choice in enumerate(question.choices) if not choice.correct]
        gaps = [self.text(entry, choice.text, *_choice_loc(i, choice), as_gap=True).html for i, choice in right]
        if len(gaps) > 1:
            gap = '<ul class="gap">' + "".join(f"<li>{each}</li>" for each in gaps) + "</ul>"
        else:
            gap = f'<div class="gap">{"".join(gaps)}</div>'
        fixed = "" if question.shuffle else " fixed"
        others = [self.item(entry, i, choice) for i, choice in wrong]
        choices, reasons = part_feedback(_list(f"choices{fixed}", others) if others else "")
        feedback = "".join(self.feedback(entry, i, choice) for i, choice in right)
        return {"Text": f"{stem}\n{gap}", "Choices": choices, "Answer": feedback + reasons}

    def source(self, entry: Entry) -> str:
        own = entry.question.source
        said = own or entry.deck.settings.source
        if not said:
            return ""
        key = (entry.deck.source.name, said, bool(own))
        if key not in self.sources:
            before, known = len(self.used), len(self.findings)
            text = unwrap(self.text(entry, said, "source", of_deck=not own).html)
            if own and len(self.findings) > known:
                return text  # what is wrong with it is said of every question that has it
            self.sources[key] = text, self.used[before:]
            return text
        text, media = self.sources[key]
        self.used += media
        return text

    def retired(self, entry: Entry, why: str, question: str) -> str:
        text = unwrap(self.text(entry, why, "retired").html)
        date = datetime.fromtimestamp(self.retired_at(entry.id), tz=UTC).date().isoformat()
        self.farewells.append(Farewell(date, entry.deck.name, f"{shorten(question)} ({text})"))
        return f"{date}: {text}"

    def report(self, entry: Entry) -> str:
        settings = self.course.settings
        return write_in_note(settings.report, settings.course, entry.deck.name) if settings.report else ""

    def tags(self, entry: Entry) -> tuple[str, ...]:
        retired = (RETIRED_TAG,) if entry.question.retired else ()
        settings = entry.deck.settings
        return tuple(sorted({*self.course.settings.tags, *settings.tags, *entry.question.tags, *retired}))

    def describe_decks(self, filled: set[str]) -> dict[str, str]:
        texts: dict[str, str] = {}
        for deck in self.course.decks:
            said = deck.settings.description
            texts[deck.name] = (self.deck_text(deck, said) if said else "") or texts.get(deck.name, "")
        return describe_decks(self.course.settings, texts, filled, self.farewells, self.words["no_longer_asked"])

    def deck_text(self, deck: Deck, text: str) -> str:
        def no_picture(reference: str) -> Fault:
            message = "Anki copies no media for a deck's description; show it in a question"
            return Fault("error", "media", message, reference)

        fragment = render(text, no_picture)
        self.note_faults(fragment.faults, deck, ("description",), None)
        if formula := find_formula(fragment.html):
            message = "Anki sets no math in a deck's description; say it in words, or show it in a question"
            self.note_faults([Fault("warning", "math", message, formula)], deck, ("description",), None)
        return fragment.html

    def text(
        self,
        entry: Entry,
        text: str,
        *key: str | int,
        gaps: bool = False,
        as_gap: bool = False,
        folded: bool = False,
        of_deck: bool = False,
    ) -> Fragment:
        fragment = render(text, self.picture, gaps=gaps, as_gap=as_gap, folded=folded)
        if 'height="' in fragment.html:
            fragment = fragment._replace(html=set_widths(fragment.html, self.find_file))
        if not (fragment.html.startswith("<p>") and fragment.html[3:4].isalnum()) and is_blank(fragment.html):
            fragment = _make_visible(text, fragment)
        if key[0] == "answer" or key[-1] in ("correct", "wrong"):
            alone = check_alone(text, fragment.html, in_choice=key[0] == "choices")
            fragment = fragment._replace(faults=(*fragment.faults, *alone))
        if fragment.faults or self.doubts:
            loc = key if of_deck else ("questions", entry.index, *key)
            question = None if of_deck else entry.id
            self.note_faults([*fragment.faults, *self.doubts], entry.deck, loc, question)
            self.doubts.clear()
        return fragment

    def picture(self, reference: str) -> str | Fault:
        found = self.finder.find(reference, self.folder)
        if isinstance(found, Media):
            self.media[found.name] = found
            self.used.append(found.name)
            if found.size > LARGE:
                message = f"this file has {found.size / 2**20:.1f} MB; students download it with every new deck"
                self.doubts.append(Fault("warning", "media-size", message, reference))
            if doubt := self.finder.doubts.get(found.path):
                self.doubts.append(doubt)
            return found.name
        return found

    def find_file(self, name: str) -> Path | None:
        return self.media[name].path if name in self.media else None

    def note_faults(self, faults: Iterable[Fault], deck: Deck, loc: Loc, question: str | None) -> None:
        self.findings += [
            Finding(deck.source.name, loc, fault.severity, fault.rule, fault.message, question, fault.near)
            for fault in faults
        ]


def _make_visible(text: str, fragment: Fragment) -> Fragment:
    """Show a text of which Markdown leaves nothing, such as '+' or '---', as it was typed; or say that it is empty."""
    if "<" not in text and "&" not in text and text.isprintable():
        return Fragment(f"<p>{html.escape(text.strip(), quote=False)}</p>")
    fault = Fault("error", "markdown", "this text shows nothing on a card", text.strip())
    return Fragment(fragment.html, (*fragment.faults, fault), fragment.gaps)


def _choice_loc(i: int, choice: Choice) -> tuple[str, int, str]:
    return "choices", i, "correct" if choice.correct else "wrong"


def _list(classes: str, items: list[str]) -> str:
    return f'<ol class="{classes}">{"".join(items)}</ol>'
