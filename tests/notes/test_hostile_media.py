"""Proves that every picture, sound and video reaches Anki under a name that works there, or is named as missing."""

import os
import re
import unicodedata
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from conftest import Build, Run, Write
from growth import assert_time_keeps_pace
from mkdeck.rehearsal.student import Student

SETTINGS = {"course.yaml": "{course: Media, id: media, ignore: [alt-text, unused-ignore]}\n"}
OUTSIDE = "lies outside the course's folder; copy it into the course"
MISSING = "does not exist; the path is relative to the deck file's folder"
ONE_MACHINE = (
    "'{}' is a place on one machine alone; copy the file into the course, and name it by its path from the deck file's "
    "folder"
)
NETWORK = "media must be a file of the course; download it, since cards work without network"
NO_MEDIA = "is no picture, sound or video that Anki shows"


def deck(*texts: str) -> str:
    """Write a deck of short answers; text i stands in line 5 i + 6 from column 7 on."""
    questions = "".join(
        f"  - id: q{i}\n    type: short-answer\n    answer: A\n    question: >-\n      {text}\n"
        for i, text in enumerate(texts)
    )
    return f"questions:\n{questions}"


class _Sources(HTMLParser):
    """Collects what the pictures of a page show."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs).get("src") or "")


def shown(student: Student) -> dict[str, list[bytes | None]]:
    """Give the content of each file that a question shows or plays, by the question's id; None for a missing one."""
    folder = Path(student.collection.media.dir())
    found: dict[str, list[bytes | None]] = {}
    for guid in student.notes():
        note = student.note(guid)
        reader = _Sources()
        front, _ = student.render(guid)
        reader.feed(front)
        (card,) = note.cards()
        played = [getattr(tag, "filename", "") for tag in card.question_av_tags()]
        names = [*reader.found, *played]
        found[note["Id"]] = [(folder / name).read_bytes() if (folder / name).is_file() else None for name in names]
    return found


def arrive(folder: Path, build: Build, student: Student) -> dict[str, list[bytes | None]]:
    """Build a course, import it, and give what its questions show; every file is there and used."""
    student.take(build(folder))
    assert student.check_media() == []
    assert student.fix_integrity() == []
    return shown(student)


# --- Names ---------------------------------------------------------------------------------------------------------

# The file's name, and how a question refers to it.
NAMES = {
    "plain": ("img/a.png", "img/a.png"),
    "a dot in front": ("img/a.png", "./img/a.png"),
    "up and down again": ("img/a.png", "img/../img/a.png"),
    "two slashes": ("img/a.png", "img//a.png"),
    "in the folder of the deck": ("a.png", "a.png"),
    "spaces": ("img/a b  c.png", "<img/a b  c.png>"),
    "spaces, escaped": ("img/c d.png", "img/c%20d.png"),
    "%20 in the name": ("img/a%20b.png", "img/a%20b.png"),
    "a percent sign": ("img/100%.png", "img/100%.png"),
    "a percent sign, escaped": ("img/100%.png", "img/100%25.png"),
    "umlauts": ("img/Größe.png", "img/Größe.png"),
    "umlauts, escaped": ("img/Größe.png", "img/Gr%C3%B6%C3%9Fe.png"),
    "umlauts, decomposed in the text": ("img/Größe.png", unicodedata.normalize("NFD", "img/Größe.png")),
    "brackets": ("img/br[ac](k)e{t}s.png", "<img/br[ac](k)e{t}s.png>"),
    "an ampersand": ("img/a&b;c.png", "img/a&b;c.png"),
    "signs of addresses": ("img/a#b?c+d=e.png", "img/a#b?c+d=e.png"),
    "a colon": ("img/a:b.png", "img/a:b.png"),
    "single quotes": ("img/it's.png", "img/it's.png"),
    "double quotes": ('img/a "b".png', '<img/a "b".png>'),
    "less and greater": ("img/a<b>c.png", "img/a\\<b\\>c.png"),
    "signs of Markdown": ("img/a*b_c_*d~e`f.png", "img/a*b_c_*d~e`f.png"),
    "a bar and a star": ("img/a|b*.png", "img/a|b*.png"),
    "a gap": ("img/{{c1=x}}.png", "<img/{{c1=x}}.png>"),
    "200 characters": (f"img/{'x' * 200}.png", f"img/{'x' * 200}.png"),
    "200 bytes of wide characters": (f"img/{'語' * 60}.png", f"img/{'語' * 60}.png"),
    "Japanese": ("画像/図.png", "画像/図.png"),
    "an emoji": ("img/🙂.png", "img/🙂.png"),
    "right to left": ("img/\u05e9\u05dc.png", "img/\u05e9\u05dc.png"),
    "nothing but signs": ("img/---.png", "img/---.png"),
    "a dash in front": ("-a.png", "-a.png"),
    "an underscore in front": ("_a.png", "_a.png"),
    "hidden": ("img/.a.png", "img/.a.png"),
    "capitals": ("img/A.PNG", "img/A.PNG"),
    "two suffixes": ("img/a.tar.png", "img/a.tar.png"),
    "a reserved name": ("img/con.png", "img/con.png"),
    "a sound": ("img/a [b].mp3", "<img/a [b].mp3>"),
    "a video": ("img/a [b].mp4", "<img/a [b].mp4>"),
}


