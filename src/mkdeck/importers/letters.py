"""Which choices an answer such as `B`, `A and C` or `4` names."""

import re
from collections.abc import Sequence
from string import ascii_uppercase


def find_right(said: str, texts: Sequence[str], *, first: int | None = None) -> set[int]:
    """Find the choices that an answer names, by letter, number (counted from `first`) or words.

    Gives nothing if the answer names any choice that is not there.
    """
    plain = said.strip(" .").casefold()
    same = {i for i, text in enumerate(texts) if text.strip(" .").casefold() == plain}
    if same:
        return same
    if first is not None:
        named = [int(number) - first for number in re.findall(r"\d+", said)]
    else:
        bare = re.sub(r"\b(?:and|und|or|et|y|e|en|i|&)\b", ",", said, flags=re.IGNORECASE) if len(plain) > 1 else said
        match = re.fullmatch(
            r"[^\w]*([A-Za-z](?:\s*[,;/&+\s]\s*[A-Za-z])*|[A-Z]{2,8})\b[).\]]*(?:[\s:.)-].*)?", bare.strip()
        )
        if not match:
            return set()
        named = [ascii_uppercase.index(letter) for letter in match[1].upper() if letter.isalpha()]
    return set(named) if named and all(0 <= each < len(texts) for each in named) else set()
