"""Proves that a side of a card plays what it shows, and nothing that gives the answer away, in a real Anki."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.cards import Card as AnkiCard

from browser import Browser
from conftest import Build, Run, Write
from mkdeck.compiler import compile_course
from mkdeck.diff.changes import compare
from mkdeck.diff.editions import Edition
from mkdeck.identity import make_guid
from mkdeck.rehearsal.student import Student

NAMES = "question deck first second third right wrong explanation hint gap gap-hint folded answer source".split()
SETTINGS = "course: Tones\nid: tones\n"
MEDIA = {f"{name}.{suffix}": f"{name}, as far as anyone can hear" for name in NAMES for suffix in ("mp3", "webm")}
QUESTIONS = """\
source: "![](deck.{0})"
questions:
  - id: single
    type: multiple-choice
    question: "![](question.{0}) Which tone is higher?"
    choices:
      - correct: "![](first.{0})"
        feedback: "![](right.{0}) By a third."
      - "![](second.{0}) or"
      - wrong: "![](third.{0})"
        feedback: "- No.\\n- ![](wrong.{0})"
    explanation: "![](explanation.{0})"
    hint: "Listen: ![](hint.{0})"
  - id: several
    type: multiple-choice
    question: Which are high?
    choices: [{{correct: One, feedback: "![](right.{0})"}}, {{correct: Two, feedback: Words.}}, Three]
  - id: listed
    type: multiple-choice
    card: cloze
    question: "![](question.{0}) Which tone?"
    choices:
      - correct: "![](first.{0})"
        feedback: "![](right.{0})"
      - wrong: "![](second.{0})"
        feedback: "![](wrong.{0})"
      - wrong: No
        feedback: Words.
    hint: "![](hint.{0})"
  - id: recall
    type: short-answer
    question: |
      ![](question.{0})
      <details><summary>More</summary>

      ![](folded.{0})

      </details>
    answer: "![](answer.{0})"
    explanation: "![](explanation.{0})"
    source: "![](source.{0})"
  - id: gaps
    type: cloze
    question: "![](question.{0}) is {{{{c1::![](gap.{0})::![](gap-hint.{0})}}}} or {{{{c2::![](first.{0})}}}}."
    hint: "![](hint.{0})"
  - id: judged
    type: true-false
    question: "![](question.{0}) This is a third."
    answer: true
    hint: "![](hint.{0})"
