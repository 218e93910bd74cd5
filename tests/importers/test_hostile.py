"""Proves that hostile files give one clear error and leave nothing behind."""

import codecs
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from importers.contract import import_one
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources import xml_tree

BOMB = b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMB_OF_ALIASES = b"".join(b"%c: &%c [%s]\n" % (new, new, b", ".join([b"*%c" % (new - 1)] * 9)) for new in b"bcdefghi")
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
        (b"", "is empty, so there is nothing to import"),
        (b"Just a letter to a friend.\nNothing to ask.\n", "none of the formats"),
    ],
    ids=[
        *("bomb", "external", "truncated", "deep", "qti-bomb", "qti-truncated", "qti-plan"),
        *("binary", "empty", "prose"),
    ],
)
def test_a_hostile_file_gives_one_error(content: bytes, reason: str, tmp_path: Path, mkdeck: Run) -> None:
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
    with pytest.raises(UnreadableError, match="more than 1,000 elements"):
        xml_tree.parse(b"<quiz>" + b"<a/>" * 1000 + b"</quiz>")


DEEP = b"title: a\ncards:\n- type: basic\n  back: b\n  front: "


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (DEEP + b"[" * 50_000, "nested"),
        (b"a: &a [x, x, x, x, x, x, x, x, x]\n" + DEEP + b"b\n" + BOMB_OF_ALIASES, "aliases make this file far larger"),
        (DEEP + b"!!python/object/apply:os.system [x]\n  cards: [", "not valid YAML"),
        (b"title: a\ncards: {front: a}\nfront: b\n", "has a list of `cards`"),
        (b"[[questions]]\nprompt.prompt = 1\nanswer = [" + b"[" * 50_000, "not valid TOML"),
        (b"[[questions]]\nprompt = 1\nanswer = " + b"9" * 5_000, "not valid TOML"),
        (b'[[questions]]\nprompt = 1\nanswer = "', "not valid TOML"),
        (b"[[questions]]\nprompt = 1\nanswer" + b".a" * 200_000 + b" = 1\n", "a key of more than 100 parts"),
        (b"1. A?\n*a) b\nc) d\nCOMMENT\n2. B?\n", "has no END_COMMENT"),
        (b"questions:\n- {id: a, type: true-false, question: Why?, answer: true}\n", "is a deck of mkdeck already"),
    ],
    ids=["deep", "aliases", "tag", "no-list", "toml-deep", "toml-number", "toml-cut", "toml-key", "comment", "own"],
)
def test_a_hostile_file_of_yaml_toml_or_text_gives_one_error(
    content: bytes, reason: str, tmp_path: Path, mkdeck: Run
) -> None:
    (tmp_path / "quiz").write_bytes(content)
    done = mkdeck("import", "quiz", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mkdeck: quiz")
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["quiz"]


def test_a_tag_in_a_card_is_never_followed(tmp_path: Path) -> None:
    content = DEEP + b"!!python/object/apply:os.system ['touch ran']\n- {type: basic, front: A?, back: b}\n"
    batch = import_one(content, "ankitum", folder=tmp_path)
    assert batch
    (account,) = batch.accounts
    assert [skipped.reason for skipped in account.skipped] == [
        "the YAML tag '!!python/object/apply:os.system' is not allowed; write the plain text"
    ]
    assert (account.imported, list(tmp_path.iterdir())) == (1, [])


def test_code_that_would_write_questions_is_not_run(tmp_path: Path, mkdeck: Run) -> None:
    code = '```{.python .run}\nopen("ran", "w")\nprint("2. B?\\n*a) b\\nb) c")\n```\n'
    (tmp_path / "quiz.txt").write_text(f"1. A?\n*a) b\nb) c\n\n{code}")
    done = mkdeck("import", "quiz.txt", cwd=tmp_path)
    assert "quiz.txt:5: skipped: a code block that would write questions; no code of a source is run\n" in done.out
    assert "2 found = 1 imported + 1 skipped" in done.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quiz.txt", "quiz.yaml"]


@pytest.mark.parametrize(
    "address",
    [
        "../outside.png",
        "%2e%2e/outside.png",
        "a/../../outside.png",
        "{outside}",
        "file://{outside}",
        "link.png",
        "folder/outside.png",
        "secret.txt",
        "pipe.png",
        "a\\..\\outside.png",
        "gone.png",
    ],
)
def test_no_picture_is_taken_from_outside_of_the_source_s_folder(address: str, tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.png", tmp_path / "bank"
    folder.mkdir()
    outside.write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "link.png").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    (folder / "secret.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "inside.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    os.mkfifo(folder / "pipe.png")
    address = address.format(outside=outside)
    text = f"### Which?\n\n![it]({address}) ![there](inside.png)\n\n- [x] a\n- [ ] b\n"
    batch = import_one(text.encode(), folder=folder)
    assert batch
    assert [file.name.rpartition("-")[0] for file in batch.media] == ["media/inside"]
    assert "it ![there](media/inside-" in batch.text
    (account,) = batch.accounts
    assert len(account.remarks) == 1


def test_a_huge_file_is_refused(tmp_path: Path, mkdeck: Run) -> None:
    with (tmp_path / "huge.gift").open("wb") as file:
        file.truncate(100 * 2**20)
    done = mkdeck("import", "huge.gift", cwd=tmp_path)
    assert (done.code, done.err) == (2, "mkdeck: huge.gift is larger than 64 MB; split it, and import the parts.\n")


def test_one_bad_file_stops_them_all(tmp_path: Path, mkdeck: Run) -> None:
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
        "cards:\n- type: markdown\n  front: Zwei Straßen?\n  back: |\n    “été”\n    - là\n",
        "Quiz title: Été\n1. Zwei Straßen?\na) là\n*b) “été”\n",
        "# Été\n\n## Zwei Straßen?\n\n- [x] “été”\n- [ ] là\n",
        "[[questions]]\ntype='ShortAnswer'\nprompt.prompt='Zwei Straßen?'\nanswer.answer='été'\n",
    ],
    ids=["gift", "lettered", "quiz-page", "table", "ankitum", "text2qti", "markdown", "mdbook-quiz"],
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


def test_a_picture_that_is_missing_in_markdown_of_moodle_is_no_picture() -> None:
    question = QUESTION.replace(b"<questiontext>", b'<questiontext format="markdown">')
    batch = import_one(b"<quiz>" + question % b"See ![a graph](@@PLUGINFILE@@/g.png)." + b"</quiz>", name="q.xml")
    assert batch
    assert "question: See a graph." in batch.text
    assert [remark.message for remark in batch.accounts[0].remarks] == [
        "'@@PLUGINFILE@@/g.png' is not part of this file"
    ]
