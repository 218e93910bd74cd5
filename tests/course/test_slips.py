"""Proves that the likeliest mistakes in a deck are each said once, where they are, with what to write instead."""

from pathlib import Path

import pytest

from conftest import Run, Write
from course.hostile import check
from growth import assert_time_keeps_pace
from mkdeck.course.model import parse_deck
from mkdeck.course.yaml_source import Source, load

HEAD = "questions:\n  - id: q\n    type: multiple-choice\n    question: Which?\n"
BLOCK = "or a block that starts with '|'"


def choose(*lines: str) -> str:
    return HEAD + "    choices:\n" + "".join(f"      {line}\n" for line in lines)


def ask(kind: str, *lines: str) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return f"questions:\n  - id: q\n    type: {kind}\n    question: What?\n{body}"


def schema(line: int, column: int, message: str, question: str = "q: ") -> str:
    return f"d.yaml:{line}:{column}: error: {question}{message} [schema]"


def syntax(line: int, column: int, message: str) -> str:
    return f"d.yaml:{line}:{column}: error: not valid YAML: {message} [syntax]"


def marked(key: str, right: str, line: int = 6) -> list[str]:
    message = f"a right choice is marked where it stands: write `- correct: {right}` in `choices`, and remove `{key}`"
    return [schema(line, 5, message)]


