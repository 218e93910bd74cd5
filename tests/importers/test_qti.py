"""Proves what single elements of QTI mean, as the many programs that write it use them."""

from pathlib import Path

import pytest

from importers.contract import import_one
from importers.sources import pack_files
from mkdeck.diagnostics import CommandError
from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.formats import qti
from mkdeck.importers.formats.qti.naming import make_bank_tag, own_id, own_title
from mkdeck.importers.formats.qti.packages import Package
from mkdeck.importers.formats.qti.ranges import write_range
from mkdeck.importers.pipeline import import_files
from mkdeck.importers.sources.xml_tree import Element

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def read_items(items: str) -> tuple[Draft, ...]:
    page = f"<questestinterop>{items}</questestinterop>"
    assert import_one(page.encode(), "qti")
    return qti.read(Document("x.xml", page.encode())).drafts


def make_item(response: str, conditions: str, *, stem: str = "Which?", rest: str = "") -> str:
    material = f"<material><mattext>{stem}</mattext></material>"
    return (
        f"<item ident='q'><presentation>{material}{response}</presentation>"
        f"<resprocessing>{conditions}</resprocessing>{rest}</item>"
    )


def make_choices(*texts: str, cardinality: str = "Single") -> str:
    labels = "".join(
        f"<response_label ident='c{i}'><material><mattext>{text}</mattext></material></response_label>"
        for i, text in enumerate(texts)
    )
    return (
        f"<response_lid ident='r' rcardinality='{cardinality}'><render_choice>{labels}</render_choice></response_lid>"
    )


def make_condition(test: str, score: str = "", more: str = "") -> str:
    score = f"<setvar>{score}</setvar>" if score else ""
    return f"<respcondition {more}><conditionvar>{test}</conditionvar>{score}</respcondition>"


def equal(value: str) -> str:
    return f"<varequal respident='r'>{value}</varequal>"


def make_feedback(**said: str) -> str:
    return "".join(
        f"<itemfeedback ident='{ident}'><material><mattext>{text}</mattext></material></itemfeedback>"
        for ident, text in said.items()
    )


@pytest.mark.parametrize(
    ("said", "explanation"),
    [
        ({"correct_fb": "Yes.", "general_incorrect_fb": "No."}, "- If right: Yes.\n- If wrong: No."),
        ({"general_incorrect_fb": "No.", "general_fb": "So."}, "So.\n\nNo."),
        ({"correct": "So.", "incorrect": "So."}, "So."),
        ({"response_allcorrect": "Yes.", "response_onenotcorrect": "No."}, "- If right: Yes.\n- If wrong: No."),
        ({"c0_fb": "Wings beat.", "c1_fb": "They do."}, "- True: Wings beat.\n- False: They do."),
    ],
)
def test_feedback_says_which_answer_it_is_for(said: dict[str, str], explanation: str) -> None:
    item = make_item(make_choices("True", "False"), make_condition(equal("c0"), "1"), rest=make_feedback(**said))
    (draft,) = read_items(item)
    assert (draft.kind, draft.answer, draft.explanation) == ("true-false", True, explanation)


@pytest.mark.parametrize(
    ("cardinality", "conditions", "right"),
    [
        ("Single", make_condition(equal("c1"), "1"), [False, True, False]),
        ("Single", make_condition(equal("c1"), "SCORE.max"), [False, True, False]),
        ("Single", make_condition(equal("c1"), "True"), [False, True, False]),
        ("Single", make_condition(equal("c1"), more="title='correct'"), [False, True, False]),
        ("Single", make_condition(equal("c0"), "50") + make_condition(equal("c1"), "100"), [False, True, False]),
        ("Single", make_condition(f"<or>{equal('c0')}{equal('c1')}</or>", "1"), [True, True, False]),
        ("Single", make_condition(equal("c0"), "0") + make_condition(equal("c1"), "-1"), [None, None, None]),
        ("Single", "", [None, None, None]),
        ("Single", make_condition(equal("elsewhere"), "1"), [None, None, None]),
        ("Single", make_condition(equal("c1"), "nan") + make_condition(equal("c2"), "1"), [False, False, True]),
        ("Multiple", make_condition(equal("c0"), "1") + make_condition(equal("c1"), "0.5"), [True, True, False]),
        (
            "Multiple",
            make_condition(f"<and>{equal('c0')}<not>{equal('c1')}</not>{equal('c2')}</and>", "100"),
            [True, False, True],
        ),
        (
            "Multiple",
            make_condition(f"<and><not><or>{equal('c1')}{equal('c2')}</or></not>{equal('c0')}</and>", "100"),
            [True, False, False],
        ),
        ("Multiple", make_condition(f"<not>{equal('c1')}</not>", "1"), [None, None, None]),
    ],
)
def test_conditions_tell_what_is_right(cardinality: str, conditions: str, right: list[bool | None]) -> None:
    (draft,) = read_items(make_item(make_choices("a", "b", "c", cardinality=cardinality), conditions))
    assert [choice.correct for choice in draft.choices] == right


