"""Markdown to the HTML of an Anki field."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import comrak

from mkdeck.text import cloze
from mkdeck.text.addresses import Addresses, Picture
from mkdeck.text.anki_markup import write_marks
from mkdeck.text.bare_math import check_bare
from mkdeck.text.block_gaps import set_apart
from mkdeck.text.cloze import CLOSE, CLOZE_RULE, OPEN, TOKEN
from mkdeck.text.code import colour_code
from mkdeck.text.dollars import DOLLAR, set_dollars_aside
from mkdeck.text.emphasis import check_emphasis
from mkdeck.text.entities import drop_forged
from mkdeck.text.environments import wrap_environments
from mkdeck.text.escaping import keep_tildes, keep_typed
from mkdeck.text.faults import Fault
from mkdeck.text.foreign import check_foreign
from mkdeck.text.formula_gaps import settle_gaps
from mkdeck.text.gap_lines import set_marks_apart
from mkdeck.text.html import clean
from mkdeck.text.html_blocks import set_cells
from mkdeck.text.joined_paragraphs import check_joined_lines
from mkdeck.text.line_starts import check_line_starts
from mkdeck.text.lost_markup import check_lost_markup
from mkdeck.text.lost_slashes import check_lost_slashes
from mkdeck.text.math import MATH_RULE, check_math
from mkdeck.text.mentions import check_mentions
from mkdeck.text.playing import PLAYED, play
from mkdeck.text.tables import check_tables, free_bars

_TAG = re.compile(r"<[^<>]*>")
_SEEN = re.compile(r"<(?:img|audio|video) ")
_SHOWN = re.compile(r"[^\s\u00a0\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_MADE = re.compile(r"<(?!/?p>|br />)")
"""What Markdown made of a text beyond paragraphs."""
_BLOCKS = re.compile(r"<(?:h[1-6r]|[uo]l|blockquote)\b")
MAX_OPENERS = 2_000
MAX_FAULTS = 1_000
"""How many faults of one text are told one by one."""
_RENDER = comrak.RenderOptions()
_RENDER.unsafe_ = True  # raw HTML goes through text/html.py


class Fragment(NamedTuple):
    """The HTML of a text, what was wrong with it, and the numbers of its gaps."""

    html: str
    faults: tuple[Fault, ...] = ()
    gaps: tuple[int, ...] = ()


def _extensions() -> comrak.ExtensionOptions:
    extensions = comrak.ExtensionOptions()
    extensions.math_dollars = extensions.math_latex = True
    extensions.table = extensions.strikethrough = True
    extensions.cjk_friendly_emphasis = True
    return extensions


_PLAIN = _extensions()
_MISPLACED_GAP = (
    "a gap can't stand in an address, a picture's text or an HTML tag, or reach out of one, of math, of code, "
    "of a link or of emphasis"
)
_WORDS = re.compile(r"[^\W\d_][^\W_]*(?:[ -][^\W_]+)*")
"""Words of a gap that nothing but a paragraph can be made of."""


def render(text: str, picture: Picture, *, gaps: bool = False, as_gap: bool = False, folded: bool = False) -> Fragment:
    """Render a text.

    With `gaps` its cloze marks become Anki's, without it they are a fault; `as_gap` makes the whole text gap 1. A text
    that is `folded` until somebody opens it plays nothing by itself.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)  # as Anki does on import
    if not gaps and (plain := _render_words(text) if as_gap else _render_plain(text)):
        return plain
    faults: list[Fault] = []
    text = drop_forged(text, _render_bare, faults) if "&" in text and "&#" in text else text
    typed = _read_as_meant(text)
    text = _keep_typed(typed)
    numbers: tuple[int, ...] = ()
    typed_gaps: tuple[str, ...] = ()
    if gaps:
        marked = cloze.mark(text)
        text, numbers, typed_gaps = set_marks_apart(marked.text), marked.numbers, marked.gaps
        faults += marked.faults
    page = _to_html(text, picture, faults, folded=folded)
    faults += _check(text, typed, page, gaps=gaps)
    page = page.replace(DOLLAR, "$")
    if as_gap:
        page, numbers = f"{OPEN}{unwrap(page)}{CLOSE}", (1,)
    page = _write_gaps(page, numbers, typed_gaps, faults).replace(PLAYED, "[sound:")
    return Fragment(page, _cap([_as_typed(fault) for fault in faults]), tuple(sorted(set(numbers))))