# name: (deck, what is said about it)
SLIPS: dict[str, tuple[str, list[str]]] = {
    # --- Choices
    "feedback below a plain choice": (
        choose("- one", "  feedback: no", "- correct: two"),
        [
            syntax(
                6,
                9,
                "`feedback:` needs a key above it; write `- wrong: one`, or `- correct: one`, "
                "and `feedback:` below `wrong:`",
            )
        ],
    ),
    "pin below a plain choice": (
        choose("- correct: two", "- None of these, I would say, or else I would not ask", "  pin: true"),
        [
            syntax(
                7,
                9,
                "`pin:` needs a key above it; write `- wrong: None of these, I would say, or else I wo ...`, or "
                "`- correct: None of these, I would say, or else I wo ...`, and `pin:` below `wrong:`",
            )
        ],
    ),
    "feedback as a choice of its own": (
        choose("- correct: two", "- one", "- feedback: why"),
        [
            schema(
                8,
                9,
                "`feedback:` stands below `- correct:` or `- wrong:` with the text of a choice, not in a choice of its own",
            )
        ],
    ),
    "a text and whether it is right": (
        choose("- text: one", "  correct: true", "- text: two", "  correct: false", "- text: three"),
        [
            schema(6, 9, "write this as `- correct: one`"),
            schema(8, 9, "write this as `- two`"),
            schema(10, 9, "write this as `- three`, or as `- correct: ...` if it is right"),
        ],
    ),
    "whether it is right, and a text": (
        choose("- correct: yes", "  text: 'Note: one'", "- wrong: true", "  text: two"),
        [schema(6, 9, "write this as `- correct: 'Note: one'`"), schema(8, 9, "write this as `- two`")],
    ),
    "a text with its mark": (
        choose("- one: true", "- two: false"),
        [schema(6, 9, "write this as `- correct: one`"), schema(7, 9, "write this as `- two`")],
    ),
    "another word for correct": (
        choose("- right: one", "- false: two"),
        [schema(6, 9, "write this as `- correct: one`"), schema(7, 9, "write this as `- wrong: two`")],
    ),
    "a slip in correct": (
        choose("- corect: one", "- two"),
        [schema(6, 9, "a choice has `correct:` or `wrong:`; did you mean 'correct'?")],
    ),
    "a colon in a choice": (
        choose("- Note: it's one", "- correct: two"),
        [schema(6, 9, "text that contains ': ' needs single quotes; write this as `- 'Note: it''s one'`")],
    ),
    "choices with letters, in a mapping": (
        HEAD + "    choices:\n      A: one\n      B: two\n",
        [
            schema(
                6,
                7,
                "`choices` must be a list; write `- one`, `- two`, each on a line, and the right one as `- correct: ...`",
            )
        ],
    ),
    "choices with letters, in a list": (
        choose("- A: one", "- B: two"),
        [
            schema(
                line, 9, f"write this as `- {text}`, or as `- correct: ...` if it is right; letters come by themselves"
            )
            for line, text in ((6, "one"), (7, "two"))
        ],
    ),
    "boxes": (choose("- [x] one", "- [ ] two"), [syntax(6, 9, "a choice has no box; write `- correct: one`")]),
    "an empty box first": (choose("- [ ] one", "- [x] two"), [syntax(6, 9, "a choice has no box; write `- one`")]),
    "choices in one text": (
        HEAD + "    choices: one, two\n",
        [schema(5, 14, "`choices` must be a list; write `choices: [one, two]`")],
    ),
    "an answer by letter": (HEAD + "    choices: [one, two]\n    answer: B\n", marked("answer", "two")),
    "an answer by a small letter": (HEAD + "    choices: [one, two]\n    answer: a\n", marked("answer", "one")),
    "an answer by number": (HEAD + "    choices: [one, two]\n    answer: 2\n", marked("answer", "two")),
    "an answer by its text": (HEAD + "    choices: [one, two]\n    answer: two\n", marked("answer", "two")),
    "an answer beyond the choices": (HEAD + "    choices: [one, two]\n    answer: F\n", marked("answer", "...")),
    "correct, by letter": (HEAD + "    choices: [one, two]\n    correct: B\n", marked("correct", "two")),
    "correct, several letters": (HEAD + "    choices: [one, two]\n    correct: [A, B]\n", marked("correct", "one")),
    "an answer beside a right choice": (
        HEAD + "    choices: [one, {correct: two}]\n    answer: B\n",
        marked("answer", "two"),
    ),
    "correct without a colon": (
        choose("- correct one", "- two"),
        [
            "d.yaml:5:5: error: q: no choice is right; mark at least one with `correct:`; a colon is missing in `- correct one`: write `- correct: one` [no-right-choice]"
        ],
    ),
    # --- Keys and types of other tools
    "options": (
        HEAD + "    options: [one, {correct: two}]\n",
        [schema(5, 5, "unknown key 'options'; here it is called `choices`")],
    ),
    "text": (
        "questions:\n  - id: q\n    type: cloze\n    text: The {{c1::sea}}.\n",
        [schema(4, 5, "unknown key 'text'; here it is called `question`")],
    ),
    "feedback of a question": (
        ask("true-false", "answer: true", "feedback: because"),
        [schema(6, 5, "unknown key 'feedback'; here it is called `explanation`")],
    ),
    "a comment of a question": (
        ask("true-false", "answer: true", "comment: for the exam"),
        [
            schema(
                6,
                5,
                "unknown key 'comment'; write `explanation` if students are to read it, or '# ' before it if only staff are",
            )
        ],
    ),
    "points": (
        ask("true-false", "answer: true", "points: 3"),
        [schema(6, 5, "unknown key 'points': cards have none; remove it")],
    ),
    "a slip in a key": (
        ask("true-false", "answer: true", "explaination: x"),
        [schema(6, 5, "unknown key 'explaination'; did you mean 'explanation'?")],
    ),
    "a front and a back": (
        "questions:\n  - {id: q, type: short-answer, front: What?, back: That}\n",
        [
            schema(2, 33, "unknown key 'front'; here it is called `question`"),
            schema(2, 47, "unknown key 'back'; here it is called `answer`"),
        ],
    ),
    **{
        f"type: {word}": (
            f"questions:\n  - id: q\n    type: {word}\n    question: What?\n",
            [schema(3, 11, f"there is no type '{word}'; write `type: {kind}`")],
        )
        for word, kind in {
            "mc": "multiple-choice",
            "sc": "multiple-choice",
            "Multiple Choice": "multiple-choice",
            "multiple_choice": "multiple-choice",
            "tf": "true-false",
            "TF": "true-false",
            "open": "short-answer",
            "essay": "short-answer",
            "gap": "cloze",
            "numerical": "numeric",
            "number": "numeric",
            "typed": "short-answer",
            "Typed answer": "short-answer",
            "free text": "short-answer",
            "order": "ordering",
            "picture": "occlusion",
            "covered places": "occlusion",
            "kprim": "statements",
            "image-occlusion": "occlusion",
        }.items()
    },
    "no type, but choices": (
        "questions:\n  - {id: q, question: What?, choices: [a, {correct: b}]}\n",
        [schema(2, 5, "`type` is missing; here it is `type: multiple-choice`")],
    ),
    "no type, but a gap": (
        "questions:\n  - {id: q, question: 'The {{c1::sea}}.'}\n",
        [schema(2, 5, "`type` is missing; here it is `type: cloze`")],
    ),
    "no type, but true": (
        "questions:\n  - {id: q, question: What?, answer: True}\n",
        [schema(2, 5, "`type` is missing; here it is `type: true-false`")],
    ),
    # --- Lists
    "tags in one text": (
        ask("true-false", "answer: true", "tags: a, b"),
        [schema(6, 11, "`tags` must be a list; write `tags: [a, b]`")],
    ),
    "items with numbers": (
        ask("ordering", "items:", "  1: dig", "  2: sow"),
        [schema(6, 7, "`items` must be a list; write `- dig`, `- sow`, each on a line")],
    ),
    "pairs in a mapping": (
        ask("matching", "pairs:", "  bee: hive", "  ant: hill"),
        [schema(6, 7, "`pairs` must be a list; write `- {left: bee, right: hive}`, each on a line")],
    ),
    "statements with an answer": (
        ask("statements", "statements:", "  - text: One", "    answer: false", "  - Two: true"),
        [schema(6, 9, "write this as `- false: One`"), schema(8, 9, "write this as `- true: Two`")],
    ),
    "a statement with its answer below": (
        ask("statements", "statements:", "  - One", "    feedback: why", "  - true: Two"),
        [
            syntax(
                6,
                9,
                "`feedback:` needs a key above it; write `- false: One`, or `- true: One`, and `feedback:` below `false:`",
            )
        ],
    ),
    "questions without a dash": (
        "questions:\n  id: q\n  type: true-false\n  question: What?\n  answer: true\n",
        [
            schema(
                2,
                3,
                "`questions` must be a list with at least one question; each question starts with '- '",
                question="",
            )
        ],
    ),
    "questions without their key": (
        "- id: q\n  type: true-false\n  question: What?\n  answer: true\n",
        [schema(1, 1, "a deck file is a mapping with `questions:`; write it above the first question", question="")],
    ),
    "choices without dashes": (
        HEAD + "    choices:\n      one\n      correct: two\n",
        [syntax(6, 7, "each entry of `choices` starts with '- '")],
    ),
    "choices without dashes, not indented": (
        HEAD + "    choices:\n    one\n    two\n",
        [syntax(6, 5, "each entry of `choices` starts with '- '")],
    ),
    "a range as a number": (
        ask("numeric", "answer: 10-30"),
        [schema(5, 13, "'10-30' is a range; write `range: [10, 30]` instead of `answer`")],
    ),
    "a range in words": (
        ask("numeric", "answer: 2.5 to 4"),
        [schema(5, 13, "'2.5 to 4' is a range; write `range: [2.5, 4]` instead of `answer`")],
    ),
    "a gap without its number beside a good one": (
        "questions:\n  - id: q\n    type: cloze\n    question: The {{c1::nucleus}} holds DNA, {{ ribosomes }} make protein.\n",
        [
            "d.yaml:4:46: warning: q: '{{ ribosomes }}' is no gap and shows as typed; a gap is written {{c2::ribosomes}}, and braces that are meant stand in code [foreign-markup]"
        ],
    ),
    # --- Blanks
    "no blank behind id": (
        "questions:\n  - id:q\n    type: true-false\n    question: What?\n    answer: true\n",
        [syntax(2, 5, "a blank is missing behind the colon; write `id: q`")],
    ),
    "no blank behind question": (
        "questions:\n  - id: q\n    type: true-false\n    question:What?\n    answer: true\n",
        [syntax(4, 5, "a blank is missing behind the colon; write `question: What?`")],
    ),
    "no blank behind the last key": (
        "questions:\n  - id: q\n    type: true-false\n    question: What?\n    answer:true\n",
        [syntax(5, 5, "a blank is missing behind the colon; write `answer: true`")],
    ),
    "no blank behind correct": (
        choose("- correct:one", "  feedback: yes"),
        [syntax(6, 9, "a blank is missing behind the colon; write `correct: one`")],
    ),
    "too few blanks": (
        "questions:\n  - id: q\n   type: true-false\n    question: What?\n    answer: true\n",
        [syntax(3, 4, "`type` must start in the same column as `id` in line 2")],
    ),
    "too many blanks": (
        "questions:\n  - id: q\n    type: true-false\n     question: What?\n    answer: true\n",
        [syntax(4, 6, "`question` must start in the same column as `id` in line 2")],
    ),
    "too few blanks behind a list": (
        choose("- correct: one", "- two") + "   explanation: Why.\n",
        [syntax(8, 4, "`explanation` must start in the same column as `id` in line 2")],
    ),
    "a block that is not indented": (
        "questions:\n  - id: q\n    type: short-answer\n    question: |\n    What is it?\n    answer: That\n",
        [syntax(5, 5, "the text below `question: |` stands two blanks further in than `question`")],
    ),
    # --- Signs
    "a picture as a choice": (
        choose("- ![](a.png)", "- correct: two"),
        [
            syntax(
                6,
                9,
                f"did not find expected whitespace or line break (text that starts with '!' needs single quotes, {BLOCK})",
            )
        ],
    ),
    "a quotation as a choice": (
        choose("- > so it goes", "- correct: two"),
        [
            syntax(
                6,
                11,
                "did not find expected comment or line break (text that starts with '>' or '|' needs single quotes)",
            )
        ],
    ),
    "an unknown escape": (
        'questions:\n  - id: q\n    type: true-false\n    question: "$\\sum$"\n    answer: true\n',
        [
            syntax(
                4,
                17,
                rf"found unknown escape character (in double quotes '\s' is no escape; use single quotes, {BLOCK})",
            )
        ],
    ),
    "an escape that eats": (
        'questions:\n  - id: q\n    type: true-false\n    question: "$\\frac{1}{2}$"\n    answer: true\n',
        [
            rf"d.yaml:4:17: error: q: in double quotes '\f' is a form feed, which leaves 'rac' of '\frac'; use single quotes, {BLOCK} [escape]"
        ],
    ),
    "a gap that starts with colons": (
        "questions:\n  - id: q\n    type: cloze\n    question: In C++, {{c1::::operator}} is it.\n",
        [
            r"d.yaml:4:23: error: q: this gap has no text: '::' starts its hint; if the answer is '::operator', write it as `\::operator` [cloze]"
        ],
    ),
}


