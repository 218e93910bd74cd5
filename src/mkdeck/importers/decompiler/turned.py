"""Questions that ask others the other way round, put back into the key `reverse` of those."""

from collections.abc import Iterable
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.questions.question import REVERSE

_SHARED = ("context", "explanation", "source", "tags", "deck")


def fold_turned(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts without those that only turn another one round; one that says anything else stays."""
    drafts = list(drafts)
    by_id = {draft.id: draft for draft in drafts}
    turned = {
        draft.id.removesuffix(REVERSE): draft
        for draft in drafts
        if draft.id.endswith(REVERSE) and _turns(draft, by_id.get(draft.id.removesuffix(REVERSE)))
    }
    folded = {id(draft) for draft in turned.values()}
    return [_fold(draft, turned.get(draft.id)) for draft in drafts if id(draft) not in folded]


def _turns(draft: Draft, base: Draft | None) -> bool:
    return (
        base is not None
        and draft.kind == base.kind == "short-answer"
        and (draft.question, draft.answer) == (base.answer, base.question)
        and not draft.more
        and not draft.hint
        and (not base.retired or draft.retired == base.retired)
        and all(getattr(draft, name) == getattr(base, name) for name in _SHARED)
    )


def _fold(draft: Draft, turned: Draft | None) -> Draft:
    if turned is None:
        return draft
    only = turned.retired and not draft.retired
    return replace(draft, more={**draft.more, "reverse": {"retired": turned.retired} if only else "true"})
