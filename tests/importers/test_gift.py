"""Proves that GIFT is read as people write it: slips as they were meant, and what can't be told is said."""

import pytest

from importers.contract import import_one
from mkdeck.importers.draft import Document, Draft, Reading
from mkdeck.importers.formats import gift
from mkdeck.importers.writing.normalise import settle


def read(text: str) -> Reading:
    return gift.read(Document("x.gift", text.encode()))


def read_one(text: str) -> Draft:
    reading = read(text)
    assert not reading.skipped
    (draft,) = settle(reading).drafts
    assert import_one(text.encode(), "gift")
    return draft


def show_choices(draft: Draft) -> str:
    """Show choices on a line: `+` is right, `-` is wrong, `?` is open."""
    marks = {True: "+", False: "-", None: "?"}
    return " ".join(marks[choice.correct] + choice.text for choice in draft.choices)


@pytest.mark.parametrize(
    ("answers", "choices"),
    [
        ("=yes ~no", "+yes -no"),
        ("~=yes~no", "+yes -no"),
        ("~no~=yes~maybe", "-no +yes -maybe"),
        ("\n~=yes\n~no\n", "+yes -no"),
        ("\n~no\n~=yes\n", "-no +yes"),
        ("~ =yes ~ no", "+yes -no"),
        ("~no ~ = yes", "-no +yes"),
        ("~~no =yes", "-no +yes"),
        ("==yes ~no", "+yes -no"),
        ("= =yes ~no", "+yes -no"),
        ("=a=b~c", "+a +b -c"),
        ("=a ~", "+a"),
        ("=a ~ ~b", "+a -b"),
        ("= ~yes ~no", "?yes ?no"),
        ("\n=\n~yes\n~no", "?yes ?no"),
        ("yes ~no", "?yes ?no"),
        ("=yes# ~no#", "+yes -no"),
        ("=%100%yes ~%0%no", "+yes -no"),
        ("=yes =%0%no ~maybe", "+yes -no -maybe"),
        ("~%50%yes ~%50%also ~%-100%no", "+yes +also -no"),
        ("~%+50%yes ~%50%also ~%-100%no", "+yes +also -no"),
        (r"\~a ~b =c\=d\#1 ~\{e\}", "-~a -b +c=d#1 -{e}"),
        ("=%50 artar ~%25 artar", "+%50 artar -%25 artar"),
        ("~%50 artar ~%50 durur", "?%50 artar ?%50 durur"),
        ("~50%-solution ~50%-mixture", "?50%-solution ?50%-mixture"),
        ("\n=x -> y\n~y -> x\n", "+x -> y -y -> x"),
        ("\n~y != 6\n~y == 6\n=x <= 5\n", "-y != 6 -y == 6 +x <= 5"),
    ],
)
def test_marks_and_weights(answers: str, choices: str) -> None:
    reading = read(f"Really? {{{answers}}}")
    (draft,) = reading.drafts
    assert show_choices(draft) == choices
    assert not reading.remarks
    assert import_one(f"Really? {{{answers}}}".encode(), "gift")


@pytest.mark.parametrize(
    ("answers", "choices", "remarks"),
    [
        ("=~yes ~no", "+yes -no", ["'=~yes' is read as a right choice"]),
        ("~no =~ yes", "-no +yes", ["'=~yes' is read as a right choice"]),
        (
            "~%50 yes ~%50 also ~no",
            "+yes +also -no",
            ["'%50' is read as a weight, which GIFT writes %50%"],
        ),
        (
            "~%50%yes ~%50 also ~%-100 no",
            "+yes +also -no",
            [
                "'%50' is read as a weight, which GIFT writes %50%",
                "'%-100' is read as a weight, which GIFT writes %-100%",
            ],
        ),
    ],
)
def test_slips_are_read_as_meant_and_said(answers: str, choices: str, remarks: list[str]) -> None:
    reading = read(f"Really? {{{answers}}}")
    (draft,) = reading.drafts
    assert show_choices(draft) == choices
    assert [remark.message for remark in reading.remarks] == remarks


