"""Proves that two editions of a course are told apart by what a student sees, and that it reads well and fast."""

import json
from dataclasses import replace
from textwrap import dedent

import pytest

from conftest import Build, Write
from growth import assert_time_keeps_pace
from mkdeck.apkg.read import read_package
from mkdeck.compiler import compile_course
from mkdeck.diff.changes import Changes, compare
from mkdeck.diff.editions import Edition
from mkdeck.diff.report import write_markdown
from mkdeck.diff.values import make_json
from mkdeck.notes.note import Note
from mkdeck.release.editions import make_edition

TIME = 1_700_000_000
COURSE = "{course: Nets, id: nets, authors: [Ada]}"
GATES = """\
deck: Gates
description: Of gates.
questions:
  - id: forget
    type: multiple-choice
    question: What does the forget gate do?
    choices: [{correct: It scales the cell, feedback: By a factor.}, {wrong: It adds}, {wrong: Nothing}]
    explanation: "The state is $c_t$, and `c` in the code. ![The cell](img/cell.svg)"
    tags: [lstm]
  - {id: three, type: true-false, question: An LSTM has three gates., answer: true}
  - {id: parts, type: cloze, question: "Of {{c1::four}} matrices, {{c2::three}} are for gates."}
  - {id: why, type: short-answer, question: Why gates?, answer: "They let the [gradient](https://a.example) pass."}
"""
CLIPPING = """\
deck: Clipping
questions:
  - {id: norm, type: true-false, question: Clipping by norm keeps the direction., answer: true}
"""
CELL = "<svg/>"


def read_edition(write: Write, name: str, gates: str, more: dict[str, str]) -> Edition:
    files = {"course.yaml": COURSE, "1.yaml": gates, "2.yaml": CLIPPING, "img/cell.svg": CELL, **more}
    compiled = compile_course(write(files, name), TIME)
    assert not compiled.broken, compiled.diagnostics
    return make_edition(compiled.package)


def change(write: Write, *swaps: tuple[str, str], **files: str) -> Changes:
    """Compare the course above with itself after some swaps of texts in its first deck, and with some other files."""
    gates = GATES
    for before, after in swaps:
        assert before in gates
        gates = gates.replace(before, after)
    paths = {"course": "course.yaml", "clipping": "2.yaml", "cell": "img/cell.svg"}
    more = {paths[name]: text for name, text in files.items()}
    return compare(read_edition(write, "old", GATES, {}), read_edition(write, "new", gates, more))


def describe(changes: Changes) -> str:
    """Give what the Markdown says after "What students will notice"."""
    head, notice, rest = write_markdown(changes).partition("## What students will notice\n\n")
    assert not head
    assert notice
    return rest


ONE = "- 1 question changes and keeps its schedule. What students changed or tagged themselves there is replaced.\n"


