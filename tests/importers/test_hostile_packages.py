"""Proves that hostile and broken packages give one clear error, write nothing, and keep the importers' contract."""

import io
import json
import random
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run
from depth import count
from growth import cpu_limit
from importers.contract import import_one
from mkdeck.apkg import archive, collection
from mkdeck.importers.draft import Document
from mkdeck.importers.pipeline import import_files

SCHEMA = """
CREATE TABLE col (id, models, decks);
CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, mod, tags, flds);
CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, did, odid, ord);
"""
FIELDS = [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}]
TEMPLATES = [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]
MODELS = {"1": {"name": "Basic", "type": 0, "mod": 1, "css": "", "flds": FIELDS, "tmpls": TEMPLATES}}
DECKS = {"1": {"name": "Default", "desc": ""}, "2": {"name": "Bio::Cells", "desc": ""}}
NOTES = [("What?", 'That. <img src="dot.png">'), ("Who?", "He. [sound:tone.mp3]")]
FILES = {"dot.png": b"\x89PNG\r\n\x1a\n dot", "tone.mp3": b"ID3 tone"}


def make_collection(
    notes: list[tuple[str, str]] = NOTES, schema: str = SCHEMA, models: object = MODELS, more: str = ""
) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema)
    connection.execute("INSERT INTO col VALUES (1, ?, ?)", (json.dumps(models), json.dumps(DECKS)))
    for number, fields in enumerate(notes, 1):
        row = (number, f"guid{number}", 1, 1, " t ", "\x1f".join(fields))
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO cards VALUES (?, ?, 2, 0, 0)", (number, number))
    connection.executescript(more)
    connection.commit()
    content = connection.serialize()
    connection.close()
    return content