def test_files_of_any_name_are_shown(course: Write, build: Build, student: Student) -> None:
    folder = course(
        {
            **SETTINGS,
            **{name: f"<{name}>".encode() for name, _ in NAMES.values()},
            "1.yaml": deck(*(f"![Alt]({reference})" for _, reference in NAMES.values())),
        }
    )
    found = arrive(folder, build, student)
    assert {name: found[f"q{i}"] for i, name in enumerate(NAMES)} == {
        name: [f"<{file}>".encode()] for name, (file, _) in NAMES.items()
    }
    for name in student.media_files():
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*\.[a-z0-9]+", name), name
        assert len(name) < 80, name


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_file_whose_name_is_decomposed_on_disk_is_shown(
    form: str, course: Write, build: Build, student: Student
) -> None:
    name = unicodedata.normalize("NFD", "img/Größe.png")
    reference = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    folder = course({**SETTINGS, name: b"big", "1.yaml": deck(f"![]({reference})")})
    assert arrive(folder, build, student) == {"q0": [b"big"]}


def test_files_of_one_name_with_different_content_are_each_shown_right(
    course: Write, build: Build, student: Student
) -> None:
    folder = course(
        {
            **SETTINGS,
            "1.yaml": deck("![](img/a.png) ![](a.png) ![](sub/img/a.png)"),
            "sub/2.yaml": deck("![](img/a.png) ![](../img/a.png)").replace("q0", "r0"),
            "sub/img/a.png": b"one",
            "img/a.png": b"two",
            "a.png": b"three",
            "img/A.png": b"four",
            "3.yaml": deck("![](img/A.png) ![](img/a.png)").replace("q0", "s0"),
        }
    )
    assert arrive(folder, build, student) == {
        "q0": [b"two", b"three", b"one"],
        "r0": [b"one", b"two"],
        "s0": [b"four", b"two"],
    }
    assert len(student.media_files()) == 4


def test_one_file_under_many_names_is_packed_once(course: Write, build: Build, student: Student) -> None:
    folder = course(
        {
            **SETTINGS,
            "img/a.png": b"same",
            "other/a.png": b"same",
            "1.yaml": deck("![](img/a.png) ![](./img/a.png) ![](other/a.png) <img src='img/a.png'>"),
        }
    )
    assert arrive(folder, build, student) == {"q0": [b"same"] * 4}
    assert len(student.media_files()) == 1


def test_a_file_of_no_bytes_is_named(course: Write, mkdeck: Run) -> None:
    folder = course({**SETTINGS, "a.png": b"", "1.yaml": deck("![](a.png)")})
    code, out, _ = mkdeck("check", cwd=folder)
    assert code == 1
    assert out.startswith("1.yaml:6:11: error: q0: 'a.png' ")


