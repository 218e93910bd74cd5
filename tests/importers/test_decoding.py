"""Proves that bytes become the letters that they stand for, or are refused, also where nothing names their encoding."""

import sys
from pathlib import Path

import pytest

from conftest import Run
from importers.sources import pack_files
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources.decoding import decode, read_text

RUSSIAN = "1. Как называется столица Франции?\nа) Париж\nб) Рим\nОтвет: а\n"
UKRAINIAN = "1. Яке місто є столицею України і де воно стоїть?\nа) Київ\nб) Львів\nВідповідь: а\n"
BULGARIAN = "1. Кой град е столицата на България?\nа) София\nб) Пловдив\nОтговор: а\n"
GREEK = "1. Ποια είναι η πρωτεύουσα της Ελλάδας και πού βρίσκεται;\nα) Αθήνα\nβ) Πάτρα\nΑπάντηση: α\n"
HEBREW = "1. מהי עיר הבירה של צרפת ובאיזה נהר היא נמצאת?\nא) פריז\nב) רומא\nתשובה: א\n"
ARABIC = "1. ما هي عاصمة فرنسا؟\nأ) باريس\nب) روما\nالإجابة: أ\n"
FRENCH = "1. Où est née la bière ? Ça dépend où l'été a été gelé.\na) là\nb) à côté\nRéponse : a\n"
GERMAN = "1. Welche Größe hat die Fläche?\na) 5 m²\nb) Das weiß man nicht, schätzt aber öfter\nLösung: a\n"
POLISH = "1. Które miasto jest stolicą Polski?\na) Warszawa\nb) Łódź\nc) Gdańsk\nOdpowiedź: a\n"
CZECH = "1. Které město je hlavním městem České republiky?\na) Praha\nb) Plzeň\nOdpověď: a\n"
TURKISH = "1. Türkiye'nin başkenti neresidir?\na) Ankara\nb) İstanbul\nc) İzmir\nCevap: a\n"
CHINESE = "1. 法国的首都是哪一个城市？\nA. 巴黎\nB. 罗马\nC. 柏林\n答案：A\n"
TAIWANESE = "1. 法國的首都是哪一個城市？\nA. 巴黎\nB. 羅馬\nC. 柏林\n答案：A\n"
JAPANESE = "1. 日本の首都はどこですか。\nA. 東京\nB. 大阪\nC. 京都\n答え：A\n"
KOREAN = "1. 프랑스의 수도는 어디입니까?\nA. 파리\nB. 로마\nC. 베를린\n정답: A\n"
THAI = "1. เมืองหลวงของฝรั่งเศสคือเมืองใด\nA. ปารีส\nB. โรม\nC. เบอร์ลิน\nคำตอบ: A\n"
LABORATORY = "1. When does it boil?\nA. 25 °C\nB. 37 °C\nC. 90 °C ± 1\nAnswer: C\n\n2. A width?\nA. ½ mm\nB. 2×3 µm\n"

