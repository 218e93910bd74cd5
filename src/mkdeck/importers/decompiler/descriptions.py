"""The descriptions of decks, and what mkdeck put below them: the reverse of `mkdeck.notes.descriptions`."""

import html
import re
from collections.abc import Mapping, Sequence

from mkdeck.importers.decompiler.markdown import Restorer
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.decoding import tidy
from mkdeck.importers.to_markdown.html import to_markdown
from mkdeck.notes.descriptions import NO_DESCRIPTION
from mkdeck.notetypes import find_words, languages
from mkdeck.text.markdown import render

_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")
_FOOTER = re.compile(r"(?s)(?P<body>.*</[a-z0-9]+>)<p>(?P<footer>[^<]+)</p>")
_LICENSE = re.compile(r"\b(?:CC|GPL|AGPL|LGPL|MIT|BSD|Apache|GFDL|licen[sc]e|lizenz|public domain)\b|©", re.IGNORECASE)


def split_descriptions(pages: Mapping[str, str], language: str) -> tuple[dict[str, str], str]:
    """Split each description from what mkdeck put below it: retired questions, authors and license."""
    farewell = _make_farewell(language)
    bodies: dict[str, str] = {}
    footers: set[str] = set()
    for deck, page in pages.items():
        bodies[deck], footer = _split_description("" if page == NO_DESCRIPTION else page, farewell)
        footers.add(footer)
    credit = next(iter(footers - {""}), "") or _find_common(list(bodies.values()))
    texts = {deck: "" if page == f"<p>{credit}</p>" else page for deck, page in bodies.items()}
    return {deck: _describe(page) for deck, page in texts.items() if page.strip()}, html.unescape(credit)


def _find_common(pages: Sequence[str]) -> str:
    """Return the one paragraph of words that several descriptions, all alike, consist of."""
    match = _PARAGRAPH.fullmatch(pages[0]) if len(pages) > 1 and len(set(pages)) == 1 else None
    return match[1] if match else ""


def _make_farewell(language: str) -> re.Pattern[str]:
    """Return what finds the list of retired questions, whose heading is most likely in this language."""
    known = [find_words(language), *languages().values()]
    headings = "|".join(dict.fromkeys(re.escape(words["no_longer_asked"]) for words in known))
    return re.compile(rf"<p>(?:{headings}):</p><ul>(?:<li>\d{{4}}-\d\d-\d\d: .*?</li>)+</ul>", re.DOTALL)


def _split_description(page: str, farewell: re.Pattern[str]) -> tuple[str, str]:
    """Split a description into what its deck says and the paragraph of authors and license, which may be empty.

    Markdown parts two paragraphs by a line end; before that paragraph there is none.
    """
    body, *more = farewell.sub("\0", page).split("\0", 1)
    if more:
        return body, more[0].removeprefix("<p>").removesuffix("</p>")
    match = _FOOTER.fullmatch(page)
    return (match["body"], match["footer"]) if match else (page, "")


def _describe(page: str) -> str:
    restored = Restorer({}).restore(page, lambda text: render(text, lambda reference: reference))
    return restored.text if restored else to_markdown(page, Attachments())


def split_credit(credit: str) -> tuple[list[str], str | None]:
    """Split a line of authors and license."""
    authors, dot, license_name = credit.partition(" · ")
    if not dot and _LICENSE.search(authors):
        authors, license_name = "", authors
    return [each for author in authors.split(", ") if (each := tidy(author).strip())], license_name or None
