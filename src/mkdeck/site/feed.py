"""The Atom feed of a course's editions. Source: RFC 4287."""

import uuid
from html import escape
from xml.etree import ElementTree as ET

from mkdeck.ledger.clock import write_time
from mkdeck.site.courses import CoursePages
from mkdeck.site.editions import EditionPages
from mkdeck.site.offers import FEED_FILE

_NAMESPACE = "http://www.w3.org/2005/Atom"
_OURS = uuid.uuid5(uuid.NAMESPACE_DNS, "mkdeck")
"""What the ids of feeds and entries are made in; they stay for ever, whatever the address of the site."""


def write_feed(course: CoursePages, pages: EditionPages) -> str:
    """Write the feed of a course, whose entries lead to the page of its editions."""
    feed = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": course.language})
    newest = pages.steps[0]
    _add(feed, "id", uuid.uuid5(_OURS, course.id).urn)
    _add(feed, "title", course.name)
    _add(feed, "updated", write_time(newest.time))
    ET.SubElement(feed, "link", {"rel": "self", "href": FEED_FILE})
    ET.SubElement(feed, "link", {"href": "editions.html"})
    _add(ET.SubElement(feed, "author"), "name", course.credit or course.name)
    for step in pages.steps:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", uuid.uuid5(_OURS, f"{course.id} {step.anchor} {step.time}").urn)
        _add(entry, "title", step.title)
        _add(entry, "updated", write_time(step.time))
        ET.SubElement(entry, "link", {"href": f"editions.html#{step.anchor}"})
        content = [f"<p>{step.since}</p>"] if step.since else []
        content += [] if len(step.groups) == 1 else [f"<p>{step.summary}</p>"]
        for heading, items in step.groups:
            listed = "".join(f"<li>{escape(item.name)}</li>" for item in items)
            content.append(f"<h2>{heading}</h2><ul>{listed}</ul>")
        _add(entry, "content", "".join(content)).set("type", "html")
    ET.indent(feed)
    return ET.tostring(feed, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="utf-8"?>\n', "\n")
    )


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element
