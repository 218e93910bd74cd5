"""Proves that masks of a picture may change, move, come and go, what a student keeps then, and what staff are told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Outcome
from mkdeck.identity import make_guid
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

FIRST = 1_700_000_000
WEEK = 7 * 24 * 60 * 60
HEART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 50"><circle cx="20" cy="20" r="9"/></svg>'
MASKS = (
    "{label: Aorta, box: [0, 0, 20, 20]}",
    "{label: Septum, ellipse: [40, 0, 20, 20], hint: a wall}",
    "{label: Apex, polygon: [[0, 50], [20, 50], [10, 70]]}",
)
GUID = make_guid("hearts", "asked", "cloze")
OTHER = make_guid("hearts", "other", "standard")


class Staff:
    """A course with one picture, released once a week, and a student who takes each release."""

    def __init__(self, home: Path, mkdeck: Callable[..., Outcome], student: Student) -> None:
        self.home = home
        self.mkdeck = mkdeck
        self.student = student
        self.weeks = 0

    def write(self, asked: str) -> None:
        other = "{id: other, type: true-false, question: Hearts beat., answer: true}"
        files = {
            "course.yaml": "{course: Hearts, id: hearts}",
            "1.yaml": f"questions:\n- {{id: asked, {asked}}}\n- {other}\n",
            "heart.svg": HEART,
        }
        for name, text in files.items():
            (self.home / "course").mkdir(exist_ok=True)
            (self.home / "course" / name).write_text(text, "utf-8")

    def release(self, *masks: str, more: str = "") -> str:
        """Release the picture with these masks; gives what is said of it."""
        return self.release_question(
            f"type: occlusion, question: What is it?, image: heart.svg{more}, masks: [{', '.join(masks)}]"
        )

    def release_question(self, asked: str) -> str:
        self.write(asked)
        self.weeks += 1
        env = {"SOURCE_DATE_EPOCH": str(FIRST + self.weeks * WEEK)}
        done = self.mkdeck("release", "course", "-o", "build", cwd=self.home, env=env)
        assert done.code == 0, done.err
        return "\n".join(line for line in done.err.splitlines() if "[" in line)

    def take(self) -> Taken:
        return self.student.take(self.home / "build" / "hearts.apkg")


@pytest.fixture
def staff(tmp_path: Path, mkdeck: Callable[..., Outcome], student: Student) -> Staff:
    staff = Staff(tmp_path, mkdeck, student)
    assert staff.release(*MASKS) == ""
    assert staff.take() == Taken(new=2)
    student.study()
    student.edit(OTHER, "Hint", "My own words")
    return staff


def test_labels_places_and_what_is_hidden_change_at_no_cost(staff: Staff) -> None:
    student = staff.student
    before = student.schedules()
    changed = ("{label: The **aorta**, polygon: [[0, 0], [20, 0], [9, 30]], hint: large}", *MASKS[1:])
    assert staff.release(*changed, more=", hide: all, alt: A heart") == ""
    assert staff.take() == Taken(updated=1, duplicate=1)
    assert student.schedules() == before
    front, back = student.render(GUID, 0)
    assert ("large" in front, "The <strong>aorta</strong>" in back, 'class="spots all"' in front) == (True, True, True)
    assert student.notes()[OTHER].fields[4] == "My own words"


def test_a_new_mask_at_the_end_adds_a_card(staff: Staff) -> None:
    before = staff.student.schedules()
    assert staff.release(*MASKS, "{label: Valve, box: [80, 80, 10, 10]}") == ""
    assert staff.take() == Taken(updated=1, duplicate=1)
    after = staff.student.schedules()
    assert {card: after[card] for card in before} == before
    assert after.keys() - before.keys() == {(GUID, 3)}
    assert "Valve" in staff.student.render(GUID, 3)[1]


GONE = (
    "course/1.yaml:2:80: warning: asked: place c{} was released and is gone; its card stays with students, without a "
    "place to name [released]"
)
HANDED_ON = (
    "course/1.yaml:2:80: warning: asked: place {} has the label of another now, so a schedule goes to another label; "
    "`group: NUMBER` gives a mask the number that it had [released]"
)


def test_a_mask_that_goes_is_told_with_its_number(staff: Staff) -> None:
    before = staff.student.schedules()
    assert staff.release(*MASKS[:2]) == GONE.format(3)
    assert staff.take() == Taken(updated=1, duplicate=1)
    assert staff.student.schedules() == before
    assert "No cloze" in staff.student.render(GUID, 2)[0]


def test_a_mask_that_goes_from_the_middle_hands_a_schedule_on_unless_its_number_is_kept(staff: Staff) -> None:
    assert sorted(staff.release(MASKS[0], MASKS[2]).splitlines()) == [HANDED_ON.format("c2"), GONE.format(3)]
    assert staff.release(*MASKS) != ""
    assert staff.release(MASKS[0], MASKS[2].replace("label", "group: 3, label")) == GONE.format(2)


def test_masks_that_change_places_are_told_unless_their_numbers_stay(staff: Staff) -> None:
    swapped = (MASKS[1], MASKS[0], MASKS[2])
    assert staff.release(*swapped) == HANDED_ON.format("c1 and c2")
    assert staff.release(*MASKS) != ""
    numbers = (f"group: {number}, label" for number in (2, 1, 3))
    kept = [mask.replace("label", number) for mask, number in zip(swapped, numbers, strict=True)]
    assert staff.release(*kept) == ""


def test_a_cloze_turns_into_places_and_back_and_keeps_its_schedules(staff: Staff) -> None:
    student = staff.student
    before = student.schedules()
    cloze = "type: cloze, question: 'The {{c1::Aorta}}, the {{c2::Septum}}, the {{c3::Apex}}'"
    staff.release_question(cloze)
    assert staff.take() == Taken(updated=1, duplicate=1)
    assert student.schedules() == before
    assert "Aorta" in student.render(GUID, 0)[1]
    staff.release(*MASKS)
    assert staff.take() == Taken(updated=1, duplicate=1)
    assert student.schedules() == before
    assert "Aorta" not in student.render(GUID, 0)[0]


def test_a_retired_picture_asks_no_more(staff: Staff) -> None:
    staff.release(*MASKS, more=", retired: Out of date.")
    assert staff.take() == Taken(updated=1, duplicate=1)
    assert "heart" not in staff.student.render(GUID, 0)[0]


def test_a_diff_says_labels_and_that_places_move(staff: Staff) -> None:
    def tell(*masks: str) -> list[str]:
        staff.write(f"type: occlusion, question: What is it?, image: heart.svg, masks: [{', '.join(masks)}]")
        return [line.strip() for line in staff.mkdeck("diff", "course", cwd=staff.home).out.splitlines()[1:]]

    assert tell(MASKS[0].replace("20, 20", "30, 20"), *MASKS[1:])[-1] == "Labels: the places on the picture change"
    assert "[-[Aorta]-]{+[Arch]+}" in " ".join(tell(MASKS[0].replace("Aorta", "Arch"), *MASKS[1:]))


def test_a_rehearsal_plays_it_with_a_real_anki(staff: Staff) -> None:
    old = staff.home / "old.apkg"
    old.write_bytes((staff.home / "build" / "hearts.apkg").read_bytes())
    staff.write(f"type: occlusion, question: What now?, image: heart.svg, masks: [{', '.join(MASKS)}]")
    done = staff.mkdeck("rehearse", old, "course", cwd=staff.home)
    assert done.code == 0, done.out
