"""Proves that numbers, typed words, orders, pairs and statements of a source become what they are, where mkdeck has it.

Where a type can't say all that the source does, the question stays one to recall, with all that it says.
"""

from pathlib import Path

import pytest

from growth import assert_time_keeps_pace
from importers.contract import import_one
from mkdeck.course.yaml_source import Source, Value, load
from mkdeck.importers.draft import Document
from mkdeck.importers.pipeline import import_files
from mkdeck.importers.writing.append import ALREADY_THERE

Keys = dict[str, Value]


def read_keys(content: str, format_name: str) -> Keys:
    """Import a source of one question, and give its keys but for its id and its text."""
    batch = import_one(content.encode(), format_name)
    assert batch
    assert batch.accounts[0].imported == 1, batch.accounts
    value, _ = load(Source(Path("deck.yaml"), "deck.yaml", batch.text))
    assert isinstance(value, dict)
    assert isinstance(value["questions"], list)
    (question,) = value["questions"]
    assert isinstance(question, dict)
    return {key: each for key, each in question.items() if key not in ("id", "question")}


def numeric(**keys: Value) -> Keys:
    return {"type": "numeric", **keys}


def recall(answer: str, **keys: Value) -> Keys:
    return {"type": "short-answer", "answer": answer, **keys}


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ("#12", numeric(answer="12")),
        ("#=12", numeric(answer="12")),
        ("#3.14:0.01", numeric(answer="3.14", tolerance="0.01")),
        ("#3,14:0,01", numeric(answer="3,14", tolerance="0,01")),
        ("#-2:0", numeric(answer="-2")),
        ("#5:-1", numeric(answer="5", tolerance="1")),
        ("#1..5", numeric(range=["1", "5"])),
        ("#5..1", numeric(range=["1", "5"])),
        ("#-2.5..-1", numeric(range=["-2.5", "-1"])),
        ("#=%100%7:0 #yes ~#no", numeric(answer="7", explanation="- 7: yes\n- If wrong: no")),
        ("#=7 =7", numeric(answer="7")),
        # several numbers, parts of the points, and what may be read in two ways
        ("#=3 =5", recall("- 3\n- 5")),
        ("#=1945:0 =%50%1945:2", recall("- 1945\n- 1945 ± 2 (50 %)")),
        ("#=%50%7", recall("7 (50 %)")),
        ("#1,234", recall("1,234")),
        ("#1e999", recall("1e999")),
        ("#5:1e999", recall("5 ± 1e999")),
    ],
)
def test_numbers_of_gift(answers: str, keys: Keys) -> None:
    assert read_keys(f"How many? {{{answers}}}\n", "gift") == keys


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ("=Paris", recall("Paris", accept=[])),
        ("=two =2", recall("two", accept=["2"])),
        ("=two =Two =2 =two", recall("two", accept=["2"])),
        ("=%100%two#yes =2", recall("two", accept=["2"], explanation="- two: yes")),
        ("=2\\=2", recall("2=2", accept=[])),
        ("=C\\# =C sharp", recall("C#", accept=["C sharp"])),
        # parts of the points, patterns, marks, formulas, and what nobody types
        ("=two =%50%about 2", recall("- two\n- about 2 (50 %)")),
        ("=*Paris*", recall("\\*Paris\\*")),
        ("=*", recall("\\*")),
        ("=$$x^2$$", recall("$$x^2$$")),
        (f"={'long ' * 20}answer", recall(f"{'long ' * 20}answer")),
        ("=one\\ntwo", recall("one\ntwo")),
    ],
)
def test_words_of_gift(answers: str, keys: Keys) -> None:
    assert read_keys(f"How many? {{{answers}}}\n", "gift") == keys


PAIRS: list[Value] = [{"left": "ice", "right": "cold"}, {"left": "fire", "right": "hot"}]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ("=ice -> cold =fire -> hot", {"pairs": PAIRS}),
        ("=ice -> cold =fire -> hot =ice -> cold", {"pairs": PAIRS}),
        ("=ice -> cold =fire -> hot = -> mild = -> hot", {"pairs": PAIRS, "extra": ["mild"]}),
        (
            "=ice -> cold =snow -> cold = -> hot",
            {"pairs": [PAIRS[0], {"left": "snow", "right": "cold"}], "extra": ["hot"]},
        ),
    ],
)
def test_pairs_of_gift(answers: str, keys: Keys) -> None:
    assert read_keys(f"Match. {{{answers}}}\n", "gift") == {"type": "matching", **keys}


@pytest.mark.parametrize(
    "answers",
    ["=ice -> cold", "=ice -> cold =ice -> hard", "=ice -> cold =snow -> cold", "=ice -> cold =*ice* -> hot"],
)
def test_pairs_that_are_no_task_stay_to_recall(answers: str) -> None:
    keys = read_keys(f"[markdown]Match. {{{answers}}}\n", "gift")
    assert keys["type"] == "short-answer"
    assert "ice | cold" in str(keys["answer"])


