"""QTI 1.2 and 2 as single XML, `.zip` or `.imscc`: from Canvas, Blackboard, ILIAS, OpenOLAT, TAO and others.

Sources: IMS Question & Test Interoperability 1.2.1 and 2.2, IMS Common Cartridge 1.3 (1EdTech).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mkdeck.importers.draft import Document, Draft, Reading, Remark, Skipped
from mkdeck.importers.drafting.gaps import guard
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
from mkdeck.importers.formats.qti.naming import make_bank_tag, own_id, own_name
from mkdeck.importers.formats.qti.packages import Package
from mkdeck.importers.formats.qti.unread import name_outside, name_unread
from mkdeck.importers.sources.archives import Archive, is_archive
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.moodle import name_comment


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
    sources, skipped = open_documents(document)
    items = find_items(sources)
    remarks = find_foreign_banks(sources)
    remarks += [Remark(line, said, each.member) for each in sources for line, said in name_outside(each.root)]
    if not items and skipped:
        fault = skipped[0]
        raise UnreadableError(fault.reason, fault.line, fault.member)
    if not items and sources and all(source.root.tag == "assessmentTest" for source in sources):
        raise UnreadableError(
            "this only lists the questions of a test; import the whole package, or the files of its items"
        )
    if not items and remarks:
        raise UnreadableError(remarks[0].message, remarks[0].line, remarks[0].member)
    titles = dict.fromkeys(title for source in sources if (title := read_title(source.root)))
    title = next(iter(titles)) if len(titles) == 1 else ""
    shuffled = any(_shuffles(item.element) for item in items)
    passages = {item.element.attributes.get("ident", ""): item for item in items}
    drafts: dict[tuple[object, ...], Draft] = {}
    for item in items:
        texts = Texts(item.source.attachments())
        line, member = item.element.line, item.source.member
        draft = _read_item(item.element, texts)
        if isinstance(draft, str):
            skipped.append(Skipped(line, draft, member))
            continue
        passage = _find_passage(item, passages, texts)
        draft = _complete(replace(draft, question=paragraphs(guard(passage), draft.question)), item, texts, title)
        # Most programs write of every item that it keeps its order; only beside others that do not it says something.
        draft = replace(draft, shuffle=not shuffled or _shuffles(item.element) is not False)
        said_before = drafts.setdefault((draft.kind, draft.question, draft.choices, draft.answer), draft)
        if said_before is not draft:
            place = f"{said_before.member}:{said_before.line}" if said_before.member else f"line {said_before.line}"
            skipped.append(Skipped(line, f"the same question stands at {place}", member))
            continue
        remarks += [*texts.remarks(line, member), *_name_unread(item, draft)]
    remarks = [*_tell_guesses(sources), *remarks]
    return Reading(tuple(drafts.values()), tuple(skipped), tuple(remarks), title, language=_read_language(items))


def _name_unread(item: Item, draft: Draft) -> list[Remark]:
    """Name the texts of an item that did not arrive."""
    return [Remark(item.element.line, said, item.source.member) for said in name_unread(item.element, draft)]


def _tell_guesses(sources: Iterable[Source]) -> list[Remark]:
    """Tell what was guessed to read the documents of a package."""
    packages = (source.package for source in sources if source.package)
    return [guess for package in dict.fromkeys(packages) for found in package.guesses.values() for guess in found]


def _read_item(element: Element, texts: Texts) -> Draft | str:
    try:
        if element.tag == "item":
            return version1.read_item(element, texts)
        if element.tag.startswith(pool.PREFIX):
            return pool.read_item(element, texts)
        return version2.read_item(element, texts)
    except NoDraftError as error:
        return str(error)


def _read_language(items: Iterable[Item]) -> str:
    """Return the language that all items and their documents say they are in; empty where they say several, or none."""
    found = {item.element.attributes.get("lang") or item.source.root.attributes.get("lang", "") for item in items}
    return found.pop() if len(found) == 1 else ""


def _shuffles(item: Element) -> bool | None:
    """Whether an item shuffles its choices; None where it does not say."""
    found = [each.attributes.get("shuffle", "").casefold() for each in item.below("render_choice", "choiceInteraction")]
    return {"yes": True, "true": True, "no": False, "false": False}.get(found[0]) if len(found) == 1 else None


def _find_passage(item: Item, others: Mapping[str, Item], texts: Texts) -> str:
    """Return the passage that an item asks about, where that stands in an item or a file of its own."""
    ident = version1.read_metadata(item.element).get("parent_stimulus_item_ident", "")
    if ident and ident in others and others[ident] is not item:
        return texts.material(others[ident].element.child("presentation"))
    found: list[str] = []
    source, package = item.source, item.source.package
    for each in item.element.all("assessmentStimulusRef"):
        address = each.attributes.get("href", "")
        try:
            name = package.resolve(address, source.name) if package else None
            body = modern(package.parse(name)).child("stimulusBody") if package and name else None
        except UnreadableError:
            body = None
        if body is None:
            texts.attachments.missing.append(address)
        found.append(texts.page(body))
    return paragraphs(*found)


def _complete(draft: Draft, item: Item, texts: Texts, title: str) -> Draft:
    """Add where the question stands, what it is called, and the files that it shows."""
    attributes = item.element.attributes
    levels = [level for level in item.levels if " ".join(level.split()) != title]
    fields = version1.read_metadata(item.element)
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
