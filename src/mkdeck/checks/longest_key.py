"""The only right choice is much longer than every wrong one, which gives it away.

Right choices grow, as they must be exactly right. Students who know nothing learn to pick the longest.

Fails:

```yaml
questions:
  - id: clipping
    type: multiple-choice
    question: What does gradient clipping do?
    choices:
      - It removes weights
      - It adds noise
      - correct: It limits the norm of the gradient from above, so that one step never gets too large
```

Passes:

```yaml
questions:
  - id: clipping
    type: multiple-choice
    question: What does gradient clipping do?
    choices:
      - It removes the weights that hardly change
      - It adds noise to the gradient of each step
      - correct: It limits the norm of the gradient
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("longest-key", "warning", style=True)

_TIMES_LONGER = 1.7
_CHARACTERS_LONGER = 25
"""Characters; short choices differ by chance."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each only right choice that is far longer than the others."""
    for each, right in case.keyed_entries:
        text = each.texts[right]
        if len(each.texts) == 2 or len(text) < _CHARACTERS_LONGER or belongs_last(text) or not each.are_prose:
            continue
        length = len(each.plain[right])
        longest = max(len(plain) for i, plain in enumerate(each.plain) if i != right)
        if length >= _TIMES_LONGER * longest and length >= longest + _CHARACTERS_LONGER:
            message = (
                f"the right choice is by far the longest, with {length} characters where the others have at most "
                f"{longest}; shorten it, or say as much in the others"
            )
            yield point_at(each.entry, RULE, message, "choices", right)
