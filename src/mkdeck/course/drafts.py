"""Questions with `draft: true`: what is wrong with them stops nothing, as they are not ready."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mkdeck.course.loading import Course
from mkdeck.diagnostics import Finding, Rule


def soften(course: Course, findings: Iterable[Finding], spared: Rule, *, with_drafts: bool) -> Iterator[Finding]:
    """Yield findings, those in drafts as warnings, or not at all where drafts are not looked at.

    What goes against the `spared` rule stays as grave as it is.
    """
    drafts = {deck.source.name: deck.drafts for deck in course.decks if deck.drafts}
    for each in findings:
        match each.loc:
            case ("questions", int(index), *_) if index in drafts.get(each.file, ()) and each.rule != spared:
                if with_drafts:
                    yield replace(each, rule=replace(each.rule, severity="warning"))
            case _:
                yield each
