"""Proves that rules of style find flaws of questions as people write them, and keep silent on what is meant."""

import json
from textwrap import indent

import pytest

from checks.courses import SETTINGS
from conftest import Run, Write
from mkdeck.checks import find_rules

STYLE = [rule for rule, file in find_rules().items() if file.rule.style]


def choose(*choices: str, question: str = "Which of these holds?", right: int = 0, more: str = "") -> str:
    lines = ["questions:", "  - id: a", "    type: multiple-choice", f"    question: {json.dumps(question)}"]
    lines += [f"    {more}"] * bool(more) + ["    choices:"]
    lines += [f"      - {'correct' if i == right else 'wrong'}: {json.dumps(text)}" for i, text in enumerate(choices)]
    return "\n".join(lines) + "\n"


def ask(question: str, answer: str = "", more: str = "") -> str:
    kind = "short-answer" if answer else "cloze"
    lines = ["questions:", "  - id: a", f"    type: {kind}", "    question: |", indent(question, "      ")]
    lines += [f"    answer: |\n{indent(answer, '      ')}"] * bool(answer)
    return "\n".join([*lines, *([f"    {more}"] if more else [])]) + "\n"


def find(rule: str, deck: str, course: Write, mkdeck: Run, language: str = "en") -> list[str]:
    settings = f"{{course: Check, id: check, language: {language}}}\n"
    folder = course(
        {"course.yaml": settings, "a.yaml": deck.encode(), "leaf.png": b"\x89PNG\r\n\x1a\n", "a.mp3": b"ID3"}
    )
    code, out, err = mkdeck("check", "--rules", rule, "--format", "json", cwd=folder)
    assert code == 0, err
    return [f"{each['line']}:{each['column']} {each['message']}" for each in json.loads(out)]


def finds(rule: str, deck: str, course: Write, mkdeck: Run, language: str = "en") -> bool:
    return bool(find(rule, deck, course, mkdeck, language))


# --- longest-key ---------------------------------------------------------------------------------------------------

LONG = "It limits the norm of the gradient from above, so that no single step gets too large"


def test_a_right_choice_that_is_far_longer_is_found(course: Write, mkdeck: Run) -> None:
    (said,) = find("longest-key", choose(LONG, "It adds noise to it", "It removes weights"), course, mkdeck)
    assert said == (
        "6:9 the right choice is by far the longest, with 84 characters where the others have at most 19; "
        "shorten it, or say as much in the others"
    )


@pytest.mark.parametrize(
    "choices",
    [
        (LONG, "It adds so much noise to the gradient that no step is like another"),
        ("It adds noise", LONG, "It removes weights"),
        ("Convolutional", "RNN", "MLP"),
        (LONG, "![It adds noise](leaf.png)", "It removes weights"),
        ("`print(sum(x for x in range(10) if x % 2 == 0))`", "`10`", "`20`"),
        (LONG, "It removes weights"),
    ],
    ids=["as long", "a wrong one", "short", "a picture", "code", "two"],
)
def test_other_long_choices_are_not(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("longest-key", choose(*choices), course, mkdeck)


def test_of_several_right_choices_none_is_given_away_by_its_length(course: Write, mkdeck: Run) -> None:
    deck = choose(LONG, "It adds noise", "It removes weights").replace('wrong: "It adds', 'correct: "It adds')
    assert not finds("longest-key", deck, course, mkdeck)


# --- catch-all -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["All of the above", "None of these", "Both A and B", "A and C", "Alle oben genannten", "Toutes les réponses"],
)
def test_choices_about_the_others_are_found(text: str, course: Write, mkdeck: Run) -> None:
    for more in ("", "shuffle: false"):
        (said,) = find("catch-all", choose("One", "Two", text, more=more), course, mkdeck)
        assert said.endswith(
            f"'{text}' can be judged without knowing every choice; "
            "let several choices be `correct:`, or say something of its own"
        )


@pytest.mark.parametrize(
    "text", ["All weights", "None", "Vitamin A and C", "Both are needed, as option A is slow to learn", "A and B"]
)
def test_choices_about_other_things_are_not(text: str, course: Write, mkdeck: Run) -> None:
    asked = "Which of A and B is it?" if text == "A and B" else "Which?"
    assert not finds("catch-all", choose("One", "Two", text, question=asked), course, mkdeck)


