"""Proves that what other tools and hurried hands write into each type of question is told with what to write."""

from pathlib import Path

import pytest

from mkdeck.compiler import compile_course

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300"/></svg>'
PATTERN = "students would have to type this as it stands; `accept` knows no patterns, so list each answer alone"
SHORTER = "accept something shorter, or take `accept` out, and students recall it"
CIRCLE = "a circle is the ellipse in a box of [left, top, width, height]"
BOX = "{label: a, box: [10, 10, 20, 20]}"


def find(folder: Path, kind: str, *keys: str) -> list[str]:
    text = f"questions:\n  - id: q\n    type: {kind}\n    question: What is it?\n"
    (folder / "p.svg").write_text(PICTURE, "utf-8")
    (folder / "deck.yaml").write_text(text + "".join(f"    {key}\n" for key in keys), "utf-8")
    found = compile_course(folder / "deck.yaml", 1_700_000_000).diagnostics
    return [f"{each.span.line}:{each.span.column}: {each.severity}: {each.message}" for each in found]


@pytest.mark.parametrize(
    ("kind", "keys", "said"),
    [
        ("ordering", ["answer: [a, b]"], ["5:5: error: unknown key 'answer'; here it is called `items`"]),
        (
            "ordering",
            ["items: [a, b]", "shuffle: false"],
            ["6:5: error: unknown key 'shuffle'; it belongs to multiple-choice, and this question is ordering"],
        ),
        ("ordering", ["items: [yes, no, true, 007, 1:30, 2026-01-01]"], []),
        *(
            (
                "matching",
                [f"pairs: [{one}, {other}]"],
                [
                    "5:13: error: a pair says which side is which: {left: a, right: b c}",
                    f"5:{15 + len(one)}: error: a pair says which side is which: {{left: d, right: e}}",
                ],
            )
            for one, other in (
                ("a - b c", "d - e"),
                ("'a: b c'", "'d: e'"),
                ("a = b c", "d = e"),
                ("a -> b c", "d -> e"),
                ("a → b c", "d → e"),
            )
        ),
        (
            "matching",
            ["pairs: [{left: a, right: 1}, {left: b, right: 2}]", "distractors: [3]"],
            ["6:5: error: unknown key 'distractors'; here it is called `extra`"],
        ),
        (
            "matching",
            ["left: [a, b]", "right: [c, d]"],
            [
                "2:5: error: `pairs` is missing",
                "5:5: error: unknown key 'left'; write each pair below `pairs:`, as `- {left: a, right: c}`",
                "6:5: error: unknown key 'right'; write each pair below `pairs:`, as `- {left: a, right: c}`",
            ],
        ),
        (
            "statements",
            ["choices: [{true: a}, {false: b}]"],
            ["5:5: error: unknown key 'choices'; here it is called `statements`"],
        ),
        (
            "statements",
            ["statements: ['true: a', 'falsch: b', true c, True love hurts]"],
            [
                "5:18: error: write this as `- true: a`",
                "5:29: error: write this as `- false: b`",
                "5:42: error: write this as `- true: c`",
                "5:50: error: write this as `- true: True love hurts`, or as `- false: ...`",
            ],
        ),
        (
            "statements",
            ["statements: [{true: a, why: So}, {false: b}]"],
            ["5:28: error: unknown key 'why'; here it is called `feedback`"],
        ),
        (
            "short-answer",
            ["answer: Paris", "case: true"],
            ["6:5: error: unknown key 'case'; capitals never count where students type: remove it"],
        ),
        (
            "short-answer",
            ["answer: Paris", "case: A long case."],
            ["6:5: error: unknown key 'case'; here it is called `context`"],
        ),
        (
            "short-answer",
            ["answer: Paris", "both: true"],
            ["6:5: error: unknown key 'both'; here it is called `reverse`"],
        ),
        (
            "short-answer",
            ["answer: Paris", "accept: [Lutetia|Parigi, /paris/i]"],
            [
                f"6:14: warning: {PATTERN}",
                f"6:30: warning: {PATTERN}",
            ],
        ),
        ("short-answer", ["answer: $|x|$", "accept: ['|x|', a|b, /usr]"], []),
        (
            "short-answer",
            [f"answer: {'It goes on and on. ' * 5}", "accept: []"],
            [f"5:13: warning: nobody types 94 characters; {SHORTER}"],
        ),
        ("short-answer", [f"answer: {'It goes on and on. ' * 5}", "accept: [on]"], []),
        (
            "occlusion",
            ["image: p.svg", "alt: A map", f"labels: [{BOX}]"],
            ["7:5: error: unknown key 'labels'; here it is called `masks`"],
        ),
        (
            "occlusion",
            ["image: p.svg", "alt: A map", "masks: {a: [10, 10, 20, 20]}"],
            ["7:12: error: `masks` must be a list; write `- {label: a, box: [10, 10, 20, 20]}`, each on a line"],
        ),
        *(
            ("occlusion", ["image: p.svg", "alt: A map", f"masks: [{{label: a, {shape}}}]"], said)
            for shape, said in (
                ("box: 10 10 20 20", ["7:29: error: `box` is a list; write `box: [10, 10, 20, 20]`"]),
                ("box: '10, 10, 20, 20'", ["7:29: error: `box` is a list; write `box: [10, 10, 20, 20]`"]),
                (
                    "box: {left: 10, top: 10, width: 20, height: 20}",
                    ["7:29: error: `box` is a list; write `box: [10, 10, 20, 20]`"],
                ),
                ("rect: [10, 10, 20, 20]", ["7:24: error: unknown key 'rect'; here it is called `box`"]),
                (
                    "circle: [10, 10, 5]",
                    [f"7:13: error: {CIRCLE}; write `ellipse: [5, 5, 10, 10]`"],
                ),
            )
        ),
        (
            "occlusion",
            ["image: p.svg", "alt: A map", f"masks: [{BOX}, {BOX.replace('label: a', 'label: b')}]"],
            ["7:64: warning: mask 2 has the place of mask 1, so two cards ask for one place; write both labels as one"],
        ),
        ("occlusion", ["image: p.svg", "alt: A map", f"masks: [{BOX}, {{label: b, box: [15, 15, 40, 40]}}]"], []),
    ],
)
def test_the_message_says_what_to_write(kind: str, keys: list[str], said: list[str], tmp_path: Path) -> None:
    assert find(tmp_path, kind, *keys) == said
