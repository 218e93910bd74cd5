"""Words such as "always" and "never" stand in wrong choices or false statements alone, and give them away.

Hardly anything is always so, as students know. A wrong choice is best wrong by its matter.

Fails:

```yaml
questions:
  - id: clipping
    type: multiple-choice
    question: What does gradient clipping do to training?
    choices:
      - It always makes it faster
      - It never changes a step
      - correct: It bounds the length of a step
```

Passes:

```yaml
questions:
  - id: clipping
    type: multiple-choice
    question: What does gradient clipping do to training?
    choices:
      - It makes it faster
      - It turns the direction of a step
      - correct: It bounds the length of a step
```
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mkdeck.checks import Case, point_at, point_at_course
from mkdeck.checks.prose.plain import may_hold, read_prose, split_words
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.course.loading import Entry
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.statements import Statements
from mkdeck.questions.true_false import TrueFalse
from mkdeck.text.vocabulary import WORDS

RULE = Rule("absolute-term", "warning", style=True)

_LEAST_STRONG = 2
"""Wrong parts with one of the plainest words; a single one may tell of a real exception."""
_LEAST_WRONG = 3
"""Wrong parts that all begin with one of the words, or have one of the plainest."""
_LEAST_STATEMENTS = 5
_NEARLY_ALL = 0.9
_LEAST_WORDS = 3
"""Of a choice on average; "all, some, none" are what is asked for."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question that absolute words give away, and for a course whose statements they do."""
    words, strong = (WORDS.find_words(each, case.language) for each in ("absolute", "strong"))
    if not words:
        return
    answers: list[bool] = []
    for entry in case.asked_entries:
        match entry.question:
            case MultipleChoice() | Statements():
                yield from _check_parts(entry, _list_parts(entry.question), words, strong, case.language)
            case TrueFalse(answer=answer, question=text) if may_hold(text, strong):
                answers += [answer] * bool(strong & set(split_words(read_prose(text))))
    false = answers.count(False)
    if false >= _LEAST_STATEMENTS and false >= _NEARLY_ALL * len(answers):
        named = " or ".join(f"'{word}'" for word in sorted(strong)[:2])
        message = f"of {len(answers)} statements with words such as {named}, {false} are false, which gives them away"
        yield point_at_course(case, RULE, message)


def _list_parts(question: MultipleChoice | Statements) -> list[tuple[bool, str]]:
    """Return the texts that are to be judged, and whether each is right."""
    if isinstance(question, Statements):
        return [(each.true, each.text) for each in question.statements]
    return [(each.correct, each.text) for each in question.choices]


def _give_away(right: Sequence[str], wrong: Sequence[str]) -> bool:
    """Whether most wrong parts have a word, and no right one; of those without, it is empty."""
    return bool(right) and not any(right) and 2 * sum(map(bool, wrong)) > len(wrong)


def _find_word(said: Sequence[str], words: frozenset[str], rhythm: frozenset[str], no: frozenset[str]) -> str:
    """Return the first absolute word; "not always" and "every day" leave exceptions."""
    places = (i for i, word in enumerate(said) if word in words)
    free = (i for i in places if said[max(i - 1, 0)] not in no and said[min(i + 1, len(said) - 1)] not in rhythm)
    return next((said[i] for i in free), "")


class _Claim(NamedTuple):
    """A choice or statement: whether it is right, its absolute word or none, and whether it begins with that word."""

    is_right: bool
    word: str
    begins: bool


def _check_parts(
    entry: Entry, parts: Sequence[tuple[bool, str]], words: frozenset[str], strong: frozenset[str], language: str
) -> Iterator[Finding]:
    """Yield a warning where most wrong parts have an absolute word, plainly so, and no right one has."""
    if not may_hold(" ".join(text for _, text in parts), words):
        return
    parts = [(is_right, text) for is_right, text in parts if not belongs_last(text)]  # "all of the above" is no claim
    said = [(is_right, split_words(read_prose(text))) for is_right, text in parts]
    length = sum(len(each) for _, each in said)
    if length < _LEAST_WORDS * len(said) or words & set(split_words(entry.question.question)):
        return
    claims = list(_read_claims(said, words, language))
    wrong = [each for each in claims if not each.is_right]
    right = [each.word for each in claims if each.is_right]
    if _are_plain(wrong, strong) and _give_away(right, [each.word for each in wrong]):
        yield _make_finding(entry, [each.word for each in wrong if each.word])


def _read_claims(said: Iterable[tuple[bool, Sequence[str]]], words: frozenset[str], language: str) -> Iterator[_Claim]:
    """Yield what each part claims that has these words."""
    rhythm, no = WORDS.find_words("rhythm", language), WORDS.find_words("negates", language) - words
    for is_right, each in said:
        word = _find_word(each, words, rhythm, no)
        yield _Claim(is_right, word, bool(word) and each[0] == word)


def _are_plain(wrong: Sequence[_Claim], strong: frozenset[str]) -> bool:
    """Whether two wrong parts have a strong word, or each of several has one or begins with its absolute word."""
    if sum(each.word in strong for each in wrong) >= _LEAST_STRONG:
        return True
    return len(wrong) >= _LEAST_WRONG and all(each.begins or each.word in strong for each in wrong)


def _make_finding(entry: Entry, hits: Sequence[str]) -> Finding:
    """Return the warning of the absolute words in the wrong parts of a question."""
    named = ", ".join(f"'{word}'" for word in dict.fromkeys(hits))
    what, key = ("false", "statements") if isinstance(entry.question, Statements) else ("wrong", "choices")
    message = f"{named} in {what} {key} alone gives them away; let them be {what} by their matter"
    return point_at(entry, RULE, message, key)