"""
HEARD = {  # what plays by itself on the front, and on the back
    ("single", 0): ("question first second third", "right wrong explanation deck"),
    ("several", 0): ("", "right deck"),
    ("listed", 0): ("question second", "question first right wrong second deck"),
    ("recall", 0): ("question", "answer explanation source"),
    ("gaps", 0): ("question gap-hint first", "question gap first deck"),
    ("gaps", 1): ("question gap", "question gap first deck"),
    ("judged", 0): ("question", "deck"),
}


@pytest.fixture(scope="module", params=["mp3", "webm"])
def taken(request: pytest.FixtureRequest, build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Student]:
    """Give a student who has taken the questions above, with sounds or with videos."""
    folder = tmp_path_factory.mktemp("tones")
    for name, text in {**MEDIA, "course.yaml": SETTINGS, "1.yaml": QUESTIONS.format(request.param)}.items():
        (folder / name).write_text(text)
    with Student(tmp_path_factory.mktemp("student")) as student:
        student.take(build(folder))
        yield student


def listen(card: AnkiCard) -> tuple[str, ...]:
    """Give what plays by itself on the front of a card, and on its back."""
    output = card.render_output()
    return tuple(
        " ".join(re.sub(r"-[0-9a-f]{12}\.\w+", "", str(getattr(tag, "filename", tag))) for tag in tags)
        for tags in (output.question_av_tags, output.answer_av_tags)
    )


def test_the_front_plays_what_it_shows_and_the_back_the_rest(taken: Student) -> None:
    heard = {}
    for name, ordinal in HEARD:
        guid = make_guid("tones", name, "cloze" if name in ("listed", "gaps") else "standard")
        heard[name, ordinal] = listen(taken.note(guid).cards()[ordinal])
    assert heard == HEARD


# The choices as written, with the feedback that shows in them; and the letters of feedback that stands elsewhere.
PLACED = """(() => [
  Array.from(document.querySelectorAll(".choice"), (each) => [each.firstChild, each.querySelector(".feedback")])
    .map(([text, said]) => `${text.textContent.trim()}: ${said ? said.innerText.trim() : ""}`).sort(),
  Array.from(document.querySelectorAll(".reasons > li"))
    .map((each) => `${"ABC"[each.value - 1]}: ${each.innerText.trim()}`),
])()"""
PLAYERS = """Array.from(document.querySelectorAll("audio, video"), (each) =>
  [each.tagName, each.src.split("/").at(-1).split("-")[0], each.controls, each.autoplay, each.preload])"""
BROUGHT = {  # Anki numbers what plays on each side
    "single": ["q1: a0 By a third.", "q2: ", "q3: No.\na1"],
    "several": ["One: a0", "Three: ", "Two: Words."],
    "listed": ["No: Words.", "a4: a3"],
}
LETTERED = {
    "single": ["A: a0 By a third.", "C: No.\na1"],
    "several": ["A: a0", "B: Words."],
    "listed": ["A: a3", "B: Words."],
}


def read(browser: Browser, taken: Student, name: str) -> list[list[str]]:
    """Show front and back of a card as clients do that load a page for each; gives what the back shows."""
    guid = make_guid("tones", name, "cloze" if name == "listed" else "standard")
    style = (taken.note(guid).note_type() or {})["css"]
    for side in taken.render(guid):
        browser.show(f"<!doctype html><style>{style}</style><body class=card>{side}")
    shown: list[list[str]] = browser.run(PLACED)
    return [[re.sub(r"\[anki:play:(\w):(\d+)\]", r"\1\2", text) for text in texts] for texts in shown]


@pytest.mark.parametrize("name", list(BROUGHT))
def test_feedback_that_plays_comes_to_its_choice_on_the_back(taken: Student, chromium: Browser, name: str) -> None:
    chromium.allow_scripts(allowed=True)
    assert read(chromium, taken, name) == [BROUGHT[name], []]
    assert chromium.run("document.querySelectorAll('.answer').length") == (1 if name == "listed" else 0)
    assert chromium.faults == []


@pytest.mark.parametrize("name", list(LETTERED))
def test_without_scripts_feedback_that_plays_has_the_letter_of_its_choice(
    taken: Student, chromium: Browser, name: str
) -> None:
    chromium.allow_scripts(allowed=False)
    shown = read(chromium, taken, name)
    chromium.allow_scripts(allowed=True)
    assert shown == [[f"{each.partition(':')[0]}: " for each in BROUGHT[name]], LETTERED[name]]


@pytest.mark.parametrize(("name", "player"), [("single", "hint"), ("judged", "hint"), ("recall", "folded")])
def test_what_is_folded_plays_at_a_click(taken: Student, chromium: Browser, name: str, player: str) -> None:
    chromium.show(taken.render(make_guid("tones", name, "standard"))[0])
    ((element, *rest),) = chromium.run(PLAYERS)
    assert element in ("AUDIO", "VIDEO")
    assert rest == [player, True, False, "none"]


def test_feedback_without_sounds_stays_in_its_list(course: Write) -> None:
    choices = '[{correct: One, feedback: "Words, `[sound:x.mp3]`"}, {wrong: Two, feedback: No}]'
    text = f"questions:\n  - {{id: a, type: multiple-choice, question: Q?, choices: {choices}}}\n"
    (note,) = compile_course(course({"1.yaml": text}), 0).package.notes
    assert note.fields[2] == ""
    assert note.fields[1] == (
        '<ol class="choices single"><li class="choice right">One<div class="feedback">'
        "Words, <code>[<!-- -->sound:x.mp3]</code></div></li>"
        '<li class="choice">Two<div class="feedback">No</div></li></ol>'
    )


def test_a_change_to_what_is_heard_is_told_where_it_is_said(course: Write) -> None:
    old, new = (
        compile_course(course({**MEDIA, "1.yaml": QUESTIONS.format("mp3")} | more, name), 0)
        for name, more in (
            ("old", {"1.yaml": QUESTIONS.format("mp3").replace("![](right.mp3)", "Yes.")}),
            ("new", {"hint.mp3": "another hint"}),
        )
    )
    changes = compare(Edition(old.package.notes), Edition(new.package.notes))
    told = {
        change.note.id: {
            each.name: ([(kind, text.strip()) for kind, text in each.pieces if kind != "same"], each.remarks)
            for each in change.fields
        }
        for change in changes.changed
    }
    hint: dict[str, object] = {"Hint": ([], ("the content of hint.mp3 is another",))}
    assert told == {
        "single": {"Choices": ([("gone", "Yes."), ("new", "[sound:right.mp3]")], ())} | hint,
        "several": {"Choices": ([("gone", "Yes."), ("new", "[sound:right.mp3]")], ())},
        "listed": {"Answer": ([("gone", "Yes."), ("new", "[sound:right.mp3]")], ())} | hint,
        "gaps": hint,
        "judged": hint,
    }


def test_what_plays_comes_back_from_a_package(mkdeck: Run, course: Write, build: Build, tmp_path: Path) -> None:
    folder = course({**MEDIA, "course.yaml": SETTINGS, "1.yaml": QUESTIONS.format("mp3")})
    done = mkdeck("import", build(folder), "-o", tmp_path / "back")
    assert done.code == 0, done.err
    assert "note:" not in done.out
    old, new = (compile_course(each, 0).package for each in (folder, tmp_path / "back"))
    assert new.notes == old.notes


@pytest.mark.parametrize("suffix", ["m4a", "aac", "mp4", "mov"])
def test_a_hint_that_anki_could_not_play_on_a_desktop_is_named(mkdeck: Run, course: Write, suffix: str) -> None:
    text = """\
        questions:
          - {{id: a, type: short-answer, question: "![](x.{0}) Q?", answer: A, hint: "![](x.{0})"}}
        """
    folder = course({f"x.{suffix}": "as it sounds", "d.yaml": text.format(suffix)})
    use = "mp3" if suffix in ("m4a", "aac") else "webm"
    said = (
        f"d.yaml:2:77: warning: a: Anki on a desktop can't play .{suffix} in what is folded, such as a hint; "
        f"save it as .{use} [media]\n"
    )
    assert mkdeck("check", "d.yaml", cwd=folder).out == said


PLAY = 'choices: [{correct: "![](a.mp3)"}, "![](b.mp3)", "Neither"]'


@pytest.mark.parametrize(
    ("question", "warned"),
    [
        (PLAY, True),
        (f"card: cloze, {PLAY}", True),
        (PLAY.replace("mp3", "webm"), True),
        (PLAY.replace('"![](b.mp3)"', '{wrong: "![](b.mp3)", pin: true}'), True),
        (f"shuffle: false, {PLAY}", False),
        (f"retired: Too easy, {PLAY}", False),
        ('choices: [{correct: "![](a.mp3)", pin: true}, {wrong: "![](b.mp3)", pin: true}, Neither]', False),
        ('choices: [{correct: "![](a.mp3)"}, B, C]', False),
        ("choices: [{correct: a.mp3}, b.mp3, '`![](c.mp3)`']", False),
        ('choices: [{correct: A, feedback: "![](a.mp3)"}, {wrong: B, feedback: "![](b.mp3)"}]', False),
    ],
)
def test_shuffled_choices_that_play_are_named(question: str, warned: bool, tmp_path: Path, mkdeck: Run) -> None:
    for name in ("a.mp3", "b.mp3", "a.webm", "b.webm"):
        (tmp_path / name).write_text("as far as anyone can hear")
    (tmp_path / "1.yaml").write_text(f"questions:\n- {{id: q, type: multiple-choice, question: Which?, {question}}}\n")
    said = [line for line in mkdeck("check", "1.yaml", cwd=tmp_path).out.splitlines() if "[sound-order]" in line]
    column = len(f"- {{id: q, type: multiple-choice, question: Which?, {question.partition('choices')[0]}") + 1
    message = "the choices are shuffled, but Anki plays what is in them in the written order; set `shuffle: false`"
    assert said == ([f"1.yaml:2:{column}: warning: q: {message} [sound-order]"] if warned else [])


PLACES = """\
questions:
  - id: head
    type: occlusion
    question: Which part of the head?
    image: head.svg
    alt: A head
    masks:
      - {label: "La bouche ![](first.mp3)", box: [10, 10, 20, 10]}
      - {label: "![](second.mp3)", box: [40, 10, 20, 10], hint: "![](hint.mp3)"}
      - {label: Le nez, box: [70, 10, 20, 10]}
      - {label: "![](third.mp3) *un* œil ![](gap.mp3)", box: [10, 40, 20, 10], group: eyes}
      - {label: "![](answer.mp3) deux", box: [40, 40, 20, 10], group: eyes}
"""
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><circle cx="80" cy="100" r="60"/></svg>'


@pytest.mark.parametrize("hide", ["one", "all"])
def test_a_place_of_a_picture_plays_its_own_label_on_the_back_alone(
    hide: str, course: Write, build: Build, student: Student
) -> None:
    files = {**MEDIA, "course.yaml": SETTINGS, "1.yaml": f"{PLACES}    hide: {hide}\n", "head.svg": HEAD}
    student.take(build(course(files)))
    heard = [listen(card) for card in student.note(make_guid("tones", "head", "cloze")).cards()]
    assert heard == [("", "first"), ("hint", "second"), ("", ""), ("", "third gap answer")]
