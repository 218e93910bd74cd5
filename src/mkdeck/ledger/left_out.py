"""Deck files that git has and leaves out of this copy, so that their questions only look gone."""

from collections.abc import Iterator

from mkdeck.course.discovery import show_path
from mkdeck.diagnostics import Finding, Span
from mkdeck.files.git import list_left_out
from mkdeck.ledger.ledger import LEDGER_RULE
from mkdeck.ledger.loading import LedgerFile
from mkdeck.text.english import plural

_ENDINGS = (".yaml", ".yml")


def check_left_out(file: LedgerFile, *, stops: bool) -> Iterator[Finding]:
    """Yield a finding if a sparse checkout leaves out decks of a course, whose questions must not be taken for gone."""
    course_path = file.course_path
    left = [name for name in list_left_out(course_path) if name.endswith(_ENDINGS)] if course_path.is_dir() else []
    if not left:
        return
    also = f" and {plural(len(left) - 1, 'other file')}" if left[1:] else ""
    message = (
        f"{show_path(course_path / left[0])}{also} {'are' if also else 'is'} left out here by a sparse checkout of "
        "git, so questions look gone that are not; run `git sparse-checkout disable`"
    )
    rule = LEDGER_RULE.at("error" if stops else "warning")
    yield Finding(file.name, (), rule, message, span=Span(file.name, 1, 1))
