"""Proves what real question banks give, where they are at hand."""

import json
import re
from pathlib import Path

import pytest

from importers.contract import import_one
from mkdeck.course.yaml_source import Source, Value, load
from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.formats import gift, lettered, moodle_xml
from mkdeck.importers.pipeline import Batch
from mkdeck.importers.writing.normalise import settle

MATERIAL = Path(__file__).parents[3] / "shared" / "material"
BANKS = MATERIAL / "banks"
pytestmark = pytest.mark.skipif(not BANKS.is_dir(), reason="the banks are not part of the project")


def questions_of(batch: Batch) -> list[dict[str, Value]]:
    value, _ = load(Source(batch.target, "deck.yaml", batch.text))
    assert isinstance(value, dict)
    items = value["questions"]
    assert isinstance(items, list)
    return [item for item in items if isinstance(item, dict)]


@pytest.mark.parametrize(
    ("path", "format_name", "imported", "skipped", "undecided"),
    [
        ("rnn-quiz-page.txt", "quiz-page", 5, 0, 2),
        ("banks/aiken/aiken.txt", "lettered", 18, 1, 5),
        ("banks/moodle-xml/same-as-aiken.xml", "moodle-xml", 10, 1, 0),
        ("banks/qti-canvas/all_canvas_simple_1.2.xml", "qti", 10, 0, 1),
        ("banks/qti-canvas/feedback_quiz_1.2.xml", "qti", 2, 1, 0),
        ("banks/gift/escapeAll.gift", "gift", 1, 0, 0),
        ("banks/gift/essay1.gift", "gift", 1, 0, 1),
        ("banks/gift/matching1.gift", "gift", 2, 0, 0),
        ("banks/gift/mc1.gift", "gift", 1, 0, 0),
        ("banks/gift/mc5.gift", "gift", 4, 0, 0),
        ("banks/gift/shortAnswer1.gift", "gift", 2, 0, 0),
        ("banks/gift/tf1.gift", "gift", 1, 0, 0),
        ("banks/gift/totara_moodle_multichoice_multi.gift", "gift", 1, 0, 0),
        ("banks/ankitum/sonstiges.yaml", "ankitum", 8, 0, 0),
        ("banks/ankitum/vermittlungsschicht.yaml", "ankitum", 87, 0, 0),
        ("banks/markdown/practice-exam-16.md", "markdown", 50, 0, 0),
        ("banks/toml/ch04-01-ownership-sec1-stackheap.toml", "mdbook-quiz", 2, 0, 0),
        ("banks/toml/ch04-01-ownership-sec2-moves.toml", "mdbook-quiz", 4, 0, 0),
        ("banks/toml/ch04-02-references-sec1-basics.toml", "mdbook-quiz", 2, 0, 0),
        ("banks/toml/ch04-02-references-sec2-perms.toml", "mdbook-quiz", 3, 0, 0),
        ("banks/toml/ch04-02-references-sec3-safety.toml", "mdbook-quiz", 3, 0, 0),
        ("banks/toml/ch04-03-fixing-ownership-errors-sec1-idioms.toml", "mdbook-quiz", 3, 0, 0),
        ("banks/toml/ch04-03-fixing-ownership-errors-sec2-safety.toml", "mdbook-quiz", 5, 0, 0),
        ("banks/toml/ch04-04-slices.toml", "mdbook-quiz", 2, 0, 0),
        ("banks/toml/ch04-05-ownership-recap.toml", "mdbook-quiz", 7, 0, 0),
    ],
)
def test_a_bank_gives_all_its_questions(
    path: str, format_name: str, imported: int, skipped: int, undecided: int
) -> None:
    batch = import_one((MATERIAL / path).read_bytes(), name=path)
    assert batch
    (account,) = batch.accounts
    assert (account.format, account.imported, len(account.skipped), batch.undecided) == (
        format_name,
        imported,
        skipped,
        undecided,
    )


def test_the_quiz_page_comes_out_whole() -> None:
    batch = import_one((MATERIAL / "rnn-quiz-page.txt").read_bytes())
    assert batch
    found = questions_of(batch)
    types = ["multiple-choice", "multiple-choice", "true-false", "true-false", "short-answer"]
    assert [each["type"] for each in found] == types
    starts = [
        "An RNN is trained",
        "During backpropagation",
        "RNNs can theoretically",
        "Gradient clipping",
        "Explain why",
    ]
    assert [str(each["question"]).startswith(start) for each, start in zip(found, starts, strict=True)] == [True] * 5
    for each, start in zip(found[:2], ("RNNs use weight sharing", "Vanishing gradients: if"), strict=True):
        choices = each["choices"]
        assert isinstance(choices, list)
        assert len(choices) == 4
        assert all(isinstance(choice, str) for choice in choices), "none is marked"
        assert str(choices[1]).startswith(start)
    assert batch.text.count("# The explanation points to choice B:") == 2
    assert [each.get("answer") for each in found[2:4]] == ["false", "false"]
    assert str(found[4]["answer"]).startswith("The hidden state enables")
    explanations = [
        "Weight sharing is",
        "Vanishing gradients are",
        "In theory",
        "Gradient clipping",
        "The same mechanism",
    ]
    for each, start in zip(found, explanations, strict=True):
        assert str(each["explanation"]).startswith(start)