def make_zip(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def make_package(content: bytes | None = None, media: Mapping[str, str] | None = None) -> bytes:
    names = {str(i): name for i, name in enumerate(FILES)} if media is None else dict(media)
    files = {entry: FILES.get(name, b"\x89PNG\r\n\x1a\n") for entry, name in names.items()}
    return make_zip(
        {"collection.anki2": make_collection() if content is None else content, "media": json.dumps(names).encode()}
        | files
    )


def make_newer(content: bytes, media: bytes = b"") -> bytes:
    pack = zstandard.ZstdCompressor().compress
    return make_zip(
        {"meta": b"\x08\x03", "collection.anki21b": pack(content), "collection.anki2": b"old", "media": pack(media)}
    )


def test_a_small_package_is_read() -> None:
    batch = import_one(make_package())
    assert batch
    assert batch.imported == 2
    assert [Path(file.name).suffix for file in batch.media] == [".png", ".mp3"]
    newer = import_one(make_newer(make_collection()))
    assert newer
    assert newer.imported == 2


def test_names_of_media_never_leave_the_folder() -> None:
    for name in ("../../etc/passwd.png", "/etc/x.png", "..\\..\\x.png", "C:\\x.png", "a/../../b.png", "\0.png", "."):
        page = f'See <img src="{name}">'
        package = make_package(make_collection([(page, "x")]), {"0": name})
        batch = import_files([Document("x.apkg", package)], Path("/nowhere/deck.yaml"), None, append=False)
        for file in batch.media:
            assert file.name.startswith("media/")
            assert file.name.count("/") == 1
            assert ".." not in file.name
            assert "\\" not in file.name


DEEP = "[" * 100_000 + "]" * 100_000
NESTED = "UPDATE col SET {} = '" + DEEP + "'"  # noqa: S608 - no input of anybody's
VIEW = "DROP TABLE cards; CREATE VIEW cards AS SELECT 1 AS id, 1 AS nid, 2 AS did, 0 AS odid, 0 AS ord"
ENDLESS = (
    "DROP TABLE cards; CREATE VIEW cards AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c) "
    "SELECT id, id AS nid, 2 AS did, 0 AS odid, 0 AS ord FROM c"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_package()[:-60], "its zip file is damaged or cut short"),
        (make_package()[:300], "its zip file is damaged or cut short"),
        (make_package(b"nothing of the kind"), "its collection is no database"),
        (make_package(b""), "its collection is no database"),
        (make_package(make_collection()[:2000]), "its collection is damaged"),
        (make_package(make_collection(more=VIEW)), "its collection is none of Anki's"),
        (make_package(make_collection(more=ENDLESS)), "its collection is none of Anki's"),
        (make_package(make_collection(models={"1": {"name": "x"}})), "its collection is damaged"),
        (make_package(make_collection(models=[1])), "its collection is damaged"),
        (make_package(make_collection(more=NESTED.format("models"))), "its collection is damaged"),
        (make_package(make_collection(more=NESTED.format("decks"))), "its collection is damaged"),
        (make_package(make_collection(more="UPDATE notes SET mod = 'soon'")), "its collection is damaged"),
        (make_package(make_collection(more="UPDATE notes SET mid = 1e400")), "its collection is damaged"),
        (make_package(make_collection(more="UPDATE cards SET ord = -1")), "its collection is damaged"),
        (make_package(make_collection(more="UPDATE cards SET ord = 4000000000")), "its collection is damaged"),
        (
            make_package(make_collection(models={"1": {**MODELS["1"], "mod": float("nan")}})),
            "its collection is damaged",
        ),
        (make_package(make_collection(models={"1": {**MODELS["1"], "mod": 1e400}})), "its collection is damaged"),
        (
            make_zip({"collection.anki2": make_collection(), "media": DEEP.encode()}),
            "it is damaged, or no package of Anki's",
        ),
        (make_zip({"collection.anki2": make_collection(), "media": b"{"}), "it is damaged, or no package of Anki's"),
        (make_zip({"collection.anki2": make_collection(), "media": b"[1]"}), "it is damaged, or no package of Anki's"),
        (make_zip({"collection.anki21b": b"not zstd", "meta": b"\x08\x03"}), "its zstd data are damaged"),
        (make_zip({"collection.anki21b": b"", "meta": b"\x08\x63"}), "it is of a newer version of Anki"),
        (make_zip({"collection.anki21b": b"", "meta": b"\xff\xff"}), "it is damaged, or no package of Anki's"),
        (make_newer(make_collection(), b"\x0a\xff\xff\xff\x7f"), "it is damaged, or no package of Anki's"),
        (make_newer(b"SQLite format 3\0" + b"\0" * 2000), "its collection is damaged"),
    ],
)
def test_a_broken_package_gives_one_error(content: bytes, reason: str, tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "x.apkg").write_bytes(content)
    with cpu_limit():
        done = mkdeck("import", "x.apkg", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mkdeck: x.apkg: this package can't be read: ")
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["x.apkg"]


def test_an_encrypted_package_gives_one_error(tmp_path: Path, mkdeck: Run) -> None:
    content = bytearray(make_package())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + flags] |= 1
    (tmp_path / "x.apkg").write_bytes(content)
    done = mkdeck("import", "x.apkg", cwd=tmp_path)
    assert (done.code, done.err) == (
        2,
        "mkdeck: x.apkg: this package can't be read: its zip file is encrypted or damaged.\n",
    )


@pytest.mark.parametrize("packed", [False, True], ids=["zip", "zstd"])
def test_a_bomb_is_refused_before_it_bursts(
    packed: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mkdeck: Run
) -> None:
    monkeypatch.setattr(archive, "MAX_COLLECTION", 2**20)
    bomb = bytes(2**24)
    package = make_newer(bomb) if packed else make_package(bomb)
    assert len(package) < 2**20
    (tmp_path / "x.apkg").write_bytes(package)
    done = mkdeck("import", "x.apkg", cwd=tmp_path)
    assert done.err == "mkdeck: x.apkg: this package can't be read: it unpacks to more than mkdeck reads.\n"