def test_braces_that_are_meant_are_no_slip(mkdeck: Run, tmp_path: Path) -> None:
    text = r"The {{c1::sea}}, `{{ name }}`, \{{a}} and $\frac{{1}}{2}$"
    deck = f"questions:\n  - id: q\n    type: cloze\n    question: {text}\n"
    assert check(mkdeck, tmp_path, deck.encode()) == "fine\n"


@pytest.mark.parametrize("language", ["English", "deutsch"])
def test_a_language_is_said_by_its_code(language: str, course: Write, mkdeck: Run) -> None:
    settings = f"{{course: Bees, id: bees, language: {language}}}"
    folder = course({"course.yaml": settings, "1.yaml": ask("true-false", "answer: true")})
    code = {"English": "en", "deutsch": "de"}[language]
    said = f"course.yaml:1:36: warning: a language is said by its code; write `language: {code}` [course]\n"
    assert mkdeck("check", cwd=folder).out == said


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_said_with_what_to_write(name: str, mkdeck: Run, tmp_path: Path) -> None:
    deck, said = SLIPS[name]
    assert check(mkdeck, tmp_path, deck.encode()).splitlines() == said


@pytest.mark.parametrize("word", ["true", "yes", "'No'", "False"])
@pytest.mark.parametrize("lines", [["answer: A", "retired: {}"], ["answer: A", "reverse: {{retired: {}}}"]])
def test_a_reason_of_one_word_for_yes_or_no_is_none(lines: list[str], word: str, mkdeck: Run, tmp_path: Path) -> None:
    deck = ask("short-answer", *(line.format(word) for line in lines))
    column = lines[1].format("^").index("^") + 5
    said = "`retired` is the reason, in words that students read; a question without the key is asked"
    assert check(mkdeck, tmp_path, deck.encode()).splitlines() == [schema(6, column, said)]


