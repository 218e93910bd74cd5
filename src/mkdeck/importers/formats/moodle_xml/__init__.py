"""Moodle XML, with every question type that comes with Moodle and a few that are often added.

Source: MoodleDocs, "Moodle XML format".
"""

from collections import Counter
from collections.abc import Callable

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Remark, by_place
from mkdeck.importers.drafting import tasks
from mkdeck.importers.drafting.categories import make_category_tag, split_category
from mkdeck.importers.drafting.conversions import label_feedback, name_unequal, percentages, weighted_answers
from mkdeck.importers.drafting.defaults import is_default
from mkdeck.importers.drafting.embedded_answers import (
    fill_marked_gaps,
    fill_numbered_gaps,
    find_marked_words,
    has_embedded,
    read_embedded,
)
from mkdeck.importers.drafting.labels import FALSE_WORDS, TRUE_WORDS
from mkdeck.importers.drafting.losses import name_lost, quote
from mkdeck.importers.drafting.numbers import find_order, read_count
from mkdeck.importers.drafting.patterns import read_pattern
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.drafting.unclear import UNJUDGED
from mkdeck.importers.drafting.variables import mark_variable
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.moodle_xml.markers import read_dropped, read_markers
from mkdeck.importers.formats.moodle_xml.numbers import read_numbers
from mkdeck.importers.formats.moodle_xml.question import COMBINED, FORMATS, MoodleQuestion, text_of, write_pattern
from mkdeck.importers.formats.moodle_xml.settings import find_texts
from mkdeck.importers.formats.moodle_xml.statements import read_judged_rows, read_matrix, read_single_row
from mkdeck.importers.sources.xml_tree import Element, parse
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs
from mkdeck.importers.to_markdown.text import code_span, fence

_YES = frozenset({"true", "1"})
_CALCULATED = frozenset({"calculated", "calculatedsimple", "calculatedmulti"})
_PLACE_HOLDER = r"(?<![A-Za-z}])\\?\{([A-Za-z][\w-]*)\\?\}"
"""A name in braces that a value goes in place of, and no argument of a TeX command."""


def recognise(document: Document) -> float:
    """Look for `<quiz>` with `<question type=...>` in it."""
    start = document.start
    if not start.lstrip().startswith("<"):
        return 0.0
    return 0.98 if "<quiz" in start and ("<question" in start or "</quiz>" in start) and "<text" in start else 0.04


def read(document: Document) -> Reading:
    """Read every question of every category."""
    root = parse(document.content)
    questions = list(root.below("question"))
    # Moodle puts the same general remarks into every new question; only those that are in one alone say something.
    repeated = Counter(text for each in questions for text in {each.text_at(tag, "text") for tag in COMBINED})
    shared = {text for text, times in repeated.items() if times > 1}
    builder = ReadingBuilder(remarks=_name_shared(questions, shared))
    for each in root.children:
        builder.remark(each.line, *_name_outside(each))
    category = ""
    for element in questions:
        kind = element.attributes.get("type", "")
        if kind == "category":
            category = make_category_tag(split_category(element.text_at("category", "text")))
            continue
        with builder.question(element.line):
            question = _Question(element, shared)
            draft = question.complete(question.read(kind), category)
            if kind in _CALCULATED:
                draft = mark_variable(draft, question.list_values(), _PLACE_HOLDER)
            builder.add(draft, question.describe(draft))
    builder.remarks.sort(key=by_place)
    return builder.build()


def _name_shared(questions: list[Element], shared: set[str]) -> list[Remark]:
    """Say once of each feedback that is left out because several questions share it."""
    lines: dict[str, int] = {}
    for each in questions:
        for tag in COMBINED:
            lines.setdefault(each.text_at(tag, "text"), each.line)
    return [
        Remark(line, f"several questions say the same, which is left out: {quote(text)}")
        for text, line in lines.items()
        if text in shared and text and not is_default(text)
    ]


def _name_outside(element: Element) -> list[str]:
    """Name the texts beside the questions, such as what is said about a category."""
    if element.tag == "question" and element.attributes.get("type") != "category":
        return []
    return name_lost(find_texts(element))


