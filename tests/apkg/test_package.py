"""Proves that packages are the same bytes every time, and keep what may never change."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apart import run_apart
from apkg.honey import COURSE, DRAWING, NOTE_CLASSES, RECORD, SHARED_FIELDS, TIME
from conftest import Build, Run, Write
from growth import PATIENCE
from mkdeck.identity import NoteClass, make_card_id, make_guid, make_note_id, make_notetype_id
from mkdeck.notetypes import FIELDS, TEMPLATE_IDS


def _run_anew(folder: Path, *args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run mkdeck in a process that is started anew, as Python's own variables act only there."""
    return subprocess.run(
        [sys.executable, "-m", "mkdeck", *map(str, args)],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(TIME), **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def _collection(package: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(package) as archive:
        content = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    return connection


def _read(package: Path, column: str) -> dict[str, Any]:
    connection = _collection(package)
    try:
        value: dict[str, Any] = json.loads(connection.execute(f"SELECT {column} FROM col").fetchone()[0])  # noqa: S608
    finally:
        connection.close()
    return value


def test_equal_input_and_time_give_equal_bytes_in_any_folder(course: Write, build: Build) -> None:
    one, two = course(COURSE, name="one"), course(dict(reversed(COURSE.items())), name="a/b c/zwei")
    assert build(one, TIME).read_bytes() == build(two, TIME).read_bytes()


def test_bytes_do_not_depend_on_hash_seed_time_zone_locale_or_terminal(
    course: Write, build: Build, tmp_path: Path
) -> None:
    expected = build(course(COURSE), TIME).read_bytes()
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "COLUMNS": "20"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "3", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "2"},
    ]
    for i, env in enumerate(surroundings):
        done = _run_anew(tmp_path, "build", "course", "-o", f"out-{i}", **env)
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / f"out-{i}" / "ueber-alles.apkg").read_bytes() == expected, env


def test_media_files_times_and_the_order_of_a_folder_do_not_matter(course: Write, build: Build) -> None:
    folder = course(COURSE)
    expected = build(folder, TIME).read_bytes()
    for i, path in enumerate(sorted(folder.rglob("*"), reverse=True)):
        os.utime(path, (1_000_000_000 + i, 1_000_000_000 + i))
    (folder / "img/tone.mp3").chmod(0o600)
    assert build(folder, TIME).read_bytes() == expected


def test_another_time_changes_nothing_but_times_and_ids(course: Write, build: Build) -> None:
    folder = course(COURSE)
    texts = []
    for moment in (TIME, TIME + 60):
        connection = _collection(build(folder, moment))
        assert {row[0] for row in connection.execute("SELECT mod FROM notes UNION SELECT mod FROM cards")} == {moment}
        notes = connection.execute("SELECT guid, mid, usn, tags, flds, sfld, csum FROM notes ORDER BY id").fetchall()
        cards = connection.execute("SELECT did, ord, type, queue, due, ivl, reps FROM cards ORDER BY id").fetchall()
        texts.append((notes, cards))
        connection.close()
    assert texts[0] == texts[1]


def test_the_zip_is_deflated_and_dated_the_same_on_every_day(course: Write, build: Build) -> None:
    with zipfile.ZipFile(build(course(COURSE), TIME)) as archive:
        entries = [(info.filename, info.compress_type, info.date_time) for info in archive.infolist()]
        assert archive.testzip() is None
        media = json.loads(archive.read("media"))
        assert {name: archive.read(number) for number, name in media.items()} == {
            "grosse-1-4aeb9788c4b1.svg": DRAWING.encode(),
            "tone-022c94aaacae.mp3": COURSE["img/tone.mp3"],
        }
    day = (1980, 1, 1, 0, 0, 0)
    assert entries == [
        ("collection.anki2", zipfile.ZIP_DEFLATED, day),
        ("media", zipfile.ZIP_DEFLATED, day),
        ("0", zipfile.ZIP_DEFLATED, day),
        ("1", zipfile.ZIP_STORED, day),  # compressed already, as its suffix says
    ]


def test_a_build_leaves_the_package_its_record_and_nothing_else(course: Write, tmp_path: Path) -> None:
    course(COURSE)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = set(tmp_path.rglob("*"))
    done = run_apart(tmp_path, "build", "course", env={"TMPDIR": str(scratch)})
    assert done.returncode == 0
    made = {path.relative_to(tmp_path).as_posix() for path in set(tmp_path.rglob("*")) - before}
    assert {RECORD.sub("RECORD", name) for name in made} == {"build", "build/RECORD", "build/ueber-alles.apkg"}


