"""Proves that places in pictures, of whatever program, become masks at these places, or are named."""

import base64

import pytest

from importers.sources import pack_files
from mkdeck.importers.draft import Document, Draft, Reading, Skipped
from mkdeck.importers.drafting.places import Canvas
from mkdeck.importers.formats import moodle_xml, qti
from pictured import make_png

MAP = make_png(200, 100)
NAME_IT = "The source asks for the place of this; write what is there as its label."
UNSURE = "The source does not say how it counts the places; look at the masks."


def read_item2(body: str, declared: str) -> Reading:
    item = (
        "<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p2' identifier='q'>"
        f"<responseDeclaration identifier='R' {declared}</responseDeclaration><itemBody>{body}</itemBody>"
        "</assessmentItem>"
    )
    return qti.read(Document("x.zip", pack_files([("items/q.xml", item.encode()), ("items/map.png", MAP)])))


def hotspots(label: str, picture: str = "<object type='image/png' data='map.png'>A map</object>") -> str:
    return (
        f"<hotspotInteraction responseIdentifier='R' maxChoices='1'><prompt>Where is Malta?</prompt>{picture}"
        "<hotspotChoice identifier='A' shape='rect' coords='20,10,60,30'/>"
        f"<hotspotChoice identifier='B' shape='circle' coords='100,50,10' {label}/></hotspotInteraction>"
    )


def right(value: str) -> str:
    return f"cardinality='single' baseType='identifier'><correctResponse><value>{value}</value></correctResponse>"


def summarise(reading: Reading) -> tuple[str, str, dict[str, object], tuple[str, ...]]:
    ((draft,), (), ()) = reading.drafts, reading.skipped, reading.remarks
    (media,) = draft.media
    assert draft.kind == "occlusion"
    more = dict(draft.more)
    assert more.pop("image") == media.name
    return draft.question, draft.explanation, more, draft.comments


def test_a_hotspot_is_a_mask_at_its_place() -> None:
    circle = {"ellipse": ["45", "40", "10", "20"]}
    named = summarise(read_item2(hotspots("hotspotLabel='An island'"), right("B")))
    assert named == ("Where is Malta?", "", {"alt": "A map", "masks": [{"label": "An island", **circle}]}, ())
    # The place itself says what is asked for, so a card that shows the place asks what is there.
    told = summarise(read_item2(hotspots("hotspotLabel='Malta'"), right("B")))
    masks = [{"label": "Malta", **circle}]
    assert told == ("What is covered?", "Where is Malta?", {"alt": "A map", "masks": masks}, ())
    masks = [{"label": "Where is Malta?", **circle}]
    unnamed = summarise(read_item2(hotspots(""), right("B")))
    assert unnamed == ("What is covered?", "", {"alt": "A map", "masks": masks}, (NAME_IT,))


def test_places_count_in_the_size_that_the_source_gives_the_picture() -> None:
    picture = "<object type='image/png' data='map.png' width='400' height='200'/>"
    _, _, more, _ = summarise(read_item2(hotspots("hotspotLabel='Gozo'", picture), right("B")))
    assert more == {"masks": [{"label": "Gozo", "ellipse": ["22.5", "20", "5", "10"]}]}


def test_a_point_is_right_in_the_area_that_earns_points() -> None:
    areas = (
        "<areaMapping defaultValue='0'><areaMapEntry shape='rect' coords='0,0,100,50' mappedValue='1'/>"
        "<areaMapEntry shape='rect' coords='100,50,200,100' mappedValue='0'/></areaMapping>"
    )
    body = (
        "<p>Look.</p><selectPointInteraction responseIdentifier='R' maxChoices='1'><prompt>Where is Malta?</prompt>"
        "<object type='image/png' data='map.png'/></selectPointInteraction>"
    )
    question, _, more, comments = summarise(read_item2(body, f"cardinality='single' baseType='point'>{areas}"))
    assert (question, comments) == ("What is covered?", (NAME_IT,))
    assert more == {"masks": [{"label": "Look. Where is Malta?", "box": ["0", "0", "50", "50"]}]}


