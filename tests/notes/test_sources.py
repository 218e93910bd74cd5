"""Proves that questions which name the same source each show it, take its media, and are told of its faults."""

from conftest import Write
from mkdeck.compiler import compile_course

SETTINGS = "course: Tones\nid: tones\n"


def write(source: str, of_deck: str = "Lecture 9") -> str:
    question = "- {{id: {}, type: true-false, question: Is this a third?, answer: true, source: '{}'}}\n"
    same = "".join(question.format(name, source) for name in ("one", "two"))
    return f"source: '{of_deck}'\nquestions:\n{same}- {{id: three, type: true-false, question: Why?, answer: false}}\n"


def test_media_of_a_source_are_those_of_every_note_that_has_it(course: Write) -> None:
    text = "Hear ![](tone.mp3)"
    compiled = compile_course(course({"course.yaml": SETTINGS, "1.yaml": write(text), "tone.mp3": "a tone"}), 0)
    one, two, three = compiled.package.notes
    assert one.media == two.media == (compiled.package.media[0].name,)
    assert three.media == ()
    assert one.fields[6] == two.fields[6] == f'Hear <span class="play">[sound:{one.media[0]}]</span>'
    assert three.fields[6] == "Lecture 9"


def test_a_fault_in_a_source_is_said_of_every_question_that_has_it(course: Write) -> None:
    text = "[notes](notes.html)"
    found = compile_course(course({"course.yaml": SETTINGS, "1.yaml": write(text, of_deck=text)}), 0).diagnostics
    assert [(each.span.line, each.span.column, each.rule, each.question) for each in found] == [
        (1, 18, "link", None),
        (3, 90, "link", "one"),
        (4, 90, "link", "two"),
    ]
