"""Proves that no importer takes longer than in proportion to a text, whatever long run or deep nest it is made of."""

import base64
import contextlib
import html
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from depth import DEEP, spread
from growth import assert_time_keeps_pace, count_lines
from importers.test_hostile_packages import make_collection, make_package
from mkdeck.diagnostics import CommandError
from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.pipeline import import_files
from mkdeck.importers.writing.normalise import make_ids
from pieces import LONG

MANY = 2_000 if DEEP else 1_000

MOODLE = (
    '<quiz><question type="{kind}"><name><text>n</text></name><questiontext format="{form}"><text>{text}</text>'
    '</questiontext><answer fraction="100" format="{form}"><text>{text}</text></answer>'
    '<answer fraction="0"><text>b</text></answer></question></quiz>'
)
QTI = (
    '<assessmentItem identifier="i" title="t"><responseDeclaration identifier="R" cardinality="single" '
    'baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody>'
    '<p>{text}</p><choiceInteraction responseIdentifier="R"><simpleChoice identifier="A">{text}</simpleChoice>'
    '<simpleChoice identifier="B">b</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
)
OLD_QTI = (
    '<questestinterop><item ident="i"><presentation><material><mattext texttype="text/html">{text}</mattext></material>'
    '<response_lid ident="r"><render_choice><response_label ident="1"><material><mattext>{text}</mattext></material>'
    '</response_label><response_label ident="2"><material><mattext>b</mattext></material></response_label>'
    "</render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar><varequal "
    'respident="r">1</varequal></conditionvar><setvar action="Set">100</setvar></respcondition></resprocessing></item>'
    "</questestinterop>"
)


def _moodle(kind: str, form: str, text: str) -> str:
    return MOODLE.format(kind=kind, form=form, text=html.escape(text))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


PLACES: dict[str, Callable[[str], str]] = {
    "gift question": lambda text: f"{text} Which?{{=a ~b}}",
    "gift choice": lambda text: f"Which?{{={text} ~b}}",
    "gift answers": lambda text: f"[html]Which?{{{text}}}",
    "gift html": lambda text: f"::{text}::[html]{text} Which?{{=a#{text} ~b}}",
    "lettered question": lambda text: f"1. {text} Which?{text}\nA) a\nB) b\nANSWER: A\n",
    "lettered choice": lambda text: f"Which?\nA) {text} a\nB){text}b{text}c\nANSWER: A\n",
    "lettered brackets": lambda text: (
        f"1. (A){text}Which{text}(B)\nA) a\nB) b\n\n2. 水\uff08A{text}\uff09{text}\nA) a\nB) b\n"
    ),
    "lettered ticks": lambda text: (
        f"1\\. Which{text}?\n- {text}a{text} ✅\n- ❌{text}b\n\n2\\. *Answer:{text}*\n- a ✅\n- b\n"
    ),
    "lettered statements": lambda text: f"1. a{text}b (true)\n2. {text}c{text} (√)\n",
    "lettered answer": lambda text: f"Which?\nA) a\nB) b\nANSWER:{text}A{text}c\nFeedback:{text}a{text}b\n",
    "lettered key": lambda text: (
        f"1. Which?\nA) a\nB) b\n\n2. What?\nA) a\nB) b\n\nAnswers: 1. A {text}\n2. B {text}\n"
    ),
    "markdown heading": lambda text: f"## {text} Which?{text}x\n\n- [x] a\n- [ ] b\n",
    "markdown choice": lambda text: f"## Which?\n\n{text}\n\n- [x] {text} a{text}\n- [ ] b\n",
    "markdown details": lambda text: f"## Which?\n\nA. a\nB. b\n\n<details><summary>{text}</summary>{text}</details>\n",
    "markdown answer": lambda text: f"1. Which?\n   - A. {text}\n   - B. b\n\nAnswer: A {text}\n",
    "quiz-page question": lambda text: f"Question 1 Multiple Choice\n{text} Which?\nA{text}\nBb\n",
    "quiz-page heading": lambda text: f"Question 1 {text}\nWhich?\nTTrue\nFFalse\nAnswer: {text}\n",
    "table cells": lambda text: (
        f"question,answer,explanation,tags\n{_cell(text)},{_cell(text)},{_cell(text)},{_cell(text)}\n"
    ),
    "table choices": lambda text: f"question,choices,correct\nWhich?,{_cell(text)},a\n",
    "table key": lambda text: (
        f"question,choice 1,choice 2,correct,type\nWhich?,a,{_cell(text)},{_cell(text)},{_cell(text)}\n"
    ),
    "table between": lambda text: (
        f"question,choice 1,choice 2,correct,type\nWhich?,a,b,{_cell(f'a{text}b')},\n"
        f"Which?,{_cell(f'a{text}b')},{_cell(f'b{text}c')},,matching\n"
    ),
    "table measure": lambda text: (
        f"question,answer,tolerance,unit\nHow far?,5,{_cell(f'1{text}2')},m\nHow far?,{_cell(f'1{text}2')},1,m\n"
    ),
    "table accept": lambda text: f"question,answer,type,accept\nWhich?,a,short answer,{_cell(f'a{text}b')}\n",
    "table heading": lambda text: f"{_cell(text)},question,answer\nx,Which?,a\n",
    "table raw": lambda text: f"question,answer\nWhich?,{text}\n",
    "text2qti question": lambda text: f"1. {text} Which?\n... {text}\n*a) {text}\nb) b\n",
    "text2qti code": lambda text: f"1. Which?\n\n   ```\n   {text}\n   ```\n*a) a\nb) b\n```\n{text}\n```\n",
    "ankitum basic": lambda text: f"title: T\ncards:\n- type: basic\n  front: {json.dumps(text)}\n  back: b\n",
    "ankitum markdown": lambda text: f"title: T\ncards:\n- type: markdown\n  front: {json.dumps(text)}\n  back: b\n",
    "ankitum cloze": lambda text: f"title: T\ncards:\n- type: html_cloze\n  front: {json.dumps(text)}\n",
    "ankitum latex": lambda text: (
        f"title: T\ncards:\n- type: html\n  front: {json.dumps('[latex]' + text + '[/latex]')}\n  back: b\n"
    ),
    "mdbook-quiz prompt": lambda text: (
        f"[[questions]]\ntype = 'ShortAnswer'\nprompt.prompt = {json.dumps(text)}\nanswer.answer = {json.dumps(text)}\n"
    ),
    "mdbook-quiz raw": lambda text: (
        f"[[questions]]\ntype = 'ShortAnswer'\nprompt.prompt = 'a'\nanswer.answer = {text}\n"
    ),
    "moodle-xml html": lambda text: _moodle("multichoice", "html", text),
    "moodle-xml markdown": lambda text: _moodle("multichoice", "markdown", text),
    "moodle-xml moodle": lambda text: _moodle("shortanswer", "moodle_auto_format", text),
    "moodle-xml cloze": lambda text: _moodle("cloze", "html", f"{text} {{1:MC:={text}~b}}"),
    "qti 1": lambda text: OLD_QTI.format(text=html.escape(text)),
    "qti 2": lambda text: QTI.format(text=html.escape(text)),
    "anki-text html": lambda text: f"#separator:tab\n#html:true\n{_cell(text)}\t{_cell(text)}\n",
    "anki-text plain": lambda text: f"#separator:tab\n#html:false\n#tags column:3\nWhich?\t{_cell(text)}\t{text}\n",
    "anki-text cloze": lambda text: (
        f"#separator:tab\n#html:true\n#notetype:Cloze\n{_cell(text + '{{c1::' + text + '}}')}\tb\n"
    ),
}


