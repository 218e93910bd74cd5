"""Proves that every text arrives in Anki as it was typed, or gets a diagnostic with its place, and soon."""

import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from anki.errors import AnkiException
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from growth import assert_time_keeps_pace
from mkdeck.rehearsal.student import Student
from mkdeck.text.markdown import MAX_FAULTS

Question = Mapping[str, Any]
Cli = Callable[..., Any]
Lines = tuple[str, ...]

HARD = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a failure names its text; to shrink whole batches takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
BLOCKS = frozenset(
    "blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
HTML_SPACE = re.compile(r"[ \t\n\r\f]+")


# --- What a student sees -------------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    """Reads the visible lines of a piece of HTML: one for each block, white space as a browser shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.preformatted = 0
        self.unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.text.append("\0" * (tag in BLOCKS))
        self.preformatted += tag == "pre"
        self.unseen = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.preformatted -= tag == "pre"
        self.unseen = False
        self.text.append("\0" * (tag in BLOCKS))

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(verbatim(data) if self.preformatted else HTML_SPACE.sub(" ", data))


def verbatim(code: str) -> str:
    """Write code so that its spaces and lines outlive `squeeze`."""
    return code.replace(" ", "\1").replace("\t", "\2").replace("\n", "\0")


def read(page: str, *, exact: bool = False) -> Lines:
    """Give the visible lines of HTML; runs of white space count as one space, except, where `exact`, in code."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    text = "".join(reader.text)
    return squeeze(*(text if exact else text.replace("\1", " ").replace("\2", " ")).split("\0"))


def squeeze(*lines: str) -> Lines:
    """Give lines as `read` would."""
    seen = (HTML_SPACE.sub(" ", unicodedata.normalize("NFC", line)).strip(" ") for line in lines)
    return tuple(line for line in seen if line)


def holds(shown: Lines, wanted: Lines) -> bool:
    """Tell whether the wanted lines stand together among those shown."""
    return any(shown[i : i + len(wanted)] == wanted for i in range(len(shown) - len(wanted) + 1))


# --- From questions to Anki ----------------------------------------------------------------------------------------


@dataclass
class Arrival:
    """What became of one question: what mkdeck said about it, and what Anki has of it, if it was built."""

    said: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    sides: dict[int, tuple[str, str]] = field(default_factory=dict)
    sounds: int = 0
    gaps: list[int] = field(default_factory=list)

    @property
    def rules(self) -> list[str]:
        return sorted({each["rule"] for each in self.said})

    @property
    def built(self) -> bool:
        return bool(self.fields)


def quote(text: str) -> str:
    """Write any text as a double-quoted YAML scalar."""
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


def write_deck(path: Path, questions: Sequence[tuple[int, Question]]) -> list[range]:
    """Write a deck file with numbered questions; give the lines of each."""
    lines = ["questions:"]
    places = []
    for number, question in questions:
        start = len(lines) + 1
        lines.append(f"  - id: q{number}")
        for key, value in question.items():
            if isinstance(value, list):
                lines.append(f"    {key}:")
                for choice in value:
                    lead = "- "
                    for name, text in choice.items():
                        lines.append(f"      {lead}{name}: {quote(text)}")
                        lead = "  "
            else:
                lines.append(f"    {key}: {value if key in ('type', 'card', 'shuffle') else quote(value)}")
        places.append(range(start, len(lines) + 1))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return places


def arrive(mkdeck: Cli, questions: Sequence[Question]) -> list[Arrival]:
    """Check questions, build those without errors, import them into a fresh Anki and render every card."""
    arrivals = [Arrival() for _ in questions]
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        course.mkdir()
        (course / "course.yaml").write_text("course: Hostile\nid: hostile\n", "utf-8")
        numbered = list(enumerate(questions))
        places = write_deck(course / "01.yaml", numbered)
        code, out, err = mkdeck("check", "--format", "json", cwd=course)
        assert code in (0, 1), err
        for each in json.loads(out):
            assert each["file"] == "01.yaml", each
            (number,) = [i for i, lines in enumerate(places) if each["line"] in lines]
            assert each["question"] == f"q{number}", each
            arrivals[number].said.append(each)
        sound = [(i, each) for i, each in numbered if all(one["severity"] != "error" for one in arrivals[i].said)]
        assert code == (len(sound) < len(numbered))
        if sound:
            write_deck(course / "01.yaml", sound)
            code, _, err = mkdeck("build", course, "-o", folder, env={"SOURCE_DATE_EPOCH": "1700000000"})
            assert code == 0, err
            with Student(Path(folder) / "student") as student:
                taken = student.take(Path(folder) / "hostile.apkg")
                assert (taken.new, taken.left_out) == (len(sound), 0)
                _collect(student, arrivals)
    return arrivals


def _collect(student: Student, arrivals: list[Arrival]) -> None:
    collection = student.collection
    for guid, state in student.notes().items():
        note = student.note(guid)
        arrival = arrivals[int(note["Id"].removeprefix("q"))]
        arrival.fields = dict(zip(note.keys(), state.fields, strict=True))
        arrival.gaps = sorted(note.cloze_numbers_in_fields()) if "Text" in arrival.fields else []
        for card in note.cards():
            arrival.sides[card.ord + 1] = student.render(guid, card.ord)
            output = card.render_output()
            arrival.sounds += len(output.question_av_tags) + len(output.answer_av_tags)
    empty = {collection.get_note(each.note_id)["Id"] for each in collection.get_empty_cards().notes}
    assert not empty, "Tools > Empty Cards would delete these"
    assert student.fix_integrity() == []


def ask(text: str) -> Question:
    return {"type": "short-answer", "question": text, "answer": "An answer."}


def gap(text: str) -> Question:
    return {"type": "cloze", "question": text}


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
    "\\alpha \\& \\beta#x' = x''#\\left\\langle a, b \\right\\rangle#a \\\\ b#\\mathbf{x}_{i}^{2}#*a*b*#_a_b_#-1"
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
pages = st.lists(blocks, min_size=1, max_size=3).map(
    lambda parts: ("\n\n".join(source for source, _ in parts), tuple(line for _, lines in parts for line in lines))
)


@given(batch=st.lists(pages, min_size=12, max_size=12))
@HARD
def test_text_of_known_pieces_arrives_as_typed(mkdeck: Cli, batch: list[tuple[str, Lines]]) -> None:
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
def test_any_character_arrives_in_every_place(mkdeck: Cli, batch: list[list[str]]) -> None:
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
        [Piece(text, text) for text in ("{a}", "{{a}}", "vector<int>", "a<b and c>d", "[sound:x]", "\\sqrt{2}")]
    ),
)
outside = pieces.filter(lambda piece: "{{c" not in piece.source)
hints = st.one_of(st.just(""), st.sampled_from(["hint", "two words", "שלום", "what?"]))
gap_parts = st.builds(Part, in_gap, st.sampled_from([1, 1, 2, 3, 10, 500]), hints)
parts = st.one_of(outside.map(Part), gap_parts)
gap_texts = st.tuples(st.lists(parts, max_size=3), gap_parts, st.lists(parts, max_size=3)).map(
    lambda three: [*three[0], three[1], *three[2]]
)


def even(lines: Lines) -> Lines:
    """Take out what keeps braces and colons apart in math; TeX shows them the same."""
    return tuple(re.sub(r"(?<=\})\s+(?=[}\\])", "", re.sub(":({}|\u200b):", "::", line)) for line in lines)


@given(batch=st.lists(gap_texts, min_size=12, max_size=12))
@HARD
def test_gaps_around_known_pieces_are_asked_and_filled(mkdeck: Cli, batch: list[list[Part]]) -> None:
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
def test_gaps_in_fenced_code_are_asked_and_filled(mkdeck: Cli, code: list[list[str]]) -> None:
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
def test_no_word_of_a_soup_of_marks_is_lost_without_a_word(mkdeck: Cli, batch: list[str]) -> None:
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
def test_a_control_character_is_named_with_its_place(mkdeck: Cli, batch: list[tuple[int, str]]) -> None:
    arrivals = arrive(mkdeck, [ask(f"from {code_span(text)} {chr(code)} to") for code, text in batch])
    for (code, _), arrival in zip(batch, arrivals, strict=True):
        harmless = chr(code) in "\t\n\r\x85"
        assert [each["message"] for each in arrival.said] == (
            [] if harmless else [f"`question` contains the control character U+{code:04X}; remove it"]
        )


# --- Cases ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A text, the lines that must be seen on the back, and the rules that may say something about it."""

    text: str
    back: Lines
    front: Lines | None = None
    rules: tuple[str, ...] = ()


PLAIN_CASES = {
    "angle brackets": Case("vector<int>", ("vector<int>",)),
    "angle brackets in code": Case("`vector<int>`", ("vector<int>",)),
    "angle brackets in a fence": Case("```\nvector<int>\n```", ("vector<int>",)),
    "angle brackets in coloured code": Case("```cpp\nvector<int> v;\n```", ("vector<int> v;",)),
    "comparisons": Case("a<b and c>d", ("a<b and c>d",)),
    "comparisons in code": Case("`a<b and c>d`", ("a<b and c>d",)),
    "comparisons in coloured code": Case("```python\na<b and c>d\n```", ("a<b and c>d",)),
    "comparisons in math": Case("$a<b$ and $c>d$", (r"\(a<b\) and \(c>d\)",)),
    "a field's name": Case("{{Question}} {{FrontSide}}", ("{{Question}} {{FrontSide}}",)),
    "a field's name in code": Case("`{{Question}}`", ("{{Question}}",)),
    "a gap in code": Case("`{{c1::std::vector}}`", ("{{c1::std::vector}}",)),
    "a gap in a fence": Case("```\n{{c1::x}}\n```", ("{{c1::x}}",)),
    "a gap, escaped": Case(r"\{{c1::x}}", ("{{c1::x}}",)),
    "a gap in code beside an escaped one": Case(r"`{{c1::x}}` and \{{c1::x}}", ("{{c1::x}} and {{c1::x}}",)),
    "a gap in plain text": Case("{{c1::x}}", (), rules=("cloze",)),
    "a gap in math": Case("$x_{{c1::2}}$", (), rules=("cloze",)),
    "sound": Case("[sound:x]", ("[sound:x]",)),
    "sound in code": Case("`[sound:x.mp3]`", ("[sound:x.mp3]",)),
    "sound from entities": Case("&#91;sound&#58;x.mp3&#93;", ("[sound:x.mp3]",)),
    "sound behind dropped HTML": Case("[so<font>und:x.mp3]", ("[sound:x.mp3]",), rules=("html",)),
    "speech": Case("[anki:tts lang=en_US]x[/anki:tts]", ("[anki:tts lang=en_US]x[/anki:tts]",)),
    "LaTeX": Case("[latex]x[/latex]", ("[latex]x[/latex]",)),
    "LaTeX in code": Case("`[$]x[/$]` `[$$]x[/$$]`", ("[$]x[/$] [$$]x[/$$]",)),
    "dollars": Case("$5 and $10", ("$5 and $10",)),
    "dollars and math": Case("$5 and $10 for $x$", (r"$5 and $10 for \(x\)",)),
    "dollars, escaped": Case(r"\$5\$ and \$x\$", ("$5$ and $x$",)),
    "backslashes in code": Case(r"`\(x\)` `\[x\]`", (r"\(x\) \[x\]",)),
    "backslashes, escaped": Case(r"\\(x\\)", (r"\(x\)",)),
    "math with bars": Case("$P(A|B)$", (r"\(P(A|B)\)",)),
    "math with bars in a table": Case("| a |\n|---|\n| $P(A\\|B)$ |", ("a", r"\(P(A|B)\)")),
    "decomposed characters": Case("e\u0301 A\u030a \u1112\u1161\u11ab", ("é Å 한",)),
    "right to left": Case("\u05e9\u05dc\u05d5\u05dd a<b \u0645\u0631", ("\u05e9\u05dc\u05d5\u05dd a<b \u0645\u0631",)),
    "marks of direction": Case("a\u202eb\u202c \u2067c\u2069", ("a\u202eb\u202c \u2067c\u2069",)),
    "unit separator": Case("a\x1fb", (), rules=("schema",)),
    "zero": Case("a\0b", (), rules=("schema",)),
    "unit separator as an entity": Case("a&#31;b", (), rules=("schema",)),
    "mkdeck's own marks as entities": Case("'&#xFDD0;'x'&#xFDD2;'", (), rules=("schema",)),
    "mkdeck's own sound as an entity": Case("&#xFDD3;x.mp3]", (), rules=("schema",)),
    "zero as an entity": Case("a&#0;b", (), rules=("schema",)),
    "a box to type in": Case("[[type:Question]]", ("[[type:Question]]",)),
    "table cells without a table": Case(
        "What is the difference between <td> and <th>?", ("What is the difference between <td> and <th>?",)
    ),
    "a paragraph's tag": Case("What does <p> do?", ("What does <p> do?",)),
    "a list item's tag": Case("What does <li> do?", ("What does <li> do?",)),
    "a type named like a tag": Case("Array<p> x", ("Array<p> x",)),
    "more cells than the table has columns": Case("| a |\n|---|\n| b | c |", ("a", "b"), rules=("markdown",)),
    "a bar in math in a table": Case("| a |\n|---|\n| $P(A|B)$ |", ("a", r"\(P(A|B)\)")),
    "a note in brackets": Case("First.\n\n[Note]: important", ("First.",), rules=("markdown",)),
    "a link to a script": Case('<a href="javascript:x()">y</a>', ("y",), rules=("link",)),
    "a link that leads nowhere": Case('<a href="x.html">y</a>', ("y",), rules=("link",)),
    "Anki's own old math": Case("[$]N-1[/$]", (r"[\(]N-1[/\)]",), rules=("math",)),
    "dollars behind the number, by the hour": Case("From 5$/h, to 6$/h.", ("From 5$/h, to 6$/h.",)),
    "an entity of no character in code": Case("`&#0;` and `&#x1f;`", ("&#0; and &#x1f;",)),
    "an entity of no character in what is no code": Case(r"\`&#x1f;` and `", (), rules=("schema",)),
    "dollars before a digit": Case(r"a 3$\times$3 kernel", (r"a 3$\times$3 kernel",), rules=("math",)),
    "dollars before digits, read askew": Case(
        r"a 3$\times$3 kernel and 5$\times$5", (r"a 3$\times$3 kernel and 5$\times$5",), rules=("math",)
    ),
    "a letter between dollars before a digit": Case("$b$2", ("$b$2",), rules=("math",)),
    "prices compared": Case("$5<$10 and $x or $6", ("$5<$10 and $x or $6",)),
    "a picture whose path has a space": Case("![](a b.png)", ("![](a b.png)",), rules=("markdown",)),
    "dollars behind the number": Case("It costs 5$, not 6$.", ("It costs 5$, not 6$.",)),
    "display math with an empty line": Case("$$\na_1\n\nb_1\n$$", ("$$ a_1", "b_1 $$"), rules=("math",)),
    "bold over two paragraphs": Case("a <b>bold\n\nnext</b> end", ("a bold", "next end"), rules=("html",)),
    "a sub that stays open": Case("H<sub>2O", ("H2O",), rules=("html",)),
    "bold that stays open in a list": Case("- item <b>x\n- two", ("item x", "two"), rules=("html",)),
    "list items without an end": Case("<ul><li>a<li>b</ul>", ("a", "b")),
    "an element with an attribute that HTML does not know": Case(
        "<details markdown=1><summary>More</summary>Text</details>", ("More", "Text"), rules=("html",)
    ),
    "double dollars, escaped": Case(r"\$\$x\$\$", ("$$x$$",)),
    "a note in brackets, written as advised": Case("&#91;Note]: important", ("[Note]: important",)),
    "a bracket behind a backslash, which opens math": Case(
        "\\[Note]: important", ("[Note]: important",), rules=("math",)
    ),
}
GAP_CASES = {
    "a name in C++": Case("{{c1::std::vector}}", ("std",), ("[vector]",), rules=("cloze-hint",)),
    "a name in C++ in code": Case("{{c1::`std::vector`}}", ("std::vector",), ("[...]",)),
    "a type in C++": Case("{{c1::std::vector<int>}}", ("std",), ("[vector<int>]",), rules=("cloze-hint",)),
    "a call in C++": Case("{{c1::std::sort(v)}}", ("std",), ("[sort(v)]",), rules=("cloze-hint",)),
    "a longer name in C++": Case(
        "{{c1::std::chrono::seconds}}", ("std::chrono",), ("[seconds]",), rules=("cloze-hint",)
    ),
    "an address in IPv6": Case("{{c1::fe80::1}}", ("fe80",), ("[1]",), rules=("cloze-hint",)),
    "a root": Case(r"{{c1::\sqrt{2}}}", (r"\sqrt{2}",), ("[...]",)),
    "a root in math": Case(r"${{c1::\sqrt{2}}}$", (r"\(\sqrt{2}\)",), (r"\([...]\)",)),
    "a root around math": Case(r"{{c1::$\sqrt{2}$}}", (r"\(\sqrt{2}\)",), ("[...]",)),
    "nested braces in math": Case(r"$${{c1::\frac{a}{b^{2}}}}$$", (r"\[\frac{a}{b^{2}}\]",), (r"\[[...]\]",)),
    "colons around math": Case("{{c1::$a::b$}}", (r"\(a::b\)",), ("[...]",)),
    "colons and a hint": Case("{{c1::$a::b$::what?}}", (r"\(a::b\)",), ("[what?]",)),
    "two pairs of colons": Case("{{c1::a::b::c}}", ("a::b",), ("[c]",)),
    "a set in math": Case(r"$\{{{c1::1,2}}\}$", (r"\(\{1,2\}\)",), (r"\(\{[...]\}\)",)),
    "braces": Case("{{c1::{{x}}}} {{{c2::y}}}", ("{{x}} {y}",), ("[...] {y}",)),
    "braces in code": Case("{{c1::`}}`}} {{c2::`{{`}}", ("}} {{",), ("[...] {{",)),
    "a dictionary": Case("```python\nd = {{c1::{'a': {}}}}\n```", ("d = {'a': {}}",), ("d = [...]",)),
    "coloured code": Case("```python\nfor {{c1::x}} in 'a<b':\n```", ("for x in 'a<b':",), ("for [...] in 'a<b':",)),
    "a gap within a token": Case("```python\nret{{c1::ur}}n 1\n```", ("return 1",), ("ret[...]n 1",)),
    "a name in coloured code": Case(
        "```cpp\n{{c1::std::vector<int>}} v;\n```", ("std v;",), ("[vector<int>] v;",), rules=("cloze-hint",)
    ),
    "an escaped name in coloured code": Case(
        "```cpp\n{{c1::std\\::vector<int>}} v;\n```", ("std::vector<int> v;",), ("[...] v;",)
    ),
    "colons in math": Case(r"${{c1::\text{a::b}}}$", (r"\(\text{a::b}\)",), (r"\([...]\)",)),
    "a line break in math before a gap": Case(
        r"$a \\{{c2::b}}$ and {{c1::c}}", (r"\(a \\ b\) and c",), (r"\(a \\ b\) and [...]",)
    ),
    "a backslash at the end": Case("{{c1::C:\\}}", ("C:\\",), ("[...]",)),
    "a backslash in code": Case(r"{{c1::`a\::b`}}", (r"a\::b",), ("[...]",)),
    "dollars that reach out of their gaps": Case("{{c1::5$}} or {{c2::6$}}", (), rules=("cloze",)),
    "sound": Case("{{c1::[sound:x]}}", ("[sound:x]",), ("[...]",)),
    "angle brackets": Case("{{c1::vector<int>}}", ("vector<int>",), ("[...]",)),
    "an inner gap": Case("{{c1::an {{c2::inner}} gap::hint}}", ("an inner gap",), ("[hint]",)),
    "a gap, escaped": Case(r"{{c1::x}} \{{c2::y}}", ("x {{c2::y}}",), ("[...] {{c2::y}}",)),
    "over two paragraphs": Case("{{c1::a\n\nb}}", ("a", "b"), ("[...]",)),
    "in a table": Case("| a |\n|---|\n| {{c1::x}} |", ("a", "x"), ("a", "[...]")),
    "in a table, with a bar": Case(
        "| a | b |\n|---|---|\n| {{c1::x|y}} | z |", ("a", "b", "x", "y"), ("a", "b", "[...]"), rules=("markdown",)
    ),
    "right to left": Case("{{c1::\u05e9\u05dc\u05d5\u05dd}} a", ("\u05e9\u05dc\u05d5\u05dd a",), ("[...] a",)),
    "number 0": Case("{{c0::x}}", (), rules=("cloze",)),
    "number 501": Case("{{c501::x}}", (), rules=("cloze",)),
    "a number without end": Case("{{c99999999999999999999::x}}", (), rules=("cloze",)),
    "one colon": Case("{{c1:x}}", (), rules=("cloze",)),
    "two numbers": Case("{{c1,2::x}}", (), rules=("cloze",)),
    "a capital": Case("{{C1::x}}", (), rules=("cloze",)),
    "no end": Case("{{c1::x}", (), rules=("cloze",)),
    "nothing in it": Case("{{c1::}}", (), rules=("cloze",)),
    "no gap": Case("x", (), rules=("cloze",)),
    "out of emphasis": Case("*a {{c1::b*}} c", (), rules=("cloze",)),
    "out of a code span": Case("`{{c1::a` b}}", (), rules=("cloze",)),
    "out of a link": Case("[{{c1::x](https://a.org) y}}", (), rules=("cloze",)),
    "in an address": Case("[x](https://x.org/{{c1::y}})", (), rules=("cloze",)),
    "in a comment": Case("<!-- {{c1::x}} --> y", (), rules=("cloze", "html")),
}


@pytest.fixture(scope="module")
def cases(mkdeck: Cli) -> dict[tuple[str, str], Arrival]:
    named = [("plain", name, ask(case.text)) for name, case in PLAIN_CASES.items()]
    named += [("gap", name, gap(case.text)) for name, case in GAP_CASES.items()]
    # A bug that breaks the whole package must not take the other cases with it.
    alone = [each for each in named if "&#" in each[2]["question"]]
    together = [each for each in named if each not in alone]
    arrivals: dict[tuple[str, str], Arrival] = {}
    for batch in [together, *([each] for each in alone)]:
        try:
            found = arrive(mkdeck, [question for _, _, question in batch])
        except (AssertionError, AnkiException):
            if batch is together:
                raise
            found = [Arrival()]
        arrivals |= {(kind, name): each for (kind, name, _), each in zip(batch, found, strict=True)}
    return arrivals


@pytest.mark.parametrize("name", PLAIN_CASES)
def test_a_hostile_text_arrives_or_is_named(name: str, cases: dict[tuple[str, str], Arrival]) -> None:
    _judge(PLAIN_CASES[name], cases["plain", name])


@pytest.mark.parametrize("name", GAP_CASES)
def test_a_hostile_gap_is_asked_or_is_named(name: str, cases: dict[tuple[str, str], Arrival]) -> None:
    _judge(GAP_CASES[name], cases["gap", name])


def _judge(case: Case, arrival: Arrival) -> None:
    assert arrival.said or arrival.built
    assert arrival.rules == sorted(case.rules)
    if arrival.built:
        assert sorted(arrival.sides) == (arrival.gaps or [1])
        assert arrival.sounds == 0
        front, back = arrival.sides[1]
        assert "[[type:" not in front + back
        assert holds(even(read(back)), even(case.back))
        assert holds(even(read(front)), even(case.front or (() if arrival.gaps else case.back)))


def test_a_megabyte_of_explanation_arrives(mkdeck: Cli) -> None:
    long = "\n\n".join(f"word{i} <{i}> `c{i}<T>` $x_{{{i}}}<1$ is **{i}**" for i in range(22_000))
    assert len(long) > 1_000_000
    (arrival,) = arrive(mkdeck, [{**ask("Why?"), "explanation": long}])
    assert arrival.said == []
    wanted = squeeze(*re.sub(r"[`*]", "", re.sub(r"\$(.*?)\$", r"\\(\1\\)", long)).split("\n\n"))
    assert read(arrival.fields["Explanation"]) == wanted
    assert wanted[-1] in read(arrival.sides[1][1])


@pytest.mark.parametrize(
    "text",
    [
        *("+", "-", "*", "#", "1.", "---", "***", "<td>", "[a]: b", "$ $", "<!-- x -->", "&nbsp;", "&#8203;", "<br>"),
        *(">", "```", "~~~", "| |\n|-|"),
    ],
)
def test_a_text_of_which_markdown_leaves_nothing_is_shown_or_is_an_error(text: str, mkdeck: Cli) -> None:
    choice = {"type": "multiple-choice", "question": "Which?", "choices": [{"correct": text}, {"wrong": "x"}]}
    for arrival in arrive(mkdeck, [ask(text), choice]):
        if arrival.built:
            assert arrival.said == []
            assert any(text in line for line in read(arrival.sides[1][0]))
        else:
            assert "markdown" in arrival.rules


# --- Texts that are fit for production, about which there is nothing to say ------------------------------------------

GOOD = [
    "Does `a[i]` cost O(1), O(log n) or O(n)?",
    "If x<y and y<z, then x<z.",
    "Which prints `1`? `cout << x << endl;` or `print(x)`",
    "#include <stdio.h>",
    "std::map<std::string, int> and Map<String, List<Integer>>",
    "Use `$HOME` or `${PATH}`, not `\\(`.",
    "$\\{x \\mid x > 0\\}$ and $[0, 1)$ and $\\left\\{ a \\right.$",
    "$$\n\\begin{cases} a & b \\\\[2pt] c & d \\end{cases}\n$$",
    "$\\text{cost: \\$5}$ is more than \\$4.",
    "The cost rises from $5 to $10,000.",
    "H<sub>2</sub>O, 10<sup>3</sup>, <kbd>Ctrl</kbd>, <ruby>漢<rt>kan</rt></ruby>",
    "<details><summary>More</summary>\n\nText with *emphasis*.\n\n</details>",
    "See <https://example.org/a_b> or [here](https://example.org/?a=1&b=2).",
    "- [ ] open\n- [x] done",
    "Vue writes {{ count }}, Jinja {% if %} and ${x}.",
    "1. one\n2. two\n\n> quoted\n\n| a | b |\n|---|--:|\n| `x \\| y` | $z$ |",
    "```sh\necho $HOME_DIR | awk '{print $1_a}'\n```",
    "AT&T, R&D; a&b",
    "5 < 6 > 4 <= 7 -> <- <3 :-)",
]


@pytest.mark.parametrize("text", GOOD)
def test_nothing_is_said_about_a_good_text(text: str, mkdeck: Cli) -> None:
    (arrival,) = arrive(mkdeck, [ask(text)])
    assert arrival.said == []


@pytest.mark.parametrize(
    "text",
    ["Given A: x\n[B]: y", "[x]: y z", "```\n| a |\n|---|\n| b | c |\n```"],
    ids=["after a line of text", "no address", "a table in code"],
)
def test_nothing_is_said_about_what_does_not_vanish(text: str, mkdeck: Cli) -> None:
    (arrival,) = arrive(mkdeck, [ask(text)])
    assert arrival.said == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Look:\n\n    {{c1::x}}", "indented code is not known as code"),
        ("- Look:\n\n    ```sh\n    echo $A_B\n\n    echo $C_D\n    ```", "code in a list with an empty line is not"),
        ("<code>{{c1::x}}</code>", "code written as HTML is not known as code"),
    ],
)
def test_nothing_is_said_about_code_however_it_is_written(text: str, why: str, mkdeck: Cli) -> None:
    (arrival,) = arrive(mkdeck, [ask(text)])
    assert arrival.said == [], why


