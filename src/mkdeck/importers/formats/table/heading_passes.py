"""What only all columns of a heading together can tell of each, settled in passes from the first to the last."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from mkdeck.importers.drafting.vocabulary import words
from mkdeck.importers.formats.table.columns import Column, Role
from mkdeck.importers.formats.table.words import fold, heading_words, split_words

_NAMES = words("called_question")
"""Words of a heading above what a question is called, beside the question itself."""
_ANSWERED_FROM: tuple[Role, ...] = ("choice", "choices", "wrong", "answer")


def settle(columns: list[Column]) -> list[Column]:
    """Run every pass over the columns of a heading, in order."""
    for run in _PASSES:
        columns = run(columns)
    return columns


def _spread(columns: list[Column]) -> list[Column]:
    """Let a heading over several columns, which stands in the first of them, speak for all."""
    out: list[Column] = []
    for column in columns:
        covered = not column.heading and bool(out) and _covers_more(out[-1])
        out.append(replace(out[-1], index=column.index) if covered else column)
    while out and not out[-1].heading:
        out.pop()
    return out


def _covers_more(column: Column) -> bool:
    return not column.key and (column.role in ("choices", "wrong") or column.heading == "^")


def _keep_one_question(columns: list[Column]) -> list[Column]:
    """Keep one column of questions: the first that says more than `text`, and is no name; HTML before plain text."""
    questions = [column for column in columns if column.role == "question"]
    best = _find_best(questions)
    return _leave_out(columns, (column for column in questions if column is not best))


def _find_best(questions: list[Column]) -> Column | None:
    asked = [column for column in questions if _NAMES.isdisjoint(split_words(column.heading))] or questions
    strong = [column for column in asked if not _says_only_text(column.heading)]
    return next(iter([column for column in strong if column.html] or strong or asked), None)


def _leave_out(columns: list[Column], left: Iterable[Column]) -> list[Column]:
    places = {column.index for column in left}
    return [replace(column, role="") if column.index in places else column for column in columns]


def _says_only_text(heading: str) -> bool:
    return all("text" in heading_words().get(word, ()) for word in split_words(heading))


def _drop_spare_judge(columns: list[Column]) -> list[Column]:
    """Leave out a lone column of true and false where others hold what is answered."""
    judging = [column for column in columns if column.judges]
    answered = any(column.role in _ANSWERED_FROM and not column.judges for column in columns)
    return _leave_out(columns, judging) if len(judging) == 1 and answered else columns


def _part_units(columns: list[Column]) -> list[Column]:
    """Take a unit for that of a number where another column is its tolerance, and elsewhere for one of a course."""
    measured = any(column.role == "tolerance" for column in columns)
    units = [column.index for column in columns if _says_only_unit(column)]
    role: Role = "unit" if measured else "tag"
    return [replace(column, role=role) if column.index in units else column for column in columns]


def _says_only_unit(column: Column) -> bool:
    words = split_words(column.heading)
    return column.role in ("tag", "unit") and all("unit" in heading_words().get(word, ()) for word in words)


def _have_one_heading(columns: list[Column]) -> bool:
    """Whether all columns that have a heading have the same."""
    return len({fold(column.heading) for column in columns if column.heading}) == 1


def _number_alike(columns: list[Column]) -> list[Column]:
    """Take columns of one heading that comes again and again for choices, numbered in their order."""
    roles: tuple[Role, ...] = ("choices", "answer")
    for role in roles:
        alike = [column for column in columns if column.role == role]
        if len(alike) > 1 and _have_one_heading(alike) and not any(column.role == "choice" for column in columns):
            columns = _give_keys(columns, "choice", {column.index: str(i) for i, column in enumerate(alike, 1)})
    return columns


def _give_keys(columns: list[Column], role: Role, keys: Mapping[int, str]) -> list[Column]:
    """Return columns, those at the places of some keys with a role, each for the choice of its key."""
    return [replace(c, role=role, key=keys[c.index]) if c.index in keys else c for c in columns]


def _drop_repeated(columns: list[Column]) -> list[Column]:
    """Leave out columns of a choice that a column before them is for already."""
    seen: set[tuple[str, str]] = set()
    out: list[Column] = []
    for column in columns:
        place = (column.role, column.key)
        out.append(replace(column, role="", key="") if place in seen else column)
        if column.role in ("choice", "right"):
            seen.add(place)
    return out


def _answer_without_choices(columns: list[Column]) -> list[Column]:
    """Take a lone choice, and what is right of none or one, for the answer itself."""
    if sum(column.role == "choice" for column in columns) > 1:
        return columns
    return [replace(c, role="answer", key="") if c.role in ("choice", "right") else c for c in columns]


def _attach(columns: list[Column]) -> list[Column]:
    """Attach columns that come again beside every choice, such as feedback, to the choice before them."""
    keys = _find_keys(columns)
    for alike in _group_loose(columns):
        if len(alike) > 1 and _differ([keys[column.index] for column in alike]):
            role: Role = "right" if alike[0].role == "answer" else "explanation"
            columns = _give_keys(columns, role, {column.index: keys[column.index] for column in alike})
    return columns


def _group_loose(columns: Iterable[Column]) -> Iterable[list[Column]]:
    """Return the explanations and answers that belong to no choice, those with one heading together."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        if column.role in ("explanation", "answer") and column.heading and not column.key:
            groups.setdefault(fold(column.heading), []).append(column)
    return groups.values()


def _find_keys(columns: list[Column]) -> dict[int, str]:
    """Return the choice before or at every column; empty where there is none."""
    keys: dict[int, str] = {}
    key = ""
    for column in columns:
        key = column.key if column.role == "choice" else key
        keys[column.index] = key
    return keys


def _differ(keys: list[str]) -> bool:
    """Whether there are as many choices as columns, each beside its own."""
    return all(keys) and len(set(keys)) == len(keys)


_PASSES: tuple[Callable[[list[Column]], list[Column]], ...] = (
    _spread,
    _keep_one_question,
    _drop_spare_judge,
    _part_units,
    _number_alike,
    _drop_repeated,
    _answer_without_choices,
    _attach,
)
