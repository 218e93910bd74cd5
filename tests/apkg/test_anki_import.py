"""Proves that every note of a built package arrives in a fresh Anki whole, in its place, and fit to be studied."""

import hashlib
import re
from pathlib import Path

from apkg.arrival import ANKI_COMPLAINS, FIELDS, GAP_MARK, PLAYED, TIME, Arrival, visible
from card_reader import read_card
from conftest import Build
from mkdeck.course.loading import Entry
from mkdeck.notes.media import PICTURES
from mkdeck.questions.cloze import Cloze
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.occlusion import Occlusion, number_masks
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.questions.true_false import TrueFalse
from mkdeck.rehearsal.states import Taken
from mkdeck.text.playing import SOUND, VIDEO


def test_every_note_is_new(arrival: Arrival) -> None:
    guids = [arrival.guid(entry) for entry in arrival.course.entries]
    assert arrival.taken == Taken(new=len(guids))
    assert arrival.student.notes().keys() == set(guids)


def test_every_note_has_one_card_or_one_for_each_gap_or_none_if_it_is_retired(arrival: Arrival) -> None:
    found = {
        entry.id: [card.ord for card in arrival.student.note(arrival.guid(entry)).cards()]
        for entry in arrival.course.entries
    }
    assert found == {entry.id: _ordinals(entry) for entry in arrival.course.entries}


def test_every_card_renders_without_a_complaint(arrival: Arrival) -> None:
    complaints = [
        (entry.id, complaint)
        for entry in arrival.asked
        for side in (text for sides in arrival.sides(entry) for text in sides)
        for complaint in ANKI_COMPLAINS
        if complaint in " ".join(read_card(side)) and complaint not in " ".join(arrival.note(entry).values())
    ]
    assert complaints == []
    assert [
        entry.id for entry in arrival.asked for sides in arrival.sides(entry) if not all(map(read_card, sides))
    ] == []


def test_no_template_mark_is_left_on_a_card(arrival: Arrival) -> None:
    for entry in arrival.asked:
        typed = " ".join(arrival.note(entry).values())
        for sides in arrival.sides(entry):
            for mark in ("{{c1::", "{{#", "{{^", "{{/", "[[", "{{FrontSide}}", "{{cloze:"):
                assert (entry.id, mark in "".join(sides)) == (entry.id, mark in typed and mark != "{{c1::")


def test_fronts_show_the_question_and_nothing_that_tells_the_answer(arrival: Arrival) -> None:
    for entry in arrival.asked:
        note, question = arrival.note(entry), entry.question
        label = ["Hint"] if question.hint else []
        for front, back in arrival.sides(entry):
            seen = visible(front)
            if isinstance(question, Cloze) or '<span class="cloze"' in front:
                gaps = re.findall(r'<span class="cloze"[^>]*>(.*?)</span>', front) or re.findall(r"\[\.\.\.\]", front)
                assert gaps, entry.id
                assert [gap for gap in gaps if not (gap[0] == "[" and gap[-1] == "]")] == [], entry.id
                others = ["Wrong choices", *visible(note["Choices"])] if note["Choices"] else []
                assert seen[len(seen) - len(others + label) :] == others + label, entry.id
                if isinstance(question, MultipleChoice):
                    shown = back.partition("<template")[0]
                    right = re.findall(r'<span class="cloze"[^>]*>(.*?)</span>(?=</li>|</div>)', shown, re.DOTALL)
                    assert len(right) == sum(choice.correct for choice in question.choices), entry.id
                    assert set(visible("<br>".join(right))) & set(seen) == set(), entry.id
            elif isinstance(question, ShortAnswer) and not question.accept:
                invitation = "Think of your answer first, then turn the card."
                assert seen == [*visible(note["Spare2"]), *visible(note["Question"]), invitation, *label], entry.id
            else:
                asked = [*visible(note["Spare2"]), *visible(note["Question"]), *visible(note["Choices"])]
                assert seen == [*asked, *label], entry.id


