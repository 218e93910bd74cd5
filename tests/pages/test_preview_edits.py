"""Proves that after any series of saves the preview holds what a fresh start of it would, at once and in the end."""

import asyncio
import random
from pathlib import Path

import pytest
from watchfiles import Change

from depth import count
from mkdeck.checks import find_rules, list_style
from mkdeck.compiler import Compiled, Known, compile_course
from mkdeck.course.yaml_pieces import find_lines
from mkdeck.course.yaml_source import Source
from mkdeck.diagnostics import Diagnostic
from mkdeck.preview import board as boards
from mkdeck.preview.board import Board
from mkdeck.preview.edit import recompile_questions
from mkdeck.preview.quick import find_deck
from mkdeck.preview.view import View, make_view, revise_view
from pages.previews import PICTURE, write_honey

TIME = 1_700_000_000
MORE = """\
deck: 03 Wax
source: The [hive](https://example.org/hive)
tags: [wax]
questions:
  - id: comb
    type: short-answer
    question: What do bees build?
    answer: A comb
    reverse: true
  - type: true-false
    question: Wax *melts* at $64$ degrees.
    answer: true
  - id: sheet
    type: multiple-choice
    question: What is a sheet of wax called?
    choices: [{correct: Foundation}, None of these, All of the above]
    ignore: [catch-all]
  - id: half
    draft: true
    type: true-false
    question: Half a question
  - id: gone
    type: true-false
    question: "A ![comb](comb.svg) is old."
    answer: false
    retired: No longer taught.
"""
NEW = (
    "  - {id: new, type: true-false, question: Is this new?, answer: true}\n",
    "  - {type: true-false, question: Is this named?, answer: false}\n",
    "  - {id: shared, type: short-answer, context: &text A **hive** stands here., question: Where?, answer: Here}\n",
    "  - id: taker\n    type: short-answer\n    context: *text\n    question: Who?\n    answer: Bees\n",
    "  - id: faulty\n    type: short-answer\n    question: What $x?\n    answer: ![none](none.svg)\n",
    "  - id: queen\n    type: true-false\n    question: Is this id taken?\n    answer: perhaps\n",
    "  # mkdeck: ignore absolute-term\n  - {id: never, type: true-false, question: Bees never sleep., answer: true}\n",
)
WORDS = (
    (" bees ", " wasps "),
    ("question: ", "question: Now: "),
    ("question: ", "question: Never "),
    ("answer: true", "answer: false"),
    ("answer: true", "answer: maybe"),
    ("answer: false", "answer: no"),
    ("type: true-false", "type: true-fals"),
    ("type: true-fals\n", "type: true-false\n"),
    ("  - id: ", "  - id: a-"),
    ("reverse: true", "reverse: false"),
    ("draft: true", "draft: false"),
    ("source: The", "source: Some"),
    ("deck: 0", "deck: 1"),
    ("questions:\n", "questions: [\n"),
    ("questions: [\n", "questions:\n"),
    ("tags: [chemistry]", "tags: [chemistry, sugar]"),
)


def write_course(folder: Path) -> Path:
    write_honey(folder)
    (folder / "03.yaml").write_text(MORE)
    return folder


def save_something(folder: Path, rng: random.Random) -> Path:
    """Save a file as hands do; gives its path. What can't be read any more is mended."""
    path = folder / rng.choice(["01.yaml", "02.yaml", "03.yaml"])
    text = path.read_text()
    if not find_lines(Source(path, "", text)):
        write_course(folder)
        return path
    head, *questions = text.split("\n  - ")
    match rng.randrange(8):
        case 0:
            place = rng.randrange(len(questions) + 1)
            questions.insert(place, rng.choice(NEW).removeprefix("  - ").rstrip("\n"))
        case 1 if len(questions) > 1:
            del questions[rng.randrange(len(questions))]
        case 2:
            rng.shuffle(questions)
        case _:
            fitting = [(old, new) for old, new in WORDS if old in text]
            old, new = rng.choice(fitting)
            at = rng.choice([i for i in range(len(text)) if text.startswith(old, i)])
            path.write_text(text[:at] + new + text[at + len(old) :])
            return path
    path.write_text("\n  - ".join([head, *questions]).rstrip("\n") + "\n")
    return path


def compile_fresh(folder: Path) -> Compiled:
    return compile_course(folder, TIME, with_drafts=True, asked=list_style())


