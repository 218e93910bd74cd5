"""Fixtures: a browser, and courses as sites and previews."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import Browser, find_chromium
from conftest import Run
from pages.bees import COURSE, Place, serve, visit, write
from pages.previews import Preview, write_honey
from pages.windows import Window, looking_at


@pytest.fixture
def honey(tmp_path: Path) -> Path:
    """Write a course to change."""
    return write_honey(tmp_path / "honey")


@pytest.fixture
def preview(honey: Path) -> Iterator[Preview]:
    preview = Preview("honey", cwd=honey.parent)
    yield preview
    assert preview.end() == 0


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Preview a course that nobody changes."""
    honey = write_honey(tmp_path_factory.mktemp("still") / "honey")
    preview = Preview("honey", cwd=honey.parent)
    yield preview
    assert preview.end() == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, mkdeck: Run) -> Path:
    """Make the site of the course about bees; gives its folder."""
    folder = tmp_path_factory.mktemp("site")
    done = mkdeck("site", write(folder / "honey", COURSE), "--draft", "-o", folder / "web" / "project" / "site")
    assert done.code == 0, done.err
    return folder / "web" / "project" / "site"


@pytest.fixture(scope="module", params=["file", "server"])
def place(request: pytest.FixtureRequest, made: Path) -> Iterator[Place]:
    if request.param == "file":
        yield Place(f"{made.as_uri()}/", made)
    else:
        with serve(made.parents[1]) as address:
            yield Place(f"{address}project/site/", made)


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Give a browser without memory, and see that no script failed and nothing from elsewhere was asked for."""
    chromium.faults.clear()
    chromium.requests.clear()
    chromium.resize(900)
    yield chromium
    chromium.allow_scripts(allowed=True)
    chromium.emulate()
    if chromium.run("location.protocol.startsWith('file') || location.protocol.startsWith('http')"):
        chromium.run("try { localStorage.clear(); sessionStorage.clear(); } catch {}; window.name = ''")
    assert chromium.faults == []
    assert chromium.requests == []


@pytest.fixture
def deck(browser: Browser, made: Path) -> Browser:
    visit(browser, made)
    return browser


@pytest.fixture(scope="session")
def running_viewer() -> Iterator[Window]:
    """Give a browser for all previews; tests are skipped where there is none, except in CI."""
    if not find_chromium() and not os.environ.get("CI"):
        pytest.skip("needs Chromium")
    with Window() as window:
        yield window


@pytest.fixture(scope="module")
def viewer(running_viewer: Window) -> Window:
    """Give a browser for the previews of a file, with a page that knows nothing of other files."""
    running_viewer.start_over()
    return running_viewer


@pytest.fixture
def window(viewer: Window, preview: Preview) -> Iterator[Window]:
    """Give a window at a course that may be changed."""
    with looking_at(preview, viewer) as window:
        yield window


@pytest.fixture
def view(viewer: Window, still: Preview) -> Iterator[Window]:
    """Give a window at a course that stays as it is."""
    with looking_at(still, viewer) as window:
        yield window
