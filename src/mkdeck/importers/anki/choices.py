"""Multiple-choice notes: the choices in fields of their own or in one list, and which of them are right.

Note types of this kind name the right choices by marks (`1 0 0 1`), by letters or numbers, by their words, or by
fields of their own. What does not fit the choices that are there leaves them unmarked.
"""

import html
import re
from collections.abc import Sequence

from mkdeck.importers.anki.roles import UNNAMED, Roles
from mkdeck.importers.anki.text import AnkiText
from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting.answer_letters import find_right
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs, table

_LINE = re.compile(r"<br\s*/?>|</?(?:li|div|p|ul|ol)\b[^<>]*>|\n|\|\|", re.IGNORECASE)
_LETTER = re.compile(r"^\s*(?:\(?[A-Ja-j1-9][.):]|[-*\u2022])\s+")
_MARKS = re.compile(r"[01](?:[\s,;|]*[01])*")
_TAG = re.compile(r"<[^<>]*>")
_KPRIM = "0"


def read_choices(line: int, names: Sequence[str], values: Sequence[str], roles: Roles, text: AnkiText) -> Draft | None:
    """Read a note as a multiple choice; None where it has no two choices."""
    title = roles.first("title")
    stem = roles.first("question")
    taken = {*roles.options, *roles.wrong, *roles.feedback.values()}
    if stem is None:
        known = {i for positions in roles.by_name.values() for i in positions} | taken
        stem = next((i for i in range(len(values)) if i not in known), title)
    if stem is None:
        return None
    question = text.convert(values[stem])
    if title is not None and title != stem:
        heading = text.convert(values[title])
        question = paragraphs(f"**{heading}**" if heading and "\n" not in heading else heading, question)
    found = _find_choices(values, roles, text)
    if found is None or len(found[0]) < 2 or not question:
        return None
    choices, used = found
    said = _bare(values[roles.by_name["correct"][0]]) if roles.first("correct") is not None else ""
    untold = said and all(choice.correct is None for choice in choices)
    rest = [i for i in roles.by_name.get("explanation", ()) if i not in used]
    unnamed = {stem, title, *taken, *used, *(i for each in roles.by_name.values() for i in each)}
    more = [
        said if names[i].startswith(UNNAMED) else f"**{text.convert(names[i])}:** {said}"
        for i in range(len(values))
        if i not in unnamed and (said := text.convert(values[i]))
    ]
    draft = Draft(
        line,
        "multiple-choice",
        question,
        tuple(choices),
        comments=(f"As the right answer the source says: {said}",) if untold else (),
        explanation=paragraphs(*(text.convert(values[i]) for i in rest), *more),
        hint=paragraphs(*(text.convert(values[i]) for i in roles.by_name.get("hint", ()))),
        source="; ".join(
            " ".join(text.convert(values[i]).split()) for i in roles.by_name.get("source", ()) if values[i]
        ),
    )
    kind = roles.first("type")
    judged = kind is not None and _bare(values[kind]) == _KPRIM
    return _as_table(draft) if judged and not any(choice.correct for choice in choices) else draft


def _as_table(draft: Draft) -> Draft:
    """Write statements none of which is true as a short answer, since a multiple choice needs a right one."""
    if any(choice.correct is None for choice in draft.choices):
        return draft
    texts = [choice.text for choice in draft.choices]
    return Draft(
        draft.line,
        "short-answer",
        paragraphs(draft.question, bullet_list(texts)),
        answer=table([(text, "\u2717") for text in texts], headed=False),
        explanation=draft.explanation,
        hint=draft.hint,
        source=draft.source,
    )


def _find_choices(values: Sequence[str], roles: Roles, text: AnkiText) -> tuple[list[DraftChoice], set[int]] | None:
    """Return the choices, and the fields that they came from beside those of `roles.options` and `roles.wrong`."""
    correct = roles.first("correct")
    if roles.wrong and not roles.options:
        rights = [i for i in roles.by_name.get("correct", ()) if _bare(values[i])]
        if not rights:
            return None
        right = [each for i in rights for each in _parts(values[i], single=len(rights) > 1 or len(roles.wrong) > 1)]
        wrong = [each for i in roles.wrong for each in _parts(values[i], single=len(roles.wrong) > 1)]
        made = [DraftChoice(text.convert(each), correct=True) for each in right]
        made += [DraftChoice(text.convert(each), correct=False) for each in wrong if _bare(each)]
        return made, set(rights)
    said = _bare(values[correct]) if correct is not None else ""
    used = {correct} if correct is not None else set()
    if roles.options:
        pages = [values[i] for i in roles.options]
        filled = [i for i, page in enumerate(pages) if _bare(page) or "<img" in page]
        feedback = {i: text.convert(values[at]) for i, at in roles.feedback.items() if at < len(values)}
    else:
        at = roles.first("choices")
        pages = [_LETTER.sub("", page) for page in _parts(values[at], single=False)] if at is not None else []
        filled, feedback = list(range(len(pages))), {}
        used |= {at} if at is not None else set()
    right_ones = _decide(said, [_bare(pages[i]) for i in filled], filled)
    return [
        DraftChoice(
            text.convert(pages[i]),
            None if right_ones is None else position in right_ones,
            feedback.get(i, ""),
        )
        for position, i in enumerate(filled)
    ], used


def _decide(said: str, texts: list[str], filled: list[int]) -> set[int] | None:
    """Tell which of the choices are right, by what the note says; None where it does not say."""
    if not said:
        return None
    marks = re.findall(r"[01]", said) if _MARKS.fullmatch(said) else []
    if len(marks) >= max(2, len(texts)):
        # One mark for each choice; where a choice in between is empty, its mark counts, too.
        chosen = {position for position, i in enumerate(filled) if i < len(marks) and marks[i] == "1"}
        if len(marks) == len(texts):
            chosen = {i for i, mark in enumerate(marks) if mark == "1"}
        return chosen
    found = find_right(said, texts)
    if not found and re.fullmatch(r"[\d\s,;/&+]+", said):
        found = find_right(said, texts, first=1)
    if not found:
        parts = [part.strip().casefold() for part in re.split(r"[;\n|,]", said) if part.strip()]
        same = {i for i, each in enumerate(texts) if each.casefold() in parts}
        found = same if len(same) == len(parts) else set()
    return found or None


def _parts(page: str, *, single: bool) -> list[str]:
    """Split a field with several choices at its lines or list items."""
    if single:
        return [page]
    return [part for part in _LINE.split(page) if _bare(part) or "<img" in part]


def _bare(page: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", page)).split())
