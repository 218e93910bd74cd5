"""What an item of QTI 1.2 says beside its question: feedback by its names, a solution, and hints."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.formats.qti.content import Texts
from mkdeck.importers.formats.qti.feedback import write_feedback
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

_SUMMARY = re.compile(
    r"(?:general_?)?(?:in|partially_?)?correct(?:_fb)?|general(?:_incorrect)?_fb|solution", re.IGNORECASE
)


class ItemFeedback:
    """The feedback of an item, of which answers take their own; `owners` are the answers that show each, by name."""

    def __init__(self, item: Element, texts: Texts, owners: Mapping[str, str]) -> None:
        self.owners = owners
        self._feedback: dict[str, str] = {}
        self._solution: list[str] = []
        self._hints: list[str] = []
        for each in item.all("itemfeedback"):
            self._read(each, texts)
        self._solution += map(texts.material, item.all("answer_key"))

    def _read(self, element: Element, texts: Texts) -> None:
        ident = element.attributes.get("ident", "")
        for child in element.children:
            text = texts.material(child)
            if child.tag == "hint":
                self._hints.append(text)
            elif child.tag == "solution" and ident.casefold() in ("solution", "feedback", ""):
                self._solution.append(text)
            elif text:
                self._feedback[ident] = paragraphs(self._feedback.get(ident, ""), text)

    def take(self, names: tuple[str, ...]) -> str:
        """Take feedback that belongs to one answer."""
        own = [name for name in names if not _SUMMARY.fullmatch(name)]
        return paragraphs(*(self._feedback.pop(name, "") for name in own))

    def take_of(self, value: str) -> str:
        """Take the feedback that is shown for a value alone, or that has its name."""
        linked = [name for name, owner in self.owners.items() if owner == value]
        return self.take((*linked, value, f"{value}_fb", re.sub(r"_A(\d+)$", r"_IF\1", value)))

    def complete(self, draft: Draft) -> Draft:
        """Add what every item has: its remarks, its solution, its hints."""
        solution = paragraphs(*self._solution)
        if draft.kind == "short-answer" and draft.answer is None and solution:
            draft, solution = replace(draft, answer=solution), ""
        explanation = paragraphs(draft.explanation, solution, write_feedback(self._feedback.items()))
        return replace(draft, explanation=explanation, hint=paragraphs(*self._hints))