@pytest.mark.parametrize(
    "text",
    ["{{c1::mRNA::molecule}}", "{{c1::PyTorch::framework}}", "{{c1::static::keyword}}", "{{c1::iPhone::device}}"],
)
def test_nothing_is_said_about_an_ordinary_hint(text: str, mkdeck: Cli) -> None:
    (arrival,) = arrive(mkdeck, [gap(text)])
    assert arrival.said == []


@pytest.mark.parametrize(
    "text", ["{{c1::42::number}}", "{{c1::1997::year}}", "{{c1::add::verb}}", "a {{c1::face::what?}}"]
)
def test_nothing_is_said_about_a_hint_on_a_number(text: str, mkdeck: Cli) -> None:
    (arrival,) = arrive(mkdeck, [gap(text)])
    assert arrival.said == []


@pytest.mark.parametrize("text", ["${{1:n}}$", "$x_{{1:T}}$ {{c1::x}}"])
def test_doubled_braces_in_math_are_no_gap(text: str, mkdeck: Cli) -> None:
    (arrival,) = arrive(mkdeck, [gap(f"{text} {{{{c2::y}}}}")])
    assert arrival.said == []


# --- Time ----------------------------------------------------------------------------------------------------------


def _write(kind: str, sign: str, number: int, folder: Path) -> None:
    signs = sign * number
    keys = {
        "text": f"id: a, type: short-answer, question: Q, explanation: {quote(signs)}, answer: A",
        "beside a gap": f"id: a, type: cloze, question: {quote(signs + ' {{c1::x}}')}",
        "in a gap": f"id: a, type: cloze, question: {quote('{{c1::' + signs + '}}')}",
        "without an id": f"type: short-answer, question: {quote(signs)}, answer: A",
    }
    (folder / "course.yaml").write_text("course: Long\nid: long\n", "utf-8")
    (folder / "01.yaml").write_text(f"questions: [{{{keys[kind]}}}]\n", "utf-8")


