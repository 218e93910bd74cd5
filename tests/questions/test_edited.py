"""Proves that a note which was edited in Anki is read back as what it says now, or is refused, and never as a lie."""

from pathlib import Path
from textwrap import dedent

import pytest

from mkdeck.compiler import compile_course
from mkdeck.importers.decompiler.notes import OwnNote, OwnReader
from mkdeck.importers.draft import Draft
from mkdeck.importers.errors import NoDraftError
from mkdeck.notetypes import NAMES, find_words

QUESTIONS = """\
    questions:
      - id: statements
        type: statements
        question: Which?
        statements: [{true: One}, {false: Two, feedback: Why}, {true: Three}]
      - {id: number, type: numeric, question: How fast?, answer: 2.5, tolerance: 2 %, unit: km}
      - {id: typed, type: short-answer, question: What?, answer: One & two, accept: ["a > b", f]}
      - {id: order, type: ordering, question: Which first?, items: [One, Two, Three]}
      - {id: pairs, type: matching, question: Which?, pairs: [{left: One, right: odd}, {left: Two, right: even}]}
    """
DIFFER = "differ between the front and the back of this card, as one of them was edited; compare them"


def read_edited(folder: Path, name: str, field: str, old: str, new: str) -> Draft:
    (folder / "deck.yaml").write_text(dedent(QUESTIONS), "utf-8")
    (note,) = [each for each in compile_course(folder / "deck.yaml", 1_700_000_000).package.notes if each.id == name]
    assert old in note[field]
    fields = list(note.fields)
    fields[NAMES.index(field)] = note[field].replace(old, new)
    own = OwnNote(1, note.note_class, "deck", tuple(fields), (), "guid", 1_700_000_000)
    return OwnReader({}, {}, find_words("en")).read(own)


@pytest.mark.parametrize(
    ("name", "field", "old", "new", "said"),
    [
        ("statements", "Choices", '<li class="statement">One</li>', "", "its statements and what is true of them"),
        ("statements", "Answer", '<li class="key true">True</li>', "", "its statements and what is true of them"),
        ("order", "Choices", '<li class="item">Two</li>', "", "its items no longer fit their order"),
        ("order", "Answer", '<li class="key">Two</li>', "", "its items no longer fit their order"),
        ("pairs", "Choices", '<li class="left">One</li>', "", "its two columns no longer fit"),
        ("pairs", "Choices", '<li class="partner">odd</li>', "", "its two columns no longer fit"),
        ("typed", "Answer", '="&#91;', '="', "what its answer accepts can't be read any more"),
    ],
)
def test_a_note_that_lost_a_part_is_refused(
    name: str, field: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(NoDraftError, match=said):
        read_edited(tmp_path, name, field, old, new)


@pytest.mark.parametrize(
    ("name", "field", "old", "new", "keys", "comments"),
    [
        ("order", "Choices", ">Two<", ">2<", {"items": ["One", "Two", "Three"]}, (f"`items` {DIFFER}",)),
        ("order", "Answer", ">Two<", ">2<", {"items": ["One", "2", "Three"]}, (f"`items` {DIFFER}",)),
        (
            *("pairs", "Answer", ">even<", ">EVEN<"),
            {"pairs": [{"left": "One", "right": "odd"}, {"left": "Two", "right": "even"}]},
            (f"`pairs` {DIFFER}",),
        ),
        ("number", "Answer", "2.5 ±", "<b>3</b>&nbsp;±", {"answer": "3", "tolerance": "2 %", "unit": "km"}, ()),
        ("typed", "Answer", "</div>", "</div><br>", {"answer": "One & two", "accept": ["a > b", "f"]}, ()),
        ("typed", "Answer", "a &gt; b", "a > b", {"answer": "One & two", "accept": ["a > b", "f"]}, ()),
        (
            *("typed", "Answer", 'class="answer model"', 'class="answer model" style="color: red"'),
            {"answer": "One & two", "accept": ["a > b", "f"]},
            (),
        ),
    ],
)
def test_a_note_reads_back_as_what_it_says_now(
    name: str, field: str, old: str, new: str, keys: dict[str, object], comments: tuple[str, ...], tmp_path: Path
) -> None:
    draft = read_edited(tmp_path, name, field, old, new)
    found = dict(draft.more) | ({"answer": draft.answer} if draft.answer else {})
    assert (found, draft.comments) == (keys, comments)
