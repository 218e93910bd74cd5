"""Proves what notes become that others made: packages of the real Anki in both forms, with the usual note types."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.models import NotetypeDict

from conftest import Build, Run, Write
from mkdeck.course.yaml_source import Source, load

DOT, TONE = b"\x89PNG\r\n\x1a\n dot", b"ID3 tone"


class Maker:
    """A person with Anki who makes notes and exports them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.collection = Collection(str(folder / "collection.anki2"))
        for name, content in (("dot.png", DOT), ("tone.mp3", TONE)):
            (folder / name).write_bytes(content)
            self.collection.media.add_file(str(folder / name))

    def add_type(self, name: str, fields: list[str], front: str, back: str) -> None:
        models = self.collection.models
        notetype: NotetypeDict = models.new(name)
        for field in fields:
            models.add_field(notetype, models.new_field(field))
        template: dict[str, Any] = models.new_template("Card 1")
        template["qfmt"], template["afmt"] = front, back
        models.add_template(notetype, template)
        models.add(notetype)

    def add(self, notetype: str, *fields: str, deck: str = "Bio", tags: str = "") -> None:
        found = self.collection.models.by_name(notetype)
        assert found
        note = self.collection.new_note(found)
        note.fields[: len(fields)] = fields
        note.tags = tags.split()
        self.collection.add_note(note, self.collection.decks.id(deck, create=True) or 1)  # type: ignore[arg-type] # an id

    def export(self, *, legacy: bool = False, name: str = "bio.apkg") -> Path:
        path = self.folder.parent / name
        options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
        self.collection.export_anki_package(out_path=str(path), options=options, limit=None)
        return path


@pytest.fixture
def maker(tmp_path: Path) -> Iterator[Maker]:
    maker = Maker(tmp_path / "anki")
    yield maker
    maker.collection.close()


@pytest.fixture
def import_deck(maker: Maker, mkdeck: Run, tmp_path: Path) -> Callable[[], tuple[str, str]]:
    """Export what was made in both forms, import both, and give the YAML and what was said; both are the same."""

    def run() -> tuple[str, str]:
        results = []
        for legacy in (False, True):
            maker.export(legacy=legacy)
            done = mkdeck("import", "bio.apkg", "-o", "deck.yaml", "--force", cwd=tmp_path)
            assert done.err == ""
            deck = tmp_path / "deck.yaml"
            results.append((deck.read_text("utf-8") if deck.exists() else "", done.out))
        assert results[0] == results[1]
        return results[0]

    return run


Import = Callable[[], tuple[str, str]]


def test_stock_note_types(maker: Maker, import_deck: Import) -> None:
    maker.add("Basic", 'What is <b>it</b>? <img src="dot.png">', "A &lt;d&gt; [sound:tone.mp3]", tags="t x::y marked")
    maker.add("Basic (and reversed card)", "front", "back", deck="Bio::Cells")
    maker.add("Basic (type in the answer)", "typed", "<ul><li>a</li><li>b</li></ul>")
    maker.add("Basic (optional reversed card)", "once", "only")
    maker.add("Basic (optional reversed card)", "there", "and back", "y")
    text, said = import_deck()
    assert "7 found = 7 imported + 0 skipped" in said
    assert text == (
        """\
questions:
  - id: what-is-it
    type: short-answer
    question: What is **it**? ![](media/dot-DOT.png)
    answer: A <d> ![](media/tone-TONE.mp3)
    tags: [t, x::y]

  - id: typed
    type: short-answer
    question: typed
    answer: |-
      - a
      - b

  - id: once
    type: short-answer
    question: once
    answer: only

  - id: there
    type: short-answer
    question: there
    answer: and back

  - id: and-back
    type: short-answer
    question: and back
    answer: there

  - id: front
    type: short-answer
    question: front
    answer: back
    tags: [Cells]

  - id: back
    type: short-answer
    question: back
    answer: front
    tags: [Cells]
""".replace("DOT", hashlib.sha256(DOT).hexdigest()[:8]).replace("TONE", hashlib.sha256(TONE).hexdigest()[:8])
    )


