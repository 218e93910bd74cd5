"""Write a bank of questions over all types, about 1.2 kB of YAML each; the same for the same numbers."""

import random
from collections.abc import Sequence
from pathlib import Path

_WORDS = (
    "the state of a recurrent network carries what was read so far and every gradient must flow back through it step "
    "by step until it reaches the first input of a sequence where little may be left of it"
).split()

_CHOICE = """\
  - id: q-{i}
    type: multiple-choice
    question: Why does {w14}?
    choices:
      - {w12} in {i}
      - correct: {w14} at once
        feedback: {w16}
      - wrong: {w13} never
        feedback: {w17}
      - {w12} later
    hint: {w10}
    tags: [unit-{unit}, choice]
    explanation: |
      {w20} $W_h h_{{t-1}}$ {w20}
      {w18} **{w3}** {w14} {w20}

      - {w10}
      - {w9} `h = f(x)`
"""
_JUDGE = """\
  - id: q-{i}
    type: true-false
    question: {w30}.
    answer: {answer}
    hint: {w24}
    source: Lecture {unit}, [notes](https://example.org/{unit})
    explanation: |
      {w40} *{w3}* {w14}
      {w40} `h = f(x)` and {w10}

      {w40}
"""
_SHORT = """\
  - id: q-{i}
    type: short-answer
    question: Explain {w24}.
    hint: {w12}
    answer: |
      {w40} $\\sigma(W x)$
      {w30} {w20}
    explanation: |
      {w20} *{w3}* {w14}
      {w20} `h = f(x)` and {w40}
"""
_CLOZE = """\
  - id: q-{i}
    type: cloze
    question: |
      {w20} {{{{c1::{w2}}}}} {w10} {{{{c2::{w1}::what?}}}}
      {w40}
    explanation: |
      {w20} *{w3}* {w14}
      {w60} $\\frac{{a}}{{b}}$ and {w10}

      {w10}
"""


_STATEMENTS = """\
  - id: q-{i}
    type: statements
    question: Which of these hold for {w14}?
    statements:
      - true: {w12} in {i}
      - false: {w14} at once
        feedback: {w16}
      - false: {w13} never
        feedback: {w17}
      - true: {w12} later
    hint: {w10}
    explanation: |
      {w20} $W_h h_{{t-1}}$ {w20}
      {w18} **{w3}** {w14} {w20}

      - {w10}
      - {w9} `h = f(x)`
"""
_NUMERIC = """\
  - id: q-{i}
    type: numeric
    question: How large is {w30}?
    answer: {i}.5
    tolerance: 2 %
    unit: $m/s^2$
    hint: {w24}
    explanation: |
      {w40} *{w3}* {w14}
      {w40} `h = f(x)` and {w10}

      {w60} $\\sigma(W x)$
"""
_TYPED = """\
  - id: q-{i}
    type: short-answer
    question: Name {w24}.
    hint: {w12}
    answer: {w3}
    accept: [{w2} {i}, {w3} {i}]
    explanation: |
      {w60} *{w3}* {w14}
      {w60} `h = f(x)` and {w40}
"""
_ORDERING = """\
  - id: q-{i}
    type: ordering
    question: In which order do {w14} come?
    items: [{w10} {i}, {w12} once, {w13} later, {w10} at last]
    hint: {w10}
    explanation: |
      {w40} $W_h h_{{t-1}}$ {w40}
      {w18} **{w3}** {w14} {w20}
"""
_MATCHING = """\
  - id: q-{i}
    type: matching
    question: What belongs to {w14}?
    pairs:
      - {{left: {w6} {i}, right: {w8}}}
      - {{left: {w6} once, right: {w9}}}
      - {{left: {w6} later, right: {w10}}}
    extra: [{w11}]
    hint: {w10}
    explanation: |
      {w40} $W_h h_{{t-1}}$ {w40}
      {w18} **{w3}** {w14} {w20}
"""
_OCCLUSION = """\
  - id: q-{i}
    type: occlusion
    question: What is where {w14}?
    image: map.svg
    alt: {w10}
    masks:
      - {{label: {w2}, box: [10, 10, 20, 10]}}
      - {{label: {w2}, box: [40, 10, 20, 10]}}
      - {{label: {w2}, box: [70, 10, 20, 10], hint: {w2}}}
    explanation: |
      {w40} $W_h h_{{t-1}}$ {w40}
      {w18} **{w3}** {w14} {w40}
"""
_MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="100" height="50"/></svg>'
_PLAIN = """\
  - id: q-{i}
    type: multiple-choice
    question: Which {w9}?
    choices:
      - correct: {w6}
      - {w5}
      - {w6}
      - {w5}
    explanation: {w14}.
"""

BASIC = (_CHOICE, _JUDGE, _SHORT, _CLOZE)
_FLAWS = (
    ("{w13} never", "{w13} then"),
    ("correct: {w14}", "correct: {w12}"),
    ("{w12} later", "{w13} later"),
    ("      {w40} $\\sigma(W x)$\n      {w30} {w20}", "      {w30} $\\sigma(W x)$\n      {w20} {w10}"),
    ("c1::{w2}", "c1::state-{i}"),
    ("c2::{w1}", "c2::gate-{i}"),
)
"""What rules of style find in the texts, and what to write instead."""


def _mend(kind: str) -> str:
    for flaw, mended in _FLAWS:
        kind = kind.replace(flaw, mended)
    return kind


MENDED = tuple(map(_mend, BASIC))
SHORT = (_PLAIN,)
"""Four short choices, as most questions of real banks have."""
ALL = (*BASIC, _STATEMENTS, _NUMERIC, _TYPED, _ORDERING, _MATCHING, _OCCLUSION)


def write_bank(folder: Path, questions: int, per_deck: int = 100, kinds: Sequence[str] = BASIC) -> int:
    """Write a course of so many questions, of kinds in turns, into a folder; give the bytes of its YAML."""
    rng = random.Random(20)  # noqa: S311 - not for secrets

    class Words(dict[str, object]):
        def __missing__(self, key: str) -> str:
            return " ".join(rng.choices(_WORDS, k=int(key[1:])))

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text("course: Bank\nid: bank\n")
    if _OCCLUSION in kinds:
        (folder / "map.svg").write_text(_MAP)
    size = 0
    for start in range(0, questions, per_deck):
        unit = start // per_deck + 1
        parts = [f"deck: Unit {unit:04}\n\nquestions:\n"]
        for i in range(start, min(start + per_deck, questions)):
            template = kinds[i % len(kinds)]
            answer = "true" if i % 8 == 1 else "false"
            parts.append(template.format_map(Words(i=i, unit=unit, answer=answer)))
        text = "\n".join(parts)
        size += len(text)
        (folder / f"{unit:04}.yaml").write_text(text)
    return size