@pytest.mark.parametrize(
    ("material", "markdown"),
    [
        ("<mattext>a &lt; b &amp;&amp; c</mattext>", "a < b && c"),
        ("<mattext texttype='text/plain'>&lt;b&gt; is bold</mattext>", r"\<b> is bold"),
        ("<mattext texttype='text/html'>&lt;b&gt;bold&lt;/b&gt; is</mattext>", "**bold** is"),
        ("<mattext texttype='text/html'>&amp;lt;b&amp;gt; is bold</mattext>", r"\<b> is bold"),
        ("<mattext texttype='TEXT/HTML'><![CDATA[<p>H<sub>2</sub>O</p>]]></mattext>", "H<sub>2</sub>O"),
        ("<mattext texttype='text/xhtml'><p>one <em>two</em> three</p></mattext>", "one *two* three"),
        ("<mattext>&lt;p&gt;no type&lt;/p&gt;</mattext>", "no type"),
        ("<mattext charset='ascii-us' texttype='text/plain'><![CDATA[<p>of Sakai</p>]]></mattext>", "of Sakai"),
        ("<mattext>one</mattext><matbreak/><mattext>two</mattext>", "one\\\ntwo"),
        ("<mattext>one </mattext><matemtext>two</matemtext>", "one two"),
        (
            "<mat_extension><mat_formattedtext type='SMART_TEXT'>Go.\nStop.</mat_formattedtext></mat_extension>",
            "Go.\\\nStop.",
        ),
        ("<mattext texttype='text/plain' uri='https://a.b/c'>see</mattext>", "[see](https://a.b/c)"),
    ],
)
def test_materials_arrive_as_they_are_meant(material: str, markdown: str) -> None:
    item = make_item("<response_str ident='r'><render_fib/></response_str>", make_condition(equal("x"), "1"))
    (draft,) = read_items(item.replace("<mattext>Which?</mattext>", material))
    assert draft.question == markdown


def test_a_picture_may_stand_in_the_document_itself() -> None:
    picture = "<matimage imagtype='image/gif' embedded='base64'>R0lGODlhAQABAAAAACw=</matimage>"
    item = make_item(make_choices("a", "b"), make_condition(equal("c0"), "1"))
    (draft,) = read_items(item.replace("</mattext>", f"</mattext>{picture}", 1))
    assert draft.question == f"Which?![]({draft.media[0].name})"
    assert draft.media[0].content.startswith(b"GIF89a")


