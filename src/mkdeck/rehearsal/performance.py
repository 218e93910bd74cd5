"""Play the student: study one package, make its notes their own, then take the next.

Imports the real Anki; see `mkdeck.rehearsal.rehearse`.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from anki.errors import AnkiException

from mkdeck.apkg.read import ReadPackage
from mkdeck.compiler import Progress
from mkdeck.diagnostics import CommandError
from mkdeck.files.stages import open_temporary_folder
from mkdeck.notes.note import Note
from mkdeck.notetypes import NAMES, name_field
from mkdeck.rehearsal.states import Fate, Moment, Performance
from mkdeck.rehearsal.student import Student
from mkdeck.rehearsal.verdict import find_changed

OWN_WORDS = "<br>In my own words."
OWN_TAG = "my-own"
OWN_FIELD = "Mine"
LEECH = "leech"
"""What Anki itself tags a note with whose card was forgotten too often."""
_ID = NAMES.index("Id")
_EDITED_FIELDS = ("Text", "Explanation", "Hint")
_LOGGED_BYTES = 80
"""To so many bytes Anki's log cuts each field."""


def perform(old: ReadPackage, old_path: Path, new: ReadPackage, new_path: Path, progress: Progress) -> Performance:
    """Let a student study the old package and take the new one, in a collection that is gone afterwards.

    They make every note their own: they edit one and tag the next, as if right after the old package was released.
    So whatever the new one carries a newer time for is overwritten. Raises CommandError if Anki refuses a package.
    """
    with open_temporary_folder() as folder, Student(folder) as student:
        _take(student, old_path, folder)
        student.study(progress=progress)
        edited, tagged = _make_own(student, old)
        before = _look(student)
        fates = _take(student, new_path, folder)
        changed = find_changed(old, new)
        held_back, brought = _take_late(folder / "late", old_path, new, new_path, changed)
        refused, merged = _take_with_own_field(folder / "own", old, old_path, new, new_path, changed)
        return Performance(
            before=before,
            after=_look(student),
            edited=edited,
            tagged=tagged,
            tag=OWN_TAG,
            fates=_find_ids(fates, new),
            held_back=held_back,
            brought=brought,
            refused=refused,
            merged=merged,
            media_missing=tuple(student.missing_media()),
        )


def _take_late(
    folder: Path, old_path: Path, new: ReadPackage, new_path: Path, changed: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Let another student, whose Anki tagged each changed note after its release, take the new package twice.

    Gives the ids whose change does not arrive, and those that it does with "Update notes: Always".
    """
    late = [note for note in new.notes if note.guid in changed]
    if not late:
        return (), ()
    with Student(folder) as student:
        _take(student, old_path, folder)
        for note in late:
            student.tag(note.guid, LEECH, at=new.times[note.guid] + 1)
        ignored = set(_find_ids(_take(student, new_path, folder), new)["duplicate"])
        held_back = tuple(note.id for note in late if note.id in ignored)
        updated = set(_find_ids(_take(student, new_path, folder, always=True), new)["updated"]) if held_back else set()
    return held_back, tuple(each for each in held_back if each in updated)


def _take_with_own_field(
    folder: Path, old: ReadPackage, old_path: Path, new: ReadPackage, new_path: Path, changed: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Let another student, who added a field to the note types, take the new package twice.

    Gives the ids whose change Anki refuses, and those that it takes with "Merge note types".
    """
    if not changed:
        return (), ()
    with Student(folder) as student:
        _take(student, old_path, folder)
        student.add_field(OWN_FIELD, old.times)
        ids = {note.id for note in new.notes if note.guid in changed}
        conflicting = _find_ids(_take(student, new_path, folder), new)["conflicting"]
        refused = tuple(each for each in conflicting if each in ids)
        updated = set(_find_ids(_take(student, new_path, folder, merge=True), new)["updated"]) if refused else set()
    return refused, tuple(each for each in refused if each in updated)


def _take(
    student: Student, path: Path, folder: Path, *, always: bool = False, merge: bool = False
) -> dict[Fate, list[tuple[str, ...]]]:
    named = path
    if not _is_text(path.resolve()):  # which is all that Anki takes for a name
        named = folder / "package.apkg"
        shutil.copyfile(path, named)
    try:
        return student.take_and_list(named, always=always, merge=merge)
    except AnkiException as error:
        raise CommandError(f"Anki refuses {path}: {str(error).rstrip('.')}.") from error


def _is_text(path: Path) -> bool:
    try:
        return bool(str(path).encode())
    except UnicodeEncodeError:
        return False


def _make_own(student: Student, package: ReadPackage) -> tuple[dict[str, int], tuple[str, ...]]:
    """Edit and tag; gives the position of the edited field by guid, and the guids of tagged notes."""
    edited: dict[str, int] = {}
    tagged: list[str] = []
    asked = [note for note in package.notes if note.cards]
    for i, note in enumerate(asked):
        time = package.times[note.guid]
        if i % 2 == 0:
            name = _EDITED_FIELDS[i // 2 % len(_EDITED_FIELDS)]
            student.edit(note.guid, name_field(name, note.note_class), note[name] + OWN_WORDS, at=time)
            edited[note.guid] = NAMES.index(name)
        else:
            student.tag(note.guid, OWN_TAG, at=time)
            tagged.append(note.guid)
    return edited, tuple(tagged)


def _look(student: Student) -> Moment:
    return Moment(tuple(student.list_notes()), student.schedules())


def _find_ids(fates: Mapping[Fate, list[tuple[str, ...]]], package: ReadPackage) -> dict[Fate, tuple[str, ...]]:
    """Return whole ids for the notes of Anki's log, in the package's order."""
    found: dict[Fate, tuple[str, ...]] = {}
    for fate, logged in fates.items():
        ids = {fields[_ID] for fields in logged}
        found[fate] = tuple(note.id for note in package.notes if _cut(note) in ids)
    return found


def _cut(note: Note) -> str:
    return note.id.encode()[:_LOGGED_BYTES].decode(errors="ignore")
