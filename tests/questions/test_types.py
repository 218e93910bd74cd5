"""Proves what stands in the note of each type that asks for more than a pick, and that mistakes in it are named."""

from pathlib import Path
from textwrap import dedent

import pytest

from conftest import Build
from mkdeck.compiler import Compiled, compile_course
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import apkg as apkg_format
from mkdeck.rehearsal.student import Student

QUESTIONS = """\
    questions:
      - id: statements
        type: statements
        question: Which hold for *all* primes above 2?
        statements:
          - true: They are odd.
          - false: They end in `1`.
            feedback: 13 does not.
        hint: Look at 13.
      - {id: number, type: numeric, question: How fast?, answer: -2.5, tolerance: 2 %, unit: $m/s$}
      - {id: exact, type: numeric, question: How many?, answer: 1/3}
      - {id: range, type: numeric, question: How many?, range: [3, 1e3], unit: "%"}
      - {id: typed, type: short-answer, question: What?, answer: "**Brasília** & co", accept: ["A [b] {{c1::d}} \\"e\\"", f]}
      - {id: loose, type: short-answer, question: What?, answer: é, accept: [ée], accents: ignore}
      - {id: order, type: ordering, question: Which first?, items: [One, "*Two*", "- a\\n- b"]}
      - id: pairs
        type: matching
        question: Which belong together?
        pairs: [{left: One, right: odd}, {left: Two, right: even}, {left: Three, right: odd}]
        extra: [neither]
    """
FIELDS = {
    "statements": (
        (
            '<ol class="task statements"><li class="statement">They are odd.</li>'
            '<li class="statement">They end in <code>1</code>.</li></ol>'
        ),
        (
            '<ol class="keys"><li class="key true">True</li>'
            '<li class="key false">False<div class="feedback">13 does not.</div></li></ol>'
        ),
    ),
    "number": (
        r'<div class="task entry number"><bdi class="unit">\(m/s\)</bdi></div>',
        (
            '<div class="answer value" data-low="-2.55" data-high="-2.45" data-unit="m/s"><span class="number">-2.5 ± 2 %</span> '
            r'<bdi class="unit">\(m/s\)</bdi></div>'
        ),
    ),
    "exact": (
        '<div class="task entry number"></div>',
        (
            '<div class="answer value" data-low="0.3333333333333333" data-high="0.3333333333333333">'
            '<span class="number">1/3</span> </div>'
        ),
    ),
    "range": (
        '<div class="task entry number"><bdi class="unit">%</bdi></div>',
        (
            '<div class="answer value" data-low="3" data-high="1000" data-unit="%"><span class="number range">3 – 1e3</span> '  # noqa: RUF001
            '<bdi class="unit">%</bdi></div>'
        ),
    ),
    "typed": (
        '<div class="task entry text"></div>',
        (
            '<div class="answer model" data-accept="&#91;&quot;A &#91;b] &#123;&#123;c1::d}} '
            '&#92;&quot;e&#92;&quot;&quot;, &quot;f&quot;]" data-answer="Brasília &amp; co"><p><strong>Brasília</strong> &amp; co</p></div>'
        ),
    ),
    "loose": (
        '<div class="task entry text"></div>',
        '<div class="answer model" data-accept="&#91;&quot;ée&quot;]" data-answer="é" data-accents="ignore"><p>é</p></div>',
    ),
    "order": (
        (
            '<ol class="task order"><li class="item"><ul><li>a</li><li>b</li></ul></li><li class="item"><em>Two</em></li>'
            '<li class="item">One</li></ol>'
        ),
        (
            '<div class="answer ordered" data-order="2 1 0"><ol><li class="key">One</li><li class="key"><em>Two</em></li>'
            '<li class="key"><ul><li>a</li><li>b</li></ul></li></ol></div>'
        ),
    ),
    "pairs": (
        (
            '<div class="task pairs"><ol class="lefts"><li class="left">One</li><li class="left">Two</li>'
            '<li class="left">Three</li></ol><ol class="rights"><li class="partner">odd</li><li class="partner">even</li>'
            '<li class="partner">neither</li></ol></div>'
        ),
        (
            '<div class="answer matched" data-pairs="0 1 0"><ol>'
            '<li class="pair"><div class="one" dir="auto">One</div><span class="link">→</span>'
            '<div class="other" dir="auto">odd</div></li>'
            '<li class="pair"><div class="one" dir="auto">Two</div><span class="link">→</span>'
            '<div class="other" dir="auto">even</div></li>'
            '<li class="pair"><div class="one" dir="auto">Three</div><span class="link">→</span>'
            '<div class="other" dir="auto">odd</div></li>'
            "</ol></div>"
        ),
    ),
}


