"""Proves what stands in the note of an occlusion, that it comes back, and that each mistake in one is named."""

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from mkdeck.compiler import Compiled, compile_course
from mkdeck.diff.changes import compare
from mkdeck.diff.editions import Edition
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import apkg as apkg_format
from mkdeck.importers.writing.yaml import write_deck
from mkdeck.questions.occlusion import number_masks
from mkdeck.rehearsal.student import Student
from pictured import make_png

Build = Callable[..., Path]
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><circle cx="80" cy="80" r="40"/></svg>'
NO_BOX = (
    'has no viewBox, so that it can\'t be shown smaller or larger; give its <svg> one, such as viewBox="0 0 800 500"'
)
QUESTION = """\
    questions:
      - id: heart
        type: occlusion
        question: What is *here*?
        image: img/heart.svg
        alt: A heart, "cut" [open] {{c1::so}}
        masks:
          - {label: "**Aorta**", box: [10, 20.5 %, "30", 12.25], hint: "`large`"}
          - {label: Left ventricle, ellipse: [60, 40, 40, 60], group: below}
          - {label: "`a::b` and }}", polygon: [[0, 100], [50, 100], [33.333, 66.667]], group: below}
        hide: all
    """


def compile_deck(folder: Path, text: str, **files: str | bytes) -> Compiled:
    (folder / "img").mkdir(exist_ok=True)
    for name, content in {"heart.svg": DRAWING, **files}.items():
        (folder / "img" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "deck.yaml").write_text(dedent(text), "utf-8")
    return compile_course(folder / "deck.yaml", 1_700_000_000)


def join_spots(spots: tuple[str, ...], gaps: tuple[str, ...]) -> str:
    both = zip(spots, gaps, strict=True)
    return "".join(spot + "{{" + gap + '}}<i class="cover"></i></div>' for spot, gap in both)


def write_one(keys: str) -> str:
    return f"questions: [{{id: q, type: occlusion, question: Q, image: img/heart.svg, {keys}}}]"


def list_findings(compiled: Compiled) -> list[str]:
    return [
        f"{each.span.line}:{each.span.column}: {each.severity}: {each.rule}: {each.message}"
        for each in compiled.diagnostics
    ]


def test_a_front_holds_places_and_hints_and_a_field_for_the_back_the_labels(tmp_path: Path) -> None:
    compiled = compile_deck(tmp_path, QUESTION)
    assert compiled.diagnostics == []
    (note,) = compiled.package.notes
    (media,) = compiled.package.media
    head = (
        '<div class="spots all" style="--width:640;--height:400">'
        f'<img src="{media.name}" alt="A heart, &quot;cut&quot; &#91;open] &#123;&#123;c1::so}}}}" '
        'width="640" height="400">'
    )
    spots = (
        '<div class="spot" style="left:10%;top:20.5%;width:30%;height:12.25%;--middle:25">',
        '<div class="spot ellipse" style="left:60%;top:40%;width:40%;height:60%;--middle:80">',
        (
            '<div class="spot polygon" style="left:0%;top:66.667%;width:50%;height:33.333%;'
            '--shape:polygon(0% 100%,100% 100%,66.666% 0%);--middle:25">'
        ),
    )
    hint = '<b class="clue"><code>large</code></b>'
    ask = '<b class="clue">?</b>'
    fronts = (f"c1::1::{hint}", f"c2::2::{ask}", f"c2::3::{ask}")
    backs = (
        f'c1::<b class="name"><strong>Aorta</strong></b>::{hint}',
        'c2::<b class="name">Left ventricle</b>',
        'c2::<b class="name"><code>a:<!-- -->:b</code> and }<!-- -->}<!-- --></b>',
    )
    assert note["Text"] == f"<p>What is <em>here</em>?</p>\n{head}{join_spots(spots, fronts)}</div>"
    assert note["Spare3"] == f"{head}{join_spots(spots, backs)}</div>"
    assert (note["Kind"], note.note_class, note.cards) == ("occlusion", "cloze", (0, 1))


PLAYING = """\
    questions:
      - id: heart
        type: occlusion
        question: What is here?
        image: img/heart.svg
        alt: A heart
        masks:
          - {label: "Aorta ![](img/one.mp3)", box: [10, 20, 30, 10], hint: "![](img/two.mp3)"}
          - {label: Septum, box: [10, 50, 30, 10]}
          - {label: "![](img/two.mp3)", box: [50, 20, 30, 10], group: 3}
          - {label: "![](img/one.mp3) or <br> `a::b` and }}", box: [50, 50, 30, 10], group: 3}
    """