@pytest.mark.parametrize(
    ("swaps", "expected"),
    [
        pytest.param(
            [("What does the forget gate do?", "What does a forget gate do to *the cell*?")],
            ONE + "\n## Changed\n\n- `forget` (Nets::Gates)\n"
            "  - Question: What does ~~the~~ **a** forget gate ~~do?~~ **do to the cell?**\n",
            id="words of a question",
        ),
        pytest.param(
            [
                (
                    "{correct: It scales the cell, feedback: By a factor.}, {wrong: It adds}",
                    "{correct: It adds}, It scales",
                )
            ],
            ONE + "\n## Changed\n\n- `forget` (Nets::Gates)\n  - Choices:\n"
            "    - ~~✓ It scales the cell~~\n    - ~~→ By a factor.~~\n    - ~~✗ It adds~~\n"
            "    - **✓ It adds**\n    - **✗ It scales**\n"
            "    - ✗ Nothing\n",
            id="choices and feedback",
        ),
        pytest.param(
            [("`c` in the code. ![The cell]", "`c_t` in the `code`. ![A cell]"), ("$c_t$", "$c_{t-1}$")],
            ONE + "\n## Changed\n\n- `forget` (Nets::Gates)\n"
            "  - Explanation: The state is ~~$c_t$,~~ **$c_{t-1}$,** and ~~`c`~~ **`c_t`** in the "
            "~~code.~~ **`code`.** [picture cell.svg: ~~The~~ **A** cell]\n",
            id="math, code and a picture's text",
        ),
        pytest.param(
            [("https://a.example", "https://b.example")],
            ONE + "\n## Changed\n\n- `why` (Nets::Gates)\n  - Answer: a link leads elsewhere\n",
            id="a link's address",
        ),
        pytest.param(
            [("the forget gate do", "the *forget* gate do")],
            ONE + "\n## Changed\n\n- `forget` (Nets::Gates)\n  - Question: only the markup differs\n",
            id="emphasis",
        ),
        pytest.param(
            [("{wrong: Nothing}", "{wrong: Nothing, pin: true}")],
            ONE + "\n## Changed\n\n- `forget` (Nets::Gates)\n  - Choices: the choices are mixed in another way\n",
            id="a pinned choice",
        ),
        pytest.param(
            [("tags: [lstm]", "tags: [gate, cell]")],
            ONE + "\n## Changed\n\n- `forget` (Nets::Gates)\n  - Tags: ~~lstm~~ **cell** **gate**\n",
            id="tags",
        ),
        pytest.param(
            [("type: true-false, question: An LSTM", "type: short-answer, question: An LSTM"), ("true}", "Yes.}")],
            ONE + "\n## Changed\n\n- `three` (Nets::Gates)\n"
            "  - Choices:\n    - ~~✓ True~~\n    - ~~✗ False~~\n  - Answer: **Yes.**\n"
            "  - Kind: ~~true-false~~ **short-answer**\n",
            id="a type of the same class",
        ),
        pytest.param(
            [("{{c1::four}} matrices, {{c2::three}}", "{{c2::four}} matrices, {{c1::three}}")],
            ONE + "- 2 cards ask for what others asked for, and keep their own schedules.\n"
            "\n## Changed\n\n- `parts` (Nets::Gates)\n"
            "  - Text: gaps have other numbers\n"
            "  - Gap 1 keeps its schedule and changes its text: ~~four~~ **three**\n"
            "  - Gap 2 keeps its schedule and changes its text: ~~three~~ **four**\n",
            id="gaps that change numbers",
        ),
        pytest.param(
            [("{{c1::four}} matrices, {{c2::three}}", "four matrices, {{c1::three}}")],
            ONE + "- 1 card stays although its gap is gone, and asks nothing.\n"
            "- 1 card asks for what another one asked for, and keeps its own schedule.\n"
            "\n## Changed\n\n- `parts` (Nets::Gates)\n"
            "  - Text: Of ~~[four]~~ **four** matrices, [three] are for gates.\n"
            "  - Gap 2 is gone; its card stays with students.\n"
            "  - Gap 1 keeps its schedule and changes its text: ~~four~~ **three**\n",
            id="a gap that takes the place of another",
        ),
        pytest.param(
            [("for gates", "for {{c3::gates}}"), ("{{c1::four}}", "{{c1::4}}")],
            "- Students get 1 new card, of a new gap.\n" + ONE + "\n## Changed\n\n- `parts` (Nets::Gates)\n"
            "  - Text: Of ~~[four]~~ **[4]** matrices, [three] are for ~~gates.~~ **[gates].**\n"
            "  - Gap 3 is new.\n",
            id="a new gap, and another text in an old one",
        ),
        pytest.param(
            [
                (
                    "  - {id: three",
                    "  - {id: fresh, type: short-answer, question: A *new* one?, answer: Yes.}\n  - {id: three",
                )
            ],
            "- Students get 1 new question.\n\n## Added\n\n- `fresh` (Nets::Gates): A new one?\n",
            id="an added question",
        ),
        pytest.param(
            [("  - {id: three, type: true-false, question: An LSTM has three gates., answer: true}\n", "")],
            "- 1 question is gone from the course. Whoever has it keeps it as it is, for ever.\n"
            "\n## Gone without being retired\n\n- `three` (Nets::Gates): An LSTM has three gates.\n",
            id="a question that is gone",
        ),
        pytest.param(
            [("id: three,", "id: three, card: cloze,")],
            "- 1 question comes as a new card, and the old card stays beside it.\n"
            "\n## Another kind of card\n\n- `three`: a card without a gap before, a card with gaps now\n",
            id="another class",
        ),
        pytest.param(
            [("Of gates.", "Of *three* gates.")],
            "- 1 deck has another description.\n"
            "\n## Descriptions\n\n- Nets::Gates:\n  - Of **three** gates.\n  - Ada\n",
            id="a description",
        ),
    ],
)
def test_each_change_is_told_in_words(swaps: list[tuple[str, str]], expected: str, course: Write) -> None:
    assert describe(change(course, *swaps)) == expected


