"""What there is to draw masks on: the picture of an occlusion, also of one that has no masks yet, and its shapes."""

import json
from dataclasses import dataclass
from functools import lru_cache

from mkdeck.course.loading import Deck
from mkdeck.course.yaml_source import Source, load
from mkdeck.notes.media import Media, MediaFinder
from mkdeck.notes.note import Note
from mkdeck.questions.occlusion import find_picture, list_shapes


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture by its media name, and the masks on it as JSON: `[kind, values]` of each."""

    picture: str
    masks: str


def read_drawing(note: Note | None, picture: Media | None) -> Drawing | None:
    """Return what can be drawn on for a question; without a note its picture alone. None where there is no picture."""
    if note is None:
        return Drawing(picture.name, "[]") if picture else None
    fields = note.name_fields()
    name = find_picture(fields)
    masks = [[shape.kind, shape.numbers] for shape in list_shapes(fields)]
    return Drawing(name, json.dumps(masks)) if name else None


def find_sketch(deck: Deck, index: int, finder: MediaFinder) -> Media | None:
    """Return the picture that an occlusion names which can't be read yet, such as one without masks."""
    image = _list_images(deck.source).get(index)
    found = finder.find(image, deck.source.path.parent) if image else None
    return found if isinstance(found, Media) else None


@lru_cache(maxsize=64)
def _list_images(source: Source) -> dict[int, str]:
    """Return what the occlusions of a deck file name as their pictures, by the places of the questions."""
    value, _ = load(source)
    questions = value.get("questions") if isinstance(value, dict) else None
    mappings = enumerate(questions) if isinstance(questions, list) else ()
    asked = {i: each for i, each in mappings if isinstance(each, dict) and each.get("type") == "occlusion"}
    return {i: image for i, each in asked.items() if isinstance(image := each.get("image"), str)}
