"""Proves that gaps in formulas stand out on both sides of a card, in Anki's own MathJax, and change nothing else."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cards.test_formula_gaps import FORMULAS, HINTS
from conftest import Build
from mathjax import MathJax
from mkdeck.identity import make_guid
from mkdeck.rehearsal.student import Student
from mkdeck.rendering.typeset import typeset_field
from mkdeck.text.anki_gaps import list_signs, reveal
from mkdeck.text.markdown import render

CARDS = {
    (formula, number): f"q{i}"
    for i, formula in enumerate([*FORMULAS, *HINTS])
    for number in sorted({int(each) for each in re.findall(r"\{\{c(\d)", formula)})
}
# Gaps that nothing can mark without a change of what is around them.
_ARROW = r"\ce{A ->{{c1::[H+]}}{{c2::[heat]}} B}"
UNMARKED = {(r"\tag{{c1::1}} x", 1), (_ARROW, 1), (_ARROW, 2)}
# Show a side as Anki's window does: its scripts run, what they ask for is waited for, then MathJax comes.
SHOW = r"""
(async () => {
  const main = document.querySelector("main");
  main.innerHTML = %s;
  globalThis.onUpdateHook = %s;
  for (const script of main.querySelectorAll("script")) {
    const again = document.createElement("script");
    again.textContent = script.textContent;
    script.replaceWith(again);
  }
  await Promise.all((globalThis.onUpdateHook || []).map((hook) => hook()));
  if (!globalThis.onUpdateHook) await new Promise((done) => setTimeout(done));
  const tex = main.querySelector(".prompt").textContent;
  MathJax.typesetClear();
  await MathJax.typesetPromise([main]);
  const page = [...MathJax.startup.document.math].map((each) => MathJax.startup.toMML(each.root)).join("");
  const math = new DOMParser().parseFromString(page, "text/html");
  const marks = [...math.querySelectorAll(".cloze")].map((each) => each.textContent).join("");
  const shown = main.querySelectorAll("mjx-container .cloze").length;
  return { tex, page, marks: marks.replace(/[\s\u00a0]+/g, ""), shown: shown > 0 ? "shown" : "" };
})()
"""


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Iterator[Student]:
    """Give a student who has a card for every gap."""
    folder = tmp_path_factory.mktemp("marks")
    (folder / "course.yaml").write_text("course: Marks\nid: marks", "utf-8")
    lines = ["questions:"]
    for i, formula in enumerate([*FORMULAS, *HINTS]):
        lines.append(f"  - {{id: q{i}, type: cloze, question: '\\({formula.replace(chr(39), chr(39) * 2)}\\)'}}")
    (folder / "01.yaml").write_text("\n".join(lines), "utf-8")
    with Student(folder / "student") as student:
        student.take(build(folder))
        yield student


def find_sides(student: Student, formula: str, number: int) -> tuple[str, str]:
    return student.render(make_guid("marks", CARDS[formula, number], "cloze"), number - 1)


def show(mathjax: MathJax, side: str, hooks: str = "[]") -> dict[str, str]:
    shown: dict[str, str] = mathjax.browser.run(SHOW % (json.dumps(side), hooks))
    return shown


def strip(mathml: str) -> str:
    """Leave out what only groups or names, and what is another way to write the same."""
    page = re.sub(r'\n\s*| class="cloze"|</?(?:mrow|mstyle)\b[^>]*>|<mspace width="0.056em"></mspace>', "", mathml)
    page = re.sub(r"(?:<mo>(?:\.|&#x2219;)</mo>){3}", "<mo>&#x2026;</mo>", page).replace("&#xA0;", " ")
    page = page.replace('<mi data-mjx-alternate="1">&#x2032;</mi>', '<mo data-mjx-alternate="1">&#x2032;</mo>')
    return re.sub(r"</(mn|mtext)><\1>", "", page)


def read(mathml: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", mathml)))


@pytest.mark.parametrize(("formula", "number"), CARDS)
def test_a_gap_is_marked_on_both_sides(formula: str, number: int, mathjax: MathJax, student: Student) -> None:
    front, back = find_sides(student, formula, number)
    field = render(f"\\({formula}\\)", str, gaps=True).html
    for side, question in ((front, True), (back, False)):
        shown = show(mathjax, side)
        plain = show(mathjax, re.sub(r"<script>.*</script>", "", side, flags=re.DOTALL))
        assert "merror" not in shown["page"]
        assert strip(shown["page"]) == strip(plain["page"])
        sign = html.unescape(list_signs(field, number, question=question))
        if (formula, number) in UNMARKED:
            assert shown["marks"] == ""
            continue
        assert shown["marks"]
        if question and sign == "...":
            assert shown["marks"] == "[...]"
        elif not question and sign.isalnum():
            assert shown["marks"] == sign.replace(" ", "")
        assert shown["shown"]


@pytest.mark.parametrize(
    ("question", "marks"),
    [
        (r"\(x {{c1::+}} x = {{c2::2x}}\), \(x {{c1::+}} x\), {{c1::\(y\)}} and \([...] {{c1::z}}\)", ("++z", "2x")),
        (r"\({{c1::a + b}} + {{c1::c}}\)", ("a+bc",)),
        (r"\({{c1::a::first}} \cdot {{c2::b}} \cdot {{c1::c}}\)", ("ac", "b")),
        (r"\(" + "{{c1::abc}}{{c1::a}}" * 9 + r"\)", ("",)),
        (r"\(\text{{c1::a}} < {{c2::\text{b > c}}} & {{c3::d}}\)".replace("&", r"\&"), ("a", "b>c", "d")),
    ],
)
def test_an_answer_is_found_where_its_gap_was(
    question: str, marks: tuple[str, ...], tmp_path: Path, mathjax: MathJax, build: Build
) -> None:
    (tmp_path / "course.yaml").write_text("course: Marks\nid: marks", "utf-8")
    (tmp_path / "01.yaml").write_text(f"questions:\n  - {{id: q, type: cloze, question: '{question}'}}", "utf-8")
    with Student(tmp_path / "student") as student:
        student.take(build(tmp_path))
        backs = [student.render(make_guid("marks", "q", "cloze"), i)[1] for i in range(len(marks))]
    found = [show(mathjax, back)["marks"] for back in backs]
    assert found == list(marks)


def test_a_client_that_waits_for_nothing_is_served_as_well(mathjax: MathJax, student: Student) -> None:
    front, _ = find_sides(student, r"\sqrt{{c1::x}}", 1)
    assert show(mathjax, front, "undefined")["marks"] == "[...]"


def test_where_math_jax_knows_no_classes_a_formula_stays_as_it_is(mathjax: MathJax, student: Student) -> None:
    front, back = find_sides(student, r"\sqrt{{c1::x}}", 1)
    mathjax.browser.run(
        "globalThis.whole = MathJax.tex2mmlPromise; MathJax.tex2mmlPromise = (tex) => /class/.test(tex)"
        " ? Promise.resolve('<math><mtext mathcolor=\"red\">\\\\class</mtext></math>') : whole.call(MathJax, tex); 0"
    )
    try:
        assert [show(mathjax, side)["tex"].strip() for side in (front, back)] == [r"\(\sqrt{[...]}\)", r"\(\sqrt{x}\)"]
        mathjax.browser.run("MathJax.tex2mmlPromise = () => Promise.reject(new Error('not there')); 0")
        assert [show(mathjax, side)["marks"] for side in (front, back)] == ["", ""]
    finally:
        mathjax.browser.run("MathJax.tex2mmlPromise = whole; 0")


def test_a_course_without_gaps_in_formulas_carries_nothing_for_them(tmp_path: Path, build: Build) -> None:
    (tmp_path / "course.yaml").write_text("course: Marks\nid: marks", "utf-8")
    (tmp_path / "01.yaml").write_text("questions:\n  - {id: q, type: cloze, question: '{{c1::a}} and $b$'}", "utf-8")
    with Student(tmp_path / "student") as student:
        student.take(build(tmp_path))
        front, back = student.render(make_guid("marks", "q", "cloze"), 0)
    for side in (front, back):
        assert "<template" not in side
        assert "watchFormulas" not in side


# --- On the site, in the preview and on paper ----------------------------------------------------------------------

# What is set there otherwise, or not at all.
NOT_HERE = {
    *((r"\tag{{c1::1}} x", side) for side in (True, False)),
    *((r"\text{if $x_{{c1::i}}$ is}", side) for side in (True, False)),
    (r"\sqrt{{c1::2::50% of?}}", True),
    (r"{{c1::\sum}}_{i}^n 1{{c2::0}} {{c3::+}} b", False),
}


@pytest.mark.parametrize("question", [True, False])
@pytest.mark.parametrize(("formula", "number"), CARDS)
def test_a_gap_is_marked_where_browsers_set_it(formula: str, number: int, question: bool) -> None:
    field = render(f"\\({formula}\\)", str, gaps=True).html
    marked = typeset_field(reveal(field, number, question=question, marked=True))
    plain = typeset_field(reveal(field, number, question=question))
    if '"cloze' not in marked:
        assert (formula, question) in NOT_HERE
        assert marked == plain
        return
    sign = list_signs(field, number, question=question)
    # A sign whose end holds what is raised is in two parts.
    parted = formula.startswith((r"{{c1::\left", r"{{c1::\sum"))
    assert ("dots" in marked) == (question and sign == "..." and not (parted and number == 1))
    assert read(marked) == read(plain)


def test_all_cells_of_a_gap_are_marked() -> None:
    field = render(r"$$\begin{aligned} {{c1::a &= b \\ c &= d}}\end{aligned}$$", str, gaps=True).html
    marked = typeset_field(reveal(field, 1, question=False, marked=True))
    assert [read(each) for each in re.findall(r'<mrow class="cloze">(.*?)</mrow>', marked)] == list("a=bc=d")


def test_marks_stand_in_formulas_alone() -> None:
    field = r"{{c1::a}} \({{c1::b {{c1::c}} }}\) {{c1::\(d\)::\(e\)}}"
    for question in (True, False):
        marked = reveal(field, 1, question=question, marked=True)
        assert re.sub("[\ufdd0\ufdd1]", "", marked) == reveal(field, 1, question=question)
        assert not re.search("[\ufdd0\ufdd1]", re.sub(r"\\\(.*?\\\)", "", marked))
