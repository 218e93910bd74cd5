"""Fixtures: a browser as it was at first, and both kinds of clients."""

from collections.abc import Iterator

import pytest

from browser import Browser
from cards.sides import Client, OnePage, Reloading


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Give a browser as it was at first, and see that no script failed and nothing was loaded."""
    chromium.faults.clear()
    chromium.requests.clear()
    chromium.resize(900)
    chromium.show("<!doctype html><title>Between cards</title>")
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
