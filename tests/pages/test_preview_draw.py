"""Proves that the preview draws masks on a picture, by hand and by key, and gives YAML that a course takes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from accessibility import Axe
from pages.previews import Preview
from pages.windows import Window
from saves import change

HEART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect width="400" height="200" fill="#eee"/></svg>'
)
DECK = """\
questions:
  - id: heart
    type: occlusion
    question: What is it?
    image: heart.svg
    masks:
      - { label: Aorta, box: [5, 10, 20, 30] }
  - id: fresh
    type: occlusion
    question: What is it?
    image: other.svg
  - { id: plain, type: true-false, question: Hearts beat., answer: true }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "hearts"
    folder.mkdir()
    files = {"course.yaml": "{course: Hearts, id: hearts}", "1.yaml": DECK, "heart.svg": HEART, "other.svg": HEART}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def window(folder: Path, viewer: Window) -> Iterator[Window]:
    preview = Preview(folder)
    viewer.faults.clear()
    viewer.resize(1200, 900)
    viewer.open(f"{preview.address}courses/hearts/")
    viewer.wait("document.querySelectorAll('.draw').length === 2")
    yield viewer
    assert viewer.faults == []
    viewer.open("about:blank")
    preview.end()


def open_dialog(window: Window, key: str) -> None:
    window.run(f"document.querySelector('.draw[data-key={key}]').click()")
    window.wait("document.getElementById('draw-picture').naturalWidth")
    window.paint()


def locate(window: Window, x: float, y: float) -> tuple[float, float]:
    """Give the point of the window that lies at so many percent of the picture."""
    box = window.run(
        "(({left, top, width, height}) => [left, top, width, height])"
        "(document.getElementById('draw-stage').getBoundingClientRect())"
    )
    return box[0] + box[2] * x / 100, box[1] + box[3] * y / 100


def mouse(window: Window, kind: str, x: float, y: float) -> None:
    left, top = locate(window, x, y)
    window.call("Input.dispatchMouseEvent", type=kind, x=left, y=top, button="left", buttons=1, clickCount=1)


def drag(window: Window, *points: tuple[float, float]) -> None:
    mouse(window, "mousePressed", *points[0])
    for point in points[1:]:
        mouse(window, "mouseMoved", *point)
    mouse(window, "mouseReleased", *points[-1])


def read(window: Window) -> list[str]:
    return str(window.run("document.getElementById('draw-yaml').value")).splitlines()


def label(window: Window, text: str) -> None:
    window.run(
        f"(() => {{ const field = document.getElementById('draw-label'); field.value = {json.dumps(text)};"
        " field.dispatchEvent(new Event('input')); })()"
    )


def press(window: Window, key: str, modifiers: int = 0) -> None:
    for kind in ("keyDown", "keyUp"):
        window.call("Input.dispatchKeyEvent", type=kind, key=key, modifiers=modifiers)


def near(line: str, kind: str, numbers: list[float]) -> bool:
    """Whether a line has these numbers, but for the fraction of a pixel at which a mouse points."""
    found = json.loads(line.partition(f"{kind}: ")[2].removesuffix(" }"))
    return all(abs(one - other) <= 0.3 for one, other in zip(found, numbers, strict=True))


def test_a_box_is_dragged_labelled_and_copied_into_the_course(window: Window, folder: Path) -> None:
    open_dialog(window, "heart")
    assert window.run("document.querySelectorAll('#draw-stage > .old').length") == 1
    drag(window, (40, 20), (50, 30), (60, 70))
    assert window.run("document.activeElement.id") == "draw-label"
    label(window, "It's [the] septum")
    (line,) = read(window)
    assert line.startswith("- { label: 'It''s [the] septum', box: [")
    assert near(line, "box", [40, 20, 20, 50])
    change(folder / "1.yaml", "  - id: fresh", f"      {line}\n  - id: fresh")
    window.wait("document.querySelectorAll('#draw-stage > .old').length === 2")
    assert read(window) == []
    window.wait("document.querySelector('.draw').dataset.masks.split('box').length === 3")


