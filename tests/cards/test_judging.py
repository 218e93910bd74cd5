"""Proves that what students type, order, match and judge is judged alike in a browser and by a Python reference."""

import json
import math
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browser import Browser
from depth import count
from mkdeck.questions.numbers import read_number, read_numbers
from mkdeck.questions.units import fold_unit, write_unit

SCRIPTS = ("entry", "scores", "statements")
MINUS, THIN = "\u2212", "\u2009"
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [*"0123456789.,+-/%^eE x*", *"·×⋅−–⁄½²³⁻¹‰'’_", "10^", "·10^3", " 000", ",5", "1/3", "e-3", "m/s"]
        ),
        st.integers(-2000, 2000).map(str),
        st.decimals(-1e6, 1e6, allow_nan=False, places=2).map(str),
    ),
    max_size=6,
).map("".join)
WORDS = st.lists(
    st.sampled_from(
        ["Brasília", "brasilia", "brasilai", "Brasil", "ﬁne", "fine", "São", "sao", "Rio", "„a“", '"a"', "–", "-"]
    )
    | st.text(alphabet="abcéßıİΣσςñ ´'-", max_size=9),
    max_size=3,
).map(" ".join)


@pytest.fixture(scope="module")
def judges(chromium: Browser) -> Iterator[Browser]:
    folder = files("mkdeck.notetypes") / "templates" / "tasks"
    script = "\n".join((folder / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    chromium.show(f"<!doctype html><title>Judges</title><script>{script}</script>")
    yield chromium
    assert chromium.faults == []


def call(browser: Browser, name: str, *arguments: object) -> Any:
    return browser.run(f"{name}({', '.join(json.dumps(each) for each in arguments)})")


def run_all(browser: Browser, name: str, calls: list[tuple[object, ...]]) -> list[Any]:
    found: list[Any] = browser.run(f"{json.dumps(calls)}.map((each) => {name}(...each))")
    return found


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("3,14", [3.14]),
        ("3.14", [3.14]),
        ("1 234,5", [1234.5]),
        (f"1{THIN}234.5", [1234.5]),
        ("1'234.5", [1234.5]),
        ("1.234,5", [1234.5]),
        ("1,234", [1.234, 1234]),
        ("1,234,567", [1234567]),
        ("0,234", [0.234]),
        (f"{MINUS}2", [-2]),
        ("+2", [2]),
        ("1e-3", [0.001]),
        ("1.5E3", [1500]),
        ("1.5·10^3", [1500]),
        ("1,5 x 10^-3", [0.0015]),
        ("1,5 × 10⁻³", [0.0015]),
        ("10^3", [1000]),
        ("-10^3", [-1000]),
        ("1/3", [1 / 3]),
        (f"{MINUS}1/4", [-0.25]),
        ("½", [0.5]),
        ("50 %", [0.5]),
        ("5 ‰", [0.005]),
        ("9.81 m/s", [9.81]),
        ("m/s 9.81", [9.81]),
        ("9.81 m / s", [9.81]),
        ("9.81 M/S", []),
        ("1 1/2", [1.5]),
        ("1½", [1.5]),
        (f"{MINUS}2½", [-2.5]),
        ("3 4", []),
        ("3 1/0", []),
        ("50%%", []),
        ("٣٫٥", [3.5]),
        ("۱۲", [12]),
        ("१२", [12]),
        ("9" * 101, []),
        (".5", [0.5]),
        ("5.", [5]),
        ("1/0", []),
        ("1,23,4", []),
        ("--2", []),
        ("nine", []),
        ("", []),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed: str, values: list[float], judges: Browser) -> None:
    assert [float(each) for each in read_numbers(typed, "m/s")] == pytest.approx(values)
    assert call(judges, "readNumbers", typed, "m/s") == pytest.approx(values)


@given(st.lists(PIECES, min_size=1, max_size=200))
@settings(max_examples=count(10))
def test_cards_read_numbers_as_python_does(judges: Browser, typed: list[str]) -> None:
    found = run_all(judges, "readNumbers", [(each, "m/s") for each in typed])
    for text, values in zip(typed, found, strict=True):
        expected = [_to_float(each) for each in read_numbers(text, "m/s")]
        shown = [math.inf if value is None else value for value in values]
        assert shown == pytest.approx(expected, rel=1e-12), text


def _to_float(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


@pytest.mark.parametrize(
    ("typed", "low", "high", "unit", "tone"),
    [
        ("9.8", 9.76, 9.86, "m/s", "right"),
        ("9,76 m/s", 9.76, 9.86, "m/s", "right"),
        ("9.759", 9.76, 9.86, "m/s", "wrong"),
        ("0.3", 0.1 + 0.2, 0.1 + 0.2, "", "right"),
        ("1/3", 1 / 3, 1 / 3, "", "right"),
        ("0.333", 1 / 3, 1 / 3, "", "wrong"),
        ("50 %", 0.5, 0.5, "", "right"),
        ("50 %", 50, 50, "%", "right"),
        ("4294967295", 2**32, 2**32, "", "wrong"),
        ("4294967296", 2**32, 2**32, "", "right"),
        ("$5", 5, 5, "$", "right"),
        ("5 N*m", 5, 5, "N\u00b7m", "right"),
        ("5 kJ/mol K", 5, 5, "kJ/(mol K)", "right"),
        ("9 m/s^2", 9, 9, "m/s²", "right"),
        ("9 m s-1", 9, 9, "m\u00b7s⁻¹", "right"),
        ("3 µm", 3, 3, "μm", "right"),
        ("3 mm", 3, 3, "m", "wrong"),
        ("5 MW", 5, 5, "mW", "wrong"),
        ("5 Metres", 5, 5, "metres", "right"),
        ("1,234", 1234, 1234, "", "right"),
        ("none", 0, 0, "", "wrong"),
        ("0", 0, 0, "", "right"),
    ],
)
def test_a_number_is_right_within_its_tolerance(
    typed: str, low: float, high: float, unit: str, tone: str, judges: Browser
) -> None:
    assert call(judges, "judgeNumber", typed, low, high, unit) == tone


@pytest.mark.parametrize(
    ("text", "number"),
    [("9.81", "981/100"), ("-2", "-2"), ("1.5e-3", "3/2000"), ("1/3", "1/3"), ("1,5", "3/2"), ("1.234", "617/500")]
    + [
        (text, None)
        for text in ("1,234", "nan", "inf", "1e99999", "1e999999999", "about 3", "", f"{'9' * 5000},5", "9" * 5000)
    ],
)
def test_a_source_states_one_number(text: str, number: str | None) -> None:
    assert read_number(text) == (number and Fraction(number))


UNITS = {
    r"\(\frac{m}{s^2}\)": "m/s2",
    r"\(\mathrm{kg\,m^{-3}}\)": "kgm-3",
    r"\(\mu\mathrm{m}\)": "µm",
    r"k\(\Omega\)": "kΩ",
    "m/s<sup>2</sup>": "m/s2",
    "<em>a</em> &amp; b": "a & b",
    r"\(\%\)": "%",
}


@pytest.mark.parametrize("page", UNITS)
def test_a_unit_is_written_as_it_would_be_typed(page: str) -> None:
    assert write_unit(page) == UNITS[page]


@given(st.lists(st.text(alphabet="kKmMsSÄΩωµ°²³⁻·×^() -−/%$€", max_size=12), min_size=1, max_size=100))
@settings(max_examples=count(5))
def test_cards_fold_units_as_python_does(judges: Browser, units: list[str]) -> None:
    assert run_all(judges, "foldUnit", [(each,) for each in units]) == [fold_unit(each) for each in units]


# --- Words ------------------------------------------------------------------------------------------------------------

FOLDED: dict[str, str | int | None] = {
    **dict.fromkeys("‘’‚‛‹›`´", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}


def fold(text: str, *, loose: bool) -> str:
    same = " ".join(unicodedata.normalize("NFC", text).split()).lower().translate(str.maketrans(FOLDED))
    if loose:
        apart = unicodedata.normalize("NFD", same)
        same = unicodedata.normalize("NFC", "".join(each for each in apart if not "\u0300" <= each <= "\u036f"))
    return same


def is_one_slip(said: str, right: str) -> bool:
    """Whether one letter was changed, added or left out, or two that follow each other were swapped."""
    changed = {said[:i] + said[i + 1 :] for i in range(len(said))}
    shorter = {right[:i] + right[i + 1 :] for i in range(len(right))}
    swapped = {right[:i] + right[i + 1] + right[i] + right[i + 2 :] for i in range(len(right) - 1)}
    other = len(said) == len(right) and sum(a != b for a, b in zip(said, right, strict=True)) == 1
    return said != right and (right in changed or said in shorter or said in swapped or other)


def judge(typed: str, accepted: list[str], *, loose: bool) -> str:
    said = fold(typed, loose=loose).split(" ")
    for each in accepted:
        if fold(each, loose=loose).split(" ") == said:
            return "right"
    for each in accepted:
        right = fold(each, loose=loose).split(" ")
        if len(right) == len(said):
            wrong = [(a, b) for a, b in zip(said, right, strict=True) if a != b]
            if len(wrong) == 1 and len(wrong[0][1].encode("utf-16-le")) >= 10 and is_one_slip(*wrong[0]):
                return "nearly"
    return "wrong"


@pytest.mark.parametrize(
    ("typed", "accepted", "loose", "expected"),
    [
        ("  brasília ", ["Brasília"], False, ("right", [["  brasília ", False]])),
        ("brasilia", ["Brasília"], False, ("nearly", [["bras", False], ["i", True], ["lia", False]])),
        ("brasilia", ["Brasília"], True, ("right", [["brasilia", False]])),
        ("the  brasilai", ["the Brasilia"], False, ("nearly", [["the brasil", False], ["a", True], ["i", False]])),
        ("brasili", ["Brasilia"], False, ("nearly", [["brasil", False], ["i", True], ["", False]])),
        ("cat", ["bat"], False, ("wrong", [["cat", False]])),
        ("it's – so", ["it’s - so"], False, ("right", [["it's – so", False]])),
        ("„yes“", ['"Yes"'], False, ("right", [["„yes“", False]])),
        ("Rio", ["Brasília", "rio"], False, ("right", [["Rio", False]])),
        ("", ["a"], False, ("wrong", [["", False]])),
    ],
)
def test_words_are_judged_as_a_reader_would(
    typed: str, accepted: list[str], loose: bool, expected: tuple[str, list[list[object]]], judges: Browser
) -> None:
    found = call(judges, "judgeText", typed, accepted, loose)
    assert (found["tone"], [[each["text"], each["slipped"]] for each in found["pieces"]]) == expected


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=2), st.booleans()), min_size=1, max_size=100))
@settings(max_examples=count(10))
def test_cards_judge_words_as_python_does(judges: Browser, cases: list[tuple[str, list[str], bool]]) -> None:
    found = run_all(judges, "judgeText", [tuple(each) for each in cases])
    for (typed, accepted, loose), verdict in zip(cases, found, strict=True):
        assert verdict["tone"] == judge(typed, accepted, loose=loose), (typed, accepted, loose)
        assert "".join(each["text"] for each in verdict["pieces"]).split() == unicodedata.normalize(
            "NFC", typed
        ).split() or (verdict["tone"] != "nearly")


# --- Order, pairs, statements -----------------------------------------------------------------------------------------


@given(
    st.lists(
        st.integers(2, 9).flatmap(lambda n: st.tuples(st.permutations(range(n)), st.permutations(range(n)))), min_size=1
    )
)
@settings(max_examples=count(5))
def test_each_place_of_an_order_is_judged_by_itself(judges: Browser, cases: list[tuple[list[int], list[int]]]) -> None:
    for (right, order), marks in zip(
        cases, run_all(judges, "judgePlaces", [tuple(each) for each in cases]), strict=True
    ):
        assert marks == [order[i] == right[i] for i in range(len(right))]


def test_each_pair_and_each_statement_is_judged_by_itself(judges: Browser) -> None:
    assert call(judges, "judgePlaces", [1, 0, 1], [1, 1, None]) == [True, False, False]
    assert call(judges, "judgePicks", [True, False, True], [True, True, None]) == ["right", "wrong", "open"]
