"""Proves that the manual's pages are readable by everyone everywhere: no fault in axe, nothing wider than a phone.

Needs Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

from pathlib import Path

import pytest

from accessibility import COLOURS, Axe
from browser import Browser
from conftest import Run
from mkdeck.manual import read_pages
from pages.bees import visit


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory, mkdeck: Run) -> Path:
    folder = tmp_path_factory.mktemp("manual")
    assert mkdeck("site", "--manual", "-o", folder).code == 0
    return folder / "manual"


@pytest.mark.parametrize("page", [*read_pages(), "index"])
def test_every_page_can_be_read(page: str, browser: Browser, manual: Path, axe: Axe) -> None:
    browser.resize(320, 640)
    visit(browser, manual, f"{page}.html")
    assert browser.run("document.scrollingElement.scrollWidth") == 320
    for scheme, rules in (("light", None), ("dark", COLOURS)):
        browser.emulate(prefers_color_scheme=scheme)
        assert axe.look(browser, rules) == []