def _import(content: bytes, format_name: str | None) -> None:
    with contextlib.suppress(CommandError):
        import_files([Document("x", content)], Path("/nowhere/deck.yaml"), format_name, append=False)


@pytest.mark.parametrize("place", PLACES)
def test_time_grows_no_faster_than_a_text(place: str) -> None:
    name = place.partition(" ")[0]
    for piece, write in spread(list(LONG.items()), list(PLACES).index(place)):

        def work(size: int, write: Callable[[int], str] = write) -> None:
            _import(PLACES[place](write(size)).encode(), name)

        assert_time_keeps_pace(work, MANY, piece)


def test_time_grows_no_faster_than_the_fields_of_a_package() -> None:
    for piece, write in LONG.items():
        packages: dict[int, bytes] = {}

        def work(size: int, write: Callable[[int], str] = write, packages: dict[int, bytes] = packages) -> None:
            if size not in packages:
                packages[size] = make_package(make_collection([(write(size), write(size))]))
            _import(packages[size], "apkg")

        assert_time_keeps_pace(work, MANY, piece)


def test_no_format_takes_long_to_see_that_a_text_is_not_its_own() -> None:
    for piece, write in LONG.items():

        def work(size: int, write: Callable[[int], str] = write) -> None:
            _import(write(size).encode(), None)

        assert_time_keeps_pace(work, MANY, piece)


IN_LINES = ("gift", "lettered", "markdown", "quiz-page", "text2qti")


@pytest.mark.parametrize("place", [place for place in PLACES if place.startswith(IN_LINES)])
def test_time_grows_no_faster_than_the_number_of_questions(place: str) -> None:
    question = PLACES[place]("a *b* $c$") + "\n\n"
    assert_time_keeps_pace(lambda size: _import((question * size).encode(), place.partition(" ")[0]), 400)


def _show_pictures(answers: int) -> bytes:
    """Write a question whose answers show a picture each."""
    picture = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>" + b" " * 40_000).decode()
    shown = "".join(
        f'<answer fraction="{0 if i else 100}" format="html"><text>{i}&lt;img src="@@PLUGINFILE@@/{i}.svg"&gt;</text>'
        f'<file name="{i}.svg" path="/" encoding="base64">{picture}</file></answer>'
        for i in range(answers)
    )
    question = f'<question type="multichoice"><questiontext><text>a?</text></questiontext>{shown}</question>'
    return f"<quiz>{question}</quiz>".encode()


def test_time_grows_no_faster_than_the_pictures_of_a_question() -> None:
    assert_time_keeps_pace(lambda size: _import(_show_pictures(size), "moodle-xml"), 200)


@pytest.mark.parametrize("name", ["honey", "h" * 100], ids=["short", "long"])
def test_work_grows_no_faster_than_the_questions_of_one_id(name: str) -> None:
    few, many = ([Draft(1, "short-answer", "Why?", id=name)] * size for size in (100, 1_000))
    ids = make_ids(many, {name})
    assert (len(set(ids)), ids[0], max(map(len, ids)) <= 100) == (1_000, f"{name[:90]}-2", True)
    assert count_lines(lambda: make_ids(many, {name})) < 11 * count_lines(lambda: make_ids(few, {name}))
