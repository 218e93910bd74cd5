"""Proves with random histories that no order of edits, releases, imports and studies costs a student anything.

MKDECK_HISTORIES=N plays N of them, and says what was played.
"""

import json
import os
from collections import Counter
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conftest import Outcome, Run
from mkdeck.apkg.read import read_package
from mkdeck.notes.corrections import take_off
from mkdeck.rehearsal.states import NoteState, Taken
from mkdeck.rehearsal.student import Student
from students.drafts import DAY, FILES, GAPPED, HEART, KINDS, START, Draft, Learner, Released

HISTORIES = int(os.environ.get("MKDECK_HISTORIES", "6"))
STEPS = 40

WORDS = (
    "apples",
    "`vector<int>` & more",
    r"$\sqrt{2}$ and \(x_{1}\)",
    "**bold** u\u0308nïcode",
    "![](dot.png)",
    "[sound:none] {{x}}",
)

_PICK, _WORD, _FILE = st.integers(0, 99), st.sampled_from(WORDS), st.sampled_from(FILES)
_OWN = st.sampled_from(["", "mine", "leech"])
"""What touches a student's note: an edit, or a tag, which may be Anki's own."""
_SETTINGS: tuple[tuple[str, str | list[str]], ...] = (
    ("course", "History"),
    ("course", "Histories"),
    ("language", "en"),
    ("language", "de"),
    ("language", "ja"),
    ("tags", ["all"]),
    ("tags", ["all", "2026"]),
)
_EDITS: list[st.SearchStrategy[tuple[str, tuple[Any, ...]]]] = [
    st.tuples(st.just(name), arguments)
    for name, arguments in {
        "add": st.tuples(st.sampled_from(KINDS), _WORD, _PICK),
        "change_text": st.tuples(_PICK, _WORD),
        "change_type": st.tuples(_PICK, st.sampled_from(KINDS)),
        "restyle": st.tuples(_PICK),
        "change_explanation": st.tuples(_PICK, st.sampled_from(["", "Because.", "Therefore, and ![](dot.png)."])),
        "change_tags": st.tuples(_PICK, st.sampled_from([(), ("hard",), ("hard", "exam")])),
        "reorder": st.tuples(_PICK, _PICK),
        "move": st.tuples(_PICK, _FILE),
        "rename_deck": st.tuples(_FILE, st.sampled_from(["1 Deck", "2 Deck", "3 Deck", "1 Deck::Part"])),
        "shout": st.tuples(),
        "change_course": st.sampled_from(_SETTINGS),
        "change_description": st.tuples(st.sampled_from(["To begin with.", "It goes on."])),
        "change_picture": st.tuples(st.sampled_from([b"a dot", b"a blacker dot"])),
        "put_gap": st.tuples(_PICK, st.integers(1, 4), st.sampled_from(["first", "second", "other"])),
        "remove_gap": st.tuples(_PICK),
        "retire_or_ask_again": st.tuples(_PICK, st.sampled_from(["", "Too easy.", "Too *hard*."])),
        "delete": st.tuples(_PICK),
        "put_back": st.tuples(_PICK),
    }.items()
]
"""What staff do to a course: the name of a method of History, and its arguments."""