def moodle(kind: str, inner: str) -> str:
    text = '<questiontext format="html"><text>Which?</text></questiontext>'
    return f'<quiz><question type="{kind}">{text}{inner}</question></quiz>'


def answers(*found: tuple[str, str, str]) -> str:
    return "".join(f'<answer fraction="{weight}"><text>{text}</text>{more}</answer>' for text, weight, more in found)


def units(*found: tuple[str, str]) -> str:
    inner = "".join(
        f"<unit><multiplier>{size}</multiplier><unit_name>{name}</unit_name></unit>" for name, size in found
    )
    return f"<units>{inner}</units>"


def room(tolerance: str) -> str:
    return f"<tolerance>{tolerance}</tolerance>"


@pytest.mark.parametrize(
    ("inner", "keys"),
    [
        (answers(("5", "100", room("0"))), numeric(answer="5")),
        (answers(("1.5E-3", "100", room("1e-4"))), numeric(answer="1.5E-3", tolerance="1e-4")),
        (
            answers(("5", "100", room("0.1"))) + units(("cm", "1"), ("m", "0.01")),
            numeric(answer="5", tolerance="0.1", unit="cm"),
        ),
        (answers(("5", "100", room("0"))) + units(("m", "0.01")), numeric(answer="5")),
        (
            answers(("5", "100", room("0")), ("*", "0", "<feedback><text>no</text></feedback>")),
            numeric(answer="5", explanation="no"),
        ),
        # the unit is asked for, several numbers, any number, no number
        (
            answers(("5", "100", room("0.1"))) + units(("cm", "1")) + "<unitgradingtype>1</unitgradingtype>",
            recall("(5 ± 0.1) cm"),
        ),
        (answers(("5", "100", room("0")), ("6", "50", room("0"))), recall("- 5\n- 6 (50 %)")),
        (answers(("*", "100", room("0"))), recall("*")),
        (answers(("five", "100", room("0"))), recall("five")),
        (answers(("71 %", "100", room("0"))) + units(("%", "1")), recall("71 % %")),
    ],
)
def test_numbers_of_moodle(inner: str, keys: Keys) -> None:
    assert read_keys(moodle("numerical", inner), "moodle-xml") == keys


@pytest.mark.parametrize(
    ("kind", "inner", "keys"),
    [
        ("shortanswer", answers(("ebb", "100", ""), ("low tide", "100", "")), recall("ebb", accept=["low tide"])),
        ("shortanswer", "<usecase>0</usecase>" + answers(("NaCl", "100", "")), recall("NaCl", accept=[])),
        ("shortanswer", "<usecase>1</usecase>" + answers(("42", "100", "")), recall("42", accept=[])),
        ("shortanswer", answers(("2\\*3", "100", "")), recall("2*3", accept=[])),
        ("shortanswer", "<usecase>1</usecase>" + answers(("NaCl", "100", "")), recall("NaCl")),
        ("shortanswer", answers(("*tide", "100", "")), recall("*tide")),
        ("shortanswer", answers(("ebb", "100", ""), ("tide", "50", "")), recall("- ebb\n- tide (50 %)")),
        ("regexp", answers(("ebb", "100", "")), recall("ebb")),
    ],
)
def test_words_of_moodle(kind: str, inner: str, keys: Keys) -> None:
    assert read_keys(moodle(kind, inner), "moodle-xml") == keys


def test_an_order_of_moodle() -> None:
    inner = answers(("two", "2", ""), ("one", "1", ""), ("three", "3", ""))
    assert read_keys(moodle("ordering", inner), "moodle-xml") == {"type": "ordering", "items": ["one", "two", "three"]}
    same = answers(("one", "1", ""), ("two", "2", ""), ("one", "3", ""))
    assert read_keys(moodle("ordering", same), "moodle-xml") == recall("1. one\n2. two\n3. one")


def kprim(columns: tuple[str, ...], rows: tuple[tuple[str, int], ...]) -> str:
    asked = "".join(
        f'<row number="{i}"><optiontext><text>{text}</text></optiontext><feedbacktext><text>on {text}</text>'
        "</feedbacktext></row>"
        for i, (text, _) in enumerate(rows, 1)
    )
    named = "".join(
        f'<column number="{i}"><responsetext><text>{text}</text></responsetext></column>'
        for i, text in enumerate(columns, 1)
    )
    weights = "".join(
        f'<weight rownumber="{i}" columnnumber="{at}"><value>1</value></weight>' for i, (_, at) in enumerate(rows, 1)
    )
    return moodle("kprime", f"{asked}{named}<weights>{weights}</weights>")


