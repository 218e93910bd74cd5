"""Proves the contract of every importer on damaged input: no traceback, nothing lost, YAML that reads back."""

import html
import io
import random
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from depth import count
from importers.contract import import_one
from importers.sources import find_sources, pack_files, read_source
from importers.workbooks import SHEET, Cell, change_member, make_workbook
from mkdeck.course.yaml_source import Source, load
from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.recognise import find_formats
from mkdeck.importers.writing.yaml import write_deck

REAL = Path(__file__).parents[3] / "shared" / "material"
SEEDS = {name: [read_source(path) for path in find_sources(name)] for name in find_formats()}
for name, pattern in (
    ("gift", "banks/gift/*.gift"),
    ("lettered", "banks/aiken/*"),
    ("moodle-xml", "banks/moodle-xml/*"),
    ("qti", "banks/qti-canvas/*.xml"),
    ("quiz-page", "*.txt"),
    ("ankitum", "banks/ankitum/*.yaml"),
    ("mdbook-quiz", "banks/toml/*.toml"),
    ("markdown", "banks/markdown/*.md"),
):
    SEEDS[name] += [path.read_bytes() for path in sorted(REAL.glob(pattern))]
LEAF = re.compile(rb"<([\w:]+)(?: [^<>]*)?>[^<>]*</\1>|<[\w:]+(?: [^<>]*)?/>")
NESTED = re.compile(rb"<([\w:]+)(?: [^<>]*)?>(?:(?!</?\1[ >]).){0,3000}</\1>", re.DOTALL)
ATTRIBUTE = re.compile(rb' [\w:]+="[^"<>]*"')
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
    *(each.encode() for each in (',"', '",', ";", "\t", "sep=;\n", "Question,Answer\n", ",B\n", ",2\n", "<v>", "</c>")),
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
    """Damage a file; of an archive mostly its files, at times the archive itself."""
    if content.startswith(b"PK") and chance.random() < 0.9:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [(name, archive.read(name)) for name in archive.namelist()]
        return pack_files((name, damage(each, chance) if chance.random() < 0.5 else each) for name, each in files)
    return damage(content, chance)


def damage(content: bytes, chance: random.Random) -> bytes:
    """Cut, repeat and put in pieces here and there."""
    if content.startswith(b"<") and chance.random() < 0.8:
        return damage_elements(content, chance)
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


def damage_elements(content: bytes, chance: random.Random) -> bytes:
    """Drop, repeat, swap and fill elements and attributes, so that a document stays one that can be read."""
    for _ in range(chance.randint(1, 8)):
        found = list(chance.choice((LEAF, LEAF, NESTED, ATTRIBUTE)).finditer(content))
        if not found:
            continue
        one, other = chance.choice(found), chance.choice(found)
        piece = html.escape(chance.choice(PIECES).decode("utf-8", "replace")).encode()
        filled = one.group().replace(b">", b">" + piece, 1) if b"</" in one.group() else b""
        new = chance.choice((b"", one.group() * 2 if b"<" in one.group() else one.group(), other.group(), filled))
        content = content[: one.start()] + new + content[one.end() :]
    return content


@pytest.mark.parametrize("name", [name for name, seeds in SEEDS.items() if seeds])
@settings(max_examples=count(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False), recognised=st.booleans())
def test_damaged_files_keep_the_contract(name: str, chance: random.Random, *, recognised: bool) -> None:
    content = mutate(chance.choice(SEEDS[name]), chance)
    import_one(content, None if recognised else name)


@cache
def make_bank() -> bytes:
    """Make a workbook of questions, the same in all rounds of a test: it holds the time at which it is made."""
    rows: list[list[Cell]] = [
        ["Question", "A", "B", "Correct"],
        ["One?", "x", "y", "A"],
        ["Two?", 1, 2.5, 2],
        ["Three?", True, None, "x"],
    ]
    return make_workbook({"S": rows}, merged=["A3:A4"])


@settings(max_examples=count(10), deadline=None)
@given(chance=st.randoms(use_true_random=False), inside=st.booleans())
def test_damaged_workbooks_keep_the_contract(chance: random.Random, *, inside: bool) -> None:
    content = make_bank()
    inner = change_member(content, SHEET, lambda xml: mutate(xml, chance))
    import_one(inner if inside else mutate(content, chance), "table")


@pytest.mark.parametrize("name", list(find_formats()))
@settings(max_examples=count(10), deadline=None)
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


@settings(max_examples=count(50), deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
@example("a", "a", "a", "\x1f\nb")
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


SHORT = st.text(st.sampled_from("ab1 :'\"#-?,[]{}&*!|>%@`~.=+\\\né"), min_size=1, max_size=6)


@settings(max_examples=count(100), deadline=None)
@given(st.lists(SHORT, max_size=4))
def test_any_list_reads_back_as_it_was_written(texts: list[str]) -> None:
    draft = Draft(1, "short-answer", "Why?", answer="So.", more={"accept": texts})
    value, findings = load(Source(Path("deck.yaml"), "deck.yaml", write_deck([draft], ["x"])))
    assert not findings
    assert isinstance(value, dict)
    assert value["questions"] == [
        {"id": "x", "type": "short-answer", "question": "Why?", "answer": "So.", "accept": texts}
    ]