def test_clozes(maker: Maker, import_deck: Import) -> None:
    maker.add("Cloze", r"The {{c1::x::a hint}} and \({{c2::\frac{a}{b} }}\).", "Why: <i>so</i>")
    maker.add("Cloze", "{{c1::outer {{c2::inner}} end}} &lt; [latex]x^2[/latex] [$]y[/$] [$$]z_1[/$$]")
    maker.add("Cloze", "<div>{{c1::one</div><div>two}}</div> {{c3,4::both}} 5 < 6")
    maker.add("Cloze", "{{c1::<img src='dot.png'>}} <b>{{c2::bold::<i>hint</i>}}</b>")
    maker.add("Cloze", r"{{c1::std::vector::more}} costs $5 to $6")
    text, said = import_deck()
    assert "5 found = 5 imported + 0 skipped" in said
    value, findings = load(Source(Path("deck.yaml"), "deck.yaml", text))
    assert not findings
    assert [re.sub(r"-[0-9a-f]{8}", "", each["question"]) for each in value["questions"]] == [  # type: ignore[call-overload,index,arg-type] # a deck
        r"The {{c1::x::a hint}} and \({{c2::\frac{a}{b} }}\).",
        "{{c1::outer {{c2::inner}} end}} < $x^2$ $y$ $$z_1$$",
        "{{c1::one\n\ntwo}}\n\n{{c3::{{c4::both}}}} 5 < 6",
        "{{c1::![](media/dot.png)}} **{{c2::bold::*hint*}}**",
        "{{c1::std::vector: :more}} costs $5 to $6",
    ]
    assert "explanation: 'Why: *so*'\n" in text


def test_a_gap_that_is_none(maker: Maker, import_deck: Import) -> None:
    maker.add("Cloze", "Nothing {{c1::to} see")
    maker.add("Basic", "Fine", "yes")
    _, said = import_deck()
    assert "bio.apkg:1: skipped: " in said
    assert "2 found = 1 imported + 1 skipped" in said


def test_covered_places_of_a_picture(maker: Maker, import_deck: Import) -> None:
    masks = (
        "{{c1::image-occlusion:rect:left=.1:top=.2:width=.25:height=.125:oi=1}}<br>"
        "{{c2::image-occlusion:ellipse:left=.5:top=.5:rx=.1:ry=.2:oi=1}}<br>"
        "{{c3::image-occlusion:polygon:points=.1,.9 .3,.9 .2,.7:oi=1}}<br>"
        "{{c2::image-occlusion:rect:left=.9:top=.9:width=.2:height=.2:angle=30:oi=1}}<br>"
        "{{c0::image-occlusion:text:left=.1:top=.1:text=Heart:scale=1}}"
        "{{c4::image-occlusion:rect:left=nan:top=.9:width=.2:height=.2:oi=1}}"
        "{{c5::image-occlusion:polygon:points=.1,inf .3,.9 .2,.7:oi=1}}"
    )
    maker.add("Image Occlusion", masks, '<img src="dot.png">', "Name the parts", "From *above*.", "A note")
    maker.add("Image Occlusion", "{{c1::image-occlusion:rect:left=0:top=0:width=1:height=.5}}", '<img src="dot.png">')
    text, said = import_deck()
    value, findings = load(Source(Path("deck.yaml"), "deck.yaml", re.sub(r"-[0-9a-f]{8}", "", text)))
    assert not findings
    assert value["questions"] == [  # type: ignore[call-overload,index] # a deck
        {
            "id": "name-the-parts",
            "type": "occlusion",
            "question": "Name the parts",
            "image": "media/dot.png",
            "masks": [
                {"label": "1", "box": ["10", "20", "25", "12.5"]},
                {"label": "2", "ellipse": ["50", "50", "20", "40"], "group": "2"},
                {"label": "3", "polygon": [["10", "90"], ["30", "90"], ["20", "70"]]},
                {"label": "4", "box": ["90", "90", "10", "10"], "group": "2"},
            ],
            "hide": "all",
            "explanation": "From \\*above\\*.\n\nA note",
        },
        {
            "id": "what-is-covered",
            "type": "occlusion",
            "question": "What is covered?",
            "image": "media/dot.png",
            "masks": [{"label": "1", "box": ["0", "0", "100", "50"]}],
        },
    ]
    assert text.count("# The source has no labels, so the masks are numbered; write what is at each place.") == 2
    assert text.count("# Words on the picture are left out: Heart\n") == 1
    assert text.count("# The source has masks whose places can't be read, which are left out: 2\n") == 1
    assert text.count("# The source turns some of the masks; look at their places.") == 1
    assert "2 found = 2 imported + 0 skipped" in said