def compile_deck(folder: Path, text: str) -> Compiled:
    (folder / "deck.yaml").write_text(dedent(text), "utf-8")
    return compile_course(folder / "deck.yaml", 1_700_000_000)


@pytest.fixture
def compiled(tmp_path: Path) -> Compiled:
    found = compile_deck(tmp_path, QUESTIONS)
    assert found.diagnostics == []
    return found


@pytest.mark.parametrize("name", FIELDS)
def test_the_fields_of_each_type(name: str, compiled: Compiled) -> None:
    (note,) = [note for note in compiled.package.notes if note.id == name]
    assert (_join_lines(note["Choices"]), _join_lines(note["Answer"])) == FIELDS[name]
    assert (note.note_class, note.cards) == ("standard", (0,))


def _join_lines(page: str) -> str:
    return page.replace("\n", "")


def test_each_type_is_one_card_in_a_real_anki_and_reads_back_from_it(tmp_path: Path, build: Build) -> None:
    (tmp_path / "deck.yaml").write_text(dedent(QUESTIONS), "utf-8")
    package = build(tmp_path / "deck.yaml")
    with Student(tmp_path / "student") as student:
        assert student.take(package).new == len(FIELDS)
    reading = apkg_format.read(Document("deck.apkg", package.read_bytes()))
    assert (reading.skipped, reading.remarks) == ((), ())
    more = {draft.id: dict(draft.more) for draft in reading.drafts}
    assert more == {
        "statements": {
            "statements": [{"true": "They are odd."}, {"false": "They end in `1`.", "feedback": "13 does not."}]
        },
        "number": {"tolerance": "2 %", "unit": r"\(m/s\)"},
        "exact": {},
        "range": {"range": ["3", "1e3"], "unit": "%"},
        "typed": {"accept": ['A [b] {{c1::d}} "e"', "f"]},
        "loose": {"accept": ["ée"], "accents": "ignore"},
        "order": {"items": ["One", "*Two*", "- a\n- b"]},
        "pairs": {
            "pairs": [
                {"left": "One", "right": "odd"},
                {"left": "Two", "right": "even"},
                {"left": "Three", "right": "odd"},
            ],
            "extra": ["neither"],
        },
    }
    assert {draft.id: draft.answer for draft in reading.drafts if draft.answer is not None} == {
        "number": "-2.5",
        "exact": "1/3",
        "typed": "**Brasília** & co",
        "loose": "é",
    }


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "type: ordering, items: [x, y, x]",
            ["1:64: error: item 3 says the same as item 1; an order can't tell them apart"],
        ),
        ("type: ordering, items: [x]", ["1:57: error: `items` needs at least 2 entries"]),
        (
            "type: matching, pairs: [{left: l, right: r}, {left: l, right: r}]",
            [
                "1:57: error: all pairs have the same right side, so there is nothing to match; add `extra:`",
                "1:79: error: the left side of pair 2 says the same as that of pair 1",
            ],
        ),
        (
            "type: matching, pairs: [{left: l, right: r}, {left: k, right: s}], extra: [s, t, t]",
            [
                "1:109: error: this right side is that of pair 2 as well; remove it from `extra`",
                "1:115: error: this right side is that of `extra` 2 as well; remove it from `extra`",
            ],
        ),
        ("type: matching, pairs: [{left: l}, {left: k, right: s}]", ["1:58: error: `right` is missing"]),
        (
            "type: statements, statements: [{true: a}, {false: a}]",
            ["1:76: error: statement 2 says the same as statement 1; remove one"],
        ),
        (
            "type: statements, statements: [a, {true: b, false: c}, {ture: d}]",
            [
                "1:65: error: write this as `- true: a`, or as `- false: ...`",
                "1:68: error: a statement is either `true:` or `false:`, not both",
                "1:89: error: a statement has `true:` or `false:`; did you mean 'true'?",
            ],
        ),
        (
            "type: statements, statements: [{true: a}, {false: ''}]",
            ["1:84: error: `false` is empty; write something"],
        ),
        (
            "type: numeric, answer: about three",
            ["1:57: error: 'about three' is no number; write one such as 9.81, -2, 1.5e-3 or 1/3"],
        ),
        ("type: numeric, answer: '1,234'", ["1:57: error: '1,234' may be read as 1.234 or 1234; write one of these"]),
        (
            "type: numeric, answer: 3, range: [1, 2]",
            ["1:67: error: a numeric question has either `answer:` or `range:`, not both"],
        ),
        ("type: numeric", ["1:13: error: a numeric question has `answer:` or `range:`"]),
        ("type: numeric, range: [2, 1]", ["1:56: error: `range` starts with the smaller number; write [1, 2]"]),
        ("type: numeric, range: [a]", ["1:56: error: `range` is two numbers, [least, most]"]),
        (
            "type: numeric, answer: 3, tolerance: -1",
            ["1:71: error: '-1' is no tolerance; write 1"],
        ),
        (
            "type: numeric, range: [1, 2], tolerance: 1",
            ["1:75: error: `tolerance` belongs to `answer:`; a range says itself what is right"],
        ),
        (
            "type: short-answer, answer: A, accept: [A, b, b], accents: no",
            [
                "1:74: warning: this is right already; remove it",
                "1:80: warning: this is right already; remove it",
                "1:93: error: `accents` is one of 'count', 'ignore'",
            ],
        ),
        (
            "type: numeric, answer: 3, unit: '$m^2'",
            [
                "1:67: warning: math seems to open here with '$' and is never closed; if it is a plain dollar, write '\\$'"
            ],
        ),
        (
            "type: matching, pairs: [[a, b], {c: d}]",
            [
                "1:58: error: a pair says which side is which: {left: a, right: b}",
                "1:66: error: a pair says which side is which: {left: c, right: d}",
            ],
        ),
        (
            "type: statements, statements: [{text: a, true: false}, {false: b}]",
            ["1:65: error: write this as `- false: a`"],
        ),
        (
            "type: ordering, items: [a, '*a*', b]",
            ["1:61: warning: item 2 says the same as item 1 and only looks otherwise; is that meant?"],
        ),
        (
            "type: numeric, answer: 50 %, unit: '%'",
            ["1:57: error: '50 %' holds the unit that `unit` says already; write 50"],
        ),
        (
            "type: numeric, answer: 50, tolerance: 2 %, unit: '%'",
            ["1:72: error: with the unit %, write 2 for so many points, or 1 for a share of the answer"],
        ),
        (
            "type: numeric, answer: 9.81 m/s²",
            ["1:57: error: '9.81 m/s²' holds more than a number; write 9.81 here, and 'm/s²' below `unit`"],
        ),
        *(
            (
                f"type: numeric, answer: {written}",
                [f"1:57: error: '{written}' holds more than a number; write {told}"],
            )
            for written, told in {
                "71 ± 5": "71 here, and '5' below `tolerance`",
                "71 +- 0.5": "71 here, and '0.5' below `tolerance`",
                "71 +/- 5 %": "71 here, and '5 %' below `tolerance`",
                "71 ± 5%": "71 here, and '5 %' below `tolerance`",
                "71 % ± 5 %": "71 here, and '5' below `tolerance`, and '%' below `unit`",
                "71 % ± 5": "71 here, and '5' below `tolerance`, and '%' below `unit`",
                "7 ± 0.5 m": "7 here, and '0.5' below `tolerance`, and 'm' below `unit`",
            }.items()
        ),
        (
            "type: numeric, answer: 7 m ± 5 s",
            ["1:57: error: '7 m ± 5 s' is no number; write one such as 9.81, -2, 1.5e-3 or 1/3"],
        ),
        (
            "type: numeric, answer: 5, unit: 10^3 m",
            ["1:66: error: a unit that starts with a digit can't be told from the number; write it with the answer"],
        ),
        (
            'type: numeric, answer: 5, unit: "a\\n\\nb"',
            ["1:66: error: a unit is a few words or a formula on one line, without pictures and sounds"],
        ),
        (
            "type: numeric, answer: 5, unit: '![](x.png)'",
            [
                "1:66: error: a unit is a few words or a formula on one line, without pictures and sounds",
                "1:71: error: 'x.png' does not exist; the path is relative to the deck file's folder",
            ],
        ),
        (
            "type: numeric, answer: 0, tolerance: 5 %",
            ["1:71: error: a share of 0 is 0; write how far off is still right, such as 0.05"],
        ),
        (
            "type: numeric, answer: 9e299, tolerance: 900000000 %",
            ["1:75: error: with this tolerance the answer is beyond what a card can compare"],
        ),
        ("type: numeric, answer: 1e400", ["1:57: error: '1e400' is beyond what a card can compare"]),
        (
            f"type: numeric, answer: {'9' * 5000}",
            [f"1:57: error: '{'9' * 40}…' is no number; write one such as 9.81, -2, 1.5e-3 or 1/3"],
        ),
        (
            "type: numeric, answer: 5, tolerance: 5%%",
            ["1:71: error: '5%%' is no tolerance; write a number that is not negative, or a share such as 2 %"],
        ),
        (
            "type: short-answer, answer: A, accents: ignore",
            ["1:74: error: `accents` is about what students type; add `accept: []`, or remove it"],
        ),
        (
            "type: short-answer, answer: $x^2$, accept: []",
            ["1:62: error: nobody can type this answer; say in `accept` what is right when it is typed"],
        ),
        (
            "type: short-answer, answer: Rome, accept: [rome, '*Roma*', a & b, 5 < 6, __init__, a_b_c, '`x_y`']",
            [
                "1:77: warning: this is right already; remove it",
                "1:83: warning: students would have to type this with its marks; write 'Roma'",
                "1:124: warning: students would have to type this with its marks; write 'x_y'",
            ],
        ),
    ],
)
def test_mistakes_are_named_at_their_place(question: str, said: list[str], tmp_path: Path) -> None:
    found = compile_deck(tmp_path, f"questions: [{{id: q, question: Q, {question}}}]").diagnostics
    assert [f"{each.span.line}:{each.span.column}: {each.severity}: {each.message}" for each in found] == said


