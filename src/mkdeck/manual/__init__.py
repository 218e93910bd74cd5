"""The manual: a Markdown page for each topic, in files beside this one."""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the manual, by its file's name without `.md`."""

    topic: str
    title: str
    """Its heading, in Markdown."""
    text: str
    """The whole page in Markdown, which starts with the heading."""


def read_pages() -> dict[str, Page]:
    """Return all pages by their topics, in alphabetical order."""
    found = sorted(
        (each for each in files(__name__).iterdir() if each.name.endswith(".md")), key=lambda each: each.name
    )
    return {
        each.name.removesuffix(".md"): _read_page(each.name.removesuffix(".md"), each.read_text("utf-8"))
        for each in found
    }


def _read_page(topic: str, text: str) -> Page:
    title = text.partition("\n")[0].removeprefix("# ")
    return Page(topic, title, text)
