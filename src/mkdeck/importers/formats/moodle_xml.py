"""Moodle XML, with every question type that comes with Moodle and a few that are often added.

Source: MoodleDocs, "Moodle XML format".
"""

import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from mkdeck.importers.attachments import Attachments, decode_base64
from mkdeck.importers.blocks import bullet_list, paragraphs, table
from mkdeck.importers.categories import make_category_tag, split_category
from mkdeck.importers.conversions import matching, ordering, percentages, weighted_answers
from mkdeck.importers.draft import Document, Draft, DraftChoice, MediaFile, Reading, Remark, Skipped
from mkdeck.importers.embedded import fill_numbered_gaps, has_embedded, read_embedded
from mkdeck.importers.moodle_text import convert_moodle, name_comment
from mkdeck.importers.plain import code_span, escape, fence
from mkdeck.importers.xml_tree import Element, parse

_FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "moodle"}
_YES = frozenset({"true", "1"})
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def recognise(document: Document) -> float:
    """Look for `<quiz>` with `<question type=...>` in it."""
    start = document.start
    return 0.98 if "<quiz" in start and ("<question" in start or "</quiz>" in start) and "<text" in start else 0.0


def read(document: Document) -> Reading:
    """Read every question of every category."""
    root = parse(document.content)
    questions = list(root.below("question"))
    # Moodle puts the same general remarks into every new question; only those that are in one alone say something.
    repeated = Counter(each.said(tag, "text") for each in questions for tag in _COMBINED)
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    remarks: list[Remark] = []
    category = ""
    for element in questions:
        kind = element.attributes.get("type", "")
        if kind == "category":
            category = make_category_tag(split_category(element.said("category", "text")))
            continue
        question = _Question(element, {text for text, times in repeated.items() if times > 1})
        draft = question.read(kind)
        if isinstance(draft, str):
            skipped.append(Skipped(element.line, draft))
            continue
        drafts.append(question.complete(draft, category))
        remarks += question.remarks()
    return Reading(tuple(drafts), tuple(skipped), tuple(remarks))


