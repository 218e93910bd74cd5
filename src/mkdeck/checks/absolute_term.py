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


def _find_word(said: Sequence[str], language: str) -> str:
    """Return the first absolute word, or the first strong one; "not always" and "every day" leave exceptions."""
    words, strong, rhythm = (WORDS.find_words(each, language) for each in ("absolute", "strong", "rhythm"))
    no = WORDS.find_words("negates", language) - words
    places = (i for i, word in enumerate(said) if word in words)
    free = [said[i] for i in places if said[max(i - 1, 0)] not in no and said[min(i + 1, len(said) - 1)] not in rhythm]
    return next((word for word in free if word in strong), free[0] if free else "")


def _check_parts(
    entry: Entry, parts: Sequence[tuple[bool, str]], words: frozenset[str], strong: frozenset[str], language: str
) -> Iterator[Finding]:
    """Yield a warning where most wrong parts have an absolute word, plainly so, and no right one has."""
    wrong = [text for is_right, text in parts if not is_right]
    if not _may_give_away(wrong, words, strong):
        return
    said = [_read(text for is_right, text in parts if is_right), _read(wrong)]
    if _are_short(*said) or words & set(split_words(entry.question.question)):
        return
    fair, hits = ([_find_word(each, language) for each in texts] for texts in said)
    if _are_plain(hits, said[1], strong) and _give_away(fair, hits):
        yield _make_finding(entry, list(filter(None, hits)))


def _read(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the words of parts that claim something; "all of the above" does not."""
    return [split_words(read_prose(text)) for text in texts if not belongs_last(text)]


def _are_short(*said: Sequence[tuple[str, ...]]) -> bool:
    lengths = [len(words) for texts in said for words in texts]
    return sum(lengths) < _LEAST_WORDS * len(lengths)


def _are_plain(hits: Sequence[str], wrong: Sequence[tuple[str, ...]], strong: frozenset[str]) -> bool:
    """Whether two wrong parts have a strong word, or each of several has one or begins with its absolute word."""
    if sum(hit in strong for hit in hits) >= _LEAST_STRONG:
        return True
    plain = (hit in strong or (hit and hit == words[0]) for hit, words in zip(hits, wrong, strict=True))
    return len(hits) >= _LEAST_WRONG and all(plain)


def _may_give_away(wrong: Sequence[str], words: frozenset[str], strong: frozenset[str]) -> bool:
    """Whether wrong parts have a strong word or all begin with one of these words; most questions are told quickly."""
    firsts = (split_words(text.partition(" ")[0])[:1] for text in wrong)
    return may_hold(" ".join(wrong), strong) or all(words.issuperset(first) for first in firsts)


def _make_finding(entry: Entry, hits: Sequence[str]) -> Finding:
    """Return the warning of the absolute words in the wrong parts of a question."""
    named = ", ".join(f"'{word}'" for word in dict.fromkeys(hits))
    what, key = ("false", "statements") if isinstance(entry.question, Statements) else ("wrong", "choices")
    message = f"{named} in {what} {key} alone gives them away; let them be {what} by their matter"
    return point_at(entry, RULE, message, key)
