r"""GIFT, Moodle's plain text format, as Moodle reads it and a little more patiently.

Tolerated beyond Moodle: no blank line after a category or between two questions, blank lines inside braces, comments
anywhere, `true` and `false` in any case, TeX commands such as `\neq` in formulas.

Source: MoodleDocs, "GIFT format".
"""

import re
from dataclasses import dataclass, replace

from mkdeck.importers.attachments import Attachments
from mkdeck.importers.blocks import paragraphs
from mkdeck.importers.categories import make_category_tag, split_category
from mkdeck.importers.conversions import label_feedback, matching, percentages, weighted_answers, write_number
from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Remark, Skipped
from mkdeck.importers.embedded import has_embedded, read_embedded
from mkdeck.importers.gift_blocks import Block, embed_answers, hold, hold_other_braces, restore, split_questions
from mkdeck.importers.moodle.texts import convert_moodle, name_comment

_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%\s*(-?\d+(?:[.,]\d*)?)\s*%")
_SEPARATOR = re.compile(r"[~=]")
_LINED = re.compile(r"\s*[=~][^~]*(?:\n[ \t]*~[^~]*)+")
"""Answers of which each stands on a line of its own."""
_EQUALS = re.compile(r"[^\s~]=|(?<=[^\s~])[ \t]=[ =]")
"""A sign that is part of an answer's text, as in `x = 5`."""
_IN_TAG = re.compile(r"<[a-zA-Z][^<>]*$")
_ID = re.compile(r"\[id:([^\]]+)\]")
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_JUDGEMENT = re.compile(r"(t|true|f|false)(?:\s*//[^\n#]*)?(?=\s*(?:#|$))", re.IGNORECASE)
_LIKELY = re.compile(r"\{\s*(?:[=~#%]|(?:T|F|TRUE|FALSE)\b|\})")


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    feedback: str
    right: bool
    weight: float | None


def recognise(document: Document) -> float:
    """Look for categories, titles between colons and answers in braces."""
    text = hold(document.start)
    if "{" not in text and "$CATEGORY" not in text:
        return 0.0
    titles = len(re.findall(r"(?m)^\s*::.*?::", text))
    braces = len(_LIKELY.findall(text))
    if re.search(r"(?m)^\s*\$CATEGORY:", text) or (titles and braces):
        return 0.97
    if re.match(r"\s*[<\[{]", text) or not braces:
        return 0.0
    return 0.8 if len(text) < 3000 * braces else 0.3


def read(document: Document) -> Reading:
    """Read every question; one whose braces do not pair up ends at the next empty line."""
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    remarks: list[Remark] = []
    for block in split_questions(document.text.split("\n")):
        attachments = Attachments()
        draft = block.fault or _Question(block, attachments).read()
        if isinstance(draft, str):
            skipped.append(Skipped(block.line, draft))
            continue
        tags = [make_category_tag(split_category(block.category))] if block.category else []
        tags += _TAG.findall(block.notes)
        own = _ID.findall(block.notes)
        drafts.append(
            replace(
                draft,
                tags=tuple(tag for tag in tags if tag),
                id=own[-1].strip() if own else "",
                media=tuple(attachments.taken.values()),
            )
        )
        remarks += [Remark(block.line, f"'{address}' is not part of this file") for address in attachments.missing]
    return Reading(tuple(drafts), tuple(skipped), tuple(remarks))


