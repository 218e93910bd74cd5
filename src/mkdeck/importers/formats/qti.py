"""QTI 1.2 and 2 as single XML, `.zip` or `.imscc`: from Canvas, Blackboard, ILIAS, OpenOLAT, TAO and others.

Sources: IMS Question & Test Interoperability 1.2.1 and 2.2, IMS Common Cartridge 1.3 (1EdTech).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdeck.importers.archives import Archive, is_archive, show_name
from mkdeck.importers.attachments import Attachments
from mkdeck.importers.blocks import paragraphs
from mkdeck.importers.draft import Document, Draft, Reading, Remark, Skipped
from mkdeck.importers.faults import Unreadable
from mkdeck.importers.gaps import guard
from mkdeck.importers.moodle_text import name_comment
from mkdeck.importers.packages import Package
from mkdeck.importers.qti import pool, version1, version2
from mkdeck.importers.qti.content import Texts
from mkdeck.importers.qti.naming import make_bank_tag, own_id, own_name, own_title
from mkdeck.importers.xml_tree import Element, parse

_ROOTS = re.compile(
    rb"<(?:\w+:)?(?:questestinterop|assessmentItem|assessmentTest|qti-assessment-item|qti-assessment-test)[\s>/]"
    rb"|<POOL>"
)
_ITEMS = frozenset({"item", "assessmentItem"})
_BANKS = frozenset({"assessment", "objectbank", "section"})


def recognise(document: Document) -> float:
    """Look for the root elements of QTI, in an archive in any of its files."""
    if not is_archive(document.content):
        return 0.97 if _ROOTS.search(document.start.encode()) else 0.0
    try:
        return 0.97 if Package(Archive(document.content), _is_qti).documents else 0.01
    except Unreadable:
        return 0.01  # so that what is wrong with the archive is said


def read(document: Document) -> Reading:
    """Read every item of every document."""
    sources, skipped = _open(document)
    plan = {name: levels for source in sources for name, levels in _read_plan(source)}
    order = {name: i for i, name in enumerate(plan)}
    sources.sort(key=lambda source: order.get(source.name, len(order)))
    items = [item for source in sources for item in _find_items(source, plan.get(source.name, ()))]
    remarks = _find_foreign_banks(sources)
    if not items and skipped:
        fault = skipped[0]
        raise Unreadable(fault.reason, fault.line, fault.member)
    if not items and sources and all(source.root.tag == "assessmentTest" for source in sources):
        raise Unreadable("this only lists the questions of a test; import the whole package, or the files of its items")
    if not items and remarks:
        raise Unreadable(remarks[0].message, remarks[0].line, remarks[0].member)
    titles = dict.fromkeys(title for source in sources if (title := _title(source.root)))
    title = next(iter(titles)) if len(titles) == 1 else ""
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
        said_before = drafts.setdefault((draft.kind, draft.question, draft.choices, draft.answer), draft)
        if said_before is not draft:
            place = f"{said_before.member}:{said_before.line}" if said_before.member else f"line {said_before.line}"
            skipped.append(Skipped(line, f"the same question stands at {place}", member))
            continue
        remarks += texts.remarks(line, member)
    return Reading(tuple(drafts.values()), tuple(skipped), tuple(remarks), title)


@dataclass(frozen=True, slots=True)
class _Source:
    """A document: the file itself, or a member of an archive."""

    root: Element
    name: str = ""
    package: Package | None = None

    @property
    def member(self) -> str:
        return show_name(self.name)

    def attachments(self) -> Attachments:
        return self.package.attachments(self.name) if self.package else Attachments()

    def keywords(self) -> list[str]:
        """Give the keywords that the manifest has for an item's own file."""
        resource = self.package.resources.get(self.name) if self.package and self.root.tag in _ITEMS else None
        words = resource.below("keyword") if resource else ()
        return [text.text.strip() for word in words for text in word.below("string", "langstring")]


@dataclass(frozen=True, slots=True)
class _Item:
    """An item where it stands, below the names of its bank and sections."""

    element: Element
    source: _Source
    levels: tuple[str, ...]


def _read_item(element: Element, texts: Texts) -> Draft | str:
    if element.tag == "item":
        return version1.read_item(element, texts)
    return pool.read_item(element, texts) if element.tag.startswith(pool.PREFIX) else version2.read_item(element, texts)


def _is_qti(start: bytes) -> bool:
    return bool(_ROOTS.search(start.replace(b"\0", b"")))