@pytest.mark.parametrize(
    "change",
    [
        *("removed", "damaged", "damaged, of the same size and time", "another time", "another media file"),
        *("another media file of the same size and time", "a link to another media file", "another style", "nothing"),
    ],
)
def test_a_second_build_into_one_folder_gives_the_same_bytes_as_a_first_one(
    change: str,
    course: Write,
    build: Build,
    mkdeck: Run,
    tmp_path: Path,
) -> None:
    styled = {"course.yaml": str(COURSE["course.yaml"]).replace("{", "{style: own.css, "), "own.css": "p { margin: 0 }"}
    folder, package, moment = course({**COURSE, **styled}), tmp_path / "build/ueber-alles.apkg", TIME
    tone, other = folder / "img/tone.mp3", folder / "img/other.mp3"
    other.write_bytes(b"another tone")
    if change == "a link to another media file":
        tone.rename(folder / "img/real.mp3")
        tone.symlink_to("real.mp3")
    mkdeck("build", "course", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(moment)})
    match change:
        case "removed":
            package.unlink()
        case "damaged":
            package.write_bytes(package.read_bytes()[:-1])
        case "another time":
            moment += 1
        case "damaged, of the same size and time":
            _swap_a_byte(package)
        case "another media file":
            tone.write_bytes(b"another tone")
        case "another media file of the same size and time":
            _swap_a_byte(tone)
        case "a link to another media file":
            tone.unlink()
            tone.symlink_to("other.mp3")
        case "another style":
            (folder / "own.css").write_text("p { margin: 1 }")
    assert mkdeck("build", "course", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(moment)})[0] == 0
    assert package.read_bytes() == build(folder, moment).read_bytes()


def _swap_a_byte(path: Path) -> None:
    """Change a file as `touch -r` and some programs that copy files do: its size and its time stay."""
    content, times = path.read_bytes(), path.stat()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_field_names_and_ids_never_change() -> None:
    shared = tuple((name, 602214076102 + i) for i, name in enumerate(SHARED_FIELDS))
    assert {
        "standard": (("Question", 602214076101), *shared),
        "cloze": (("Text", 602214076101), *shared),
    } == FIELDS


def test_template_ids_never_change() -> None:
    assert TEMPLATE_IDS == {"standard": 602214076201, "cloze": 602214076202}


def test_guids_never_change() -> None:
    assert {
        (course, question, note_class): make_guid(course, question, note_class)
        for course, question in (("deep-learning", "any-length"), ("a", "b"))
        for note_class in NOTE_CLASSES
    } == {
        ("deep-learning", "any-length", "standard"): "cGZA_rrYi3Fvitl0",
        ("deep-learning", "any-length", "cloze"): "4wWtjoZIIHRWse0a",
        ("a", "b", "standard"): "bh24JXiMB9TxBJBF",
        ("a", "b", "cloze"): "yk17L6a_T46XEUqs",
    }


def test_note_type_ids_never_change() -> None:
    assert {
        (course, note_class): make_notetype_id(course, note_class)
        for course in ("deep-learning", "recurrent-networks")
        for note_class in NOTE_CLASSES
    } == {
        ("deep-learning", "standard"): 706077414203849,
        ("deep-learning", "cloze"): 885783142414944,
        ("recurrent-networks", "standard"): 920279173444711,
        ("recurrent-networks", "cloze"): 1046551722639851,
    }


def test_a_package_holds_these_note_types(course: Write, build: Build) -> None:
    models = _read(build(course(COURSE), TIME), "models")
    assert {
        number: (
            each["name"],
            each["type"],
            each["mod"],
            [(field["name"], field["id"], field["ord"]) for field in each["flds"]],
            [(template["name"], template["id"], template["ord"]) for template in each["tmpls"]],
        )
        for number, each in models.items()
    } == {
        str(number): (
            name,
            kind,
            TIME,
            [(field, 602214076101 + i, i) for i, field in enumerate([first, *SHARED_FIELDS])],
            [("Card", 602214076201 + kind, 0)],
        )
        for number, name, kind, first in (
            (1786167079018652, "Über alles", 0, "Question"),
            (2895515403885109, "Über alles (cloze)", 1, "Text"),
        )
    }


def test_a_package_holds_these_notes_and_cards(course: Write, build: Build) -> None:
    connection = _collection(build(course(COURSE), TIME))
    notes = connection.execute("SELECT guid, tags FROM notes ORDER BY data").fetchall()
    query = "SELECT guid, ord, due FROM cards JOIN notes ON notes.id = nid ORDER BY due, ord"
    cards = connection.execute(query).fetchall()
    connection.close()
    assert notes == [
        ("ILa4mB6Yy3uvngmc", " a b c d x y z "),
        ("lVMS0aihaywmRnMm", " a b c d "),
        ("YmdyCrEL_mlPkyGQ", " a b c d "),
        ("-N2233Bl-RSmQRJX", " a b "),
    ]
    assert cards == [
        ("ILa4mB6Yy3uvngmc", 0, 1),
        ("lVMS0aihaywmRnMm", 0, 2),
        ("YmdyCrEL_mlPkyGQ", 0, 3),
        ("-N2233Bl-RSmQRJX", 0, 4),
        ("-N2233Bl-RSmQRJX", 1, 4),
    ]


