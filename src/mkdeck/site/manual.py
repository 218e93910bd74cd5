"""The manual as pages of a site: what `mkdeck help` shows in a terminal, with links."""

import re
from collections.abc import Callable, Collection
from pathlib import Path

import comrak

from mkdeck.manual import Page, read_pages
from mkdeck.notetypes import make_notetypes
from mkdeck.site.pages import render_page, write_shared_files, write_texts
from mkdeck.text.code import colour_code

_TOPIC = re.compile(r"<code>mkdeck help ([a-z-]+)</code>")
_LINK = re.compile(r'(?<=<a href=")([a-z-]+)\.md(?=[#"])')
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEADING = re.compile(r"<th[^>]*>(.*?)</th>")
_TAG = re.compile(r"<[^>]*>")


def write_manual(folder: Path) -> int:
    """Write a page for each topic of the manual, an index and their styles into a folder; return how many topics."""
    pages = read_pages()
    shared = {
        name: text for name, text in write_shared_files(make_notetypes("", "", "en")).items() if name[-4:] == ".css"
    }
    titles = {topic: _render_title(page) for topic, page in pages.items()}
    texts = {f"{topic}.html": _write_page(page, titles, shared) for topic, page in pages.items()}
    texts["index.html"] = render_page("manual-index.html", "en", "ltr", shared, titles=titles)
    write_texts(shared | texts, folder)
    return len(pages)


def _write_page(page: Page, titles: dict[str, str], shared: dict[str, str]) -> str:
    text = page.text.partition("\n")[2]
    html, _ = colour_code(_render(text))
    html = _LINK.sub(r"\1.html", _TOPIC.sub(_link_topics(titles), html))
    html = _TABLE.sub(_let_scroll, html)
    return render_page("manual.html", "en", "ltr", shared, title=titles[page.topic], text=html)


def _let_scroll(table: re.Match[str]) -> str:
    """Put a table into a box that scrolls, also by keyboard, and that is named by the table's headings."""
    name = ", ".join(_TAG.sub("", heading) for heading in _HEADING.findall(table[0]))
    return f'<div class="wide" tabindex="0" role="region" aria-label="{name}">{table[0]}</div>'


def _link_topics(topics: Collection[str]) -> Callable[[re.Match[str]], str]:
    def link(match: re.Match[str]) -> str:
        return f'<a href="{match[1]}.html">{match[0]}</a>' if match[1] in topics else match[0]

    return link


def _render_title(page: Page) -> str:
    return _render(page.title).removeprefix("<p>").removesuffix("</p>\n")


def _render(text: str) -> str:
    extensions = comrak.ExtensionOptions()
    extensions.table = True
    extensions.header_id_prefix = ""
    return comrak.render_markdown(text, extension_options=extensions)