def test_a_label_that_plays_stands_at_its_place_without_its_sound_and_comes_back_whole(
    tmp_path: Path, build: Build
) -> None:
    sounds = {"one.mp3": "one", "two.mp3": "two"}
    first = compile_deck(tmp_path, PLAYING, **sounds)
    assert [each.rule for each in first.diagnostics] == []
    (note,) = first.package.notes
    assert re.findall(r'<b class="name">(.*?)</b>', note["Spare3"]) == [
        "Aorta ",
        "Septum",
        "♪",
        " or <br> <code>a:<!-- -->:b</code> and }<!-- -->}<!-- -->",
    ]
    assert note.gaps[1].startswith('<b class="name">Aorta <span class="play">[sound:one-')
    assert (note.gaps[2], "two-" in note.gaps[3], "one-" in note.gaps[3]) == ('<b class="name">Septum</b>', True, True)
    reading = apkg_format.read(Document("deck.apkg", build(tmp_path / "deck.yaml").read_bytes()))
    (tmp_path / "media").mkdir()
    for file in reading.drafts[0].media:
        (tmp_path / file.name).write_bytes(file.content)
    (tmp_path / "deck.yaml").write_text(write_deck(reading.drafts, ["heart"]), "utf-8")
    assert compile_course(tmp_path / "deck.yaml", 1_700_000_000).package.notes == first.package.notes
    changed = compile_deck(tmp_path, PLAYING.replace("Aorta", "Vena cava"), **sounds).package
    (change,) = compare(Edition(first.package.notes), Edition(changed.notes)).changed
    assert [each.name for each in change.fields] == ["Labels"]


def test_it_comes_back_from_a_real_anki(tmp_path: Path, build: Build) -> None:
    compile_deck(tmp_path, QUESTION)
    package = build(tmp_path / "deck.yaml")
    with Student(tmp_path / "student") as student:
        assert student.take(package).new == 1
        assert len(student.schedules()) == 2
    reading = apkg_format.read(Document("deck.apkg", package.read_bytes()))
    assert (reading.skipped, reading.remarks) == ((), ())
    (draft,) = reading.drafts
    assert dict(draft.more) == {
        "image": "media/heart.svg",
        "alt": 'A heart, "cut" [open] {{c1::so}}',
        "masks": [
            {"label": "**Aorta**", "box": ["10", "20.5", "30", "12.25"], "hint": "`large`"},
            {"label": "Left ventricle", "ellipse": ["60", "40", "40", "60"], "group": "2"},
            {
                "label": "`a::b` and }}",
                "polygon": [["0", "100"], ["50", "100"], ["33.333", "66.667"]],
                "group": "2",
            },
        ],
        "hide": "all",
    }
    assert [media.name for media in draft.media] == ["media/heart.svg"]


def test_a_retired_one_comes_back_whole(tmp_path: Path, build: Build) -> None:
    compile_deck(tmp_path, QUESTION.replace("hide: all", "hide: all\n        retired: Too hard."))
    (draft,) = apkg_format.read(Document("deck.apkg", build(tmp_path / "deck.yaml").read_bytes())).drafts
    assert (draft.retired, draft.comments) == ("Too hard.", ())
    assert [mask.get("hint") for mask in draft.more["masks"]] == ["`large`", None, None]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("groups", "numbers"),
    [
        ([None, None, None], [1, 2, 3]),
        (["a", None, "a"], [1, 2, 1]),
        (["2", None, None], [2, 1, 3]),
        (["3", "3", None, "b", "b"], [3, 3, 1, 2, 2]),
        ([None, "500"], [1, 500]),
        (["1", None, "2", None], [1, 3, 2, 4]),
    ],
)
def test_masks_count_up_past_the_numbers_that_groups_say(groups: list[str | None], numbers: list[int]) -> None:
    assert number_masks(groups) == numbers


def test_masks_of_any_numbers_come_back_with_them(tmp_path: Path, build: Build) -> None:
    boxes = "".join(
        f"{{label: m{i}, box: [{i * 10}, 0, 9, 9]{group}}},"
        for i, group in enumerate([", group: 4", "", ", group: x", "", ", group: x", ", group: 7"])
    )
    compiled = compile_deck(tmp_path, write_one(f"masks: [{boxes}]"))
    (draft,) = apkg_format.read(Document("deck.apkg", build(tmp_path / "deck.yaml").read_bytes())).drafts
    masks = draft.more["masks"]
    assert isinstance(masks, list)
    assert number_masks([mask.get("group") for mask in masks]) == [4, 1, 2, 3, 2, 7]
    assert [mask.get("group") for mask in masks] == ["4", None, "2", None, "2", "7"]
    assert compiled.package.notes[0].cards == (0, 1, 2, 3, 6)