def _check(text: str, typed: str, page: str, *, gaps: bool) -> Iterator[Fault]:
    """Yield what is wrong with a text, as it was typed and as it was read, whose page is this."""
    yield from _check_signs(text, page)
    if not gaps and "{" in typed and "{{c" in typed:
        yield from cloze.find_stray(typed, page)
    yield from check_math(typed, page) or check_bare(typed, page)
    yield from check_lost_markup(typed)
    yield from check_lost_slashes(typed)
    yield from check_mentions(typed)
    yield from check_tables(text)
    yield from check_foreign(typed)


def _render_words(text: str) -> Fragment | None:
    """Render words that are a gap as a whole; None where these may be more than words."""
    plain = _render_plain(text) if _WORDS.fullmatch(text) else None
    return plain and plain._replace(html=f"{{{{c1::{unwrap(plain.html)}}}}}", gaps=(1,))


def _render_plain(text: str) -> Fragment | None:
    """Render a text in which nothing but Markdown's own marks has a meaning; None where something has."""
    if not _is_plain(text):
        return None
    page = _render_bare(text)
    made = _MADE.search(page)
    if made and ("<pre>" in page or (_BLOCKS.search(page) and keep_typed(text) != text)):
        return None
    signs = _check_signs(text, page) if made or "**" in page or "\n" in text.strip() else []
    lost = check_lost_markup(text) if "!(" in text else []
    return Fragment(page.rstrip("\n"), _cap([*signs, *lost, *check_foreign(text)]))


def _write_gaps(page: str, numbers: tuple[int, ...], typed: tuple[str, ...], faults: list[Fault]) -> str:
    """Write the gaps of a page, by their numbers, and its math for Anki; a gap that can't be one is a fault.

    `typed` are the gaps' marks as the text has them.
    """
    wrong: set[str] = set()
    if numbers:
        page, in_formulas = settle_gaps(page, numbers)
        faults += in_formulas
        wrong = {fault.near for fault in in_formulas}
        page = set_apart(page)
    page, reaching = write_marks(page, numbers)
    if reaching == []:
        return page
    if reaching is None and not wrong:
        faults.append(Fault(CLOZE_RULE, _MISPLACED_GAP, "{{c"))
    faults += _find_misplaced([typed[i] if typed else "{{c" for i in reaching or ()], wrong)
    return page


def _find_misplaced(marks: list[str], wrong: set[str]) -> Iterator[Fault]:
    """Yield a fault for each of these gaps, but for one in a formula whose own fault, which says more, is known."""
    lengths = {*map(len, wrong)} - {0}
    for near in marks:
        if not any(near[:length] in wrong for length in lengths):
            yield Fault(CLOZE_RULE, _MISPLACED_GAP, near)


def _read_as_meant(text: str) -> str:
    """Settle before Markdown what is math, and which bars part cells."""
    if "\\" in text and "\\begin{" in text:
        text = wrap_environments(text)
    if "$" in text:
        text = set_dollars_aside(text)
    return free_bars(text)


def _as_typed(fault: Fault) -> Fault:
    """Return a fault with `near` as the text has it, so that its place is found, and a message that can be read."""
    near = max(TOKEN.split(fault.near), key=len).replace(DOLLAR, "$")
    message = cloze.show_tokens(fault.message)
    return fault if (near, message) == (fault.near, fault.message) else replace(fault, near=near, message=message)


def _is_plain(text: str) -> bool:
    """Whether a text holds nothing that Markdown alone does not settle."""
    # Five times as quick as a pattern that looks for any of them.
    return not (
        "<" in text
        or "$" in text
        or "\\" in text
        or "[" in text
        or "{" in text
        or "&" in text
        or "|" in text
        or "~" in text
    )


