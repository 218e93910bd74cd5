"""Proves that texts of known pieces arrive as typed, also around gaps, and that soup loses no word in silence."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from text.arrivals import HARD, Lines, arrive, ask, even, gap, holds, read, squeeze, verbatim

# --- Texts made of pieces of which one knows what they show --------------------------------------------------------

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
WORDS = (
    "word Größe naïve 東京 שלום مرحبا हिन्दी ภาษาไทย Ελλάδα 👩🏽‍🔬 ﬁn e\u0301te\u0301 A\u030angstro\u0308m 42 x\u200dy "
    "co\u00adop a\u00a0b \u2067אב\u2069 no"
).split(" ")
SPECIAL = (
    "vector<int> a<b|and|c>d {{Question}} {{c1:: }} :: [sound:x.mp3] [latex]x[/latex] [$]x[/$] [$$]x[/$$] "
    "[anki:tts|lang=en_US]x[/anki:tts] \\(x\\) \\[x\\] $5 $10 $x$ <b> </b> <script>alert(1)</script> <!-- --> --> "
    "<img|src=x> &lt; &amp; &#31; &nbsp; &{ * ** _x_ ` `` ~~ ~~x~~ # - + 1. > | \\ \\\\ \" ' ''' ]]> [x](y) ![x](y) "
    "[x]: http://x.org <http://x.org> std::vector {{#Choices}} {{/Choices}} {{cloze:Text}} %s %(x)s {0} $$ $$x$$"
).split(" ")
SPECIAL = [each.replace("|", " ") if len(each) > 1 else each for each in SPECIAL]
CODES = (
    "vector<int>#a<b and c>d#{{Question}}#[sound:x.mp3]#[latex]x[/latex]#\\(x\\)#\\[x\\]#$x$#$5 and $10#<b>#&lt;#"
    "std::vector#a::b::c#}}#{{#{{c1::x}}#{a: {b: 1}}#<!-- x -->#<script>alert(1)</script>#x = \"{}\".format('a')#\\#"
    "\\\\#|#~~x~~#**x**#[x](y)#%d\t%s#\u202eabc\u202c#e\u0301"
).split("#")
FORMULAS = (
    "x#a<b#a>b#x_{1:T}#\\sqrt{2}#\\frac{a}{b^{2}}#\\{a, b\\}#P(A|B)#a::b#\\text{[x]}#h_t = f(W h_{t-1})#e^{e^{x}}#"
    "\\alpha \\& \\beta#x' = x''#\\left\\langle a, b \\right\\rangle#a \\\\ b#\\mathbf{x}_{i}^{2}#*a*b*#_a b_c#-1"
).split("#")


def escape(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is; a backslash before a bracket would open math."""
    return PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};" if sign[0] in "()[]" else f"\\{sign[0]}", text)


