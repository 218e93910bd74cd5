"""Where the pictures and links of a text lead."""

from collections.abc import Callable

from mkdeck.diagnostics import Rule
from mkdeck.text.dollars import DOLLAR
from mkdeck.text.faults import Fault

LINK_RULE = Rule("link", "warning")
MEDIA_RULE = Rule("media", "error", "warning")

_SCHEMES = ("http:", "https:", "mailto:")

Picture = Callable[[str], str | Fault]
"""Return the media name of the file that a text refers to."""


class Addresses:
    """The pictures and links of one text; `names` are the media names that it got."""

    def __init__(self, picture: Picture, faults: list[Fault]) -> None:
        self.picture = picture
        self.faults = faults
        self.names: set[str] = set()
        self.failed = False
        self.trouble: BaseException | None = None

    def find_picture(self, reference: str) -> str:
        """Return the media name of a picture; empty where there is none, or its lookup raised (see `trouble`)."""
        reference = reference.replace(DOLLAR, "$")
        if reference in self.names or (self.failed and not reference):
            return reference
        try:
            found = self.picture(reference)
        except BaseException as trouble:  # noqa: BLE001 - it would get lost in comrak, as would Ctrl+C
            self.trouble = trouble
            return ""
        if isinstance(found, Fault):
            self.faults.append(found)
            self.failed = True
            return ""
        self.names.add(found)
        return found

    def raise_trouble(self) -> None:
        """Raise what a lookup raised."""
        if self.trouble:
            raise self.trouble

    def check_link(self, address: str) -> str:
        """Return the address of a link if it leads somewhere from a card; else empty or as it is, with a fault."""
        address = address.replace(DOLLAR, "$")
        if not address or address.lower().startswith(_SCHEMES):
            return address
        if ":" in address.split("/", maxsplit=1)[0]:
            message = "a link may start with http:, https: or mailto: only"
            self.faults.append(Fault(LINK_RULE, message, address))
            return ""
        message = f"a link on a card needs a whole address; '{address}' leads nowhere"
        self.faults.append(Fault(LINK_RULE, message, address))
        return address