GUESSED = (
    "this is not in UTF-8, and was read as {}, which its letters suggest; "
    "if words look wrong, name its encoding with --encoding"
)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        (RUSSIAN, "windows-1251", "windows-1251"),
        (UKRAINIAN, "windows-1251", "windows-1251"),
        (BULGARIAN, "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "iso-8859-5", "ISO-8859-5"),
        (RUSSIAN, "cp866", "IBM866"),
        (GREEK, "windows-1253", "windows-1253"),
        (HEBREW, "windows-1255", "windows-1255"),
        (ARABIC, "windows-1256", "windows-1256"),
        (FRENCH, "windows-1252", "windows-1252"),
        (FRENCH, "mac-roman", "MacRoman"),
        (GERMAN, "windows-1252", "windows-1252"),
        (GERMAN, "cp850", "IBM850"),
        (LABORATORY, "windows-1252", "windows-1252"),
        (POLISH, "windows-1250", "windows-1250"),
        (POLISH, "iso-8859-2", "ISO-8859-2"),
        (CZECH, "windows-1250", "windows-1250"),
        (TURKISH, "windows-1254", "windows-1254"),
        (CHINESE, "gb18030", "GB18030"),
        (TAIWANESE, "big5", "Big5"),
        (JAPANESE, "shift-jis", "Shift-JIS"),
        (JAPANESE, "euc-jp", "EUC-JP"),
        (KOREAN, "euc-kr", "EUC-KR"),
        (THAI, "cp874", "windows-874"),
    ],
)
def test_letters_tell_their_encoding_and_the_reader_is_told(text: str, encoding: str, shown: str) -> None:
    found = read_text(text.encode(encoding))
    assert (found.text, found.note) == (text, GUESSED.format(shown))
    assert text.split("\n")[found.line - 1].isascii() is False


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        (GERMAN, "utf-16-le", "UTF-16-LE"),
        (RUSSIAN, "utf-16-be", "UTF-16-BE"),
        (CHINESE, "utf-16-le", "UTF-16-LE"),
        (JAPANESE, "utf-16-be", "UTF-16-BE"),
        ("法国的首都是哪一个城市？", "utf-16-le", "UTF-16-LE"),
        (GERMAN, "utf-32-le", "UTF-32-LE"),
        (JAPANESE, "iso2022-jp", "ISO2022-JP"),
        (KOREAN, "iso2022-kr", "ISO2022-KR"),
    ],
)
def test_bytes_that_tell_their_encoding_without_a_mark(text: str, encoding: str, shown: str) -> None:
    found = read_text(text.encode(encoding))
    assert (found.text, found.note) == (text, f"this has no mark that tells its encoding, and was read as {shown}")


