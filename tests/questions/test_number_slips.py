"""Proves that numbers, tolerances and ranges in the ways of lecturers are read, or refused with what to write."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdeck.compiler import compile_course
from mkdeck.questions.number_slips import explain_number, explain_range, explain_tolerance

NO_NUMBER = "is no number; write one such as 9.81, -2, 1.5e-3 or 1/3"
ABOUT = "says about how much; write {} here, and how far off is still right below `tolerance`"
RANGE = "is a range; write `range: [{}]` instead of `answer`"
LARGEST = "`range: [{}, ...]`, with the largest number that is right"
SMALLEST = "`range: [..., {}]`, with the smallest number that is right"
PLAIN = "is no number as it is typed; write {}"
RESULT = "is to be worked out; write the result in digits, and below `tolerance` how far off is still right"
MORE = "holds more than a number; write {} here, and '{}' below `unit`"
SEVERAL = "is more than one number; write one, or make this a short-answer with the others below `accept`"
TIME = "is a time or a ratio; write one number, such as 90 with `unit: min`, or make this a short-answer"
NO_TOLERANCE = "is no tolerance; write a number that is not negative, or a share such as 2 %"
TWO = "`range` is two numbers, [least, most]"


def find(folder: Path, *keys: str, asked: str = "How far?") -> list[str]:
    text = f"questions:\n  - id: q\n    type: numeric\n    question: {asked}\n"
    (folder / "deck.yaml").write_text(text + "".join(f"    {key}\n" for key in keys), "utf-8")
    found = compile_course(folder / "deck.yaml", 1_700_000_000).diagnostics
    return [f"{each.span.line}: {each.severity}: {each.message}" for each in found]


@pytest.mark.parametrize(
    "answer",
    [
        "10^-3",
        "1.5e3",
        "1.5 x 10^3",
        "1.5 · 10³",
        "50 %",
        "1 1/2",
        "½",
        "\u22122",
        "+5",
        ".5",
        "1 000",
        "1_000",
        "3,5",
        "007",
    ],
)
def test_what_people_type_is_read(answer: str, tmp_path: Path) -> None:
    assert find(tmp_path, f"answer: {answer}") == []


@pytest.mark.parametrize(
    ("written", "said"),
    {
        "~71": ABOUT.format("71"),
        "≈ 3": ABOUT.format("3"),
        "ca. 3": ABOUT.format("3"),
        "etwa 3": ABOUT.format("3"),
        "about 3 km": ABOUT.format("3 here, 'km' below `unit`").replace(" here, and", ", and"),
        "$3$": PLAIN.format("3"),
        r"$9{,}81$": PLAIN.format("9,81"),
        r"$\frac{1}{3}$": PLAIN.format("1/3"),
        r"$3.5 \cdot 10^{-3}$": PLAIN.format("3.5 * 10^-3"),
        r"$5\,\mathrm{m/s}$": MORE.format("5", "m/s"),
        r"$20^{\circ}$": MORE.format("20", "°"),
        "10**-3": PLAIN.format("10^-3"),
        "10^(-3)": PLAIN.format("10^-3"),
        "x = 5": PLAIN.format("5"),
        "'`5`'": PLAIN.format("5"),
        "3 m": MORE.format("3", "m"),
        "1.5e3 J": MORE.format("1.5e3", "J"),
        "-40 °C": MORE.format("-40", "°C"),
        "€5": MORE.format("5", "€"),
        "50 percent": MORE.format("50", "%"),
        "1,000": "may be read as 1 or 1000; write one of these",
        "5 to 7": RANGE.format("5, 7"),
        "5-7": RANGE.format("5, 7"),
        "5..7": RANGE.format("5, 7"),
        "-5 to -3": RANGE.format("-5, -3"),
        "between 5 and 7": RANGE.format("5, 7"),
        "5 m to 7 m": RANGE.format("5, 7") + ", and 'm' below `unit`",
        "5-7 kg": RANGE.format("5, 7") + ", and 'kg' below `unit`",
        "'> 3'": f"is one end of a range; write {LARGEST.format('3')}, in place of `answer`",
        "at least 3": f"is one end of a range; write {LARGEST.format('3')}, in place of `answer`",
        "'<= 3 m'": f"is one end of a range; write {SMALLEST.format('3')}, and 'm' below `unit`, in place of `answer`",
        "mindestens 3": f"is one end of a range; write {LARGEST.format('3')}, in place of `answer`",
        "après 3": f"is one end of a range; write {LARGEST.format('3')}, in place of `answer`",
        "entre 5 y 7": RANGE.format("5, 7"),
        "van 5 tot en met 7": RANGE.format("5, 7"),
        "5 por ciento": MORE.format("5", "%"),
        "5 lub 7": SEVERAL,
        "5 or 7": SEVERAL,
        "5; 7": SEVERAL,
        "1:30": TIME,
        "π": RESULT,
        "2π": RESULT,
        "sqrt(2)": RESULT,
        "2^10": RESULT,
        "7-5": RESULT,
        "2026-01-01": NO_NUMBER,
        "three": NO_NUMBER,
        "3/4 of all": NO_NUMBER,
        "yes": NO_NUMBER,
    }.items(),
)
def test_an_answer_that_is_no_number_says_what_to_write(written: str, said: str, tmp_path: Path) -> None:
    text = written.strip("'")
    assert find(tmp_path, f"answer: {written}") == [f"5: error: '{text}' {said}"]


@pytest.mark.parametrize(
    ("written", "said"),
    {
        "[5, 7]": "`answer` is one number; write `range: [5, 7]` instead if all between these two are right",
        "[5]": "`answer` is one number, and no list; write 5",
    }.items(),
)
def test_a_list_is_no_answer(written: str, said: str, tmp_path: Path) -> None:
    assert find(tmp_path, f"answer: {written}") == [f"5: error: {said}"]


@pytest.mark.parametrize(
    "tolerance", ["± 2", "±2", "+/- 0.1", "+- 0.1", r"'\pm 0.1'", "2%", "2 %", "0,1", "1/10", "1e-3"]
)
def test_tolerances_as_people_write_them_are_read(tolerance: str, tmp_path: Path) -> None:
    assert find(tmp_path, "answer: 5", f"tolerance: {tolerance}") == []


@pytest.mark.parametrize(
    ("written", "said"),
    {
        "10 percent": "'10 percent' is no tolerance; write 10 %",
        "10 Prozent": "'10 Prozent' is no tolerance; write 10 %",
        "-2": "'-2' is no tolerance; write 2",
        "about 0.1": "'about 0.1' is no tolerance; write 0.1",
        "'< 0.1'": "'< 0.1' is no tolerance; write 0.1",
        "$0.1$": "'$0.1$' is no tolerance; write 0.1",
        "0.1 m": "'0.1 m' is no tolerance; write 0.1, and 'm' below `unit`",
        "1,000": "'1,000' may be read as 1 or 1000; write one of these",
        "4 to 6": "'4 to 6' is a range; write `range: [4, 6]` instead of `answer` and `tolerance`",
        "[4, 6]": "'4 - 6' is a range; write `range: [4, 6]` instead of `answer` and `tolerance`",
        "[0.1]": "`tolerance` is one number, and no list; write 0.1",
        "2 decimals": f"'2 decimals' {NO_TOLERANCE}; for 2 decimals, write 0.005",
        "3 digits": f"'3 digits' {NO_TOLERANCE}",
        "none": f"'none' {NO_TOLERANCE}, or remove the key",
        "''": "`tolerance` is empty; write something or remove the key",
    }.items(),
)
def test_a_tolerance_that_is_none_says_what_to_write(written: str, said: str, tmp_path: Path) -> None:
    assert find(tmp_path, "answer: 5", f"tolerance: {written}") == [f"6: error: {said}"]


@pytest.mark.parametrize(
    ("written", "said"),
    {
        "5-7": [f"{TWO}; write `range: [5, 7]`"],
        "5..7": [f"{TWO}; write `range: [5, 7]`"],
        "5, 7": [f"{TWO}; write `range: [5, 7]`"],
        "(5, 7)": [f"{TWO}; write `range: [5, 7]`"],
        "5-7 m": [f"{TWO}; write `range: [5, 7]`, and 'm' below `unit`"],
        "{min: 5, max: 7}": ["`range` is a list of two numbers; write `range: [5, 7]`"],
        "[7, 5]": ["`range` starts with the smaller number; write [5, 7]"],
        "'> 5'": [f"{TWO}; '> 5' is one of its ends; write {LARGEST.format('5')}"],
        "up to 5": [f"{TWO}; 'up to 5' is one of its ends; write {SMALLEST.format('5')}"],
        "[5, ]": [f"{TWO}; one number stands below `answer`, with a `tolerance` if others near it are right, too"],
        "[5, inf]": ["'inf' is no end of a range; write the smallest or the largest number that could be right"],
        "[5, ~]": ["'~' is no end of a range; write the smallest or the largest number that could be right"],
        "[~5, 7]": ["'~5' is more than an end of a range; write 5"],
        "[5 m, 7 m]": [f"'5 m' {MORE.format('5', 'm')}", f"'7 m' {MORE.format('7', 'm')}"],
        "5 ± 2 m": [f"{TWO}; in its place write `answer: 5`, `tolerance: 2`, `unit: m`"],
        "[1,5, 2,5]": [f"{TWO}, and a comma stands between them alone; write numbers such as 1.5 or 1500 in it"],
        "[1, 2, 3]": [TWO],
    }.items(),
)
def test_a_range_that_is_none_says_what_to_write(written: str, said: list[str], tmp_path: Path) -> None:
    assert find(tmp_path, f"range: {written}") == [f"5: error: {each}" for each in said]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            ("min: 5", "max: 7"),
            [
                "5: error: unknown key 'min'; write `range: [5, 7]`",
                "6: error: unknown key 'max'; write `range: [5, 7]`",
            ],
        ),
        (("value: 5",), ["5: error: unknown key 'value'; here it is called `answer`"]),
        (("answer: 5", "tol: 1"), ["6: error: unknown key 'tol'; here it is called `tolerance`"]),
        (
            ("answer: 5", "accept: [6]"),
            ["6: error: unknown key 'accept'; it belongs to short-answer, and this question is numeric"],
        ),
    ],
)
def test_keys_of_other_tools_and_types_are_told(keys: tuple[str, ...], said: list[str], tmp_path: Path) -> None:
    assert find(tmp_path, *keys) == said


@pytest.mark.parametrize(
    ("asked", "keys", "said"),
    [
        (
            "How many percent?",
            ["answer: 50 %"],
            ["5: warning: '50 %' is 0.5, so who types 50 is wrong; write 50, and '%' below `unit`"],
        ),
        (
            "Wie viel Prozent?",
            ["range: [2%, 3%]"],
            ["5: warning: '2%' is 0.02, so who types 2 is wrong; write 2, and '%' below `unit`"],
        ),
        ("How many percent?", ["answer: 50", "unit: '%'"], []),
        ("How likely is it?", ["answer: 50 %"], []),
    ],
)
def test_a_share_is_no_number_of_percent(asked: str, keys: list[str], said: list[str], tmp_path: Path) -> None:
    assert find(tmp_path, *keys, asked=asked) == said


@given(st.text("0123456789.,-+~<>±%$\\{}^*()[]: etompi/a", max_size=30), st.booleans())
def test_any_text_gets_an_answer(text: str, alone: bool) -> None:
    assert explain_number(text, alone=alone).startswith("'")
    assert explain_tolerance(text)
    assert explain_range(text).startswith("`range` ")