def test_statements_of_moodle() -> None:
    judged = {"statements": [{"true": "a", "feedback": "on a"}, {"false": "b", "feedback": "on b"}]}
    for columns in (("True", "False"), ("Richtig", "Falsch"), ("Vrai", "Faux")):
        assert read_keys(kprim(columns, (("a", 1), ("b", 2))), "moodle-xml") == {"type": "statements", **judged}


def test_statements_in_other_columns_are_pairs() -> None:
    pairs: list[Value] = [{"left": "a", "right": "Always"}, {"left": "b", "right": "True"}]
    assert read_keys(kprim(("True", "False", "Always"), (("a", 3), ("b", 1))), "moodle-xml") == {
        "type": "matching",
        "pairs": pairs,
        "extra": ["False"],
        "explanation": "- a: on a\n- b: on b",
    }


def test_equal_statements_stay_to_recall() -> None:
    keys = read_keys(kprim(("True", "False"), (("a", 1), ("a", 2))), "moodle-xml")
    assert keys == recall("|   |   |\n|---|---|\n| a | True |\n| a | False |", explanation="on a")


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        ("1.  Pi?\n=   3.14 +- 0.01\n", numeric(answer="3.14", tolerance="0.01")),
        ("1.  Pi?\n=   3.14 +- 1%\n", numeric(answer="3.14", tolerance="1 %")),
        ("1.  Pi?\n=   [3.1, 3.2]\n", numeric(range=["3.1", "3.2"])),
        ("1.  How many?\n=   50_000\n", numeric(answer="50000")),
        ("1.  Who?\n*   the queen\n*   queen\n", recall("the queen", accept=["queen"])),
    ],
)
def test_numbers_and_words_of_text2qti(content: str, keys: Keys) -> None:
    assert read_keys(content, "text2qti") == keys


@pytest.mark.parametrize(
    ("kind", "said", "keys"),
    [
        ("numerical", "5", numeric(answer="5")),
        ("numerical", "3,14", numeric(answer="3,14")),
        ("numerical", "5 ± 0.1", numeric(answer="5", tolerance="0.1")),
        ("numerical", "1..5", numeric(range=["1", "5"])),
        ("numerical", "3, 5", recall("- 3\n- 5")),
        ("numerical", "1,2,3", recall("- 1\n- 2\n- 3")),
        ("numerical", "3,5 ± 0,1", numeric(answer="3,5", tolerance="0,1")),
        ("numerical", "3,5..4,5", numeric(range=["3,5", "4,5"])),
        ("numerical", "1.000,5", recall("1.000,5")),
        ("numerical", "5 cm", recall("5 cm")),
        ("shortanswer", "3,14", recall("3,14", accept=[])),
        ("shortanswer", "ATP,ADP", recall("ATP", accept=["ADP"])),
        ("shortanswer", "ATP, adenosine triphosphate", recall("ATP", accept=["adenosine triphosphate"])),
    ],
)
def test_numbers_and_words_of_lettered_text(kind: str, said: str, keys: Keys) -> None:
    assert read_keys(f"{kind}\nWhich?\nANSWER: {said}\n", "lettered") == keys


@pytest.mark.parametrize(
    ("response", "keys"),
    [
        ("", recall("ice", accept=["snow"])),
        ('prompt.response = "short"\n', recall("ice", accept=["snow"])),
        ('prompt.response = "long"\n', recall("- ice\n- snow")),
    ],
)
@pytest.mark.parametrize("others", ['["snow"]', '["", "snow", " "]'])
def test_words_of_mdbook_quiz(response: str, keys: Keys, others: str) -> None:
    answer = f'answer.answer = "ice"\nanswer.alternatives = {others}\n'
    content = f'[[questions]]\ntype = "ShortAnswer"\nprompt.prompt = "Which?"\n{response}{answer}'
    assert read_keys(content, "mdbook-quiz") == keys


def test_another_question_of_the_same_words_is_added(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    sources = ["Match.{=ice -> cold =fire -> hot}\n", "Match.{=ox -> big =bee -> small}\n"]
    deck.write_text(import_files([Document("x", sources[0].encode())], deck, "gift", append=True).text, "utf-8")
    again, other = (import_files([Document("x", each.encode())], deck, "gift", append=True) for each in sources)
    assert ([each.reason for each in again.accounts[0].skipped], again.text) == ([ALREADY_THERE], "")
    assert (other.accounts[0].skipped, other.text.count("type: matching")) == ((), 2)


def test_time_grows_no_faster_than_the_pairs_and_items_of_a_question() -> None:
    def work(size: int) -> None:
        pairs = " ".join(f"=left *{i}* -> right {i}" for i in range(size))
        import_files([Document("x", f"Match.{{{pairs}}}\n".encode())], Path("/nowhere/deck.yaml"), "gift", append=False)

    assert_time_keeps_pace(work, 1_000)
