"""Proves that tags which differ only in case, and are one to Anki, are spelt in one way in an imported deck."""

from mkdeck.importers.draft import Draft, Reading
from mkdeck.importers.writing.normalise import settle


def test_a_tag_is_spelt_as_it_was_first() -> None:
    drafts = (
        Draft(1, "true-false", "Cells divide.", answer=True, tags=("bio", "Cells", "cells")),
        Draft(2, "true-false", "Cells breathe.", answer=True, tags=("CELLS", "Bio", "bio::Cells")),
    )
    assert [draft.tags for draft in settle(Reading(drafts)).drafts] == [
        ("bio", "Cells"),
        ("Cells", "bio", "bio::Cells"),
    ]