SIGNS = {
    "text": "<;`;$;[$];{{c1::;[;\\(;\\[;*;<!--;<script>;<div>;![;_;"
    "~~~a\n;&;> ;`` ` ;<b ;{{c1::x}};[a](;| ;e\u0301;- ;\n",
    "beside a gap": "<;`;$;{{c1::;[;*;<!--;~~~a\n;```a\n;{{c1::x}} ;{{c0::x}}",
    "in a gap": "<;`;$;{{c1::;[;*;~;::;{;};\\",
    "without an id": "<;`;$;{{c1::;[;*;word ",
}


@pytest.mark.parametrize(
    ("kind", "sign"),
    [pytest.param(kind, sign, id=f"{kind}-{sign!r}") for kind, signs in SIGNS.items() for sign in signs.split(";")],
)
def test_time_grows_no_faster_than_the_text(kind: str, sign: str, mkdeck: Cli, tmp_path: Path) -> None:
    def work(number: int) -> None:
        _write(kind, sign, number, tmp_path)
        code, _, err = mkdeck("check", cwd=tmp_path)
        assert code in (0, 1), err

    assert_time_keeps_pace(work, 10_000)


@pytest.mark.parametrize("line", ["a <font> b", "[a](b1)"], ids=["html", "link"])
def test_time_grows_no_faster_than_the_number_of_mistakes(line: str, mkdeck: Cli, tmp_path: Path) -> None:
    def work(number: int) -> None:
        text = "".join(f"      {part}\n" for i in range(number) for part in line.replace("1", f"1{i}").split("\n"))
        head = "questions:\n  - id: a\n    type: short-answer\n    question: Q\n    answer: A\n    explanation: |\n"
        (tmp_path / "01.yaml").write_text(head + text, "utf-8")
        code, out, err = mkdeck("check", tmp_path / "01.yaml")
        assert code in (0, 1), err
        said = out.splitlines()
        assert len(said) == min(number, MAX_FAULTS + 1)
        assert ("2,000 more mistakes in this text; mend these first" in said[0]) == (number == 3_000)

    assert_time_keeps_pace(work, 3_000)
