"""What items and banks of QTI 1 say of themselves."""

from mkdeck.importers.sources.xml_tree import Element


def read_metadata(element: Element) -> dict[str, str]:
    """Return the fields of an item's or bank's metadata by their lower-case names."""
    fields: dict[str, str] = {}
    for part in ("itemmetadata", "qtimetadata"):
        for block in element.all(part):
            for field in block.below("qtimetadatafield", "qti_metadatafield"):
                fields[field.text_at("fieldlabel").casefold()] = field.text_at("fieldentry")
            fields |= {each.tag.casefold(): each.text.strip() for each in block.children if not each.children}
            if part == "qtimetadata" and (label := block.text_at("fieldlabel")):
                fields[label.casefold()] = block.text_at("fieldentry")
    return fields