def test_a_picture_is_shown_wherever_it_stands(course: Write, build: Build, student: Student) -> None:
    files = {f"{name}.png": name.encode() for name in "question correct wrong feedback explanation hint source".split()}
    folder = course(
        {
            **SETTINGS,
            **files,
            "1.yaml": """\
                questions:
                  - id: all
                    type: multiple-choice
                    question: "![](question.png)"
                    choices:
                      - {correct: "![](correct.png)", feedback: "![](feedback.png)"}
                      - "![](wrong.png)"
                    explanation: "![](explanation.png)"
                    hint: "![](hint.png)"
                    source: "![](source.png)"
                """,
        }
    )
    student.take(build(folder))
    assert student.check_media() == []
    contents = {(Path(student.collection.media.dir()) / name).read_bytes() for name in student.media_files()}
    assert contents == set(files.values())


RAW = {
    '<img src="img/a.png" width="50">': ([b"a"], []),
    "<img src='img/a b.png' height=5>": ([b"b"], []),
    "<img src=img/a.png alt=x>": ([b"a"], []),
    '<IMG SRC="img/a.png">': ([b"a"], []),
    '<img src="img/a%62.png">': ([b"c"], []),
    '[![](img/a.png "Title")](https://example.org)': ([b"a"], []),
    '<img src="img/a.png" style="x">': ([b"a"], ["the attribute 'style' of <img> is left out"]),
    '<img src="img/a.png" srcset="img/b.png 2x">': ([b"a"], ["the attribute 'srcset' of <img> is left out"]),
    "<img src=img/a.png onerror=x()>": ([b"a"], ["the attribute 'onerror' of <img> is left out"]),
    'Film: <video src="img/v.mp4"></video>': (
        [],
        ["<video> is not allowed on a card and left out; to show the tag itself, put it between backticks"],
    ),
    '<picture><img src="img/a.png"></picture>': (
        [b"a"],
        ["<picture> is not allowed on a card and left out; to show the tag itself, put it between backticks"],
    ),
}


def test_raw_html_shows_pictures_too(course: Write, build: Build, student: Student, mkdeck: Run) -> None:
    files: Mapping[str, str | bytes] = {"img/a.png": b"a", "img/a b.png": b"b", "img/ab.png": b"c", "img/v.mp4": b"v"}
    folder = course({**SETTINGS, **files, "1.yaml": deck(*RAW)})
    _, out, _ = mkdeck("check", cwd=folder)
    said: dict[str, list[str]] = {f"q{i}": [] for i in range(len(RAW))}
    for name, message in re.findall(r"warning: (q\d+): (.*) \[html\]", out):
        said[name].append(message)
    found = arrive(folder, build, student)
    assert {text: (found[f"q{i}"], said[f"q{i}"]) for i, text in enumerate(RAW)} == RAW
    assert 'width="50"' in student.render(next(iter(student.notes())))[0]


def test_entities_in_raw_html_are_read(course: Write, build: Build, student: Student) -> None:
    folder = course({**SETTINGS, "a&b.png": b"a", "1.yaml": deck('<img src="a&amp;b.png">')})
    assert arrive(folder, build, student) == {"q0": [b"a"]}


# --- What can't be shown -------------------------------------------------------------------------------------------

