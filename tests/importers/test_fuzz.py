"""Proves the contract of every importer on damaged input: no traceback, nothing lost, YAML that reads back."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.contract import import_one
from mkdeck.importers import find_formats
from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.writing import write_deck
from mkdeck.source import Source, load

HERE = Path(__file__).parent
REAL = Path(__file__).parents[3] / "shared" / "material"
SEEDS = {
    name: [
        path.read_bytes()
        for path in sorted(HERE.glob(f"{name}/*"))
        if path.is_file() and path.suffix not in (".yaml", ".log")
    ]
    for name in find_formats()
}
for name, pattern in (
    ("gift", "banks/gift/*.gift"),
    ("lettered", "banks/aiken/*"),
    ("moodle-xml", "banks/moodle-xml/*"),
    ("quiz-page", "*.txt"),
    ("ankitum", "banks/ankitum/*.yaml"),
    ("mdbook-quiz", "banks/toml/*.toml"),
    ("markdown", "banks/markdown/*.md"),
):
    SEEDS[name] += [path.read_bytes() for path in sorted(REAL.glob(pattern))]
PIECES = [
    *(each.encode() for each in "{}=~#:%\\\n\r\t *_`<>&$[]()-.|\"'é漢\0\x1f"),
    *(
        each.encode()
        for each in ("{{c1::", "}}", "::", "####", "$CATEGORY: ", "ANSWER: B\n", "\n\nA) ", "\nB. ", "![](")
    ),
    *(
        each.encode()
        for each in ("<![CDATA[", "]]>", "</text>", "<b>", "</pre>", "<img src=x>", "&nbsp;", "---\n", "\n- ")
    ),
    *(
        each.encode()
        for each in ("Question 2 True / False\n", "TTrue\nFFalse\n", "Model answer: ", "{1:MC:=a~b}", "\\(")
    ),
    *(
        each.encode()
        for each in (
            "- [x] ",
            "\n> ",
            "\n```\n",
            "<details><summary>",
            "</details>\n",
            "\n### ",
            "\n1. ",
            "Answer: B\n",
            "<!--",
        )
    ),
    *(
        each.encode()
        for each in ("*b) ", "[*] ", "\n= 5 +- 1", "((a))", "<> ((a)) b\n", "```{.python .run}\n", "\nGROUP\n")
    ),
    *(
        each.encode()
        for each in ("[$]", "[/$]", "[[image: a.png]]", "[latex]", "\nanswer.answer = ", "\n[[questions]]\n", "&#0;")
    ),
    b"\xff",
    b"\xe9",
    "\u2028".encode(),
    "\ufdd0".encode(),
    "\ue000".encode(),
]


def mutate(content: bytes, chance: random.Random) -> bytes:
    """Cut, repeat and put in pieces here and there."""
    content = content[:6000]
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randint(0, len(content)) for _ in range(2))
        end = min(end, at + 200)
        kind = chance.randint(0, 3)
        if kind == 0:
            content = content[:at] + content[end:]
        elif kind == 1:
            content = content[:at] + content[at:end] * 2 + content[end:]
        elif kind == 2:
            content = content[:at] + chance.choice(PIECES) + content[at:]
        else:
            content = content[: at if chance.random() < 0.1 else len(content)]
    return content


@pytest.mark.parametrize("name", [name for name, seeds in SEEDS.items() if seeds])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False), recognised=st.booleans())
def test_damaged_files_keep_the_contract(name: str, chance: random.Random, *, recognised: bool) -> None:
    content = mutate(chance.choice(SEEDS[name]), chance)
    import_one(content, None if recognised else name)


@pytest.mark.parametrize("name", list(find_formats()))
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_nonsense_keeps_the_contract(name: str, content: bytes) -> None:
    import_one(content, name)
    import_one(content)


TEXT = st.text(
    st.one_of(
        st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"),
        st.sampled_from(" \t\n:#-'\"[]{}|>&*!%@`?"),
    ),
    min_size=1,
    max_size=60,
) | st.text(st.sampled_from("ab \n\t#:-"), min_size=1, max_size=300)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
def test_any_text_reads_back_as_it_was_written(question: str, choice: str, feedback: str, answer: str) -> None:
    choices = (DraftChoice(choice, correct=True, feedback=feedback), DraftChoice(choice, correct=False))
    drafts = [
        Draft(1, "multiple-choice", question, choices, explanation=answer, tags=("a", "b::c"), comments=(question,)),
        Draft(2, "short-answer", question, answer=answer, hint=feedback),
    ]
    text = write_deck(drafts, ["x", "y"], title=question)
    value, findings = load(Source(Path("deck.yaml"), "deck.yaml", text))
    assert not findings, text
    assert value == {
        "deck": question,
        "questions": [
            {
                "id": "x",
                "type": "multiple-choice",
                "question": question,
                "choices": [{"correct": choice, "feedback": feedback}, choice],
                "explanation": answer,
                "tags": ["a", "b::c"],
            },
            {"id": "y", "type": "short-answer", "question": question, "answer": answer, "hint": feedback},
        ],
    }