class History(RuleBasedStateMachine):
    """Staff, their course, its releases, and up to three students."""

    played: ClassVar[Counter[str]] = Counter()

    mkdeck: Run

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(mkdtemp(prefix="history-"))
        self.clock = START
        self.course: dict[str, str | list[str]] = {
            "course": "History",
            "id": "history",
            "language": "en",
            "tags": ["all"],
        }
        self.decks = {file: f"{i} Deck" for i, file in enumerate(FILES, start=1)}
        self.shouting = False
        self.description = "To begin with."
        self.dot = b"a dot"
        self.drafts: list[Draft] = []
        self.gone: list[Draft] = []
        self.releases: list[Released] = []
        self.content: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], int]] = {}
        self.learners: list[Learner] = []
        self.played["histories"] += 1

    def teardown(self) -> None:
        for learner in self.learners:
            learner.anki.close()
        rmtree(self.home)

    # What staff do.

    @initialize(kinds=st.lists(st.sampled_from(KINDS), min_size=4, max_size=8))
    def begin(self, kinds: list[str]) -> None:
        self.drafts = [Draft(f"q{i}", kind, WORDS[0], FILES[i % 2]) for i, kind in enumerate(kinds)]
        self.publish()

    @rule(edits=st.lists(st.one_of(_EDITS), min_size=1, max_size=8))
    def change(self, edits: list[tuple[str, tuple[Any, ...]]]) -> None:
        self.played["steps"] += 1
        self.apply(edits)

    def add(self, kind: str, word: str, at: int) -> None:
        draft = Draft(f"q{len(self.drafts) + len(self.gone)}", kind, word, FILES[at % 3])
        self.drafts.insert(at % (len(self.drafts) + 1), draft)

    def change_text(self, at: int, word: str) -> None:
        self.pick(at).word = word

    def change_type(self, at: int, kind: str) -> None:
        draft = self.pick(at)
        if (draft.kind in GAPPED) == (kind in GAPPED):
            draft.kind = kind

    def restyle(self, at: int) -> None:
        draft = self.pick(at)
        draft.card = "cloze" if draft.card == "basic" else "basic"

    def change_explanation(self, at: int, explanation: str) -> None:
        self.pick(at).explanation = explanation

    def change_tags(self, at: int, tags: tuple[str, ...]) -> None:
        self.pick(at).tags = tags

    def reorder(self, at: int, to: int) -> None:
        self.drafts.insert(to % len(self.drafts), self.drafts.pop(at % len(self.drafts)))

    def move(self, at: int, file: str) -> None:
        self.pick(at).file = file

    def rename_deck(self, file: str, name: str) -> None:
        self.decks[file] = name

    def shout(self) -> None:
        self.shouting = not self.shouting

    def change_course(self, key: str, value: str | list[str]) -> None:
        self.course[key] = value

    def change_description(self, text: str) -> None:
        self.description = text

    def change_picture(self, dot: bytes) -> None:
        self.dot = dot

    def put_gap(self, at: int, number: int, gap: str) -> None:
        self.pick(at).gaps[number] = gap

    def remove_gap(self, at: int) -> None:
        gaps = self.pick(at).gaps
        if len(gaps) > 1:
            del gaps[sorted(gaps)[at % len(gaps)]]

    def retire_or_ask_again(self, at: int, why: str) -> None:
        self.pick(at).retired = why

    def delete(self, at: int) -> None:
        if len(self.drafts) > 3:
            self.gone.append(self.drafts.pop(at % len(self.drafts)))

    def put_back(self, at: int) -> None:
        if self.gone:
            self.drafts.insert(at % (len(self.drafts) + 1), self.gone.pop(at % len(self.gone)))

    @rule(days=st.integers(0, 3))
    def build(self, days: int) -> None:
        """Build what staff wrote so far; students must not be given that."""
        self.played["steps"] += 1
        self.clock += days * DAY
        self.write()
        ledger = self.read_ledger()
        done = self.run("build", ".", "-o", "../drafts")
        assert done.code == 0, done.err
        assert self.read_ledger() == ledger

    @rule(edits=st.lists(st.one_of(_EDITS), max_size=4), step=st.sampled_from([1, 60, DAY, 9 * DAY]))
    def release(self, edits: list[tuple[str, tuple[Any, ...]]], step: int) -> None:
        self.played["steps"] += 1
        self.apply(edits)
        self.clock += step
        self.publish()

    # What students do.

    @precondition(lambda self: self.releases)
    @rule(who=st.integers(0, 2))
    def take_newest(self, who: int) -> None:
        self.played["steps"] += 1
        self.take(self.find_learner(who), self.releases[-1])

    @precondition(lambda self: self.releases)
    @rule(who=st.integers(0, 2))
    def take_always(self, who: int) -> None:
        """Import with "Update notes: Always", as release notes say, and get whatever was held back."""
        self.played["steps"] += 1
        learner = self.find_learner(who)
        self.take(learner, self.releases[-1], always=True)
        assert not self.find_held_back(learner, self.releases[-1])

    @precondition(lambda self: len(self.releases) > 1)
    @rule(who=st.integers(0, 2), which=_PICK)
    def take_any(self, who: int, which: int) -> None:
        self.played["steps"] += 1
        self.take(self.find_learner(who), self.releases[which % len(self.releases)])

    @precondition(lambda self: self.learners)
    @rule(who=st.integers(0, 2), spread=st.booleans())
    def study(self, who: int, spread: bool) -> None:
        self.played["steps"] += 1
        learner = self.find_learner(who)
        learner.anki.study(spread=spread)
        learner.remember_cards()

    @precondition(lambda self: self.learners)
    @rule(who=st.integers(0, 2), edits=st.lists(st.tuples(_PICK, _OWN), min_size=1, max_size=4))
    def edit(self, who: int, edits: list[tuple[int, str]]) -> None:
        self.played["steps"] += 1
        learner = self.find_learner(who)
        for at, tag in edits if learner.schedules else []:
            guid, _ = sorted(learner.schedules)[at % len(learner.schedules)]
            if tag:
                learner.anki.tag(guid, tag, at=self.clock)
            else:
                learner.anki.edit(guid, "Hint", f"My hint {at}.", at=self.clock)
            state = learner.anki.notes()[guid]
            learner.notes[guid] = (take_off(tuple(state.fields)), state.tags)
            learner.times[guid] = self.clock
            learner.edited.add(guid)
        learner.remember_cards()

    @precondition(lambda self: self.learners)
    @rule(who=st.integers(0, 2))
    def clear_empty_cards(self, who: int) -> None:
        self.played["steps"] += 1
        learner = self.find_learner(who)
        empty = learner.anki.collection.get_empty_cards().notes
        learner.anki.collection.remove_cards_and_orphaned_notes([card for note in empty for card in note.card_ids])
        before = learner.schedules
        learner.remember_cards()
        assert {card: before[card] for card in learner.schedules} == learner.schedules
        notes = learner.anki.notes()
        learner.notes = {guid: each for guid, each in learner.notes.items() if guid in notes}
        learner.edited &= notes.keys()

    def find_held_back(self, learner: Learner, released: Released) -> set[str]:
        """Find notes whose change was released, but not taken, as the student's was touched since."""
        return {
            guid
            for guid, time in released.changed.items()
            if guid in learner.notes and learner.versions[guid] < time <= learner.times[guid]
        }

    def take(self, learner: Learner, released: Released, *, always: bool = False) -> None:
        """Import a release and compare the whole collection with what must be in it."""
        notes, known = released.notes, learner.notes
        new = notes.keys() - known.keys()
        held_back = self.find_held_back(learner, released)
        newer = {
            guid
            for guid in notes.keys() & known.keys()
            if released.changed[guid] > learner.times[guid]
            or (always and released.changed[guid] != learner.times[guid])
        }
        self.played["changes brought by Always" if always else "changes held back"] += len(held_back)
        self.played["imports"] += 1
        self.played["edits kept"] += len(learner.edited & notes.keys() - newer)
        self.played["schedules kept"] += len(learner.schedules)

        taken = learner.anki.take(released.path, always=always)
        assert taken == Taken(new=len(new), updated=len(newer), duplicate=len(notes) - len(new) - len(newer))

        for guid in new | newer:
            learner.notes[guid] = notes[guid]
            learner.times[guid] = learner.versions[guid] = released.changed[guid]
        learner.edited -= new | newer
        states = learner.anki.notes()
        assert {guid: (take_off(tuple(state.fields)), state.tags) for guid, state in states.items()} == learner.notes

        shipped = {(note.guid, ordinal): note.deck for note in released.package.notes for ordinal in note.cards}
        schedules = learner.anki.schedules()
        assert schedules.keys() == learner.schedules.keys() | shipped.keys()
        assert {card: schedules[card] for card in learner.schedules} == learner.schedules
        fresh = schedules.keys() - learner.schedules.keys()
        assert {(schedules[card].type, schedules[card].reps) for card in fresh} <= {(0, 0)}
        places = learner.places | {card: shipped[card].casefold() for card in fresh}
        learner.remember_cards()
        assert learner.places == places

        if released is self.releases[-1]:
            unedited = notes.keys() - learner.edited
            assert {guid: learner.notes[guid] for guid in unedited} == {guid: notes[guid] for guid in unedited}
            assert self.find_held_back(learner, released) == (set() if always else held_back)
            self.assert_newest_look(learner, released, states)

    def assert_newest_look(self, learner: Learner, released: Released, states: dict[str, NoteState]) -> None:
        models = {model["name"]: model for model in learner.anki.collection.models.all()}
        for notetype in released.package.notetypes.values():
            model = models[notetype.name]
            (template,) = model["tmpls"]
            assert (template["qfmt"], template["afmt"], model["css"]) == (notetype.front, notetype.back, notetype.css)
        names = {notetype.name for notetype in released.package.notetypes.values()}
        assert {states[guid].notetype for guid in released.notes} <= names
        for note in released.package.notes[:2]:
            for ordinal in note.cards:
                learner.anki.render(note.guid, ordinal)

    # How it is done.

    def apply(self, edits: list[tuple[str, tuple[Any, ...]]]) -> None:
        for edit, arguments in edits:
            getattr(self, edit)(*arguments)

    def publish(self) -> None:
        self.write()
        forgotten = [arg for draft in self.gone if self.was_shipped(draft) for arg in ("--forget", draft.id)]
        folder = f"../released/{len(self.releases) + 1}"
        done = self.run("release", ".", "-o", folder, *forgotten)
        assert done.code == 0, done.err
        path = self.home / "released" / str(len(self.releases) + 1) / "history.apkg"
        if ": nothing to release;" in done.out:
            path = self.releases[-1].path
        else:
            package = read_package(path)
            for note in package.notes:
                content = (note.fields, note.tags)
                if note.guid not in self.content or self.content[note.guid][0] != content:
                    self.content[note.guid] = (content, self.clock)
            changed = {note.guid: self.content[note.guid][1] for note in package.notes}
            self.releases.append(Released(path, package, changed))
            assert package.times == changed
            self.played["releases"] += 1
        self.clock += 1
        # Elsewhere and later, the same course gives the same bytes.
        assert self.run("build", ".", "-o", "../again", "--frozen").code == 0
        assert (self.home / "again/history.apkg").read_bytes() == path.read_bytes()

    def pick(self, at: int) -> Draft:
        return self.drafts[at % len(self.drafts)]

    def find_learner(self, who: int) -> Learner:
        if who >= len(self.learners):
            who = len(self.learners)
            self.learners.append(Learner(Student(self.home / f"student-{who}")))
            self.played["students"] += 1
        return self.learners[who]

    def was_shipped(self, draft: Draft) -> bool:
        return bool(self.releases) and any(note.id == draft.id for note in self.releases[-1].package.notes)

    def write(self) -> None:
        folder = self.home / "course"
        rmtree(folder / "more", ignore_errors=True)
        (folder / "more").mkdir(parents=True)
        (folder / "course.yaml").write_text(json.dumps(self.course))
        (folder / "heart.svg").write_text(HEART, "utf-8")
        (folder / "more/heart.svg").write_text(HEART, "utf-8")
        (folder / "dot.png").write_bytes(self.dot)
        (folder / "more/dot.png").write_bytes(self.dot)
        for file in FILES:
            questions = [draft.write() for draft in self.drafts if draft.file == file]
            name = self.decks[file].upper() if self.shouting else self.decks[file]
            deck = {"deck": name, "description": self.description, "questions": questions}
            path = folder / file
            if questions:
                path.write_text(json.dumps(deck))
            else:
                path.unlink(missing_ok=True)

    def run(self, *args: str) -> Outcome:
        return self.mkdeck(*args, cwd=self.home / "course", env={"SOURCE_DATE_EPOCH": str(self.clock)})

    def read_ledger(self) -> bytes:
        path = self.home / "course/mkdeck.lock"
        return path.read_bytes() if path.exists() else b""


def test_no_history_costs_a_student_anything(mkdeck: Run) -> None:

    class Played(History):
        pass

    Played.mkdeck = staticmethod(mkdeck)
    History.played.clear()
    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(", ".join(f"{number:,} {name}" for name, number in History.played.items()))
    assert History.played["histories"] >= HISTORIES
