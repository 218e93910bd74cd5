"""The letters of choices, and which choices an answer such as `B`, `A and C` or `4` names."""

import re
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from unicodedata import normalize

from mkdeck.importers.drafting.numbers import read_counts
from mkdeck.importers.drafting.vocabulary import LABELS, pattern

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

MOST_CHOICES = len(ascii_uppercase)
_LOOK_ALIKE = tuple(zip("авсе", "abce", strict=True))
LETTER = (
    "[A-Za-z\uff21-\uff3a\uff41-\uff5aأ"
    + "".join(sorted({sign for alphabet in _ALPHABETS[1:-1] for sign in alphabet + alphabet.upper() if len(sign) == 1}))
    + "]"
)
"""A pattern for one letter of any of the alphabets."""


def fold(letter: str) -> str:
    """Write letters that differ only in case or shape the same, such as `A` and `a`, or `①` and `1`."""
    return normalize("NFKC", letter).casefold().replace("أ", "ا")


def letter_of(label: re.Match[str]) -> str:
    """Return the letter of a choice's label, plain or in a circle; empty where it has none."""
    return label["letter"] or label["circle"] or ""


def follows(letter: str, count: int) -> bool:
    """Whether a letter comes after `count` others in any alphabet."""
    small = fold(letter)
    return any(alphabet[count : count + 1] == small for alphabet in _ALPHABETS)


def place_of(letter: str) -> int:
    """Return how many letters come before a letter in its alphabet."""
    return next((n for n in range(MOST_CHOICES) if follows(letter, n)), 0)


_SIGNS = " .:)]\u2013\u2014-,;\uff0e\uff1a\u3001\uff0c\u3002"
"""What people put between a letter and what they say of it."""
_OWN = re.compile(rf"\W*(?P<letter>{LETTER})\s*[.:)\]\uff0e\uff1a\uff09\u3001\u2013-]+\s*(?P<text>\S.*)", re.DOTALL)
_NUMBERED = re.compile(r"\W*(?P<number>\d{1,2})\s*(?:[.):]\s+|[)]\s*)(?P<rest>(?=[^\W\d]|\d[\w.,]*$).+)", re.DOTALL)
_NUMBERS = re.compile(r"\W*\d+(?:\W+\d+|\s+[^\W\d]{1,3}\s+\d+)*(?P<rest>(?=\W)\D*)")
_OPTION = re.compile(
    rf"\W*(?:{pattern('article')}\s+)?(?:{pattern('right')}\s*)?{pattern('option', 'answer')}\s+(?:{pattern('is')}\s+)?"
    rf"(?=[(\[]?{LETTER}\b)",
    re.IGNORECASE,
)
"""What people put before a letter: `option B`, `the right answer is B`."""
_BECAUSE = re.compile(rf"\s+{pattern('because')}\b", re.IGNORECASE)
_WORD_LETTERS = (0, 4, 8, 14, 24)
"""A, E, I, O and Y are words of their own in many languages, so more words may follow that mean something else."""
_CONJUNCTION_LETTERS = "|".join(word for word in LABELS.list_entries("conjunction") if len(word) == 1)
_CONJUNCTION_WORDS = "|".join(word for word in LABELS.list_entries("conjunction") if len(word) > 1)
_AND_LETTER = re.compile(rf"(?<=\w)\s+(?:{_CONJUNCTION_LETTERS})\s+(?=\w\W*$)")
"""The word for "and" that is a letter itself, before the last of several."""
_AND = re.compile(rf"\s*\b(?:{_CONJUNCTION_WORDS})\b\s*|[&\u3001\uff0c]|{pattern('conjunction_inside')}", re.IGNORECASE)


def find_right(
    said: str, texts: Sequence[str], *, first: int | None = None, letters: Sequence[str] = ascii_uppercase
) -> set[int]:
    """Find the choices that an answer names, by letter, number (counted from `first`) or words.

    Returns nothing where the answer names any choice that is not there, or more than one thing at once.
    """
    return read_answer(said, texts, first=first, letters=letters)[0]


def read_answer(
    said: str, texts: Sequence[str], *, first: int | None = None, letters: Sequence[str] = ascii_uppercase
) -> tuple[set[int], str]:
    """Find the choices that an answer names, as `find_right` does, and the reason that it gives behind their letters.

    Words that only repeat the choice are no reason.
    """
    said = said.strip()
    same = _find_same(said, texts)
    if first is not None:
        return _find_numbers(said, texts, same, first)
    if same:
        return same, ""
    places = _place_letters(letters[: len(texts)])
    if match := _OWN.fullmatch(said):
        place = places.get(fold(match["letter"]), -1)
        if place >= 0 and _unmarked(match["text"]) == _unmarked(texts[place]):
            return {place}, ""
    named, reason = _find_letters(said, texts, places)
    if not named and (match := _OPTION.match(said)):
        return _find_letters(said[match.end() :], texts, places)
    return named, reason


