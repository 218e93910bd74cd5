"""Proves that a release tells students what it changes, in `CHANGES.md`, and that what staff write there stays."""

import subprocess
from pathlib import Path

import pytest

from conftest import Outcome, Run, Write
from mkdeck.notetypes import languages

FIRST, WEEK = 1_700_000_000, 7 * 86_400
DECK = """\
    deck: Bees
    questions:
      - {id: keeps, type: true-false, question: Honey *keeps* 1_000 years., answer: true}
      - {id: comb, type: short-answer, question: "- What is wax for?", answer: Combs, reverse: true}
      - {id: gap, type: cloze, question: "Bees {{c1::dance}}."}
      - {id: old, type: true-false, question: Bees sleep., answer: true}
    """
SECOND = """\
    deck: Bees
    questions:
      - {id: keeps, type: true-false, question: Honey *keeps* 3_000 years., answer: true}
      - {id: comb, type: short-answer, question: "- What is wax for?", answer: Combs and candles, reverse: true}
      - {id: gap, type: cloze, question: "Bees {{c1::dance}}.", tags: [dance]}
      - {id: old, type: true-false, question: Bees sleep., answer: true, retired: Nobody knows.}
      - {id: new, type: cloze, question: "How {{c1::many}} bees?"}
    """
SECTION = """\
## Edition 2, 2023-11-21

Corrected: 2 · New: 1 · No longer asked: 1

**Corrected: 2**

- Honey keeps 3_000 years.
- \\- What is wax for?

**New: 1**

- How many bees?

**No longer asked: 1**

- Bees sleep. (Nobody knows.)
"""
OLD = "## Edition 1\n\nAll is *new*.\n"
CONFLICT = b"<<<<<<< HEAD\na\n"
BEGIN = "## Edition 1, 2023-11-14\n\nThe first edition · Questions: 4\n"


class Desk:
    def __init__(self, mkdeck: Run, write: Write, home: Path) -> None:
        self.mkdeck, self.write, self.home, self.time = mkdeck, write, home, FIRST - WEEK
        self.settings = "course: Honey\nid: honey\n"

    def release(self, deck: str, *args: str) -> Outcome:
        self.write({"course.yaml": self.settings, "1.yaml": deck})
        self.time += WEEK
        return self.mkdeck(
            "release", "course", "--no-rehearsal", *args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(self.time)}
        )

    @property
    def path(self) -> Path:
        return self.home / "course" / "CHANGES.md"

    def git(self, *args: str) -> int:
        who = ("-c", "user.name=Staff", "-c", "user.email=staff@example.org")
        return subprocess.run(["git", *who, *args], cwd=self.home, check=False, capture_output=True).returncode


@pytest.fixture
def desk(mkdeck: Run, course: Write, tmp_path: Path) -> Desk:
    return Desk(mkdeck, course, tmp_path)


def test_the_newest_edition_stands_first(desk: Desk) -> None:
    done = desk.release(DECK)
    assert done.out.splitlines()[-1] == (
        "Release 1 is written down in course/mkdeck.lock, and for students in course/CHANGES.md: commit both. "
        "Notes: build/honey-release-1.md"
    )
    assert desk.path.read_text() == f"# Honey\n\n{BEGIN}"
    desk.release(SECOND)
    assert desk.path.read_text() == f"# Honey\n\n{SECTION}\n{BEGIN}"


def test_a_question_that_is_asked_again_and_one_that_is_gone(desk: Desk) -> None:
    desk.release(DECK)
    desk.release(SECOND)
    again = SECOND.replace(", retired: Nobody knows.", "").replace('      - {id: gap, type: cloze, question: "Bees {{c1::dance}}.", tags: [dance]}\n', "")  # fmt: skip  # noqa: E501
    assert desk.release(again, "--forget", "gap").code == 0
    assert desk.path.read_text().split("\n## ")[1] == (
        "Edition 3, 2023-11-28\n\nTaken out (cards that you have stay): 1 · Asked again: 1\n\n"
        "**Taken out (cards that you have stay): 1**\n\n- Bees dance.\n\n**Asked again: 1**\n\n- Bees sleep.\n"
    )


