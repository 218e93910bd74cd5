"""Proves that the quick ways to look for code, math and signs find what the plain ways find, on hostile texts."""

import re
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depth import count
from growth import assert_time_keeps_pace, count_lines
from mkdeck.text import anki_markup, emphasis, escaping, foreign
from mkdeck.text import math as formulas
from mkdeck.text.fences import find_code
from mkdeck.text.spans import CODE_SPAN, MATH, blank, blank_blocks, blank_code, choose_math

PIECES = (
    "$ $$ \\ \\( \\) \\[ \\] ` `` ``` ~ ~~ ~~~ { } ( ) [ ] [[ ]] ![ ]( | * ** _ __ # > >>> >= + - --- = == ^ % %% ! : "
    "::: @ [@ [^1] & , . / a b x init word 1 2 25 1848. 12) e^x x_1 W_h \\alpha \\textbf{x} {width=3} {.big} 2*3*4 a*b "
    "f(x) [sound: [LaTeX] [/$$] [[type: $HOME US$5 \u00e9 \u05d0\u00a0"
).split(" ")
HOSTILE = st.lists(st.sampled_from([*PIECES, "\n", "\n\n", " ", "  ", "    ", "\t"]), max_size=24).map("".join)
MANY = settings(max_examples=count(150))

PLAIN_CODE = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=fence)[`~]*[ \t]*$
    | (?<![\\`])(?P<ticks>`++)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
PLAIN_MATH = re.compile(
    r"""
    (?<!\\)\$\$(?:[^$\n]|\$(?!\$)|\n(?![ \t]*\n))+\$\$
    | (?<!\\)\\\((?:[^\\\n]|\\[^()\[\]]|\n(?![ \t]*\n))+\\\)
    | (?<!\\)\\\[(?:[^\\\n]|\\[^()\[\]]|\n(?![ \t]*\n))+\\\]
    | (?<![\\$])\$(?![\s$])(?:[^$\\]|\\.)*?(?<!\s)\$(?!\d)
    """,
    re.VERBOSE | re.DOTALL,
)
PLAIN_EMPHASIS = re.compile(
    r"""
    [*_](?:
      (?<=[A-Za-z0-9]\*)\**[^\s*] | (?<=[.)\]]\*)\**[\w(.] | (?<=[(\[,]\*)\**[]),] | (?<=\.\*)\**[,;)] | (?<=/\*)[^\s*]
      | (?<=\*)\.[\w*]
      | (?<=__)\w+__ | (?<=\._)\w | (?<=_)\(
    )
    """,
    re.VERBOSE | re.ASCII,
)
LOOKS_BACK = re.compile(
    r"(?P<sign>\\.|.)\(\?<(?P<is>[=!])(?P<before>\[(?:\\.|[^\]\\])*\]|\\.|.)(?P=sign)\)"  # as in X(?<=[abc]X)
)


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


PLAIN_BLOCK = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=fence)[`~]*[ \t]*$", re.MULTILINE | re.DOTALL
)


@MANY
@given(HOSTILE)
def test_code_and_math_are_found_as_the_plain_patterns_find_them(text: str) -> None:
    assert spans(CODE_SPAN, text) == spans(PLAIN_CODE, text)
    assert spans(MATH, text) == spans(PLAIN_MATH, text)
    assert spans(choose_math(text), text) == spans(PLAIN_MATH, text)
    assert blank_code(text) == blank(text, PLAIN_CODE)
    assert list(find_code(text)) == spans(PLAIN_CODE, text)
    assert blank_blocks(text) == blank(text, PLAIN_BLOCK)


def test_a_blanked_text_keeps_its_length_and_its_lines() -> None:
    assert blank_code("a `b\nc` d\n```\ne\n\nf\n```\ng `h") == "a   \n   d\n   \n \n\n \n   \ng `h"


def looks_back() -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Yield patterns that begin with their sign and look back, each with one that looks first."""
    for quick in (formulas._BEFORE_DIGIT, *(sign.pattern for sign in foreign._SIGNS)):
        if start := LOOKS_BACK.match(quick.pattern):
            plain = f"(?<{start['is']}{start['before']}){start['sign']}{quick.pattern[start.end() :]}"
            yield quick, re.compile(plain, quick.flags)


def test_patterns_that_look_back_are_known_as_such() -> None:
    assert {quick.pattern[:6] for quick, _ in looks_back()} > {r"\$(?<!", r"\{(?<=", "%(?<![", "`(?<!`"}


@MANY
@given(HOSTILE)
def test_a_pattern_that_begins_with_its_sign_and_looks_back_finds_what_one_that_looks_first_finds(text: str) -> None:
    for quick, plain in looks_back():
        assert spans(quick, text) == spans(plain, text)


@MANY
@given(HOSTILE)
def test_signs_are_looked_for_where_the_plain_patterns_find_any(text: str) -> None:
    quick = emphasis._DOUBTFUL_STAR.search(text) or emphasis._DOUBTFUL_UNDERSCORE.search(text)
    assert bool(quick) == bool(PLAIN_EMPHASIS.search(text))
    starts = escaping._DOUBTFUL.pattern
    assert starts.startswith(r"\n[ ]")
    plain = re.compile("^" + starts.removeprefix(r"\n"), re.MULTILINE)
    assert bool(escaping._DOUBTFUL.search(f"\n{text}")) == bool(plain.search(text))
    assert escaping._SIGN.search(f"\n{text}") or not escaping.MARKED.search(text)
    assert anki_markup._holds_trigger(text) == bool(anki_markup._TRIGGER.search(text))


FENCES = {
    "that never close": "```x\n",
    "of two signs": "```x\n~~~x\n",
    "that grow": "",
    "that close": "```x\na\n```\n",
    "too short to close": "~~~~x\n~~~\n",
    "of ticks within lines": "a ```x\n",
}


@pytest.mark.parametrize("kind", FENCES)
def test_the_work_on_repeated_fences_grows_no_faster_than_the_text(kind: str) -> None:
    def write(many: int) -> str:
        return FENCES[kind] * many or "".join(f"{'`' * (3 + i % 90)}x\n" for i in range(many))

    few, many = (count_lines(partial(list, find_code(write(size)))) for size in (500, 2000))
    assert many < 4.5 * few
    assert_time_keeps_pace(lambda size: blank_blocks(blank_code(write(size))), 20_000, kind)
