"""Proves that the preview's page does what hands expect: its errors are found, keys work everywhere, nothing jumps."""

from pathlib import Path
from textwrap import dedent

import pytest

from pages.previews import BROKEN, COURSE, Preview
from pages.windows import Window, looking_at
from saves import change, save

ALL = ("keeps", "sugars", "area", "dance", "queen")


def test_a_click_on_the_errors_leads_to_them_and_questions_are_back_once_they_are_mended(
    window: Window, honey: Path
) -> None:
    good = (honey / "01.yaml").read_text()
    save(honey / "01.yaml", BROKEN)
    window.wait("document.querySelector('.faults details.bad')")
    window.escape()
    window.wait("!document.querySelector('.faults details').open")
    window.run("document.querySelector('.tally a').click()")
    window.wait("document.querySelector('.faults details').open && document.activeElement.matches('.faults summary')")
    assert "not valid YAML" in window.texts(".faults .error")[0]
    window.wait_for_texts("article h2", *ALL)
    assert "No question here" not in window.texts("main")[0]
    save(honey / "01.yaml", good)
    window.wait("!document.querySelector('.faults details')")
    window.wait_for_texts("article h2", *ALL)
    change(honey / "02.yaml", "type: short-answer", "type: short")
    window.wait_for_texts("article h2", "queen")
    change(honey / "02.yaml", "type: short\n", "type: short-answer\n")
    window.wait_for_texts("article h2", *ALL)
    assert window.faults == []


def test_a_course_that_cannot_be_read_at_all_leads_to_its_errors(viewer: Window, honey: Path) -> None:
    for name in ("01.yaml", "02.yaml"):
        save(honey / name, BROKEN)
    preview = Preview("honey", cwd=honey.parent)
    try:
        viewer.resize(1300, 800)
        viewer.open(f"{preview.address}courses/honey/")
        viewer.wait("document.querySelector('.faults details.bad')")
        viewer.run("document.querySelector('.tally a').click()")
        viewer.wait("document.activeElement.matches('.faults summary')")
        for name in ("01.yaml", "02.yaml"):
            save(honey / name, dedent(str(COURSE[name])))
        viewer.wait_for_texts("article h2", *ALL)
    finally:
        assert preview.end() == 0


def middle(window: Window, selector: str) -> tuple[float, float]:
    """Give the middle of an element of the frame that is looked into, in that frame."""
    x, y = window.run(
        f"""(({{ left, top, width, height }}) => [left + width / 2, top + height / 2])
        (document.querySelector({selector!r}).getBoundingClientRect())"""
    )
    return x, y


SLOW_FIRST = """
    const fetched = window.fetch;
    const late = new Promise((go) => { window.go = go; });
    let first = true;
    window.fetch = async (address, ...how) => {
      const mine = first && String(address).includes("only=");
      if (mine) first = false;
      const answer = await fetched(address, ...how);
      if (mine) await late;
      return answer;
    };
"""


def test_a_save_undoes_no_click_that_is_not_answered_yet(window: Window, honey: Path) -> None:
    change(honey / "02.yaml", "type: short-answer", "type: short")
    window.wait("document.querySelector('#q-queen .said')")
    window.run(SLOW_FIRST)
    window.run("document.querySelector('.tally a').click()")
    change(honey / "01.yaml", "tags: [chemistry]", "tags: [chemistry, 'a b']")
    window.wait_for_texts("article h2", "sugars", "queen")
    window.run("window.go()")
    window.paint()
    assert window.texts("article h2") == ["sugars", "queen"]
    assert window.run("location.search") == "?only=findings"


