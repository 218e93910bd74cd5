"""Proves that an archive from anywhere is read without harm, or refused in one sentence."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from importers.sources import pack_files
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources.archives import Archive


def pack(*files: tuple[str, bytes]) -> bytes:
    return pack_files(files)


def encrypted() -> bytes:
    """Set the flag that says so, in the file's own head and in the directory."""
    content = bytearray(pack(("a.xml", b"secret")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(signature) + offset
        content[at : at + 2] = struct.pack("<H", 1)
    return bytes(content)


def lying_bomb() -> bytes:
    """Pack far more than the archive says that it holds."""
    huge = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(huge.compress(bytes(2**20)) for _ in range(80)) + huge.flush()
    content = bytearray(pack(("a.xml", b"x" * 10)))
    directory = content.index(b"PK\x01\x02")
    head, tail = content[: content.index(b"a.xml") + 5], content[directory:]
    for part, offset in ((head, 18), (tail, 20)):
        part[offset : offset + 8] = struct.pack("<II", len(packed), 10)
    end = tail.index(b"PK\x05\x06")
    tail[end + 16 : end + 20] = struct.pack("<I", len(head) + len(packed))
    return bytes(head + packed + tail)


def test_files_are_read_by_name() -> None:
    archive = Archive(pack(("a/b.xml", b"one"), ("empty/", b""), ("c\\d.txt", b"two")))
    assert dict(archive) == {"a/b.xml": b"one", "c/d.txt": b"two"}
    assert archive.start("a/b.xml", 2) == b"on"
    assert "a/b.xml" in archive
    assert "a" not in archive


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: pack(("../../x.xml", b"")), "a file whose name leads out of it, '../../x.xml'"),
        (lambda: pack(("a/..\\..\\x.xml", b"")), "a file whose name leads out of it"),
        (lambda: pack(("/etc/x.xml", b"")), "a file whose name leads out of it, '/etc/x.xml'"),
        (lambda: pack(("C:\\x.xml", b"")), "a file whose name leads out of it, 'C:/x.xml'"),
        (lambda: pack(("a.xml", b"1"), ("a.xml", b"2")), "two files of the name 'a.xml'"),
        (encrypted, "'a.xml' in this archive is encrypted; save the archive without a password"),
        (lambda: pack(*((f"{i}.xml", b"") for i in range(20_001))), "more than 20,000 files"),
        (lambda: pack(("a.xml", b"a" * 100))[:-30], "this archive is broken"),
        (lambda: pack(("a.xml", b"abc"))[:30] + b"??" + pack(("a.xml", b"abc"))[32:], "is broken"),
        (lambda: pack(("a.xml", bytes(65 * 2**20))), "'a.xml' in this archive has more than 64 MB"),
        (lying_bomb, "'a.xml' in this archive is broken"),
        (lambda: pack(*((f"{i}.xml", bytes(60 * 2**20)) for i in range(5))), "more than 256 MB together"),
        (lambda: b"PK\x03\x04" + bytes(100), "this archive is broken"),
    ],
)
def test_a_hostile_archive_gives_one_sentence(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason.replace("(", r"\(").replace("..", r"\.\.")) as raised:
        dict(Archive(make()))
    assert "\n" not in str(raised.value)


def test_an_unusual_compression_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as out:
        out.writestr("a.xml", b"x")
    with pytest.raises(UnreadableError, match="is compressed in a way that is not supported"):
        Archive(buffer.getvalue())


def test_only_what_is_asked_for_counts() -> None:
    archive = Archive(pack(*((f"{i}.mp4", bytes(60 * 2**20)) for i in range(5)), ("a.xml", b"<quiz/>")))
    assert archive["a.xml"] == b"<quiz/>"
    assert len(archive) == 6


def test_what_is_asked_for_again_counts_once() -> None:
    archive = Archive(pack(("logo.png", bytes(60 * 2**20))))
    assert {len(archive["logo.png"]) for _ in range(5)} == {60 * 2**20}


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: pack(("../imsmanifest.xml", b"<manifest/>")), "leads out of it"),
        (encrypted, "is encrypted"),
        (lambda: pack(("inner.zip", pack(("a.xml", b"<questestinterop/>")))), "'inner.zip', another archive; unpack"),
        (lambda: pack(("notes.txt", b"Hello")), "no questions"),
        (lambda: pack(("a.xml", b"abc"))[:-1], "this archive is broken"),
    ],
    ids=["slip", "encrypted", "nested", "else", "cut"],
)
def test_nothing_is_written_of_a_hostile_archive(
    make: Callable[[], bytes], reason: str, tmp_path: Path, mkdeck: Run
) -> None:
    (tmp_path / "quiz.zip").write_bytes(make())
    done = mkdeck("import", "quiz.zip", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mkdeck: quiz.zip")
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["quiz.zip"]


def test_an_archive_may_be_large_but_not_endless(tmp_path: Path, mkdeck: Run) -> None:
    question = b"<questestinterop><item><presentation><material><mattext>Why?</mattext></material>"
    question += b"<response_str ident='r'><render_fib/></response_str></presentation></item></questestinterop>"
    with zipfile.ZipFile(tmp_path / "lessons.imscc", "w") as out:
        out.writestr("film.mp4", bytes(65 * 2**20))
        out.writestr("quiz.xml", question)
    done = mkdeck("import", "lessons.imscc", cwd=tmp_path)
    assert (done.code, done.out.splitlines()[0]) == (0, "lessons.imscc (qti): 1 found = 1 imported + 0 skipped")
    with (tmp_path / "huge.zip").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(1025 * 2**20)
    done = mkdeck("import", "huge.zip", cwd=tmp_path)
    assert (done.code, done.err) == (
        2,
        "mkdeck: huge.zip is larger than 1 GB; export the questions without the course.\n",
    )