# --- choice-order --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choices", [("4", "8", "2"), ("5 ms", "1 ms", "10 ms"), ("$5", "$10", "$7"), ("1,5", "0,5", "2,5")]
)
def test_fixed_numbers_out_of_order_are_found(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert [
        each.partition(" ")[2] for each in find("choice-order", choose(*choices, more="shuffle: false"), course, mkdeck)
    ] == ["these numbers keep their order and are not sorted; sort them, so that each is found at once"]
    assert not finds("choice-order", choose(*choices), course, mkdeck)  # they are shuffled


@pytest.mark.parametrize(
    "choices", [("2", "4", "8"), ("8", "4", "2"), ("4", "2"), ("4", "2 and 8", "x"), ("5 ms", "1 s", "10 ms")]
)
def test_other_fixed_choices_are_not(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("choice-order", choose(*choices, more="shuffle: false"), course, mkdeck)


# --- overlapping-ranges --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("0-10", "10-20", "20-30"), "en"),
        (("20–30 %", "0–10 %", "10–20 %"), "en"),  # noqa: RUF001
        (("0 to 10", "10 to 20", "more than 20"), "en"),
        (("at most 10", "10 to 20", "more than 20"), "en"),
        (("1900-1914", "1912-1920", "1921-1930"), "en"),
        (("0 bis 10", "10 bis 20", "über 20"), "de"),
        (("moins de 10", "10 à 20", "20 à 30"), "fr"),
    ],
)
def test_ranges_that_share_numbers_are_found(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert finds("overlapping-ranges", choose(*choices), course, mkdeck, language)


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("0-9", "10-19", "20-29"), "en"),
        (("under 10", "10 to 20", "over 20"), "en"),
        (("0-255", "0-1023", "1-65535"), "en"),  # candidates
        (("more than 5", "more than 10", "more than 20"), "en"),
        (("0-10", "10-20", "it depends"), "en"),
        (("3-4", "4-3", "1-2"), "en"),  # results of a match
        (("1914-1918", "1939-1945", "1870-1871"), "en"),
        (("0 bis 10", "10 bis 20", "20 bis 30"), "ja"),  # words that it does not know
    ],
)
def test_other_ranges_are_not(choices: tuple[str, ...], language: str, course: Write, mkdeck: Run) -> None:
    assert not finds("overlapping-ranges", choose(*choices), course, mkdeck, language)


# --- mixed-form ----------------------------------------------------------------------------------------------------

DEPENDS = "It depends on how fast the processor is"