def test_covered_pictures_that_tell_no_places_are_skipped(maker: Maker, import_deck: Import) -> None:
    maker.add("Image Occlusion", "{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2}}", "no picture")
    maker.add("Image Occlusion", "{{c1::image-occlusion:rect:left=.1:top=.1}}", '<img src="dot.png">')
    maker.add_type("IO Enhanced", ["ID", "Image", "Question Mask", "Answer Mask"], "{{Image}}", "{{Image}}")
    maker.add("IO Enhanced", "1", '<img src="dot.png">', '<img src="m.svg">', '<img src="n.svg">')
    text, said = import_deck()
    assert text == ""
    assert said.count("skipped: image occlusion without a picture, or without a mask that asks for anything") == 2
    assert said.count("skipped: its masks are pictures, which do not tell where on the picture below they lie") == 1
    assert "nothing new, so nothing was written" in said


ALL_IN_ONE = "Question;Title;QType (0=kprim,1=mc,2=sc);Q_1;Q_2;Q_3;Q_4;Q_5;Answers;Sources;Extra 1".split(";")
LETTERS = "Stem Option_A Option_B Option_C Correct_Options Rationale".split()
GERMAN = ["Frage", "Antwort A", "Antwort B", "Antwort C", "Richtige Antwort", "Erklärung", "Quelle"]
SPANISH = ["Pregunta", "Opción 1", "Opción 2", "Respuesta correcta", "Pista"]
OWN_FIELDS = ["Question", "Correct", "Explanation", "Incorrect_1", "Incorrect_2"]
RUSSIAN = ["Вопрос", "Вариант 1", "Вариант 2", "Правильный ответ", "Пояснение"]
FRENCH = ["Énoncé", "Choix 1", "Choix 2", "Choix 3", "Bonne réponse"]


@pytest.mark.parametrize(
    ("fields", "values", "expected"),
    [
        (ALL_IN_ONE, ["Q", "", "1", "a", "b", "c", "", "", "1 0 1", "Book", "So"], "*a b *c; So; Book"),
        (ALL_IN_ONE, ["Q", "", "2", "a", "b", "", "", "", "0 1", "", ""], "a *b"),
        (ALL_IN_ONE, ["Q", "", "1", "a", "b", "c", "d", "", "0 1 0 1", "", ""], "a *b c *d"),
        (ALL_IN_ONE, ["Q", "", "1", "a", "", "c", "", "", "1 0 0", "", ""], "*a c"),
        (LETTERS, ["Q", "a", "b", "c", "B, C", "So"], "a *b *c; So"),
        (LETTERS, ["Q", "a", "b", "", "<b>A</b>", ""], "*a b"),
        (GERMAN, ["Q", "a", "b", "c", "AC", "So", "Buch"], "*a b *c; So; Buch"),
        (SPANISH, ["Q", "a", "b", "2", "P"], "a *b; P"),
        (FRENCH, ["Q", "1", "2", "4", "4"], "1 2 *4"),
        (OWN_FIELDS, ["Q", "a", "So", "b", "c"], "*a b c; So"),
        (["question", "a", "b", "c", "answers"], ["Q", "x", "y", "z", "a,c"], "*x y *z"),
        (["Question", "Choices", "Answer"], ["Q", "A) x<br>B) y<br>C) z", "C"], "x y *z"),
        (["Question", "Options", "Answer"], ["Q", "<ul><li>x</li><li>y</li></ul>", "y"], "x *y"),
        (["題目", "选项A", "选项B", "答案"], ["Q", "x", "y", "B"], "x *y"),
        (RUSSIAN, ["Q", "x", "y", "2", "So"], "x *y; So"),
        (["Pregunta", "Correcta", "Respuesta incorrecta 1", "Incorrecta 2"], ["Q", "x", "y", "z"], "*x y z"),
        (LETTERS, ["Q", "a", "b", "c", "d", ""], "a b c"),
        (LETTERS, ["Q", "a", "b", "c", "", "So"], "a b c; So"),
    ],
)
def test_multiple_choice_note_types(
    fields: list[str], values: list[str], expected: str, maker: Maker, import_deck: Import
) -> None:
    front = "".join(f"{{{{{name}}}}}" for name in fields[:4])
    maker.add_type("Multiple Choice", fields, front, "{{FrontSide}}<hr id=answer>" + f"{{{{{fields[-1]}}}}}")
    maker.add("Multiple Choice", *values)
    text, said = import_deck()
    assert "1 found = 1 imported + 0 skipped" in said
    choices = re.findall(r"^      - (correct: )?(.*)$", text, re.MULTILINE)
    shown = " ".join(("*" if right else "") + choice.strip("'") for right, choice in choices)
    rest = re.findall(r"^    (?:explanation|hint|source): (.*)$", text, re.MULTILINE)
    assert "; ".join([shown, *rest]) == expected
    undecided = "*" not in expected
    assert ("The source does not tell which choice is right" in text) == undecided
    assert ("1 question does not say what is right" in said) == undecided