def test_a_new_item_does_not_mix_the_others_anew(tmp_path: Path) -> None:
    deck = "questions: [{{id: q, type: ordering, question: Q, items: [{}]}}]"
    items = [f"item {i}" for i in range(8)]
    shown = []
    for listed in (items, [*items[:3], "another", *items[3:]]):
        (note,) = compile_deck(tmp_path, deck.format(", ".join(listed))).package.notes
        shown.append([each for each in note["Choices"].split('<li class="item">')[1:] if "another" not in each])
    before, after = ([each.removesuffix("</ol>").removesuffix("</li>") for each in order] for order in shown)
    assert before == after != items


def test_parts_that_run_the_other_way_say_so_and_read_back(tmp_path: Path, build: Build) -> None:
    (tmp_path / "deck.yaml").write_text(
        "questions:\n"
        "- {id: order, type: ordering, question: מה קודם?, items: [Paris (2), רומא, London!]}\n"
        "- {id: pairs, type: matching, question: מה שייך?, pairs: [{left: Rome., right: אחת}, {left: שתיים, right: Two.}]}\n",
        "utf-8",
    )
    compiled = compile_course(tmp_path / "deck.yaml", 1_700_000_000)
    order, pairs = compiled.package.notes
    for text in ("Paris (2)", "London!"):
        assert f'<li class="item"><bdi dir="ltr">{text}</bdi></li>' in order["Choices"]
    assert '<li class="item">רומא</li>' in order["Choices"]
    assert '<li class="left"><bdi dir="ltr">Rome.</bdi></li>' in pairs["Choices"]
    assert '<li class="partner"><bdi dir="ltr">Two.</bdi></li>' in pairs["Choices"]
    package = build(tmp_path / "deck.yaml")
    reading = apkg_format.read(Document("deck.apkg", package.read_bytes()))
    assert [dict(draft.more) for draft in reading.drafts] == [
        {"items": ["Paris (2)", "רומא", "London!"]},
        {"pairs": [{"left": "Rome.", "right": "אחת"}, {"left": "שתיים", "right": "Two."}]},
    ]
    assert reading.remarks == ()


