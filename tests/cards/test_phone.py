"""Proves that no part of a card is out of sight without a sign, and that texts, gaps and buttons keep their shape.

In Chromium, at the widths of a phone and of a desktop, with formulas as Anki's MathJax and as this project's own
pages set them.
"""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from browser import Browser
from cards.choices import CONTRASTS, LEAST_CONTRAST
from cards.sides import DAY, NIGHT, Card, render_cards
from conftest import Build
from mathjax import MathJax
from mkdeck.compiler import compile_course
from mkdeck.notetypes import languages, make_notetypes
from mkdeck.rendering.templates import Sides
from mkdeck.rendering.typeset import read_math_css, typeset

PHONE, DESKTOP = 390, 900
SUM = " + ".join(f"x_{{{i}}}" for i in range(1, 20))
PICTURE = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="500" viewBox="0 0 900 500"/>'
)
COMMAND = "find /var/log -type f -name '*.log' -mtime +30 -print0 | xargs -0 --no-run-if-empty rm --force"
FENCED = f"|\n                  ```bash\n                  {COMMAND}\n                  ```"
COURSE = {
    "course.yaml": "course: Cards\nid: cards\nreport: https://example.org/{id}",
    "pic.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "01.yaml": f"""\
        questions:
          - id: pick
            type: multiple-choice
            question: Which command, `a` or `b`. Is it?
            choices:
              - correct: {FENCED}
              - wrong: {FENCED.replace("--force", "--dir")}
                feedback: Because.
          - id: order
            type: ordering
            question: In which order?
            items:
              - {FENCED}
              - two
          - id: pairs
            type: matching
            question: Which belong together?
            pairs:
              - left: {FENCED}
                right: odd
              - left: two
                right: {FENCED.replace("--force", "--dir")}
          - id: judge-each
            type: statements
            question: Which hold?
            statements:
              - true: {FENCED}
              - false: two
          - id: listing
            type: short-answer
            question: |
              ```bash
              {COMMAND}
              ```

              | a | b | c | d | e |
              |---|--:|:-:|:--|---|
              | first column | second column | third column | fourthcolumn | fifthcolumnwithoutbreaks |
            answer: One.
          - id: formulas
            type: multiple-choice
            question: 'Is ${SUM}$ more, or $$\\int {SUM}$$ after $a+b$?'
            choices: ['$1 + {SUM}$', 'Words and $2 + {SUM}$, too', {{correct: $3$}}]
          - id: sums-judged
            type: statements
            question: Which hold?
            statements: [{{true: '$1 + {SUM}$'}}, {{false: 'Words and $2 + {SUM}$, too'}}]
          - id: sums-ordered
            type: ordering
            question: In which order?
            items: ['$1 + {SUM}$', 'Words and $2 + {SUM}$, too']
          - id: sums-paired
            type: matching
            question: Which belong together?
            pairs:
              - {{ left: '$1 + {SUM}$', right: '$2 + {SUM}$' }}
              - {{ left: 'Words and $3 + {SUM}$', right: 'And $4 + {SUM}$' }}
          - id: below-a-fraction
            type: cloze
            question: 'First $\\frac{{a}}{{b}}$ {{{{c1::then a gap that is longer than its line has room}}}}.'
          - id: pictures
            type: short-answer
            question: |
              Above
              ![p](pic.svg)
              and below. An icon <img src="pic.svg" alt="i" height="18"> in its line.
            answer: One.
          - id: code-gaps
            type: cloze
            question: |
              In `f({{{{c1::x}}}})`, so {{{{c2::yes}}}}. And `{{{{c3::all of it}}}}`.

              ```python
              for {{{{c1::i}}}} in range(10): # {{{{c4::a comment}}}}
                  print("{{{{c2::text}}}}", {{{{c3::10}}}})
              ```
          - id: choice-gap
            type: multiple-choice
            card: cloze
            question: Which is the largest?
            choices: [Mars, {{correct: Jupiter}}]
          - id: judge-gap
            type: true-false
            card: cloze
            question: The Earth is flat.
            answer: false
          - id: judge
            type: true-false
            question: The Earth is flat.
            answer: false
        """,
}
SUMS = ("formulas", "sums-judged", "sums-ordered", "sums-paired")
NAMES = ("pick", "order", "pairs", "judge-each", "listing", *SUMS, "pictures", "judge")
GAPS = ("code-gaps-in-gap", "choice-gap", "judge-gap-in-gap", "below-a-fraction-in-gap")


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    # In a name, -in-gap tells that the card is a cloze.
    course = COURSE | {"01.yaml": COURSE["01.yaml"].replace("code-gaps", GAPS[0]).replace("judge-gap", GAPS[2])}
    course["01.yaml"] = course["01.yaml"].replace("below-a-fraction", GAPS[3])
    return render_cards(course, tmp_path_factory.mktemp("cards"), build, [*NAMES, *GAPS])


def show(browser: Browser, card: Card, side: str, body: str = DAY, *, math: bool = False) -> None:
    """Show a side, with its formulas as MathML if wanted."""
    page = re.sub(r'src="[^"]*\.svg"', f'src="{PICTURE}"', getattr(card, side))
    browser.write(
        card.page(typeset(Sides(page, "")).front, body, f"<style>{read_math_css()}</style>")
        if math
        else card.page(page, body)
    )


# --- Nothing is out of sight without a sign ------------------------------------------------------------------------

CODE = """Array.from(document.querySelectorAll(".task pre, .choices pre, .answer pre"), (pre) => {
    const box = pre.getBoundingClientRect();
    return [pre.scrollWidth - pre.clientWidth, pre.textContent.trim().length, box.width > 0];
})"""


@pytest.mark.parametrize("name", ["pick", "order", "pairs", "judge-each"])
@pytest.mark.parametrize("side", ["front", "back"])
def test_code_that_is_picked_is_all_in_sight(browser: Browser, cards: dict[str, Card], name: str, side: str) -> None:
    for width in (320, PHONE, DESKTOP):
        browser.resize(width)
        show(browser, cards[name], side)
        found = browser.run(CODE)
        assert found
        assert [each for each in found if each[0] > 0 or each[1] < 80 or not each[2]] == []


ENDS = """Array.from(document.querySelectorAll(".mkdeck :is(pre, table, math, mjx-container)"))
    .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth + 1 && !each.closest("mjx-assistive-mml"))
    .map((each) => [each.localName, getComputedStyle(each).maskImage !== "none", each.tabIndex,
        each.classList.contains("more-left"), each.classList.contains("more-right")])"""
SCROLL = """(() => {
    for (const each of document.querySelectorAll(".mkdeck :is(pre, table, math)")) each.scrollLeft = %s;
})()"""


def test_what_scrolls_fades_where_it_goes_on(browser: Browser, cards: dict[str, Card]) -> None:
    browser.resize(PHONE)
    for name, kinds in (("listing", {"pre", "table"}), ("formulas", {"math"})):
        show(browser, cards[name], "front", math=True)
        browser.paint()
        for to, ends in (("0", [False, True]), ("30", [True, True]), ("9999", [True, False])):
            browser.run(SCROLL % to)
            browser.paint()
            found = browser.run(ENDS)
            assert {each[0] for each in found} == kinds
            assert [each for each in found if each[1:] != [True, 0, *ends]] == []


def test_what_has_the_focus_or_all_its_room_does_not_fade(browser: Browser, cards: dict[str, Card]) -> None:
    browser.resize(PHONE)
    show(browser, cards["listing"], "front")
    browser.paint()
    fades = "getComputedStyle(document.querySelector('pre')).maskImage !== 'none'"
    assert browser.run(fades)
    browser.press("Tab")
    assert browser.run("document.activeElement.localName") == "pre"
    assert not browser.run(fades)
    browser.resize(1600)
    browser.paint()
    browser.run("document.documentElement.style.setProperty('--measure', '90rem'); document.activeElement.blur()")
    browser.paint()
    browser.paint()
    assert not browser.run(fades)


@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("side", ["front", "back"])
def test_a_formula_of_a_page_stays_within_it_on_a_phone(
    browser: Browser, cards: dict[str, Card], name: str, side: str
) -> None:
    browser.resize(PHONE)
    show(browser, cards[name], side, math=True)
    browser.paint()
    assert browser.run("document.documentElement.scrollWidth") <= PHONE
    assert {tuple(each[:3]) for each in browser.run(ENDS)} == {("math", True, 0)}


def show_in_mathjax(mathjax: MathJax, card: Card, side: str) -> None:
    """Show a side as Anki does, and typeset it."""
    mathjax.browser.run(
        f"""(async () => {{
          document.body.className = {json.dumps(DAY)};
          const main = document.querySelector("main");
          main.innerHTML = {json.dumps(f"<style>{card.css}</style>{getattr(card, side)}")};
          for (const script of main.querySelectorAll("script")) {{
            const again = document.createElement("script");
            again.textContent = script.textContent;
            script.replaceWith(again);
          }}
          MathJax.typesetClear();
          await MathJax.typesetPromise([main]);
        }})()"""
    )
    mathjax.browser.paint()


@pytest.mark.parametrize(("name", "wide"), [*zip(SUMS, (4, 2, 2, 4), strict=True)])
@pytest.mark.parametrize("side", ["front", "back"])
def test_a_formula_wider_than_a_phone_stays_within_it(
    mathjax: MathJax, cards: dict[str, Card], name: str, wide: int, side: str
) -> None:
    browser = mathjax.browser
    browser.resize(PHONE)
    show_in_mathjax(mathjax, cards[name], side)
    assert browser.run("document.documentElement.scrollWidth") <= PHONE
    assert {tuple(each[:3]) for each in browser.run(ENDS)} == {("mjx-container", True, 0)}
    assert len(browser.run(ENDS)) >= wide
    # One that fits stays in its line, on the same ground as the words.
    short = "Array.from(document.querySelectorAll('mjx-container')).filter((each) => each.scrollWidth < 60)"
    assert not any(browser.run(f"{short}.map((each) => each.classList.contains('wide'))"))


def test_what_is_written_of_formulas_for_those_who_listen_widens_no_page(
    mathjax: MathJax, cards: dict[str, Card]
) -> None:
    browser = mathjax.browser
    browser.resize(PHONE)
    words = "הבירה של צרפת היא פריז והנוסחה"
    mathjax.typeset(
        f"<style>{cards['formulas'].css}</style><div class=mkdeck dir=rtl><p>{words}"
        "<br>\\(a + [\\ldots][\\ldots][\\ldots][\\ldots][\\ldots]\\)</p></div>"
    )
    browser.paint()
    heard, seen = browser.run(
        "['mjx-assistive-mml > math', 'mjx-container'].map((name) => document.querySelector(name).clientWidth)"
    )
    assert (heard > seen, browser.run("document.documentElement.scrollWidth")) == (True, PHONE)


@pytest.mark.parametrize("formula", ["x = %s", "x + %s + y", "%s = x", r"\frac{%s}{y}", "x, %s"])
def test_a_mark_in_a_formula_moves_nothing(formula: str, mathjax: MathJax, cards: dict[str, Card]) -> None:
    found = []
    for name in ("cloze", "other"):
        tex = formula % rf"\class{{{name}}}{{q^2}}"
        mathjax.typeset(f"<style>{cards['formulas'].css}</style><div class=mkdeck>\\({tex}\\)</div>")
        mathjax.browser.paint()
        found.append(mathjax.browser.run("document.querySelector('mjx-container').getBoundingClientRect().width"))
    assert found[0] == found[1] > 0


COVERED = """(() => {
  const formula = document.querySelector("math, mjx-container");
  const box = formula.getBoundingClientRect();
  const covers = Array.from(document.querySelectorAll(".cloze"), (each) => Array.from(each.getClientRects())).flat();
  const below = covers.filter((each) => each.top < box.bottom && each.bottom > box.bottom && each.left < box.right);
  const top = document.elementFromPoint((box.left + box.right) / 2, box.bottom - 1);
  return [below.length, formula.contains(top)];
})()"""


def test_no_gap_covers_what_hangs_down_into_its_line(browser: Browser, cards: dict[str, Card]) -> None:
    browser.resize(PHONE)
    show(browser, cards[GAPS[3]], "back", math=True)
    browser.paint()
    assert browser.run(COVERED) == [1, True]


# --- Shapes --------------------------------------------------------------------------------------------------------


def test_pictures_keep_a_distance_and_icons_stay_in_their_line(browser: Browser, cards: dict[str, Card]) -> None:
    for width in (PHONE, DESKTOP):
        browser.resize(width)
        show(browser, cards["pictures"], "front")
        above, below, line = browser.run(
            """(() => {
              const [picture, icon] = document.querySelectorAll(".prompt img");
              const words = (node) => {
                const range = document.createRange();
                range.selectNodeContents(node);
                return Array.from(range.getClientRects());
              };
              const box = picture.getBoundingClientRect();
              const after = words(picture.nextSibling).filter((each) => each.top >= box.bottom - 20 && each.width > 9);
              const before = words(picture.previousSibling).filter((each) => each.width > 9);
              const line = words(icon.nextSibling)[0];
              return [box.top - before.pop().bottom, after[0].top - box.bottom, line.bottom - line.top
                - Math.abs(icon.getBoundingClientRect().top - line.top)];
            })()"""
        )
        assert above >= 8
        assert below >= 8
        assert line > 10


def test_a_heading_of_a_column_stands_as_its_cells_do(browser: Browser, cards: dict[str, Card]) -> None:
    show(browser, cards["listing"], "front")
    style = "(each) => getComputedStyle(each).textAlign.replace('-webkit-', '')"
    aligned = f"Array.from(document.querySelectorAll('{{}}'), {style})"
    cells = browser.run(aligned.format("td"))
    assert cells == ["start", "right", "center", "left", "start"]
    assert browser.run(aligned.format("th")) == cells


GAP_BEFORE_STOP = """Array.from(document.querySelectorAll(".mkdeck %s")).filter((each) =>
    each.nextSibling && each.nextSibling.nodeType === 3 && /^[.,)]/.test(each.nextSibling.data)).map((each) => {
  const text = document.createRange(), stop = document.createRange();
  text.selectNodeContents(each);
  stop.setStart(each.nextSibling, 0);
  stop.setEnd(each.nextSibling, 1);
  return stop.getBoundingClientRect().left - text.getBoundingClientRect().right;
})"""


def test_no_blank_stands_before_the_full_stop_behind_a_pill(browser: Browser, cards: dict[str, Card]) -> None:
    for name, selector, number in (("pick", "code", 1), (GAPS[0], ":is(code, .cloze)", 2)):
        for side in ("front", "back"):
            show(browser, cards[name], side)
            rooms = browser.run(GAP_BEFORE_STOP % selector)
            assert len(rooms) >= number
            assert [room for room in rooms if not 0 <= room < 3] == []


PILL = """Array.from(document.querySelectorAll("%s"), (each) => {
    const { color, backgroundColor, boxShadow, borderRadius } = getComputedStyle(each);
    const inner = Array.from(each.querySelectorAll("*"), (part) => getComputedStyle(part).color);
    return [color, backgroundColor, boxShadow, parseFloat(borderRadius) > 2, inner.every((own) => own === color)];
})"""


@pytest.mark.parametrize("body", [DAY, NIGHT])
def test_a_gap_in_code_is_a_pill_like_any_other(browser: Browser, cards: dict[str, Card], body: str) -> None:
    for side in ("front", "back"):
        show(browser, cards["choice-gap"], side, body)
        (other,) = browser.run(PILL % ".cloze")
        show(browser, cards[GAPS[0]], side, body)
        found = browser.run(PILL % ".cloze")
        assert len(found) == 2  # in a line, and in a listing
        assert [each for each in found if each != other] == []
        assert [each for each in browser.run(CONTRASTS) if each[0] < LEAST_CONTRAST] == []


def test_a_gap_keeps_the_columns_of_code_below_each_other(browser: Browser, cards: dict[str, Card]) -> None:
    show(browser, cards[GAPS[0]], "back")
    wide = browser.run(
        """(() => {
          const pre = document.querySelector("pre");
          const range = document.createRange();
          range.selectNodeContents(pre);
          const width = range.getBoundingClientRect().width;
          for (const gap of pre.querySelectorAll(".cloze")) gap.replaceWith(...gap.childNodes);
          range.selectNodeContents(pre);
          return [width, range.getBoundingClientRect().width];
        })()"""
    )
    assert abs(wide[0] - wide[1]) < 0.5


@pytest.mark.parametrize("body", [DAY, NIGHT])
def test_what_was_right_is_green_in_every_style_of_card(browser: Browser, cards: dict[str, Card], body: str) -> None:
    colours = set()
    for name, selector in (("judge", ".choice.right"), ("choice-gap", ".cloze"), (GAPS[2], ".cloze")):
        show(browser, cards[name], "back", body)
        browser.emulate(prefers_reduced_motion="reduce")
        style = f"getComputedStyle(document.querySelector('{selector}'))"
        colours.add(browser.run(f"{style}.backgroundColor"))
    assert len(colours) == 1
    browser.emulate()


def test_nothing_chosen_is_no_larger_than_what_asks_to_choose(browser: Browser, cards: dict[str, Card]) -> None:
    for name in ("pick", "order", "judge", "pairs", "judge-each"):
        show(browser, cards[name], "front")
        asked = browser.run("getComputedStyle(document.querySelector('.choices, .task'), '::before').fontSize")
        show(browser, cards[name], "back")
        said = browser.run("document.querySelector('.verdict').className")
        assert said == "verdict nothing", name
        assert browser.run("getComputedStyle(document.querySelector('.verdict')).fontSize") == asked


BUTTONS = """Array.from(document.querySelectorAll(".judge > .choice, .pick"), (each) => {
    const { width, height } = each.getBoundingClientRect();
    return [Math.round(width), Math.round(height)];
})"""


@pytest.mark.parametrize("language", sorted(languages()))
def test_true_and_false_keep_their_size(browser: Browser, tmp_path: Path, build: Build, language: str) -> None:
    course = COURSE | {"course.yaml": f"{COURSE['course.yaml']}\nlanguage: {language}"}
    found = render_cards(course, tmp_path, build, ["judge", "judge-each"])
    for name, picks in (("judge", ":is(.choice.right, .choice:not(.right))"), ("judge-each", ".pick")):
        for pick in (0, 1):
            show(browser, found[name], "front")
            before = _measure_buttons(browser)
            browser.run(f"document.querySelectorAll('{picks}')[{pick}].click()")
            assert _measure_buttons(browser) == before, (name, pick)
            show(browser, found[name], "back")
            assert _measure_buttons(browser) == before, (name, pick)


def _measure_buttons(browser: Browser) -> list[object]:
    """Give the sizes of the buttons of a side, in windows of each width."""
    sizes = []
    for width in (360, PHONE, DESKTOP):
        browser.resize(width)
        sizes.append(browser.run(BUTTONS))
    assert all(sizes)
    return sizes


def test_the_label_above_wrong_choices_says_that_they_are_wrong(browser: Browser, cards: dict[str, Card]) -> None:
    show(browser, cards["choice-gap"], "front")
    assert browser.run("document.querySelector('.others > .label').textContent") == "Wrong choices"
    assert len({words["not_these"] for words in languages().values()}) == len(languages())


# --- The tour ------------------------------------------------------------------------------------------------------


def test_no_code_of_the_courses_here_scrolls_on_a_desktop(browser: Browser) -> None:
    browser.resize(DESKTOP)
    for name in ("tour", "recurrent-networks"):
        package = compile_course(Path(__file__).parents[2] / "decks" / name, 0).package
        css = make_notetypes("", "", "en")[0].css
        fields = [field for note in package.notes for field in note.fields if "<pre" in field]
        assert fields
        page = "".join(f'<div class="mkdeck">{each}</div>' for each in fields)
        browser.write(f'<!doctype html><style>{css}</style><body class="card">{page}')
        wide = "Array.from(document.querySelectorAll('pre')).filter((e) => e.scrollWidth > e.clientWidth)"
        assert browser.run(f"{wide}.map((each) => each.textContent)") == []
