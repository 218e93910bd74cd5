"""The letters of choices, and which choices an answer such as `B`, `A and C` or `4` names."""

import re
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from unicodedata import normalize

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзик",
    "авсде",  # the Cyrillic letters that look like A, B, C, D, E
    "αβγδεζηθ",
    "ابجدهوزح",
    "ابتثجحخد",
    "אבגדהוזח",
    "가나다라마바사아",
    "ㄱㄴㄷㄹㅁㅂㅅㅇ",
    "アイウエオカキク",
    "あいうえおかきく",
    "イロハニホヘト",
    "甲乙丙丁戊己庚辛",
    "कखगघङचछज",
    "กขคงจฉ",
    "123456789",  # in circles
)
"""How choices are lettered in other scripts, folded as by `fold`."""

MOST = len(ascii_uppercase)
_LOOK_ALIKE = tuple(zip("авсе", "abce", strict=True))
LETTER = (
    "[A-Za-z\uff21-\uff3a\uff41-\uff5aأ"
    + "".join(sorted({sign for alphabet in _ALPHABETS[1:-1] for sign in alphabet + alphabet.upper() if len(sign) == 1}))
    + "]"
)
"""A pattern for one letter of any of the alphabets."""


def fold(letter: str) -> str:
    """Make letters that differ only in case or shape the same, such as `A` and `a`, or `①` and `1`."""
    return normalize("NFKC", letter).casefold().replace("أ", "ا")


def follows(letter: str, count: int) -> bool:
    """Tell whether a letter comes after `count` others in any alphabet."""
    small = fold(letter)
    return any(alphabet[count : count + 1] == small for alphabet in _ALPHABETS)


def place_of(letter: str) -> int:
    """Give how many letters come before a letter in its alphabet."""
    return next((n for n in range(MOST) if follows(letter, n)), 0)


_WORDS = (0, 4, 8, 14, 24)
"""A, E, I, O and Y are words of their own in many languages, so more words may follow that mean something else."""
_AND_LETTER = re.compile(r"(?<=\w)\s+(?:e|y|i|o|u|и|і)\s+(?=\w\W*$)")
"""The word for "and" that is a letter itself, before the last of several."""
_AND = re.compile(r"\s*\b(?:and|und|or|et|ou|oder|og|och|en|ve|dan|oraz)\b\s*|[&、，和及]", re.IGNORECASE)


def find_right(
    said: str, texts: Sequence[str], *, first: int | None = None, letters: Sequence[str] = ascii_uppercase
) -> set[int]:
    """Find the choices that an answer names, by letter, number (counted from `first`) or words.

    Gives nothing if the answer names any choice that is not there, or more than one thing at once.
    """
    plain = _bare(said)
    same = {i for i, text in enumerate(texts) if _bare(text) == plain}
    words = {_bare(part) for part in re.split(r"[,;]\s", said)}
    if not same and len(words) > 1 and words <= {_bare(text) for text in texts}:
        same = {i for i, text in enumerate(texts) if _bare(text) in words}
    if first is not None:
        counted = {int(number) - first for number in re.findall(r"\d+", said)}
        if same and counted and same != counted:
            return set()
        named = same or counted
        return named if all(0 <= each < len(texts) for each in named) else set()
    if same:
        return same
    places: dict[str, int] = {}
    for i, letter in enumerate(letters[: len(texts)]):
        places.setdefault(fold(letter), i)
    for cyrillic, latin in _LOOK_ALIKE:
        for one, other in ((cyrillic, latin), (latin, cyrillic)):
            if one in places:
                places.setdefault(other, places[one])
    return _find_letters(said.strip(), texts, places)


def _find_letters(said: str, texts: Sequence[str], places: Mapping[str, int]) -> set[int]:
    """Read letters and what comes after them, which may only repeat the one choice that they name."""
    text = _AND_LETTER.sub(",", _AND.sub(",", fold(said)))
    if run := re.fullmatch(r"\W*([A-Z]{2,8})\W*", said):
        names, rest = list(fold(run[1])), ""
    else:
        one = f"(?:{'|'.join(map(re.escape, places))}|[a-z])"
        match = re.match(rf"[^\w]*({one}[)\]]?(?:\s*[,;/+\s]\s*[(\[]?{one}[)\]]?(?!\w))*)(?!\w)(.*)", text, re.DOTALL)
        if not match:
            return set()
        names, rest = re.findall(one, match[1]), match[2]
    named = {places.get(name, -1) for name in names}
    if -1 in named or (rest.strip(" .)]\u3002") and not _repeats(rest, named, texts)):
        return set()
    return named


def _repeats(rest: str, named: set[int], texts: Sequence[str]) -> bool:
    """Tell whether the words after a letter can belong to its choice: after a sign anything but another choice can."""
    words = _bare(rest.lstrip(" .:)]\u2013-(,;\uff0e\uff1a\u3001"))
    for i, text in enumerate(texts):
        same = _bare(fold(text))
        if same == words:
            return i in named
    if re.match(r"\s*[.:)\](\u2013\u2014,;\uff0e\uff1a\u3001-]", rest) or named.isdisjoint(_WORDS):
        return True
    return any(_bare(fold(texts[i])).startswith(words) or words.startswith(_bare(fold(texts[i]))) for i in named)


def _bare(text: str) -> str:
    return " ".join(text.strip(" .*\u3002").casefold().split())
