"""Proves that rules of a whole course tell what stands twice and what gives answers away, and where."""

import json

import pytest

from checks.courses import SETTINGS
from conftest import Run, Write


def choose(name: str, question: str, *choices: str, right: int = 0, more: str = "") -> str:
    lines = [f"  - id: {name}", "    type: multiple-choice", f"    question: {json.dumps(question)}"]
    lines += [f"    {more}"] * bool(more) + ["    choices:"]
    lines += [f"      - {'correct' if i == right else 'wrong'}: {json.dumps(text)}" for i, text in enumerate(choices)]
    return "\n".join(lines) + "\n"


def ask(name: str, question: str, answer: str, more: str = "") -> str:
    asked, said = json.dumps(question), json.dumps(answer)
    return f"  - {{id: {name}, type: short-answer, question: {asked}, answer: {said}{more}}}\n"


def judge(name: str, statement: str, answer: bool) -> str:
    return f"  - {{id: {name}, type: true-false, question: {json.dumps(statement)}, answer: {str(answer).lower()}}}\n"


def find(rule: str, course: Write, mkdeck: Run, *decks: str, settings: str = SETTINGS) -> list[str]:
    files = {f"{name}.yaml": f"questions:\n{deck}".encode() for name, deck in zip("ab", decks, strict=False)}
    code, out, err = mkdeck("check", "--rules", rule, cwd=course({"course.yaml": settings, **files}))
    assert code == 0, err
    return [line.removesuffix(f" [{rule}]") for line in out.splitlines()]


def cloze(name: str, text: str) -> str:
    return f"  - {{id: {name}, type: cloze, question: '{text}'}}\n"


# --- duplicate-question --------------------------------------------------------------------------------------------

GROWS = "Which part of an RNN grows with the length of its input?"
NONE = "None of its many weights."


@pytest.mark.parametrize(
    ("question", "answer", "how"),
    [
        (GROWS, NONE, "the same"),
        ("Which part of *an* RNN  grows with the length of its input", "none of its many weights", "nearly the same"),
        ("Which part of a RNN grows with the length of the input?", NONE, "nearly the same"),
        ("Which part of an RNN grows with the lenght of its input?", NONE, "nearly the same"),
        ("Which part of an RNN grows with the whole length of its long input?", NONE, "nearly the same"),
        ("With the length of its input, which part of an RNN grows?", NONE, "nearly the same"),
    ],
    ids=["twice", "marks", "common words", "a slip", "more words", "another order"],
)
def test_a_question_that_stands_twice_is_found(
    question: str, answer: str, how: str, course: Write, mkdeck: Run
) -> None:
    decks = (ask("one", GROWS, NONE), judge("x", "Water is wet.", True) + ask("two", question, answer))
    assert find("duplicate-question", course, mkdeck, *decks) == [
        f"b.yaml:3:45: warning: two: 'one' (question 1 of a.yaml) asks {how}; remove one of the two"
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (ask("one", "What is the capital of Peru?", "Lima"), ask("two", "What is the capital of Peru?", "Lima")),
        (ask("one", "The capital of Peru?", "Lima"), ask("two", "What is the capital of Peru?", "Lima")),
        (ask("one", GROWS, NONE), ask("two", GROWS, "Its state.")),
        (cloze("one", "The {{c1::sun}} is a star."), cloze("two", "The {{c1::sun}} is a star.")),
        (judge("one", "Whales are fish.", False), judge("two", "Whales are fish.", False)),
    ],
    ids=["short", "short and alike", "another answer", "cloze", "statement"],
)
def test_a_short_question_that_stands_twice_is_found(one: str, two: str, course: Write, mkdeck: Run) -> None:
    (said,) = find("duplicate-question", course, mkdeck, one, two)
    assert said.partition(": two: ")[2].startswith("'one' (question 1 of a.yaml) asks")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (ask("one", "Who wrote Faust?", "Goethe"), ask("two", "Who wrote Faust II?", "Goethe")),
        (ask("one", "What is 'dog' in German?", "Hund"), ask("two", "What is 'dog' in Spanish?", "perro")),
        (ask("one", "der Hund", "the dog"), ask("two", "the dog", "der Hund")),
        (cloze("one", "The {{c1::sun}} is a star."), cloze("two", "The sun is a {{c1::star}}.")),
    ],
    ids=["a part", "languages", "both ways", "gaps"],
)
def test_short_questions_that_are_two_are_not(one: str, two: str, course: Write, mkdeck: Run) -> None:
    assert find("duplicate-question", course, mkdeck, one, two) == []


def test_statements_in_another_order_are_two(course: Write, mkdeck: Run) -> None:
    decks = judge("one", "Whales are heavier than most elephants.", True) + judge(
        "two", "Most elephants are heavier than whales.", False
    )
    assert find("duplicate-question", course, mkdeck, decks) == []


