"""Questions that no type of mkdeck says in full, as short answers with all that they know; and what these share."""

import re
from collections.abc import Container, Iterable, Mapping

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.losses import quote
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs, table

RIGHT, PARTLY_RIGHT, WRONG = "If right", "If partly right", "If wrong"
"""What feedback on a whole answer is labelled with."""

_ROUNDING_PERCENT = 1.5
"""Percentages that differ by less are the same."""
_BLOCK = re.compile(r"[-*+>]\s|#{1,6}\s|\d{1,9}[.)]\s|```|~~~|\||\$\$")


def matching(line: int, stem: str, pairs: list[tuple[str, str]], extra: Iterable[str] = ()) -> Draft:
    """Make a short answer of a matching question: what to match in the question, the pairs as a table in the answer.

    `extra` are answers that match nothing. Raises NoDraftError where there is nothing to match.
    """
    if not pairs:
        raise NoDraftError("it has no pairs to match")
    offered = sorted(dict.fromkeys([right for _, right in pairs] + list(extra)))
    to_match = bullet_list(left for left, _ in pairs)
    return Draft(
        line, "short-answer", paragraphs(stem, to_match, bullet_list(offered, "*")), answer=table(pairs, headed=False)
    )


def ordering(line: int, stem: str, items: list[str]) -> Draft:
    """Make a short answer of an ordering question.

    The question shows the items sorted by name, or the other way round where that is the answer itself.
    """
    shown = sorted(items)
    if shown == items:
        shown.reverse()
    return Draft(line, "short-answer", paragraphs(stem, bullet_list(shown)), answer=bullet_list(items, "1."))


def label_feedback(said: Iterable[tuple[str, str]]) -> str:
    """Write what is said to each of several answers as a list, with the answers as labels.

    The same text for several answers is said once; a text that is the only one stands alone, without a label.
    """
    labels: dict[str, list[str]] = {}
    for label, text in said:
        if text:
            labels.setdefault(text, []).append(label)
    if len(labels) < 2:
        return "".join(labels)
    return bullet_list(_label(" / ".join(dict.fromkeys(names)), text) for text, names in labels.items())


def _label(label: str, text: str) -> str:
    return f"{label}:\n\n{text}" if _BLOCK.match(text) else f"{label}: {text}"


def weighted_answers(line: int, stem: str, answers: list[tuple[str, float, str]]) -> Draft:
    """Make a short answer of accepted texts, each with its weight in percent and its feedback.

    Several answers become a list; one that earns a part of the points says how much; feedback goes into the
    explanation, below the answer that it belongs to. Wrong answers to which nothing is said become a comment.
    """
    accepted = list(dict.fromkeys(write_weighted(text, weight) for text, weight, _ in answers if weight > 0))
    answer = accepted[0] if len(accepted) == 1 else bullet_list(accepted)
    explanation = _explain(answers)
    wrong = [text for text, weight, feedback in answers if weight <= 0 and not feedback and text != "*"]
    return Draft(line, "short-answer", stem, answer=answer or None, explanation=explanation, comments=name_wrong(wrong))


def write_weighted(text: str, weight: float) -> str:
    """Write an answer with its weight in percent, where that is not all of the points."""
    return text if weight >= 100 else f"{text} ({weight:g} %)"


def _explain(answers: list[tuple[str, float, str]]) -> str:
    """Write the feedback on answers, each below its own; one that is on the only answer, or on all, stands alone."""
    labelled = [
        (WRONG if text == "*" and weight <= 0 else text, feedback) for text, weight, feedback in answers if feedback
    ]
    if len(labelled) == 1 and (len(answers) == 1 or labelled[0][0] in (WRONG, "*")):
        return labelled[0][1]
    return bullet_list(feedback if label == "*" else _label(label, feedback) for label, feedback in labelled)


def name_wrong(answers: Iterable[str]) -> tuple[str, ...]:
    """Return a comment that keeps wrong answers, which no card shows."""
    named = " / ".join(dict.fromkeys(" ".join(each.split()) for each in answers if each.strip()))
    return (f"The source names as wrong: {named}",) if named else ()


def name_unequal(weights: Mapping[str, float], right: Iterable[str]) -> list[str]:
    """Say what is lost of the weights of choices in percent, by their texts: a choice is right or wrong, no more.

    Shares of the right ones that are the same lose nothing.
    """
    shares = {text: weights[text] for text in weights.keys() & set(right)}
    if not shares:
        return []
    partly = _show_weights(weights, weights.keys() - shares)
    said = [f"choices earn in part of the points, which is wrong here: {partly}"] if partly else []
    if max(shares.values()) - min(shares.values()) > _ROUNDING_PERCENT:
        said.append(f"choices earn unequal points, which count the same here: {_show_weights(weights, shares)}")
    return said


def _show_weights(weights: Mapping[str, float], among: Container[str]) -> str:
    """Show in their order the weights above 0 of some choices."""
    return ", ".join(f"{quote(text)} {each:g} %" for text, each in weights.items() if text in among and each > 0)


def percentages(weights: Mapping[int, float], *, several: bool) -> dict[int, bool]:
    """Return which choices are right by their weights in percent: any above 0 where several apply, else only 100."""
    return {key: weight > 0 if several else weight >= 99.9 for key, weight in weights.items()}