def list_own(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return what texts and YAML are wrong about, which is known without a rule that looks at the course."""
    return [each for each in diagnostics if not find_rules()[each.rule].check and each.rule != "unused-ignore"]


def show(view: View) -> tuple[object, ...]:
    return view.items, view.faults, view.errors, view.warnings, view.lost


@pytest.mark.parametrize("seed", range(count(20)))
def test_what_changed_alone_is_compiled_as_with_the_whole(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    folder = write_course(tmp_path / "honey")
    last = compile_fresh(folder)
    view = make_view(last, None)
    alone = 0
    for _ in range(16):
        path = save_something(folder, rng)
        quick, whole = recompile_questions(last, path, TIME), compile_fresh(folder)
        if quick:
            alone += 1
            assert quick.course.entries == whole.course.entries
            assert quick.course.decks == whole.course.decks
            assert set(quick.course.findings) == set(whole.course.findings)
            assert quick.package.notes == whole.package.notes
            assert set(quick.package.media) >= set(whole.package.media)
            assert list_own(quick.diagnostics) == list_own(whole.diagnostics)
            deck = find_deck(quick, path)
            assert deck
            revised = revise_view(quick, view, deck)
            assert show(revised) == show(make_view(quick, view))
            view = make_view(whole, revised)
        else:
            view = make_view(whole, view)
        last = whole
    assert alone


SETTINGS = (
    "course: Honey\nid: honey\ntags: [bees]\n",
    "course: Honey and wax\nid: honey\nlanguage: de\n",
    "course: Honey\nid: honey\nignore: [alt-text]\n",
    "course: [\n",
)


def change_beside(folder: Path, rng: random.Random) -> list[tuple[Change, str]]:
    """Change what is no text of a deck file; gives what a watcher tells."""
    match rng.randrange(5):
        case 0:
            (folder / "course.yaml").write_text(rng.choice(SETTINGS))
            return [(Change.modified, str(folder / "course.yaml"))]
        case 1:
            (folder / "comb.svg").write_bytes(PICTURE.replace(b"40", str(rng.randint(40, 90)).encode()))
            return [(Change.modified, str(folder / "comb.svg"))]
        case 2:
            (folder / "comb.svg").unlink(missing_ok=True)
            return [(Change.deleted, str(folder / "comb.svg"))]
        case 3:
            old, new = rng.sample([folder / "03.yaml", folder / "04.yaml"], 2)
            if old.exists():
                old.rename(new)
            return [(Change.deleted, str(old)), (Change.added, str(new))]
    write_course(folder)
    (folder / "04.yaml").unlink(missing_ok=True)
    return [(Change.modified, str(each)) for each in folder.iterdir()]


def agree(board: Board, folder: Path) -> bool:
    """Compare a board with a fresh start, as far as there is nothing to remember; tells whether all could be."""
    whole = compile_fresh(folder)
    assert board.compiled.course == whole.course
    assert board.compiled.package == whole.package
    assert board.compiled.diagnostics == whole.diagnostics
    fresh = make_view(whole, None)
    assert (board.view.errors, board.view.warnings, board.view.trouble) == (fresh.errors, fresh.warnings, "")
    notes = {item.key: item.note for item in fresh.items}
    assert all(item.note == notes[item.key] for item in board.view.items if not item.stale and not board.view.lost)
    if fresh.errors:
        return False
    assert show(board.view) == show(fresh)
    assert board.view.decks == fresh.decks
    return True


@pytest.mark.parametrize("seed", range(count(8)))
def test_a_board_ends_as_a_fresh_start_of_it(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "_SETTLE_SECONDS", 0)
    monkeypatch.setattr(boards, "_MISSING_SECONDS", 0)
    monkeypatch.setattr(boards, "SLOW_SECONDS", 0)  # every course is shown step by step
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    folder = write_course(tmp_path / "honey")
    board = Board("honey", folder, compile_fresh(folder), Known(), 1, TIME)

    async def save_often() -> int:
        whole = 0
        for _ in range(14):
            present = all((folder / name).exists() for name in ("01.yaml", "02.yaml", "03.yaml"))
            beside = rng.random() < 0.3 or not present
            changes = change_beside(folder, rng) if beside else [(Change.modified, str(save_something(folder, rng)))]
            await board.take(changes)
            if rng.random() < 0.7:
                await board.rest()
                whole += agree(board, folder)
        write_course(folder)
        (folder / "04.yaml").unlink(missing_ok=True)
        await board.take([(Change.modified, str(each)) for each in folder.iterdir()])
        await board.rest()
        return whole + agree(board, folder)

    assert asyncio.run(save_often())
