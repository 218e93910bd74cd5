"""The texts of a question or a deck, as HTML: which media they show, and what is wrong with them."""

import html
from collections.abc import Iterable
from pathlib import Path

from mkdeck.course.loading import Deck, Entry
from mkdeck.diagnostics import Finding, Loc
from mkdeck.notes.media import LARGE_BYTES, MEDIA_SIZE_RULE, PICTURES, Media, MediaFinder
from mkdeck.notes.picture_size import set_widths
from mkdeck.questions.question import Picture
from mkdeck.text.addresses import MEDIA_RULE
from mkdeck.text.anki_markup import fill_gaps, list_inner_gaps
from mkdeck.text.cloze import CLOZE_RULE
from mkdeck.text.faults import Fault
from mkdeck.text.line_starts import check_alone
from mkdeck.text.lost_markup import MARKDOWN_RULE
from mkdeck.text.markdown import Fragment, is_blank, render
from mkdeck.text.math import MATH_RULE, find_formula
from mkdeck.text.mentions import check_lone_sign


class TextWriter:
    """Writes the texts of one question, or what a deck says of all of its own.

    `media` are those that the texts show, by name, in their order; `findings` is what is wrong; `shown` is what was
    found for each reference, and what is doubtful about it.
    """

    def __init__(self, finder: MediaFinder, deck: Deck, entry: Entry | None = None) -> None:
        self.media: dict[str, Media] = {}
        self.findings: list[Finding] = []
        self.shown: dict[str, tuple[Media | Fault, Fault | None]] = {}
        self._finder = finder
        self._deck = deck
        self._folder = deck.source.path.parent
        self._loc: Loc = ("questions", entry.index) if entry else ()
        self._question = entry.id if entry else None
        self._asked = entry.question.question if entry else ""
        self._doubts: list[Fault] = []

    def write(
        self, text: str, *key: str | int, gaps: bool = False, as_gap: bool = False, folded: bool = False
    ) -> Fragment:
        """Write a text, which stands below these keys."""
        fragment = render(text, self._show, gaps=gaps, as_gap=as_gap, folded=folded)
        if self.media and 'height="' in fragment.html:
            fragment = fragment._replace(html=set_widths(fragment.html, self._find_file))
        if _is_blank(fragment.html, as_gap=as_gap):
            fragment = _make_visible(text, fragment, as_gap=as_gap)
        elif gaps:
            fragment = _check_gaps(fragment)
        if key[0] == "answer" or key[-1] in ("correct", "wrong"):
            alone = check_alone(text, fragment.html, in_choice=key[0] == "choices")
            signs = check_lone_sign(text, self._asked) if text[:1] in "&\\" else ()
            fragment = fragment._replace(faults=(*fragment.faults, *alone, *signs))
        if fragment.faults or self._doubts:
            self._note(key, (*fragment.faults, *self._doubts))
            self._doubts.clear()
        return fragment

    def show(self, path: str, *key: str | int) -> Picture | None:
        """Return a picture that a key names alone by its path; None where it can't be shown with places on it."""
        found = self._find_picture(path)
        if isinstance(found, Fault):
            self._note(key, [found])
            return None
        self._note(key, self._doubts)
        self._doubts.clear()
        return found

    def _find_picture(self, path: str) -> Picture | Fault:
        if path.lstrip().startswith("!["):
            return Fault(MEDIA_RULE, "this is a path alone, such as pictures/heart.svg, without '![...]( )'", path)
        name = self._show(path)
        if isinstance(name, Fault):
            return name
        media = self.media[name]
        if media.path.suffix.lower() not in PICTURES:
            return Fault(MEDIA_RULE, f"'{path}' is no picture", path)
        size = self._finder.measure(media)
        if isinstance(size, str):
            return Fault(MEDIA_RULE, f"'{path}' {size}", path)
        return Picture(name, *size)

    def describe(self, text: str) -> str:
        """Write a deck's description, which can show less than a card can."""

        def show_nothing(reference: str) -> Fault:
            message = "Anki copies no media for a deck's description; show it in a question"
            return Fault(MEDIA_RULE, message, reference)

        fragment = render(text, show_nothing)
        self._note(("description",), fragment.faults)
        if formula := find_formula(fragment.html):
            message = "Anki sets no math in a deck's description; say it in words, or show it in a question"
            self._note(("description",), [Fault(MATH_RULE, message, formula)])
        return fragment.html

    def _show(self, reference: str) -> str | Fault:
        found, doubt = self.shown[reference] = self._finder.look(reference, self._folder)
        if isinstance(found, Media):
            self.media[found.name] = found
            if found.size > LARGE_BYTES:
                message = f"this file has {found.size / 2**20:.1f} MB; students download it with every new deck"
                self._doubts.append(Fault(MEDIA_SIZE_RULE, message, reference))
            if doubt:
                self._doubts.append(doubt)
            return found.name
        return found

    def _find_file(self, name: str) -> Path | None:
        return self.media[name].path if name in self.media else None

    def _note(self, key: Loc, faults: Iterable[Fault]) -> None:
        self.findings += [
            Finding(
                self._deck.source.name,
                (*self._loc, *key),
                fault.rule,
                fault.message,
                self._question,
                fault.near,
            )
            for fault in faults
        ]


def _check_gaps(fragment: Fragment) -> Fragment:
    """Name each gap of a text that hides nothing: its card would ask for nothing."""
    if any(fault.rule == CLOZE_RULE for fault in fragment.faults):
        return fragment
    blank = [number for number, hidden in list_inner_gaps(fragment.html) if is_blank(hidden)]
    faults = [Fault(CLOZE_RULE, "this gap shows nothing on a card", f"{{{{c{number}::") for number in blank]
    return fragment._replace(faults=(*fragment.faults, *faults)) if faults else fragment


def _is_blank(page: str, *, as_gap: bool) -> bool:
    """Whether a text shows nothing, which as a gap may stand in a block."""
    start = "{{c1::" if as_gap else "<p>"
    if page.startswith(start) and page[len(start) : len(start) + 1].isalnum():
        return False
    return is_blank(fill_gaps(page) if as_gap else page)


def _make_visible(text: str, fragment: Fragment, *, as_gap: bool) -> Fragment:
    """Show a text of which Markdown leaves nothing, such as '+' or '---', as it was typed; or say that it is empty."""
    text = text.strip()
    barred = ("<", "&", "::", "}}") if as_gap else ("<", "&")
    if text.isprintable() and not any(each in text for each in barred):
        shown = html.escape(text, quote=False)
        return Fragment(f"{{{{c1::{shown}}}}}" if as_gap else f"<p>{shown}</p>", gaps=fragment.gaps)
    fault = Fault(MARKDOWN_RULE.at("error"), "this text shows nothing on a card", text)
    return Fragment(fragment.html, (*fragment.faults, fault), fragment.gaps)
