"""Which released questions asked another the other way round."""

from mkdeck.ledger.ledger import Ledger
from mkdeck.ledger.similarity import may_be_turned
from mkdeck.questions.question import REVERSE


def has_turned(ledger: Ledger, question_id: str) -> bool:
    """Whether a question was one that asks another the other way round, by its id and by what both say."""
    base, own = (ledger.notes.get((each, "standard")) for each in (question_id.removesuffix(REVERSE), question_id))
    return bool(base and own and base is not own and may_be_turned(base.sketch, own.sketch))