def test_what_is_dropped_on_a_picture_labels_its_places() -> None:
    body = (
        "<graphicGapMatchInteraction responseIdentifier='R'><prompt>Label it.</prompt>"
        "<object type='image/png' data='map.png' width='200' height='100'>"
        "<associableHotspot identifier='P1' shape='poly' coords='0,0,20,0,10,50' matchMax='1'/></object>"
        "<gapText identifier='N'>North</gapText><gapImg identifier='S' objectLabel='South'><object data='s.png'/>"
        "</gapImg><gapText identifier='X'>Nowhere</gapText>"
        "<associableHotspot identifier='P2' shape='ellipse' coords='100,50,20,10' matchMax='1'/>"
        "</graphicGapMatchInteraction>"
    )
    pairs = "".join(f"<value>{pair}</value>" for pair in ("N P1", "P2 S"))
    declared = f"cardinality='multiple' baseType='directedPair'><correctResponse>{pairs}</correctResponse>"
    question, _, more, comments = summarise(read_item2(body, declared))
    assert (question, comments) == ("Label it.", ("Markers that fit no place are left out: Nowhere",))
    assert more["masks"] == [
        {"label": "North", "polygon": [["0", "0"], ["10", "0"], ["5", "50"]]},
        {"label": "South", "ellipse": ["40", "40", "20", "20"]},
    ]


def test_version_3_says_the_same_in_other_names() -> None:
    item = (
        "<qti-assessment-item xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' identifier='q'>"
        "<qti-response-declaration identifier='R' cardinality='single' base-type='identifier'><qti-correct-response>"
        "<qti-value>B</qti-value></qti-correct-response></qti-response-declaration><qti-item-body>"
        "<qti-hotspot-interaction response-identifier='R' max-choices='1'><qti-prompt>Which island?</qti-prompt>"
        "<img src='map.png' width='200' height='100' alt='A map'/>"
        "<qti-hotspot-choice identifier='B' shape='rect' coords='0,0,20,10' hotspot-label='Gozo'/>"
        "</qti-hotspot-interaction></qti-item-body></qti-assessment-item>"
    )
    reading = qti.read(Document("x.zip", pack_files([("q.xml", item.encode()), ("map.png", MAP)])))
    question, _, more, _ = summarise(reading)
    masks = [{"label": "Gozo", "box": ["0", "0", "10", "10"]}]
    assert (question, more) == ("Which island?", {"alt": "A map", "masks": masks})


@pytest.mark.parametrize(
    ("body", "declared", "said"),
    [
        (hotspots("", "<object data='gone.png' width='9' height='9'/>"), right("B"), "gone"),
        (hotspots(""), right("C"), "none"),
        (hotspots("").replace("100,50,10", "100,x"), right("B"), "none"),
        (hotspots("", ""), right("B"), "none"),
    ],
)
def test_what_tells_no_place_is_skipped(body: str, declared: str, said: str) -> None:
    reasons = {
        "gone": "its picture 'gone.png' is missing, or does not tell its size",
        "none": "it asks for a place in a picture",
    }
    assert read_item2(body, declared).skipped == (Skipped(1, reasons[said], "items/q.xml"),)


def read_item1(metadata: str, labels: str, test: str, text: str = "Where is Malta?") -> Reading:
    picture = f"<matimage imagtype='image/png' embedded='base64'>{base64.b64encode(MAP).decode()}</matimage>"
    item = (
        f"<questestinterop><item ident='q'><itemmetadata>{metadata}</itemmetadata><presentation><flow>"
        f"<material><mattext>{text}</mattext></material><response_xy ident='IM' rcardinality='Single'>"
        f"<render_hotspot><material>{picture}</material>{labels}</render_hotspot></response_xy></flow></presentation>"
        f"<resprocessing><respcondition><conditionvar>{test}</conditionvar><setvar>1</setvar></respcondition>"
        "</resprocessing></item></questestinterop>"
    )
    return qti.read(Document("x.xml", item.encode()))


ILIAS = (
    "<qtimetadata><qtimetadatafield><fieldlabel>QUESTIONTYPE</fieldlabel><fieldentry>IMAGE MAP QUESTION</fieldentry>"
    "</qtimetadatafield></qtimetadata>"
)


def test_an_image_map_of_ilias_counts_as_html_does() -> None:
    labels = (
        "<response_label ident='0' rarea='Rectangle'>20,10,60,30<material><mattext>An island</mattext></material>"
        "</response_label><response_label ident='1' rarea='Ellipse'>100,50,10</response_label>"
    )
    test = "<varinside respident='IM' areatype='Rectangle'>20,10,60,30</varinside>"
    question, _, more, comments = summarise(read_item1(ILIAS, labels, test))
    assert (question, comments) == ("Where is Malta?", ())
    assert more == {"masks": [{"label": "An island", "box": ["10", "10", "20", "20"]}]}