def code_span(code: str) -> str:
    """Write a code span, with as many backticks as it takes."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    pad = " " if code[0] in "` " or code[-1] in "` " else ""
    return "`" * (longest + 1) + pad + code + pad + "`" * (longest + 1)


@dataclass(frozen=True)
class Piece:
    """Markdown, and what it shows."""

    source: str
    shown: str


characters = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u2028\u2029")
any_text = st.text(characters, min_size=1, max_size=12).map(lambda text: unicodedata.normalize("NFC", text))
seen_text = any_text.filter(lambda text: text.strip(" ") == text)

escaped = st.one_of(st.sampled_from(SPECIAL), seen_text).map(lambda text: Piece(escape(text), text))
codes = st.one_of(st.sampled_from(CODES), seen_text).map(lambda code: Piece(code_span(code), code))
formulas = st.sampled_from(FORMULAS).flatmap(
    lambda math: st.sampled_from([Piece(f"${math}$", f"\\({math}\\)"), Piece(f"\\({math}\\)", f"\\({math}\\)")])
)
words = st.sampled_from(WORDS).map(lambda word: Piece(word, word))
emphasised = st.sampled_from([Piece(f"{mark}word{mark}", "word") for mark in ("*", "**", "_", "~~")])
typed = st.sampled_from(
    [
        Piece(text, text)
        for text in "vector<int>#a<b and c>d#std::vector#x<y>z#AT&T#[sound:x]#[latex]x[/latex]#{{Question}}#a_b_c#"
        "5 * 6#C:\\dir#<int, int>#->#<-#a[0]#f(x)#{#}#}}#100 %#~/x#List<String>#if a<b: c>d#i < n#snake_case#::".split(
            "#"
        )
    ]
)
pieces = st.one_of(words, escaped, codes, formulas, emphasised, typed)


def join(parts: Sequence[Piece]) -> Piece:
    """Put pieces on a line, with a word at both ends so that nothing looks like a list or a heading."""
    line = [Piece("from", "from"), *parts, Piece("to", "to")]
    return Piece(" ".join(part.source for part in line), " ".join(part.shown for part in line))


lines_of_pieces = st.lists(pieces, max_size=6).map(join)
code_line = st.one_of(st.sampled_from(CODES), st.sampled_from(WORDS), any_text, st.just(""))


def block(kind: str, line: Piece, code: Sequence[str], language: str) -> tuple[str, Lines]:
    """Write a block of Markdown; gives its source and the lines that it shows."""
    match kind:
        case "fence":
            fence = "`" * (3 + max((len(run) for text in code for run in re.findall("`+", text)), default=0))
            return "\n".join([f"{fence}{language}", *code, fence]), squeeze(*map(verbatim, code))
        case "display":
            return "$$\n" + FORMULAS[len(line.source) % len(FORMULAS)] + "\n$$", squeeze(
                f"\\[ {FORMULAS[len(line.source) % len(FORMULAS)]} \\]"
            )
        case _:
            return f"{kind}{line.source}", squeeze(line.shown)


blocks = st.builds(
    block,
    st.sampled_from(["", "", "fence", "display", "- ", "1. ", "> ", "# "]),
    lines_of_pieces,
    st.lists(code_line, min_size=1, max_size=4),
    st.sampled_from(["", "text", "python", "cpp", "html", "yaml", "js", "haskell"]),
)
pages = (
    st.lists(blocks, min_size=1, max_size=3)
    .map(
        lambda parts: ("\n\n".join(source for source, _ in parts), tuple(line for _, lines in parts for line in lines))
    )
    .filter(lambda page: any(page[1]))  # code of blanks alone shows nothing, and is an error
)


@given(batch=st.lists(pages, min_size=12, max_size=12))
@HARD
def test_text_of_known_pieces_arrives_as_typed(mkdeck: Run, batch: list[tuple[str, Lines]]) -> None:
    arrivals = arrive(mkdeck, [ask(source) for source, _ in batch])
    for (source, shown), arrival in zip(batch, arrivals, strict=True):
        assert arrival.said == [], source
        assert read(arrival.fields["Question"], exact=True) == shown, source
        ((front, back),) = arrival.sides.values()
        assert holds(read(front, exact=True), shown), source
        assert holds(read(back, exact=True), shown), source
        assert arrival.sounds == 0, source


@given(batch=st.lists(st.lists(any_text.filter(str.strip), min_size=7, max_size=7), min_size=8, max_size=8))
@HARD
def test_any_character_arrives_in_every_place(mkdeck: Run, batch: list[list[str]]) -> None:
    def write(text: str) -> str:
        return f"from {code_span(text)} to"

    arrivals = arrive(
        mkdeck,
        [
            {
                "type": "multiple-choice",
                "question": write(texts[0]),
                "choices": [
                    {"correct": write(texts[1]), "feedback": write(texts[2])},
                    {"wrong": write(texts[3]) + "x"},
                ],
                "explanation": write(texts[4]),
                "hint": write(texts[5]),
                "source": write(texts[6]),
                "card": "cloze" if i % 2 else "basic",
            }
            for i, texts in enumerate(batch)
        ],
    )
    for texts, arrival in zip(batch, arrivals, strict=True):
        assert arrival.said == [], texts
        arrived = sorted(line for text in arrival.fields.values() for line in read(_fill(text)) if line[:5] == "from ")
        wanted = [f"from {text} to{'x' * (i == 3)}" for i, text in enumerate(texts)]
        assert arrived == sorted(squeeze(*wanted)), texts
        ((_, back),) = arrival.sides.values()
        shown = read(back)
        assert [line for i, line in enumerate(squeeze(*wanted)) if i != 5 and not _shown(line, shown)] == [], texts


def _fill(field_text: str) -> str:
    return re.sub(r"\{\{c\d+::(.*?)\}\}", r"\1", field_text, flags=re.DOTALL)


def _shown(line: str, lines: Lines) -> bool:
    return any(each == line or each.endswith(f": {line}") for each in lines)


# --- Gaps ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A piece of a cloze text, in a gap with a number, or outside of any."""

    piece: Piece
    number: int = 0
    hint: str = ""

    def source(self) -> str:
        hint = f"::{self.hint}" if self.hint else ""
        return f"{{{{c{self.number}::{self.piece.source}{hint}}}}}" if self.number else self.piece.source

    def shown(self, asked: int) -> str:
        return f"[{self.hint or '...'}]" if asked and self.number == asked else self.piece.shown


