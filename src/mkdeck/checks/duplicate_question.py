"""The same or nearly the same question stands under two ids.

Students study it twice, and a correction reaches one of the two alone. Questions are nearly the same that differ in
common words, in one letter of a word, or in the order of words or of choices only, or of which one says a little more
than the other and has the same answer of several words, or that have the same text and other words in the answer. A
statement and its false twin are two questions.

Fails:

```yaml
questions:
  - id: length
    type: short-answer
    question: Which part of an RNN grows with the length of its input?
    answer: None of its weights.
  - id: growth
    type: short-answer
    question: Which part of a RNN grows with the length of the input?
    answer: None of its weights.
```

Passes:

```yaml
questions:
  - id: forget
    type: short-answer
    question: What does the forget gate of an LSTM do?
    answer: It drops old memory.
  - id: output
    type: short-answer
    question: What does the output gate of an LSTM do?
    answer: It shows a part of the memory.
```
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, combinations, filterfalse, islice
from typing import NamedTuple

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.questions import is_signed, list_keys, split_text
from mkdeck.course.loading import Entry
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.cloze import Cloze
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.questions.true_false import TrueFalse
from mkdeck.text.vocabulary import WORDS

RULE = Rule("duplicate-question", "warning", style=True)

_LEAST_WORDS = 4
"""So many words that count make a question one of its own; "Which is right?" may be asked twice."""
_LEAST_WORDS_BESIDE_KEY = 2
"""So many do where the answer is the same, too."""
_LEAST_WORDS_OF_TEXT = {ShortAnswer: 4, Cloze: 2, TrueFalse: 2}
"""So many do of a text that stands there again to the letter."""
_LEAST_WORDS_OF_KEY = 2
_LEAST_WORDS_OF_STEM = 5
_LEAST_SHARE_ALIKE = 0.75
_MOST_QUESTIONS = 40
"""Questions that share an answer, or all but a word: of more than that, it says nothing."""
_LETTERS_OF_LONG_WORD = 6
_LETTERS_OF_STEM = 5
"""Letters that two forms of a word have in common."""


class _Asked(NamedTuple):
    """A question by its words that count: those of its text in their order, and those of what is right.

    Texts of one that is `signed` stand there whole, without blanks: every sign of them counts.
    """

    entry: Entry
    stem: tuple[str, ...]
    key: tuple[str, ...]
    signed: bool

    @property
    def context(self) -> str | None:
        """Return what stands above it: the same question about another case is another one."""
        return self.entry.question.context


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question that one before it asks already, which it names."""
    common = WORDS.find_words("common", case.language)
    asked = [_read(entry, common) for entry in case.asked_entries]
    first: dict[int, int] = {}
    for i, j in (*_find_equal(asked), *_find_repeated(asked), *_find_typos(asked), *_find_alike(asked)):
        first[j] = min(i, first.get(j, i))
    for j, i in sorted(first.items()):
        entry, other = asked[j].entry, asked[i].entry
        same = asked[i].entry.question.question.split() == entry.question.question.split()
        where = f"question {other.index + 1} of {other.deck.source.name}"
        message = f"'{other.id}' ({where}) asks {'the same' if same else 'nearly the same'}; remove one of the two"
        yield point_at(entry, RULE, message, "question")


def _read(entry: Entry, common: frozenset[str]) -> _Asked:
    texts = [entry.question.question, *list_keys(entry.question)]
    if is_signed("\n".join(texts)):
        stem, *keys = ("".join(text.split()) for text in texts)
        return _Asked(entry, (stem,), tuple(keys), signed=True)
    counting, *lists = (filterfalse(common.__contains__, split_text(text)) for text in texts)
    return _Asked(entry, tuple(counting), tuple(chain.from_iterable(lists)), signed=False)


def _pair(keyed: Iterable[tuple[Hashable, int]], asked: Sequence[_Asked]) -> Iterator[tuple[int, int]]:
    """Yield each two of the questions with the same key that ask about the same case, in their order."""
    first: dict[Hashable, int] = {}
    groups: dict[Hashable, list[int]] = {}
    for key, i in keyed:
        before = first.setdefault(key, i)
        if before != i:  # few, so that most keys need no list
            groups.setdefault(key, [before]).append(i)
    for group in groups.values():
        if len(group) <= _MOST_QUESTIONS:
            yield from ((i, j) for i, j in combinations(group, 2) if asked[i].context == asked[j].context)


def _find_equal(asked: Sequence[_Asked]) -> Iterator[tuple[int, int]]:
    """Yield the questions whose words that count are the same, each with the first of them."""
    first: dict[tuple[str | None, tuple[str, ...], tuple[str, ...]], int] = {}
    for i, each in enumerate(asked):
        told = len(each.stem) + len(each.key) >= _LEAST_WORDS or (
            len(each.stem) >= _LEAST_WORDS_BESIDE_KEY and each.key
        )
        if each.signed or told:
            before = first.setdefault((each.context, _put_in_order(each), each.key), i)
            if before != i and not _are_opposites(asked[before], each):
                yield before, i