B = "label: L, box: [0, 0, 10, 10]"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("masks: []", ["1:80: error: schema: `masks` needs at least one entry"]),
        ("hide: all", ["1:13: error: schema: `masks` is missing"]),
        ("masks: [x]", [
            "1:81: error: schema: a mask is a mapping with `label:` and `box:`, `ellipse:` or `polygon:`"
        ]),
        ("masks: [{label: L}]", ["1:81: error: schema: a mask needs a place: `box:`, `ellipse:` or `polygon:`"]),
        ("masks: [{box: [0, 0, 10, 10]}]", ["1:81: error: schema: `label` is missing"]),
        ("masks: [{label: '', box: [0, 0, 10, 10]}]", [
            "1:89: error: schema: `label` is empty; write something"
        ]),
        (f"masks: [{{{B}, ellipse: [0, 0, 10, 10], polygon: []}}]", [
            "1:81: error: schema: a mask has one shape, but `box:` and `ellipse:` and `polygon:` stand here"
        ]),
        ("masks: [{label: L, bix: [0, 0, 10, 10]}]", [
            "1:92: error: schema: unknown key 'bix'; did you mean 'box'?"
        ]),
        ("masks: [{label: L, box: [0, 0, 10]}]", [
            ("1:97: error: schema: `box` is four numbers in percent of the picture, [left, top, width, height], such as "
            "[40, 25, 20, 10]")
        ]),
        ("masks: [{label: L, box: 10}]", [
            ("1:97: error: schema: `box` is four numbers in percent of the picture, [left, top, width, height], such as "
            "[40, 25, 20, 10]")
        ]),
        ("masks: [{label: L, ellipse: [a, 0, 10, 10]}]", [
            "1:101: error: schema: 'a' is no number; write one in percent of the picture, such as 40 or 12.5"
        ]),
        ("masks: [{label: L, box: [10px, 0, 10, 10]}]", [
            "1:97: error: schema: '10px' is in pixels; write how many percent of the picture's width or height it is"
        ]),
        ("masks: [{label: L, box: [10, 10, 0, 10]}]", [
            "1:97: error: schema: the width of this box is not above 0"
        ]),
        ("masks: [{label: L, ellipse: [10, 10, 10, -5]}]", [
            "1:101: error: schema: the height of this ellipse is not above 0"
        ]),
        ("masks: [{label: L, box: [-1, 10, 10, 10]}]", [
            "1:97: error: schema: this box reaches out of the picture: left -1 is less than 0"
        ]),
        ("masks: [{label: L, box: [80, 10, 30.5, 10]}]", [
            ("1:97: error: schema: this box reaches out of the picture on the right: left 80 and width 30.5 make 110.5, "
            "which is more than 100")
        ]),
        ("masks: [{label: L, box: [10, 95, 10, 10]}]", [
            ("1:97: error: schema: this box reaches out of the picture at the bottom: top 95 and height 10 make 105, "
            "which is more than 100")
        ]),
        ("masks: [{label: L, polygon: [[0, 0], [10, 10]]}]", [
            ("1:101: error: schema: `polygon` is three or more points in percent of the picture, such as "
            "[[10, 10], [30, 10], [20, 25]]")
        ]),
        ("masks: [{label: L, polygon: [0, 0, 10, 10, 20, 0]}]", [
            ("1:101: error: schema: `polygon` is three or more points in percent of the picture, such as "
            "[[10, 10], [30, 10], [20, 25]]")
        ]),
        ("masks: [{label: L, polygon: [[0, 0], [10, 10], [120, 0]]}]", [
            "1:101: error: schema: point 3 of this polygon lies outside the picture; its numbers go from 0 to 100"
        ]),
        ("masks: [{label: L, polygon: [[0, 0], [10, 10], [20, 20]]}]", [
            "1:101: error: schema: the points of this polygon lie on one line"
        ]),
        (f"masks: [{{{B}, group: 501}}]", [
            "1:120: error: schema: a group that is a number is that of its card, from 1 to 500"
        ]),
        (f"masks: [{{{B}}}], hide: both", ["1:121: error: schema: `hide` is one of 'one', 'all'"]),
        ("masks: [{label: '{{c1::L}}', box: [0, 0, 10, 10]}]", [
            "1:90: error: cloze: cloze marks work in questions of type cloze only; in code they may stand anywhere"
        ]),
        (f"masks: [{{{B}}}, {{label: l, box: [0, 5, 10, 10]}}, {{label: m, box: [30, 0, 10, 10]}}]", []),
        (f"masks: [{{{B}}}, {{label: l, box: [0, 5, 10, 10]}}], hide: all", [
            ("1:130: warning: masks: mask 2 lies over mask 1, and with `hide: all` each covers the other where that is "
            "asked; move or shrink one")
        ]),
        (f"masks: [{{{B}, group: 1}}, {{label: l, ellipse: [0, 5, 10, 10], group: 1}}]", [
            "1:144: warning: masks: mask 2 lies over mask 1, and one card asks both; move or shrink one"
        ]),
        (f"masks: [{{{B}, group: 1}}, {{label: l, box: [0, 0, 10, 10], group: 1}}]", [
            "1:140: error: masks: mask 2 has the place of mask 1, and one card asks both; their labels hide each other"
        ]),
        (f"masks: [{{{B}}}, {{label: l, box: [10, 0, 10, 10]}}], hide: all", []),
        (f"masks: [{{{B}}}, {{label: l, polygon: [[9, 9], [20, 9], [20, 20], [9, 20]]}}], hide: all", []),
        (f"masks: [{{{B}}}, {{label: L, box: [30, 0, 10, 10]}}]", []),
        (f"masks: [{{{B}, group: a}}, {{label: L, box: [30, 0, 10, 10], group: a}}]", [
            "1:132: warning: same-parts: mask 2 has the label of mask 1, and one card asks both"
        ]),
        ("masks: [{label: L, box: [0.1, 0.2, 0.3, 0.15]}]", [
            ("1:97: warning: masks: this mask is 0.3 % wide and 0.15 % high; numbers are percent of the picture, so half "
            "of it is 50, not 0.5")
        ]),
    ],
)  # fmt: skip
def test_mistakes_are_named_at_their_place(keys: str, said: list[str], tmp_path: Path) -> None:
    assert list_findings(compile_deck(tmp_path, write_one(keys))) == said


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("none.svg", "'img/none.svg' does not exist; the path is relative to the deck file's folder"),
        ("tone.mp3", "'img/tone.mp3' is no picture"),
        (
            "unsized.svg",
            f"'img/unsized.svg' {NO_BOX}",
        ),
        (
            "fixed.svg",
            f"'img/fixed.svg' {NO_BOX}",
        ),
        ("flat.svg", "'img/flat.svg' does not tell its size; open it in a program for pictures and save it anew"),
        ("cut.png", "'img/cut.png' does not tell its size; open it in a program for pictures and save it anew"),
    ],
)
def test_a_picture_that_can_t_hold_places_is_named(image: str, said: str, tmp_path: Path) -> None:
    start = '<svg xmlns="http://www.w3.org/2000/svg"'
    files: dict[str, str | bytes] = {
        "tone.mp3": b"ID3\x03" + bytes(100),
        "unsized.svg": f"{start}></svg>",
        "fixed.svg": f'{start} width="80" height="50"></svg>',
        "flat.svg": f'{start} viewBox="0 0 100 0"></svg>',
        "cut.png": make_png(30, 20)[:12],
    }
    text = write_one(f"masks: [{{{B}}}]").replace("heart.svg", image)
    assert list_findings(compile_deck(tmp_path, text, **files)) == [f"1:58: error: media: {said}"]