def test_a_picture_of_the_same_name_with_other_content_is_noticed(course: Write) -> None:
    expected = f"{ONE}\n## Changed\n\n- `forget` (Nets::Gates)\n  - Explanation: the content of cell.svg is another\n"
    assert describe(change(course, cell="<svg></svg>")) == expected


def test_a_retired_question_is_told_with_the_reason_and_nothing_else(course: Write) -> None:
    changes = change(course, ("id: parts,", "id: parts, retired: Twice **the** same.,"))
    assert describe(changes) == dedent("""\
        - 1 question is no longer asked. Its card is empty, and Tools > Empty Cards in Anki deletes it.
        - 1 deck has another description.

        ## Retired

        - `parts`: 2023-11-14: Twice the same.

        ## Descriptions

        - Nets::Gates:
          - Of gates.
          - **No longer asked:**
          - **- Of four matrices, three are for gates. (Twice the same.)**
          - Ada
        """)


def test_a_retired_question_that_comes_back_is_told(course: Write) -> None:
    now = read_edition(course, "new", GATES, {})
    then = read_edition(course, "old", GATES.replace("id: three,", "id: three, retired: Wrong.,"), {})
    assert describe(compare(then, replace(now, descriptions={}))) == dedent("""\
        - 1 retired question is asked again.

        ## Asked again

        - `three` (Nets::Gates): An LSTM has three gates.
        """)


def test_the_date_of_a_retirement_is_no_change(course: Write) -> None:
    folder = course({"course.yaml": COURSE, "1.yaml": CLIPPING.replace("id: norm,", "id: norm, retired: Wrong.,")})
    then, now = (make_edition(compile_course(folder, when).package) for when in (TIME, TIME + 99 * 86_400))
    assert then != now
    assert not compare(then, now)


def test_moved_questions_are_told_by_their_decks(course: Write) -> None:
    changes = change(
        course, ("deck: Gates", "deck: LSTM"), clipping=CLIPPING.replace("deck: Clipping", "deck: CLIPPING")
    )
    assert describe(changes) == dedent("""\
        - 4 questions are in another deck. Whoever has them already finds them in the old one.

        ## Moved

        - `forget`, `three`, `parts`, `why`: from 'Nets::Gates' to 'Nets::LSTM'
        """)


def test_as_few_questions_as_possible_are_said_to_stand_elsewhere(course: Write) -> None:
    why = GATES[GATES.index("  - {id: why") :]
    changes = change(course, (why, ""), ("questions:\n", "questions:\n" + why))
    assert describe(changes) == dedent("""\
        - Who is new to the course meets 1 question in another place.

        ## Order

        - In another place: `why`
        """)


def test_another_language_changes_the_look_and_what_the_words_say(course: Write) -> None:
    changes = change(course, course="{course: Nets, id: nets, authors: [Ada], language: de}")
    assert describe(changes) == dedent("""\
        - 2 questions change and keep their schedules. What students changed or tagged themselves there is replaced.
        - Cards look or behave differently; their schedules stay.

        ## Changed

        - `three`, `norm`
          - Choices:
            - ✓ ~~True~~ **Wahr**
            - ✗ ~~False~~ **Falsch**

        ## Look

        - Cards without a gap: front, back, style
        - Cards with gaps: front, back, style
        """)


