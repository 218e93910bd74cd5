"""Proves that growth is told without a clock: a square is named on any machine, and what is linear never is."""

import re
from collections.abc import Callable

import pytest
from _pytest.outcomes import Failed

import growth
from growth import assert_time_keeps_pace, count_lines, cpu_limit

BACKTRACKING = re.compile(r"\s+$")


def loop(times: int) -> None:
    for _ in range(times):
        pass


@pytest.mark.parametrize(
    ("work", "many"),
    [
        (lambda size: BACKTRACKING.search(" " * size + "x"), 10_000),
        (lambda size: [size in list(range(size)) for _ in range(size)], 1_500),
    ],
    ids=["pattern", "list"],
)
def test_what_grows_faster_is_named(work: Callable[[int], object], many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "ROUNDS", 1)
    monkeypatch.setattr(growth, "_TELLING", 0.01)
    with pytest.raises(Failed, match=r"it grows with the power [12]\.\d"):
        assert_time_keeps_pace(work, many)


def test_what_grows_beyond_measure_is_stopped_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "LIMIT", 0.5)
    with pytest.raises(Failed, match=r"not done after 0\.5 s of CPU"):
        assert_time_keeps_pace(lambda size: loop(2**size), 128)


@pytest.mark.parametrize(
    "work",
    [loop, lambda size: sorted(range(size, 0, -1)), lambda size: BACKTRACKING.search(" x" * size), lambda _: None],
    ids=["loop", "sort", "pattern", "nothing"],
)
def test_what_grows_alike_is_not_named(work: Callable[[int], object]) -> None:
    assert_time_keeps_pace(work, 640_000)


def test_lines_are_counted_each_time_that_they_run() -> None:
    few, many = (count_lines(lambda size=size: loop(size)) for size in (100, 1_100))  # type: ignore[misc]
    assert many - few == 2_000


def test_what_runs_for_ever_is_stopped() -> None:
    with pytest.raises(Failed, match=r"not done after 0\.2 s of CPU"), cpu_limit(0.2):
        loop(10**12)
