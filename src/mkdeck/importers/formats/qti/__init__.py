"""QTI 1.2 and 2 as single XML, `.zip` or `.imscc`: from Canvas, Blackboard, ILIAS, OpenOLAT, TAO and others.

Sources: IMS Question & Test Interoperability 1.2.1 and 2.2, IMS Common Cartridge 1.3 (1EdTech).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mkdeck.importers.draft import Document, Draft, Reading, Remark
from mkdeck.importers.drafting.gaps import guard
from mkdeck.importers.drafting.names import name_comment
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import NoDraftError, UnreadableError
from mkdeck.importers.formats.qti import pool, version1, version2
from mkdeck.importers.formats.qti.content import Texts
from mkdeck.importers.formats.qti.documents import (
    Item,
    Source,
    find_foreign_banks,
    find_items,
    is_qti,
    modern,
    open_documents,
    read_title,
)
from mkdeck.importers.formats.qti.metadata import read_metadata
from mkdeck.importers.formats.qti.naming import make_bank_tag, own_id, own_name
from mkdeck.importers.formats.qti.packages import Package
from mkdeck.importers.formats.qti.unread import name_outside, name_unread
from mkdeck.importers.sources.archives import Archive, is_archive
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs


def recognise(document: Document) -> float:
    """Look for the root elements of QTI, in an archive in any of its files."""
    if not is_archive(document.content):
        start = document.start
        if not start.lstrip().startswith("<"):
            return 0.0
        return 0.97 if is_qti(start.encode()) else 0.03
    try:
        return 0.97 if Package(Archive(document.content), is_qti).documents else 0.01
    except UnreadableError:
        return 0.01  # so that what is wrong with the archive is said


def read(document: Document) -> Reading:
    """Read every item of every document."""
    sources, unopened = open_documents(document)
    items = find_items(sources)
    builder = ReadingBuilder(skipped=unopened, remarks=find_foreign_banks(sources))
    for source in sources:
        for line, message in name_outside(source.root):
            builder.remark(line, message, member=source.member)
    if not items:
        _explain_nothing(sources, builder)
    titles = dict.fromkeys(title for source in sources if (title := read_title(source.root)))
    title = next(iter(titles)) if len(titles) == 1 else ""
    reader = _Reader(items, title)
    for item in items:
        with builder.question(item.element.line, item.source.member):
            texts = Texts(item.source.attachments())
            draft = reader.read(item, texts)
            builder.add(draft, [*texts.describe_missing(), *name_unread(item.element, draft)])
    builder.remarks[:0] = _list_guesses(sources)
    return builder.build(title, language=_read_language(items))


def _explain_nothing(sources: Sequence[Source], builder: ReadingBuilder) -> None:
    """Raise UnreadableError where anything says why there are no items."""
    if builder.skipped:
        fault = builder.skipped[0]
        raise UnreadableError(fault.reason, fault.line, fault.member)
    if sources and all(source.root.tag == "assessmentTest" for source in sources):
        raise UnreadableError(
            "this only lists the questions of a test; import the whole package, or the files of its items"
        )
    if builder.remarks:
        raise UnreadableError(builder.remarks[0].message, builder.remarks[0].line, builder.remarks[0].member)


def _list_guesses(sources: Iterable[Source]) -> list[Remark]:
    """Return what was guessed to read the documents of a package."""
    packages = (source.package for source in sources if source.package)
    return [guess for package in dict.fromkeys(packages) for found in package.guesses.values() for guess in found]


class _Reader:
    """Reads items as one of all that are there; `title` is that of all."""

    def __init__(self, items: Sequence[Item], title: str) -> None:
        self.title = title
        self.shuffled = any(_shuffles(item.element) for item in items)
        self.passages = {item.element.attributes.get("ident", ""): item for item in items}
        self.seen: dict[tuple[object, ...], Draft] = {}
        self.bodies: dict[str, Element | None] = {}

    def read(self, item: Item, texts: Texts) -> Draft:
        """Read an item. Raises NoDraftError where it can't be a card, or another asks the same."""
        draft = _read_item(item.element, texts)
        passage = self.find_passage(item, texts)
        draft = replace(draft, context=guard(passage))
        draft = _complete(draft, item, texts, self.title)
        # Most programs write of every item that it keeps its order; only beside others that do not it says something.
        draft = replace(draft, shuffle=not self.shuffled or _shuffles(item.element) is not False)
        said = (draft.kind, draft.context, draft.question, draft.choices, draft.answer, repr(draft.more))
        first = self.seen.setdefault(said, draft)
        if first is not draft:
            place = f"{first.member}:{first.line}" if first.member else f"line {first.line}"
            raise NoDraftError(f"the same question stands at {place}")
        return draft

    def find_passage(self, item: Item, texts: Texts) -> str:
        """Return the passage that an item asks about, where that stands in an item or a file of its own."""
        ident = read_metadata(item.element).get("parent_stimulus_item_ident", "")
        if ident and ident in self.passages and self.passages[ident] is not item:
            return texts.material(self.passages[ident].element.child("presentation"))
        found: list[str] = []
        source, package = item.source, item.source.package
        for each in item.element.all("assessmentStimulusRef"):
            address = each.attributes.get("href", "")
            name = package.resolve(address, source.name) if package else None
            body = self.read_stimulus(package, name) if package and name else None
            if body is None:
                texts.attachments.missing.append(address)
            found.append(texts.page(body))
        return paragraphs(*found)

    def read_stimulus(self, package: Package, name: str) -> Element | None:
        """Read the body of a file that holds a passage, once for all its items; None where it has none."""
        if name not in self.bodies:
            try:
                self.bodies[name] = modern(package.parse(name)).child("stimulusBody")
            except UnreadableError:
                self.bodies[name] = None
        return self.bodies[name]


def _read_item(element: Element, texts: Texts) -> Draft:
    """Read an item by the version that its name tells. Raises NoDraftError as these do."""
    if element.tag == "item":
        return version1.read_item(element, texts)
    if element.tag.startswith(pool.PREFIX):
        return pool.read_item(element, texts)
    return version2.read_item(element, texts)


def _read_language(items: Iterable[Item]) -> str:
    """Return the language that all items and their documents say they are in; empty where they say several, or none."""
    found = {item.element.attributes.get("lang") or item.source.root.attributes.get("lang", "") for item in items}
    return found.pop() if len(found) == 1 else ""


def _shuffles(item: Element) -> bool | None:
    """Whether an item shuffles its choices; None where it does not say."""
    found = [each.attributes.get("shuffle", "").casefold() for each in item.below("render_choice", "choiceInteraction")]
    return {"yes": True, "true": True, "no": False, "false": False}.get(found[0]) if len(found) == 1 else None


def _complete(draft: Draft, item: Item, texts: Texts, title: str) -> Draft:
    """Add where the question stands, what it is called, and the files that it shows."""
    attributes = item.element.attributes
    levels = [level for level in item.levels if " ".join(level.split()) != title]
    fields = read_metadata(item.element)
    names = ("cc_question_category", "qmd_topic", "qmd_keywords", "keywords")
    tags = [tag for name in names for tag in re.split(r"[,;]", fields.get(name, ""))] + item.source.keywords()
    return replace(
        draft,
        member=item.source.member,
        tags=tuple(tag for tag in (make_bank_tag(levels), *tags) if tag),
        id=own_id(attributes.get("ident", "") or attributes.get("identifier", "")),
        comments=(*name_comment(own_name(attributes.get("title", "")), draft.question), *draft.comments),
        media=texts.media,
    )
