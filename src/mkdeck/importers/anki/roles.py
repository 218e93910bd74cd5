"""What the fields of a note type are for, by their names in the languages that people name them in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from anyascii import anyascii

from mkdeck.importers.drafting.vocabulary import join_tables

_ROLES = ("explanation", "hint", "source", "correct", "question", "choices", "type", "title", "id")
"""A word of several roles has the first of them."""
_MARK = r"(?P<mark>\d{1,2}|[a-j])"
_ENDING = re.compile(r"(?:\(.*|\s*[:*?])$")
_LONE = re.compile(r"[a-j]|\d")

UNNAMED = "\ue010"
"""How the names of fields start of which nobody tells a name."""


@dataclass(slots=True)
class Roles:
    """The positions of a note type's fields by what they are for.

    `options` are choices of which another field tells the right one, `wrong` are choices that are wrong by their
    name; `feedback` belongs to the choice of the same position in `options`.
    """

    by_name: dict[str, list[int]] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    feedback: dict[int, int] = field(default_factory=dict)

    def first(self, role: str) -> int | None:
        """Return the first field of a role."""
        return next(iter(self.by_name.get(role, ())), None)


@dataclass(frozen=True, slots=True)
class _Words:
    """The roles of whole names, and patterns of names for one choice, for feedback to one, and for wrong ones."""

    roles: dict[str, str]
    option: re.Pattern[str]
    feedback: re.Pattern[str]
    wrong: re.Pattern[str]


@cache
def _read_words() -> _Words:
    table = join_tables("field")
    return _Words(
        roles={_plain(word): role for role in reversed(_ROLES) for word in table[role]},
        option=re.compile(_any_of(map(_plain, table["option"])) + _MARK),
        feedback=re.compile(_any_of(map(_plain, table["own_explanation"])) + _MARK),
        wrong=re.compile(f"{_any_of(table['wrong'])}{_MARK}?"),
    )


def _any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


@lru_cache(maxsize=64)
def find_roles(names: tuple[str, ...]) -> Roles:
    """Return what each field is for, by its name alone; fields of no known name have no role."""
    plain = [_plain(name) for name in names]
    known = _read_words()
    marks = _find_options(plain)
    roles = Roles(
        options=list(marks.values()),
        wrong=[i for i, name in enumerate(plain) if known.wrong.fullmatch(name) and not known.option.fullmatch(name)],
        feedback=_find_feedback(plain, list(marks)),
    )
    taken = {*roles.options, *roles.wrong, *roles.feedback.values()}
    for i, name in enumerate(plain):
        if i not in taken and (role := known.roles.get(name) or known.roles.get(name.rstrip("0123456789"))):
            roles.by_name.setdefault(role, []).append(i)
    return roles


def _find_options(names: Sequence[str]) -> dict[str, int]:
    """Return the fields for choices by their numbers or letters: at least two, or none."""
    marks = {match["mark"]: i for i, name in enumerate(names) if (match := _read_words().option.fullmatch(name))}
    if len(marks) < 2:  # fields called A, B, C
        marks = {name: i for i, name in enumerate(names) if _LONE.fullmatch(name)}
    return marks if len(marks) >= 2 else {}


def _find_feedback(names: Sequence[str], marks: Sequence[str]) -> dict[int, int]:
    """Return the fields for feedback by the positions of their choices, whose numbers or letters these are."""
    found = ((match["mark"], i) for i, name in enumerate(names) if (match := _read_words().feedback.fullmatch(name)))
    return {marks.index(mark): i for mark, i in found if mark in marks}


def _plain(name: str) -> str:
    """Write a name in small Latin letters and digits alone."""
    if name.startswith(UNNAMED):
        return ""
    bare = _ENDING.sub("", name.strip()) or name
    return re.sub(r"[^a-z0-9]", "", anyascii(bare).lower())