@pytest.mark.parametrize(
    ("key", "words"), [("0 1 0 1", ["false", "true", "false", "true"]), ("0 0 0 0", ["false"] * 4)]
)
def test_statements_to_judge(key: str, words: list[str], maker: Maker, import_deck: Import) -> None:
    maker.add_type("AllInOne (kprim, mc, sc)", ALL_IN_ONE, "{{Question}}", "{{Answers}}")
    maker.add("AllInOne (kprim, mc, sc)", "Which?", "T", "0", "a", "b", "c", "d", "", key, "Book", "Why")
    text, _ = import_deck()
    listed = "".join(f"      - {word}: {letter}\n" for word, letter in zip(words, "abcd", strict=True))
    assert f"    type: statements\n    question: |-\n      **T**\n\n      Which?\n    statements:\n{listed}" in text
    assert "    explanation: Why\n" in text
    assert "    source: Book\n" in text


def test_statements_that_say_the_same_stay_a_table(maker: Maker, import_deck: Import) -> None:
    maker.add_type("AllInOne (kprim, mc, sc)", ALL_IN_ONE, "{{Question}}", "{{Answers}}")
    maker.add("AllInOne (kprim, mc, sc)", "Which?", "T", "0", "a", "a", "c", "d", "", "0 0 0 0")
    text, _ = import_deck()
    assert "| c | ✗ |" in text
    assert "type: short-answer" in text


def test_a_right_answer_that_is_no_choice_is_kept_as_a_comment(maker: Maker, import_deck: Import) -> None:
    maker.add_type("MCQ", LETTERS, "{{Stem}}", "{{Correct_Options}}")
    maker.add("MCQ", "Q", "red", "green", "blue", "purple", "")
    text, _ = import_deck()
    assert "  # As the right answer the source says: purple\n" in text


def test_that_comment_quotes_the_answer_also_where_other_fields_follow(maker: Maker, import_deck: Import) -> None:
    maker.add_type("MCQ", [*LETTERS, "Chapter"], "{{Stem}}", "{{Correct_Options}}")
    maker.add("MCQ", "Q", "red", "green", "blue", "purple", "", "Light")
    text, _ = import_deck()
    assert "  # As the right answer the source says: purple\n" in text
    assert "**Chapter:** Light" in text


