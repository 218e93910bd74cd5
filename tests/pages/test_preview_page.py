"""Proves that the preview's page shows cards, filters, findings and every save, and keeps one's place, in a browser."""

import time
from pathlib import Path
from textwrap import dedent

from growth import PATIENCE, count_lines
from mkdeck.compiler import compile_course
from mkdeck.course.yaml_pieces import split_pieces
from mkdeck.preview.edit import recompile_questions
from mkdeck.preview.quick import recompile_deck
from pages.previews import BROKEN, COURSE, Preview, write_honey
from pages.windows import Window, looking_at
from saves import change, save


def test_cards_are_shown_with_their_math_pictures_and_sounds(view: Window) -> None:
    assert view.texts("article h2") == ["keeps", "sugars", "area", "dance", "queen"]
    assert view.texts("figcaption") == ["", "", "", "Card 1 of 2", "Card 2 of 2", ""]
    assert view.texts(".label")[:2] == ["Front", "Back"]
    assert view.texts("article .place")[:2] == ["honey/01.yaml:4", "honey/01.yaml:8"]
    view.run("document.querySelectorAll('article')[2].scrollIntoView()")
    with view.inside("area/0", "back"):
        view.wait("document.querySelector('img')?.naturalWidth === 40")
        assert view.run("document.querySelector('math msqrt') !== null")
        assert view.run("document.querySelector('audio').src").endswith(".mp3")
        assert view.run("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert [fault for fault in view.faults if "hum" not in fault] == []


def test_a_card_is_shut_off_from_the_page_and_the_network(view: Window) -> None:
    with view.inside("keeps/0"):
        assert view.run("origin") == "null"
        assert (
            view.run("(() => { try { return parent.document.title } catch (e) { return e.name } })()")
            == "SecurityError"
        )
        assert view.run("fetch('/courses/honey/').then(() => 'read', e => e.name)") == "TypeError"
        assert view.run("sessionStorage.setItem('a', 1), sessionStorage.getItem('a')") == "1"
    assert view.run("getComputedStyle(document.body).fontSize") == "15px"


def test_a_click_or_a_key_turns_the_card(view: Window) -> None:
    view.run("document.querySelector('[name=sides][value=one]').click()")
    view.wait_for_cards()
    assert view.texts(".label")[0] == "Front"
    with view.inside("keeps/0"):
        assert not view.run("document.querySelector('.answered')")
        view.paint()
    view.paint()
    box = view.run(
        "(() => { const { x, y, width } = document.querySelector('iframe').getBoundingClientRect();"
        " return [x + width / 2, y + 8] })()"
    )
    view.click(*box)
    view.wait("document.querySelector('.label').innerText === 'Back'")
    with view.inside("keeps/0"):
        view.wait("document.querySelector('.answered') !== null")
        # The focus is in the card now, which passes the key on.
    view.press(" ")
    view.wait("document.querySelector('.label').innerText === 'Front'")
    view.run("document.activeElement.blur()")
    view.press("j")
    view.press("j")
    view.press("Enter")
    view.wait("document.querySelectorAll('.label')[1].innerText === 'Back'")
    assert view.texts(".label")[0] == "Front"


def test_light_and_width_are_those_that_are_asked_for(view: Window) -> None:
    for key in "dd":
        view.press(key)
    with view.inside("keeps/0"):
        view.wait("document.body.className === 'card card1 nightMode night_mode'")
        assert view.run("innerWidth") == 373
    view.press("w")
    with view.inside("keeps/0"):
        view.wait("innerWidth > 500")
    for key in "dw":
        view.press(key)
    with view.inside("keeps/0"):
        view.wait("document.body.className === 'card card1'")


def test_both_sides_agree_on_the_order_of_the_choices(view: Window) -> None:
    orders = []
    for side in ("front", "back"):
        with view.inside("sugars/0", side):
            choices = "[...document.querySelectorAll('.choice')].map(each => each.innerText.match(/\\w+ose/)[0])"
            orders.append(view.run(choices))
    assert orders[0] == orders[1]
    assert sorted(orders[0]) == ["Fructose", "Glucose", "Lactose"]


def test_a_back_that_nobody_could_answer_does_not_say_so(window: Window, honey: Path) -> None:
    change(
        honey / "02.yaml",
        "questions:\n",
        "questions:\n  - {id: both, type: statements, question: Bees?, "
        "statements: [{true: They dance.}, {false: They sing.}]}\n",
    )
    seen = (
        "[...document.querySelectorAll('.verdict, .statement .mark')]"
        ".filter(each => each.checkVisibility({ visibilityProperty: true })).map(each => each.innerText)"
    )
    window.wait("document.getElementById('q-both') !== null")
    window.run("document.getElementById('q-both').scrollIntoView()")
    with window.inside("both/0", "back"):
        window.wait("document.querySelectorAll('.pick.right').length === 2")
        assert window.run(seen) == []
    window.run("document.querySelector('[name=sides][value=one]').click()")
    with window.inside("both/0"):
        window.wait("document.querySelector('.pick') && !document.querySelector('.beside')")
    window.run("document.querySelector('#q-both figure').focus()")
    window.press(" ")
    with window.inside("both/0"):
        window.wait("document.querySelector('.verdict') !== null")
        assert window.run(seen) == ["Nothing chosen"] * 3


def test_filters_and_search_leave_what_was_asked_for(view: Window) -> None:
    def click(text: str) -> None:
        asked = view.run("location.search")
        link = (
            f"[...document.querySelectorAll('.filters a, .tally a')].find(each => each.innerText.startsWith({text!r}))"
        )
        view.run(f"{link}.click()")
        view.wait(f"location.search !== {asked!r}")

    click("01 Basics")
    view.wait_for_texts("article h2", "keeps", "sugars", "area")
    assert view.texts(".description") == ["What everybody knows."]
    click("Short answer")
    view.wait_for_texts("article h2", "area")
    click("01 Basics")
    view.wait_for_texts("article h2", "area", "queen")
    click("Short answer")
    click("chemistry")
    view.wait_for_texts("article h2", "sugars")
    view.run("history.back()")
    view.wait("document.querySelectorAll('article').length === 5")
    view.press("/")
    for key in "BEES dance":
        view.press(key)
    view.wait("document.querySelectorAll('article').length === 1")
    assert view.texts("article h2") == ["dance"]
    view.escape()
    view.press("f")
    # Nothing is wrong with any question, so all are there that the rest of the address asks for.
    view.wait("location.search.includes('only=findings')")
    view.wait_for_texts("article h2", "dance")
    assert "no finding belongs to one" in view.texts(".summary p")[0]
    assert view.faults == []


def test_every_save_shows(window: Window, honey: Path) -> None:
    for number in range(6):
        change(honey / "02.yaml", "How long" if number == 0 else f"{number - 1} How long", f"{number} How long")
        mark = window.run("document.querySelector('#q-queen').dataset.mark")
        window.wait(f"document.querySelector('#q-queen').dataset.mark !== {mark!r}")
    window.run("document.querySelector('#q-queen').scrollIntoView()")
    deadline = time.monotonic() + PATIENCE
    while True:
        with window.inside("queen/0"):
            if "5 How long" in (window.run("document.body?.innerText") or ""):
                break
        assert time.monotonic() < deadline
    assert window.faults == []


def test_how_well_a_question_asks_is_said_after_every_save(window: Window, honey: Path) -> None:
    change(honey / "01.yaml", "![comb]", "![]")
    window.wait("document.querySelector('#q-area')?.textContent.includes('this picture has no words')")
    change(honey / "02.yaml", "How long", "How many years")
    window.wait("document.querySelector('#q-queen')?.classList.contains('changed')")
    assert window.run("document.querySelector('#q-area').textContent.includes('this picture has no words')")


def test_one_saved_deck_of_many_is_little_work(tmp_path: Path) -> None:
    write_bank(tmp_path / "bank", decks=12)
    last = compile_course(tmp_path / "bank", 1_700_000_000)
    change(tmp_path / "bank/00.yaml", "Why is $x_7$", "Why indeed is $x_7$")
    part = count_lines(lambda: recompile_deck(last, tmp_path / "bank/00.yaml", 1_700_000_000))
    whole = count_lines(lambda: compile_course(tmp_path / "bank", 1_700_000_000))
    assert 4 * part < whole
    change(tmp_path / "bank/00.yaml", "Why indeed is $x_7$", "Why, then, is $x_7$")
    split_pieces(last.course.decks[0].source)
    one = count_lines(lambda: recompile_questions(last, tmp_path / "bank/00.yaml", 1_700_000_000))
    assert 4 * one < part


def test_a_save_keeps_ones_place(window: Window, honey: Path) -> None:
    window.run("scrollTo(0, document.querySelector('#q-dance').offsetTop - 100)")
    window.wait("document.querySelectorAll('#q-dance iframe').length === 4")
    with window.inside("area/0"):  # which grows when its picture comes
        window.wait("document.querySelector('img')?.naturalWidth === 40")
        window.paint()
    window.wait_for_rest()
    window.paint()
    window.run("window.kept = document.querySelector('#q-dance iframe'); window.kept.focus()")
    top = window.run("document.querySelector('#q-dance').getBoundingClientRect().top")
    change(
        honey / "01.yaml",
        "  - id: sugars",
        "  - {id: new, type: true-false, question: New?, answer: true}\n  - id: sugars",
    )
    window.wait("document.querySelector('#q-new')")
    window.paint()
    assert abs(window.run("document.querySelector('#q-dance').getBoundingClientRect().top") - top) < 2
    assert window.run("window.kept.isConnected && window.kept === document.querySelector('#q-dance iframe')")
    assert window.run("document.activeElement === window.kept")
    assert window.texts("article h2") == ["keeps", "new", "sugars", "area", "dance", "queen"]
    assert window.texts("#q-sugars .place") == ["honey/01.yaml:9"]


def test_broken_yaml_shows_its_error_over_the_last_good_state(window: Window, honey: Path) -> None:
    good = (honey / "01.yaml").read_text()
    save(honey / "01.yaml", BROKEN)
    window.wait("document.querySelector('.faults details.bad')")
    assert window.texts(".faults summary") == ["Below, some questions are as they were before the error"]
    assert "honey/01.yaml:" in window.texts(".faults .place")[0]
    assert "not valid YAML" in window.texts(".faults .error")[0]
    assert window.texts("article h2") == ["keeps", "sugars", "area", "dance", "queen"]
    assert window.texts(".stale h2") == ["keeps", "sugars", "area"]
    with window.inside("keeps/0"):
        assert "keeps for years" in window.run("document.body.innerText")
    window.escape()
    assert not window.run("document.querySelector('.faults details').open")
    save(honey / "01.yaml", good)
    window.wait("!document.querySelector('.faults details')")
    assert window.texts(".stale h2") == []
    save(honey / "course.yaml", "course: [\n")
    window.wait("document.querySelector('.faults details.bad')")
    assert len(window.texts(".stale h2")) == 5
    assert window.texts(".deck") == ["Honey / 01 Basics", "Honey / 02 Bees"]
    write_honey(honey)
    window.wait("!document.querySelector('.faults details')")
    assert window.faults == []


def test_a_course_that_was_never_sound_shows_its_errors_alone(viewer: Window, honey: Path) -> None:
    save(honey / "01.yaml", BROKEN)
    (honey / "02.yaml").unlink()
    preview = Preview("honey", cwd=honey.parent)
    try:
        viewer.resize(1300, 800)
        viewer.open(f"{preview.address}courses/honey/")
        viewer.wait("document.querySelector('.faults details.bad')")
        assert viewer.texts(".faults summary") == ["The course has errors"]
        assert viewer.texts("article h2") == []
        save(honey / "01.yaml", dedent(str(COURSE["01.yaml"])))
        viewer.wait("!document.querySelector('.faults details')")
        assert viewer.texts("article h2") == ["keeps", "sugars", "area"]
        save(honey / "01.yaml", BROKEN)
        viewer.wait("document.querySelector('.faults details.bad')")
        assert viewer.texts(".faults summary") == ["Below, some questions are as they were before the error"]
    finally:
        assert preview.end() == 0


def test_long_math_in_a_choice_stays_in_its_row(viewer: Window, honey: Path) -> None:
    long = " + ".join(f"x_{{{i}}}^2" for i in range(40))
    change(honey / "01.yaml", "{correct: Glucose}", f"{{correct: '${long}$'}}, {{wrong: 'As in ${long}$ here'}}")
    preview = Preview("honey", cwd=honey.parent)
    try:
        with looking_at(preview, viewer) as window, window.inside("sugars/0"):
            window.wait("document.querySelectorAll('.choice math').length === 2")
            rooms = "Array.from(document.querySelectorAll('.choice math'), (math) => math.closest('.choice')"
            rooms += ".getBoundingClientRect().right - math.getBoundingClientRect().right)"
            assert min(window.run(rooms)) > 0
            assert window.run("document.documentElement.scrollWidth <= innerWidth")
    finally:
        assert preview.end() == 0


def test_a_finding_stands_beside_its_question(window: Window, honey: Path) -> None:
    change(honey / "01.yaml", "type: true-false", "type: truefalse")
    window.wait("document.querySelector('#q-keeps .error')")
    assert window.texts(".stale h2") == ["keeps"]
    assert window.texts("#q-keeps .findings .place") == ["honey/01.yaml:5:11"]
    assert "write type: true-false" in window.texts("#q-keeps .error")[0]
    assert window.texts("#q-keeps mark") == ["truefalse"]
    assert window.texts(".tally .error") == ["1 error"]
    change(honey / "02.yaml", "  - id: queen", "  - {id: late, type: cloze}\n  - id: queen")
    window.wait("document.querySelector('#q-late .error')")
    assert window.texts("article h2") == ["keeps", "sugars", "area", "dance", "late", "queen"]
    assert window.run("document.querySelectorAll('#q-late figure').length") == 0
    window.press("f")
    window.wait("document.querySelectorAll('article').length === 2")
    assert window.faults == []


def test_an_end_of_the_server_is_shown(window: Window, preview: Preview) -> None:
    assert preview.end() == 0
    window.wait("document.querySelector('#live').innerText === 'Stopped'")


def write_bank(folder: Path, decks: int) -> None:
    """Write decks of a hundred questions each."""
    folder.mkdir()
    (folder / "course.yaml").write_text("course: Bank\nid: bank\n")
    for unit in range(decks):
        questions = "".join(
            f"  - id: q-{unit}-{i}\n    type: short-answer\n    question: Why is $x_{i}$ in unit {unit}?\n"
            f"    answer: {'Because it is. ' * 20}\n    tags: [unit-{unit}]\n"
            for i in range(100)
        )
        (folder / f"{unit:02}.yaml").write_text(f"questions:\n{questions}")


def test_a_large_course_opens_at_any_place_and_follows_a_save(viewer: Window, tmp_path: Path) -> None:
    write_bank(tmp_path / "bank", decks=20)
    preview = Preview("bank", cwd=tmp_path)
    try:
        viewer.resize(1300, 800)
        for address in ("?", "?page=90", "?tag=unit-15"):
            viewer.open(f"{preview.address}courses/bank/{address}")
            viewer.wait_for_cards()
            assert len(viewer.texts("article")) == 20
        viewer.open(f"{preview.address}courses/bank/")
        viewer.wait_for_cards()
        change(tmp_path / "bank" / "00.yaml", "Why is $x_7$", "Why indeed is $x_7$")
        viewer.wait("document.querySelector('article.changed h2')?.innerText === 'q-0-7'")
    finally:
        assert preview.end() == 0