class _Question:
    """One question on its way to a draft."""

    def __init__(self, element: Element, boilerplate: set[str]) -> None:
        self.element = element
        self.line = element.line
        self.boilerplate = boilerplate
        self.media: dict[str, MediaFile] = {}
        self.missing: list[str] = []

    def read(self, kind: str) -> Draft | str:
        """Read the question by its type, or say why it can't be."""
        if kind == "description":
            return "a description asks nothing"
        reader = _READERS.get(kind)
        if reader is None:
            return f"questions of the type '{kind}' can't be turned into a card"
        if kind in ("cloze", "gapselect", "ddwtos"):
            return reader(self, "")
        stem = self.convert(self.element.child("questiontext"))
        return reader(self, stem) if stem else "the question has no text"

    def complete(self, draft: Draft, category: str) -> Draft:
        """Add what every type has: general feedback, hints, tags, id, name, media."""
        general = self.convert(self.element.child("generalfeedback"))
        combined = [
            self.convert(self.element.child(tag))
            for tag in _COMBINED
            if self.element.said(tag, "text") not in self.boilerplate
        ]
        if draft.kind == "short-answer" and draft.answer is None and general:
            draft, general = replace(draft, answer=general), ""
        own_tags = [tag.said("text") for tags in self.element.all("tags") for tag in tags.all("tag")]
        return replace(
            draft,
            explanation=paragraphs(draft.explanation, general, *combined),
            hint=paragraphs(draft.hint, *(self.convert(hint) for hint in self.element.all("hint"))),
            tags=tuple(tag for tag in (category, *(own.replace("::", ":") for own in own_tags)) if tag),
            id=self.element.said("idnumber"),
            comments=name_comment(
                _bare(self.element.said("name", "text")), _bare(self.element.said("questiontext", "text"))
            ),
            media=tuple(self.media.values()),
        )

    def remarks(self) -> list[Remark]:
        """Name the files that are not there, and those that no text shows."""
        return [Remark(self.line, f"'{address}' is not part of this file") for address in dict.fromkeys(self.missing)]

    def convert(self, element: Element | None, default: str = "moodle") -> str:
        """Turn an element with a `text` and files into Markdown."""
        if element is None:
            return ""
        form = _FORMATS.get(element.attributes.get("format", ""), default)
        return self.convert_text(_text(element), form, element)

    def convert_text(self, text: str, form: str, element: Element) -> str:
        """Turn a text into Markdown, whose files are those of an element or else of the whole question."""
        files = {}
        if "@@PLUGINFILE@@" in text:
            for each in [*self.element.below("file"), *element.all("file")]:
                path = f"{each.attributes.get('path', '/')}/{each.attributes.get('name', '')}".replace("//", "/")
                files[path.strip("/")] = decode_base64(each.text)
        attachments = Attachments(files)
        converted = convert_moodle(text.strip(), form, attachments)
        self.media |= attachments.taken
        self.missing += attachments.missing
        return converted

    def answers(self) -> list[tuple[Element, float]]:
        """Give the answers with their weights in percent."""
        return [(each, _number(each.attributes.get("fraction", "0"))) for each in self.element.all("answer")]

    def read_choices(self, stem: str) -> Draft | str:
        """Read a multiple choice of one or several right answers."""
        found = self.answers()
        several = self.element.said("single").lower() not in (*_YES, "") or "set" in self.element.attributes["type"]
        right = percentages({i: weight for i, (_, weight) in enumerate(found)}, several=several)
        decided = any(right.values())
        choices = tuple(
            DraftChoice(self.convert(each), right[i] if decided else None, self.convert(each.child("feedback")))
            for i, (each, _) in enumerate(found)
        )
        shuffle = self.element.said("shuffleanswers").lower() not in ("0", "false")
        return Draft(self.line, "multiple-choice", stem, choices, shuffle=shuffle)

    def read_judgement(self, stem: str) -> Draft | str:
        """Read true or false."""
        right = [_text(each).strip().lower() for each, weight in self.answers() if weight > 0]
        feedback = [
            self.convert(each.child("feedback")) for each, _ in sorted(self.answers(), key=lambda each: -each[1])
        ]
        if len(right) != 1 or right[0] not in ("true", "false"):
            choices = (DraftChoice("True", None), DraftChoice("False", None))
            return Draft(self.line, "multiple-choice", stem, choices, explanation=paragraphs(*feedback))
        return Draft(self.line, "true-false", stem, answer=right[0] == "true", explanation=paragraphs(*feedback))

    def read_words(self, stem: str) -> Draft | str:
        """Read accepted texts."""
        accepted = [
            (_wildcard(_text(each)), weight, self.convert(each.child("feedback"))) for each, weight in self.answers()
        ]
        return weighted_answers(self.line, stem, accepted)

    def read_numbers(self, stem: str) -> Draft | str:
        """Read numbers with their tolerance and unit."""
        units = [unit for units in self.element.all("units") for unit in units.all("unit")]
        unit = next((u.said("unit_name") for u in units if _number(u.said("multiplier") or "1") == 1), "")
        accepted: list[tuple[str, float, str]] = []
        for each, weight in self.answers():
            value = _text(each).strip()
            if value != "*":
                tolerance = each.said("tolerance")
                value += f" ± {tolerance}" if _number(tolerance or "0") else ""
                value = f"({value}) {unit}" if unit and "±" in value else f"{value} {unit}".strip()
            accepted.append((escape(value) if value != "*" else value, weight, self.convert(each.child("feedback"))))
        return weighted_answers(self.line, stem, accepted)

    def read_essay(self, stem: str) -> Draft | str:
        """Read a question whose answer only a person can judge; what graders are told is the answer."""
        return Draft(self.line, "short-answer", stem, answer=self.convert(self.element.child("graderinfo")) or None)

    def read_matching(self, stem: str) -> Draft | str:
        """Read pairs; those without a left side offer answers that match nothing."""
        pairs: list[tuple[str, str]] = []
        extra: list[str] = []
        for each in self.element.all("subquestion"):
            left, answer = self.convert(each), each.child("answer")
            right = escape(" ".join(_text(answer).split())) if answer else ""
            if left:
                pairs.append((left, right))
            elif right:
                extra.append(right)
        return matching(self.line, stem, pairs, extra)

    def read_ordering(self, stem: str) -> Draft | str:
        """Read items in their right order."""
        found = sorted(self.answers(), key=lambda each: each[1])
        items = [self.convert(each) for each, _ in found]
        return ordering(self.line, stem, items) if items else "it has no items to order"

    def read_sequence(self, stem: str) -> Draft | str:
        """Read items whose answers together name the order, by number."""
        items = [self.convert(each) for each in self.element.all("subquestion")]
        order = [int(_number(each.said("answer", "text"))) - 1 for each in self.element.all("subquestion")]
        if not items or sorted(order) != list(range(len(items))):
            return "the answers do not name every item once"
        return ordering(self.line, stem, [items[i] for i in order])

    def read_embedded(self, _stem: str) -> Draft | str:
        """Read a text with embedded answers."""
        element = self.element.child("questiontext")
        text = _text(element) if element else ""
        if element is None or not has_embedded(text):
            return "no embedded answers were found"
        form = _FORMATS.get(element.attributes.get("format", ""), "moodle")
        return read_embedded(self.line, text, lambda part: self.convert_text(part, form, element))

    def read_gaps(self, _stem: str) -> Draft | str:
        """Read a text with numbered gaps `[[1]]` and the words that fill them."""
        boxes = [*self.element.all("selectoption"), *self.element.all("dragbox")]
        stem = self.convert(self.element.child("questiontext"))
        return fill_numbered_gaps(self.line, stem, [self.convert(each, "html") for each in boxes])

    def read_formula(self, stem: str) -> Draft | str:
        """Read a calculated question: its answer is a formula in the names that stand in braces."""
        accepted = [
            (code_span(_text(each).strip()), weight, self.convert(each.child("feedback")))
            for each, weight in self.answers()
        ]
        return weighted_answers(self.line, stem, accepted)

    def read_program(self, stem: str) -> Draft | str:
        """Read a programming task with its model solution."""
        kind = self.element.said("coderunnertype").partition("_")[0]
        language = {"nodejs": "javascript", "multilanguage": "", "undirected": "", "directed": ""}.get(kind, kind)
        return Draft(self.line, "short-answer", stem, answer=fence(self.element.said("answer"), language) or None)

    def read_table(self, stem: str) -> Draft | str:
        """Read statements that are each to be judged; the answer is a table."""
        columns = [
            self.convert(each.child("responsetext")) or self.convert(each) for each in self.element.all("column")
        ]
        rows = self.element.all("row")
        best: dict[str, tuple[float, str]] = {}
        for each in self.element.below("weight"):
            row, column = each.attributes.get("rownumber", ""), each.attributes.get("columnnumber", "")
            best[row] = max(best.get(row, (0.0, "")), (_number(each.said("value")), column))
        pairs: list[tuple[str, str]] = []
        for number, each in enumerate(rows, 1):
            column = best.get(each.attributes.get("number", str(number)), (0.0, ""))[1]
            if not column.isdecimal() or not 0 < int(column) <= len(columns):
                return "the source does not tell what is right of each statement"
            pairs.append((self.convert(each.child("questiontext")) or self.convert(each), columns[int(column) - 1]))
        if not pairs:
            return "it has no statements"
        question = paragraphs(stem, bullet_list(left for left, _ in pairs))
        return Draft(self.line, "short-answer", question, answer=table(pairs, headed=False))


