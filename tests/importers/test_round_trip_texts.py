"""Proves that texts and questions that nobody would write come back from a package as they were, or are named."""

import json
import random
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run, Write
from depth import count
from importers.round_trip import TIME, bring_back, compile_again
from mkdeck.apkg.write import write_package
from mkdeck.compiler import compile_course
from mkdeck.importers.decompiler.markdown import Restorer
from mkdeck.text.markdown import Fragment, render, unwrap

FILES = {"p.png": "media/p.png", "s.mp3": "media/s.mp3"}
WORDS = (
    "word#another#`code`#`a::b`#`<x>`#**bold**#*it*#***both***#~~gone~~#$x^2$#$$y$$#\\(z\\)#\\[w\\]#5$#$5#\"q\"#'q'#+#-"
    "#[link](https://e.org/a?b=1&c=2)#<https://e.org>#<sub>2</sub>#<b>b</b>#<kbd>K</kbd>#&amp;#&lt;b&gt;#&nbsp;#<#>"
    "#a<b#a&b#\\*#\\_#\\`#\\(#}}#::#{{#_under_#snake_case#*#_#`#1.#2)#|#!#[#]#(#)#\\#\\\\#[sound:a.mp3]#[latex]#é#漢"
    "#![](p.png)#![alt](p.png)#![s](s.mp3)#<br>#http://x.y#<i>i</i>#[$]x[/$]#~"
).split("#")
BREAKS = [
    *(
        "\n\n",
        "\n",
        "\n- ",
        "\n* ",
        "\n1. ",
        "\n\n> ",
        "\n\n# ",
        "  \n",
        "\\\n",
        "\n   - ",
        "\n\n---\n\n",
        "\n\n    x\n\n",
    ),
    "\n\n```python\ndef f(x):\n    return x\n```\n\n",
    "\n\n| a | b |\n|--|:-:|\n| c | d |\n\n",
    "\n\n<details><summary>S</summary>\n\ninner $x$\n\n</details>\n\n",
    "\n\n<table><tr><td>x</td></tr></table>\n\n",
]
GAPS = ["{{c1::gap}}", "{{c2::gap::hint}}", "{{c1::`a::b`}}", "${{c3::x}}^2$", "{{c1::a {{c2::b}}}}", "{{c1::a\\::b}}"]


def make_text(chance: random.Random, *, gaps: bool) -> str:
    pieces = [
        chance.choice(BREAKS)
        if chance.random() < 0.25
        else chance.choice(GAPS if gaps and chance.random() < 0.15 else WORDS) + chance.choice([" ", " ", ""])
        for _ in range(chance.randint(1, 14))
    ]
    return "".join([*pieces, chance.choice(GAPS)] if gaps else pieces)


