"""A choice such as "all of the above", "none of the above" or "A and C", which asks less than it seems to.

Who knows two right choices picks "all" without the third, and who knows one wrong drops it. Several `correct:` choices
ask for each of them.

Fails:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these has gates?
    choices:
      - The LSTM
      - The GRU
      - correct: All of the above
        pin: true
```

Passes:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these has gates?
    choices:
      - correct: The LSTM
      - correct: The GRU
      - The perceptron
```
"""

import re
from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.letter_reference import find_references, names_letter
from mkdeck.checks.prose.choices import ChoiceEntry
from mkdeck.checks.unpinned_last import list_last
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.vocabulary import WORDS

RULE = Rule("catch-all", "warning", style=True)

_MOST_WORDS = 4
"""Words; a longer choice that names a letter says something of its own."""
_LETTER = r"\(?[a-h]\)?"
_LETTERS = re.compile(
    rf"(?:{WORDS.make_pattern('both', 'only')}\s+)?{_LETTER}(?:\s*,\s*{_LETTER})*,?\s*"
    rf"(?:{WORDS.make_pattern('joins_letters')}|&|\+)\s*{_LETTER}\.?",
    re.IGNORECASE,
)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each choice about the other choices."""
    for each in case.choice_entries:
        for i in sorted({*list_last(each.plain), *_list_lettered(each)}):
            message = (
                f"'{each.plain[i]}' can be judged without knowing every choice; "
                "let several choices be `correct:`, or say something of its own"
            )
            yield point_at(each.entry, RULE, message, "choices", i)


def _list_lettered(asked: ChoiceEntry) -> set[int]:
    """Return the places of the choices that name others by letters, and say little else."""
    lettered = {i for i, text in enumerate(asked.plain) if _says_letters(text)}
    if not lettered:  # references take longer to find
        return lettered
    places = {loc[:2] for loc, _ in find_references(asked.question) if loc[-1] != "feedback"}
    return {i for i in lettered if ("choices", i) in places}


def _says_letters(text: str) -> bool:
    """Whether a choice that names letters says little else."""
    return names_letter(text) and (len(text.split()) <= _MOST_WORDS or bool(_LETTERS.fullmatch(text)))