@pytest.mark.parametrize("key", [" ", "Enter"])
def test_keys_work_after_a_choice_was_clicked(view: Window, key: str) -> None:
    view.run("document.querySelector('[name=sides][value=one]').click()")
    view.wait_for_cards()
    view.wait_for_rest()
    with view.inside("keeps/0"):
        inner = middle(view, ".choice")
        view.paint()
    view.paint()
    outer = view.run("(({ x, y }) => [x, y])(document.querySelector('iframe').getBoundingClientRect())")
    view.click(inner[0] + outer[0], inner[1] + outer[1])
    with view.inside("keeps/0"):
        view.wait("document.querySelector('.choice.chosen') && document.activeElement.matches('.choice')")
    view.press(key)
    view.wait("document.querySelector('.label').innerText === 'Back'")
    view.press(key)
    view.wait("document.querySelector('.label').innerText === 'Front'")
    with view.inside("keeps/0"):
        view.wait("document.querySelector('.mkdeck.front')")
        view.paint()
    view.click(inner[0] + outer[0], inner[1] + outer[1])
    with view.inside("keeps/0"):
        view.wait("document.querySelector('.choice.chosen') && document.activeElement.matches('.choice')")
    view.press("j")
    view.wait("document.activeElement.dataset.card === 'sugars/0'")
    assert view.texts(".label")[0] == "Front"


def test_letters_that_are_typed_on_a_card_stay_there(viewer: Window, honey: Path) -> None:
    change(honey / "02.yaml", "answer: Some years.", "answer: Some years.\n    accept: [jks]")
    preview = Preview("honey", cwd=honey.parent)
    try:
        with looking_at(preview, viewer) as window:
            window.run("document.querySelector('[name=sides][value=one]').click()")
            window.run("document.querySelector('#q-queen').scrollIntoView()")
            with window.inside("queen/0"):
                window.wait("document.querySelector('.field')")
                inner = middle(window, ".field")
            window.wait_for_rest()
            outer = window.run(
                "(({ x, y }) => [x, y])(document.querySelector('#q-queen iframe').getBoundingClientRect())"
            )
            window.click(inner[0] + outer[0], inner[1] + outer[1])
            for key in "jk s":
                window.press(key)
            with window.inside("queen/0"):
                window.wait("document.querySelector('.field').value === 'jk s'")
            assert window.texts("#q-queen .label") == ["Front"]
    finally:
        assert preview.end() == 0


def test_filters_leave_the_first_card_on_a_phones_screen(viewer: Window, still: Preview) -> None:
    with looking_at(still, viewer, width=390) as view:
        assert not view.run("document.querySelector('.filters details').open")
        assert view.run("document.querySelector('article').getBoundingClientRect().top") < 400
        assert view.run("document.documentElement.scrollWidth") <= 390
    with looking_at(still, viewer) as view:
        assert view.run("document.querySelector('.filters nav').checkVisibility()")


def test_no_long_name_runs_off_a_phones_screen(window: Window, honey: Path) -> None:
    long = "Donau" + "dampfschiff" * 12
    change(honey / "course.yaml", "course: Honey", f"course: {long}")
    change(honey / "01.yaml", "deck: 01 Basics", f"deck: {long}")
    change(honey / "01.yaml", "tags: [chemistry]", f"tags: [{long}]")
    window.resize(390, 800)
    window.wait("document.querySelector('#q-sugars .tag')?.innerText.includes('Donau')")
    window.wait("document.querySelector('h1')?.innerText.includes('Donau')")
    window.run("document.querySelector('.filters details').open = true")
    over = (
        "[...document.querySelectorAll('body *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1)"
    )
    shown = f"{over}.filter((e) => !e.matches('legend, .unseen') && getComputedStyle(e).display !== 'inline')"
    assert window.run(f"{shown}.map((e) => `${{e.localName}}.${{e.className}}`)") == []
    assert window.run("document.documentElement.scrollWidth") <= 390


