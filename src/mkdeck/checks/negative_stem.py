"""A question asks for what is not so, and its "not" is easy to overlook, or a choice has a second "not".

Who knows the matter and reads past the word answers wrongly. Ask for what is so, or stress the word: `**not**`.

Fails:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these is not a gate of an LSTM?
    choices:
      - The input gate
      - The forget gate
      - correct: The reset gate
```

Passes:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these is **not** a gate of an LSTM?
    choices:
      - The input gate
      - The forget gate
      - correct: The reset gate
```
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.plain import read_prose, split_words
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.text.vocabulary import WORDS

RULE = Rule("negative-stem", "warning", style=True)

_MEANINGS = (
    *("verbs", "asks", "commands", "relative", "turns_around", "turns_around_last", "least_likely"),
    *("new_clause", "negates", "amounts", "forbids"),
)
"""Of words that are read here."""
_STRESSED = re.compile(
    r"(\*{1,3}|_{1,3})(?=\S)(.{1,200}?)(?<=\S)\1|<(b|strong|em|i|u|mark)\b[^<>]*>(.{0,200}?)</\3>", re.DOTALL
)
_CLAUSE = re.compile(r"(?<=[.!?:;])[\"'\u201d\u2019\u201c)]*\s+|\n+")
_WORDS_BEFORE = 2
"""Words before the one that asks: "In which", "Aus welchem"."""
_MARKS = (",", ";", "(", '"', "\u201c", "\u201e")
_WORDS_BEHIND = 4
"""Words behind the one that asks, up to which a share or an amount is asked for."""
_QUOTED = re.compile(r"(?<!\w)[\"'\u2018\u201c\u201e].{2,200}?[\"'\u2019\u201d\u201c](?!\w)")
_TOKEN = re.compile(r"\w[\w'\u2019-]*|[^\w\s]")


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question whose negation is not stressed, or that a choice negates again."""
    words = {meaning: WORDS.find_words(meaning, case.language) for meaning in _MEANINGS}
    if not words["turns_around"]:
        return
    telling = _list_telling(words)
    for each in case.choice_entries:
        entry, question = each.entry, each.question
        if telling.isdisjoint(split_words(read_prose(question.question).replace("\u2019", "'"))):
            continue  # most questions, told quickly
        clause = _CLAUSE.split(question.question.strip())[-1]
        word = _find_negation(read_prose(clause), words)
        if not word:
            continue
        plain = "" if word.isupper() else _find_negation(read_prose(_STRESSED.sub(" _ ", clause)), words)
        if plain:
            message = (
                f"'{plain}' turns this question around and is easily overlooked; "
                f"ask for what is so, or write **{plain}**"
            )
            yield point_at(entry, RULE, message, "question", near=plain)
        elif word.casefold() in words["negates"] and (found := _find_negated(question, words["negates"])):
            i, again = found
            message = f"'{word}' in the question and '{again}' in this choice turn it around twice; say one without"
            yield point_at(entry, RULE, message, "choices", i)


