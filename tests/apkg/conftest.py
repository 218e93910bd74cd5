"""Fixtures: courses that have arrived in a fresh Anki."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from apkg.arrival import DECKS, EVERY_KIND, TIME, Arrival
from conftest import Build
from mkdeck.course.loading import load_course
from mkdeck.rehearsal.student import Student


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every-kind")
    for name, text in EVERY_KIND.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return folder


@pytest.fixture(
    scope="module", params=[*sorted(path.parent.name for path in DECKS.glob("*/course.yaml")), "every kind"]
)
def arrival(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    build: Build,
    every_kind: Path,
) -> Iterator[Arrival]:
    folder = every_kind if request.param == "every kind" else DECKS / request.param
    with Student(tmp_path_factory.mktemp("student")) as student:
        yield Arrival(load_course(folder), student, student.take(build(folder, TIME)))


@pytest.fixture(scope="module")
def every_kind_arrival(tmp_path_factory: pytest.TempPathFactory, build: Build, every_kind: Path) -> Iterator[Arrival]:
    with Student(tmp_path_factory.mktemp("student")) as student:
        yield Arrival(load_course(every_kind), student, student.take(build(every_kind, TIME)))