@pytest.mark.parametrize("at_hand", [True, False])
def test_news_and_notes_of_a_forgotten_question_say_the_same(at_hand: bool, desk: Desk) -> None:
    desk.release(DECK)
    if not at_hand:
        (desk.home / "build" / "honey.apkg").unlink()
    gap = '      - {id: gap, type: cloze, question: "Bees {{c1::dance}}."}\n'
    said = desk.release(DECK.replace(gap, ""), "--forget", "gap")
    notes, news = said.out.split("\n\nbuild/")[0], desk.path.read_text().split("\n## ")[1]
    if at_hand:
        assert notes == (
            "# Honey, release 2\n\n2023-11-21\n\n## What students will notice\n\n"
            "- 1 question is gone from the course. Whoever has it keeps it as it is, for ever.\n\n"
            "## Gone without being retired\n\n- `gap` (Honey::Bees): Bees [dance]."
        )
        assert news == "Edition 2, 2023-11-21\n\nTaken out (cards that you have stay): 1\n\n- Bees dance.\n"
    else:
        assert notes == "# Honey, release 2\n\n2023-11-21\n\n## Gone\n\n- `gap`"
        assert news == "Edition 2, 2023-11-21\n\nTaken out (cards that you have stay): 1\n"


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_question_whose_earlier_card_asks_again_is_not_new(at_hand: bool, desk: Desk) -> None:
    desk.release(DECK)
    gap = 'type: cloze, question: "Bees {{c1::dance}}."'
    said = desk.release(DECK.replace(gap, "type: true-false, question: Bees dance., answer: true")).out
    assert "\n- 1 question comes as a new card, and the old card stays beside it.\n" in said
    assert desk.path.read_text().split("\n## ")[1] == "Edition 2, 2023-11-21\n\nNew: 1\n\n- Bees dance.\n"
    if not at_hand:
        (desk.home / "build" / "honey.apkg").unlink()
    said = desk.release(DECK).out
    assert desk.path.read_text().split("\n## ")[1] == "Edition 3, 2023-11-28\n\nAsked again: 1\n\n- Bees dance.\n"
    if at_hand:
        assert said.split("\n## ")[1] == (
            "What students will notice\n\n"
            "- 1 question is asked by an earlier card again. Who has that goes on with it, all others get a new one.\n"
        )
    else:
        assert said.split("\n\nbuild/")[0].split("\n## ")[1:] == ["Asked again\n\n- `gap`"]


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_retired_question_that_goes_is_no_news(at_hand: bool, desk: Desk) -> None:
    desk.release(DECK.replace("Bees sleep., answer: true", "Bees sleep., answer: true, retired: Nobody knows."))
    if not at_hand:
        (desk.home / "build" / "honey.apkg").unlink()
    old = "      - {id: old, type: true-false, question: Bees sleep., answer: true}\n"
    said = desk.release(DECK.replace(old, ""), "--forget", "old").out
    assert desk.path.read_text().split("\n## ")[1] == (
        "Edition 2, 2023-11-21\n\nOnly the order, the look or descriptions have changed.\n"
    )
    if at_hand:
        notice = "1 retired question is gone from the course. Whoever still has its empty card can delete it."
        assert f"\n- {notice}\n" in said
        assert "\n## Gone after being retired\n\n- `old`: 2023-11-14: Nobody knows.\n" in said


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_deck_of_another_name_is_news(at_hand: bool, desk: Desk) -> None:
    desk.release(DECK)
    if not at_hand:
        (desk.home / "build" / "honey.apkg").unlink()
    desk.release(SECOND.replace("deck: Bees", "deck: Insects::Bees"))
    news = desk.path.read_text().split("\n## ")[1]
    moved = "In another deck (cards that you have stay where they are): 3"
    assert news.split("\n")[2].endswith(f" · No longer asked: 1 · {moved}")
    assert news.endswith(f"\n\n**{moved}**\n\n- Bees → Insects / Bees\n")


def test_a_course_of_another_name_is_news(desk: Desk) -> None:
    desk.release(DECK)
    desk.settings = "course: Wax\nid: honey\n"
    desk.release(DECK)
    assert desk.path.read_text().split("\n## ")[1] == (
        "Edition 2, 2023-11-21\n\nIn another deck (cards that you have stay where they are): 4\n\n"
        "- Honey / Bees → Wax / Bees\n"
    )


def test_what_students_hardly_see_is_said_so(desk: Desk) -> None:
    desk.release(DECK)
    lines = DECK.splitlines(keepends=True)
    desk.release("".join([*lines[:2], lines[4], lines[2], lines[3], *lines[5:]]))
    assert desk.path.read_text().split("\n## ")[1] == (
        "Edition 2, 2023-11-21\n\nOnly the order, the look or descriptions have changed.\n"
    )


def test_without_the_last_release_the_texts_of_today_tell_it(desk: Desk) -> None:
    desk.release(DECK)
    (desk.home / "build" / "honey.apkg").unlink()
    desk.release(SECOND)
    said = desk.path.read_text().split("\n## ")[1]
    assert said.startswith("Edition 2, 2023-11-21\n\nCorrected: 3 · New: 1 · No longer asked: 1\n\n**Corrected: 3**\n")
    assert "- Bees dance.\n" in said