def _list_telling(words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return of each negation the word that few other texts have: of "is not", "not"."""
    single = words["turns_around"]
    phrases = (*words["turns_around_last"], *words["least_likely"])
    return single | {max(each.split(), key=lambda word: (word in single, len(word))) for each in phrases}


def _find_negation(clause: str, words: Mapping[str, frozenset[str]]) -> str:
    """Return the words with which a clause asks for what is not so; empty where they belong to the matter."""
    tokens: list[str] = _TOKEN.findall(_QUOTED.sub(" _ ", clause).replace("\u2019", "'"))
    low = [token.casefold() for token in tokens]
    start, end = _find_last(low, words) or _find_within(low, words)
    return " ".join(tokens[start:end])


def _find_last(low: Sequence[str], words: Mapping[str, frozenset[str]]) -> tuple[int, int] | None:
    """Return where a negation stands that ends a clause, as "... all but one".

    At the end of a question, "... but a whale cannot?", a negated verb belongs to the matter.
    """
    ends = [i for i, token in enumerate(low) if token[:1].isalpha()][-2:]
    found = (start for start in ends if " ".join(low[start : ends[-1] + 1]) in words["turns_around_last"])
    start = next(found, None)
    if start is None or (low[-1] == "?" and not words["negates"].isdisjoint(low[start : ends[-1] + 1])):
        return None
    return start, ends[-1] + 1


def _find_within(low: Sequence[str], words: Mapping[str, frozenset[str]]) -> tuple[int, int]:
    """Return where a negation stands behind the word that asks, and behind the verb in languages that need one."""
    asks = _find_asking(low, words)
    verbs = words["verbs"]
    seen = not verbs
    for i in range(asks + 1, len(low)):
        if low[i] in words["new_clause"] or low[i] in ",;()" or low[i] in words["forbids"]:
            break
        if _opens_clause(low, i, words):
            break
        seen = seen or low[i] in verbs or low[i].endswith("n't")
        if size := _count_words(low, i, words, seen=seen):
            return i, i + size
    return 0, 0


def _opens_clause(low: Sequence[str], i: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether a negation belongs to the clause that begins behind it, as in "a reason not to go"."""
    verbs, behind = words["verbs"], low[i + 1 : i + 2]
    is_bare = bool(verbs) and low[i] in words["negates"] and low[i - 1] not in verbs
    return is_bare and not words["new_clause"].isdisjoint(behind)


def _find_asking(low: Sequence[str], words: Mapping[str, frozenset[str]]) -> int:
    """Return where the word stands that asks, or the end: in a statement, such a word asks at the start alone.

    A word that begins a clause does not ask where another one does so behind it, as in "When ..., who ...?".
    """
    for i, token in enumerate(low):
        if token in words["asks"] and _asks_here(low, i, words):
            return max(i, _find_later(low, i, words) if token in words["new_clause"] else i)
    return _find_relative(low, words) if low[:1] and low[0] in words["commands"] else len(low)


def _asks_here(low: Sequence[str], i: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether a word that can ask does so at its place, and for no share or amount."""
    is_first = i < _WORDS_BEFORE or low[i - 1] in _MARKS
    if not is_first and (low[-1:] != ["?"] or low[i] in words["new_clause"]):
        return False
    return not _asks_amount(low[i + 1 : i + 1 + _WORDS_BEHIND], words["amounts"])


def _asks_amount(behind: Sequence[str], amounts: frozenset[str]) -> bool:
    """Whether the words behind one that asks name a share, or end in a phrase such as "the number of"."""
    phrase = f" {' '.join(behind)} "
    return not amounts.isdisjoint(behind[:-1]) or any(f" {each} " in phrase for each in amounts if " " in each)


def _find_later(low: Sequence[str], start: int, words: Mapping[str, frozenset[str]]) -> int:
    """Return where another word that asks stands behind a comma; 0 where none does."""
    found = (i for i in range(start + 2, len(low)) if low[i - 1] == "," and low[i] in words["asks"])
    return next(found, 0)


def _find_relative(low: Sequence[str], words: Mapping[str, frozenset[str]]) -> int:
    """Return where a clause begins that says what is to be chosen, as in "Select the one that is not ..."."""
    relative = words["relative"]
    found = (i for i in range(1, len(low)) if low[i] in relative or " ".join(low[i - 1 : i + 1]) in relative)
    return next(found, len(low))


def _count_words(low: Sequence[str], start: int, words: Mapping[str, frozenset[str]], *, seen: bool) -> int:
    """Return of how many words the negation is that begins here; `seen` says that a verb stands before it."""
    if seen and low[start] in words["turns_around"]:
        return 1
    return next((size for size in (2, 3) if " ".join(low[start : start + size]) in words["least_likely"]), 0)


def _find_negated(question: MultipleChoice, no: frozenset[str]) -> tuple[int, str] | None:
    """Return the first choice that is negated as a whole sentence, and the word that does so."""
    for i, choice in enumerate(question.choices):
        words = split_words(read_prose(choice.text))
        if len(words) > 2 and (again := next((word for word in words if word in no), "")):
            return i, again
    return None
