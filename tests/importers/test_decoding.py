"""Proves that bytes become the letters that they stand for, also where no mark names their encoding."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Outcome
from mkdeck.importers.decoding import decode

RUSSIAN = "1. Как называется столица Франции?\nа) Париж\nб) Рим\nОтвет: а\n"
UKRAINIAN = "1. Яке місто є столицею України і де воно стоїть?\nа) Київ\nб) Львів\nВідповідь: а\n"
BULGARIAN = "1. Кой град е столицата на България?\nа) София\nб) Пловдив\nОтговор: а\n"
GREEK = "1. Ποια είναι η πρωτεύουσα της Ελλάδας και πού βρίσκεται;\nα) Αθήνα\nβ) Πάτρα\nΑπάντηση: α\n"
HEBREW = "1. מהי עיר הבירה של צרפת ובאיזה נהר היא נמצאת?\nא) פריז\nב) רומא\nתשובה: א\n"
FRENCH = "1. Où est née la bière ? Ça dépend où l'été a été gelé.\na) là\nb) à côté\nRéponse : a\n"


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, BULGARIAN])
def test_cyrillic_of_windows_is_read(text: str) -> None:
    assert decode(text.encode("windows-1251")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "windows-1252"),
        (GREEK, "windows-1253"),
        (HEBREW, "windows-1255"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso-8859-5"),
        ("日本の首都はどこですか。大阪と東京のどちらかを選んでください。", "shift-jis"),
        ("法国的首都是哪一个城市？请从下面的答案当中选择一个正确的。", "gbk"),
        ("프랑스의 수도는 어디입니까? 아래에서 하나를 고르십시오. 파리와 로마.", "euc-kr"),
    ],
    ids=["french", "greek", "hebrew", "koi8-r", "iso-8859-5", "shift-jis", "gbk", "euc-kr"],
)
def test_other_letters_are_not_taken_for_cyrillic(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    assert decode(content) != content.decode("windows-1251", "replace")


def test_letters_in_no_known_encoding_are_named_as_the_reason(tmp_path: Path, mkdeck: Callable[..., Outcome]) -> None:
    (tmp_path / "quiz.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    done = mkdeck("import", "quiz.txt", cwd=tmp_path)
    assert done.code == 2
    assert done.err == (
        "mkdeck: quiz.txt: this looks like none of the formats that can be imported; its letters beyond ASCII are in "
        "no known encoding, so save it as UTF-8 and try again.\n"
    )
