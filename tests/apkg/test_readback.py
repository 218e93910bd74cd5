"""Proves that a package reads back as the notes it was written from, and that nothing else is taken for a package."""

from pathlib import Path

import pytest

from conftest import Build, Write
from mkdeck.apkg.read import read_package
from mkdeck.apkg.write import write_package
from mkdeck.compiler import compile_course
from mkdeck.diagnostics import CommandError

DECKS = Path(__file__).parents[2] / "decks"


@pytest.mark.parametrize("name", ["recurrent-networks", "tour"])
def test_a_package_reads_back_to_the_same_notes(name: str, tmp_path: Path) -> None:
    package = compile_course(DECKS / name, 1_700_000_000).package
    write_package(package, tmp_path / "deck.apkg")
    back = read_package(tmp_path / "deck.apkg")
    for written, read in zip(package.notes, back.notes, strict=True):
        assert (read.id, read.guid, read.note_class) == (written.id, written.guid, written.note_class)
        assert (read.fields, read.tags, read.cards) == (written.fields, written.tags, written.cards)
        assert sorted(read.media) == sorted(written.media)
        assert read.deck == (written.deck if written.cards else "")
    assert set(back.times.values()) == {1_700_000_000}
    assert back.descriptions == {deck.name: deck.description for deck in package.decks}
    assert [(back.notetypes[each.note_class].front, each.name) for each in package.notetypes] == [
        (each.front, back.notetypes[each.note_class].name) for each in package.notetypes
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "{} can't be read: No such file or directory."),
        (b"", "{} is no package that mkdeck made."),
        (b"PK\x03\x04 and nonsense", "{} is no package that mkdeck made."),
    ],
)
def test_what_is_no_package_is_refused(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as fault:
        read_package(path)
    assert str(fault.value) == message.format(path)


def test_a_package_cut_short_is_refused(course: Write, build: Build) -> None:
    folder = course({"01.yaml": "questions:\n  - {id: a, type: true-false, question: Yes?, answer: true}\n"})
    package = build(folder / "01.yaml")
    package.write_bytes(package.read_bytes()[:-40])
    with pytest.raises(CommandError, match="is no package that mkdeck made"):
        read_package(package)


def test_of_a_folder_a_package_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as raised:
        read_package(tmp_path)
    assert str(raised.value) == f"{tmp_path} is a folder; name a package, such as build/{tmp_path.name}.apkg."
