"""A finding's line is the same, whether its question's lines are read alone or with the whole file."""

from dataclasses import replace
from pathlib import Path

from hypothesis import assume, example, given
from hypothesis import strategies as st

from growth import assert_time_keeps_pace
from mkdeck.course.yaml_lookup import locate
from mkdeck.course.yaml_source import Source, Value, load_deck
from mkdeck.diagnostics import Finding, Loc, Rule

RULE = Rule("media", "warning")
LINES = (
    "questions:",
    "  - id: first",
    "  - id: 'second: x'",
    "  -",
    "  - [a, b]",
    "  - {id: third, hint: x}",
    "  - text alone",
    "- id: flush left",
    "    question: x and x",
    '    hint: "x',
    '    x"',
    "    hint: |",
    "      - x stands here",
    "      `x` and x",
    "    choices: [x, {correct: x}]",
    "    tags: &shared [x, y]",
    "    tags: *shared",
    "    tags:",
    "      - x",
    "  # a comment with x",
    "# x",
    "",
    "description: x",
    "  ]",
    "  - id: [",
    "...",
)
AT_FIRST = "questions:\n  - id: first\n"


@given(st.lists(st.sampled_from(LINES), max_size=14).map(lambda lines: AT_FIRST + "\n".join(lines)))
@example('questions:\n  - id: a\n    hint: "x\n  - id: b"\n  - id: c\n    hint: x')
@example("questions:\n  - &a {hint: x}\n  - *a\n  - hint: x")
@example("questions: [{hint: x},\n  {hint: y}, {hint: x}]")
@example("questions:\n  -\n    hint: x\n  - hint: x\ndescription: x")
@example("questions:\n  - id: a\n  -\n      - x\n  - id: b")
@example("questions:\n  -\n    - hint: x\n  - hint: x")
@example("questions:\r\n- hint: x\r\n\r\n- hint: x and x\r\n")
@example("# a head\n---\nquestions:\n- hint: x\x85- hint: x\n...\n")
def test_the_lines_of_a_question_alone_tell_as_much_as_the_file(text: str) -> None:
    source, value, _ = load_deck(Source(Path("deck.yaml"), "deck.yaml", text))
    assume(source.questions)
    paths = [path for path in _walk(value) if path]
    findings = [
        Finding(source.name, path, RULE, f"{i}", near=near, on_key=on_key)
        for i, path in enumerate([*paths, *paths, ("questions", 99), ("questions", 0, "none")])
        for near in ("", "x")
        for on_key in (False, True)
    ]
    assert locate(findings, [source]) == locate(findings, [replace(source, questions=())])


def test_where_questions_start_is_noted() -> None:
    source, _, _ = load_deck(Source(Path("deck.yaml"), "deck.yaml", f"{AT_FIRST}\n  # then\n  - id: b\n"))
    assert source.questions == (11, 35)


def _walk(value: Value, path: Loc = ()) -> list[Loc]:
    """Return the path of every value."""
    match value:
        case dict():
            below = [each for key, child in value.items() for each in _walk(child, (*path, key))]
        case list():
            below = [each for i, child in enumerate(value) for each in _walk(child, (*path, i))]
        case _:
            below = []
    return [path, *below]


def test_places_in_many_questions_take_no_longer_each() -> None:
    def work(size: int) -> None:
        source = load_deck(Source(Path("a.yaml"), "a.yaml", AT_FIRST + "  - {}\n" * size))[0]
        locate([Finding("a.yaml", ("questions", i), RULE, "Why.") for i in range(size)], [source])

    assert_time_keeps_pace(work, 24_000, "questions with a finding")
