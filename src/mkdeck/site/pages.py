"""The pages of a site as text, from the templates in `templates/`."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mkdeck.notetypes import NoteType, find_words, make_notetypes
from mkdeck.rendering.typeset import read_math_css
from mkdeck.site.courses import CoursePages, DeckPage
from mkdeck.site.editions import EditionPages
from mkdeck.text.direction import has_right_to_left, tell_direction

POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; style-src-attr 'unsafe-inline'; "
    "img-src 'self' file: data:; media-src 'self' file:; font-src data:; base-uri 'none'; form-action 'none'"
)
"""Only files of the site. Where a page is itself a file, browsers differ on whether 'self' is one; math has styles."""

_SCRIPTS = ("sides.js", "progress.js", "test.js", "start.js")
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:.|\n)*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_STYLE_SIGN = re.compile(r"\s*([{};])\s*")
"""Stands in no string of these styles."""
_SCRIPT = re.compile(r"<script>\n(.*?)\n</script>\n?", re.DOTALL)
_UNSEEN = re.compile(r"<template\b.*?</template>\n?", re.DOTALL)
"""What only Anki needs, to find gaps in formulas."""

Files = Mapping[str, str]
"""Texts by the names of their files."""


def write_shared_files(notetypes: Iterable[NoteType]) -> dict[str, str]:
    """Write what all pages of a course load: the styles and scripts of its cards, and those of the pages around."""
    kinds = tuple(notetypes)
    style = kinds[0].style  # as the course has it
    return {
        "cards.css": _shrink(read_math_css() + kinds[0].css.removesuffix(style)) + style,
        "cards.js": _shrink(_write_card_script(kinds)),
        "page.css": _STYLE_SIGN.sub(r"\1", _shrink(read_static("page.css") + read_static("print.css"))),
        "test.js": _shrink('"use strict";\n' + "".join(read_static(name) for name in _SCRIPTS)),
    }


def _shrink(text: str) -> str:
    """Leave out of a script or a style what is there for its readers: comments, and blanks at a line's start."""
    return _INDENT.sub("", _COMMENT.sub("", text))


def write_shelf_files(courses: Sequence[CoursePages]) -> dict[str, str]:
    """Write the page that names several courses, in their language if they share one, and its styles."""
    languages = {course.language for course in courses}
    language = languages.pop() if len(languages) == 1 else "en"
    shared = write_shared_files(make_notetypes("", "", language))
    styles = {name: text for name, text in shared.items() if name.endswith(".css")}
    return styles | {"index.html": render_page("shelf.html", language, "ltr", styles, courses=courses)}


def write_course_page(course: CoursePages, shared: Files, size: int | None, changes: int | None, *, shelf: bool) -> str:
    """Write the page of a course, whose package has so many bytes, if any; with a way back if it is one of a shelf.

    `changes` counts the questions that the latest edition changes; none where there is no page of editions.
    """
    edition = course.words["edition"].format(n=course.release.number, date=course.date) if course.release else ""
    more = {
        "course": course,
        "changes": changes,
        "edition": edition,
        "size": None if size is None else _show_size(size),
        "shelf": shelf,
    }
    return render_page("course.html", course.language, course.direction, shared, **more)


def write_editions_page(course: CoursePages, pages: EditionPages, shared: Files) -> str:
    """Write the page of a course's editions, which works without scripts."""
    return render_page("editions.html", course.language, course.direction, shared, course=course, pages=pages)


def write_deck_page(course: CoursePages, deck: DeckPage, shared: Files) -> str:
    """Write the page of a deck: self-test, plain questions and sheet in one."""
    return render_page("deck.html", course.language, course.direction, shared, course=course, deck=deck)


def render_page(template: str, language: str, direction: str, shared: Files, **more: object) -> str:
    """Render a template as a page in a language, with links to the files that pages share."""
    context = {
        "language": language,
        "direction": direction,
        "words": find_words(language),
        "policy": Markup(POLICY),  # noqa: S704 - a constant
        "link": _make_link(shared),
    }
    return _pages().get_template(template).render(**context, **more)


def write_texts(texts: Files, folder: Path) -> None:
    """Write files into a folder, by their names."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


def _make_link(shared: Files) -> Callable[[str], str]:
    def link(name: str) -> str:
        # A page that is new must not meet an older file that a browser has kept.
        return f"{name}?{hashlib.sha256(shared[name].encode()).hexdigest()[:8]}"

    return link


def _write_card_script(notetypes: Sequence[NoteType]) -> str:
    """Write the templates of the package without their script and what nobody sees, and that script as a function."""
    templates = {
        notetype.note_class: {
            side: _UNSEEN.sub("", _SCRIPT.sub("", getattr(notetype, side))) for side in ("front", "back")
        }
        for notetype in notetypes
    }
    script = _SCRIPT.findall(notetypes[0].front)[0]
    written = json.dumps(templates, ensure_ascii=False, indent=0)
    return f'"use strict";\nconst TEMPLATES = {written};\nfunction setUpCard() {{\n{script}\n}}\n'


def _show_size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} kB"


@cache
def _pages() -> Environment:
    environment = Environment(
        loader=PackageLoader("mkdeck.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["direction"] = lambda text: (has_right_to_left(text) and tell_direction(text)) or "auto"
    environment.filters["counts"] = lambda words, n, m: words.replace("{n}", str(n)).replace("{m}", str(m))
    environment.filters["count_of"] = lambda words, number: words.replace("{n}", str(number))
    return environment


@cache
def read_static(name: str) -> str:
    """Return the text of a file that pages load."""
    return (files("mkdeck.site") / "static" / name).read_text("utf-8")
