"""Proves that no text of a source is lost in silence: each is in a question, in a skip or in a note."""

import re

import pytest

from importers.contract import import_one
from importers.sources import HERE
from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting.losses import Said, find_lost, name_lost
from mkdeck.importers.pipeline import Batch

VALUES = frozenset("true false wahr falsch kprime sconezero show hide".split())
"""Texts that are values of settings."""
BARE = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]*>|&lt;.*?&gt;")
MOODLE = re.compile(r"<question (?:(?!</question>).)*</question>", re.DOTALL)
PLACES = ("text", "shorttext", "unit_name")


def say(batch: Batch) -> str:
    """Give all that an import wrote and told."""
    (account,) = batch.accounts
    return "\n".join([batch.text, *(each.message for each in account.remarks)])


def mark_texts(content: str, tags: tuple[str, ...]) -> tuple[str, list[str]]:
    """Put a word of its own at the end of every text of these elements that has words."""
    marks: list[str] = []

    def mark(match: re.Match[str]) -> str:
        words = BARE.sub("", match["text"]).strip()
        if not re.search(r"[^\W\d_]", words) or words.lower() in VALUES or words.startswith("$course$"):
            return match.group()
        marks.append(f"zq{len(marks)}z")
        at = len(match["text"].rstrip().removesuffix("]]>"))
        return f"{match['open']}{match['text'][:at]} {marks[-1]}{match['text'][at:]}{match['close']}"

    pattern = rf"(?P<open><(?P<name>{'|'.join(tags)})(?: [^<>]*)?>)(?P<text>.*?)(?P<close></(?P=name)>)"
    return re.sub(pattern, mark, content, flags=re.DOTALL), marks


@pytest.mark.parametrize("name", ["types", "more", "plugins"])
def test_every_text_of_a_moodle_question_arrives_or_is_told(name: str) -> None:
    content = (HERE / "moodle-xml" / f"{name}.xml").read_text("utf-8")
    questions = MOODLE.findall(content)
    assert len(questions) > 9
    for question in questions:
        marked, marks = mark_texts(question, PLACES)
        batch = import_one(f"<quiz>{marked}</quiz>".encode(), "moodle-xml")
        if 'type="category"' in question:
            assert not batch
            continue
        assert batch
        assert marks
        if not batch.accounts[0].skipped:
            assert [mark for mark in marks if mark not in say(batch)] == [], (marked, say(batch))


@pytest.mark.parametrize("name", ["types", "more", "plugins"])
@pytest.mark.parametrize(
    ("element", "told"),
    [
        ("<nobodyknows><text>Ice melts.</text></nobodyknows>", "'nobodyknows' (\"Ice melts.\")"),
        ("<nobodyknows>hail</nobodyknows>", "'nobodyknows' (\"hail\")"),
        (
            "<row><nobodyknows><text>&lt;p&gt;Ice &lt;b&gt;melts&lt;/b&gt;.&lt;/p&gt;</text></nobodyknows></row>",
            "'nobodyknows' (\"Ice melts.\")",
        ),
        ("<nobodyknows><deep><er>漢字の文。</er></deep></nobodyknows>", "'er' (\"漢字の文。\")"),
    ],
)
def test_an_element_that_nobody_knows_is_told_in_every_type_of_moodle(name: str, element: str, told: str) -> None:
    content = (HERE / "moodle-xml" / f"{name}.xml").read_text("utf-8")
    for question in MOODLE.findall(content):
        batch = import_one(f"<quiz>{question.replace('</question>', element)}</question></quiz>".encode(), "moodle-xml")
        if batch and not batch.accounts[0].skipped:
            assert told in say(batch), question


def test_settings_of_moodle_are_no_texts() -> None:
    settings = "<newnumber>1.5</newnumber><newswitch>true</newswitch><newlist>10, 20</newlist><empty/><blank> </blank>"
    question = f"""<quiz><question type="truefalse"><questiontext><text>Ice floats.</text></questiontext>
        <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>{settings}
        </question></quiz>"""
    batch = import_one(question.encode())
    assert batch
    assert batch.accounts[0].remarks == ()


def test_feedback_that_questions_share_is_told_once() -> None:
    question = """<question type="truefalse"><questiontext><text>Ice floats.</text></questiontext>
        <correctfeedback><text>Your answer is correct.</text></correctfeedback>
        <incorrectfeedback><text>Look at a lake.</text></incorrectfeedback>
        <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>"""
    batch = import_one(f"<quiz>{question * 3}</quiz>".encode())
    assert batch
    (remark,) = batch.accounts[0].remarks
    assert (remark.line, remark.message) == (1, 'several questions say the same, which is left out: "Look at a lake."')


DRAFT = Draft(
    1,
    "multiple-choice",
    "Which bees swim in *cold* water?",
    (DraftChoice("None", correct=True, feedback="They drown."), DraftChoice("All of $x_1$", correct=False)),
    explanation="A card [shows](https://a.test) this. 蜜蜂不会游泳。",
    tags=("sea::cold-water",),
)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("None", False),
        ("They drown.", False),
        ("they DROWN", False),
        ("<p>Which bees swim in <em>cold</em> water?</p>", False),
        ("All of \\(x_1\\)", False),
        ("A card <a href='https://a.test'>shows</a> this.", False),
        ("蜜蜂不会游泳。", False),
        ("Cold water", False),
        ("42", True),
        ("They drown at once.", True),
        ("<p>They drown at once, and <b>so do flies and wasps</b>.</p>", True),
        ("蜜蜂不会唱歌。", True),
        ("See ![sea](@@PLUGINFILE@@/a%20b.png) and [https://a.test](https://b.test) there", True),
        ("![](@@PLUGINFILE@@/a%20b.png)", False),
        ("", False),
        ("<br> ... &nbsp;", False),
        ("<script>None of this</script>", False),
    ],
)
def test_a_text_arrived_where_its_words_are(text: str, *, lost: bool) -> None:
    said = Said("place", text)
    assert find_lost([said], DRAFT) == ([said] if lost else [])


def test_a_text_that_stands_only_inside_another_is_lost() -> None:
    """A row that says what the question says, too, is a text of its own."""
    question, row = Said("questiontext", "Which bees swim in cold water?"), Said("row", "Bees swim")
    assert find_lost([row, question], DRAFT) == [row]
    assert find_lost([question, question], DRAFT) == []


def test_lost_texts_are_named_on_one_line() -> None:
    texts = [
        Said("a", "x"),
        Said("b", "<p>y\n z</p>"),
        Said("a", "x"),
        Said("c", "w " * 40),
        Said("d", "v"),
        Said("e", "-"),
    ]
    assert name_lost(texts) == [
        "this is left out: 'a' (\"x\"), 'b' (\"y z\"), 'c' (\"w w w w w w w w w w w w w w w w w w w w ...\"), 1 more"
    ]
    assert name_lost([]) == name_lost([Said("e", "-")]) == []