@pytest.mark.parametrize(
    ("shape", "numbers", "place"),
    [
        ("Rectangle", "20,10,60,30", {"box": ["10", "10", "30", "30"]}),
        ("Ellipse", "20,10,60,30", {"ellipse": ["10", "10", "30", "30"]}),
        ("Ellipse", "20,20,10", {"ellipse": ["5", "10", "10", "20"]}),
        ("Bounded", "0,0,20,0,20,50", {"polygon": [["0", "0"], ["10", "0"], ["10", "50"]]}),
    ],
)
def test_areas_of_version_1_are_taken_with_a_word_of_doubt(shape: str, numbers: str, place: dict[str, object]) -> None:
    labels = f"<response_label ident='H1' rarea='{shape}'>{numbers}</response_label>"
    question, _, more, comments = summarise(read_item1("", labels, "<varequal respident='IM'>H1</varequal>"))
    assert (question, comments) == ("What is covered?", (NAME_IT, UNSURE))
    assert more == {"masks": [{"label": "Where is Malta?", **place}]}


def test_areas_of_version_1_may_stand_apart_from_the_picture() -> None:
    item = (
        "<item ident='q'><presentation><material><mattext>Which part?</mattext>"
        "<matimage uri='map.png' width='100' height='100'/></material><response_lid ident='R'><render_hotspot>"
        "<response_label ident='A' rarea='Rectangle' coords='0,0,10,10'><material><mattext>Stem</mattext></material>"
        "</response_label></render_hotspot></response_lid></presentation><resprocessing><respcondition><conditionvar>"
        "<varequal respident='R'>A</varequal></conditionvar><setvar>1</setvar></respcondition></resprocessing></item>"
    )
    files = [("q.xml", f"<questestinterop>{item}</questestinterop>".encode()), ("map.png", MAP)]
    question, _, more, _ = summarise(qti.read(Document("x.zip", pack_files(files))))
    assert (question, more) == ("Which part?", {"masks": [{"label": "Stem", "box": ["0", "0", "10", "10"]}]})


def embed(name: str, content: bytes) -> str:
    return f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(content).decode()}</file>'


def read_moodle(drags: str, drops: str) -> Draft:
    question = (
        '<question type="ddimageortext"><questiontext format="html"><text>Label it.</text></questiontext>'
        f"{embed('map.png', MAP)}{drags}{drops}</question>"
    )
    reading = moodle_xml.read(Document("x.xml", f"<quiz>{question}</quiz>".encode()))
    ((draft,), (), ()) = reading.drafts, reading.skipped, reading.remarks
    return draft


def test_texts_and_pictures_to_drop_are_masks_as_large_as_the_largest_of_their_group() -> None:
    drags = (
        f"<drag><no>1</no><text>a star</text><draggroup>1</draggroup>{embed('star.png', make_png(20, 10))}</drag>"
        f"<drag><no>2</no><text></text><draggroup>1</draggroup>{embed('dot.png', make_png(10, 20))}</drag>"
        "<drag><no>3</no><text>far away</text><draggroup>2</draggroup><infinite/></drag>"
        "<drag><no>4</no><text>nowhere</text><draggroup>2</draggroup></drag>"
    )
    drops = "".join(
        f"<drop><text></text><no>{i}</no><choice>{choice}</choice><xleft>{x}</xleft><ytop>{y}</ytop></drop>"
        for i, (choice, x, y) in enumerate(((1, 20, 10), (2, 100, 50), (3, 150, 90), (3, "", 5), (2, 300, 5)), start=1)
    )
    draft = read_moodle(drags, drops)
    image, star, dot = draft.media
    assert draft.more == {
        "image": image.name,
        "masks": [
            {"label": f"![a star]({star.name})", "box": ["10", "10", "10", "20"]},
            {"label": f"![]({dot.name})", "box": ["50", "50", "10", "20"]},
            {"label": "far away", "box": ["75", "90", "25", "10"]},
        ],
    }
    assert draft.comments == (
        "Markers that fit no place are left out: nowhere",
        "The source tells where each place begins, and not how large it is; look at the masks.",
    )


STAGE = (
    "<p>Put the ship where it sank.</p><positionObjectStage><object type='image/png' data='map.png'>A map</object>"
    "<positionObjectInteraction responseIdentifier='R'><object type='image/png' data='ship.png'>The Vasa</object>"
    "</positionObjectInteraction></positionObjectStage>"
)


def name_spots(kind: str, names: str = "Oslo Rome Athens") -> str:
    spots = "".join(
        f"<{kind} identifier='{letter}' shape='circle' coords='9,9,9' hotspotLabel='{name.strip('_')}' matchMax='1'/>"
        for letter, name in zip("ABC", names.split(), strict=True)
    )
    return f"<prompt>From north to south.</prompt><object type='image/png' data='map.png'>A map</object>{spots}"


