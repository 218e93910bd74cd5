"""Proves that a number of QTI is judged no more strictly and no more leniently than its source judges it."""

from collections.abc import Mapping

import pytest

from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.formats import qti

VERSION_1 = """
    <questestinterop><item ident="q"><presentation><material><mattext>How many?</mattext></material>
      <response_num ident="r"><render_fib fibtype="Decimal"/></response_num></presentation>
      <resprocessing><respcondition><conditionvar>{}</conditionvar><setvar>100</setvar></respcondition></resprocessing>
    </item></questestinterop>
    """
VERSION_2 = """
    <assessmentItem identifier="i" title="">
      <responseDeclaration identifier="R" cardinality="single" baseType="float">{}</responseDeclaration>
      <itemBody><p>How many?</p><p><textEntryInteraction responseIdentifier="R"/></p></itemBody>
      <responseProcessing><responseCondition><responseIf><and>{}</and>
        <setOutcomeValue identifier="SCORE"><baseValue>1</baseValue></setOutcomeValue>
      </responseIf></responseCondition></responseProcessing>
    </assessmentItem>
    """
CORRECT = "<correctResponse><value>5</value></correctResponse>"


def read(page: str) -> tuple[str, str | None, Mapping[str, object]]:
    reading = qti.read(Document("x.xml", page.encode()))
    (draft,) = reading.drafts
    assert isinstance(draft, Draft)
    return draft.kind, draft.answer if isinstance(draft.answer, str) else None, draft.more


def say(name: str, value: str) -> str:
    return f"<var{name} respident='r'>{value}</var{name}>"


def compare(name: str, value: str, *, turned: bool = False) -> str:
    parts = ["<variable identifier='R'/>", f"<baseValue>{value}</baseValue>"]
    return f"<{name}>{''.join(parts[::-1] if turned else parts)}</{name}>"


RECALLED = "short-answer"


@pytest.mark.parametrize(
    ("tests", "kind", "answer", "more"),
    [
        (say("gte", "4") + say("lte", "7"), "numeric", None, {"range": ["4", "7"]}),
        (f"<not>{say('gt', '7')}{say('lt', '4')}</not>", "numeric", None, {"range": ["4", "7"]}),
        (say("gte", "4"), RECALLED, "≥ 4", {}),
        (say("lt", "4"), RECALLED, "< 4", {}),
        (say("gt", "4") + say("lt", "6"), RECALLED, "> 4, < 6", {}),
        (say("equal", "5") + say("gt", "4.9") + say("lt", "5.1"), "numeric", "5", {"tolerance": "0.1"}),
        (say("equal", "5") + say("gte", "5"), RECALLED, "5 (≥ 5)", {}),
        (f"<or>{say('gte', '7')}{say('lte', '4')}</or>", RECALLED, "≥ 7, ≤ 4", {}),
        (f"<or>{say('equal', '5')}{say('equal', '6')}</or>", RECALLED, "- 5\n- 6", {}),
        (f"<or>{say('equal', '5.0')}{say('equal', '5')}</or>", "numeric", "5.0", {}),
        (
            "".join(f"<and>{say('gte', low)}{say('lte', high)}</and>" for low, high in (("1", "2"), ("4", "5"))),
            *(RECALLED, "- 1 \u2013 2\n- 4 \u2013 5", {}),
        ),
        (f"{say('gte', '4')}{say('lte', '7')}<not>{say('equal', '5')}</not>", RECALLED, "4 \u2013 7 (≠ 5)", {}),
    ],
)
def test_version_1(tests: str, kind: str, answer: str | None, more: dict[str, object]) -> None:
    assert read(VERSION_1.format(tests)) == (kind, answer, more)


@pytest.mark.parametrize(
    ("declared", "tests", "kind", "answer", "more"),
    [
        ("", compare("gte", "4") + compare("lte", "7"), "numeric", None, {"range": ["4", "7"]}),
        ("", compare("lte", "4", turned=True) + compare("lte", "7"), "numeric", None, {"range": ["4", "7"]}),
        (CORRECT, compare("gt", "4") + compare("lt", "6"), "numeric", "5", {"tolerance": "1"}),
        ("", compare("gt", "4") + compare("lt", "6"), RECALLED, "> 4, < 6", {}),
        ("", compare("gte", "4"), RECALLED, "≥ 4", {}),
        (CORRECT, compare("lte", "5"), RECALLED, "5 (≤ 5)", {}),
        ("", compare("gte", "7") + compare("lte", "4"), RECALLED, "≥ 7, ≤ 4", {}),
        (
            *("", f"{compare('gte', '4')}{compare('lte', '7')}<not>{compare('equal', '5')}</not>"),
            *(RECALLED, "4 \u2013 7 (≠ 5)", {}),
        ),
        (CORRECT, "<not><isNull><variable identifier='R'/></isNull></not>", "numeric", "5", {}),
    ],
)
def test_version_2(declared: str, tests: str, kind: str, answer: str | None, more: dict[str, object]) -> None:
    assert read(VERSION_2.format(declared, tests)) == (kind, answer, more)
