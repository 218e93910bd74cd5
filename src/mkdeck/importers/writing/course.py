"""Drafts of several decks as a course's folder: `course.yaml` and a file for each deck."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from mkdeck.course.discovery import COURSE_FILE, natural_key
from mkdeck.course.model import CourseSettings
from mkdeck.course.places import RESERVED
from mkdeck.course.schema_files import write_first_line, write_schemas
from mkdeck.identity import make_slug
from mkdeck.importers.draft import Draft, Outline
from mkdeck.importers.sources.decoding import tidy
from mkdeck.importers.writing.yaml import write_entry, write_questions, write_tags
from mkdeck.notetypes import base_language, has_language

STYLE_FILE = "style.css"
_NUMBER = re.compile(r"^\d+-(?=.)")
_TAKEN = RESERVED | {"course"}


@dataclass(frozen=True, slots=True)
class _DeckFile:
    """The questions of one deck that stand together, with their ids."""

    deck: str
    drafts: tuple[Draft, ...]
    ids: tuple[str, ...]


def make_outline(name: str, language: str = "") -> Outline:
    """Make the outline of a course of which nothing is known but a name, and its language where the source states it.

    Its cards speak one of mkdeck's languages: English where the source states none of them.
    """
    clean = clean_deck(name) or "Course"
    known = base_language(language) if has_language(language) else "en"
    return Outline(CourseSettings(course=clean, id=make_slug(clean), language=known))


def clean_deck(name: str) -> str:
    """Write a deck's whole name so that Anki takes it as it is; a name that it takes stays."""
    parts = (" ".join(tidy(part).replace('"', "'").split()).strip(": ") for part in name.split("::"))
    return "::".join(part for part in parts if part)


def write_course(outline: Outline, drafts: Sequence[Draft], ids: Sequence[str]) -> dict[str, str]:
    """Write the files of a course's folder by their names; drafts of one deck that stand together become a file.

    Tags and sources that all questions of the course or of a file share are said once.
    """
    settings = outline.settings
    decks = list(_group_by_deck(drafts, ids))
    common = _shared_tags(drafts) if len(decks) > 1 else ()
    if outline.loose and len(decks) == 1:
        return {f"{settings.course}.yaml": _write_deck(decks[0], "", outline, ())}
    names = _name_files([each.deck for each in decks], settings.course)
    files = {**write_schemas(), COURSE_FILE: write_first_line("course") + _write_settings(settings, common)}
    if outline.style:
        files[STYLE_FILE] = outline.style
    described_before: set[str] = set()
    for name, each in zip(names, decks, strict=True):
        described = outline if each.deck not in described_before else replace(outline, descriptions={})
        files[name] = write_first_line("deck") + _write_deck(
            each, _below(each.deck, settings.course), described, common
        )
        described_before.add(each.deck)
    return files


def _group_by_deck(drafts: Sequence[Draft], ids: Sequence[str]) -> Iterator[_DeckFile]:
    for deck, group in groupby(zip(drafts, ids, strict=True), key=lambda pair: pair[0].deck):
        own, own_ids = zip(*group, strict=True)
        yield _DeckFile(deck, own, own_ids)


def _below(deck: str, course: str) -> str:
    """Return a deck's name below the course; questions in the course's own deck get one of the same last name."""
    if deck.casefold().startswith(f"{course}::".casefold()):
        return deck[len(course) + 2 :]
    return course.rpartition("::")[2] if deck.casefold() == course.casefold() else deck


def _write_settings(settings: CourseSettings, tags: tuple[str, ...]) -> str:
    lines: list[str] = []
    for key in CourseSettings.model_fields:
        value = tags if key == "tags" else getattr(settings, key) if key in settings.model_fields_set else None
        if isinstance(value, tuple):
            if value:
                lines.append(f"{key}: {write_tags(value)}\n")
        elif isinstance(value, bool):
            if value != CourseSettings.model_fields[key].default:
                lines.append(f"{key}: {str(value).lower()}\n")
        elif value:
            lines += write_entry(key, str(value), 0)
    return "".join(lines)


def _write_deck(each: _DeckFile, name: str, outline: Outline, common: tuple[str, ...]) -> str:
    tags = _shared_tags(each.drafts, common)
    sources = {draft.source for draft in each.drafts}
    source = sources.pop() if len(each.drafts) > 1 and len(sources) == 1 else ""
    drafts = [
        replace(
            draft,
            tags=tuple(tag for tag in draft.tags if tag not in {*tags, *common}),
            source="" if source else draft.source,
        )
        for draft in each.drafts
    ]
    head = [*write_entry("deck", name, 0), *write_entry("description", outline.descriptions.get(each.deck, ""), 0)]
    if tags:
        head.append(f"tags: {write_tags(tags)}\n")
    head += write_entry("source", source, 0)
    return f"{''.join(head)}questions:\n{write_questions(drafts, each.ids)}"


def _shared_tags(drafts: Sequence[Draft], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the tags that all of at least two drafts have, without those known."""
    if len(drafts) < 2:
        return ()
    shared = set(drafts[0].tags).intersection(*(draft.tags for draft in drafts)) - set(known)
    return tuple(tag for tag in drafts[0].tags if tag in shared)


def _name_files(decks: list[str], course: str) -> list[str]:
    """Name the files after their decks, so that they sort in this order; with numbers where the names alone do not."""
    stems = [make_slug(_below(deck, course).replace("::", " ")) for deck in decks]
    stems = [f"{stem}-deck" if stem in _TAKEN else stem for stem in stems]
    keys = [natural_key(Path(f"{stem}.yaml")) for stem in stems]
    if len(set(stems)) < len(stems) or keys != sorted(keys):
        width = max(2, len(str(len(stems))))
        stems = [f"{number:0{width}}-{_NUMBER.sub('', stem)}" for number, stem in enumerate(stems, 1)]
    return [f"{stem}.yaml" for stem in stems]