def test_choices_stand_in_the_written_order_and_the_right_ones_are_marked(arrival: Arrival) -> None:
    found, expected = {}, {}
    for entry in arrival.asked:
        if isinstance(entry.question, MultipleChoice) and arrival.course.style(entry) == "basic":
            expected[entry.id] = [(choice.correct, choice.pin) for choice in entry.question.choices]
        elif isinstance(entry.question, TrueFalse) and arrival.course.style(entry) == "basic":
            expected[entry.id] = [(entry.question.answer, False), (not entry.question.answer, False)]
        else:
            continue
        ((_, back),) = arrival.sides(entry)
        items = re.findall(r'<li class="choice([^"]*)">', back)
        found[entry.id] = [("right" in item.split(), "pinned" in item.split()) for item in items]
    assert found == expected


def test_styles_mark_the_right_choice_and_open_feedback_on_the_back_only(arrival: Arrival) -> None:
    for notetype in arrival.student.collection.models.all():
        if notetype["name"].startswith(arrival.course.settings.course):
            css = re.sub(r"/\*.*?\*/", "", notetype["css"], flags=re.DOTALL)
            rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
            assert ".feedback" in [selector.strip() for selector, body in rules if "display: none" in body]
            on_front = [
                selector.strip()
                for selectors, body in rules
                for selector in selectors.split(",")
                if re.search(r"\.right\b|\.feedback\b", selector) and ".answered" not in selector
                if "display: none" not in body
            ]
            assert on_front == []
            assert 'class="answered"' not in notetype["tmpls"][0]["qfmt"]


def test_every_back_shows_the_explanation(arrival: Arrival) -> None:
    for entry in arrival.asked:
        note = arrival.note(entry)
        assert (entry.id, bool(note["Explanation"])) == (entry.id, bool(entry.question.explanation))
        for front, back in arrival.sides(entry):
            assert PLAYED.sub("", note["Explanation"]) in PLAYED.sub("", back), entry.id
            assert not note["Explanation"] or note["Explanation"] not in front, entry.id


def test_every_back_shows_the_model_answer_the_source_and_the_report_link(arrival: Arrival) -> None:
    for entry in arrival.asked:
        note = arrival.note(entry)
        for _, back in arrival.sides(entry):
            shown = PLAYED.sub("", back)
            for name in ("Answer", "Source", "Report"):
                assert PLAYED.sub("", note[name]) in shown, (entry.id, name)
            recalled = isinstance(entry.question, ShortAnswer) and not entry.question.accept
            assert ("Model answer" in read_card(back)) == recalled, entry.id


def test_cards_are_new_and_come_in_source_order(arrival: Arrival) -> None:
    schedules = arrival.student.schedules()
    assert sorted(schedules, key=lambda card: (schedules[card].due, card[1])) == [
        (arrival.guid(entry), ordinal) for entry in arrival.course.entries for ordinal in _ordinals(entry)
    ]
    positions = {guid: i for i, guid in enumerate(map(arrival.guid, arrival.course.entries), start=1)}
    assert {card: schedule[:11] for card, schedule in schedules.items()} == {
        card: (0, 0, positions[card[0]], 0, 0, 0, 0, 0, 0, 0, 0) for card in schedules
    }
    assert {schedule.reviews for schedule in schedules.values()} == {()}


def test_every_card_is_in_its_deck_in_source_order(arrival: Arrival) -> None:
    expected: dict[str, list[tuple[str, int]]] = {}
    for entry in arrival.course.entries:
        expected.setdefault(entry.deck.name, []).extend((arrival.guid(entry), ordinal) for ordinal in _ordinals(entry))
    assert {name: list(deck.cards) for name, deck in arrival.student.decks().items() if deck.cards} == expected


def test_decks_bring_their_description_and_desired_retention(arrival: Arrival) -> None:
    settings = arrival.course.settings
    retention = None if settings.retention is None else round(settings.retention * 100)
    credit = f"<p>{', '.join(settings.authors)} · {settings.license}</p>"
    decks = arrival.student.decks()
    for deck in arrival.course.decks:
        found = decks[deck.name]
        assert found.retention == retention
        said = (deck.settings.description or "").translate({ord(sign): None for sign in "*`"}).split()
        assert " ".join(read_card(found.description)).startswith(" ".join(said))
        assert found.description.endswith(credit)


