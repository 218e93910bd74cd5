"""What each edition of a course changed, and what the next import changes for who has an older one."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdeck.apkg.release import Release
from mkdeck.diff.changes import Changes, NoteChange, TextChange, compare
from mkdeck.diff.editions import Edition
from mkdeck.diff.matching import Key
from mkdeck.diff.report import excerpt
from mkdeck.diff.telling import list_told
from mkdeck.diff.words import Piece, compare_words, show
from mkdeck.notes.note import Note, show_day
from mkdeck.release.corrections import list_corrected
from mkdeck.release.news import News, join_news, name_question, read_news
from mkdeck.rendering.typeset import typeset_field
from mkdeck.text.anki_markup import fill_gaps

_LABELS = {"Answer": "answer", "Explanation": "explanation", "Hint": "hint", "Context": "context"}
"""The word for a field, where its place does not tell."""
_FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_MARKS = {"gone": "del", "new": "ins"}


@dataclass(frozen=True, slots=True)
class Item:
    """A question that is told of: its name, its deck below the course, its parts as HTML, each with a label or none."""

    name: str
    deck: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """From one edition to a later one: its anchor and title, how much changed, and the questions by their heading.

    `since` names the earlier edition where that is not the one before, or each of several that it joins. `count` is
    how many questions those are, and `time` when the edition was released, in seconds since 1970.
    """

    anchor: str
    title: str
    summary: str
    since: str = ""
    groups: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    count: int = 0
    time: int = 0


@dataclass(frozen=True, slots=True)
class EditionPages:
    """The editions of a course, the newest first, with what each changed, and what changed since each older one."""

    steps: tuple[Step, ...]
    since: tuple[Step, ...]


def describe_editions(
    releases: tuple[Release, ...],
    editions: Mapping[int, Edition],
    parents: Mapping[int, tuple[int, ...]],
    course: str,
    words: Mapping[str, str],
) -> EditionPages:
    """Describe the releases of a course, whose texts are given by their numbers as far as they are at hand.

    `parents` are the numbers of those that each was made after, which may be on another branch than the one before.
    """
    latest = editions.get(releases[-1].number)
    known = {each.number: each for each in releases}
    steps = [
        _describe_step(each, [known[number] for number in parents.get(each.number, ())], editions, course, words)
        for each in reversed(releases)
    ]
    since = [
        _fill(
            _begin(each, "since", words["since"]),
            [compare(editions[each.number], latest, _list_earlier(editions, each.number))],
            course,
            words,
        )
        for each in reversed(releases[:-1])
        if latest and each.number in editions
    ]
    return EditionPages(tuple(steps), tuple(since))


def _describe_step(
    release: Release,
    parents: Sequence[Release],
    editions: Mapping[int, Edition],
    course: str,
    words: Mapping[str, str],
) -> Step:
    step = _begin(release, "edition", words["edition"])
    if not parents:
        return replace(step, summary=words["first_edition"])
    before = [editions[each.number] for each in parents if each.number in editions]
    after = editions.get(release.number)
    if len(before) < len(parents) or not after:
        return replace(step, summary=words["not_known"])
    if [each.number for each in parents] != [release.number - 1]:
        named = (words["since"].format(n=each.number, date=show_day(each.time)) for each in parents)
        step = replace(step, since=" · ".join(named))
    earlier = _list_earlier(editions, release.number)
    return _fill(step, [compare(each, after, earlier) for each in before], course, words)


def _list_earlier(editions: Mapping[int, Edition], number: int) -> frozenset[Key]:
    """Return the notes of all editions before one."""
    return frozenset(note.key for other, each in editions.items() if other < number for note in each.notes)


def _begin(release: Release, anchor: str, title: str) -> Step:
    shown = title.format(n=release.number, date=show_day(release.time))
    return Step(f"{anchor}-{release.number}", shown, "", time=release.time)


def _fill(step: Step, changes: Sequence[Changes], course: str, words: Mapping[str, str]) -> Step:
    """Fill a step with what changes from each earlier edition."""
    news = join_news([read_news(each, list_corrected(each)) for each in changes])
    groups = list(_list_groups(news, changes, course, words))
    if moves := news.tell_moves(words, course):
        groups.append((moves[0], tuple(Item(name, "", (("", html.escape(name)),)) for name in moves[1])))
    summary = " · ".join(heading for heading, _ in groups) or words["little_changed"]
    return replace(step, summary=summary, groups=tuple(groups), count=news.count)


def _list_groups(
    news: News, changes: Sequence[Changes], course: str, words: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Item, ...]]]:
    kept = {note.key for note in news.corrected}
    changed = {one.note.key: one for each in changes for one in each.changed if one.note.key in kept}
    for heading, notes in news.tell(words):
        told = changed if notes is news.corrected else {}
        yield heading, tuple(_make_item(note, told.get(note.key), course, words) for note in notes)


def _make_item(note: Note, change: NoteChange | None, course: str, words: Mapping[str, str]) -> Item:
    """Show a question that was corrected word by word, and of any other one what it asks, and why it is retired."""
    name = name_question(note)
    parts = list(_list_parts(change, words)) if change else []
    if not change or not any(each.name in ("Question", "Text") for each in change.fields):
        parts.insert(0, ("", _write_line([("same", name)])))
    if note.retired:
        parts.append(("", _write_line([("same", show(note.retired.partition(": ")[2]))])))
    deck = note.deck.removeprefix(course).removeprefix("::").replace("::", " / ")
    return Item(name, deck, tuple(parts))


def _list_parts(change: NoteChange, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for field in list_told(change):
        pieces = _compare_filled(field)
        if pieces and field.name not in ("Source", "Kind"):
            key = _LABELS.get(field.name)
            yield (words[key] if key else ""), _write_pieces(pieces)


def _compare_filled(change: TextChange) -> tuple[Piece, ...]:
    """Return the words of both texts with their gaps filled."""
    return compare_words(show(fill_gaps(change.before)), show(fill_gaps(change.after)))


def _write_pieces(pieces: Iterable[Piece]) -> str:
    """Write the lines that changed, with words that are gone and new, as HTML, and formulas as far as one is whole."""
    return "<br>".join(map(_write_line, excerpt(pieces)))


def _write_line(pieces: Sequence[tuple[str, str]]) -> str:
    written: list[str] = []
    last = ""
    for kind, text, in_code in _part_code(pieces):
        apart = last == "gone" and kind == "new" and not written[-1].endswith(" ") and not text.startswith(" ")
        written += [" ", _write_piece(kind, text, in_code)] if apart else [_write_piece(kind, text, in_code)]
        last = kind
    return "".join(written)


def _part_code(pieces: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """Yield the pieces of a line, those of code apart, which stands between backticks before as well as after."""
    if not _pairs_ticks(pieces):
        yield from ((kind, text, False) for kind, text in pieces)
        return
    is_open = {"gone": False, "new": False}
    for kind, text in pieces:
        own = ("gone", "new") if kind == "same" else (kind,)
        for i, part in enumerate(text.split("`")):
            if i:
                is_open |= {each: not is_open[each] for each in own}
            if part:
                yield kind, part, is_open[own[0]]


def _pairs_ticks(pieces: Sequence[tuple[str, str]]) -> bool:
    """Whether backticks stand around code, before as well as after; else each is a sign of its own."""
    sides = ["".join(text for kind, text in pieces if kind != other) for other in ("new", "gone")]
    return not any(side.count("`") % 2 or "``" in side or "`" in "".join(_FORMULA.findall(side)) for side in sides)


def _write_piece(kind: str, text: str, in_code: bool) -> str:
    word = text.strip()
    inner = html.escape(word, quote=False)
    inner = f"<code>{inner}</code>" if in_code and word else typeset_field(inner)
    mark = _MARKS.get(kind) if word else None
    # A blank that is struck out looks like part of the word.
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if word else ""
    return f"{before}<{mark}>{inner}</{mark}>{after}" if mark else f"{before}{inner}{after}"