def test_a_course_without_questions_offers_no_filter_to_lift(tmp_path: Path) -> None:
    save(tmp_path / "bees" / "course.yaml", "course: Bees\nid: bees\n")
    save(tmp_path / "bees" / "01.yaml", "deck: 01 Basics\nquestions: []\n")
    preview = Preview("bees", cwd=tmp_path)
    try:
        page = preview.ask("/courses/bees/").text
        assert "No question can be shown yet." in page
        assert "Show all" not in page
        assert "<h2>Types</h2>" not in page
        assert 'No question here. <a href="?">Show all</a>' in preview.ask("/courses/bees/?text=honey").text
    finally:
        assert preview.end() == 0


def test_the_page_has_one_heading_above_all_others(view: Window) -> None:
    headings = "[...document.querySelectorAll('h1, h2, h3')].filter((e) => e.checkVisibility()).map((e) => e.localName)"
    found = view.run(headings)
    assert found[0] == "h1"
    assert found.count("h1") == 1
    assert view.texts("h1") == ["Preview of Honey"]


def test_a_finding_that_comes_above_what_one_reads_does_not_move_it(window: Window, honey: Path) -> None:
    # On a desktop's width a finding stands above the card that it is about.
    window.run("document.querySelector('[name=width][value=desktop]').click()")
    for card in ("keeps", "sugars", "area", "dance"):
        window.run(f"document.querySelector('#q-{card} figure').scrollIntoView()")
        window.wait(f"[...document.querySelectorAll('#q-{card} iframe')].filter((e) => e.style.height).length >= 2")
    window.run("scrollBy(0, 40)")
    for side in ("front", "back"):
        with window.inside("dance/0", side):
            window.paint()  # from then on its height is what it is
    window.wait_for_rest()
    top = "document.querySelector('#q-dance figure').getBoundingClientRect().top"
    before = window.run_drawn(top)
    assert before < 100
    change(honey / "01.yaml", "tags: [chemistry]", "tags: [chemistry, 'a b']")
    window.wait("document.querySelector('#q-sugars .said')")
    assert abs(window.run_drawn(top) - before) < 2


TYPED = """\
questions:
  - {id: first, type: numeric, question: How many?, answer: 2}
  - {id: second, type: short-answer, question: Who?, answer: Ada, accept: [Lovelace]}
"""


def test_a_card_with_a_line_to_type_into_leaves_the_focus_to_the_page(window: Window, honey: Path) -> None:
    (honey / "02.yaml").unlink()
    window.wait_for_texts("article h2", *ALL[:3])
    window.run("document.querySelector('#search input').focus()")
    save(honey / "01.yaml", TYPED)
    window.wait_for_texts("article h2", "first", "second")
    for card in ("first/0", "second/0"):
        with window.inside(card):
            window.wait("document.querySelector('.field')")
            assert not window.run("document.hasFocus()")
    assert window.run("document.activeElement.matches('#search input')")
    window.run("document.activeElement.blur()")
    window.press("d")
    window.wait("document.querySelector('[name=light][value=day]').checked")
    with window.inside("first/0"):
        assert window.run("document.querySelector('.field').value") == ""


@pytest.mark.parametrize("width", [700, 1000, 1300])
def test_what_stays_in_sight_stands_below_the_bar_however_high_it_is(window: Window, honey: Path, width: int) -> None:
    change(honey / "course.yaml", "course: Honey", f"course: {'Honey and other sweet things ' * 4}")
    change(honey / "02.yaml", "deck: 02 Bees", "deck: [1]")
    window.resize(width)
    window.wait("document.querySelector('.faults .bad')")
    window.wait("document.querySelector('.bar').offsetHeight > 60")
    window.run("scrollTo(0, 500)")
    window.paint()
    place = "document.querySelector('{}').getBoundingClientRect()"
    bottom = window.run(place.format(".bar") + ".bottom")
    assert bottom > 60
    assert window.run(place.format(".faults") + ".top") >= bottom
    if width > 960:
        assert window.run(place.format(".filters") + ".top") >= bottom
    window.press("j")
    assert window.run(place.format("figure:focus, article:has(figure:focus)") + ".top") >= bottom
