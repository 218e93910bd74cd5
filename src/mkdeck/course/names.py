"""Names of courses and decks that Anki would not take as they are."""

from unicodedata import category

_ODD = frozenset({"Cc", "Zl", "Zp"})
"""Unicode's categories of controls and of ends of lines and paragraphs, which no list of decks shows."""
_NAMES = {"\t": "a tab", "\r": "a line break", "\u2028": "a line break", "\x85": "a line break"}


def find_fault(name: str) -> str:
    """Say what Anki would change in the name of a deck or a course; empty where it changes nothing."""
    parts = name.split("::")
    if not all(part.strip() for part in parts):
        return f"'{name}' has an empty part beside '::'"
    if any(part != part.strip() or part != part.strip(":") for part in parts):
        return f"'{name}' has a space or a colon beside '::' or at an end; write it without"
    if '"' in name or "\n" in name:
        return f"'{name}' has a quotation mark or a line break, which Anki removes"
    return _find_odd(name)


def _find_odd(name: str) -> str:
    """Say which character of a name shows in no list; empty if there is none."""
    odd = [character for character in name if category(character) in _ODD]
    if not odd:
        return ""
    shown = "".join(" " if category(character) in _ODD else character for character in name)
    what = _NAMES.get(odd[0], f"the character U+{ord(odd[0]):04X}")
    return f"'{shown}' has {what} in it; write it without"
