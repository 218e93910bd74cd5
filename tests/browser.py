"""Drive a headless Chromium by its DevTools protocol, through a pipe: no port, no driver, nothing left behind."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ORIGIN = "http://cards.invalid"
"""Where every page seems to come from. Nothing answers there but the page itself."""

_PATIENCE = 120.0
"""Seconds; a busy machine is far quicker than that."""
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first has no window to draw around a page, and is done with one in half the time."""
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    # A frame made anew for each page costs a third of its time, and a process that waits for a page most do not use.
    "--disable-features=RenderDocument,SpareRendererForSitePerProcess",
    "--disable-sync",
    "--hide-scrollbars",
    "--in-process-gpu",  # there is none to guard against, and a process of its own costs a third of each page's time
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--remote-debugging-pipe",
    "--site-per-process",  # as on any desktop; without a window, it would not be so
)


class BrowserError(Exception):
    """Chromium said no, said nothing in time, or is gone."""


def find_chromium() -> str | None:
    """Give the path of a Chromium on this machine."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Browser:
    """One Chromium with one page at a time; use it in a `with` block.

    `requests` lists what pages asked for from elsewhere (in vain), `faults` what scripts threw or logged as an error.
    `is_blank_or_altered` says that the page that is there may have no memory to clear.
    """

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.is_blank_or_altered = True
        self._pages: dict[str, str] = {}
        self._drawn = self._written = False
        self._within = ""
        self._scripts = True
        self._answers: dict[int, dict[str, Any]] = {}
        self._events: list[str] = []
        self._number = 0
        self._context = ""
        self._session = ""
        self._rest = b""
        self._profile = tempfile.TemporaryDirectory(prefix="mkdeck-chromium-", ignore_cleanup_errors=True)

    def __enter__(self) -> Self:
        chromium = find_chromium()
        if not chromium:
            raise BrowserError("there is no Chromium on this machine")
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        # Out of the way of 3 and 4, where Chromium expects them.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (to_read, to_write)]

        def hand_over() -> None:
            for number, end in enumerate(ends, start=3):
                os.dup2(end, number)

        self._process = subprocess.Popen(
            [chromium, *_FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            preexec_fn=hand_over,  # noqa: PLW1509 - no threads here; a shell or `pass_fds` could not renumber them
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (to_read, to_write, *ends):
            os.close(end)
        try:
            self.start_over()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._write)  # which tells Chromium to go
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        self._profile.cleanup()

    # --- Pages

    def start_over(self) -> None:
        """Open a page that knows nothing of those before it, in the place of the last one."""
        if self._context:
            self._session = ""
            self.call("Target.disposeBrowserContext", browserContextId=self._context)
        self._forget()
        self._context = self.call("Target.createBrowserContext")["browserContextId"]
        page = self.call("Target.createTarget", url="about:blank", browserContextId=self._context)
        self._session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Fetch.enable", patterns=[{"urlPattern": "*"}])

    def _forget(self) -> None:
        self.requests.clear()
        self.faults.clear()
        self._pages.clear()
        self._drawn = self._written = False
        self._within = ""
        self._scripts = True
        self.is_blank_or_altered = True

    def show(self, page: str, path: str = "/") -> None:
        """Load a page of HTML as a new document, as if from a server; the same origin each time."""
        self._pages[ORIGIN + path] = page
        self.load(ORIGIN + path)

    def write(self, page: str) -> None:
        """Put a page of HTML in the place of the one that was written before: all is new but the window itself.

        This takes a third of the time of `show`, and is for what is looked at alone: clients of which each side is a
        page of its own have a new window for each, too.
        """
        if not self._written:
            self.show(page)
            self._written = True
            return
        self._drawn = False
        self.run(f"""new Promise((done) => {{
          document.open();
          addEventListener("load", () => done());
          document.write({json.dumps(page)});
          document.close();
          scrollTo(0, 0);
        }})""")

    def visit(self, address: str, within: str) -> None:
        """Load a page that is really there; it gets what lies below the address `within`, and nothing else."""
        self._within = within
        self.load(address)

    def load(self, address: str) -> None:
        """Load an address and wait until all of it is there."""
        self._events.clear()
        self._drawn = self._written = False
        answer = self.call("Page.navigate", url=address)
        if "errorText" in answer:
            raise BrowserError(answer["errorText"])
        # Where only the part after # is another, nothing is loaded.
        if "loaderId" in answer:
            self._until(lambda: "Page.loadEventFired" in self._events)

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page, also where the page's own scripts are off; waits for a promise."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def before_each_page(self, script: str) -> str:
        """Run a script in every page before its own; gives a name for `never_mind`."""
        self._written = False
        self.is_blank_or_altered = True
        return str(self.call("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"])

    def never_mind(self, name: str) -> None:
        """No longer run that script."""
        self.call("Page.removeScriptToEvaluateOnNewDocument", identifier=name)

    def allow_scripts(self, *, allowed: bool) -> None:
        """Let the scripts of pages run, or not."""
        self._written = self._written and self._scripts == allowed
        self._scripts = allowed
        self.call("Emulation.setScriptExecutionDisabled", value=not allowed)

    def paint(self) -> None:
        """Wait until what is there has been drawn, as a click on a page of which nothing was drawn goes nowhere."""
        self.run_drawn("1")

    def run_drawn(self, expression: str) -> Any:
        """Evaluate JavaScript when what is there is drawn next, so as one sees it."""
        drawn = f"requestAnimationFrame(() => requestAnimationFrame(() => done({expression})))"
        return self.run(f"new Promise(done => {drawn})")

    def emulate(self, **features: str) -> None:
        """Set media features, as in `emulate(prefers_color_scheme="dark")`; none sets them back."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", features=named)

    def resize(self, width: int, height: int = 800, scale: float = 1) -> None:
        """Set the size of the page's window."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )

    def photograph(self, path: Path, *, whole: bool = False) -> None:
        """Save what the window shows, or the whole page, as PNG."""
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(picture["data"]))

    def print_to(self, path: Path) -> None:
        """Save the page as it comes on paper, as PDF."""
        printed = self.call("Page.printToPDF", preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(printed["data"]))

    # --- Hands

    def click(self, x: float, y: float) -> None:
        """Click a point of the window."""
        if self._scripts and not self._drawn:
            self.paint()
            self._drawn = True
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def tap(self, x: float, y: float) -> None:
        """Touch a point of the window."""
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, key: str) -> None:
        """Press and release a key, by its name in JavaScript: `Tab`, `ArrowDown`, ` `, `a`."""
        code = {
            "Tab": 9,
            "Enter": 13,
            "Escape": 27,
            " ": 32,
            "ArrowLeft": 37,
            "ArrowUp": 38,
            "ArrowRight": 39,
            "ArrowDown": 40,
        }
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        number = code.get(key) or ord(key.upper())
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=number)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=number)

    # --- The protocol

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol and wait for its answer."""
        number = self._send(method, parameters)
        self._until(lambda: number in self._answers)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _send(self, method: str, parameters: Mapping[str, Any]) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        return self._number

    def _until(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not done():
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0]:
                raise BrowserError(f"Chromium did not answer within {_PATIENCE:.0f} seconds")
            data = os.read(self._read, 1 << 20)
            if not data:
                raise BrowserError("Chromium is gone")
            *messages, self._rest = (self._rest + data).split(b"\0")
            for message in messages:
                self._take(json.loads(message))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
            return
        method, said = message["method"], message["params"]
        self._events.append(method)
        if method == "Runtime.exceptionThrown":
            details = said["exceptionDetails"]
            self.faults.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.faults.append(said["entry"]["text"])
        elif method == "Fetch.requestPaused":
            self._serve(said["requestId"], said["request"]["url"])

    def _serve(self, request: str, url: str) -> None:
        page = self._pages.get(url.partition("#")[0])
        answer: dict[str, Any] = {"requestId": request}
        if page is not None:
            headers = [{"name": "Content-Type", "value": "text/html; charset=utf-8"}]
            body = base64.b64encode(page.encode()).decode()
            self._send("Fetch.fulfillRequest", answer | {"responseCode": 200, "responseHeaders": headers, "body": body})
        elif self._within and url.startswith((self._within, "data:")):
            self._send("Fetch.continueRequest", answer)
        elif url == f"{ORIGIN}/favicon.ico":
            self._send("Fetch.fulfillRequest", answer | {"responseCode": 204})
        else:
            self.requests.append(url)
            self._send("Fetch.failRequest", answer | {"errorReason": "Failed"})