def list_right(*values: str, kind: str = "identifier") -> str:
    listed = "".join(f"<value>{each}</value>" for each in values)
    return f"cardinality='ordered' baseType='{kind}'><correctResponse>{listed}</correctResponse>"


def order(inner: str) -> str:
    return f"<graphicOrderInteraction responseIdentifier='R'>{inner}</graphicOrderInteraction>"


def associate(inner: str) -> str:
    return f"<graphicAssociateInteraction responseIdentifier='R'>{inner}</graphicAssociateInteraction>"


def test_named_places_are_put_in_order_and_paired_below_their_picture() -> None:
    reading = read_item2(order(name_spots("hotspotChoice")), list_right("A", "B", "C"))
    ((draft,), (), ()) = reading.drafts, reading.skipped, reading.remarks
    assert (draft.kind, draft.more) == ("ordering", {"items": ["Oslo", "Rome", "Athens"]})
    assert draft.question == f"From north to south.\n\n![A map]({draft.media[0].name})"
    reading = read_item2(associate(name_spots("associableHotspot")), list_right("A B", "C A", kind="pair"))
    ((draft,), (), ()) = reading.drafts, reading.skipped, reading.remarks
    pairs = [{"left": "Oslo", "right": "Rome"}, {"left": "Athens", "right": "Oslo"}]
    assert (draft.kind, draft.more) == ("matching", {"pairs": pairs})


@pytest.mark.parametrize(
    ("body", "declared", "reason"),
    [
        (
            order(name_spots("hotspotChoice", "Oslo _ Rome")),
            list_right("A", "B", "C"),
            "it asks for a place in a picture, and not every place has a name (`hotspotLabel`)",
        ),
        (
            order(name_spots("hotspotChoice")),
            list_right("A", "B"),
            "the source does not tell the order of every place in its picture",
        ),
        (
            associate(name_spots("associableHotspot", "_ _ _")),
            list_right("A B", kind="pair"),
            "it asks for a place in a picture, and not every place has a name (`hotspotLabel`)",
        ),
        (
            STAGE,
            list_right("10 20", kind="point"),
            "it asks for a place in a picture, and tells only points: 10 20",
        ),
    ],
)
def test_what_names_no_place_is_skipped_with_the_reason(body: str, declared: str, reason: str) -> None:
    reading = read_item2(body, declared)
    assert ([each.reason for each in reading.skipped], reading.drafts) == ([reason], ())


def test_what_is_to_be_put_on_a_picture_is_a_mask_where_it_earns_points() -> None:
    areas = (
        "<areaMapping defaultValue='0'><areaMapEntry shape='circle' coords='100,50,10' mappedValue='1'/></areaMapping>"
    )
    question, explanation, more, comments = summarise(
        read_item2(STAGE, f"cardinality='single' baseType='point'>{areas}")
    )
    assert (question, explanation, comments) == ("Put the ship where it sank.", "", ())
    assert more == {"alt": "A map", "masks": [{"label": "The Vasa", "ellipse": ["45", "40", "10", "20"]}]}


@pytest.mark.parametrize("missing", ["", "<p> </p>"])
def test_a_left_side_without_a_right_one_is_named_for_staff_to_decide(missing: str) -> None:
    sides = (("Norway", "Oslo"), ("Italy", "Rome"), ("Malta", missing), ("", "Paris"))
    parts = "".join(
        f'<subquestion format="html"><text>{left}</text><answer format="html"><text><![CDATA[{right}]]></text></answer>'
        "</subquestion>"
        for left, right in sides
    )
    question = f'<question type="matching"><questiontext><text>Capitals?</text></questiontext>{parts}</question>'
    reading = moodle_xml.read(Document("x.xml", f"<quiz>{question}</quiz>".encode()))
    ((draft,), (), ()) = reading.drafts, reading.skipped, reading.remarks
    pairs = [{"left": "Norway", "right": "Oslo"}, {"left": "Italy", "right": "Rome"}]
    assert draft.more == {"pairs": pairs, "extra": ["Paris"]}
    assert draft.comments == ("Left sides without a right one: Malta",)
    assert draft.unsettled == 'the source has no right side for "Malta"; add it, or do without'


def test_an_area_lies_in_the_picture_or_nowhere() -> None:
    canvas = Canvas("a.png", 100, 100)
    assert canvas.cut_area("rect", "60,30,20,10") == {"box": ["20", "10", "40", "20"]}
    nowhere = (("rect", "200,0,300,9"), ("circle", "5,5"), ("poly", "1,2,3,4"), ("poly", "1,2,3,4,5"), ("default", ""))
    assert [canvas.cut_area(*each) for each in nowhere] == [{}] * len(nowhere)