_READERS: dict[str, Callable[[_Question, str], Draft | str]] = {
    **dict.fromkeys(("multichoice", "multichoiceset", "oumultiresponse"), _Question.read_choices),
    "truefalse": _Question.read_judgement,
    **dict.fromkeys(("shortanswer", "regexp", "pmatch"), _Question.read_words),
    "numerical": _Question.read_numbers,
    "essay": _Question.read_essay,
    **dict.fromkeys(("matching", "match", "ddmatch"), _Question.read_matching),
    "ordering": _Question.read_ordering,
    "order": _Question.read_sequence,
    **dict.fromkeys(("cloze", "multianswer"), _Question.read_embedded),
    **dict.fromkeys(("gapselect", "ddwtos"), _Question.read_gaps),
    **dict.fromkeys(("calculated", "calculatedsimple"), _Question.read_formula),
    "coderunner": _Question.read_program,
    **dict.fromkeys(("mtf", "kprime"), _Question.read_table),
}


def _text(element: Element) -> str:
    inner = element.child("text")
    return inner.text if inner else element.text


def _bare(text: str) -> str:
    """Give the words of an HTML text."""
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return 0.0


def _wildcard(text: str) -> str:
    """Write a short answer as plain text; `*` alone stands for any other answer."""
    text = text.strip()
    return text if text == "*" else escape(text.replace("\\*", "*"))