@pytest.mark.parametrize("text", [GERMAN, CHINESE, RUSSIAN, LABORATORY])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_and_utf_8_need_no_guess_and_no_library(
    text: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "chardet", None)
    found = read_text(text.encode(encoding))
    assert (found.text, found.note) == (text, "")


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (f'<?xml version="1.0" encoding="windows-1257"?>\n<quiz>{GERMAN}</quiz>', "windows-1257"),
        (f"<?xml version='1.0' encoding='gb2312'?>\n<quiz>{CHINESE}</quiz>", "gb18030"),
        (f'<!DOCTYPE html>\n<html><head><meta charset="koi8-r"></head><p>{RUSSIAN}', "koi8-r"),
        (f'<html><head><META http-equiv=a content="text/html; charset=shift_jis">{JAPANESE}', "cp932"),
        (f'<html><head><meta charset="iso-8859-1">“{FRENCH}”', "windows-1252"),
    ],
)
def test_what_a_page_says_of_itself_goes_first(page: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chardet", None)
    found = read_text(page.encode(encoding))
    assert (found.text, found.note) == (page, "")


def test_a_page_that_says_what_is_not_so_is_read_by_its_letters() -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?>\n<quiz>{RUSSIAN}</quiz>'
    assert decode(page.encode("koi8-r")) == page
    assert decode(page.replace("utf-8", "no-such").encode("koi8-r")) == page.replace("utf-8", "no-such")


@pytest.mark.parametrize(
    ("text", "encoding", "names", "way"),
    [
        ("Kto? Łódź\n", "windows-1250", "IBM852 or windows-1250", "ibm852"),
        ("Kokioje temperatūroje užšąla vanduo?\n", "windows-1257", "windows-1250 or IBM852", "windows-1250"),
    ],
)
def test_too_few_letters_are_no_ground_for_a_guess(text: str, encoding: str, names: str, way: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_text(text.encode(encoding))
    assert str(caught.value) == (
        f"this is not in UTF-8, and its letters leave open what it is in, {names}; name its encoding, as in "
        f"`--encoding {way}`, or save it as UTF-8"
    )


def test_one_letter_of_windows_is_enough_in_ascii() -> None:
    text = "1. Whose cat is Schrödinger's?\na) Nobody's\nb) His own\nANSWER: B\n"
    assert decode(text.encode("windows-1252")) == text


def test_bytes_of_windows_in_utf_8_are_told() -> None:
    text = "1. Où est née la bière ?\n2. Größe und Maß\n".encode() + "3. l’été\n".encode("windows-1252")
    found = read_text(text)
    assert found.text == "1. Où est née la bière ?\n2. Größe und Maß\n3. l’été\n"
    assert (found.line, found.note) == (
        3,
        "this is in UTF-8, but for 3 bytes from here on, which were read as windows-1252",
    )


def test_a_file_that_was_cut_short_is_told() -> None:
    found = read_text("1. Was?\n2. Größe".encode()[:-2])
    assert (found.text, found.line) == ("1. Was?\n2. Grö", 2)
    assert found.note == "this ends in the middle of a letter, as a file does that was cut short"


def test_a_line_in_another_encoding_than_those_above_is_named() -> None:
    content = (JAPANESE * 3000).encode("shift-jis") + b"\x82\xff\n"
    with pytest.raises(UnreadableError) as caught:
        read_text(content)
    assert (str(caught.value), caught.value.line) == (
        "this line is not in Shift-JIS, as the lines above are",
        3000 * JAPANESE.count("\n") + 1,
    )


def test_the_guess_is_a_note_of_the_import(tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "quiz.txt").write_bytes(f"{CHINESE}\n{CHINESE.replace('法国', '意大利')}".encode("gb18030"))
    done = mkdeck("import", "quiz.txt", cwd=tmp_path)
    assert done.out == (
        f"quiz.txt:1: note: {GUESSED.format('GB18030')}\n"
        "quiz.txt (lettered): 2 found = 2 imported + 0 skipped\n"
        "quiz.yaml: 2 questions written.\n"
    )
    assert "法国的首都是哪一个城市？" in (tmp_path / "quiz.yaml").read_text("utf-8")


def test_nothing_is_imported_in_doubt_and_a_named_encoding_ends_it(tmp_path: Path, mkdeck: Run) -> None:
    text = "1. Kokioje temperatūroje užšąla vanduo?\nA. Nulis\nB. Sto\nANSWER: A\n"
    (tmp_path / "quiz.txt").write_bytes(text.encode("windows-1257"))
    done = mkdeck("import", "quiz.txt", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mkdeck: quiz.txt: this is not in UTF-8, and its letters leave open what it is in, ")
    assert not (tmp_path / "quiz.yaml").exists()
    done = mkdeck("import", "quiz.txt", "--encoding", "windows-1257", cwd=tmp_path)
    assert (done.code, done.out) == (
        0,
        "quiz.txt (lettered): 1 found = 1 imported + 0 skipped\nquiz.yaml: 1 question written.\n",
    )
    assert "Kokioje temperatūroje užšąla vanduo?" in (tmp_path / "quiz.yaml").read_text("utf-8")


def test_a_named_encoding_that_does_not_fit_is_an_error(tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "quiz.txt").write_bytes(b"1. Where?\nA. here\nB. there\xff\nANSWER: A\n")
    for name, message in (
        ("utf-8", "mkdeck: quiz.txt:3: this line is no text in the encoding 'utf-8'.\n"),
        ("no-such", "Error: 'no-such' is no encoding that is known; names are such as utf-8, windows-1252, shift-jis"),
        ("base64", "Error: 'base64' is no encoding that is known; names are such as utf-8, windows-1252, shift-jis"),
    ):
        done = mkdeck("import", "quiz.txt", "--encoding", name, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert message in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quiz.txt"]


def test_xml_is_read_in_the_encoding_that_is_named_for_it(tmp_path: Path, mkdeck: Run) -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<quiz><question type="truefalse"><questiontext><text>Жара — это '
        'тепло</text></questiontext><answer fraction="100"><text>true</text></answer></question></quiz>'
    )
    (tmp_path / "quiz.xml").write_bytes(page.encode("koi8-r", "replace"))
    done = mkdeck("import", "quiz.xml", "--encoding", "koi8-r", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "Жара ? это тепло" in (tmp_path / "quiz.yaml").read_text("utf-8")


ITEM = (
    '<assessmentItem identifier="i{number}" title="t"><responseDeclaration identifier="R" cardinality="single" '
    'baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody>\n'
    '<p>{text}</p><choiceInteraction responseIdentifier="R"><simpleChoice identifier="A">{right}</simpleChoice>'
    '<simpleChoice identifier="B">{wrong}</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
)
CAPITAL = ITEM.format(number=1, text="法国的首都是哪一个城市？", right="巴黎", wrong="罗马")
OTHER = ITEM.format(number=2, text="意大利的首都是哪一个城市？", right="罗马", wrong="柏林")


def test_the_guess_is_the_same_note_for_a_document_in_an_archive(tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "quiz.xml").write_bytes(CAPITAL.encode("gb18030"))
    documents = [("a/quiz.xml", CAPITAL.encode("gb18030")), ("b.xml", OTHER.encode())]
    (tmp_path / "quiz.zip").write_bytes(pack_files(documents))
    done = mkdeck("import", "quiz.xml", cwd=tmp_path)
    assert done.out.splitlines()[0] == f"quiz.xml:2: note: {GUESSED.format('GB18030')}"
    done = mkdeck("import", "quiz.zip", "-o", "deck.yaml", cwd=tmp_path)
    assert done.out == (
        f"quiz.zip/a/quiz.xml:2: note: {GUESSED.format('GB18030')}\n"
        "quiz.zip (qti): 2 found = 2 imported + 0 skipped\n"
        "deck.yaml: 2 questions written.\n"
    )
    assert "法国的首都是哪一个城市？" in (tmp_path / "deck.yaml").read_text("utf-8")


def test_a_named_encoding_is_that_of_the_documents_in_an_archive(tmp_path: Path, mkdeck: Run) -> None:
    page = ITEM.format(number=1, text="Kokioje temperatūroje užšąla vanduo?", right="Nulis", wrong="Sto")
    documents = [("a.xml", page.encode("windows-1257")), ("b.xml", OTHER.encode())]
    (tmp_path / "quiz.zip").write_bytes(pack_files(documents))
    done = mkdeck("import", "quiz.zip", "--encoding", "windows-1257", cwd=tmp_path)
    assert (done.code, done.out) == (
        0,
        "quiz.zip (qti): 2 found = 2 imported + 0 skipped\nquiz.yaml: 2 questions written.\n",
    )
    deck = (tmp_path / "quiz.yaml").read_text("utf-8")
    assert "Kokioje temperatūroje užšąla vanduo?" in deck
    assert "意大利的首都是哪一个城市？" in deck


def test_an_archive_without_xml_has_no_encoding(tmp_path: Path, mkdeck: Run) -> None:
    for name, member in (("book.xlsx", "[Content_Types].xml"), ("cards.apkg", "media")):
        (tmp_path / name).write_bytes(pack_files([(member, b"{}")]))
        done = mkdeck("import", name, "--encoding", "windows-1257", cwd=tmp_path)
        assert (done.code, done.err) == (
            2,
            f"mkdeck: {name}: this is no text file, so it has no encoding to name.\n",
        )


def read_unless_open(content: bytes) -> str:
    """Give the text of bytes, or nothing where their letters leave it open."""
    try:
        return read_text(content).text
    except UnreadableError:
        return ""


BANK = "1. Wie heißt die Größe für Wärme?\nA) Hitze\nB) Länge\nANSWER: A\n\n2. Was ist Öl?\nA) flüssig\nB) fest\n"
ONE_QUESTION = "1. Was ist Größe?\nA) groß\nB) klein\nANSWER: A\n"


@pytest.mark.parametrize("text", [BANK, ONE_QUESTION])
def test_an_encoding_that_puts_signs_into_words_is_none(text: str) -> None:
    assert read_text(text.encode("cp1252")).text == text
    for codec in ("mac_roman", "cp850"):
        assert read_unless_open(text.encode(codec)) in (text, "")