def test_the_words_are_those_of_the_course(desk: Desk) -> None:
    desk.settings += "language: de\n"
    desk.release(DECK)
    desk.release(SECOND)
    assert "## Ausgabe 2, 2023-11-21\n\nBerichtigt: 2 · Neu: 1 · Nicht mehr gefragt: 1\n" in desk.path.read_text()
    for language, words in languages().items():
        said = {key: words[key] for key in ("n_corrected", "n_new", "n_gone", "n_out", "n_again", "n_moved", "edition")}
        assert all("{n}" in each for each in said.values()), language
        assert len(set(said.values())) == len(said), language


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"# News\n\nAsk Ann.\n\n{OLD}", f"# News\n\nAsk Ann.\n\n{SECTION}\n{OLD}"),
        ("Somebody's own notes,\nwithout headings", f"Somebody's own notes,\nwithout headings\n\n{SECTION}"),
        ("", f"# Honey\n\n{SECTION}"),
        (f"# Honey\n\n{SECTION}", f"# Honey\n\n{SECTION}"),
    ],
)  # fmt: skip
def test_what_staff_wrote_stays(before: str, after: str, bom: str, newline: str, desk: Desk) -> None:
    desk.release(DECK)
    desk.path.write_bytes((bom + before).replace("\n", newline).encode())
    assert desk.release(SECOND).code == 0
    newline = newline if before else "\n"
    assert desk.path.read_bytes() == (bom + after).replace("\n", newline).encode()


def test_a_dry_run_shows_it_and_writes_nothing(desk: Desk) -> None:
    desk.release(DECK)
    before = desk.path.read_bytes()
    shown = desk.release(SECOND, "--dry-run")
    assert shown.out.endswith(f"\ncourse/CHANGES.md would get:\n\n{SECTION}")
    assert desk.path.read_bytes() == before


def test_a_loose_file_has_it_beside_and_it_is_no_deck(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    folder = course({"honey.yaml": DECK}, name="loose")
    assert mkdeck("release", folder / "honey.yaml", "-o", tmp_path / "out", "--no-rehearsal").code == 0
    assert (folder / "honey.CHANGES.md").read_text().startswith("# honey\n\n## Edition 1, ")
    assert mkdeck("build", "--frozen", folder / "honey.yaml", "-o", tmp_path / "out").code == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe", "is not in UTF-8; save it so, or give it another name. Nothing is released."),
        (CONFLICT, "has a merge conflict; keep what both sides say. Nothing is released."),
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_gone_on_with_stops_the_release(content: bytes, why: str, desk: Desk) -> None:
    desk.release(DECK)
    before = {path: path.read_bytes() for path in desk.home.rglob("*") if path.is_file() and path.suffix != ".yaml"}
    desk.path.write_bytes(content)
    assert desk.release(SECOND) == (2, "", f"mkdeck: course/CHANGES.md {why}\n")
    after = {path: path.read_bytes() for path in desk.home.rglob("*") if path.is_file() and path.suffix != ".yaml"}
    assert after == before | {desk.path: content}


@pytest.mark.parametrize("merge", [True, False])
def test_a_merge_conflict_keeps_both_sides(desk: Desk, *, merge: bool) -> None:
    desk.git("init", "-q", "-b", "main")
    desk.release(DECK)
    desk.git("add", "course")
    desk.git("commit", "-q", "-m", "1")
    desk.git("checkout", "-q", "-b", "other")
    desk.release(DECK.replace("1_000", "2_000"))
    desk.git("commit", "-q", "-a", "-m", "2, there")
    desk.git("checkout", "-q", "main")
    desk.release(DECK.replace("Bees sleep.", "Bees rest."))
    desk.git("commit", "-q", "-a", "-m", "2, here")
    assert desk.git("merge", "-q", "other") == 1
    if merge:
        joined = desk.mkdeck("release", "course", "--merge", cwd=desk.home)
        assert joined.code == 0
        assert joined.out.splitlines()[0] == "course/CHANGES.md: joined; look whether it reads well."
    else:
        ledger = desk.home / "course" / "mkdeck.lock"
        ledger.write_text(
            "".join(line for line in ledger.read_text().splitlines(True) if line[:4] not in ("<<<<", "====", ">>>>"))
        )
        assert desk.release(DECK.replace("1_000", "2_000")).code == 0
    text = desk.path.read_text()
    assert "<<<<" not in text
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads[0] == "# Honey"
    assert heads[-3:] == ["## Edition 3, 2023-11-28", "## Edition 2, 2023-11-21", "## Edition 1, 2023-11-14"]
    assert all(part in text for part in ("\n- Bees rest.\n", "\n- Honey keeps 2_000 years.\n", BEGIN))