def test_a_collection_with_a_long_tail_of_nothing_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.apkg", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        with file.open("collection.anki2", "w") as member:
            member.write(make_collection())
            for _ in range(100):
                member.write(bytes(2**20))
        file.writestr("media", "{}")
    code = (
        "import resource, sys; from mkdeck.cli import main; import mkdeck.importers.formats.apkg\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: main()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    command = [sys.executable, "-c", code, "import", "x.apkg"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == "mkdeck: x.apkg: this package can't be read: it unpacks to more than mkdeck reads.\n"
    assert int(done.stdout) < 64 * 2**10


def test_an_entry_that_lies_about_its_size_fills_no_memory(tmp_path: Path, mkdeck: Run) -> None:
    content = make_zip({"collection.anki2": make_collection() + bytes(2**27), "media": b"{}"})
    size = struct.pack("<I", len(make_collection() + bytes(2**27)))
    for said in (struct.pack("<I", 1000), struct.pack("<I", 2**20)):
        (tmp_path / "x.apkg").write_bytes(content.replace(size, said))
        done = mkdeck("import", "x.apkg", cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("mkdeck: x.apkg: this package can't be read: its ")


def test_halves_of_characters_become_question_marks(tmp_path: Path, mkdeck: Run) -> None:
    content = make_collection(more="UPDATE col SET decks = replace(decks, 'Bio', 'Bi\\ud800o')")
    (tmp_path / "x.apkg").write_bytes(make_package(content))
    assert mkdeck("import", "x.apkg", "-o", "x", cwd=tmp_path).code == 0
    assert "course: Bi?o" in (tmp_path / "x/course.yaml").read_text()


def test_media_are_bounded_as_a_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mkdeck: Run) -> None:
    monkeypatch.setattr(archive, "MAX_MEDIA", 20)
    (tmp_path / "x.apkg").write_bytes(make_package())
    done = mkdeck("import", "x.apkg", cwd=tmp_path)
    assert "it unpacks to more than mkdeck reads" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["x.apkg"]


def test_a_query_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "_TICKS", 2)
    monkeypatch.setattr(collection, "_TICK", 50)
    with pytest.raises(archive.BrokenPackageError):
        collection.read_collection(make_collection([("a", "b")] * 2000))


def test_nothing_in_a_collection_runs() -> None:
    schema = SCHEMA.replace(
        "tags, flds);", "tags, raw, flds TEXT GENERATED ALWAYS AS (raw || hex(zeroblob(100000000))) VIRTUAL);"
    )
    content = make_collection(
        [], schema, more="INSERT INTO notes (guid, mid, mod, tags, raw) VALUES ('a', 1, 1, '', 'x')"
    )
    with pytest.raises(archive.BrokenPackageError):
        collection.read_collection(content)


def test_odd_notes_are_counted(tmp_path: Path, mkdeck: Run) -> None:
    more = """
        INSERT INTO notes VALUES (10, 'a', 99, 1, '', 'of no note type');
        INSERT INTO notes VALUES (11, 'b', 1, 1, '', 'too few fields');
        INSERT INTO notes VALUES (12, 'c', 1, 1, '', char(31));
        INSERT INTO notes VALUES (13, NULL, 1, NULL, NULL, 'no card' || char(31) || 'at all');
        INSERT INTO notes VALUES (15, 'e', 1, 1, '', 'soft' || char(31) || char(173));
        INSERT INTO notes VALUES (14, 'd', 1, 1, '', CAST(x'ff1f41' AS TEXT));
        INSERT INTO cards VALUES (10, 13, 77, 0, 9);
    """
    (tmp_path / "x.apkg").write_bytes(make_package(make_collection(more=more)))
    done = mkdeck("import", "x.apkg", "-o", "deck.yaml", cwd=tmp_path)
    assert done.err == ""
    assert "x.apkg:3: skipped: its note type is not part of the package" in done.out
    assert "x.apkg:5: skipped: all its fields are empty" in done.out
    assert "8 found = 4 imported + 4 skipped" in done.out