@pytest.mark.parametrize(
    ("response", "test", "kind", "answer", "more"),
    [
        ("<render_fib fibtype='Integer'/>", equal("3"), "numeric", "3", {}),
        (
            *("<render_fib/>", "<vargte respident='r'>2</vargte><varlte respident='r'>4</varlte>"),
            *("numeric", None, {"range": ["2", "4"]}),
        ),
        (
            *("<render_fib/>", f"{equal('5')}<vargte respident='r'>4</vargte><varlte respident='r'>7</varlte>"),
            *("short-answer", "5 (4 \u2013 7)", {}),
        ),
        ("<render_fib fibtype='Decimal'/>", equal("about 3"), "short-answer", "about 3", {}),
        ("<render_fib/>", equal("colour") + equal("color"), "short-answer", "colour", {"accept": ["color"]}),
        ("<render_fib/>", f"<or>{equal('*a*')}</or>", "short-answer", r"\*a\*", {"accept": []}),
        ("<render_fib/>", "<varequal respident='r' case='Yes'>Na</varequal>", "short-answer", "Na", {}),
        ("<render_fib/>", "<varsubstring respident='r'>salt</varsubstring>", "short-answer", "salt", {}),
        (
            *("<render_fib><response_label ident='f'/></render_fib>", "<varequal respident='f'>x</varequal>"),
            *("short-answer", "x", {"accept": []}),
        ),
        ("<render_fib/>", "<other/>", "short-answer", None, {}),
    ],
)
def test_typed_answers(response: str, test: str, kind: str, answer: str | None, more: dict[str, object]) -> None:
    item = make_item(f"<response_str ident='r'>{response}</response_str>", make_condition(test, "100"))
    (draft,) = read_items(item)
    assert (draft.kind, draft.answer, draft.more) == (kind, answer, more)


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [
        ("5", "", "", "5"),
        ("5", "5.0", "5", "5"),
        ("5", "4.9", "5.1", "5 ± 0.1"),
        ("5", "4", "7", "5 (4 \u2013 7)"),
        ("", "4", "7", "4 \u2013 7"),
        ("0", "-1e999999", "1e999999", "0 (-1e999999 \u2013 1e999999)"),
        ("x", "a", "b", "x (a \u2013 b)"),
        ("", "4", "", "4"),
    ],
)
def test_numbers_say_their_range(value: str, low: str, high: str, text: str) -> None:
    assert write_range(value, low, high) == text


@pytest.mark.parametrize(
    ("ident", "own"),
    [
        ("i90fa601541c7d9c3999bef14c7fb5bf6", ""),
        ("id63c1aa3b-3b8f-42fd-bc63-a26bed21202f", ""),
        ("text2qti_question_8d1f0c2b7a", ""),
        ("QUE_1004", ""),
        ("OBJ_3983699", ""),
        ("Choicemultiple_2014410822", ""),
        ("il_0_qst_903", ""),
        ("tide-cause", "tide-cause"),
        ("Chapter3_photosynthesis", "Chapter3_photosynthesis"),
    ],
)
def test_only_words_make_an_id(ident: str, own: str) -> None:
    assert own_id(ident) == own


def test_only_names_that_people_gave_make_tags_and_titles() -> None:
    assert make_bank_tag(["Biology", "root_section", "Group 2", "Cells::old"]) == "Biology::Cells:old"
    assert own_title(" Quiz  3 ") == "Quiz 3"
    assert own_title("Untitled assessment") == ""


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("$IMS-CC-FILEBASE$/a%20b/x.svg?canvas_download=1&amp;amp;x=y", "web_resources/a b/x.svg"),
        ("%24IMS-CC-FILEBASE%24/a%20b/x.svg", "a b/x.svg"),
        ("$IMS_CC_FILEBASE$../x.svg", "x.svg"),
        ("../img/x.svg", "img/x.svg"),
        ("x.svg", "quiz/x.svg"),
        ("IMG/X.SVG", "img/x.svg"),
        ("@X@EmbeddedFile.requestUrlStub@X@bbcswebdav/xid-12_1", "csfiles/home_dir/x__xid-12_1.svg"),
        ("@X@EmbeddedFile.location@X@x.svg", "res00001/x.svg"),
        ("@X@EmbeddedFile.location@X@embedded/x.svg", "quiz/q/embedded/x.svg"),
        ("https://school.example/bbcswebdav/xid-12_1", "csfiles/x__xid-12_1.svg"),
    ],
)
def test_pictures_are_found_in_a_package(address: str, name: str) -> None:
    item = make_item(
        make_choices("a", "b"), make_condition(equal("c0"), "1"), stem=f'&lt;img src="{address}"&gt; Which?'
    )
    page = f"<questestinterop>{item}</questestinterop>".encode()
    batch = import_one(pack_files([("quiz/q.xml", page), (name, SVG), (f"{name}.xml", b"<lom/>")]), name="q.zip")
    assert batch
    assert [file.content for file in batch.media] == [SVG]
    assert batch.media[0].name.startswith("media/x-")
    assert not batch.accounts[0].remarks


