"""Rules for stars, underscores and tildes that Markdown takes for marks where they look like signs."""

import re
from collections.abc import Iterator
from itertools import chain

import comrak

from mkdeck.diagnostics import Rule
from mkdeck.text.cloze import TOKEN
from mkdeck.text.faults import Fault
from mkdeck.text.places import Element, find_elements
from mkdeck.text.spans import blank_code_and_math
from mkdeck.text.vocabulary import WORDS

EMPHASIS_RULE = Rule("emphasis", "warning")

_DOUBTFUL_STAR = re.compile(
    r"""
    \*(?:                                # quick to find
      (?<=[A-Za-z0-9]\*)\**[^\s*]        # in a word, or behind a factor
      | (?<=[.)\]]\*)\**[\w(.]           # a factor in brackets, a pattern
      | (?<=[(\[,]\*)\**[]),] | (?<=\.\*)\**[,;)[\]\\|:/"'] | (?<=/\*)[^\s*] | \.[\w*]
    )
    """,
    re.VERBOSE | re.ASCII,
)
_DOUBTFUL_UNDERSCORE = re.compile(r"_(?:(?<=__)\w+__|(?<=\._)\w|\(|(?<=\w_)\.[a-z])", re.ASCII)
"""Without any of these, no star and no underscore of a text looks like a sign; the latter are in names in code."""
_REPEATED = re.compile(r"(?:\.|\\[wdsWDS])\Z")
"""What stands before a star of a pattern: any sign, or a class of signs."""
_ENDING = re.compile(r"\.(?P<name>[a-z]\w{0,4})\b(?!\s*\.)", re.ASCII)
_ENDINGS = frozenset(
    "c cc cpp css csv h hpp html ini ipynb java js json md pdf php png py rb rs sh sql tex toml ts".split()
)
"""Of files; what else stands behind a word and a full stop may be a word with no blank before it."""
_PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NAMES = frozenset(("em", "strong", "del"))
_BEFORE = re.compile(r"[\w.)\]]*\Z", re.ASCII)
_AFTER = re.compile(r"[\w(\[]*", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_CALCULATED = re.compile(r"[=+/]\s*\Z")
"""What stands before a product."""
_SINGLE = re.compile(r"[A-Za-z0-9.]+\d[\d.]*|\d[\d.]*[A-Za-z]?|[A-Za-z]", re.ASCII)
"""A factor: a number, or a name of one letter."""
_MARK = re.compile(r"([*_~]?)\1?")
_ENDS_FACTOR, _STARTS_FACTOR = re.compile(r"[)\]\d]\Z", re.ASCII), re.compile(r"[(\[\d]", re.ASCII)
_OPEN, _CLOSED = ("(", "[", ","), (")", "]", ",")
_STARRED = re.compile(r"[01a-d]{1,3}|[A-Za-z]|\(?(?:[01a-dp-z|+]{1,8}|\w(?:[|+]\w)+)\)", re.ASCII)
"""What a regular language repeats, as theory writes it: `0*1*`, `(ab)*(cd)*`; the first bracket may be out of reach."""
MAX_SHOWN_CHARACTERS = 40
_REACH_CHARACTERS = 40

_UNSEEN = re.compile(
    r"""
    \*\*(?<![\w*\\]\*\*)
    (?P<said> (?P<word>(?=[^\W\d_a-z])\w+) [^*\n\ufdd0-\ufdef]{0,80}? [ !?.:;)] )
    \*\*(?=(?P<behind>[^\W\d_]*)) (?: (?<=[ ]\*\*)(?!\*|[ ]?\d) | (?=[^\W\d_]) )
    """,
    re.VERBOSE,
)
"""Words in stars that begin with a capital and end with a blank, or with a mark that the next word follows at once."""

_DUNDERS = frozenset(
    name.strip("_")
    for name in chain(
        *(
            dir(kind)
            for kind in (object, type, int, float, str, list, dict, set, Exception, chain, type(dir), type(re))
        ),
        "__main__ __all__ __path__ __version__ __author__ __future__ __slots__ __enter__ __exit__ __aenter__ __aexit__ "
        "__del__ __getattr__ __call__ __await__ __missing__ __wrapped__ __debug__ __pycache__ __builtins__ __copy__ "
        "__post_init__ __set_name__ __FILE__ __LINE__ __DATE__ __TIME__ __func__ __FUNCTION__ __attribute__ __global__ "
        "__device__ __shared__ __proto__ __dirname __filename __construct __destruct __toString __invoke".split(),
    )
    if name.startswith("__")
).difference("add all and contains index int new next or round".split())
"""Names of Python, C and their kin between pairs of underscores, but for those that are words to stress, too."""


def check_emphasis(text: str, page: str, extensions: comrak.ExtensionOptions) -> list[Fault]:
    """Find emphasis that is hardly meant, such as that of `2*3*4` and `__init__`, or meant and not seen.

    `page` is the HTML of the text.
    """
    faults = list(_check_unseen(text, page)) if "**" in page else []
    if not _is_doubtful(text, page):
        return faults
    for element in find_elements(text, extensions, _NAMES):
        shown = text[element.start : element.end]
        match _read_mark(shown):
            case "~":
                faults.append(_fault(shown, "strikes out", "tilde", "~"))
            case ("*" | "**" | "_" | "__") as mark if _is_sign(text, element, mark):
                faults.append(_fault(shown, "emphasises", "star" if mark[0] == "*" else "underscore", mark[0]))
    return faults


def _check_unseen(text: str, page: str) -> Iterator[Fault]:
    """Yield a fault for words between stars that Markdown shows with them, for a blank too many or too few."""
    for match in _UNSEEN.finditer(blank_code_and_math(text)):
        said = match["said"]
        is_joined = said.split()[-1].lower() in WORDS.join_words("linking")  # as in `**One and **other`, of code
        if is_joined or f"**{match['word']}" not in page:
            continue
        why = "a blank stands before the last of them" if said[-1] == " " else "no blank stands behind them"
        write = f"**{said.strip()}** {match['behind']}".strip()
        message = f"Markdown shows these stars, as {why}; write '{write}'"
        yield Fault(EMPHASIS_RULE, message, match.group())


def _read_mark(shown: str) -> str:
    """Return the first sign of what is emphasised, once or twice; empty where it is none of Markdown's."""
    match = _MARK.match(shown)
    return match.group() if match else ""


def _is_doubtful(text: str, page: str) -> bool:
    """Whether anything is emphasised or struck out, and a sign stands where a mark hardly would."""
    if "<del>" in page and "~" in text.replace("~~", ""):
        return True
    is_emphasised = "<em>" in page or "<strong>" in page
    return is_emphasised and bool(_DOUBTFUL_STAR.search(text) or _DOUBTFUL_UNDERSCORE.search(text))


def _is_sign(text: str, element: Element, mark: str) -> bool:
    inner = text[element.start + len(mark) : element.end - len(mark)]
    before = text[max(0, element.start - _REACH_CHARACTERS) : element.start]
    after = text[element.end : element.end + _REACH_CHARACTERS]
    if mark[0] == "_":
        return _is_name(inner, mark, before[-1:], after)
    if _is_in_brackets(before[-1:], inner, after[:1]) or _is_pattern(before, inner):
        return True
    left, right = _BEFORE.search(before), _AFTER.match(after)
    return _is_product(left.group() if left else "", inner, right.group() if right else "", before)


def _is_in_brackets(before: str, inner: str, after: str) -> bool:
    """Whether stars stand in brackets of their own, or in slashes, as in COUNT(*), SUM(*) and /*comment*/."""
    around = (before, inner[:1]), (inner[-1:], after)
    return any(one in _OPEN and other in _CLOSED for one, other in around) or before == "/" == after


def _is_pattern(before: str, inner: str) -> bool:
    r"""Whether stars belong to a pattern, as in *.py, .*x.* and \w*x\w*."""
    is_file = inner == "." or bool(re.match(r"\.\w", inner))
    return is_file or bool(_REPEATED.search(before) and _REPEATED.search(inner))


def _is_product(left: str, inner: str, right: str, before: str) -> bool:
    """Whether stars stand between factors."""
    if " " in inner:
        return bool(left and right) or any(_SINGLE.fullmatch(each) and each != "s" for each in (left, right))
    if not left:
        return False
    if not right:
        return all(map(_STARRED.fullmatch, (left, inner))) and not _is_short_word(left + inner)
    return _are_factors(left, inner, right) or bool(_CALCULATED.search(before[: len(before) - len(left)]))


def _are_factors(left: str, inner: str, right: str) -> bool:
    """Whether what stands between and around two stars is multiplied: in brackets, of one letter, or a number."""
    if _ENDS_FACTOR.search(left) or _STARTS_FACTOR.match(right) or "(" in inner:
        return True
    return all(map(_SINGLE.fullmatch, (left, right))) and bool("=" in inner or _SINGLE.fullmatch(inner))


def _is_short_word(text: str) -> bool:
    """Whether two letters are a word, of which one may be stressed."""
    return len(text) == 2 and text.lower() in WORDS.join_words("common")


def _is_name(inner: str, mark: str, before: str, after: str) -> bool:
    """Whether underscores belong to a name in code."""
    if not _IDENTIFIER.fullmatch(inner):
        return False
    ending = _ENDING.match(after)
    has_ending = ending and (mark == "__" or ending["name"] in _ENDINGS or not _PLAIN_WORD.fullmatch(inner))
    return (mark == "__" and inner in _DUNDERS) or before == "." or after[:1] == "(" or bool(has_ending)


def _fault(shown: str, does: str, called: str, sign: str) -> Fault:
    near = TOKEN.split(shown)[0].partition("\n")[0]
    is_long = len(near) > MAX_SHOWN_CHARACTERS
    piece = near[: MAX_SHOWN_CHARACTERS - 3] + "..." if is_long else near
    message = (
        f"Markdown {does} '{piece.strip('*_~')}' here and shows no {called}s; for a plain {called} write '\\{sign}', "
        "or put code between backticks"
    )
    return Fault(EMPHASIS_RULE, message, near)