class _Question(MoodleQuestion):
    """One question on its way to a draft."""

    def read(self, kind: str) -> Draft:
        """Read the question by its type. Raises NoDraftError where it can't be one of mkdeck's."""
        if kind == "description":
            raise NoDraftError("this is a description, which has no question")
        reader = _READERS.get(kind)
        if reader is None:
            raise NoDraftError(f"questions of the type '{kind}' can't be turned into a card")
        if kind in ("cloze", "multianswer", "gapselect", "ddwtos", "gapfill", "wordselect"):
            return reader(self, "")
        stem = paragraphs(self.convert(self.element.child("questiontext")), self.show_old_picture())
        if not stem:
            raise NoDraftError("the question has no text")
        return reader(self, stem)

    def read_choices(self, stem: str) -> Draft:
        """Read a multiple choice of one or several right answers."""
        found = [(each, weight) for each, weight in self.answers() if weight > 0 or not self.is_empty(each)]
        several = self.element.text_at("single").lower() not in (*_YES, "") or "set" in self.element.attributes["type"]
        right = percentages({i: weight for i, (_, weight) in enumerate(found)}, several=several)
        decided = any(right.values())
        choices = tuple(
            DraftChoice(self.convert(each), right[i] if decided else None, self.convert(each.child("feedback")))
            for i, (each, _) in enumerate(found)
        )
        weights = {choice.text: weight for choice, (_, weight) in zip(choices, found, strict=True)}
        self.unequal = name_unequal(weights, (choice.text for choice in choices if choice.correct))
        shuffle = self.element.text_at("shuffleanswers").lower() not in ("0", "false")
        return Draft(self.line, "multiple-choice", stem, choices, shuffle=shuffle)

    def is_empty(self, answer: Element) -> bool:
        """Whether an answer says nothing at all, as the rows that Moodle's form has to spare, which it never shows."""
        return not text_of(answer).strip() and not self.convert(answer.child("feedback"))

    def read_judgement(self, stem: str) -> Draft:
        """Read true or false."""
        right = [text_of(each).strip().lower() for each, weight in self.answers() if weight > 0]
        feedback = label_feedback(
            (self.convert(each).capitalize(), self.convert(each.child("feedback")))
            for each, _ in sorted(self.answers(), key=lambda each: -each[1])
        )
        if len(right) == 1 and right[0] in TRUE_WORDS | FALSE_WORDS:
            judged = right[0] in TRUE_WORDS
            return Draft(self.line, "true-false", stem, answer=judged, explanation=feedback)
        if right:
            return self.read_choices(stem)
        return Draft(self.line, "multiple-choice", stem, UNJUDGED, explanation=feedback)

    def read_words(self, stem: str) -> Draft:
        """Read accepted texts."""
        accepted = [
            (write_pattern(text_of(each)), weight, self.convert(each.child("feedback")))
            for each, weight in self.answers()
        ]
        if self.element.attributes["type"] != "shortanswer":  # patterns of other kinds
            return weighted_answers(self.line, stem, accepted)
        plain = [self.read_typed(text_of(each).strip()) for each, _ in self.answers()]
        return tasks.typed(self.line, stem, plain, accepted)

    def read_typed(self, text: str) -> str:
        """Return an accepted text as it would be typed; empty for a pattern, and where capitals count."""
        counts = self.element.text_at("usecase") in _YES and text.lower() != text.upper()
        return "" if counts else read_pattern(text)

    def read_essay(self, stem: str) -> Draft:
        """Read a question whose answer only a person can judge; what graders are told is the answer.

        What a student finds in the field to write in is part of the question.
        """
        stem = paragraphs(stem, self.convert(self.element.child("responsetemplate")))
        return Draft(self.line, "short-answer", stem, answer=self.convert(self.element.child("graderinfo")) or None)

    def read_matching(self, stem: str) -> Draft:
        """Read pairs; those without a left side offer answers that match nothing."""
        pairs: list[tuple[str, str]] = []
        extra: list[str] = []
        for each in self.element.all("subquestion"):
            left, answer = self.convert(each), each.child("answer")
            right = self.convert(answer, "html" if "format" in answer.attributes else "plain") if answer else ""
            if left:
                pairs.append((left, right))
            elif right:
                extra.append(right)
        return tasks.matching(self.line, stem, pairs, extra)

    def read_ordering(self, stem: str) -> Draft:
        """Read items in their right order."""
        found = sorted(self.answers(), key=lambda each: each[1])
        items = [self.convert(each) for each, _ in found]
        if not items:
            raise NoDraftError("it has no items to order")
        return tasks.ordering(self.line, stem, items)

    def read_sequence(self, stem: str) -> Draft:
        """Read items whose answers together name the order, by number."""
        items = [self.convert(each) for each in self.element.all("subquestion")]
        places = [read_count(each.text_at("answer", "text")) for each in self.element.all("subquestion")]
        order = find_order(places, len(items))
        if order is None:
            raise NoDraftError("the answers do not name every item once")
        return tasks.ordering(self.line, stem, [items[i] for i in order])

    def read_embedded(self, _stem: str) -> Draft:
        """Read a text with embedded answers."""
        element = self.element.child("questiontext")
        text = text_of(element) if element else ""
        if element is None or not has_embedded(text):
            raise NoDraftError("no embedded answers were found")
        form = FORMATS.get(element.attributes.get("format", ""), "moodle")
        return read_embedded(self.line, text, lambda part: self.convert_text(part, form, element))

    def read_gaps(self, _stem: str) -> Draft:
        """Read a text with numbered gaps `[[1]]` and the words that fill them, or are offered beside these."""
        boxes = [*self.element.all("selectoption"), *self.element.all("dragbox")]
        stem = self.convert(self.element.child("questiontext"))
        words = [(self.convert(each, "html"), each.text_at("group") or "1") for each in boxes]
        return fill_numbered_gaps(self.line, stem, words)

    def read_formula(self, stem: str) -> Draft:
        """Read a calculated question: its answer is a formula in the names that stand in braces."""
        accepted = [
            (code_span(text_of(each).strip()), weight, self.convert(each.child("feedback")))
            for each, weight in self.answers()
        ]
        return weighted_answers(self.line, stem, accepted)

    def list_values(self) -> list[str]:
        """Name the values that Moodle makes anew."""
        definitions = self.element.below("dataset_definition")
        return [name for each in definitions if (name := each.text_at("name", "text").strip())]

    def read_program(self, stem: str) -> Draft:
        """Read a programming task with the code that it starts from, its examples and its model solution."""
        kind = self.element.text_at("coderunnertype").partition("_")[0]
        language = {"nodejs": "javascript", "multilanguage": "", "undirected": "", "directed": ""}.get(kind, kind)
        element = self.element
        cases = [each for cases in element.all("testcases") for each in cases.all("testcase")]
        examples = [
            "\n".join(text for tag in ("testcode", "stdin", "extra", "expected") if (text := each.text_at(tag, "text")))
            for each in cases
            if each.attributes.get("useasexample") in _YES
        ]
        start = element.child("answerpreload")
        shown = paragraphs(stem, fence(start.text if start else "", language), *map(fence, examples))
        answer = element.child("answer")
        return Draft(self.line, "short-answer", shown, answer=fence(answer.text if answer else "", language) or None)

    def read_marked_gaps(self, _stem: str) -> Draft:
        """Read a text whose gaps stand between delimiters."""
        stem = self.convert(self.element.child("questiontext"))
        return fill_marked_gaps(self.line, stem, self.element.text_at("delimitchars"))

    def read_marked_words(self, _stem: str) -> Draft:
        """Read a text in which words are to be found: those between delimiters."""
        task = self.convert(self.element.child("introduction"))
        text, words = find_marked_words(
            self.convert(self.element.child("questiontext")), self.element.text_at("delimitchars")
        )
        if not words:
            raise NoDraftError("no words are marked")
        return Draft(self.line, "short-answer", paragraphs(task, text), answer=bullet_list(words))