@pytest.mark.parametrize(
    ("question", "answer", "more"),
    [
        ("type: numeric, range: [' – 2', '5 ']", None, {"range": ["– 2", "5"]}),  # noqa: RUF001 - as people type it
        ("type: numeric, answer: 5, tolerance: ± 0.5", "5", {"tolerance": "0.5"}),
        ("type: numeric, answer: 1 1/2", "1 1/2", {}),
        ("type: short-answer, answer: Rome, accept: []", "Rome", {"accept": []}),
        ("type: short-answer, answer: $x^2$, accept: [x^2]", r"\(x^2\)", {"accept": ["x^2"]}),
    ],
)
def test_what_is_written_in_other_ways_reads_back(
    question: str, answer: str | None, more: dict[str, object], tmp_path: Path, build: Build
) -> None:
    (tmp_path / "deck.yaml").write_text(f"questions: [{{id: q, question: Q, {question}}}]", "utf-8")
    (draft,) = apkg_format.read(Document("deck.apkg", build(tmp_path / "deck.yaml").read_bytes())).drafts
    assert (draft.answer, dict(draft.more)) == (answer, more)


def test_what_is_told_runs_as_its_card_does(tmp_path: Path, build: Build) -> None:
    (tmp_path / "deck.yaml").write_text(
        "questions:\n"
        "- {id: judge, type: statements, question: מה נכון?, statements: [{true: Rome.}, {false: אחת, feedback: Why.}]}\n"
        "- {id: typed, type: short-answer, question: מה קודם?, answer: Rome., accept: []}\n",
        "utf-8",
    )
    judge, typed = compile_course(tmp_path / "deck.yaml", 1_700_000_000).package.notes
    assert '<li class="statement"><bdi dir="ltr">Rome.</bdi></li><li class="statement">אחת</li>' in judge["Choices"]
    assert judge["Answer"].startswith('<ol class="keys" dir="rtl">')
    assert '<div class="feedback"><bdi dir="ltr">Why.</bdi></div>' in judge["Answer"]
    assert typed["Answer"].endswith(' dir="rtl"><div dir="ltr"><p>Rome.</p></div></div>')
    reading = apkg_format.read(Document("deck.apkg", build(tmp_path / "deck.yaml").read_bytes()))
    assert [(draft.answer, dict(draft.more)) for draft in reading.drafts] == [
        (None, {"statements": [{"true": "Rome."}, {"false": "אחת", "feedback": "Why."}]}),
        ("Rome.", {"accept": []}),
    ]
    assert reading.remarks == ()