def _render_bare(text: str) -> str:
    return comrak.render_markdown(text, extension_options=_PLAIN, render_options=_RENDER)


def _keep_typed(text: str) -> str:
    """Escape what is plainly typed as text, but for where Markdown would show the backslashes."""
    kept = keep_typed(text)
    if text.count("~") > 1 and "<del>" in _render_bare(kept):
        kept = keep_tildes(kept)
    if kept == text:
        return text
    before, after = _render_bare(text), _render_bare(kept)
    return kept if _count_slashes(before) == _count_slashes(after) else text


def _count_slashes(page: str) -> int:
    return page.count("\\") + page.count("%5C")


def _check_signs(text: str, page: str) -> list[Fault]:
    """Find marks that look like signs, in a word and at the start of a line, and lines that Markdown joins."""
    signs = check_emphasis(text, page, _PLAIN) if "*" in text or "_" in text or "~" in text else []
    return [*signs, *check_line_starts(text, page, _PLAIN), *check_joined_lines(text, _PLAIN)]


def is_blank(page: str) -> bool:
    """Whether a field shows nothing."""
    return len(page) < 500 and not _SHOWN.search(_TAG.sub("", page)) and not _SEEN.search(page)


def _cap(faults: list[Fault]) -> tuple[Fault, ...]:
    if len(faults) <= MAX_FAULTS:
        return tuple(faults) if faults else ()
    rest = faults[MAX_FAULTS:]
    worst = next((fault for fault in rest if fault.severity == "error"), rest[0])
    more = Fault(worst.rule, f"there are {len(rest):,} more mistakes in this text; mend these first")
    return (*faults[:MAX_FAULTS], more)


def render_inline(text: str) -> str:
    """Return the HTML of a text as it stands in a list, its pictures by their paths; what is wrong is not said."""
    return unwrap(render(text, lambda reference: reference).html)


def unwrap(page: str) -> str:
    """Take the paragraph off a text of one paragraph, for places such as list items."""
    page = page.strip()
    if page.startswith("<p>") and page.endswith("</p>") and page.count("<p>") == 1:
        return page[3:-4]
    return page


def _to_html(text: str, picture: Picture, faults: list[Fault], *, folded: bool) -> str:
    """Return what Markdown makes of a text, cleaned, with colours, and with sounds and videos that play."""
    has_tag = "<" in text
    addresses = Addresses(picture, faults) if has_tag or ("]" in text and _has_address(text)) else None
    extensions = _choose_extensions(text, addresses, faults)
    text = set_cells(text) if has_tag else text
    page = comrak.render_markdown(text, extension_options=extensions, render_options=_RENDER)
    if addresses:
        page = _clean(page, addresses, faults) if has_tag else page
        addresses.raise_trouble()
    if "<pre>" in page:
        page, found = colour_code(page)
        faults += found
    if addresses and addresses.names:
        page = play(page, faults, folded=folded)
    return page.rstrip("\n")


def _has_address(text: str) -> bool:
    """Whether a text may have a link or a picture."""
    return "](" in text or "]:" in text


def _clean(page: str, addresses: Addresses, faults: list[Fault]) -> str:
    page, found = clean(page, addresses.find_picture, addresses.check_link)
    faults += found
    return page


def _choose_extensions(text: str, addresses: Addresses | None, faults: list[Fault]) -> comrak.ExtensionOptions:
    """Return what comrak reads beyond CommonMark in a text whose addresses go through `addresses`."""
    extensions = _extensions() if addresses else _PLAIN
    if addresses:
        extensions.image_url_rewriter = addresses.find_picture
        extensions.link_url_rewriter = addresses.check_link
    if "\\" in text and max(text.count("\\("), text.count("\\[")) > MAX_OPENERS:
        extensions = _extensions()
        extensions.math_latex = False  # comrak looks for the end from each of them
        message = f"there are more than {MAX_OPENERS} formulas here; split the text"
        faults.append(Fault(MATH_RULE.at("error"), message, "\\(" if "\\(" in text else "\\["))
    return extensions
