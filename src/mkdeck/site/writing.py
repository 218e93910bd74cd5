"""Write all files of a site into an empty folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdeck.compiler import Compiled
from mkdeck.notes.media import read_content
from mkdeck.site.courses import CoursePages, describe_course, list_media
from mkdeck.site.editions import describe_editions
from mkdeck.site.feed import write_feed
from mkdeck.site.offers import FEED_FILE, Offer, write_offer
from mkdeck.site.pages import (
    read_static,
    write_course_page,
    write_deck_page,
    write_editions_page,
    write_shared_files,
    write_shelf_files,
    write_texts,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a site holds; of its questions, `turned` are asked the other way round, too."""

    courses: int
    decks: int
    questions: int
    turned: int


def write_site(courses: Sequence[tuple[Compiled, Offer | None]], folder: Path, *, shelf: bool) -> Summary:
    """Write the pages of courses without errors: on a shelf into a folder for each, and an index, else into the folder.

    Several courses always make a shelf. Beside each course stands the package that it offers.
    """
    described = [(each, offer, describe_course(each, offer.release if offer else None)) for each, offer in courses]
    pages = [course for _, _, course in described]
    shelf = shelf or len(pages) > 1
    for compiled, offer, course in described:
        _write_course(compiled, offer, course, folder / course.id if shelf else folder, shelf=shelf)
    if shelf:
        write_texts(write_shelf_files(pages), folder)
    # Otherwise GitHub Pages leaves out what starts with an underscore.
    (folder / ".nojekyll").touch()
    return _summarise(pages)


def _summarise(pages: Sequence[CoursePages]) -> Summary:
    turned = sum(course.turned for course in pages)
    asked = sum(course.questions for course in pages) - turned
    return Summary(len(pages), sum(len(course.decks) for course in pages), asked, turned)


def _write_course(compiled: Compiled, offer: Offer | None, course: CoursePages, folder: Path, *, shelf: bool) -> None:
    folder.mkdir(exist_ok=True)
    if offer:
        write_offer(offer, course.id, course.package, folder)
    size = offer.size if offer and offer.linked else None
    shared = write_shared_files(compiled.package.notetypes)
    texts = {deck.file: write_deck_page(course, deck, shared) for deck in course.decks}
    changes = None
    if offer and offer.release and compiled.ledger:
        editions = describe_editions(compiled.ledger.releases, offer.editions, offer.parents, course.name, course.words)
        shared |= {"editions.css": read_static("editions.css")}
        texts["editions.html"] = write_editions_page(course, editions, shared)
        texts[FEED_FILE] = write_feed(course, editions)
        changes = editions.steps[0].count
    texts["index.html"] = write_course_page(course, shared, size, changes, shelf=shelf)
    write_texts(shared | texts, folder)
    for media in list_media(compiled):
        (folder / "media").mkdir(exist_ok=True)
        (folder / "media" / media.name).write_bytes(read_content(media))
