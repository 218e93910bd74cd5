"""A picture without words for those who can't see it.

A screen reader reads them out, and they show where the picture does not load. They stand between the brackets, and say
what is to be seen without giving the answer away.

Fails:

```yaml
questions:
  - id: leaf
    type: short-answer
    question: |
      Which tree is this from?

      ![](leaf.png)
    answer: A maple.
```

Passes:

```yaml
questions:
  - id: leaf
    type: short-answer
    question: |
      Which tree is this from?

      ![A leaf with five tips and a jagged edge](leaf.png)
    answer: A maple.
```
"""

import re
from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.plain import hide_code
from mkdeck.checks.prose.texts import list_texts
from mkdeck.diagnostics import Finding, Rule
from mkdeck.notes.media import PICTURES
from mkdeck.text.vocabulary import WORDS

RULE = Rule("alt-text", "warning", style=True)

_MARKDOWN = re.compile(
    r"!\[(?P<alt>[^\[\]]*)\]\(\s{0,9}(?:<(?P<path>[^<>()]*)>|(?P<bare>[^\s<>()]*))(?:\s{1,9}[\"'][^()]*)?\s{0,9}\)"
)
_HTML = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"[^\"]*\w[^\"]*\"|'[^']*\w[^']*'|\w)", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?(?P<path>[^\"'<>\s]+)", re.IGNORECASE)
_NO_WORDS = re.compile(rf"(?:{WORDS.make_pattern('picture')}[\W_\d]*)?", re.IGNORECASE)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each picture in a text that nothing describes."""
    pictured = {deck.source.name for deck in case.course.decks if _may_show(deck.source.text)}
    for entry in case.asked_entries:
        if entry.deck.source.name not in pictured:
            continue
        for loc, text in filter(lambda item: _may_show(item[1]), list_texts(entry.question)):
            for picture in _find_bare(hide_code(text)):
                message = "this picture has no words for those who can't see it; say between the brackets what it shows"
                if picture.startswith("<"):
                    message = 'this picture has no words for those who can\'t see it; add alt="what it shows"'
                yield point_at(entry, RULE, message, *loc, near=picture)


def _may_show(text: str) -> bool:
    """Whether a text could show a picture; most files have none, told quickly."""
    return "![" in text or ("<" in text and "<img" in text.lower())


def _find_bare(text: str) -> Iterator[str]:
    """Yield each picture without words; sounds and videos need none."""
    for match in _MARKDOWN.finditer(text):
        name = (match["path"] or match["bare"] or "").rpartition("/")[2].lower()
        if _is_picture(name) and not _tells(match["alt"].strip().lower(), name):
            yield match.group()
    for match in _HTML.finditer(text):
        source = _SOURCE.search(match.group())
        if source and _is_picture(source["path"]) and not _ALT.search(match.group()):
            yield match.group()


def _tells(alt: str, name: str) -> bool:
    """Whether words tell what a file of this name shows."""
    # A file may be called what it shows; `leaf-2_final` says nothing to a listener.
    is_name = alt == name or (alt == name.rpartition(".")[0] and not alt.isalpha())
    return not is_name and not _NO_WORDS.fullmatch(alt)


def _is_picture(path: str) -> bool:
    return any(path.lower().endswith(suffix) for suffix in PICTURES)
