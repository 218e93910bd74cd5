"""The settings of a course that mkdeck made, as far as its package tells them: the reverse of `course.yaml`."""

import html
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from mkdeck.apkg.collection import StoredDeck, StoredNotetype
from mkdeck.course.model import CourseSettings
from mkdeck.identity import NoteClass, make_guid, make_slug
from mkdeck.importers.decompiler.descriptions import split_credit, split_descriptions
from mkdeck.importers.decompiler.notes import OwnNote
from mkdeck.importers.draft import Outline, Remark
from mkdeck.importers.sources.decoding import tidy
from mkdeck.importers.writing.course import clean_deck
from mkdeck.notetypes import SPOTS, TASKS, languages, list_own_ids, make_notetypes
from mkdeck.notetypes.report_address import fill, write_in_note

_LANGUAGE = re.compile(r'\blang="([A-Za-z0-9-]*)"')
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_TOPIC = "{{Subdeck}}"
_TURNS = re.compile(r'class="mkdeck front kind-\{\{Kind\}\} turns"')
_REPORT = re.compile(r'<p class="report"><a href="((?!\{\{Report\}\}")[^"]+)"')
_ROOT = re.compile(r"[\w.~%-]*\{\{Report\}\}", re.ASCII)
_COPY = re.compile(r"[ _-]*(?:\(\d+\)|copy|kopie|\d{4}-\d\d-\d\d.*)$", re.IGNORECASE)
_PLUS = re.compile(r"(?:\++|-[0-9a-f]{5,})$")
_MAX_PLACES = 8
"""So many places of an address may each hold an id or a deck by chance."""
_UNTOLD_ID = (
    "the course's own id can't be told from this package, and '{}' makes every question a new one for students; "
    "put the right one into course.yaml, or give the file its old name, <course id>.apkg"
)
_UNTOLD_STYLE = (
    "the styles of its cards are of another version of mkdeck; the course's own, if any, can't be told apart"
)


def read_outline(
    notetypes: Mapping[NoteClass, StoredNotetype],
    decks: Iterable[StoredDeck],
    notes: Sequence[OwnNote],
    file_name: str,
    remarks: list[Remark],
) -> Outline:
    """Read the settings of a course from its note types, decks and notes; what they do not tell is remarked."""
    used = list(_find_used(decks, {note.deck for note in notes}))
    name = _find_name(notetypes, [deck.name for deck in used])
    course_id = _find_id(notetypes, notes, name, file_name)
    if not course_id:
        course_id = make_slug(name)
        remarks.append(Remark(1, _UNTOLD_ID.format(course_id)))
    language = find_language(notetypes)
    fronts = [each.templates[0].front for each in notetypes.values()]
    turn = any(map(_TURNS.search, fronts))
    style = _find_style(notetypes, course_id, name, language, turn=turn, remarks=remarks)
    descriptions, credit = split_descriptions({deck.name: deck.description for deck in used}, language)
    authors, license_name = split_credit(credit)
    values = {
        "course": clean_deck(name) or "Course",
        "id": course_id,
        "language": language,
        "authors": authors,
        "license": license_name,
        "report": _find_report(notetypes, name, notes),
        "retention": _find_retention(used),
        "turn": str(turn).lower(),
        "topic": str(_has_topic(fronts, used)).lower(),
        "style": "style.css" if style else None,
    }
    settings = CourseSettings.model_validate(_without_nothing(values))
    loose = not style and _is_loose(settings, used)
    return Outline(settings, descriptions, style, exact=True, loose=loose)


def _has_topic(fronts: Iterable[str], used: Iterable[StoredDeck]) -> bool:
    """Whether cards say in which deck they are; with a sign of HTML in a name they do not, whatever settings say."""
    return any(_TOPIC in each for each in fronts) or any("<" in each.name for each in used)


def _find_used(decks: Iterable[StoredDeck], names: Container[str]) -> Iterator[StoredDeck]:
    """Yield the decks of these names, under them."""
    for deck in decks:
        if (name := clean_deck(deck.name)) in names:
            yield replace(deck, name=name)


def _is_loose(settings: CourseSettings, decks: Iterable[StoredDeck]) -> bool:
    """Whether a course says nothing that a deck file alone would not."""
    bare = CourseSettings(course=settings.course, id=make_slug(settings.course))
    return settings == bare and any(deck.name == settings.course for deck in decks)


def _find_retention(decks: Iterable[StoredDeck]) -> float | None:
    """Return the first desired retention that a course may have."""
    return next((deck.retention for deck in decks if deck.retention and 0.7 <= deck.retention <= 0.99), None)


def make_text_outline(notes: Sequence[OwnNote], file_name: str) -> Outline:
    """Make the outline of notes in a text file, which has no note types: the course's name and id, and its language."""
    root, stem = find_root([note.deck for note in notes if note.deck]), PurePath(file_name).stem
    language = _find_spoken(notes)
    for name in filter(None, (root, root.rpartition("::")[0], stem)):
        if course_id := _find_id({}, notes, name, file_name):
            settings = CourseSettings(course=clean_deck(name) or "Course", id=course_id, language=language)
            return Outline(settings, exact=True)
    name = clean_deck(root or stem) or "Course"
    return Outline(CourseSettings(course=name, id=make_slug(name), language=language), exact=True)


def _find_spoken(notes: Iterable[OwnNote]) -> str:
    """Return the language in which statements are offered as true or false."""
    judged = [note["Choices"] for note in notes if note["Kind"] == "true-false"]
    for code, words in languages().items():
        if any(f">{words['true']}<" in each for each in judged):
            return code
    return "en"


def find_language(notetypes: Mapping[NoteClass, StoredNotetype]) -> str:
    """Return the language of the words on the cards."""
    match = _LANGUAGE.search(next(iter(notetypes.values())).templates[0].front)
    return match[1] if match and match[1] else "en"