@pytest.mark.parametrize(
    ("deck", "line", "said"),
    [
        (ask("short-answer", "answer:"), 5, "`answer` is empty; write something"),
        (ask("numeric", "answer:"), 5, "`answer` is empty; write something"),
        (ask("numeric", "answer: 5", "unit:"), 6, "`unit` is empty; write something or remove the key"),
        (
            ask("numeric", "answer: 0", "tolerance: 5 %", "hint:"),
            7,
            "`hint` is empty; write something or remove the key",
        ),
        (ask("occlusion", "image: a.png", "masks:"), 6, "`masks` is empty; write something"),
        (ask("matching", "pairs: [{left: a, right: b}, {left: c, right: }]"), 5, "`right` is empty; write something"),
        (ask("ordering", "items: [a, b, '']"), 5, "entry 3 of `items` is empty; write something or remove the entry"),
        (
            ask("true-false", "answer: true", "explanation:"),
            6,
            "`explanation` is empty; write something or remove the key",
        ),
        (ask("true-false", "answer: true", "retired:"), 6, "`retired` is empty; write something or remove the key"),
        (
            ask("multiple-choice", "choices: [{correct: }, {wrong: b, feedback: c}]"),
            5,
            "`correct` is empty; write something",
        ),
        (
            ask("multiple-choice", "choices: [{correct: a}, {wrong: b, feedback: }]"),
            5,
            "`feedback` is empty; write something or remove the key",
        ),
    ],
)
def test_nobody_is_told_to_remove_what_must_be_there(
    deck: str, line: int, said: str, mkdeck: Run, tmp_path: Path
) -> None:
    found = [each for each in check(mkdeck, tmp_path, deck.encode()).splitlines() if " is empty" in each]
    assert [each.split(":", 3)[1::2] for each in found] == [[str(line), f" error: q: {said} [schema]"]]