def _open(document: Document) -> tuple[list[_Source], list[Skipped]]:
    """Give the documents, and those that can't be read as if each held one question."""
    if not is_archive(document.content):
        return [_Source(_modern(parse(document.content)))], []
    package = Package(Archive(document.content), _is_qti)
    if not package.documents:
        inner = next((name for name in package.archive if name.lower().endswith((".zip", ".imscc"))), "")
        hint = f", but '{inner}', another archive; unpack this one, and import that" if inner else ""
        raise Unreadable(f"this archive holds no questions in QTI{hint}")
    sources: list[_Source] = []
    skipped: list[Skipped] = []
    for name in _without_stubs(package.documents):
        try:
            sources.append(_Source(_modern(package.parse(name)), name, package))
        except Unreadable as fault:
            skipped.append(Skipped(fault.line or 1, str(fault), fault.member))
    return sources, skipped


def _modern(root: Element) -> Element:
    if root.tag.startswith("qti-"):
        version2.rename_version3(root)
    return root


def _without_stubs(names: Sequence[str]) -> Iterator[str]:
    """Leave out what Canvas writes for other platforms, where it has written the same quiz for itself as well."""
    for name in names:
        folder, _, file = name.rpartition("/")
        own = f"non_cc_assessments/{folder.rpartition('/')[2]}.xml.qti"
        if file != "assessment_qti.xml" or not any(each.endswith(own) for each in names):
            yield name


def _read_plan(source: _Source) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the files that a test of QTI 2 asks for, in its order, each below the titles of its sections."""

    def walk(element: Element, levels: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for child in element.children:
            if child.tag == "assessmentItemRef" and source.package:
                name = source.package.resolve(child.attributes.get("href", ""), source.name)
                if name:
                    yield name, levels
            elif child.tag == "assessmentSection":
                yield from walk(child, (*levels, child.attributes.get("title", "")))
            else:
                yield from walk(child, levels)

    return walk(source.root, ()) if source.root.tag == "assessmentTest" else iter(())


def _find_items(source: _Source, levels: tuple[str, ...]) -> Iterator[_Item]:
    if source.root.tag in _ITEMS:
        yield _Item(source.root, source, levels)
    else:
        yield from _items_below(source.root, source, levels)


def _items_below(element: Element, source: _Source, levels: tuple[str, ...]) -> Iterator[_Item]:
    for child in element.children:
        if child.tag in _ITEMS or child.tag.startswith(pool.PREFIX):
            yield _Item(child, source, levels)
        elif child.tag in _BANKS:
            yield from _items_below(child, source, (*levels, _name(child)))


def _find_foreign_banks(sources: Sequence[_Source]) -> list[Remark]:
    """Say where a quiz of Canvas draws questions at random from a bank that is not there."""
    held = {each.attributes.get("ident", "") for source in sources for each in source.root.below("objectbank")}
    said = "this draws questions from a bank that is not part of the file; export the bank as well"
    return [
        Remark(each.line, said, source.member)
        for source in sources
        for each in source.root.below("sourcebank_ref")
        if each.text.strip() not in held
    ]


def _name(bank: Element) -> str:
    return version1.read_metadata(bank).get("bank_title", "") or bank.attributes.get("title", "")


def _title(root: Element) -> str:
    """Give the title of a document's test or pool."""
    if root.tag == "POOL":
        return own_title(next((each.attributes.get("value", "") for each in root.all("TITLE")), ""))
    test = root if root.tag == "assessmentTest" else root.child("assessment")
    return own_title(test.attributes.get("title", "")) if test else ""


def _find_passage(item: _Item, others: Mapping[str, _Item], texts: Texts) -> str:
    """Give the passage that an item asks about, where that stands in an item or a file of its own."""
    ident = version1.read_metadata(item.element).get("parent_stimulus_item_ident", "")
    if ident and ident in others and others[ident] is not item:
        return texts.material(others[ident].element.child("presentation"))
    found: list[str] = []
    source, package = item.source, item.source.package
    for each in item.element.all("assessmentStimulusRef"):
        address = each.attributes.get("href", "")
        try:
            name = package.resolve(address, source.name) if package else None
            body = _modern(package.parse(name)).child("stimulusBody") if package and name else None
        except Unreadable:
            body = None
        if body is None:
            texts.attachments.missing.append(address)
        found.append(texts.page(body))
    return paragraphs(*found)


def _complete(draft: Draft, item: _Item, texts: Texts, title: str) -> Draft:
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
        comments=name_comment(own_name(attributes.get("title", "")), draft.question),
        media=texts.media,
    )