def mutate(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        if chance.random() < 0.5:
            changed[at] = chance.randrange(256)
        else:
            length = chance.randint(1, 40)
            changed[at : at + length] = chance.randbytes(length)
    return bytes(changed)


PAGES = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>&{}:\\[]$`*_"), max_size=60
) | st.sampled_from(
    [
        "{{c1::a}}",
        "{{c1::",
        "}}",
        "[latex]",
        "\\(x",
        "<div><b>",
        '<img src="dot.png">',
        "[sound:x",
        "<ul><li>",
        "&nbsp;",
    ]
)


@settings(max_examples=count(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False), part=st.sampled_from(["zip", "collection", "newer", "media"]))
def test_damaged_packages_keep_the_contract(chance: random.Random, part: str) -> None:
    if part == "zip":
        package = mutate(make_package(), chance)
    elif part == "collection":
        package = make_package(mutate(make_collection(), chance))
    elif part == "newer":
        package = make_newer(mutate(make_collection(), chance))
    else:
        entry = b"\x0a\x07dot.png\x10\x05"
        package = make_newer(make_collection(), mutate(b"\x0a" + struct.pack("B", len(entry)) + entry, chance))
    import_one(package, "apkg")


@settings(max_examples=count(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(PAGES, PAGES), min_size=1, max_size=4), st.booleans())
def test_any_fields_keep_the_contract(notes: list[tuple[str, str]], cloze: bool) -> None:
    models = {"1": MODELS["1"] | {"type": 1 if cloze else 0}}
    clean = [(front.replace("\x1f", ""), back.replace("\x1f", "")) for front, back in notes]
    batch = import_one(make_package(make_collection(clean, models=models)), "apkg")
    assert batch
    assert batch.accounts[0].found == len(clean)


OWN_PAGES = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "\n",
                "<ol start=x>",
                '<ol start="99999999999">',
                "<li>",
                "</li>",
                "</ol>",
                "<ul>",
                "</ul>",
                "a",
            ),
            *(
                '<ol class="choices single fixed">',
                '<li class="choice right pinned">',
                '<div class="feedback">',
                "</div>",
            ),
            *(
                '<div class="gap">',
                "{{c1::",
                "::",
                "}}",
                "\\(",
                "\\)",
                "<!-- -->",
                "<span>\\</span>",
                '<ul class="gap">',
            ),
            *(
                '<pre class="code"><code>',
                '<span class="hl-k">if</span>',
                "</code></pre>",
                '<span class="play">[sound:x.mp3]',
            ),
            *(
                "</span>",
                '<img src="dot.png" alt="',
                '"',
                "<details>",
                "</details>",
                "<table>",
                "<tr>",
                "<td>",
                "True",
                "\0",
            ),
        ]
    ),
    max_size=30,
).map("".join)
OWN_FIELDS = "Question Choices Answer Explanation Hint Kind Source Report Retired Id Spare1 Spare2 Spare3".split()


@settings(max_examples=count(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(OWN_PAGES, min_size=8, max_size=8), min_size=1, max_size=2),
    st.sampled_from(["multiple-choice", "true-false", "short-answer", "cloze", "essay"]),
    st.booleans(),
    OWN_PAGES,
)
def test_notes_that_only_look_like_mkdecks_own_keep_the_contract(
    notes: list[list[str]], kind: str, cloze: bool, name: str
) -> None:
    fields = [("Text" if cloze and each == "Question" else each) for each in OWN_FIELDS]
    models = {
        "1": MODELS["1"]
        | {
            "name": name,
            "type": 1 if cloze else 0,
            "flds": [{"name": each, "ord": i} for i, each in enumerate(fields)],
            "mkdeckCourse": name,
        }
    }
    rows = [(*pages[:5], kind, *pages[5:], f"id-{number}", "", "", "") for number, pages in enumerate(notes)]
    package = make_package(make_collection(rows, models=models))  # type: ignore[arg-type] # more than two fields
    into_folder = import_files([Document("x.apkg", package)], Path("/nowhere/course"), None, append=False)
    for batch in (into_folder, import_one(package)):
        assert batch
        assert batch.accounts[0].found == len(notes)


def test_nesting_without_end_is_no_trouble() -> None:
    depth = sys.getrecursionlimit() + 100
    page = "<details>\n" * depth + "x" + "\n</details>" * depth
    fields = [{"name": each, "ord": i} for i, each in enumerate(OWN_FIELDS)]
    row = (page, "", "x", "x", "", "short-answer", "", "", "", "a", "", "", "")
    package = make_package(make_collection([row], models={"1": MODELS["1"] | {"flds": fields}}))  # type: ignore[list-item] # more than two fields
    with cpu_limit():
        batch = import_files([Document("x.apkg", package)], Path("/nowhere/deck.yaml"), None, append=False)
    assert batch.imported == 1