def test_of_several_keys_without_a_value_each_is_told_what_may_be_done(mkdeck: Run, tmp_path: Path) -> None:
    deck = ask("matching", "hint:", "pairs: [{left: , right: b}, {left: c, right: }]", "explanation:")
    assert check(mkdeck, tmp_path, deck.encode()).splitlines() == [
        schema(5, 10, "`hint` is empty; write something or remove the key"),
        schema(6, 20, "`left` is empty; write something"),
        schema(6, 50, "`right` is empty; write something"),
        schema(7, 17, "`explanation` is empty; write something or remove the key"),
    ]


def test_time_grows_no_faster_than_the_number_of_keys_without_a_value() -> None:
    def work(size: int) -> None:
        deck = choose(*["- {correct: '', feedback: x}"] * size)
        _, _, faults = parse_deck(load(Source(Path("d.yaml"), "d.yaml", deck))[0], "d.yaml")
        assert len(faults) == size

    assert_time_keeps_pace(work, 1_000)


@pytest.mark.parametrize(
    ("deck", "said"),
    [
        (
            ask("statements", "statements:", "  - true: 'a: b'", "  - 'c: d'"),
            "7:9: write this as `- true: 'c: d'`, or as `- false: ...`",
        ),
        (
            ask("statements", "statements: It is"),
            "5:17: `statements` must be a list; write `- true: ...` or `- false: ...`, each on a line",
        ),
        (
            ask("matching", "pairs: a - b"),
            "5:12: `pairs` must be a list; write `- {left: ..., right: ...}`, each on a line",
        ),
        (
            ask("matching", "pairs: [{left: a, right: b}, c = d]"),
            "5:34: a pair says which side is which: {left: c, right: d}",
        ),
        (
            ask("occlusion", "image: a.png", "masks: aorta"),
            "6:12: `masks` must be a list; write `- {label: ..., box: [40, 25, 20, 10]}`, each on a line",
        ),
    ],
)
def test_a_text_in_place_of_parts_is_answered_with_their_form(
    deck: str, said: str, mkdeck: Run, tmp_path: Path
) -> None:
    line, column, message = said.split(":", 2)
    assert schema(int(line), int(column), message.strip()) in check(mkdeck, tmp_path, deck.encode()).splitlines()