@pytest.mark.parametrize("path", sorted(BANKS.glob("gift/*.gift")), ids=lambda path: path.stem)
def test_gift_says_what_the_parse_beside_it_says(path: Path) -> None:
    drafts = settle(gift.read(Document(path.name, path.read_bytes()))).drafts
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert len(drafts) == len(expected)
    for draft, parse in zip(drafts, expected, strict=True):
        if parse["type"] == "MC":
            weights = [choice["weight"] for choice in parse["choices"]]
            right = [
                choice["isCorrect"] or (weight or 0) > 0
                for choice, weight in zip(parse["choices"], weights, strict=True)
            ]
            assert [choice.correct for choice in draft.choices] == right
            assert _bare(draft.question) == _bare(parse["stem"]["text"])
            for choice, said in zip(draft.choices, parse["choices"], strict=True):
                assert _bare(choice.text) == _bare(said["text"]["text"])
                assert _bare(choice.feedback) == _bare((said["feedback"] or {}).get("text", ""))
        elif parse["type"] == "TF":
            assert draft.answer == parse["isTrue"]
        elif parse["type"] == "Short":
            assert [draft.answer, *_texts(draft.more["accept"])] == [each["text"]["text"] for each in parse["choices"]]
        elif parse["type"] == "Matching":
            pairs = [{"left": each["subquestion"]["text"], "right": each["subanswer"]} for each in parse["matchPairs"]]
            assert draft.more["pairs"] == pairs
        else:
            assert draft.undecided


def test_every_interaction_of_canvas_comes_out() -> None:
    batch = import_one((BANKS / "qti-canvas" / "all_canvas_simple_1.2.xml").read_bytes())
    assert batch
    found = questions_of(batch)
    assert [each["type"] for each in found] == [
        *("multiple-choice", "true-false", "short-answer", "cloze", "multiple-choice", "cloze"),
        *("matching", "short-answer", "short-answer", "short-answer"),
    ]
    right = {"correct": "C", "feedback": "Answer feedback for C, correct"}
    assert found[0]["choices"] == [
        right,
        *({"wrong": each, "feedback": f"Answer feedback for {each}, incorrect"} for each in "ABD"),
    ]
    general = "Item Feedback, Neutral\n\n- If right: Item Feedback, Correct\n- If wrong: Item Feedback, Incorrect"
    assert found[0]["explanation"] == general
    assert str(found[3]["question"]).startswith("Question 4, Fill in {{c1::Multiple}} {{c2::Blanks}}, Answers")
    choices = found[4]["choices"]
    assert isinstance(choices, list)
    assert [next(iter(each)) for each in choices if isinstance(each, dict)] == ["correct"] * 3 + ["wrong"] * 3
    assert str(found[5]["question"]).endswith("Answers is C: {{c1::C::C / D}}")
    assert found[6]["pairs"] == [{"left": "A", "right": "1"}, {"left": "B", "right": "2"}]
    assert found[7]["answer"] == "- 0.0\n- 41.5 \u2013 42.5\n- 42.0 ± 0.005"
    assert found[8]["answer"] == "`42`"
    assert "answer" not in found[9]


def test_the_practice_exam_comes_out_whole() -> None:
    """Its answers, read off by lines alone, are those that are marked."""
    text = (BANKS / "markdown" / "practice-exam-16.md").read_text("utf-8")
    said = re.findall(r"^    Correct Answer: ([A-F]+)$", text, re.MULTILINE)
    listed = [
        re.findall(r"^    - [A-F]\. (.*)$", part, re.MULTILINE)
        for part in re.split(r"^\d+\. ", text, flags=re.MULTILINE)[1:]
    ]
    batch = import_one(text.encode())
    assert batch
    found = questions_of(batch)
    assert len(said) == len(listed) == len(found) == 50
    for question, letters, texts in zip(found, said, listed, strict=True):
        choices = question["choices"]
        assert isinstance(choices, list)
        shown = [each.get("correct", each.get("wrong")) if isinstance(each, dict) else each for each in choices]
        right = [i for i, each in enumerate(choices) if isinstance(each, dict) and "correct" in each]
        assert shown == [each.strip() for each in texts]
        assert right == sorted("ABCDEF".index(letter) for letter in letters)
    assert sum("explanation" in question for question in found) == text.count("Explanation:")


def test_ids_of_ankitum_stand_behind_the_deck_and_stay() -> None:
    batch = import_one((BANKS / "ankitum" / "sonstiges.yaml").read_bytes())
    assert batch
    assert [each["id"] for each in questions_of(batch)] == [f"grnvs-sonstiges-{i}" for i in range(8)]
    assert "Zwei, auf Schicht \\(N\\) kommunizierende" in batch.text
    assert "[$]" not in batch.text


def test_aiken_and_moodle_xml_agree() -> None:
    aiken = _by_start(BANKS / "aiken" / "aiken.txt", lettered)
    moodle = _by_start(BANKS / "moodle-xml" / "same-as-aiken.xml", moodle_xml)
    shared = [start for start in moodle if start in aiken]
    assert len(shared) == 9
    for start in shared:
        one, other = aiken[start], moodle[start]
        assert one.choices == other.choices
        if "How many books" not in start:  # the XML has lost the second of two answers
            assert (one.kind, one.answer, one.more) == (other.kind, other.answer, other.more)
        if "organization" not in start:  # the last of three in the XML explains itself in other words
            assert one.explanation == other.explanation


def _by_start(path: Path, reader: object) -> dict[str, Draft]:
    read = getattr(reader, "read")  # noqa: B009 - each format is a module with this function
    drafts: dict[str, Draft] = {}
    for draft in settle(read(Document(path.name, path.read_bytes()))).drafts:
        drafts.setdefault(_bare(draft.question)[:40], draft)
    return drafts


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


def _bare(text: str) -> str:
    return " ".join(text.replace("\\#", "#").split())