@pytest.mark.parametrize(
    "choices",
    [
        ("8", "4", "16", DEPENDS),
        (DEPENDS, "That is up to the one who builds it", "No one has ever counted all of them", "8"),
    ],
)
def test_the_only_choice_of_its_form_is_found(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert finds("mixed-form", choose(*choices), course, mkdeck)


@pytest.mark.parametrize(
    "choices", [("8", "4", "Undecidable"), ("8", "4", "None of the above"), ("8", "4", "x", DEPENDS), ("8", DEPENDS)]
)
def test_other_choices_of_several_forms_are_not(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("mixed-form", choose(*choices), course, mkdeck)


# --- long-answer, list-gap -----------------------------------------------------------------------------------------


def test_answers_that_nobody_recalls_whole_are_found(course: Write, mkdeck: Run) -> None:
    end = "more than anyone recalls at once; ask for its parts on cards of their own"
    listed = "\n".join(f"{i}. thing" for i in range(1, 6))
    assert find("long-answer", ask("What?", listed), course, mkdeck) == [f"6:13 this answer lists 5 things, {end}"]
    assert find("long-answer", ask("What?", "so " * 81), course, mkdeck) == [f"6:13 this answer has 81 words, {end}"]
    assert finds("long-answer", ask("何ですか。", "水" * 164), course, mkdeck)


@pytest.mark.parametrize(
    "answer",
    [
        "- a\n- b\n- c\n- d",
        "so " * 80,
        "```python\n" + "x = 1\n" * 90 + "```",
        "```yaml\n" + "- x\n" * 6 + "```",
        "水" * 100,
    ],
    ids=["four things", "80 words", "a program", "a list in code", "100 characters"],
)
def test_answers_of_good_length_are_not(answer: str, course: Write, mkdeck: Run) -> None:
    assert not finds("long-answer", ask("What?", answer), course, mkdeck)


@pytest.mark.parametrize(
    ("text", "language", "things"),
    [
        ("The gates are {{c1::input, forget and output}}.", "en", 3),
        ("The gates are {{c1::input, forget, and output::three}}.", "en", 3),
        ("Die Tore sind {{c1::Eingang, Vergessen und Ausgang}}.", "de", 3),
        ("Les portes sont {{c1::entrée, oubli et sortie}}.", "fr", 3),
        ("Vier: {{c1::rot, grün, blau und gelb}}", "de", 4),
        ("They are\n\n{{c1::\n- input\n- forget\n- output\n}}", "en", 3),
    ],
)
def test_a_gap_around_a_list_is_found(text: str, language: str, things: int, course: Write, mkdeck: Run) -> None:
    (said,) = find("list-gap", ask(text), course, mkdeck, language)
    assert said.endswith(f"this gap holds a list of {things} things; give each a gap of its own")


@pytest.mark.parametrize(
    "text",
    [
        "It lies in {{c1::Paris, France}}.",
        "It is {{c1::input and output}}.",
        "It is {{c1::1, 2 and 3}}.",
        "It is {{c1::$a, b$ and $c$}}.",
        "It {{c1::rises, as the sun heats the ground below it, and then falls}}.",
        "It is {{c1::fast}}, {{c2::small}} and {{c3::cheap}}.",
        "It is `{{c1::f(a, b, and c)}}`.",
    ],
)
def test_other_gaps_are_not(text: str, course: Write, mkdeck: Run) -> None:
    assert not finds("list-gap", ask(text), course, mkdeck)


def test_what_questions_share_and_labels_of_masks_are_read_too(course: Write, mkdeck: Run) -> None:
    shared = "{id: a, type: true-false, context: '$\\nonsense$', question: So?, answer: true}"
    masks = "[{label: '$\\gibberish$', box: [1, 2, 30, 40]}]"
    covered = f"{{id: b, type: occlusion, question: What?, image: m.svg, alt: A map, masks: {masks}}}"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
    folder = course({"course.yaml": "{course: C, id: c}", "1.yaml": f"questions: [{shared}, {covered}]", "m.svg": svg})
    said = mkdeck("check", "--rules", "tex", folder).out
    assert "a: Anki's math does not know '\\nonsense'" in said
    assert "b: Anki's math does not know '\\gibberish'" in said


# --- alt-text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "picture",
    [
        "![](leaf.png)",
        "![ ](leaf.png)",
        "![leaf.png](leaf.png)",
        "![image](leaf.png)",
        "![leaf-2_final](leaf-2_final.png)",
        '<img src="leaf.png">',
        '<img alt="" src="leaf.png">',
    ],
)
def test_pictures_without_words_are_found(picture: str, course: Write, mkdeck: Run) -> None:
    for deck in (ask(f"What is this?\n\n{picture}", "A leaf."), choose(picture, "A leaf")):
        (said,) = find("alt-text", deck, course, mkdeck)
        assert "this picture has no words for those who can't see it; " in said


@pytest.mark.parametrize(
    "text",
    [
        "![A leaf](leaf.png)",
        "![leaf](leaf.png)",
        '<img src="leaf.png" alt="A leaf">',
        "![](a.mp3)",
        "`![](leaf.png)`",
        "```\n![](leaf.png)\n```",
    ],
)
def test_pictures_with_words_and_sounds_are_not(text: str, course: Write, mkdeck: Run) -> None:
    assert not finds("alt-text", ask(f"What is this?\n\n{text}", "A leaf."), course, mkdeck)


# --- empty-explanation ---------------------------------------------------------------------------------------------


def test_a_missing_explanation_is_found_on_demand_only(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": ask("What is this?", "A leaf.")})
    assert mkdeck("check", cwd=folder).out == ""
    assert mkdeck("check", "--rules", "style", cwd=folder).out == ""
    said = "a.yaml:2:5: warning: a: nothing explains the answer; add `explanation:` [empty-explanation]\n"
    assert mkdeck("check", "--rules", "empty-explanation", cwd=folder).out == said


# --- All of them ---------------------------------------------------------------------------------------------------


def test_a_question_that_is_retired_has_no_style(course: Write, mkdeck: Run) -> None:
    deck = choose(LONG, "It adds noise to it", "All of the above", more="retired: It is worn out.")
    assert not finds("style", deck, course, mkdeck)