def test_a_picture_that_is_not_there_is_named() -> None:
    item = make_item(make_choices("a", "b"), make_condition(equal("c0"), "1"), stem="&lt;img src='gone.png'&gt; Which?")
    batch = import_one(pack_files([("q.xml", f"<questestinterop>{item}</questestinterop>".encode())]))
    assert batch
    (remark,) = batch.accounts[0].remarks
    assert (remark.member, remark.line, remark.message) == ("q.xml", 1, "'gone.png' is not part of this file")


GOOD = f"<questestinterop>{make_item(make_choices('a', 'b'), make_condition(equal('c0'), '1'))}</questestinterop>"


def test_a_broken_document_does_not_hide_the_others() -> None:
    files = [("a.xml", b"<questestinterop>\n<item>"), ("b.xml", GOOD.encode())]
    batch = import_one(pack_files(files))
    assert batch
    (account,) = batch.accounts
    assert (account.imported, account.found) == (1, 2)
    assert account.place(account.skipped[0].member, account.skipped[0].line) == "source/a.xml:2"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ([("a.xml", b"<questestinterop>\n<item>")], "source/a.xml:2: this is not well-formed XML"),
        (
            [("a.xml", b'<!DOCTYPE x [<!ENTITY e "e">]><questestinterop><item>&e;</item></questestinterop>')],
            "source/a.xml:1: this XML defines entities",
        ),
        (
            [("a.xml", b"<questestinterop><section>\n<sourcebank_ref>b</sourcebank_ref></section></questestinterop>")],
            "source/a.xml:2: this draws questions from a bank that is not part of the file",
        ),
        ([("a.xml", b"<questestinterop/>")], "source: no question was found"),
    ],
)
def test_what_can_not_be_read_at_all_says_where(files: list[tuple[str, bytes]], place: str) -> None:
    content = pack_files(files)
    assert import_one(content) is None
    with pytest.raises(CommandError, match=place):
        import_files([Document("source", content)], Path("/nowhere/deck.yaml"), None, append=False)


def test_the_same_question_comes_once() -> None:
    batch = import_one(pack_files([("a.xml", GOOD.encode()), ("b.xml", b"\n" + GOOD.encode())]))
    assert batch
    (skipped,) = batch.accounts[0].skipped
    assert (skipped.member, skipped.line, skipped.reason) == ("b.xml", 2, "the same question stands at a.xml:1")


def test_questions_that_differ_in_their_parts_alone_are_not_the_same() -> None:
    field = "<response_str ident='r'><render_fib/></response_str>"
    ranges = (
        "<vargte respident='r'>2</vargte><varlte respident='r'>4</varlte>",
        equal("5") + equal("five"),
        equal("5"),
    )
    drafts = read_items("".join(make_item(field, make_condition(each, "1")) for each in ranges))
    assert [(each.answer, each.more) for each in drafts] == [
        (None, {"range": ["2", "4"]}),
        ("5", {"accept": ["five"]}),
        ("5", {"accept": []}),
    ]


def test_a_question_comes_with_the_passage_that_it_asks_about() -> None:
    field = "<fieldlabel>%s</fieldlabel><fieldentry>%s</fieldentry>"
    metadata = f"<itemmetadata><qtimetadata><qtimetadatafield>{field}</qtimetadatafield></qtimetadata></itemmetadata>"
    passage = "<presentation><material><mattext>A long story.</mattext></material></presentation>"
    about = metadata % ("parent_stimulus_item_ident", "p1")
    items = f"<item ident='p1'>{metadata % ('question_type', 'text_only_question')}{passage}</item>"
    items += make_item(make_choices("a", "b"), make_condition(equal("c0"), "1")).replace("<pres", f"{about}<pres", 1)
    (draft,) = read_items(items)
    assert (draft.context, draft.question) == ("A long story.", "Which?")


HEAD = (
    "<assessmentItem identifier='i' title=''><responseDeclaration identifier='R' cardinality='single'>%s"
    "</responseDeclaration>"
)
CHOICE = (
    "<choiceInteraction responseIdentifier='R'><prompt>Which?</prompt><simpleChoice identifier='a'>x</simpleChoice>"
    "<simpleChoice identifier='b'>y</simpleChoice></choiceInteraction>"
)