def test_every_media_file_is_there_and_none_is_unused(arrival: Arrival) -> None:
    media = arrival.student.collection.media
    asked_for = {
        _digest(path)
        for path in arrival.course.root.rglob("*")
        if path.suffix in PICTURES | SOUND | VIDEO and path.name != "unused.png"
    }
    assert {_digest(Path(media.dir()) / name) for name in arrival.student.media_files()} == asked_for
    assert arrival.student.check_media() == []
    for entry in arrival.course.entries:
        note = arrival.student.note(arrival.guid(entry))
        named = {name for text in note.fields for name in media.files_in_str(note.mid, text)}
        assert named <= arrival.student.media_files(), entry.id


def test_every_note_carries_the_time_of_the_build(arrival: Arrival) -> None:
    times = {entry.id: arrival.student.note(arrival.guid(entry)).mod for entry in arrival.course.entries}
    assert times == dict.fromkeys(times, TIME)


def test_every_note_carries_its_tags(arrival: Arrival) -> None:
    notes = arrival.student.notes()
    course = arrival.course.settings
    assert {entry.id: set(notes[arrival.guid(entry)].tags) for entry in arrival.course.entries} == {
        entry.id: {*course.tags, *entry.deck.settings.tags, *entry.question.tags}
        | ({"mkdeck::retired"} if entry.question.retired else set())
        for entry in arrival.course.entries
    }


def test_notes_are_of_the_two_note_types_of_the_course_whose_ids_survive(arrival: Arrival) -> None:
    name = arrival.course.settings.course
    for entry in arrival.course.entries:
        notetype = arrival.student.note(arrival.guid(entry)).note_type()
        assert notetype
        gap = notetype["type"] == 1
        assert notetype["name"] == (f"{name} (cloze)" if gap else name)
        assert 2**40 <= notetype["id"] < 2**52
        assert [(field["name"], field["id"]) for field in notetype["flds"]] == [
            ("Text" if gap and field == "Question" else field, 602_214_076_101 + i) for i, field in enumerate(FIELDS)
        ]
        assert [(each["name"], each["id"]) for each in notetype["tmpls"]] == [("Card", 602_214_076_201 + gap)]
        assert notetype["mod"] == TIME


def test_check_database_has_nothing_to_mend_and_changes_nothing(arrival: Arrival) -> None:
    asked = {arrival.guid(entry) for entry in arrival.asked}
    notes, schedules, decks = arrival.student.notes(), arrival.student.schedules(), arrival.student.decks()
    assert arrival.student.fix_integrity() == []
    assert arrival.student.notes() == notes
    after = arrival.student.schedules()
    assert {card: after[card] for card in after if card[0] in asked} == schedules
    assert arrival.student.decks() == decks


def test_empty_cards_lists_no_question_that_is_still_asked(arrival: Arrival) -> None:
    collection = arrival.student.collection
    empty = {collection.get_note(note.note_id).guid for note in collection.get_empty_cards().notes}
    assert [entry.id for entry in arrival.asked if arrival.guid(entry) in empty] == []


def test_the_same_package_again_is_nothing_new(arrival: Arrival, build: Build) -> None:
    before = arrival.student.notes(), arrival.student.schedules(), arrival.student.media_files()
    assert arrival.student.take(build(arrival.course.root, TIME)) == Taken(duplicate=len(before[0]))
    assert (arrival.student.notes(), arrival.student.schedules(), arrival.student.media_files()) == before


def _ordinals(entry: Entry) -> list[int]:
    """Give the ordinals of a question's cards, read from its text."""
    if entry.question.retired:
        return []
    if isinstance(entry.question, Cloze):
        return sorted({int(number) - 1 for number in GAP_MARK.findall(entry.question.question)})
    if isinstance(entry.question, Occlusion):
        return sorted({number - 1 for number in number_masks([mask.group for mask in entry.question.masks])})
    return [0]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