FAULTS = {
    "../../etc/passwd": f"'../../etc/passwd' {OUTSIDE}",
    "../secret.png": f"'../secret.png' {OUTSIDE}",
    "img/../../secret.png": f"'img/../../secret.png' {OUTSIDE}",
    "..%2Fsecret.png": f"'../secret.png' {OUTSIDE}",
    "/etc/passwd": ONE_MACHINE.format("/etc/passwd"),
    "C:/a.png": ONE_MACHINE.format("C:/a.png"),
    "c:\\img\\a.png": ONE_MACHINE.format("c:\\img\\a.png"),
    "\\server\\a.png": ONE_MACHINE.format("\\server\\a.png"),
    "img\\a.png": "a path has '/' between folders; write 'img/a.png'",
    "a:b/c.png": "media is named by its path from the deck file's folder, which has no ':' in it",
    "~/a.png": f"'~/a.png' {MISSING}",
    "img/link-out.png": f"'img/link-out.png' {OUTSIDE}",
    "img/folder-out/secret.png": f"'img/folder-out/secret.png' {OUTSIDE}",
    "img/link-to-nothing.png": f"'img/link-to-nothing.png' {MISSING}",
    "img/folder.png": "'img/folder.png' is a folder; the path is relative to the deck file's folder",
    "img": "'img' is a folder; the path is relative to the deck file's folder",
    "img/pipe.png": "'img/pipe.png' is a pipe or a device, not a file",
    "img/none.png": f"'img/none.png' {MISSING}",
    "img/a.png/b.png": f"'img/a.png/b.png' {MISSING}",
    "img/a.png?x=1": f"'img/a.png?x=1' {MISSING}",
    "IMG/a.png": "'IMG/a.png' is spelled 'img/a.png' on disk; case matters on other machines",
    "img/A.png": "'img/A.png' is spelled 'img/a.png' on disk; case matters on other machines",
    "img/a.PNG": "'img/a.PNG' is spelled 'img/a.png' on disk; case matters on other machines",
    "img/run.exe": f"'img/run.exe' {NO_MEDIA}",
    "img/bare": f"'img/bare' {NO_MEDIA}",
    "http://example.org/a.png": NETWORK,
    "HTTPS://example.org/a.png": NETWORK,
    "//example.org/a.png": NETWORK,
    "data:image/png;base64,AAAA": NETWORK,
    "file:///etc/passwd": ONE_MACHINE.format("file:///etc/passwd"),
    "javascript:alert(1)": NETWORK,
}


def _hostile_folder(course: Write, files: Mapping[str, str | bytes]) -> Path:
    base: dict[str, str | bytes] = {
        **SETTINGS,
        "img/a.png": b"a",
        "img/run.exe": b"MZ",
        "img/bare": b"x",
        "img/folder.png/a": b"x",
    }
    folder = course({**base, **files})
    (folder.parent / "secret.png").write_bytes(b"secret")
    os.mkfifo(folder / "img/pipe.png")
    (folder / "img/link-out.png").symlink_to(folder.parent / "secret.png")
    (folder / "img/folder-out").symlink_to(folder.parent, target_is_directory=True)
    (folder / "img/link-to-nothing.png").symlink_to("nowhere.png")
    (folder / "img/link.png").symlink_to("a.png")
    (folder / "img/circle.png").symlink_to("circle-2.png")
    (folder / "img/circle-2.png").symlink_to("circle.png")
    (folder / "img/up").symlink_to("..", target_is_directory=True)
    return folder


def test_what_cannot_be_shown_is_named_with_its_place(course: Write, mkdeck: Run) -> None:
    folder = _hostile_folder(course, {"1.yaml": deck(*(f"![Alt]({reference})" for reference in FAULTS))})
    code, out, _ = mkdeck("check", cwd=folder)
    assert code == 1
    assert out.splitlines() == [
        f"1.yaml:{5 * i + 6}:14: error: q{i}: {message} [media]" for i, message in enumerate(FAULTS.values())
    ]
    code, _, _ = mkdeck("build", folder, "-o", folder.parent)
    assert code == 1
    assert not (folder.parent / "media.apkg").exists()


def test_links_inside_the_course_are_followed(course: Write, build: Build, student: Student) -> None:
    folder = _hostile_folder(course, {"1.yaml": deck("![](img/link.png) ![](img/up/img/a.png)")})
    assert arrive(folder, build, student) == {"q0": [b"a", b"a"]}


def test_links_in_a_circle_are_named(course: Write, mkdeck: Run) -> None:
    folder = _hostile_folder(course, {"1.yaml": deck("![](img/circle.png)")})
    code, out, _ = mkdeck("check", cwd=folder)
    assert code == 1
    assert out.startswith("1.yaml:6:11: error: q0: 'img/circle.png' ")


def test_a_missing_picture_beside_an_angle_bracket_is_named_once(course: Write, mkdeck: Run) -> None:
    folder = course({**SETTINGS, "1.yaml": deck("![](none.png) x<y")})
    _, out, _ = mkdeck("check", cwd=folder)
    assert out == f"1.yaml:6:11: error: q0: 'none.png' {MISSING} [media]\n"