def test_ids_are_those_of_the_note_and_the_card_for_ever(course: Write, build: Build) -> None:
    connection = _collection(build(course(COURSE), TIME))
    notes = dict(connection.execute("SELECT guid, id FROM notes").fetchall())
    cards = connection.execute("SELECT guid, ord, cards.id FROM cards JOIN notes ON notes.id = nid").fetchall()
    connection.close()
    assert notes == {
        "ILa4mB6Yy3uvngmc": 1103592545147,
        "lVMS0aihaywmRnMm": 1350721501996,
        "YmdyCrEL_mlPkyGQ": 1045920026217,
        "-N2233Bl-RSmQRJX": 1409907624212,
    }
    assert {(guid, ordinal): number for guid, ordinal, number in cards} == {
        ("ILa4mB6Yy3uvngmc", 0): 1103592545148,
        ("lVMS0aihaywmRnMm", 0): 1350721501997,
        ("YmdyCrEL_mlPkyGQ", 0): 1045920026218,
        ("-N2233Bl-RSmQRJX", 0): 1409907624213,
        ("-N2233Bl-RSmQRJX", 1): 1409907624214,
    }


@given(st.text(), st.text(), st.sampled_from(NOTE_CLASSES), st.integers(0, 498))
def test_any_id_looks_like_one_that_anki_gave_years_ago(
    course_id: str, question_id: str, note_class: NoteClass, ordinal: int
) -> None:
    guid = make_guid(course_id, question_id, note_class)
    note_id = make_note_id(guid)
    numbers = [note_id, make_card_id(note_id, ordinal), make_card_id(note_id, ordinal + 1)]
    assert all(10**12 <= number < TIME * 1000 for number in numbers)
    assert len(set(numbers)) == 3


def test_a_package_holds_these_decks(course: Write, build: Build) -> None:
    decks = _read(build(course(COURSE), TIME), "decks")
    found = {deck["name"]: (deck["desc"], deck.get("desiredRetention"), deck["conf"]) for deck in decks.values()}
    assert found == {
        "Default": ("", None, 1),
        "Über alles::1 Kinds": ("<p>Of <em>every</em> kind.</p>", 90, 1),
        "Über alles::2": ("<p></p>", 90, 1),
    }
    assert [number for number, deck in decks.items() if str(deck["id"]) != number] == []


def test_media_names_never_change(course: Write, build: Build) -> None:
    names = {
        "a b.PNG": "a-b-0517cf1abcfd.png",
        "sub/a b.PNG": "a-b-0517cf1abcfd.png",
        "ÄÖÜ ß.jpg": "aou-ss-0517cf1abcfd.jpg",
        "日本.gif": "riben-0517cf1abcfd.gif",
        ".x.svg": "x-0517cf1abcfd.svg",
        f"{'x' * 60}.webp": f"{'x' * 40}-0517cf1abcfd.webp",
        "A_b[c](d).png": "a-b-c-d-0517cf1abcfd.png",
        "-.mp3": "file-0517cf1abcfd.mp3",
    }
    questions = "".join(
        f"- {{id: q{i}, type: short-answer, question: '![](<{name}>)', answer: A.}}\n" for i, name in enumerate(names)
    )
    deck = {"course.yaml": "{course: C, id: c}", "1.yaml": f"questions:\n{questions}"}
    folder = course({**deck, **dict.fromkeys(names, b"dots")})
    connection = _collection(build(folder))
    fields = [row[0] for row in connection.execute("SELECT sfld FROM notes ORDER BY CAST(data AS INTEGER)")]
    connection.close()
    found = [re.findall(r'(?:img src="|\[sound:)([^]"]*)', field) for field in fields]
    assert dict(zip(names, found, strict=True)) == {name: [media] for name, media in names.items()}


@pytest.mark.parametrize(
    "value", ["", "abc", "0", "-1", "32503680000", "1e9", " 1700000000", "1700000000.5", "٣٣٣٣٣٣٣٣٣٣", "9" * 5000]
)
def test_a_useless_time_gives_a_warning_and_the_time_now(
    value: str, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    course(COURSE)
    before = int(time.time())
    code, _, err = mkdeck("build", "course", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": value})
    warning = "which is no time from 1980 until tomorrow in seconds; the time now is used"
    assert (code, err) == (0, f"mkdeck: SOURCE_DATE_EPOCH is '{value}', {warning}.\n")
    connection = _collection(tmp_path / "build/ueber-alles.apkg")
    ((moment,),) = connection.execute("SELECT DISTINCT mod FROM notes").fetchall()
    connection.close()
    assert before <= moment <= int(time.time())


def test_without_a_time_the_time_now_is_used_silently(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(COURSE)
    before = int(time.time())
    code, _, err = mkdeck("build", "course", cwd=tmp_path)
    assert (code, err) == (0, "")
    connection = _collection(tmp_path / "build/ueber-alles.apkg")
    ((moment,),) = connection.execute("SELECT DISTINCT mod FROM notes").fetchall()
    connection.close()
    assert before <= moment <= int(time.time())
