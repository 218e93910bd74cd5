"""Proves that what the lookup of a picture raises is raised, wherever in a text the picture stands."""

import pytest

from mkdeck.text.markdown import render


@pytest.mark.parametrize(
    "text", ["![a cell](cell.png)", 'See <img src="cell.png" alt="a cell">', "![a cell][1]\n\n[1]: cell.png"]
)
@pytest.mark.parametrize("trouble", [KeyboardInterrupt, MemoryError])
def test_trouble_with_a_picture_is_not_lost(text: str, trouble: type[BaseException]) -> None:
    def look_up(reference: str) -> str:
        raise trouble(reference)

    with pytest.raises(trouble):
        render(text, look_up)