_READERS: dict[str, Callable[[_Question, str], Draft]] = {
    **dict.fromkeys(("multichoice", "multichoiceset", "oumultiresponse", "calculatedmulti"), _Question.read_choices),
    "truefalse": _Question.read_judgement,
    **dict.fromkeys(("shortanswer", "regexp", "preg", "pmatch"), _Question.read_words),
    "numerical": read_numbers,
    **dict.fromkeys(("essay", "essayautograde", "aitext"), _Question.read_essay),
    **dict.fromkeys(("matching", "match", "ddmatch"), _Question.read_matching),
    "ordering": _Question.read_ordering,
    "order": _Question.read_sequence,
    **dict.fromkeys(("cloze", "multianswer"), _Question.read_embedded),
    **dict.fromkeys(("gapselect", "ddwtos"), _Question.read_gaps),
    **dict.fromkeys(("calculated", "calculatedsimple"), _Question.read_formula),
    "coderunner": _Question.read_program,
    "gapfill": _Question.read_marked_gaps,
    "wordselect": _Question.read_marked_words,
    **dict.fromkeys(("mtf", "kprime"), read_judged_rows),
    "matrix": read_matrix,
    "ddmarker": read_markers,
    "ddimageortext": read_dropped,
    "sc": read_single_row,
}
