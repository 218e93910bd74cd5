"""Fixtures: a browser as it was at first, both kinds of clients, and cards of choices."""

from collections.abc import Iterator

import pytest

from browser import Browser
from cards.choices import COURSE, KINDS
from cards.sides import Card, Client, OnePage, Reloading, render_cards
from conftest import Build


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Give a browser as it was at first, and see that no script failed and nothing was loaded."""
    chromium.faults.clear()
    chromium.requests.clear()
    chromium.resize(900)
    if chromium.is_blank_or_altered:
        chromium.show("<!doctype html><title>Between cards</title>")
        chromium.is_blank_or_altered = False
    chromium.run("sessionStorage.clear(); window.name = ''")
    yield chromium
    chromium.allow_scripts(allowed=True)
    chromium.emulate()
    assert chromium.faults == []
    assert chromium.requests == []


@pytest.fixture(params=[Reloading, OnePage])
def client(request: pytest.FixtureRequest, browser: Browser) -> Client:
    made: Client = request.param(browser)
    return made


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    return render_cards(COURSE, tmp_path_factory.mktemp("cards"), build, KINDS)


@pytest.fixture(scope="module")
def turning(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    course = {**COURSE, "course.yaml": COURSE["course.yaml"] + "\nturn: true"}
    return render_cards(course, tmp_path_factory.mktemp("turning"), build, KINDS)
