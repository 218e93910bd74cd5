"""Proves that an id of an author may end as those do that ask the other way round, and is one like any other."""

from pathlib import Path

import pytest

from conftest import Build, Run, Write
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import apkg as apkg_format
from mkdeck.importers.pipeline import import_files

FIRST, WEEK = 1_700_000_000, 7 * 86_400
OWN = "{id: town.reverse, type: short-answer, question: Which gear goes backwards?, answer: The reverse gear}"
BOTH = "{id: town, type: short-answer, question: Capital of France?, answer: Paris, reverse: true}"
ALONE = BOTH.replace(", reverse: true", "")
OTHER = "{id: land, type: short-answer, question: Land of the Nile?, answer: Egypt, reverse: true}"


def write(*questions: str) -> str:
    return "questions:\n" + "".join(f"  - {each}\n" for each in questions)


def test_a_style_of_a_course_comes_back_from_its_package(course: Write, build: Build) -> None:
    css = '.prompt:not([data-id="mine"]) { color: teal; }\n'
    files = {"course.yaml": "course: C\nid: c\nstyle: own.css\n", "own.css": css, "1.yaml": write(OWN, OTHER)}
    reading = apkg_format.read(Document("c.apkg", build(course(files)).read_bytes()))
    assert reading.remarks == ()
    assert reading.outline is not None
    assert reading.outline.style.strip() == css.strip()
    assert [draft.id for draft in reading.drafts] == ["town.reverse", "land"]


def test_no_note_is_touched_and_no_other_card_looks_different(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"course.yaml": "course: C\nid: c\n", "1.yaml": write(OTHER)})
    time = {"SOURCE_DATE_EPOCH": str(FIRST)}
    assert mkdeck("release", folder, "-o", tmp_path / "build", env=time).code == 0
    (folder / "1.yaml").write_text(write(OTHER, OWN), "utf-8")
    said = mkdeck("diff", tmp_path / "build" / "c.apkg", folder).out.partition("\n\n")[2]
    new = "  Students get 1 new question.\n\nAdded\n  town.reverse (C::1): Which gear goes backwards?\n"
    assert said == f"What students will notice\n{new}"


RELEASED = "was released and is gone; "
WAY = "put it back with `retired: why`, or release with `--forget {}`"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ((ALONE,), [f"'town.reverse' {RELEASED}{WAY.format('town.reverse')}"]),
        ((OWN,), [f"'town' {RELEASED}{WAY.format('town')}"]),
        ((), [f"'{each}' {RELEASED}{WAY.format(each)}" for each in ("town", "town.reverse")]),
    ],
)
def test_each_is_told_alone_when_it_is_gone(
    left: tuple[str, ...], said: list[str], course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    folder = course({"course.yaml": "course: C\nid: c\n", "1.yaml": write(ALONE, OWN, OTHER)})
    assert mkdeck("release", folder, "-o", tmp_path / "build", env={"SOURCE_DATE_EPOCH": str(FIRST)}).code == 0
    (folder / "1.yaml").write_text(write(*left, OTHER), "utf-8")
    done = mkdeck("release", folder, "-o", tmp_path / "build")
    found = [line.partition("error: ")[2] for line in done.err.splitlines() if "[released]" in line]
    assert found == [f"{each} [released]" for each in said]
    (folder / "1.yaml").write_text(write(ALONE, OWN, OTHER.replace(", reverse: true", "")), "utf-8")
    done = mkdeck("check", folder)
    assert "'land.reverse' was released and is gone; say `reverse: true` again" in done.out


def test_students_are_told_of_both(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"course.yaml": "course: C\nid: c\n", "1.yaml": write(ALONE, OWN, OTHER)})
    assert mkdeck("release", folder, "-o", tmp_path / "build", env={"SOURCE_DATE_EPOCH": str(FIRST)}).code == 0
    changed = write(*(each.replace("?", " please?") for each in (ALONE, OWN, OTHER)))
    (folder / "1.yaml").write_text(changed, "utf-8")
    later = {"SOURCE_DATE_EPOCH": str(FIRST + WEEK)}
    assert mkdeck("release", folder, "-o", tmp_path / "build", env=later).code == 0
    news = (folder / "CHANGES.md").read_text("utf-8").partition("## Edition 1")[0]
    assert [line for line in news.splitlines() if line.startswith(("- ", "Corrected"))] == [
        "Corrected: 3",
        "- Capital of France please?",
        "- Which gear goes backwards please?",
        "- Land of the Nile please?",
    ]


ADDED = "  - id: {}\n    type: short-answer\n    question: {}\n    answer: {}\n"
THERE = "this question is in the deck already"


@pytest.mark.parametrize(
    ("deck", "package", "added", "reasons"),
    [
        # What an author called so, beside a deck without it and one whose question of that name is turned round.
        ((ALONE,), (OWN,), [("town.reverse", "Which gear goes backwards?", "The reverse gear")], []),
        ((BOTH,), (OWN,), [("town.reverse-2", "Which gear goes backwards?", "The reverse gear")], []),
        ((OWN,), (OWN,), [], [THERE]),
        # What asks the other way round, with and without what it turns, beside decks that do so and that do not.
        ((BOTH,), (BOTH,), [], [THERE]),
        ((ALONE,), (BOTH,), [], [f"{THERE}; to ask it the other way round as well, write `reverse: true` there"]),
        (
            (BOTH,),
            ("{id: town.reverse, type: short-answer, question: Paris, answer: Capital of France?}",),
            [],
            [THERE],
        ),
        (
            (ALONE,),
            ("{id: town.reverse, type: short-answer, question: Paris, answer: 'Capital of France?'}",),
            [],
            [f"{THERE}, the other way round; write `reverse: true` in 'town'"],
        ),
    ],
)
def test_appending_takes_neither_for_the_other(
    deck: tuple[str, ...],
    package: tuple[str, ...],
    added: list[tuple[str, str, str]],
    reasons: list[str],
    course: Write,
    build: Build,
    mkdeck: Run,
    tmp_path: Path,
) -> None:
    made = build(course({"course.yaml": "course: C\nid: c\n", "1.yaml": write(*package)}))
    target = tmp_path / "deck.yaml"
    before = write(*deck)
    target.write_text(before, "utf-8")
    batch = import_files([Document("c.apkg", made.read_bytes())], target, None, append=True)
    assert [each.reason for each in batch.accounts[0].skipped] == reasons
    text = before + "".join(f"\n{ADDED.format(*each)}" for each in added) if added else ""
    assert batch.text == text
    target.write_text(text or before, "utf-8")
    assert mkdeck("check", target).code == 0


def test_what_is_appended_with_both_ways_leaves_an_id_to_its_owner(tmp_path: Path, mkdeck: Run, build: Build) -> None:
    source, target = tmp_path / "source.yaml", tmp_path / "deck.yaml"
    source.write_text(write(BOTH), "utf-8")
    target.write_text(write(OWN), "utf-8")
    done = mkdeck("import", build(source), "-o", target, "--append")
    assert done.code == 0, done
    assert "id: town-2\n" in target.read_text("utf-8")
    assert mkdeck("check", target).code == 0