@pytest.mark.parametrize("judged", ["T", "t", "TRUE", "True", "true", " true ", "\nTRUE\n", "T#", "TRUE # no"])
@pytest.mark.parametrize("gap", ["", " ", "\n"])
def test_true_in_any_case(judged: str, gap: str) -> None:
    draft = read_one(f"Ice floats.{gap}{{{judged}}}")
    assert (draft.kind, draft.question, draft.answer) == ("true-false", "Ice floats.", True)
    false = judged.replace("T", "F", 1).replace("t", "f", 1).replace("RUE", "ALSE").replace("rue", "alse")
    assert read_one(f"Ice sinks.{gap}{{{false}}}").answer is False


@pytest.mark.parametrize(
    ("said", "true"),
    [
        ("WAHR", True),
        ("Falsch", False),
        ("VRAI", True),
        ("FAUX", False),
        ("Верно", True),
        ("ложь", False),
        ("错", False),
    ],
)
def test_true_in_the_language_of_the_author(said: str, true: bool) -> None:
    draft = read_one(f"::one::Ice floats.{{{said}#no#yes}}\n")
    assert (draft.kind, draft.answer) == ("true-false", true)
    assert draft.explanation == f"- {true}: yes\n- {not true}: no"


def test_what_follows_a_judgement_leaves_no_gap() -> None:
    assert read_one("Ice floats {T}.").question == "Ice floats."
    assert read_one("Ice {TRUE} floats").question == "Ice floats"
    assert read_one("Ice floats in {=water ~oil}.").question == "Ice floats in _____."


def test_feedback_behind_one_sign_or_several() -> None:
    draft = read_one("Really? {=yes## Good. ~no # Bad. ###Both occur.}")
    assert [choice.feedback for choice in draft.choices] == ["Good.", "Bad. ###Both occur."]
    assert read_one("Name one. {=yes###Good.}").explanation == "Good."
    draft = read_one("Pi? {#=3.14:0.01 ~#Too far. ~#Far off.}")
    assert draft.explanation == "- If wrong: Too far.\n- If wrong: Far off."


def test_wrong_answers_of_short_answers_become_a_comment() -> None:
    draft = read_one("The capital? {=Paris =%0%Lyon =%0%Lille =%0%Nice#By the sea.}")
    assert (draft.answer, draft.explanation) == ("Paris", "- Nice: By the sea.")
    assert draft.comments == ("The source names as wrong: Lyon / Lille",)
    draft = read_one("It {1:SA:=is~was~were#Only one.} here.")
    assert draft.comments == ("The source names as wrong: was",)


def test_what_stands_for_any_other_answer_is_none_itself() -> None:
    assert read_one("It {1:SA:=is~*} here.").comments == ()
    assert read_one("It {1:SA:=is~was~*#Read again.} here.").explanation == "- If wrong: Read again."


def test_an_answer_without_a_mark_is_told() -> None:
    reading = read("Name a colour. {red =blue =%50%teal}")
    assert reading.drafts[0].answer == "- red\n- blue\n- teal (50 %)"
    assert [remark.message for remark in reading.remarks] == [
        "'red' has no mark before it, and is taken for right as the others are"
    ]


def test_pairs_with_a_side_missing() -> None:
    head = "|   |   |\n|---|---|\n"
    pairs = {"pairs": [{"left": "a", "right": "b"}, {"left": "c", "right": "d"}]}
    assert read_one("Match. {=a -> b =c --> d}").more == pairs
    spare = read_one("Match. {=a -> b = -> c =-> d ~ -> e}")
    assert spare.question == "Match.\n\n- a\n\n* b\n* c\n* d\n* e"
    assert spare.answer == f"{head}| a | b |"
    assert read_one("Match. {=a -> b =c -> d = -> }").more == pairs
    for answers, reason in (
        ("=a -> b =c ->", "the pair 'c ->' has nothing behind its '->'"),
        ("=a-> =c->d", "the pair 'a->' has nothing behind its '->'"),
        ("=a -> b =c", "the pair 'c' has no '->'"),
    ):
        assert [skipped.reason for skipped in read(f"Match. {{{answers}}}").skipped] == [reason]