ORDER = "questions: [{id: order, type: ordering, question: Sort., items: [one, two, three]}]"
PICTURE = "questions: [{id: pic, type: short-answer, question: '![A cell](img/cell.svg) What is it?', answer: A cell}]"
MASKED = """\
questions:
  - {id: places, type: occlusion, question: Name it., image: img/cell.svg, masks: [{label: A, box: [1, 2, 30, 40]}]}
"""
FORMULA = "questions: [{id: formula, type: cloze, question: 'It is $\\frac{ {{c1::1}} }{2}$.'}]"
NUMBER = "questions: [{id: number, type: numeric, question: How many?, answer: 4}]"


@pytest.mark.parametrize("deck", [ORDER, PICTURE, MASKED, FORMULA, NUMBER])
def test_a_kind_of_card_that_comes_or_goes_changes_no_other(deck: str, course: Write) -> None:
    with_it = {"3.yaml": deck, "img/cell.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"/>'}
    gates = GATES.replace(" ![The cell](img/cell.svg)", "")
    old, new = (
        read_edition(course, "old", gates, with_it),
        read_edition(course, "new", gates, {}),
    )
    assert old.notetypes != new.notetypes
    for one, other in ((old, new), (new, old), (replace(old, made={}), new), (new, replace(old, made={}))):
        changes = compare(one, other)
        assert (changes.templates, len(changes.added) + len(changes.removed)) == ((), 1)


def test_gaps_in_formulas_that_are_no_longer_marked_look_different(course: Write) -> None:
    sound = "questions: [{id: sound, type: cloze, question: 'A {{c1::bee ![hum](bee.mp3)}}.'}]"
    more = {"3.yaml": FORMULA, "bee.mp3": "hum"}
    old, new = read_edition(course, "old", GATES, more), read_edition(course, "new", GATES, more | {"4.yaml": sound})
    for one, other in ((old, new), (new, old)):
        changes = compare(one, other)
        assert {each.note_class for each in changes.templates} == {"cloze"}


def test_what_many_questions_have_in_common_is_told_once(course: Write) -> None:
    questions = "".join(f"  - {{id: q{i}, type: true-false, question: {i}?, answer: true}}\n" for i in range(12))
    old, new = (
        make_edition(
            compile_course(course({"course.yaml": settings, "1.yaml": f"questions:\n{questions}"}), TIME).package
        )
        for settings in (
            COURSE,
            "{course: Nets, id: nets, authors: [Ada], tags: [net], report: 'https://x.example/{id}'}",
        )
    )
    assert describe(compare(old, new)) == dedent("""\
        - 12 questions change and keep their schedules. What students changed or tagged themselves there is replaced.
        - Cards look or behave differently; their schedules stay.

        ## Changed

        - `q0`, `q1`, `q2`, `q3`, `q4`, `q5`, `q6`, `q7`, `q8`, `q9` and 2 more
          - Tags: **net**

        ## Look

        - Cards without a gap: back
        """)


def test_another_course_id_is_all_that_matters(course: Write) -> None:
    changes = change(course, course=COURSE.replace("id: nets", "id: networks"))
    assert (
        describe(changes)
        == "- The course has another id: students get every question a second time, and start from nothing.\n"
    )
    assert changes


def test_a_description_that_is_emptied_stays_with_students(course: Write) -> None:
    edition = read_edition(course, "old", GATES, {})
    emptied = replace(edition, descriptions=dict.fromkeys(edition.descriptions, ""))
    assert describe(compare(edition, emptied)) == dedent("""\
        - 2 decks have another description.

        ## Descriptions

        - Nets::Gates:
          - ~~Of gates.~~
          - ~~Ada~~
        - Nets::Gates: students keep the old one, as Anki never empties a description
        - Nets::Clipping: ~~Ada~~
        - Nets::Clipping: students keep the old one, as Anki never empties a description
        """)


def test_a_package_equals_the_course_that_it_was_built_of(course: Write, build: Build) -> None:
    retired = GATES.replace("id: three,", "id: three, retired: Wrong.,")
    now = read_edition(course, "new", retired, {})
    then = make_edition(read_package(build(course({}, "new"))))
    assert not compare(then, now)
    assert not compare(now, then)
    assert write_markdown(Changes()) == "## What students will notice\n\n- Nothing.\n"


def test_json_holds_everything(course: Write) -> None:
    changes = change(
        course,
        ("Why gates?", "Why?"),
        ("id: parts,", "id: parts, retired: Twice.,"),
        ("id: three,", "id: three, card: cloze,"),
        clipping=CLIPPING.replace("norm", "value"),
    )
    added = {
        "id": "value",
        "class": "standard",
        "deck": "Nets::Clipping",
        "tags": [],
        "cards": 1,
        "fields": {
            "Question": "<p>Clipping by value keeps the direction.</p>",
            "Choices": '<ol class="choices judge fixed"><li class="choice right">True</li>'
            '<li class="choice">False</li></ol>',
            "Kind": "true-false",
            "Id": "value",
        },
    }
    found = make_json(replace(changes, descriptions=()))
    assert found.pop("notice") == [
        "Students get 1 new question.",
        "1 question changes and keeps its schedule. What students changed or tagged themselves there is replaced.",
        "1 question is no longer asked. Its card is empty, and Tools > Empty Cards in Anki deletes it.",
        "1 question is gone from the course. Whoever has it keeps it as it is, for ever.",
        "1 question comes as a new card, and the old card stays beside it.",
    ]
    removed, restyled = (json.loads(json.dumps(found.pop(name))) for name in ("removed", "restyled"))
    assert [(each["id"], each["deck"]) for each in removed] == [("norm", "Nets::Clipping")]
    assert [(each["before"]["class"], each["after"]["class"]) for each in restyled] == [("standard", "cloze")]
    assert found == {
        "added": [added],
        "changed": [
            {
                "id": "why",
                "class": "standard",
                "deck": "Nets::Gates",
                "fields": [
                    {
                        "field": "Question",
                        "words": [["gone", "Why gates?"], ["new", "Why?"]],
                        "remarks": [],
                        "before": "<p>Why gates?</p>",
                        "after": "<p>Why?</p>",
                    }
                ],
                "tags_gone": [],
                "tags_new": [],
                "gaps_gone": [],
                "gaps_new": [],
                "handovers": [],
            }
        ],
        "moved": [],
        "retired": [{"id": "parts", "why": "2023-11-14: Twice."}],
        "unretired": [],
        "reordered": [],
        "templates": [],
        "descriptions": [],
        "other_course": False,
    }


def test_marks_are_markdown_whatever_the_words_are(course: Write) -> None:
    typed = r"'# **So** \_many\_ \`ticks\`, \$5, a&#91;1](x), snake_case, \<b\>, \&lt; or \~?'"
    said = describe(change(course, ("Why gates?", typed)))
    assert said.partition("Question: ")[2] == (
        r"~~Why gates?~~ **So \_many\_ `ticks`, \$5, a[1\](x), snake_case, \<b>, \&lt; or \~?**" + "\n"
    )


def test_long_texts_are_cut_to_what_changed(course: Write) -> None:
    answer = "answer: |\n      " + "".join(f"- Line {i}\n      " for i in range(20))
    gates = f"questions:\n  - id: long\n    type: short-answer\n    question: {'word ' * 200}end\n    {answer}"
    then = read_edition(course, "old", gates, {})
    now = read_edition(course, "new", gates.replace("Line 10", "Row 10").replace("word end", "word stop"), {})
    assert describe(replace(compare(then, now), descriptions=())) == dedent(f"""\
        {ONE}
        ## Changed

        - `long` (Nets::1)
          - Question: {"word " * 15}word … {"word " * 15}word ~~end~~ **stop**
          - Answer:
            - …
            - \\- Line 9
            - \\- ~~Line~~ **Row** 10
            - \\- Line 11
            - …
        """)


def _note(text: str) -> Note:
    return Note("a", "guid", "standard", "Deck", (text, *[""] * 12), (), (0,))


@pytest.mark.parametrize(
    "piece", ["a b ", "same\n", "<", "<pre>", "[sound:", "\\(", " ", "\xa0", "`", "*", "&#", "{{c1::"]
)
def test_time_grows_no_faster_than_a_field(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        middle = len(text) // 2
        changed = f"x {text[:middle]} y {text[middle:]} z"
        changes = compare(Edition((_note(text),)), Edition((_note(changed),)))
        assert len(write_markdown(changes)) < 10_000

    assert_time_keeps_pace(work, 250_000)