@settings(max_examples=count(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.booleans(), st.booleans())
def test_a_hostile_text_comes_back_as_markdown_that_gives_the_same_field(
    chance: random.Random, gaps: bool, bare: bool
) -> None:
    text = make_text(chance, gaps=gaps)
    first = render(text, lambda reference: reference, gaps=gaps)
    names = {path: name for name, path in FILES.items()}

    def shape(fragment: Fragment) -> Fragment:
        return fragment._replace(html=unwrap(fragment.html)) if bare and not gaps else fragment

    page = shape(first).html
    # HTML that is opened and never closed is mended in ways that nothing could write again.
    mended = any("never closed" in fault.message or "closes nothing" in fault.message for fault in first.faults)
    if any(fault.severity == "error" for fault in first.faults) or not page.strip() or mended:
        return
    restored = Restorer(FILES).restore(
        page, lambda again: shape(render(again, lambda path: names.get(path, path), gaps=gaps)), gaps=gaps
    )
    if restored is not None and not restored.exact:
        # What can't be told exactly says at least the same words.
        again = shape(render(restored.text, lambda path: names.get(path, path), gaps=gaps)).html
        assert re.sub(r"<[^>]*>|\s", "", again) == re.sub(r"<[^>]*>|\s", "", page)


def test_nearly_every_hostile_text_comes_back_exactly() -> None:
    chance = random.Random(7)  # noqa: S311 - not for secrets
    names = {path: name for name, path in FILES.items()}
    exact: list[bool] = []

    def try_one(text: str, *, gaps: bool) -> None:
        fragment = render(text, lambda reference: reference, gaps=gaps)
        if any(fault.severity == "error" for fault in fragment.faults) or not fragment.html.strip():
            return
        restored = Restorer(FILES).restore(
            fragment.html, lambda again: render(again, lambda path: names.get(path, path), gaps=gaps), gaps=gaps
        )
        exact.append(restored is not None and restored.exact)

    for _ in range(1500):
        gaps = chance.random() < 0.3
        try_one(make_text(chance, gaps=gaps), gaps=gaps)
    assert len(exact) > 1000
    assert sum(exact) / len(exact) > 0.995


def make_question(chance: random.Random, name: str) -> dict[str, object]:
    """Make a question with such a text in every place."""
    kind = chance.choice(["multiple-choice", "multiple-choice", "true-false", "short-answer", "cloze"])
    question: dict[str, object] = {"id": name, "type": kind, "question": make_text(chance, gaps=kind == "cloze")}
    if kind == "multiple-choice":
        choices: list[dict[str, str]] = []
        for i in range(chance.randint(2, 4)):
            choice = {"correct" if i == 0 or chance.random() < 0.4 else "wrong": make_text(chance, gaps=False)}
            choices.append(choice | ({"feedback": make_text(chance, gaps=False)} if chance.random() < 0.4 else {}))
        question["choices"] = choices
    elif kind == "true-false":
        question["answer"] = chance.choice(["true", "false"])
    elif kind == "short-answer":
        question["answer"] = make_text(chance, gaps=False)
    if kind in ("multiple-choice", "true-false") and chance.random() < 0.4:
        question["card"] = "cloze"
    for key in ("explanation", "hint", "source"):
        if chance.random() < 0.4:
            question[key] = make_text(chance, gaps=False)
    return question | ({"retired": make_text(chance, gaps=False)} if chance.random() < 0.1 else {})


def test_hostile_questions_come_back_or_it_is_said_which_do_not(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - not for secrets
    files: dict[str, str | bytes] = {
        "course.yaml": "course: C\nid: c\n",
        "p.png": b"\x89PNG\r\n\x1a\n",
        "s.mp3": b"ID3",
    }
    sound: list[dict[str, object]] = []
    while len(sound) < 60:
        question = make_question(chance, f"q-{len(sound)}")
        folder = course(files | {"1.yaml": json.dumps({"questions": [question]})}, name="one")
        if not compile_course(folder, TIME).broken:
            sound.append(question)
    old = compile_again(course(files | {"1.yaml": json.dumps({"questions": sound})}))
    write_package(old, tmp_path / "x.apkg")
    new, said = bring_back(mkdeck, tmp_path / "x.apkg", tmp_path / "back")
    assert [note.guid for note in new.notes] == [note.guid for note in old.notes]
    told = {int(number) for number in re.findall(r"x\.apkg:(\d+): note: the text of", said)}
    changed = {i for i, (one, other) in enumerate(zip(new.notes, old.notes, strict=True), 1) if one != other}
    assert changed <= told
    assert len(changed) < 4


characters = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u2028\u2029")


@settings(max_examples=count(30), deadline=None)
@given(st.text(characters, min_size=1, max_size=40), st.sampled_from("*_`$~<>&[]()\\#-+|{}!\"':"), st.booleans())
def test_plain_signs_come_back_exactly(text: str, sign: str, doubled: bool) -> None:
    text = f"{sign * (1 + doubled)}{text}{sign}"
    fragment = render(text, lambda reference: reference)
    if any(fault.severity == "error" for fault in fragment.faults) or not fragment.html.strip():
        return
    restored = Restorer({}).restore(fragment.html, lambda again: render(again, lambda reference: reference))
    assert restored is not None
    assert restored.exact, (text, fragment.html, restored.text)
