"""Proves that hostile files give one clear error and leave nothing behind."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Outcome
from importers.contract import import_one
from mkdeck.importers import xml_tree
from mkdeck.importers.faults import Unreadable

BOMB = b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
QUESTION = b'<question type="essay"><questiontext><text>%s</text></questiontext></question>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB + b"<quiz>" + QUESTION % b"&b;" + b"</quiz>", "defines entities"),
        (
            b'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>' + QUESTION % b"&x;" + b"</quiz>",
            "defines entities or points to other files",
        ),
        (b"<quiz>" + QUESTION % b"Cut" + b"<question type='essay'><questiontext><text>half", "not well-formed XML"),
        (b"<quiz>" + b"<question>" * 300 + b"<text>", "nest more than 200 deep"),
        (
            BOMB.replace(b"quiz", b"questestinterop") + b"<questestinterop><item>&b;</item></questestinterop>",
            "defines entities",
        ),
        (b"<questestinterop><item>", "not well-formed XML"),
        (b"<assessmentTest identifier='t'><testPart/></assessmentTest>", "only lists the questions of a test"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "is no text file"),
        (b"", "none of the formats"),
        (b"Just a letter to a friend.\nNothing to ask.\n", "none of the formats"),
    ],
    ids=[
        *("bomb", "external", "truncated", "deep", "qti-bomb", "qti-truncated", "qti-plan"),
        *("binary", "empty", "prose"),
    ],
)
def test_a_hostile_file_gives_one_error(
    content: bytes, reason: str, tmp_path: Path, mkdeck: Callable[..., Outcome]
) -> None:
    (tmp_path / "quiz.xml").write_bytes(content)
    done = mkdeck("import", "quiz.xml", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mkdeck: quiz.xml")
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["quiz.xml"]


def test_xml_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MAX_ELEMENTS", 1000)
    assert xml_tree.parse(b"<quiz>" + b"<a/>" * 999 + b"</quiz>")
    with pytest.raises(Unreadable, match="more than 1,000 elements"):
        xml_tree.parse(b"<quiz>" + b"<a/>" * 1000 + b"</quiz>")


def test_a_huge_file_is_refused(tmp_path: Path, mkdeck: Callable[..., Outcome]) -> None:
    with (tmp_path / "huge.gift").open("wb") as file:
        file.truncate(100 * 2**20)
    done = mkdeck("import", "huge.gift", cwd=tmp_path)
    assert (done.code, done.err) == (2, "mkdeck: huge.gift is larger than 64 MB; split it, and import the parts.\n")


def test_one_bad_file_stops_them_all(tmp_path: Path, mkdeck: Callable[..., Outcome]) -> None:
    (tmp_path / "good.gift").write_text("One?{T}\n\nTwo?{=a ~b}")
    (tmp_path / "bad.xml").write_text("<quiz><question><text>")
    assert mkdeck("import", "good.gift", "bad.xml", cwd=tmp_path).code == 2
    assert not list(tmp_path.glob("*.yaml"))


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("windows-1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "crlf", "cr"],
)
@pytest.mark.parametrize(
    "text",
    [
        "Où est “l\u2019été”?{=là ~ici}\n\nZwei Straßen?{T}\n",
        "Où est “l\u2019été”?\nA) là\nB) ici\nANSWER: A\n\nZwei Straßen?\nA) ja\nB) nein\nANSWER: A\n",
        "Question 1 True / False\nZwei Straßen “été”?\nTTrue\nFFalse\nAnswer: True\nJa.\n",
        "Frage;Antwort 1;Antwort 2;Richtig\nWo ist “l\u2019été”?;là;ici;A\n\nZwei Straßen?;Ja;Nein;2\n",
    ],
    ids=["gift", "lettered", "quiz-page", "table"],
)
def test_every_encoding_gives_the_same_bytes(text: str, encode: Callable[[str], bytes]) -> None:
    expected, batch = import_one(text.encode()), import_one(encode(text))
    assert expected
    assert batch
    assert batch.text == expected.text
    assert "Zwei Straßen" in batch.text
    assert "été" in batch.text


def test_xml_in_another_encoding_and_with_forbidden_signs() -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    page = f"{head}<quiz>%s</quiz>" % (QUESTION.decode() % "Où est l\u2019été\x08&nbsp;?")
    for encoded in (page.encode(), page.encode("windows-1252"), b"\xef\xbb\xbf\n" + page.encode()):
        batch = import_one(encoded, name="q.xml")
        assert batch
        assert "Où est l\u2019été ?" in batch.text
