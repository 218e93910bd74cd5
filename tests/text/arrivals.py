"""Questions on their way to a fresh Anki, and what a student sees of them there."""

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from conftest import Run
from depth import count
from mkdeck.checks import find_rules
from mkdeck.rehearsal.student import Student

Question = Mapping[str, Any]
Lines = tuple[str, ...]

HARD = settings(
    max_examples=count(4),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a failure names its text; to shrink whole batches takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
BLOCKS = frozenset(
    "blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
HTML_SPACE = re.compile(r"[ \t\n\r\f]+")


_STYLE = {rule for rule, file in find_rules().items() if file.rule.style}


# --- What a student sees -------------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    """Reads the visible lines of a piece of HTML: one for each block, white space as a browser shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.preformatted = 0
        self.unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.text.append("\0" * (tag in BLOCKS))
        self.preformatted += tag == "pre"
        self.unseen = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.preformatted -= tag == "pre"
        self.unseen = False
        self.text.append("\0" * (tag in BLOCKS))

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(verbatim(data) if self.preformatted else HTML_SPACE.sub(" ", data))


def verbatim(code: str) -> str:
    """Write code so that its spaces and lines outlive `squeeze`."""
    return code.replace(" ", "\1").replace("\t", "\2").replace("\n", "\0")


def read(page: str, *, exact: bool = False) -> Lines:
    """Give the visible lines of HTML; runs of white space count as one space, except, where `exact`, in code."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    text = "".join(reader.text)
    return squeeze(*(text if exact else text.replace("\1", " ").replace("\2", " ")).split("\0"))


def squeeze(*lines: str) -> Lines:
    """Give lines as `read` would."""
    seen = (HTML_SPACE.sub(" ", unicodedata.normalize("NFC", line)).strip(" ") for line in lines)
    return tuple(line for line in seen if line)


def holds(shown: Lines, wanted: Lines) -> bool:
    """Tell whether the wanted lines stand together among those shown."""
    return any(shown[i : i + len(wanted)] == wanted for i in range(len(shown) - len(wanted) + 1))


# --- From questions to Anki ----------------------------------------------------------------------------------------


@dataclass
class Arrival:
    """What became of one question: what mkdeck said about it, and what Anki has of it, if it was built."""

    said: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    sides: dict[int, tuple[str, str]] = field(default_factory=dict)
    sounds: int = 0
    gaps: list[int] = field(default_factory=list)

    @property
    def rules(self) -> list[str]:
        return sorted({each["rule"] for each in self.said})

    @property
    def built(self) -> bool:
        return bool(self.fields)


def quote(text: str) -> str:
    """Write any text as a double-quoted YAML scalar."""
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


def write_deck(path: Path, questions: Sequence[tuple[int, Question]]) -> list[range]:
    """Write a deck file with numbered questions; give the lines of each."""
    lines = ["questions:"]
    places = []
    for number, question in questions:
        start = len(lines) + 1
        lines.append(f"  - id: q{number}")
        for key, value in question.items():
            if isinstance(value, list):
                lines.append(f"    {key}:")
                for choice in value:
                    lead = "- "
                    if isinstance(choice, str):
                        lines.append(f"      - {quote(choice)}")
                        continue
                    for name, text in choice.items():
                        lines.append(f"      {lead}{name}: {quote(text)}")
                        lead = "  "
            else:
                lines.append(f"    {key}: {value if key in ('type', 'card', 'shuffle') else quote(value)}")
        places.append(range(start, len(lines) + 1))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return places


def arrive(mkdeck: Run, questions: Sequence[Question]) -> list[Arrival]:
    """Check questions, build those without errors, import them into a fresh Anki and render every card."""
    arrivals = [Arrival() for _ in questions]
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        course.mkdir()
        (course / "course.yaml").write_text("course: Hostile\nid: hostile\n", "utf-8")
        numbered = list(enumerate(questions))
        places = write_deck(course / "01.yaml", numbered)
        code, out, err = mkdeck("check", "--format", "json", cwd=course)
        assert code in (0, 1), err
        for each in json.loads(out):
            if each["rule"] in _STYLE:  # how well a question asks is not what is tried
                continue
            assert each["file"] == "01.yaml", each
            (number,) = [i for i, lines in enumerate(places) if each["line"] in lines]
            assert each["question"] == f"q{number}", each
            arrivals[number].said.append(each)
        sound = [(i, each) for i, each in numbered if all(one["severity"] != "error" for one in arrivals[i].said)]
        assert code == (len(sound) < len(numbered))
        if sound:
            write_deck(course / "01.yaml", sound)
            code, _, err = mkdeck("build", course, "-o", folder, env={"SOURCE_DATE_EPOCH": "1700000000"})
            assert code == 0, err
            with Student(Path(folder) / "student") as student:
                taken = student.take(Path(folder) / "hostile.apkg")
                assert (taken.new, taken.left_out) == (len(sound), 0)
                _collect(student, arrivals)
    return arrivals


def _collect(student: Student, arrivals: list[Arrival]) -> None:
    collection = student.collection
    for guid, state in student.notes().items():
        note = student.note(guid)
        arrival = arrivals[int(note["Id"].removeprefix("q"))]
        arrival.fields = dict(zip(note.keys(), state.fields, strict=True))
        arrival.gaps = sorted(note.cloze_numbers_in_fields()) if "Text" in arrival.fields else []
        for card in note.cards():
            arrival.sides[card.ord + 1] = student.render(guid, card.ord)
            output = card.render_output()
            arrival.sounds += len(output.question_av_tags) + len(output.answer_av_tags)
    empty = {collection.get_note(each.note_id)["Id"] for each in collection.get_empty_cards().notes}
    assert not empty, "Tools > Empty Cards would delete these"
    assert student.fix_integrity() == []


def ask(text: str) -> Question:
    return {"type": "short-answer", "question": text, "answer": "An answer."}


def gap(text: str) -> Question:
    return {"type": "cloze", "question": text}


def even(lines: Lines) -> Lines:
    """Take out what keeps braces and colons apart in math; TeX shows them the same."""
    return tuple(re.sub(r"(?<=\})\s+(?=[}\\])", "", re.sub(":({}|\u200b):", "::", line)) for line in lines)
