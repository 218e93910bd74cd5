"""A browser at the preview's page, and in the frames of its cards."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from browser import Browser, BrowserError
from growth import PATIENCE
from pages.previews import Preview


class Window(Browser):
    """A browser at the preview's page."""

    def click(self, x: float, y: float) -> None:
        """Click a point of the window, when it is known where its frames are drawn now."""
        self.paint()
        super().click(x, y)

    def open(self, address: str) -> None:
        self.call("Fetch.disable")
        self.load(address)

    def wait(self, expression: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._holds(expression):
            assert time.monotonic() < deadline, f"{expression} never came true; faults: {self.faults}"
            time.sleep(0.01)

    def _holds(self, expression: str) -> bool:
        try:
            return bool(self.run(f"Boolean({expression})"))
        except BrowserError:  # the page is just being left
            return False

    def wait_for_texts(self, selector: str, *texts: str) -> None:
        """Wait until these are the texts of what a selector finds."""
        said = json.dumps(json.dumps(texts, separators=(",", ":"), ensure_ascii=False))
        found = f"[...document.querySelectorAll({selector!r})].map(each => each.innerText.trim())"
        self.wait(f"document.readyState === 'complete' && JSON.stringify({found}) === {said}")

    def wait_for_cards(self) -> None:
        ready = "[...document.querySelectorAll('article:first-of-type iframe')].every(f => f.style.height)"
        self.wait(f"document.querySelector('iframe') && {ready}")

    def wait_for_rest(self) -> None:
        """Wait until every card in the window has its height, so that nothing moves any more."""
        seen = "(({ top, bottom }) => bottom > 0 && top < innerHeight)(each.getBoundingClientRect())"
        self.wait(f"[...document.querySelectorAll('iframe')].every(each => !{seen} || each.style.height)")
        self.paint()

    def escape(self) -> None:
        self.call("Input.dispatchKeyEvent", type="keyDown", key="Escape", windowsVirtualKeyCode=27)

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.run(f"[...document.querySelectorAll({selector!r})].map(each => each.innerText.trim())")
        return found

    @contextmanager
    def inside(self, card: str, side: str = "front") -> Iterator[None]:
        """Run what follows in the frame of a card, which has a process of its own."""
        deadline = time.monotonic() + PATIENCE
        while not (frames := self._find_frames(card, side)):
            assert time.monotonic() < deadline, f"{card} is not shown"
            time.sleep(0.02)
        outer = self._session
        attached = self.call("Target.attachToTarget", targetId=frames[0], flatten=True)
        self._session = attached["sessionId"]
        try:
            self.wait("document.querySelector('#qa')?.childElementCount")
            yield
        finally:
            self._session = outer

    def _find_frames(self, card: str, side: str) -> list[str]:
        targets = self.call("Target.getTargets")["targetInfos"]
        return [
            each["targetId"]
            for each in targets
            if each["type"] == "iframe" and f"/cards/{card}?" in each["url"] and f"side={side}&" in each["url"]
        ]


@contextmanager
def looking_at(preview: Preview, window: Window, width: int = 1300) -> Iterator[Window]:
    window.faults.clear()
    window.resize(width, 800)
    window.open(f"{preview.address}courses/honey/")
    window.wait_for_cards()
    yield window
    window.run("localStorage.clear()")
    window.open("about:blank")
