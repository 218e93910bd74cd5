"""Questions whose numbers are made anew for each student, which a card can't do: drafts, until staff put in numbers."""

import re
from collections.abc import Iterable
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.losses import list_texts

_MOST_NAMED = 6


def mark_variable(draft: Draft, names: Iterable[str], pattern: str) -> Draft:
    """Return a question as unsettled where one of the names of values stands in it.

    `pattern` finds a name where it stands for a value, in its first group; without `names`, whatever it finds is one.
    """
    choices = [text for choice in draft.choices for text in (choice.text, choice.feedback)]
    answer = draft.answer if isinstance(draft.answer, str) else ""
    texts = (draft.question, answer, *choices, draft.explanation, *list_texts(draft.more))
    known = set(names)
    found = dict.fromkeys(name for text in texts for name in re.findall(pattern, text) if not known or name in known)
    if not found:
        return draft
    shown = ", ".join(list(found)[:_MOST_NAMED])
    what = f"{'a new value' if len(found) == 1 else 'new values'} for {shown}"
    reason = f"the source makes {what} for each student; write numbers, and the answer to them"
    return replace(draft, unsettled=reason)