def test_a_picture_without_an_address_is_named(course: Write, mkdeck: Run) -> None:
    folder = course({**SETTINGS, "1.yaml": deck("![Alt]()")})
    code, out, _ = mkdeck("check", cwd=folder)
    assert (code, out) == (1, "1.yaml:5:15: error: q0: the address of this picture is empty [media]\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(course: Write, mkdeck: Run) -> None:
    folder = course({**SETTINGS, "a.png": b"a", "1.yaml": deck("![](a.png)")})
    (folder / "a.png").chmod(0)
    code, out, _ = mkdeck("check", cwd=folder)
    assert (code, out) == (1, "1.yaml:6:11: error: q0: 'a.png' can't be read: Permission denied [media]\n")


def test_a_file_that_fails_while_it_is_read_is_named(
    course: Write, mkdeck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = course({**SETTINGS, "a.png": b"a", "1.yaml": deck("![](a.png)")})
    read = Path.open

    def fail(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "a.png":
            raise PermissionError(13, "Permission denied")
        return read(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", fail)
    code, out, _ = mkdeck("check", cwd=folder)
    assert (code, out) == (1, "1.yaml:6:11: error: q0: 'a.png' can't be read: Permission denied [media]\n")


def test_a_file_name_that_no_disk_takes_is_an_error(course: Write, mkdeck: Run) -> None:
    folder = course({**SETTINGS, "1.yaml": deck(f"![]({'x' * 5000}.png)", "![](a%00.png)", f"![]({'a/' * 3000}b.png)")})
    code, out, err = mkdeck("check", cwd=folder)
    assert code == 1, err
    assert [line.split(": ")[0] for line in out.splitlines()] == ["1.yaml:6:11", "1.yaml:11:11", "1.yaml:16:11"]


def test_a_large_file_is_a_warning_wherever_it_is_shown(course: Write, mkdeck: Run) -> None:
    folder = course({**SETTINGS, "1.yaml": deck("![](a.png)", "![](b.png)", "Text ![](a.png)")})
    for name, size in (("a.png", 5 * 2**20 + 1), ("b.png", 5 * 2**20)):
        with (folder / name).open("wb") as file:
            file.truncate(size)
    code, out, _ = mkdeck("check", cwd=folder)
    assert code == 0
    message = "this file has 5.0 MB; students download it with every new deck [media-size]"
    assert out == f"1.yaml:6:11: warning: q0: {message}\n1.yaml:16:16: warning: q2: {message}\n"


def test_a_description_shows_no_picture(course: Write, mkdeck: Run) -> None:
    folder = course({**SETTINGS, "a.png": b"a", "1.yaml": "description: '![](a.png)'\n" + deck("Q")})
    code, out, _ = mkdeck("check", cwd=folder)
    message = "Anki copies no media for a deck's description; show it in a question"
    assert (code, out) == (1, f"1.yaml:1:19: error: {message} [media]\n")


def test_a_description_shows_no_math(course: Write, mkdeck: Run) -> None:
    said = "description: 'It is `\\(y\\)` or \\\\(, and $x < 2$ or $z$.'\n"
    folder = course({**SETTINGS, "1.yaml": said + deck("Q")})
    code, out, _ = mkdeck("check", cwd=folder)
    message = "Anki sets no math in a deck's description; say it in words, or show it in a question"
    assert (code, out) == (0, f"1.yaml:1:{said.index('x <') + 1}: warning: {message} [math]\n")


def test_time_grows_no_faster_than_the_number_of_pictures(course: Write, mkdeck: Run) -> None:
    def work(number: int) -> None:
        files = {f"img/{i}.png": b"a" for i in range(number)}
        folder = course(
            {**SETTINGS, **files, "1.yaml": deck(*(f"![](img/{i}.png)" for i in range(number)))}, str(number)
        )
        code, _, err = mkdeck("check", cwd=folder)
        assert code == 0, err

    assert_time_keeps_pace(work, 1_200)