def _find_repeated(asked: Sequence[_Asked]) -> Iterator[tuple[int, int]]:
    """Yield the questions whose text says all, and is that of one before: an answer can be told in other words."""
    first: dict[tuple[str | None, str], int] = {}
    for i, each in enumerate(asked):
        question = each.entry.question
        least = _LEAST_WORDS_OF_TEXT.get(type(question))
        if least and (each.signed or len(each.stem) >= least):
            before = first.setdefault((each.context, "".join(question.question.split())), i)
            if before != i:
                yield before, i


def _put_in_order(asked: _Asked) -> tuple[str, ...]:
    """Return the words of a question in any order where it has an answer in words: another order asks the same then."""
    is_free = asked.key and not asked.signed and len(asked.stem) >= _LEAST_WORDS
    return tuple(sorted(asked.stem)) if is_free else asked.stem


def _find_typos(asked: Sequence[_Asked]) -> Iterator[tuple[int, int]]:
    """Yield the questions that differ in a letter of one long word."""
    for i, j in _pair(_list_halves(asked), asked):
        pairs = zip((*asked[i].stem, *asked[i].key), (*asked[j].stem, *asked[j].key), strict=True)
        differ = list(islice(((one, two) for one, two in pairs if one != two), 2))
        is_apart = len(differ) == 1 and all(map(_is_long_word, differ[0])) and is_slip(*differ[0])
        if is_apart and not _are_opposites(asked[i], asked[j]):
            yield i, j


def _are_opposites(one: _Asked, two: _Asked) -> bool:
    """Whether one of two statements is true and the other false, on purpose: they do not read the same."""
    questions = one.entry.question, two.entry.question
    verdicts = {question.answer for question in questions if isinstance(question, TrueFalse)}
    return len(verdicts) > 1 and len({tuple(question.question.split()) for question in questions}) > 1


def _list_halves(asked: Sequence[_Asked]) -> Iterator[tuple[Hashable, int]]:
    """Yield each half of the words of a question: where one word differs, one half is the same."""
    for i, each in enumerate(asked):
        words = (*each.stem, *each.key)
        if len(words) >= _LEAST_WORDS_OF_STEM and not each.signed:
            middle = len(words) // 2
            yield (len(each.stem), len(each.key), True, words[:middle]), i
            yield (len(each.stem), len(each.key), False, words[middle:]), i


def _is_long_word(word: str) -> bool:
    return len(word) >= _LETTERS_OF_LONG_WORD and word.isalpha()


def is_slip(one: str, two: str) -> bool:
    """Whether two words differ by one letter that is too many, missing, another, or has changed its place."""
    if len(one) > len(two):
        one, two = two, one
    start = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    rest, other = one[start:], two[start:]
    return one != two and (
        rest == other[1:] or (len(one) == len(two) and (rest[1:] == other[1:] or rest[1::-1] + rest[2:] == other))
    )


def _find_alike(asked: Sequence[_Asked]) -> Iterator[tuple[int, int]]:
    """Yield the questions with the same answer and most words of the text in common."""
    for i, j in _pair(((each.key, i) for i, each in enumerate(asked) if _has_telling_key(each)), asked):
        short, long = sorted((asked[i].stem, asked[j].stem), key=len)
        same = 2 * len(short) / (len(short) + len(long))
        if same >= _LEAST_SHARE_ALIKE and all(map(str.isalpha, set(long) - set(short))) and _is_within(short, long):
            yield i, j


def _has_telling_key(asked: _Asked) -> bool:
    """Whether a question is long enough, and its answer has words enough, to compare it with those of that answer."""
    if asked.signed or len(asked.stem) < _LEAST_WORDS_OF_STEM or len(asked.key) < _LEAST_WORDS_OF_KEY:
        return False
    return sum(not word.isdigit() for word in asked.key) >= _LEAST_WORDS_OF_KEY


def _is_within(short: Iterable[str], long: Iterable[str]) -> bool:
    """Whether a text has all words of a shorter one in their order, or forms of them: another word asks for more."""
    rest = iter(long)
    return all(any(_are_forms(word, other) for other in rest) for word in short)


def _are_forms(one: str, two: str) -> bool:
    """Whether two words are the same, or begin as forms of one do."""
    return one == two or (
        one[:_LETTERS_OF_STEM] == two[:_LETTERS_OF_STEM]
        and min(len(one), len(two)) > _LETTERS_OF_STEM
        and (one + two).isalpha()
    )