def test_other_choices_or_another_verdict_do_not_make_a_question_another(course: Write, mkdeck: Run) -> None:
    asked = "What does an RNN share over time?"
    decks = choose("one", asked, "Its weights", "Its inputs", "Its state") + choose(
        "two", asked, "Its weights", "Its outputs"
    )
    assert len(find("duplicate-question", course, mkdeck, decks)) == 1
    decks = judge("one", "An RNN reads its input step by step.", True) + judge(
        "two", "An RNN reads its input step by step.", False
    )
    assert len(find("duplicate-question", course, mkdeck, decks)) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            ask("a", "What does the forget gate of an LSTM do?", "It drops old memory."),
            ask("b", "What does the input gate of an LSTM do?", "It lets new memory in."),
        ),
        (
            ask("a", "How many weights has a GRU with 10 units?", "Six of them."),
            ask("b", "How many weights has a GRU with 12 units?", "Six of them."),
        ),
        (
            ask("a", "What does `a + b` give for two lists?", "A list."),
            ask("b", "What does `a - b` give for two lists?", "A list."),
        ),
        (ask("a", "What is $x^2$ for an odd x?", "Odd."), ask("b", "What is $x_2$ for an odd x?", "Odd.")),
        (
            choose("a", "Which of these is right?", "Water is wet", "Fire is cold"),
            choose("b", "Which of these is right?", "Ice is cold", "Fire is wet"),
        ),
        (ask("a", "Which one?", "This."), ask("b", "Which one?", "This.")),
        (
            ask("a", "Which river is this? ![A river](a.png)", "The long one."),
            ask("b", "Which river is this? ![A river](b.png)", "The long one."),
        ),
        (judge("a", "The loss of a network rises.", True), judge("b", "The cost of a network rises.", True)),
        (ask("a", GROWS, NONE), ask("b", GROWS, NONE, ", retired: it stands twice")),
        (ask("a", GROWS, NONE, ", context: One case"), ask("b", GROWS, NONE, ", context: Another case")),
        (ask("a", GROWS, NONE), ask("b", GROWS.replace("length", "lenght"), NONE, ", context: A case")),
    ],
    ids="a-word a-number a-sign a-formula any short a-picture a-synonym retired cases a-case".split(),
)
def test_questions_that_only_look_alike_are_not(one: str, two: str, course: Write, mkdeck: Run) -> None:
    assert [
        each for each in find("duplicate-question", course, mkdeck, one + two) if "duplicate" in each or "asks" in each
    ] == []


def test_a_thousand_questions_of_one_pattern_are_no_duplicates(course: Write, mkdeck: Run) -> None:
    names = [f"{a}{b}{c}ine" for a in "bcdfghjklm" for b in "aeiou" for c in "bcdfghjklmnprstvwxyz"]
    deck = "".join(
        ask(f"q{i}", f"What is the chemical formula of the alkaloid {name}?", name) for i, name in enumerate(names)
    )
    assert find("duplicate-question", course, mkdeck, deck) == []


# --- same-choices --------------------------------------------------------------------------------------------------

DOES = ("It drops old memory", "It lets new memory in", "It shows a part of it")


def test_choices_that_two_questions_share_are_found(course: Write, mkdeck: Run) -> None:
    decks = (choose("one", "What does the first do?", *DOES), choose("two", "What does the second do?", *DOES[::-1]))
    said = "these choices are those of 'one' (question 1 of a.yaml) as well; ask both in one `matching` question"
    assert find("same-choices", course, mkdeck, *decks) == [f"b.yaml:6:7: warning: two: {said}"]


