"""Proves that blocks which mkdeck rendered come back as the Markdown that people write, not as HTML."""

import pytest

from mkdeck.importers.decompiler.markdown import Restored, Restorer
from mkdeck.text.markdown import render


@pytest.mark.parametrize(
    "text",
    [
        "# one line",
        "### one line",
        "two\nlines\n===",
        "two *marked*\nlines\n---",
        "- tight\n- list",
        "3. loose\n\n4. list\n\n   of two blocks",
        "> quoted\n>\n> twice",
    ],
)
def test_a_block_comes_back_as_it_was_written(text: str) -> None:
    page = render(text, lambda reference: reference).html
    restored = Restorer({}).restore(page, lambda again: render(again, lambda reference: reference))
    assert restored == Restored(text, exact=True)
