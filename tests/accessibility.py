"""What axe-core finds wrong with a page, for those who can't see it, or not well."""

import json
from collections.abc import Mapping
from typing import Any

from browser import Browser

CARD = {"rules": {rule: {"enabled": False} for rule in ("page-has-heading-one", "heading-order", "region")}}
"""The page around a card, with its headings and regions, is the app's."""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What alone another light may change, where the same page was looked at by day."""


class Axe:
    """The script of axe-core."""

    def __init__(self, script: str) -> None:
        self._script = script

    def look(self, page: Browser, options: Mapping[str, Any] | None = None, within: str = "document") -> list[str]:
        """Return what is wrong with a page, each with the elements that it is wrong with."""
        if not page.run("Boolean(window.axe)"):
            page.run(f"{self._script};0")
        # No more than that is told of: what is right is not described, element by element.
        asked = {"preload": False, "resultTypes": ["violations"], **(options or {})}
        found: list[str] = page.run(
            # No colour is on its way.
            "for (const each of document.getAnimations()) each.finish();"
            f"axe.run({within}, {json.dumps(asked)}).then(({{ violations }}) => violations.map(({{ id, nodes }}) => "
            "`${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`))"
        )
        return found