PROCESSING = (
    "<responseProcessing><responseCondition><responseIf>"
    "<match><variable identifier='R'/><baseValue>a</baseValue></match>"
    "<setOutcomeValue identifier='SCORE'><baseValue>1</baseValue></setOutcomeValue>"
    "</responseIf></responseCondition></responseProcessing>"
)


def read_version2(declared: str, body: str, rest: str = "") -> Draft | str:
    page = f"{HEAD % declared}<itemBody>{body}</itemBody>{rest}</assessmentItem>"
    assert import_one(page.encode(), "qti")
    reading = qti.read(Document("x.xml", page.encode()))
    return reading.drafts[0] if reading.drafts else reading.skipped[0].reason


@pytest.mark.parametrize(
    ("declared", "rest", "right"),
    [
        ("<correctResponse><value> b </value></correctResponse>", "", [False, True]),
        (
            "<mapping><mapEntry mapKey='a' mappedValue='1'/><mapEntry mapKey='b' mappedValue='2'/></mapping>",
            "",
            [False, True],
        ),
        (
            "",
            PROCESSING,
            [True, False],
        ),
        ("<correctResponse><value>gone</value></correctResponse>", "", [None, None]),
    ],
)
def test_declarations_and_processing_tell_what_is_right(declared: str, rest: str, right: list[bool | None]) -> None:
    draft = read_version2(declared, CHOICE, rest)
    assert isinstance(draft, Draft)
    assert [choice.correct for choice in draft.choices] == right


@pytest.mark.parametrize(
    ("body", "rest", "question"),
    [
        ("<![CDATA[<p>Said <b>so</b>.</p>]]>" + CHOICE, "", "Said **so**.\n\nWhich?"),
        (f"<p>5 &lt; 6</p>{CHOICE}", "", "5 < 6\n\nWhich?"),
        (f"<p><object data='gone.png' type='image/png'>a map</object></p>{CHOICE}", "", "(a map)\n\nWhich?"),
        (f"{CHOICE}<templateBlock>x</templateBlock>", "<templateDeclaration identifier='N'/>", "Which?"),
        (f"<p><math><mi>N</mi></math></p>{CHOICE}", "<templateDeclaration identifier='N'/>", None),
    ],
)
def test_bodies_arrive_as_they_are_meant(body: str, rest: str, question: str | None) -> None:
    draft = read_version2("<correctResponse><value>a</value></correctResponse>", body, rest)
    assert (draft if isinstance(draft, str) else draft.question) == (
        question or "its values are made anew for every student"
    )


def test_numbers_may_have_bounds() -> None:
    bounds = "".join(
        f"<{tag}><variable identifier='R'/><baseValue>{value}</baseValue></{tag}>"
        for tag, value in (("gte", "9.5"), ("lte", "10.5"))
    )
    rest = PROCESSING.replace(
        "<match><variable identifier='R'/><baseValue>a</baseValue></match>", f"<and>{bounds}</and>"
    )
    body = "<p>How many?</p><p><textEntryInteraction responseIdentifier='R'/></p>"
    draft = read_version2("<correctResponse><value>10</value></correctResponse>", body, rest)
    assert isinstance(draft, Draft)
    assert draft.answer == "10 ± 0.5"


@pytest.mark.parametrize(("other", "shuffled"), [("No", True), ("Yes", False)])
def test_an_order_is_kept_where_others_are_shuffled(other: str, shuffled: bool) -> None:
    items = [
        make_item(make_choices("a", "b"), make_condition(equal("c0"), "1"), stem=stem).replace(
            "<render_choice>", f"<render_choice shuffle='{shuffle}'>"
        )
        for stem, shuffle in (("One?", "No"), ("Two?", other))
    ]
    assert [draft.shuffle for draft in read_items("".join(items))] == [shuffled, True]


TYPED = """
    <assessmentItem identifier='i' title=''>
      <responseDeclaration identifier='R' cardinality='single' baseType='{base}'>{declared}</responseDeclaration>
      <itemBody><p>Which?</p><textEntryInteraction responseIdentifier='R'/></itemBody>
      <responseProcessing><responseCondition><responseIf>{test}
        <setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue>
      </responseIf></responseCondition></responseProcessing>
    </assessmentItem>
    """
