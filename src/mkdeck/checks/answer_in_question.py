"""The answer, or what is in a gap, stands in the question, its hint, the rest of the text, or in a deck's name or tag.

Then students answer by reading, and the card teaches nothing. A question that offers the answer beside others, as in
"Is it X or Y?", is none of these, nor are a quantity that is counted with and a case that comes before the question.

Fails:

```yaml
questions:
  - id: vanish
    type: cloze
    question: |
      Long sequences make {{c1::gradients}} vanish, since gradients are multiplied once for each step.
```

Passes:

```yaml
questions:
  - id: vanish
    type: cloze
    question: |
      Long sequences make {{c1::gradients}} vanish, since these are multiplied once for each step.
```
"""

import re
from collections.abc import Iterator, Sequence
from itertools import filterfalse

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.choices import ChoiceEntry
from mkdeck.checks.prose.gaps import Gap, find_gaps
from mkdeck.checks.prose.plain import hide_code, is_prose, read_prose, split_words
from mkdeck.course.loading import Entry
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.cloze import Cloze
from mkdeck.questions.numeric import Numeric
from mkdeck.questions.occlusion import Occlusion
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.text.vocabulary import WORDS

RULE = Rule("answer-in-question", "warning", style=True)

_MOST_WORDS = 5
_MOST_WORDS_IN_ALL = 12
"""Words with the common ones before an answer; what has more is none, and need not be read."""
_LEAST_LETTERS = 4
_CLOSED = " | "
"""Stands for a closed gap: no word, and ASCII, of which texts are split quickly."""
_OFFER = re.compile(r"[/|,;]")
"""Between what a hint offers to choose from."""
_BEFORE, _BEHIND = r"[/|,:;(\[]\s*", r"\s*[/|,;]"
_OFFERED = (
    rf"{_BEFORE}{{0}}\s*(?:[.?!)\]\\]|$)|(?:{_BEFORE}|(?:^|[.?!])\s*){{0}}{_BEHIND}|^(?:\W*\w\s?[-.):])?\W*{{0}}\W*$"
)
"""An answer that a question offers beside others: between the marks of a list, or on a line of its own."""
_GENITIVE = re.compile(r"['\u2019]s$")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'\u201d\u2019\u201c)]*\s+|\n+")
_LABEL_SAID = {
    "question": "the label '{}' of a place stands in the question itself; ask without it",
    "hint": "the hint says the label of a place, '{}'; hint at it",
    "alt": "`alt` says the label of a place, '{}', to those who can't see it; describe the picture alone",
}
"""What is said where a text beside a picture has the label of one of its places, by the key of the text."""
_YEAR = re.compile(r"\d{4,}")
_Words = tuple[str, ...]


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each answer that its own card tells beforehand."""
    common, either = WORDS.find_words("common", case.language), WORDS.find_words("either", case.language)
    if not common or not either:
        return
    alike = WORDS.find_words("alike", case.language)
    for entry in case.asked_entries:
        yield from _check_entry(entry, common, either, alike)
    for each, right in case.keyed_entries:
        yield from _check_choices(each, right, common, either, alike)


def _check_entry(
    entry: Entry, common: frozenset[str], either: frozenset[str], alike: frozenset[str]
) -> Iterator[Finding]:
    """Yield the same of a question without choices."""
    match entry.question:
        case ShortAnswer(answer=answer, question=stem):
            phrase = _read_answer(answer, common, alike)
            yield from _check_typed(entry, phrase, stem, either) if phrase else _check_year(entry, answer)
        case Numeric(answer=answer):
            yield from _check_year(entry, str(answer or ""))
        case Cloze(question=text):
            yield from _check_gaps(entry, text, common)
        case Occlusion():
            yield from _check_masks(entry, entry.question, common)


def _read(text: str) -> _Words:
    words = split_words(read_prose(text))
    return tuple(_GENITIVE.sub("", word) for word in words) if "'s" in text or "\u2019s" in text else words


def _read_phrase(text: str, common: frozenset[str]) -> _Words:
    """Return the words of an answer without the common ones before it; none where it is long, or too common to tell."""
    if len(text.split(maxsplit=_MOST_WORDS_IN_ALL)) > _MOST_WORDS_IN_ALL:
        return ()
    words = _read(text) if is_prose(text) else ()
    if all(word in common for word in words):
        return ()
    words = _drop_common(words, common)
    tells = any(len(word) >= _LEAST_LETTERS and word not in common and not word.isdigit() for word in words)
    return words if tells and len(words) <= _MOST_WORDS else ()


def _read_answer(text: str, common: frozenset[str], alike: frozenset[str]) -> _Words:
    """Return the words of an answer that is no quantity: that one stands among the given ones says nothing.

    Nor is it only that things are alike: "the same" is said of many things.
    """
    phrase = _read_phrase(text, common)
    return () if any(word[0].isdigit() for word in phrase) or alike.issuperset(phrase) else phrase


def _drop_common(words: _Words, common: frozenset[str]) -> _Words:
    """Return words without the common ones before them; all of them where there are no others."""
    start = next((i for i, word in enumerate(words) if word not in common), 0)
    return words[start:]


def _holds(text: str, phrase: _Words) -> bool:
    """Whether a text has these words."""
    return phrase[0] in text.casefold() and _has(_read(text), phrase)


def _has(words: _Words, phrase: _Words) -> bool:
    """Whether these words have those of a phrase in a row."""
    at = -1
    for _ in range(words.count(phrase[0]) if phrase else 0):
        at = words.index(phrase[0], at + 1)
        if words[at : at + len(phrase)] == phrase:
            return True
    return False


def _name_place(entry: Entry, phrase: _Words) -> str:
    """Return which of the names around a question says an answer; empty where none does."""
    deck = (entry.deck.settings.deck or "").rpartition("::")[2]
    tags = (*entry.question.tags, *entry.deck.settings.tags)
    if phrase[0] not in " ".join((deck, *tags)).casefold():
        return ""
    names = {"name of its deck": deck, **{f"tag '{tag}'": tag.replace("::", " ") for tag in tags}}
    bare = ((what, split_words(name.replace("-", " ").replace("_", " "))) for what, name in names.items())
    return next((what for what, words in bare if _has(words, phrase)), "")


def _look(entry: Entry, phrase: _Words, text: str, *, gap: str = "") -> Iterator[Finding]:
    """Yield a warning where an answer stands in a text, or else in the hint or the names around a question.

    `gap` is the text of the gap whose answer it is, and `text` what then stands beside it.
    """
    said = f"what is in this gap, '{' '.join(phrase)}'" if gap else f"the answer '{' '.join(phrase)}'"
    told = said if gap else said.replace("answer ", "answer, ")
    if _holds(text, phrase):
        where = "the text beside it; say that without it" if gap else "the question itself; ask without it"
        yield point_at(entry, RULE, f"{said} stands in {where}", "question", near=gap)
    elif entry.question.hint and _holds(entry.question.hint, phrase):
        yield point_at(entry, RULE, f"the hint says {told}; hint at it", "hint", near=gap)
    elif what := _name_place(entry, phrase):
        yield point_at(entry, RULE, f"the {what} says {told}; ask for something else", "question", near=gap)


def _check_typed(entry: Entry, phrase: _Words, stem: str, either: frozenset[str]) -> Iterator[Finding]:
    """Yield a warning for an answer that its card tells, unless the question offers it beside others."""
    found = list(_look(entry, phrase, stem)) if phrase else []
    if found and not either & {*_read(stem)} and not _is_offered(stem, phrase):
        yield from found


def _check_year(entry: Entry, answer: str) -> Iterator[Finding]:
    """Yield a warning for a year, or another number of as many digits, that the hint says."""
    year = answer.strip().rstrip(".")
    if _YEAR.fullmatch(year) and entry.question.hint and _holds(entry.question.hint, (year,)):
        yield point_at(entry, RULE, f"the hint says the answer, '{year}'; hint at it", "hint")


def _is_offered(stem: str, phrase: _Words) -> bool:
    words = r"\W+".join(map(re.escape, phrase))
    return bool(re.search(_OFFERED.format(words), stem.casefold(), re.MULTILINE))


def _check_choices(
    asked: ChoiceEntry, right: int, common: frozenset[str], either: frozenset[str], alike: frozenset[str]
) -> Iterator[Finding]:
    """Yield a warning for an only right choice that stands in the question, where no wrong one does or has it in it.

    Of several sentences the last one asks; those before it tell a case, which may well name what is asked for.
    """
    stem, words = asked.question.question, _read(asked.texts[right])
    first = next(filterfalse(common.__contains__, words), None)
    if first is None or first not in stem.casefold():
        return  # most questions, told quickly
    phrase = _read_answer(asked.texts[right], common, alike)
    if not phrase or not _holds(stem, phrase) or either & {*_read(stem)}:
        return
    wrong = asked.list_wrong(right)
    if _holds(_SENTENCE.split(stem.strip())[-1], phrase) and not _is_shared(phrase, stem, wrong, common):
        message = f"the answer '{' '.join(phrase)}' stands in the question itself; ask without it"
        yield point_at(asked.entry, RULE, message, "question")


def _is_shared(phrase: _Words, stem: str, wrong: Sequence[str], common: frozenset[str]) -> bool:
    """Whether a wrong choice has an answer in it, or stands in the question as well."""
    said, words = " ".join(phrase), _read(stem)
    return any(said in text.casefold() or _has(words, _drop_common(_read(text), common)) for text in wrong)


def _check_masks(entry: Entry, question: Occlusion, common: frozenset[str]) -> Iterator[Finding]:
    """Yield a warning for each label of a place that its own hint, or what stands beside the picture, says."""
    beside = {"question": question.question, "hint": question.hint, "alt": question.alt}
    for i, mask in enumerate(question.masks):
        phrase = _read_phrase(mask.label, common)
        said = " ".join(phrase)
        if not phrase:
            continue
        if mask.hint and _holds(mask.hint, phrase) and not _OFFER.search(mask.hint):
            message = f"the hint of this place says its label, '{said}'; hint at it"
            yield point_at(entry, RULE, message, "masks", i, "hint")
        elif key := next((key for key, text in beside.items() if text and _holds(text, phrase)), None):
            yield point_at(entry, RULE, _LABEL_SAID[key].format(said), key)


def _check_gaps(entry: Entry, text: str, common: frozenset[str]) -> Iterator[Finding]:
    """Yield a warning for the first gap of each number whose text stands elsewhere on its card."""
    gaps = find_gaps(hide_code(text))
    low = text.casefold()
    said: set[int] = set()
    for gap in gaps:
        phrase = _read_phrase(gap.text, common)
        if not phrase or gap.number in said:
            continue
        if _holds(gap.hint, phrase) and not _OFFER.search(gap.hint):
            said.add(gap.number)
            message = f"the hint of this gap says what is in it, '{' '.join(phrase)}'; hint at it"
            yield point_at(entry, RULE, message, "question", near=gap.text)
            continue
        shown = _show(text, gaps, gap.number) if low.count(phrase[0]) > 1 else ""  # rarely, and slow
        for finding in _look(entry, phrase, shown, gap=gap.text):
            said.add(gap.number)
            yield finding


def _show(text: str, gaps: Sequence[Gap], number: int) -> str:
    """Return what the card of a number shows: its own gaps closed, all others open."""
    parts, at = [], 0
    for gap in gaps:
        parts += [text[at : gap.start], _CLOSED if gap.number == number else gap.text]
        at = gap.end
    return "".join([*parts, text[at:]])