class _Question:
    """One question on its way to a draft."""

    def __init__(self, block: Block, attachments: Attachments) -> None:
        self.block = block
        self.attachments = attachments
        self.format = "moodle"

    def read(self) -> Draft | str:
        """Read the question, or say why it can't be."""
        text = self.block.text
        title = ""
        if match := _TITLE.match(text):
            title, text = restore(match[1]).strip(), text[match.end() :].strip()
        if has_embedded(text):
            return self.read_gaps(text, title)
        text = hold_other_braces(text)
        start, end = text.find("{"), text.find("}")
        if start < 0 and end < 0:
            return "a description asks nothing"
        if start < 0 or end < start:
            return "a brace closes here that was never opened"
        before, after = text[:start], text[end + 1 :]
        if "{" in after:
            gaps = embed_answers(text, self.pieces)
            return (
                self.read_gaps(gaps, title)
                if gaps
                else "it has answers in two places, of which Moodle reads the first only"
            )
        if after.strip():
            before, after = re.sub(r"\s*\n\s*$", " ", before), re.sub(r"^\s*\n\s*", " ", after)
        if match := _FORMAT.match(before):
            self.format, before = match[1].lower(), before[match.end() :]
        stem = self.convert_bare(f"{before}_____{after}" if after.strip() else before)
        if not stem:
            return "the question has no text"
        draft = self.read_answers(stem, text[start + 1 : end].strip())
        return draft if isinstance(draft, str) else replace(draft, comments=name_comment(title, stem))

    def read_gaps(self, text: str, title: str) -> Draft | str:
        """Read a text with answers in several places as one with gaps."""
        if match := _FORMAT.match(text):
            self.format, text = match[1].lower(), text[match.end() :]
        draft = read_embedded(self.block.line, text, self.convert_bare)
        return draft if isinstance(draft, str) else replace(draft, comments=name_comment(title, draft.question))

    def read_answers(self, stem: str, answers: str) -> Draft | str:
        """Tell the type by the answers, in the order in which Moodle does."""
        line = self.block.line
        general = ""
        if (at := answers.rfind("####")) >= 0:
            answers, general = answers[:at].strip(), self.convert(answers[at + 4 :])
        if not answers:
            return Draft(line, "short-answer", stem, answer=general or None)
        if answers.startswith("#"):
            draft = self.read_numerical(stem, answers[1:])
        elif match := _JUDGEMENT.match(answers):
            draft = self.read_judgement(stem, match[1], answers[match.end() :].strip())
        elif "~" in answers:
            draft = self.read_choices(stem, answers)
        elif "->" in answers and "=" in answers:
            draft = self.read_matching(stem, answers)
        elif "=" in answers or "%" in answers[:1]:
            accepted = self.split(answers)
            draft = weighted_answers(
                line,
                stem,
                [(each.text, 100.0 if each.weight is None else each.weight, each.feedback) for each in accepted],
            )
        else:
            draft = Draft(line, "short-answer", stem, answer=self.convert(answers))
        if isinstance(draft, str):
            return draft
        return replace(draft, explanation=paragraphs(draft.explanation, general))

    def read_judgement(self, stem: str, said: str, rest: str) -> Draft:
        """Read true or false; up to two feedbacks, for the wrong and the right answer."""
        wrong, right, *others = [*(self.convert(each) for each in rest.split("#")[1:]), "", ""]
        answer = said.lower() in ("t", "true")
        feedback = label_feedback([(str(answer), right), (str(not answer), wrong)])
        explanation = paragraphs(feedback, *others)
        return Draft(self.block.line, "true-false", stem, answer=answer, explanation=explanation)

    def read_choices(self, stem: str, answers: str) -> Draft | str:
        """Read choices with `=` and `~` and weights."""
        found = self.split(answers)
        if not any(each.right for each in found):
            right = percentages({i: each.weight or 0.0 for i, each in enumerate(found)}, several=True)
        else:
            weights = {i: each.weight or 0.0 for i, each in enumerate(found)}
            right = {i: found[i].right or full for i, full in percentages(weights, several=False).items()}
        decided = any(right.values())
        choices = tuple(
            DraftChoice(each.text, right[i] if decided else None, each.feedback) for i, each in enumerate(found)
        )
        return Draft(self.block.line, "multiple-choice", stem, choices)

    def read_matching(self, stem: str, answers: str) -> Draft | str:
        """Read pairs `=left -> right`; a pair without a left side offers an answer that matches nothing."""
        pairs: list[tuple[str, str]] = []
        extra: list[str] = []
        for piece in self.pieces(answers):
            left, arrow, right = piece[1:].partition("->")
            if not arrow:
                return f"the pair '{restore(piece[1:]).strip()[:40]}' has no '->'"
            right_text = self.convert(right, "plain" if self.format == "html" else "")
            if left.strip():
                pairs.append((self.convert(left), right_text))
            else:
                extra.append(right_text)
        return matching(self.block.line, stem, pairs, extra)

    def read_numerical(self, stem: str, answers: str) -> Draft | str:
        """Read numbers with their tolerance or range."""
        wrong = ""
        if (at := answers.find("~")) >= 0:
            wrong, answers = answers[at + 1 :], answers[:at]
        accepted: list[tuple[str, float, str]] = []
        for each in self.pieces(answers if answers.lstrip().startswith(("=", "%")) else f"={answers}"):
            weight, rest = _take_weight(each[1:].strip())
            text, _, feedback = rest.partition("#")
            number = write_number(restore(text).strip())
            if number is None:
                return f"'{restore(text).strip()[:40]}' is no number"
            accepted.append((number, 100.0 if weight is None else weight, self.convert(feedback)))
        if said := self.convert(wrong.partition("#")[2]):
            accepted.append(("*", 0, said))
        return weighted_answers(self.block.line, stem, accepted)

    def split(self, answers: str) -> list[_Answer]:
        """Part the answers at `=` and `~`, and read weight, text and feedback of each."""
        found = []
        for piece in self.pieces(answers):
            weight, rest = _take_weight(piece[1:].strip())
            text, _, feedback = rest.partition("#")
            found.append(_Answer(self.convert(text), self.convert(feedback), piece[0] == "=", weight))
        return found

    def pieces(self, answers: str) -> list[str]:
        """Part the answers at `=` and `~`, but not at those inside an HTML tag, such as `<a href="...">`."""
        cuts: list[int] = []
        lined = bool(_LINED.fullmatch(answers))
        for match in _SEPARATOR.finditer(answers):
            before = answers[(cuts[-1] if cuts else 0) : match.start()]
            if match.group() == "=" and "<" in before and _IN_TAG.search(before):
                continue
            if match.group() == "=" and lined and _EQUALS.match(answers, match.start() - 1):
                continue
            if match.group() == "=" and cuts and cuts[-1] == match.start() - 1 and answers[cuts[-1]] == "~":
                cuts.pop()  # `~=` is `=`
            cuts.append(match.start())
        if not cuts:
            return [f"={answers}"] if answers.strip() else []
        lead = answers[: cuts[0]].strip()
        pieces = [answers[start:end] for start, end in zip(cuts, [*cuts[1:], len(answers)], strict=True)]
        return ([f"~{lead}"] if lead else []) + [each for each in pieces if each[1:].strip()]

    def convert(self, text: str, default: str = "") -> str:
        """Turn a text into Markdown; it may name its format, else it has the question's."""
        text = text.strip()
        form = default or self.format
        if match := _FORMAT.match(text):
            form, text = match[1].lower(), text[match.end() :]
        return convert_moodle(restore(text).strip(), form, self.attachments)

    def convert_bare(self, text: str) -> str:
        """Turn a text without a format of its own into Markdown."""
        return convert_moodle(restore(text).strip(), self.format, self.attachments)


def _take_weight(text: str) -> tuple[float | None, str]:
    match = _WEIGHT.match(text)
    if not match:
        return None, text
    return float(match[1].replace(",", ".")), text[match.end() :]