in_gap = st.one_of(
    words,
    codes.filter(lambda piece: "{{c" not in piece.shown),
    st.sampled_from(FORMULAS).map(lambda math: Piece(f"${math}$", f"\\({math}\\)")),
    st.sampled_from(SPECIAL).filter(lambda text: text[-1] not in "\\:").map(lambda text: Piece(escape(text), text)),
    st.sampled_from(
        [Piece(text, text) for text in ("{a}", "{{a}}", "vector<int>", "a<b and c>d", "[sound:x]", "\\name{2}")]
    ),
)
outside = pieces.filter(lambda piece: "{{c" not in piece.source)
hints = st.one_of(st.just(""), st.sampled_from(["hint", "two words", "שלום", "what?"]))
gap_parts = st.builds(Part, in_gap, st.sampled_from([1, 1, 2, 3, 10, 500]), hints)
parts = st.one_of(outside.map(Part), gap_parts)
gap_texts = st.tuples(st.lists(parts, max_size=3), gap_parts, st.lists(parts, max_size=3)).map(
    lambda three: [*three[0], three[1], *three[2]]
)


@given(batch=st.lists(gap_texts, min_size=12, max_size=12))
@HARD
def test_gaps_around_known_pieces_are_asked_and_filled(mkdeck: Run, batch: list[list[Part]]) -> None:
    arrivals = arrive(mkdeck, [gap(" ".join(["from", *(part.source() for part in line), "to"])) for line in batch])
    for line, arrival in zip(batch, arrivals, strict=True):
        source = " ".join(part.source() for part in line)
        assert arrival.said == [], source
        numbers = sorted({part.number for part in line if part.number})
        assert sorted(arrival.sides) == arrival.gaps == numbers, source
        for number, (front, back) in arrival.sides.items():
            asked = " ".join(["from", *(part.shown(number) for part in line), "to"])
            filled = " ".join(["from", *(part.shown(0) for part in line), "to"])
            assert holds(even(read(front)), even(squeeze(asked))), source
            assert holds(even(read(back)), even(squeeze(filled))), source
        assert arrival.sounds == 0, source