def test_what_a_template_says_around_its_fields(maker: Maker, import_deck: Import) -> None:
    maker.add_type(
        "Capitals",
        ["Country", "Capital", "Hint", "Source", "Population"],
        "What is the capital of {{Country}}?{{#Hint}}<br>{{hint:Hint}}{{/Hint}}",
        "{{FrontSide}}<hr id=answer>{{Capital}}"
        "{{#Population}}<br>{{Population}} people{{/Population}}<p>{{Source}}</p>",
    )
    maker.add("Capitals", "France", "Paris", "Starts with P", "Atlas", "2 million")
    maker.add("Capitals", "Italy", "Rome")
    text, _ = import_deck()
    assert text.split("\n", 1)[1] == (
        "  - id: what-is-the-capital-of-france\n"
        "    type: short-answer\n"
        "    question: What is the capital of France?\n"
        "    answer: |-\n      Paris\\\n      2 million people\n"
        "    hint: Starts with P\n"
        "    source: Atlas\n\n"
        "  - id: what-is-the-capital-of-italy\n"
        "    type: short-answer\n"
        "    question: What is the capital of Italy?\n"
        "    answer: Rome\n"
    )


def test_a_template_that_repeats_its_front_on_the_back(maker: Maker, import_deck: Import) -> None:
    maker.add_type("Again", ["Word", "Meaning"], "Translate {{Word}}", "Translate {{Word}}: <b>{{Meaning}}</b>")
    maker.add_type("Sentence", ["Word", "Meaning"], "Translate {{Word}}", "{{FrontSide}} It means {{Meaning}}.")
    maker.add("Again", "Haus", "house")
    maker.add("Sentence", "Maus", "mouse")
    text, _ = import_deck()
    assert re.findall(r"(?:question|answer): (.*)", text) == [
        "Translate Haus",
        "house",
        "Translate Maus",
        "It means mouse.",
    ]


def test_odd_names_of_decks_and_tags(maker: Maker, mkdeck: Run, tmp_path: Path) -> None:
    maker.add("Basic", "one", "1", deck='My "best" deck::Part: one', tags='a"b c::d x:')
    maker.export()
    assert mkdeck("import", "bio.apkg", cwd=tmp_path).code == 0
    assert mkdeck("build", "bio", cwd=tmp_path).code == 0


def test_fields_of_a_program_keep_their_names(maker: Maker, import_deck: Import) -> None:
    maker.add_type(
        "Program",
        ["Word", "Meaning", "Example"],
        "<button>Show</button>{{Word}}<script>go()</script>",
        "{{Meaning}}{{Example}}<script>stop()</script>",
    )
    maker.add("Program", "Haus", "house", "Das Haus.")
    text, _ = import_deck()
    assert "question: Haus\n" in text
    assert "answer: |-\n      **Meaning:** house\n\n      **Example:** Das Haus.\n" in text
    assert "go()" not in text


def test_pictures_keep_their_size(maker: Maker, import_deck: Callable[[], tuple[str, str]]) -> None:
    for i, size in enumerate(
        [
            'width="200"',
            'style="color:red; width: 50.4px"',
            'width="30%" height=9',
            'height="120"',
            'width="auto"',
            'style="max-width: 10px" width="0"',
        ]
    ):
        maker.add("Basic", f'Picture {i} <img src="dot.png" alt="a &lt; [b]" {size}>', "<table><tr><td>x</table>")
    maker.add("Basic", 'Picture 6 <ol start="3"><li><img src="dot.png" width="40"></ol>', "x")
    text, said = import_deck()
    text = re.sub(r"dot-\w{8}", "dot", text)
    assert re.findall(r"Picture \d (.*)", text) == [
        '<img src="media/dot.png" alt="a &lt; [b]" width="200">',
        '<img src="media/dot.png" alt="a &lt; [b]" width="50">',
        '<img src="media/dot.png" alt="a &lt; [b]" width="30%">',
        '<img src="media/dot.png" alt="a &lt; [b]" height="120">',
        "![a < (b)](media/dot.png)",
        "![a < (b)](media/dot.png)",
    ]
    assert '<li><img src="media/dot.png" alt="" width="40"></li>' in text
    assert "note" not in said