NEVER_CLOSED = "the brace that opens here is never closed"


@pytest.mark.parametrize(
    ("text", "lines", "questions"),
    [
        ("One {=a ~b", [1], []),
        ("One {=a ~b\nTwo {=c ~d}", [1], ["Two"]),
        ("One {=a ~b\n\nTwo {=c ~d}", [1], ["Two"]),
        ("One {\n=a\n~b\n\nWhich?\n{\n=c\n~d\n}\n\nThree {T}", [1], ["Which?", "Three"]),
        ("Zero {T}\n\nOne {\n=a\n~b\n\n::two::Two {F}", [3], ["Zero", "Two"]),
        ("One {\n=a\n~b\n\n$CATEGORY: x\n\nTwo {T}", [1], ["Two"]),
        ("One {\n=a\n\nTwo {\n=b\n\nThree {\n=c\n}", [1, 4], ["Three"]),
        ("One {=a {=b}", [1], []),
    ],
)
def test_a_brace_that_never_closes_costs_one_question(text: str, lines: list[int], questions: list[str]) -> None:
    reading = read(text)
    assert [(skipped.line, skipped.reason) for skipped in reading.skipped] == [(line, NEVER_CLOSED) for line in lines]
    assert [draft.question for draft in reading.drafts] == questions


def test_braces_of_code_and_tex_are_no_answers() -> None:
    assert read_one("What is A^{T}? {=the transpose ~the inverse}").question == "What is A^{T}?"
    assert read_one("Is x_{T} right? {T}").answer is True
    draft = read_one("Which loops? {\n=for (;;) {\n~while (0) {\n}")
    assert show_choices(draft) == "+for (;;) { -while (0) {"
    (skipped,) = read("The transpose is written A^{T}").skipped
    assert skipped.reason == "this is a description, which has no question"


def test_comments_are_lines_of_their_own() -> None:
    draft = read_one(
        "// above\nIce\n  // in the question\nfloats on {\n// in the answers\n=water // salt\n~https://oil.test\n}"
    )
    assert draft.question == "Ice\nfloats on"
    assert show_choices(draft) == "+water // salt -https://oil.test"


def test_a_question_that_stands_in_its_title_alone() -> None:
    draft = read_one("::What is 2 + 2?::{=4 ~5}")
    assert (draft.question, draft.comments) == ("What is 2 + 2?", ())


def test_a_wrong_number_keeps_what_it_is() -> None:
    batch = import_one(b"At how many degrees does water boil?{#=100:1 ~212#That is Fahrenheit. ~373}\n")
    assert batch
    assert "212" in batch.text
    assert "That is Fahrenheit." in batch.text
    assert [each.message for each in batch.accounts[0].remarks] == [
        "'373' is a wrong number without feedback, and is left out"
    ]


@pytest.mark.parametrize(
    "settings",
    [">", "> ", ">3", ">3 ALL", ">3 RANDOM VERTICAL ABSOLUTE 1 abc", ">0 ALL HORIZONTAL RELATIVE_NEXT 0 none"],
)
def test_an_order_of_moodles_plug_in(settings: str) -> None:
    draft = read_one(f"Order what grows. {{{settings}\nseed\n  stem \\{{x\\}}\n\nflower = fruit\n####Slowly.}}")
    assert (draft.kind, draft.question, draft.explanation) == ("ordering", "Order what grows.", "Slowly.")
    assert draft.more == {"items": ["seed", "stem {x}", "flower = fruit"]}


def test_an_order_that_shows_some_of_its_items_is_told() -> None:
    reading = read("Order them.{>2 RANDOM\none\ntwo\nthree\n}\n\nTwo in a row. {>\none\ntwo\n}")
    assert [each.message for each in reading.remarks] == [
        "of its 3 items, Moodle shows 2 at a time; here all are shown"
    ]
    assert [draft.kind for draft in reading.drafts] == ["ordering", "ordering"]