def test_an_image_in_markdown_is_told_to_be_a_path(tmp_path: Path) -> None:
    text = write_one(f"masks: [{{{B}}}]").replace("img/heart.svg", '"![](img/heart.svg)"')
    assert list_findings(compile_deck(tmp_path, text)) == [
        "1:59: error: media: this is a path alone, such as pictures/heart.svg, without '![...]( )'"
    ]


def test_a_picture_of_pixels_shows_in_its_own_size(tmp_path: Path) -> None:
    text = write_one(f"masks: [{{{B}}}]").replace("heart.svg", "a b.png")
    compiled = compile_deck(tmp_path, text, **{"a b.png": make_png(30, 20)})
    assert compiled.diagnostics == []
    assert 'style="--width:30;--height:20"' in compiled.package.notes[0]["Text"]


def test_hostile_texts_stay_texts(tmp_path: Path, build: Build) -> None:
    nasty = '<b onclick=x()>a</b> </span>}}<i> " & <!-- [sound:x] {{c9::y}} \\( :: </div>'
    plain = nasty.replace("{{c9::", "{ {c9")
    text = f"""\
    questions:
      - id: q
        type: occlusion
        question: '{nasty}'
        image: img/heart.svg
        alt: '{nasty}'
        masks:
          - label: '{plain}'
            box: [0, 0, 10, 10]
            hint: '{plain}'
            group: '{nasty}'
    """
    compiled = compile_deck(tmp_path, text)
    errors = [each for each in compiled.diagnostics if each.severity == "error"]
    assert [each.rule for each in errors] == ["cloze"]  # of the question itself
    compile_deck(tmp_path, text.replace(f"question: '{nasty}'", "question: Q"))
    with Student(tmp_path / "student") as student:
        assert student.take(build(tmp_path / "deck.yaml")).new == 1
        assert len(student.schedules()) == 1