def test_decks_become_decks_of_a_course(maker: Maker, mkdeck: Run, tmp_path: Path) -> None:
    maker.add("Basic", "one", "1", deck="Bio::Unit 2", tags="all a")
    maker.add("Basic", "two", "2", deck="Bio::Unit 2", tags="all a")
    maker.add("Basic", "three", "3", deck="Bio::Unit 10::Sub", tags="all")
    maker.export()
    done = mkdeck("import", "bio.apkg", cwd=tmp_path)
    assert done.out == ("bio.apkg (apkg): 3 found = 3 imported + 0 skipped\nbio: 3 questions in 2 decks written.\n")
    assert (tmp_path / "bio" / "course.yaml").read_text() == (
        "# yaml-language-server: $schema=.schema/course.json\ncourse: Bio\nid: bio\nlanguage: en\ntags: [all]\n"
    )
    names = sorted(path.name for path in (tmp_path / "bio").iterdir())
    assert names == [".schema", "course.yaml", "unit-10-sub.yaml", "unit-2.yaml"]
    first = "# yaml-language-server: $schema=.schema/deck.json\n"
    assert (tmp_path / "bio" / "unit-2.yaml").read_text().startswith(f"{first}deck: Unit 2\ntags: [a]\nquestions:\n")
    assert (tmp_path / "bio" / "unit-10-sub.yaml").read_text().startswith(f"{first}deck: Unit 10::Sub\nquestions:\n")
    assert mkdeck("build", "bio", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("decks", "course"),
    [
        (["Bio::Cells"], "Bio"),
        (["Bio::Cells::Core"], "Bio::Cells"),
        (["Bio::Cells", "Bio::Plants"], "Bio"),
        (["Bio::Cells", "Bio::Cells::Core"], "Bio"),
        (["Bio::Cells::A", "Bio::Cells::B"], "Bio::Cells"),
    ],
)
def test_a_course_builds_the_decks_that_it_came_from(
    decks: list[str], course: str, maker: Maker, mkdeck: Run, tmp_path: Path
) -> None:
    for deck in decks:
        maker.add("Basic", f"front of {deck}", "back", deck=deck)
    maker.export()
    assert mkdeck("import", "bio.apkg", cwd=tmp_path).err == ""
    files = {
        path.name: load(Source(path, path.name, path.read_text()))[0] for path in (tmp_path / "bio").glob("*.yaml")
    }
    assert files.pop("course.yaml")["course"] == course  # type: ignore[index,call-overload] # a mapping
    assert sorted(f"{course}::{deck['deck']}" for deck in files.values()) == decks  # type: ignore[index,call-overload] # a mapping


def test_decks_without_a_common_root_stand_below_the_name_of_the_file(
    maker: Maker, mkdeck: Run, tmp_path: Path
) -> None:
    maker.add("Basic", "front", "back", deck="Bio::Cells")
    maker.add("Basic", "other", "back", deck="Math")
    maker.export()
    mkdeck("import", "bio.apkg", cwd=tmp_path)
    assert "\ncourse: bio\nid: bio\n" in (tmp_path / "bio" / "course.yaml").read_text()


def test_a_package_with_notes_of_mkdeck_and_others(
    maker: Maker,
    course: Write,
    build: Build,
    mkdeck: Run,
    tmp_path: Path,
) -> None:
    question = "questions:\n  - {{id: {}, type: true-false, question: Yes {}?, answer: true}}\n"
    for name in ("one", "two"):
        package = build(course({f"{name}.yaml": question.format(name, name)}) / f"{name}.yaml")
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        maker.collection.import_anki_package(request)
    maker.add("Basic", "front", "back")
    maker.export()
    done = mkdeck("import", "bio.apkg", cwd=tmp_path)
    assert "3 found = 3 imported + 0 skipped" in done.out
    assert "note: this package is not one course of mkdeck's alone" in done.out
    assert mkdeck("build", "bio", cwd=tmp_path).code == 0
    assert "id: one\n" in "".join(path.read_text() for path in (tmp_path / "bio").glob("*.yaml"))


def test_columns_of_one_name_are_kept_apart(mkdeck: Run, tmp_path: Path) -> None:
    table = "#separator:Comma\n#columns:Question,Option A,Option B,Answer,Source,Source\nQ,x,y,B,one,two\n"
    (tmp_path / "q.txt").write_text(table)
    assert mkdeck("import", "q.txt", cwd=tmp_path).code == 0
    text = (tmp_path / "q.yaml").read_text()
    assert "- correct: y\n" in text
    assert "source: one\n" in text
    assert "explanation: two\n" in text