@pytest.mark.parametrize(
    ("one", "two"),
    [(DOES, (*DOES[:2], "It does nothing")), (("It rises", "It falls", "It stays"),) * 2, (DOES[:2],) * 2],
    ids=["another", "a scale", "two"],
)
def test_other_choices_are_not(one: tuple[str, ...], two: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert (
        find("same-choices", course, mkdeck, choose("a", "What is it?", *one) + choose("b", "What else?", *two)) == []
    )


# --- lonely-tag ----------------------------------------------------------------------------------------------------


def tag(*tags: str) -> str:
    return "".join(ask(f"q{i}", f"Question {i}", "x", f", tags: [{each}]") for i, each in enumerate(tags))


@pytest.mark.parametrize("slip", ["gradients", "gradiant", "gradeint", "gradint", "Gradients"])
def test_a_tag_that_is_a_slip_is_found(slip: str, course: Write, mkdeck: Run) -> None:
    (said,) = find("lonely-tag", course, mkdeck, tag("gradient", "gradient", slip, "gradient"))
    assert said.endswith(f"the tag '{slip}' stands here only, and 'gradient' 3 times; is that meant?")


@pytest.mark.parametrize(
    "tags",
    [
        ("gradient", "gradient", "gradients"),
        ("gradient", "gradient", "gradient", "gradients", "gradients"),
        ("week-1", "week-1", "week-1", "week-2"),
        ("rnn", "rnn", "rnn", "cnn"),
        ("gradient", "gradient", "gradient", "Gradient"),
        ("part-a", "part-a", "part-a", "part-b"),
        ("lecture::ii", "lecture::ii", "lecture::ii", "lecture::iii"),
    ],
    ids=["seldom", "twice", "a number", "short", "case", "a letter", "a Roman number"],
)
def test_other_tags_are_not(tags: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert find("lonely-tag", course, mkdeck, tag(*tags)) == []


# --- Biases --------------------------------------------------------------------------------------------------------


def lengths(longest: int, others: int) -> str:
    long, short = ("It is rather long", "It is", "It may be"), ("It is", "It may be", "It is rather long")
    return "".join(
        choose(f"q{i}", f"Which is it, {i}?", *(long if i < longest else short)) for i in range(longest + others)
    )


def test_right_choices_that_are_mostly_the_longest_are_found(course: Write, mkdeck: Run) -> None:
    said = (
        "course.yaml:1:10: warning: the right choice is the longest in 12 of 15 questions, where chance gives 5; "
        "shorten right choices, or say as much in wrong ones"
    )
    assert find("key-length-bias", course, mkdeck, lengths(12, 3)) == [said]


@pytest.mark.parametrize(("longest", "others"), [(8, 7), (11, 0), (0, 20)])
def test_right_choices_that_chance_gives_that_length_are_not(
    longest: int, others: int, course: Write, mkdeck: Run
) -> None:
    assert find("key-length-bias", course, mkdeck, lengths(longest, others)) == []


def positions(*places: int, more: str = "shuffle: false") -> str:
    return "".join(
        choose(f"q{i}", f"Which is it, {i}?", "red", "green", "blue", "grey", right=place, more=more)
        for i, place in enumerate(places)
    )


def test_right_choices_that_mostly_stand_in_one_place_are_found(course: Write, mkdeck: Run) -> None:
    said = (
        "course.yaml:1:10: warning: the right choice is number 3 in 9 of the 12 questions with `shuffle: false`, where "
        "chance gives 3; let choices be shuffled, or put right ones elsewhere"
    )
    assert find("key-position-bias", course, mkdeck, positions(*[2] * 9, 0, 1, 3)) == [said]
    assert find("key-position-bias", course, mkdeck, positions(*[2] * 12, more="hint: x")) == []
    assert find("key-position-bias", course, mkdeck, positions(*[2] * 9)) == []
    assert find("key-position-bias", course, mkdeck, positions(*[2] * 5, 0, 1, 3, 0, 1, 3)) == []


def statements(true: int, false: int) -> str:
    verdicts = [True] * true + [False] * false
    said = "".join(judge(f"q{i}", f"Statement {i}", each) for i, each in enumerate(verdicts[2:]))
    listed = "".join(f"      - {str(each).lower()}: Statement\n" for each in verdicts[:2])
    listed = listed.replace("Statement", "One", 1)
    return f"{said}  - id: s\n    type: statements\n    question: Which?\n    statements:\n{listed}"


def test_statements_that_are_nearly_all_alike_are_found(course: Write, mkdeck: Run) -> None:
    end = "turn some of them around"
    assert find("true-false-bias", course, mkdeck, statements(1, 9)) == [
        f"course.yaml:1:10: warning: 9 of 10 statements are false; {end}"
    ]
    assert find("true-false-bias", course, mkdeck, statements(10, 2)) == [
        f"course.yaml:1:10: warning: 10 of 12 statements are true; {end}"
    ]
    assert find("true-false-bias", course, mkdeck, statements(9, 0)) == []
    assert find("true-false-bias", course, mkdeck, statements(4, 11)) == []


def test_a_loose_file_is_told_at_its_head(course: Write, mkdeck: Run) -> None:
    folder = course({"loose/a.yaml": f"questions:\n{statements(0, 10)}".encode()})
    out = mkdeck("check", "--rules", "true-false-bias", "a.yaml", cwd=folder / "loose").out
    assert out.startswith("a.yaml:1:1: warning: 10 of 10 statements are false; ")


def test_a_course_does_without_a_rule(course: Write, mkdeck: Run) -> None:
    settings = "course: Check\nid: check\nignore: [true-false-bias]\n"
    assert find("true-false-bias", course, mkdeck, statements(0, 10), settings=settings) == []