def test_dragging_upwards_and_out_of_the_picture_stays_within(window: Window) -> None:
    open_dialog(window, "heart")
    drag(window, (90, 90), (95, 95), (130, 60))
    (line,) = read(window)
    assert near(line, "box", [90, 60, 10, 30])
    drag(window, (95, 70), (95, 75), (200, 200))  # moves it
    (line,) = read(window)
    assert near(line, "box", [90, 70, 10, 30])
    drag(window, (20, 60), (20.1, 60))  # too small to be meant
    assert read(window) == [line]


def test_ellipses_and_polygons_are_drawn_and_several_stay(window: Window) -> None:
    open_dialog(window, "heart")
    window.run("document.querySelector('[name=shape][value=ellipse]').click()")
    drag(window, (30, 50), (40, 60), (50, 80))
    window.run("document.querySelector('[name=shape][value=polygon]').click()")
    for point in ((60, 20), (80, 20), (70, 60)):
        drag(window, point)
    assert len(read(window)) == 2
    drag(window, (60.5, 20.5))  # ends it
    drag(window, (70, 30), (72, 30), (75, 35))  # moves it
    ellipse, polygon = read(window)
    assert near(ellipse, "ellipse", [30, 50, 20, 30])
    points = json.loads(polygon.partition("polygon: ")[2].removesuffix(" }"))
    assert [[round(n / 5) * 5 for n in point] for point in points] == [[65, 25], [85, 25], [75, 65]]


def test_a_mask_is_added_moved_resized_and_removed_by_key(window: Window) -> None:
    open_dialog(window, "heart")
    window.run("document.getElementById('draw-add').focus()")
    window.press("Enter")
    assert read(window) == ["- { label: ?, box: [40, 40, 20, 20] }".replace("?", "'?'")]
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        press(window, key)
    assert read(window)[0].endswith("box: [42, 39, 20, 20] }")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        press(window, key, modifiers=8)  # Shift
    press(window, "ArrowLeft", modifiers=1)  # Alt
    assert read(window)[0].endswith("box: [41.9, 39, 21, 22] }")
    assert window.run("document.activeElement.getAttribute('aria-label')") == (
        "Mask 1, box: left 41.9, top 39, width 21, height 22"
    )
    for _ in range(60):
        press(window, "ArrowLeft")
    assert read(window)[0].endswith("box: [0, 39, 21, 22] }")
    press(window, "Delete")
    assert read(window) == []


def test_a_question_without_masks_can_be_drawn_on(window: Window, folder: Path) -> None:
    open_dialog(window, "fresh")
    assert window.run("document.querySelectorAll('#draw-stage > .old').length") == 0
    drag(window, (10, 10), (20, 20), (30, 40))
    label(window, "Aorta")
    (line,) = read(window)
    change(folder / "1.yaml", "    image: other.svg\n", f"    image: other.svg\n    masks:\n      {line}\n")
    window.wait("document.querySelectorAll('#draw-stage > .old').length === 1")
    window.wait("document.querySelectorAll('article')[1].querySelector('figure')")


def test_yaml_is_copied(window: Window) -> None:
    open_dialog(window, "heart")
    drag(window, (40, 20), (50, 30), (60, 70))
    window.run(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => {"
        " window.copied = text; } }, configurable: true })"
    )
    window.run("document.getElementById('draw-copy').click()")
    window.wait("document.getElementById('draw-said').textContent")
    assert window.run("copied") == read(window)[0]
    window.press("j")  # the page's keys are not those of the dialog
    window.run("document.getElementById('draw-close').click()")
    assert window.run("document.getElementById('draw').open") is False


def test_axe_finds_nothing(window: Window, axe: Axe) -> None:
    open_dialog(window, "heart")
    drag(window, (40, 20), (50, 30), (60, 70))
    assert axe.look(window, within="document.getElementById('draw')") == []
