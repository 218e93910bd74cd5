"""A small course, and what a release of it leaves on the disk."""

import re
from pathlib import Path
from typing import Protocol

from conftest import Outcome

FIRST, LATER, LATEST = 1_700_000_000, 1_700_600_000, 1_701_200_000

SETTINGS = "course: Demo\nid: demo\n"
HEAD = "deck: First\nquestions:\n"
ONE = "- {id: one, type: true-false, question: One is odd., answer: true}\n"
TWO = "- {id: two, type: short-answer, question: What is the least even prime?, answer: Two.}\n"
GAP = "- {id: gap, type: cloze, question: 'One, {{c1::two}}, {{c2::three}}.'}\n"
NEW = "- {id: new, type: short-answer, question: Which number is round?, answer: Zero.}\n"
FILES = {"course.yaml": SETTINGS, "1.yaml": HEAD + ONE + TWO + GAP}
CHANGED = {"1.yaml": HEAD + ONE + TWO.replace("Two.", "It is two.") + GAP + NEW}


class Release(Protocol):
    """Releases the course at a time, with more arguments."""

    def __call__(self, time: int, *args: str) -> Outcome: ...


Look = dict[str, tuple[bytes, int]]


def look(folder: Path) -> Look:
    """Give content and time of last change of everything in a folder, and of the folder itself."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in [folder, *folder.rglob("*")]
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mask(text: str) -> str:
    """Leave out what any change of the cards' look changes: sizes, and the digests of note types and releases.

    A ledger's tabs are shown as spaces.
    """
    text = re.sub(r"\(\d+ kB\)", "(? kB)", text).replace("\t", " ")
    return re.sub(r"(?m)^((?:release|notetype) \w+ \S+ )[0-9a-f]{20}$", r"\1?", text)


def pair(home: Path) -> tuple[bytes, bytes]:
    return (home / "out/demo.apkg").read_bytes(), (home / "course/mkdeck.lock").read_bytes()


FIRST_LEDGER = """\
# What was released to students. `mkdeck release` writes this file; commit it with the course.
format 1
course demo
release 1 2023-11-14T22:13:20Z ?
notetype cloze 2023-11-14T22:13:20Z ?
notetype standard 2023-11-14T22:13:20Z ?
note gap cloze 2023-11-14T22:13:20Z 2b89975962328df16af3 1 - 1:2cc742,2:f240c6 - --de----051e4c25 Demo::First
note one standard 2023-11-14T22:13:20Z bc464e83a3443ff4ae00 1 - - - 06970d----dd--52 Demo::First
note two standard 2023-11-14T22:13:20Z 904429cea99c54a348f3 1 - - - ----6a0adc494c52 Demo::First
end
"""
SECOND_LEDGER = """\
# What was released to students. `mkdeck release` writes this file; commit it with the course.
format 1
course demo
release 1 2023-11-14T22:13:20Z ?
release 2 2023-11-21T20:53:20Z ?
notetype cloze 2023-11-14T22:13:20Z ?
notetype standard 2023-11-14T22:13:20Z ?
note gap cloze 2023-11-14T22:13:20Z 2b89975962328df16af3 1 - 1:2cc742,2:f240c6 - --de----051e4c25 Demo::First
note new standard 2023-11-21T20:53:20Z 578728a0733ed5e81fde 2 - - - ca--32--e5----b1 Demo::First
note one standard 2023-11-14T22:13:20Z bc464e83a3443ff4ae00 1 - - - 06970d----dd--52 Demo::First
note two standard 2023-11-21T20:53:20Z 106a9afe688f3a21fbd8 1 - - - ----6a--dc494cd1 Demo::First 2
end
"""
FIRST_NOTES = """\
# Demo, release 1

2023-11-14

The first release: 3 questions in 1 deck.
"""
SECOND_NOTES = """\
# Demo, release 2

2023-11-21

## What students will notice

- Students get 1 new question.
- 1 question changes and keeps its schedule. What students changed or tagged themselves there is replaced.

## Added

- `new` (Demo::First): Which number is round?

## Changed

- `two` (Demo::First)
  - Answer: ~~Two.~~ **It is two.**

## If a change does not arrive

Anki ignores the change of a question that you edited or tagged after this release and before the import; its own tag
*leech* counts, too. To get it, import the deck again with *Update notes: Always*. That replaces your own edits and tags
in this whole course; schedules, flags and suspended cards stay. Then set the option back to *If newer*: Anki keeps it.
"""
