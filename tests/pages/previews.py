"""A course, and the server that previews it."""

import http.client
import signal
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple
from urllib.parse import urlsplit

from apart import Apart, put
from growth import PATIENCE

DECKS = Path(__file__).parents[2] / "decks"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
COURSE: dict[str, str | bytes] = {
    "course.yaml": "course: Honey\nid: honey\ntags: [bees]\n",
    "01.yaml": """\
        deck: 01 Basics
        description: What *everybody* knows.
        questions:
          - id: keeps
            type: true-false
            question: Honey that stays dry keeps for years.
            answer: true
          - id: sugars
            type: multiple-choice
            question: Which sugars does honey hold?
            choices: [{correct: Fructose}, {correct: Glucose}, Lactose]
            tags: [chemistry]
          - id: area
            type: short-answer
            question: "A comb: ![comb](comb.svg) What is $\\\\sqrt{2}$?"
            answer: "Listen: ![hum](hum.mp3)"
    """,
    "02.yaml": """\
        deck: 02 Bees
        questions:
          - id: dance
            type: cloze
            question: Bees tell the {{c1::direction}} by the {{c2::angle::of what?}} of a dance.
          - id: queen
            type: short-answer
            question: How long does a queen live?
            answer: Some years.
    """,
    "comb.svg": PICTURE,
    "hum.mp3": b"ID3 not really a sound",
    "secret.svg": PICTURE,
}
BROKEN = "deck: 01 Basics\nquestions:\n  - id: keeps\n    question: 'never closed\n"


class Answer(NamedTuple):
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    text: str


class Preview:
    """`mkdeck preview` as a process of its own, on a free port."""

    def __init__(self, *args: str | Path, cwd: Path | None = None) -> None:
        # Without signs of life, an end that waits for a stream would wait for ever.
        calm = put("mkdeck.preview.server._HEARTBEAT_SECONDS", 1e6)
        self._run = Apart(cwd or Path(), "preview", "--no-open", "--port", "0", *map(str, args), first=calm)
        self._code: int | None = None
        self.address = self._run.read_line().split()[0]
        self.host = urlsplit(self.address).netloc

    def ask(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read().decode(errors="replace"))
        finally:
            connection.close()

    def end(self) -> int:
        """End it, once; gives its code."""
        if self._code is None:
            self._run.send(signal.SIGINT)
            self._code = self._run.finish().returncode
        return self._code


def write_honey(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in COURSE.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
    return folder