def place_retired(notes: Sequence[OwnNote], settings: CourseSettings | None, decks: Iterable[str]) -> list[OwnNote]:
    """Return notes that have no cards, and so no deck, in the deck that their address for mistakes names.

    Where that tells nothing, a note stands in its neighbour's.
    """
    known = list(dict.fromkeys(decks))
    latest = next((note.deck for note in notes if note.deck), "")
    placed: list[OwnNote] = []
    for note in notes:
        latest = note.deck or (_find_deck(note, settings, known) if settings else "") or latest
        placed.append(replace(note, deck=latest))
    return placed


def _find_deck(note: OwnNote, settings: CourseSettings, decks: Iterable[str]) -> str:
    """Return the deck that a note's address for mistakes names; empty where it names none."""
    report, told = settings.report or "", html.unescape(note["Report"])
    if "{deck}" not in report:
        return ""
    addresses = ((each, write_in_note(report, settings.course, each), fill(report, note["Id"], each)) for each in decks)
    return next((deck for deck, *written in addresses if told in written), "")


def _without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not told, and characters that no setting may hold."""
    clean = {key: tidy(value).strip() if isinstance(value, str) else value for key, value in values.items()}
    return {key: value for key, value in clean.items() if value}


def _find_name(notetypes: Mapping[NoteClass, StoredNotetype], decks: list[str]) -> str:
    """Name the course: as its note types are called, if its decks stand below that name, else as their root."""
    for note_class, notetype in notetypes.items():
        bare = notetype.name.removesuffix(" (cloze)") if note_class == "cloze" else notetype.name
        for name in (bare, _PLUS.sub("", bare)):
            if all(_is_below(deck, name) for deck in decks):
                return name
    root = find_root(decks)
    return root or next(iter(notetypes.values())).name


def _is_below(deck: str, name: str) -> bool:
    return f"{deck}::".casefold().startswith(f"{name}::".casefold())


def find_root(decks: Sequence[str]) -> str:
    """Return the name that the whole names of all decks start with; empty where they have none in common."""
    paths = [deck.split("::") for deck in decks]
    root: list[str] = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        root.append(parts[0])
    return "::".join(root)


def find_course(decks: Sequence[str]) -> str:
    """Return the name of the course that decks make: their root, or if this is a deck, what it stands below."""
    root = find_root(decks)
    return root.rpartition("::")[0] or root if root in decks else root


def _find_id(notetypes: Mapping[NoteClass, StoredNotetype], notes: Sequence[OwnNote], name: str, file_name: str) -> str:
    """Find the id with which the notes' guids were made; empty if none of the likely ones is it."""
    stem = PurePath(file_name).stem
    named = [notetype.course_id for notetype in notetypes.values()]
    likely = [*named, stem, _COPY.sub("", stem), make_slug(name), make_slug(stem), make_slug(_COPY.sub("", stem))]
    for each in dict.fromkeys(likely):
        if _ID.fullmatch(each) and any(make_guid(each, note["Id"], note.note_class) == note.guid for note in notes):
            return each
    return ""


def _find_style(
    notetypes: Mapping[NoteClass, StoredNotetype],
    course_id: str,
    name: str,
    language: str,
    *,
    turn: bool,
    remarks: list[Remark],
) -> str:
    css = next(iter(notetypes.values())).css
    own = list_own_ids(css)
    for tasks in ((), (SPOTS,), TASKS, (*TASKS, SPOTS)):
        built_in = make_notetypes(course_id, name, language, turns=turn, tasks=tasks, own_ids=own)[0].css
        if css.startswith(built_in):
            return css.removeprefix(built_in)
    if css.strip()[-60:] != built_in.strip()[-60:]:
        remarks.append(Remark(1, _UNTOLD_STYLE))
    return ""


def _find_report(notetypes: Mapping[NoteClass, StoredNotetype], name: str, notes: Sequence[OwnNote]) -> str | None:
    """Find the address with `{id}` and `{deck}`: in the templates, or as that which gives the address of every note."""
    found = (_REPORT.search(notetype.templates[0].back) for notetype in notetypes.values())
    if address := next((match[1] for match in found if match), ""):
        address = address.replace(quote(name, safe="") + "{{Report}}", "{deck}")
        # Where a student renamed the decks, the name of the course in it is not known.
        return html.unescape(_ROOT.sub("{deck}", address).replace("{{Id}}", "{id}"))
    return _find_template([note for note in notes if note["Report"] and note.deck])


def _find_template(told: Sequence[OwnNote]) -> str | None:
    """Find the address that gives those of all these notes."""
    if not told:
        return None
    # The longest id and deck are the least likely to stand in the address by chance.
    model = max(told, key=lambda note: (len(note["Id"]) + len(note.deck), note.number))
    for template in _templates(html.unescape(model["Report"]), model):
        if all(_fill(template, note) == html.unescape(note["Report"]) for note in told):
            return template
    return None


def _templates(address: str, note: OwnNote) -> Iterator[str]:
    """Yield an address with the id and the deck of a note taken out at every choice of places, most places first."""
    names = {quote(note["Id"], safe=""): "{id}", quote(note.deck, safe=""): "{deck}"}
    words = sorted((word for word in names if word), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, words))})", address)
    places = list(range(1, len(pieces), 2))[:_MAX_PLACES]
    for chosen in product((True, False), repeat=len(places)):
        filled = list(pieces)
        for i, taken in zip(places, chosen, strict=True):
            filled[i] = names[pieces[i]] if taken else pieces[i]
        yield "".join(filled)


def _fill(template: str, note: OwnNote) -> str:
    return fill(template, note["Id"], note.deck)
