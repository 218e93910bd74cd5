"""Proves that every rule explains itself by examples that hold, and finds what it is for and nothing else."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from checks.courses import GOOD, LEDGER_RULES, LETTER, SETTINGS
from conftest import Run, Write
from mkdeck import checks
from mkdeck.checks import find_rules
from mkdeck.diagnostics import Rule

# --- The rules' own examples ---------------------------------------------------------------------------------------

EXAMPLES = [
    (rule, outcome, example)
    for rule, file in find_rules().items()
    for outcome, example in re.findall(r"^(Fails|Passes):\n\n```yaml\n(.*?)^```$", file.page, re.MULTILINE | re.DOTALL)
]
HEART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 50"/>'
BIASES = {"key-length-bias", "key-position-bias", "true-false-bias"}
"""Found in many questions only; the tests of courses have examples."""
WITHOUT_EXAMPLES = {*LEDGER_RULES, *BIASES, "media-size", "sound-order"}


def test_every_rule_has_an_example_of_each_kind() -> None:
    assert {(rule, outcome) for rule, outcome, _ in EXAMPLES} == {
        (rule, outcome) for rule in set(find_rules()) - WITHOUT_EXAMPLES for outcome in ("Fails", "Passes")
    }


@pytest.mark.parametrize(("rule", "outcome", "example"), EXAMPLES, ids=[f"{rule}-{what}" for rule, what, _ in EXAMPLES])
def test_an_example_of_a_rule_does_what_it_says(
    rule: str, outcome: str, example: str, course: Write, mkdeck: Run
) -> None:
    files: Mapping[str, str | bytes]
    if example.startswith("# course.yaml"):
        files = {"course.yaml": example, "deck.yaml": GOOD}
    else:
        files = {"course.yaml": SETTINGS, "deck.yaml": example, "heart.svg": HEART}
    asked = [] if find_rules()[rule].rule.by_default else ["--rules", rule]
    folder = course({**files, "leaf.png": b"\x89PNG\r\n\x1a\n"})
    _, out, err = mkdeck("check", "--format", "json", *asked, cwd=folder)
    assert {each["rule"] for each in json.loads(out)} == ({rule} if outcome == "Fails" else set()), err


@pytest.mark.parametrize("rule", find_rules())
def test_every_rule_explains_itself(rule: str, mkdeck: Run) -> None:
    code, out, err = mkdeck("check", "--explain", rule)
    file = find_rules()[rule]
    first, blank, summary, *_ = out.splitlines()
    assert (code, out, err) == (0, f"{rule}: {file.rule.grade}\n\n{file.page}\n", "")
    assert (first.partition(":")[0], blank, summary[-1]) == (rule, "", ".")
    assert max(map(len, out.splitlines())) <= 120
    assert not re.search(r"\b(?:Found|found) .*\.py\b", out)  # a page is for lecturers


def test_all_rules_are_listed_with_their_severity(mkdeck: Run) -> None:
    code, out, err = mkdeck("check", "--explain")
    rows = [re.split(r"  +", line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [row[0] for row in rows] == sorted(find_rules())
    by_id = {row[0]: row[1:] for row in rows}
    assert by_id["media-size"] == ["warning", "A picture, sound or video of more than 5 MB."]
    assert by_id["no-right-choice"] == ["error", "A multiple-choice question marks no choice as right."]
    assert by_id["tags"] == ["error or warning", "A tag that Anki would not take as it is."]
    assert by_id["missing-id"] == ["warning; error in a release", "A question has no `id` of its own."]


def test_a_list_of_rules_may_be_asked_for_beside_a_course(course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": GOOD})
    assert mkdeck("check", "--format", "text", "--explain", cwd=folder).out.startswith("absolute-term ")
    assert mkdeck("check", "course", "--explain", cwd=folder).out.startswith("absolute-term ")


def test_the_id_of_a_rule_is_the_name_of_its_file() -> None:
    names = {path.stem.replace("_", "-") for path in Path(checks.__file__).parent.glob("*.py")}
    assert names - {"--init--"} == set(find_rules())


def test_a_rule_finds_nothing_at_a_severity_that_it_does_not_state() -> None:
    rule = Rule("a", "warning", in_release="error")
    assert [rule.at("error").severity, rule.when(releasing=True).severity, rule.when(releasing=False).severity] == [
        *("error", "error", "warning")
    ]
    assert rule.at("error") == rule
    with pytest.raises(ValueError, match="'b' finds no error"):
        Rule("b", "warning").at("error")


def test_every_rule_is_stated_once_and_named_by_no_other_string() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(checks.__file__).parent.parent.rglob("*.py"))
    assert sorted(re.findall(r'\bRule\(\s*"([^"]+)"', code)) == list(find_rules())
    of_two_words = [rule for rule in find_rules() if "-" in rule]
    assert {rule: code.count(f'"{rule}"') for rule in of_two_words} == dict.fromkeys(of_two_words, 1)


# --- Rules on texts that are fit for a course ----------------------------------------------------------------------


def choose(*choices: str, explanation: str = "") -> str:
    lines = ["questions:", "  - id: a", "    type: multiple-choice", "    question: Which?", "    choices:"]
    lines += [f"      - {'wrong' if i else 'correct'}: {json.dumps(text)}" for i, text in enumerate(choices)]
    lines += [f"    explanation: {json.dumps(explanation)}"] * bool(explanation)
    return "\n".join(lines) + "\n"


def rules_said(text: str, course: Write, mkdeck: Run) -> list[str]:
    _, out, _ = mkdeck("check", "--format", "json", cwd=course({"course.yaml": SETTINGS, "a.yaml": text.encode()}))
    return [each["rule"] for each in json.loads(out)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Option B is wrong.", "Option B"),
        ("Options A and C are right.", "Options A and C"),
        ("Choice (D) is right.", "Choice (D)"),
        ("Choice (c) is right.", "Choice (c)"),
        ("Option **B** is wrong", "Option **B**"),
        ("Option b) mixes two things up.", "Option b)"),
        ('The option "B" is wrong', 'option "B"'),
        ("Answer: C", "Answer: C"),
        ("The correct answer is C", "answer is C"),
        ("The answer is A, since it adds up.", "answer is A"),
        ("Die richtige Antwort ist B.", "Antwort ist B"),
        ("La bonne réponse est la C.", "réponse est la C"),
        ("La respuesta correcta es la C.", "respuesta correcta es la C"),
        ("A is right", "A is right"),
        ("It adds up, so B is wrong.", "B is wrong"),
        ("B ist falsch, weil es regnet.", "B ist falsch"),
        ("a) is wrong", "a) is wrong"),
        ("As (b) is true, it rains.", "(b) is true"),
        ("Only (b)", "Only (b)"),
        ("(a) and (b)", "(a) and (b)"),
        ("(A) oder (B)", "(A) oder (B)"),
        ("Both A and C are right.", "Both A and C"),
        ("Neither A nor B is.", "Neither A nor B"),
        ("Sowohl A als auch C", "Sowohl A als auch C"),
        ("B and C only", "B and C only"),
        ("A, B and D", "A, B and D"),
        ("Answers A, B and D hold.", "Answers A, B and D"),
        ("Antwort A ist falsch.", "Antwort A"),
        ("Sowohl A als B: Aussage C stimmt.", "Aussage C"),
        ("La réponse B est fausse.", "réponse B"),
        ("See above; answer C.", "answer C"),
        ("选项C", "选项C"),
        ("选项C是对的。", "选项C"),
        ("正解はBです。", "正解はB"),
        ("Option F is not there, but option B is.", "option B"),
    ],
)
def test_letters_of_choices_are_found(text: str, named: str, course: Write, mkdeck: Run) -> None:
    folder = course({"course.yaml": SETTINGS, "a.yaml": choose("w", "x", "y", "z", explanation=text).encode()})
    _, out, _ = mkdeck("check", "--format", "json", cwd=folder)
    assert [(each["rule"], each["message"]) for each in json.loads(out)] == [
        ("letter-reference", f"'{named}' {LETTER}")
    ]


@pytest.mark.parametrize(
    "text", ["Both A and B are.", "Only (a)", "Statement B is wrong.", "A is right", "(a) and (b)"]
)
@pytest.mark.parametrize("question", ["Which of A and B holds?", "It rains: (a) often, (b) never. Which holds?"])
def test_letters_that_the_question_gives_itself_are_not(text: str, question: str, course: Write, mkdeck: Run) -> None:
    asked = choose("w", "x", "y", "z", explanation=text).replace("Which?", json.dumps(question))
    assert rules_said(asked, course, mkdeck) == []


def test_a_letter_that_a_choice_says_is_not(course: Write, mkdeck: Run) -> None:
    assert rules_said(choose("C", "Rust", "Go", explanation="The answer is C."), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin B and C are soluble.",
        "The options are few. A state has many.",
        "Options E and F were dropped, since there are four.",
        "Appendix A and B show it.",
        "The answer is a list.",
        "Plan B is better.",
        "Option I is a numeral.",
        "An option A-level pupils know.",
        "Hepatitis A and B differ.",
        "A is a matrix.",
        "A is right-angled.",
        "If A is true, so is B.",
        "A list is right here.",
        "It takes a or b.",
        "vitamin C and D",
        "Vitamin B and C only help a little.",
        "(a) first, (b) second",
        "(a) first, (b) second; (a) and (b) take time.",
        "f(a) and (b) differ.",
        "It is $A$ and $B$.",
        "Only A is read.",
        "He got a B and C only.",
        "La respuesta es a veces larga.",
        "The answer is A list of four.",
        "Grade C is wrong.",
    ],
)
def test_other_letters_are_not(text: str, course: Write, mkdeck: Run) -> None:
    assert rules_said(choose("w", "x", "y", "z", explanation=text), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "Both C and C++ compile to machine code.",
        "Only A and A* need it.",
        "Both A and B-trees do.",
        "The answer C++ is old.",
    ],
)
def test_letters_that_go_on_are_other_words(text: str, course: Write, mkdeck: Run) -> None:
    assert rules_said(choose("w", "x", "y", "z", explanation=text), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of the above.",
        "all of these answers",
        "All options are correct",
        "Both of the above",
        "Keine der Antworten",
        "Alle oben genannten",
        "Toutes les réponses",
        "Ninguna de las anteriores",
        "以上都不是",
        "Keine davon",
        "Keines davon.",
        "Nichts davon",
        "Alle davon",
        "Beides davon",
    ],
)
def test_choices_about_the_others_are_found(text: str, course: Write, mkdeck: Run) -> None:
    assert rules_said(choose("x", text), course, mkdeck) == ["catch-all", "unpinned-last"]


@pytest.mark.parametrize("text", ["None", "All", "Nothing of the kind", "The above", "All of it", "Keine", "Neither"])
def test_choices_about_other_things_are_not(text: str, course: Write, mkdeck: Run) -> None:
    assert rules_said(choose("x", text), course, mkdeck) == []


@pytest.mark.parametrize(
    "text",
    [
        "All these weights are shared",
        "None of these neurons fires twice",
        "Any given state has one successor",
        "All other things being equal, it rises",
        "All options are European",
        "Alle Aussagen über $x$ gelten",
    ],
)
def test_choices_that_only_start_like_that_are_not(text: str, course: Write, mkdeck: Run) -> None:
    assert rules_said(choose("x", text), course, mkdeck) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [("Its inputs", "Its  inputs"), ("a\n\nb", "a b"), ("x ", "x"), ("é", "e\u0301")],
)
def test_choices_that_look_the_same_are_found(one: str, two: str, course: Write, mkdeck: Run) -> None:
    assert rules_said(choose(one, two), course, mkdeck) == ["duplicate-choices"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("```python\nif x:\n    y()\n    z()\n```", "```python\nif x:\n    y()\nz()\n```"),
        ("```\na  b\n```", "```\na b\n```"),
    ],
    ids=["indentation", "spaces"],
)
def test_code_that_differs_in_its_spaces_is_not_the_same(one: str, two: str, course: Write, mkdeck: Run) -> None:
    assert rules_said(choose(one, two), course, mkdeck) == []


@pytest.mark.parametrize(
    "tag", ["a b", "a\u00a0b", "marked", "Leech", "::a", "a::", "a::::b", 'a"b', "mkdeck::x", "a\u3000b"]
)
def test_tags_that_anki_would_change_are_found(tag: str, course: Write, mkdeck: Run) -> None:
    deck = GOOD.replace("answer: true", f"answer: true, tags: [{json.dumps(tag)}]")
    assert rules_said(deck, course, mkdeck) == ["tags"]


@pytest.mark.parametrize("tag", ["a-b", "rnn::gru", "日本", "c++", "a,b", "é", "*", "#1", "0", "no", "a:b", "unmarked"])
def test_tags_that_anki_keeps_are_not(tag: str, course: Write, mkdeck: Run) -> None:
    deck = GOOD.replace("answer: true", f"answer: true, tags: [{json.dumps(tag)}]")
    assert rules_said(deck, course, mkdeck) == []
