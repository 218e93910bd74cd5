r"""Proves that backslashes that were meant are named where Markdown takes them away, and no others."""

import pytest

from growth import assert_time_keeps_pace
from mkdeck.text.lost_slashes import check_lost_slashes
from mkdeck.text.markdown import render

SPACE = r"'\,' shows as ','; TeX is for math only; write a blank, or '&nbsp;' where no line may end"
HYPHEN = r"'\-' shows as '-'; TeX is for math only; for a hyphen write '-', for a place to part the word '&shy;'"
UMLAUT = r"""'\"' shows as a quotation mark; TeX is for math only; write the letter itself"""
LINE_END = r"'\\' shows as '\'; TeX is for math only; end a line with one '\'"
BREAK = r"'\\' shows as '\'; TeX is for math only; end the line there, with one '\'"
PATH = "Markdown shows one backslash less of '{}'; put the path between backticks"
PATTERN = "Markdown shows no backslash before '{}' here; put the pattern between backticks"
LESS = "Markdown shows one backslash less of '{}'; put it between backticks"
ACCENT = "'{}' shows as the sign alone; TeX is for math only; write the letter itself"
SUBSTITUTION = "Markdown shows one backslash less of this; put the pattern between backticks"

NAMED = {
    r"It weighs 10\,kg.": ("foreign-markup", SPACE),
    r"z.\,B. Eis": ("foreign-markup", SPACE),
    r"Der Staats\-anwalt": ("foreign-markup", HYPHEN),
    r"Herr M\"uller": ("foreign-markup", UMLAUT),
    r"\"{U}bung": ("foreign-markup", UMLAUT),
    "one line \\\\\nanother": ("foreign-markup", LINE_END),
    r"the folder \\server\share": ("markdown", PATH.format(r"\\")),
    r"C:\> dir": ("markdown", PATH.format("C:\\")),
    r"^\d+\.\d+$ matches": ("markdown", PATTERN.format(".")),
    r"It is \w+\* here": ("markdown", PATTERN.format("*")),
    r"^[a-z]+\.(com|de)$ matches": ("markdown", PATTERN.format(".")),
    r"/\<s\w+/ matches": ("markdown", PATTERN.format("<")),
    r"C:\Users\<name>\a.txt": ("markdown", PATH.format("C:\\Users\\")),
    r"HKCU\Software\<key>": ("markdown", PATH.format("HKCU\\Software\\")),
    r"%TEMP%\a\<name>": ("markdown", PATH.format("%TEMP%\\a\\")),
    r"It is s/\.txt/.md/ here": ("markdown", SUBSTITUTION),
    r"del C:\temp\*.*": ("markdown", PATH.format("C:\\temp\\")),
    r"cd ..\..\src": ("markdown", PATH.format("..\\")),
    r"C:\.git holds it": ("markdown", PATH.format("C:\\")),
    r"p \/ q, and p /\ q": ("markdown", LESS.format("\\/")),
    r"\/x. P(x)": ("markdown", LESS.format("\\/")),
    r"X \== Y holds": ("markdown", LESS.format("\\==")),
    r"X =\= 3": ("markdown", LESS.format("=\\=")),
    r"X \= Y": ("markdown", LESS.format("\\=")),
    r"\+ member(X, L)": ("markdown", LESS.format("\\+")),
    r"Escapes are \n, \t and \".": ("markdown", LESS.format('\\"')),
    r"What's '\\' in C?": ("markdown", LESS.format(r"'\\'")),
    r"""C writes a quotation mark as '\"' or '\''""": ("markdown", LESS.format(r"""'\"'""")),
    r"the caf\'e": ("foreign-markup", ACCENT.format("\\'")),
    r"the H\^{o}tel": ("foreign-markup", ACCENT.format("\\^")),
    r"Which hold? $a$ \\ $b$": ("foreign-markup", BREAK),
    r"One. \\ Two": ("foreign-markup", BREAK),
    r"One?\\Two": ("foreign-markup", BREAK),
    r"What does \. match?": ("markdown", LESS.format("\\.")),
    r"ma\~nana": ("foreign-markup", ACCENT.format("\\~")),
}
SILENT = [
    r"a well\-known \*sign\*",
    r"3\-year-old children",
    r"50\% of A\&B cost \$5, see my\_name and \#1",
    r"2\*3\*4, \- minus, 1848\. and \> five",
    r"a\\b and C:\\new and A \\ B",
    r"1\,5 or 2\,5 or 3\.5",
    r"`^\d+\.\d+$` and $10\,kg$ and \(a\,b\)",
    r"`\\server\share` and `C:\>`",
    "a line \\\nanother",
    r"\\(ツ)/",
    r"don\'t, l\'eau, \"quoted\" words",
    r"C:\new and \n and \d",
    r"\d+\\.\d",
    r"5 \+ 3 \= 8, F \= m and a\/b",
    r"He said \"no\" and left",
    r"10\^3, x\^n and \~5",
    r"C:\new\file.txt and ..\src\a",
    r"and\/or, s/he and its/\*",
    r"a\<b>, a \<b> and \d",
    r"lorsqu\'elle, jusqu\'o, l\'eau, d\'or",
    r"1\. comes before [a-z]",
    r"\+ f(x) is added",
    r"from g \+ f(x) to h",
    "$$a \\\\\nb$$",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_backslash_that_was_meant_is_named(text: str) -> None:
    assert [(each.rule.id, each.message) for each in render(text, str).faults] == [NAMED[text]]


@pytest.mark.parametrize("text", SILENT)
def test_one_that_stands_before_a_mark_is_not(text: str) -> None:
    assert [each.message for each in render(text, str).faults if "shows" in each.message] == []


@pytest.mark.parametrize("piece", ["\\", "\\,a", "\\d\\.", "\\\\\n", '\\"a', "C:\\>"])
def test_time_grows_no_faster_than_the_slashes(piece: str) -> None:
    assert_time_keeps_pace(lambda size: render("a" + piece * size, str), 4_000, piece)


def test_time_grows_no_faster_than_a_word_behind_a_backslash() -> None:
    assert_time_keeps_pace(lambda size: list(check_lost_slashes("100 \\% " + "é" * size)), 32_000)