@given(code=st.lists(st.lists(st.sampled_from(CODES[:20]), min_size=1, max_size=3), min_size=12, max_size=12))
@HARD
def test_gaps_in_fenced_code_are_asked_and_filled(mkdeck: Run, code: list[list[str]]) -> None:
    plain = [[text for text in lines if "::" not in text and "}}" not in text and "{{" not in text] for lines in code]
    arrivals = arrive(
        mkdeck,
        [
            gap(
                "\n".join([f"```{language}", *(f"x = {{{{c{i}::{text}}}}};" for i, text in enumerate(lines, 1)), "```"])
            )
            for lines in plain
            for language in ("", "cpp", "python")
            if lines
        ],
    )
    wanted = [lines for lines in plain for _ in range(3) if lines]
    for lines, arrival in zip(wanted, arrivals, strict=True):
        assert arrival.said == [], lines
        for number, (front, back) in arrival.sides.items():
            asked = ["[...]" if i == number else text for i, text in enumerate(lines, 1)]
            assert holds(read(front), squeeze(*(f"x = {text};" for text in asked))), lines
            assert holds(read(back), squeeze(*(f"x = {text};" for text in lines))), lines


# --- Soup: marks of every kind in any order ------------------------------------------------------------------------

SOUP = [
    *("{{c1::", "{{c2::", "{{c0::", "{{c501::", "{{c1:", "}}", "}", "{", "{{", "::", ":"),
    *("<b>", "</b>", "<i", "<script>", "</script>", "<style>", "<!--", "-->", "<div>", "</div>", "<br>", "<", ">"),
    *("<details>", "<table>", "<span style='x'>", "</span>", "<kbd>", "<a href='x'>", "<T>", "<ruby>", "<pre>"),
    *("`", "``", "\n```\n", "\n~~~\n", "\n```python\n", "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\", "*", "**", "_"),
    *("~~", "[", "]", "![", "(", ")", "[sound:", "[latex]", "[/latex]", "[$]", "[anki:", "\n", "\n\n", "\n- ", "\n> "),
    *(
        "\n1. ",
        "\n# ",
        "\n---\n",
        "    ",
        "\t",
        " ",
        "&",
        "&lt;",
        "&amp;",
        "'",
        '"',
        "''",
        "\n    ",
        "e\u0301",
        "\u202e",
    ),
]
soups = st.lists(st.sampled_from(SOUP), min_size=1, max_size=12).map(
    lambda marks: "".join(f"w{i} {mark}" for i, mark in enumerate(marks)) + " end"
)


@given(batch=st.lists(soups, min_size=25, max_size=25))
@HARD
def test_no_word_of_a_soup_of_marks_is_lost_without_a_word(mkdeck: Run, batch: list[str]) -> None:
    questions = [question for soup in batch for question in (ask(soup), gap(soup), gap(f"{soup} {{{{c3::gap}}}}"))]
    for question, arrival in zip(questions, arrive(mkdeck, questions), strict=True):
        source = question["question"]
        if not arrival.built:
            assert arrival.said, source
            continue
        assert sorted(arrival.sides) == (arrival.gaps or [1]), source
        assert arrival.sounds == 0, source
        for front, back in arrival.sides.values():
            assert "No cloze" not in front + back, source
        if arrival.said:
            continue
        text = " ".join(line for front, back in arrival.sides.values() for line in (*read(front), *read(back)))
        assert [word for word in re.findall(r"w\d+|end", source) if not re.search(rf"{word}(?!\d)", text)] == [], source


@given(
    batch=st.lists(
        st.tuples(st.sampled_from([*range(0x20), *range(0x7F, 0xA0), 0xFDD0, 0xFDD3, 0xFFFE, 0xFFFF]), any_text),
        min_size=20,
        max_size=20,
    )
)
@HARD
def test_a_control_character_is_named_with_its_place(mkdeck: Run, batch: list[tuple[int, str]]) -> None:
    arrivals = arrive(mkdeck, [ask(f"from {code_span(text)} {chr(code)} to") for code, text in batch])
    for (code, _), arrival in zip(batch, arrivals, strict=True):
        harmless = chr(code) in "\t\n\r\x85"
        assert [each["message"] for each in arrival.said] == (
            [] if harmless else [f"`question` contains the control character U+{code:04X}; remove it"]
        )
