"""Which encoding bytes are in where they are not UTF-8: told by themselves or by a library, or not at all."""

import codecs
import math
import re
from dataclasses import dataclass
from itertools import pairwise

from mkdeck.importers.errors import UnreadableError

_SHOWN = {
    "cp1252": "windows-1252",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "cp932": "Shift-JIS",
    "euc_jis_2004": "EUC-JP",
    "cp949": "EUC-KR",
    "cp874": "windows-874",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "iso8859-2": "ISO-8859-2",
    "iso8859-5": "ISO-8859-5",
    "iso8859-6": "ISO-8859-6",
    "iso8859-7": "ISO-8859-7",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "cp850": "IBM850",
    "cp852": "IBM852",
    "cp866": "IBM866",
    "mac-roman": "MacRoman",
}
"""What people's files are in, and what they call it; where two give the same letters, the first is named."""
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SEVERAL_BYTES = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jis_2004", "cp949"})
_ALIKE = ({"cp1252", "mac-roman", "cp850"}, {"koi8-r", "koi8-u"})
"""Whose few letters that differ are told apart by their order alone, which is that of how common they are."""
_USUAL = "cp1252"
"""What an English text is in that has an umlaut or a sign for degrees here and there, too few to tell by."""
_LABELS = {
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What browsers take for an encoding that is named. Source: the Encoding Standard of the WHATWG."""
_DECLARED = re.compile(
    rb"""
    \s*
    (?: <\?xml\b [^>]{0,200}? \bencoding\s*=\s*["']?
      | <(?:[^<]{0,200}<){0,20}? meta\b [^>]{0,200}? \bcharset\s*=\s*["']?
    )
    (?P<name>[\w.:-]{1,40})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SHIFT_JAPANESE, _SHIFT_KOREAN = re.compile(rb"\x1b\$[@B]"), b"\x1b$)C"
_CONTROLS = re.compile(r"[\x80-\x9f]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u0e7f]")
"""From Greek to Thai."""
_GLUED = re.compile(r"(?<=[A-Za-z])[\u0370-\u0e7f]|[\u0370-\u0e7f](?=[A-Za-z])")
_LETTER = r"[^\W\d_]"
_CAPITALS = "".join(sign for sign in map(chr, range(0xC0, 0x250)) if sign.isupper())
_NO_WORD = re.compile(
    rf"(?<={_LETTER})[§¶†‡¤¦©¿¡‰¥¢£º¼½¾“”„\u201a](?={_LETTER})|(?<=[a-z])[{_CAPITALS}](?=[a-z])|[a-z][{_CAPITALS}]\b"
)
"""A sign, or a capital, in the middle of a word, where none has one."""
_MOST_NO_WORDS = 0.2
"""Of the letters beyond ASCII at most such a share may be a slip or a unit."""
_NO_MATCH_CONFIDENCE = 0.1
_SAMPLE_BYTES = 100_000
_MIN_LETTERS, _BYTES_A_LETTER = 4, 50
"""How many letters beyond ASCII tell what they are; fewer, one in so many bytes, are no text of another language."""
_MIN_LIKELY, _SHARE_OF_LIKELIEST, _MIN_LEAD = 0.045, 0.7, 0.15
"""Measured on banks of one to four questions in 16 languages and 24 encodings: below these, guesses were wrong."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    codec: str
    likely: float
    text: str


def find_declared(content: bytes) -> str:
    """Return the encoding that XML or HTML names in its first bytes; empty where there is none that fits."""
    match = _DECLARED.match(content[:2000])
    try:
        found = codecs.lookup(match["name"].decode()).name if match else ""
        name = _LABELS.get(found, found)
        content.decode(name or "ascii")
    except (LookupError, ValueError):
        return ""
    return name


def guess(content: bytes) -> str:
    """Return the encoding of a text by its letters. Raises UnreadableError where they leave it open."""
    sample = content[:_SAMPLE_BYTES]
    found = [each for each in _find_candidates(sample) if _is_likely_text(each)]
    if not found:
        raise UnreadableError(f"this is not in UTF-8, and its letters are in no known encoding; {_way_out()}")
    evidence = _weigh(found, sample)
    if evidence.is_usual:
        return _USUAL
    if evidence.is_open:
        names = " or ".join(map(show, (evidence.codec, *(each.codec for each in evidence.rivals[:1]))))
        raise UnreadableError(
            f"this is not in UTF-8, and its letters leave open what it is in, {names}; {_way_out(evidence.codec)}"
        )
    return evidence.codec


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the letters of a sample tell of its encoding.

    `codec` is the likeliest, by the name that people use; `rivals` give other letters, the likeliest first. `usual` is
    how likely the usual one is, `strange` counts the bytes beyond ASCII in a sample of `size` bytes.
    """

    codec: str
    likely: float
    rivals: list[_Candidate]
    usual: float
    strange: int
    size: int

    @property
    def is_usual(self) -> bool:
        """Whether the text is in the usual encoding: as likely as not, with too few letters to tell by."""
        if not self.usual or self.codec == _USUAL:
            return bool(self.usual)
        sparse = self.strange < _MIN_LETTERS and self.size >= _BYTES_A_LETTER * self.strange
        return sparse or (self.likely < _MIN_LIKELY and self.usual > _SHARE_OF_LIKELIEST * self.likely)

    @property
    def is_open(self) -> bool:
        """Whether the letters are too few, too unlikely, or as good in another encoding."""
        return self.strange < _MIN_LETTERS or self.likely < _MIN_LIKELY or self.lead < _MIN_LEAD

    @property
    def lead(self) -> float:
        """Return how far ahead of its rivals the likeliest is: the logarithm of the odds over all strange bytes."""
        return self.strange * math.log(self.likely / self.rivals[0].likely) if self.rivals else math.inf


def _weigh(found: list[_Candidate], sample: bytes) -> _Evidence:
    first = found[0]
    same = {each.codec for each in found if each.text == first.text}
    return _Evidence(
        codec=next(each for each in _SHOWN if each in same),
        likely=first.likely,
        rivals=[each for each in found if each.text != first.text and not _are_alike(each.codec, first.codec)],
        usual=next((each.likely for each in found if each.codec == _USUAL), 0.0),
        strange=sum(byte > 0x7F for byte in sample),
        size=len(sample),
    )


def guess_wide(start: bytes) -> str:
    """Return UTF-16 or UTF-32 without a mark by the letters; empty where it is no text."""
    import chardet  # noqa: PLC0415 - loaded for the few files that need it

    found = chardet.detect(start, include_encodings=_WIDE, no_match_encoding=_WIDE[0])
    return str(found["encoding"] or "").lower() if found["confidence"] > _NO_MATCH_CONFIDENCE else ""


def find_escaped(content: bytes) -> str:
    """Return the encoding of Japanese or Korean mail, ASCII that shifts to two bytes a letter; else nothing."""
    if _SHIFT_JAPANESE.search(content):
        return "iso2022-jp"
    return "iso2022-kr" if _SHIFT_KOREAN in content else ""


def show(codec: str) -> str:
    """Name an encoding as people do."""
    return _SHOWN.get(codec, codec.upper())


def _way_out(codec: str = "gb18030") -> str:
    return f"name its encoding, as in `--encoding {show(codec).lower()}`, or save it as UTF-8"


def _find_candidates(sample: bytes) -> list[_Candidate]:
    """Return the encodings in which the sample is text, the likeliest first; only one of those that give the same."""
    import chardet  # noqa: PLC0415 - loaded for the few files that need it

    found: list[_Candidate] = []
    for each in chardet.detect_all(
        sample, include_encodings=_SHOWN, compat_names=False, ignore_threshold=True, max_bytes=len(sample)
    ):
        codec, likely = each["encoding"], each["confidence"]
        if codec not in _SHOWN or not likely:
            continue
        try:
            # Without an end, as the sample may stop in the middle of a letter.
            text = codecs.getincrementaldecoder(codec)().decode(sample)
        except UnicodeDecodeError:
            continue
        found.append(_Candidate(codec, likely, text))
    return found


def _is_likely_text(candidate: _Candidate) -> bool:
    """Whether letters stand where people put them: no controls, and few words of two scripts."""
    text = candidate.text
    if _CONTROLS.search(text) or 2 * len(_GLUED.findall(text)) > len(_OTHER_SCRIPT.findall(text)):
        return False
    if len(_NO_WORD.findall(text)) > _MOST_NO_WORDS * sum(sign > "\x7f" for sign in text):
        return False
    return candidate.codec not in _SEVERAL_BYTES or _has_words(text)


def _has_words(text: str) -> bool:
    """Whether letters beyond ASCII mostly stand side by side, unlike a sign or an umlaut taken for two bytes."""
    beyond = [i for i, sign in enumerate(text) if sign > "\x7f"]
    neighbours = {place for one, other in pairwise(beyond) if other == one + 1 for place in (one, other)}
    return 2 * len(neighbours) > len(beyond)


def _are_alike(one: str, other: str) -> bool:
    return any(one in family and other in family for family in _ALIKE)