def _find_same(said: str, texts: Sequence[str]) -> set[int]:
    """Find the choices whose whole text an answer says: of one, or of several with commas between them."""
    bare = [_bare(text) for text in texts]
    whole = _bare(said)
    parts = {_bare(part) for part in re.split(r"[,;]\s", said)}
    if whole not in bare and len(parts) > 1 and parts <= set(bare):
        return {i for i, text in enumerate(bare) if text in parts}
    return {i for i, text in enumerate(bare) if text == whole}


def _find_numbers(said: str, texts: Sequence[str], same: set[int], first: int) -> tuple[set[int], str]:
    """Read the numbers of choices and what comes after them; `same` are the choices whose whole text is said."""
    counted = {number - first for number in read_counts(said)}
    if same:
        return same if not counted or counted == same else set(), ""
    match = _NUMBERED.fullmatch(said)
    if match and 0 <= (place := int(match["number"]) - first) < len(texts):
        return {place}, _find_reason(match["rest"], {place}, texts)
    if not all(0 <= each < len(texts) for each in counted):
        return set(), ""
    match = _NUMBERS.fullmatch(said)
    return counted, _find_reason(match["rest"], counted, texts) if match else ""


def _place_letters(letters: Sequence[str]) -> dict[str, int]:
    """Return the place of each letter, also by the one of the other script that looks like it."""
    places: dict[str, int] = {}
    for i, letter in enumerate(letters):
        places.setdefault(fold(letter), i)
    for cyrillic, latin in _LOOK_ALIKE:
        for one, other in ((cyrillic, latin), (latin, cyrillic)):
            if one in places:
                places.setdefault(other, places[one])
    return places


def _find_letters(said: str, texts: Sequence[str], places: Mapping[str, int]) -> tuple[set[int], str]:
    """Read letters and what comes after them, which may be a reason but not the text of another choice."""
    # Every sign keeps its place here, to find the words behind the letters again.
    text = "".join(each if len(each) == 1 else sign for sign in said for each in [fold(sign)])
    text = _AND_LETTER.sub(_put_comma, _AND.sub(_put_comma, text))
    if run := re.fullmatch(r"\W*([A-Z]{2,8})\W*", said):
        names, rest = list(fold(run[1])), ""
    else:
        one = f"(?:{'|'.join(map(re.escape, places))}|[a-z])"
        match = re.match(rf"[^\w]*({one}[)\]]?(?:\s*[,;/+\s]\s*[(\[]?{one}[)\]]?(?!\w))*)(?!\w)", text)
        if not match:
            return set(), ""
        names, rest = re.findall(one, match[1]), said[match.end() :]
    named = {places.get(name, -1) for name in names}
    if -1 in named or (rest.strip(" .)]\u3002") and not _may_follow(rest, named, texts)):
        return set(), ""
    return named, _find_reason(rest, named, texts)


def _put_comma(match: re.Match[str]) -> str:
    return ",".ljust(len(match.group()))


def _may_follow(rest: str, named: set[int], texts: Sequence[str]) -> bool:
    """Whether the words after a letter can belong to its choice: after a sign anything but another choice can."""
    words = _bare(fold(rest.lstrip(f"{_SIGNS}(")))
    for i, text in enumerate(texts):
        same = _bare(fold(text))
        if same == words:
            return i in named
    if (
        _BECAUSE.match(rest)
        or re.match(r"\s*[.:)\](\u2013\u2014,;\uff0e\uff1a\u3001-]", rest)
        or named.isdisjoint(_WORD_LETTERS)
    ):
        return True
    return any(_bare(fold(texts[i])).startswith(words) or words.startswith(_bare(fold(texts[i]))) for i in named)


def _find_reason(rest: str, named: set[int], texts: Sequence[str]) -> str:
    """Return what is said behind the letters of choices, without their own texts."""
    reason = _open(rest)
    words = _unmarked(reason)
    for text in sorted((texts[i] for i in named), key=len, reverse=True):
        own = _unmarked(text)
        if not own or own.startswith(words):
            return ""
        # Only where the own text ends in a sign does what follows it stand on its own.
        if reason.casefold().startswith(text.casefold()) and re.match(r"\s*[.:(\u2013\u2014,;-]", reason[len(text) :]):
            return _open(reason[len(text) :])
    return reason if any(map(str.isalnum, reason)) else ""


def _open(text: str) -> str:
    """Take off the signs in front of a text, and the brackets around it."""
    text = text.lstrip(_SIGNS).rstrip()
    return text[1:-1].strip() if re.fullmatch(r"\([^()]*\)|\[[^\[\]]*\]", text) else text


def _bare(text: str) -> str:
    return " ".join(text.strip(" .*\u3002").casefold().split())


def _unmarked(text: str) -> str:
    """Return the words of a text without what Markdown or a careless hand puts around them."""
    return " ".join(re.sub(r"[*_`]", "", text).strip(f"{_SIGNS}(").casefold().split())