ONE = "<correctResponse><value>{}</value></correctResponse>"
BOTH = "<variable identifier='R'/><correct identifier='R'/>"
MAPPED = "<mapping><mapEntry mapKey='Na' mappedValue='1' caseSensitive='{}'/></mapping>"


@pytest.mark.parametrize(
    ("base", "declared", "test", "said"),
    [
        (
            *("float", ONE.format("11"), f"<equal toleranceMode='absolute' tolerance='0.5 0.5'>{BOTH}</equal>"),
            ("numeric", "11", {"tolerance": "0.5"}),
        ),
        (
            *("float", ONE.format("11"), f"<equal toleranceMode='relative' tolerance='2'>{BOTH}</equal>"),
            ("numeric", "11", {"tolerance": "2 %"}),
        ),
        (
            *("float", ONE.format("11"), f"<equal toleranceMode='absolute' tolerance='1 2'>{BOTH}</equal>"),
            ("short-answer", "11 (-1 / +2)", {}),
        ),
        ("integer", ONE.format("7"), f"<match>{BOTH}</match>", ("numeric", "7", {})),
        ("string", ONE.format("salt"), f"<match>{BOTH}</match>", ("short-answer", "salt", {"accept": []})),
        (
            *("string", ONE.format("Na"), f"<stringMatch caseSensitive='true'>{BOTH}</stringMatch>"),
            ("short-answer", "Na", {}),
        ),
        (
            *(
                "string",
                ONE.format("salt"),
                f"<stringMatch caseSensitive='false' substring='true'>{BOTH}</stringMatch>",
            ),
            ("short-answer", "salt", {}),
        ),
        ("string", MAPPED.format("false"), "", ("short-answer", "Na", {"accept": []})),
        ("string", MAPPED.format("true"), "", ("short-answer", "Na", {})),
    ],
)
def test_what_is_typed_into_version_2_is_kept_as_exactly_as_it_is_judged(
    base: str, declared: str, test: str, said: tuple[str, str, dict[str, object]]
) -> None:
    (draft,) = read_items(TYPED.format(base=base, declared=declared, test=test))
    assert (draft.kind, draft.answer, draft.more) == said


def test_a_stimulus_is_read_from_its_own_file() -> None:
    item = f"{HEAD % ''}<assessmentStimulusRef href='../s/story.xml'/><itemBody>{CHOICE}</itemBody></assessmentItem>"
    story = "<assessmentStimulus><stimulusBody><p>Once upon a time.</p></stimulusBody></assessmentStimulus>"
    batch = import_one(pack_files([("items/i.xml", item.encode()), ("s/story.xml", story.encode())]))
    assert batch
    assert "    context: Once upon a time.\n    question: Which?\n" in batch.text


def test_a_stimulus_is_read_once_for_all_its_items(monkeypatch: pytest.MonkeyPatch) -> None:
    item = f"{HEAD % ''}<assessmentStimulusRef href='story.xml'/><itemBody>{CHOICE}</itemBody></assessmentItem>"
    items = [(f"{i}.xml", item.replace("Which?", f"Which {i}?").encode()) for i in range(3)]
    story = "<assessmentStimulus><stimulusBody><p>Once upon a time.</p></stimulusBody></assessmentStimulus>"
    parsed: list[str] = []
    parse = Package.parse

    def count(package: Package, name: str) -> Element:
        parsed.append(name)
        return parse(package, name)

    monkeypatch.setattr(Package, "parse", count)
    content = pack_files([*items, ("story.xml", story.encode())])
    asked = [(draft.context, draft.question) for draft in qti.read(Document("x.zip", content)).drafts]
    assert asked == [("Once upon a time.", f"Which {i}?") for i in range(3)]
    assert parsed.count("story.xml") == 1


def test_dollars_in_two_gaps_make_no_formula() -> None:
    gaps = "".join(f"<response_str ident='{name}'><render_fib/></response_str>" for name in ("one", "two"))
    tests = "<varequal respident='one'>$x</varequal><varequal respident='two'>y$</varequal>"
    (draft,) = read_items(make_item(gaps, make_condition(tests, "1"), stem="[one] and [two], $5 and $6"))
    assert draft.question == r"{{c1::\$x}} and {{c2::y\$}}, $5 and $6"
