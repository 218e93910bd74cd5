"""The two note types of a course. The field list and every id here are final.

Anki takes a note type for the one it knows only while it has as many fields and templates with the same ids in the
same order; otherwise every note of every student freezes. So nothing below is ever added, removed or moved. What
the cards say and look like (`templates/`, `words.toml`) may change at any time.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.resources import files
from itertools import chain, combinations

from mkdeck.identity import NoteClass, make_notetype_id
from mkdeck.notetypes.report_address import write_in_template

# Name and id of each field after the text. Names must stay free of : { } " and leading spaces.
_SHARED_FIELDS = (
    ("Choices", 602_214_076_102),
    ("Answer", 602_214_076_103),
    ("Explanation", 602_214_076_104),
    ("Hint", 602_214_076_105),
    ("Kind", 602_214_076_106),
    ("Source", 602_214_076_107),
    ("Report", 602_214_076_108),
    ("Retired", 602_214_076_109),
    ("Id", 602_214_076_110),
    (
        "Spare1",
        602_214_076_111,
    ),  # a card's direction, where a browser would take another (see notes/directions.py)
    ("Spare2", 602_214_076_112),  # what several questions share, above what is asked
    ("Spare3", 602_214_076_113),  # the labels at the places of a picture, for the back (see questions/occlusion.py)
)
FIELDS: dict[NoteClass, tuple[tuple[str, int], ...]] = {
    "standard": (("Question", 602_214_076_101), *_SHARED_FIELDS),
    "cloze": (("Text", 602_214_076_101), *_SHARED_FIELDS),
}
NAMES = tuple(name for name, _ in FIELDS["cloze"])
"""The fields of both note types in their order; the standard one calls the first `Question`."""
CONTEXT, DIRECTION = "Spare2", "Spare1"
"""What stands in fields that were spare once; Anki would take another name for another field in texts of its users."""
TEMPLATE_IDS: dict[NoteClass, int] = {"standard": 602_214_076_201, "cloze": 602_214_076_202}

TASKS = ("statements", "entry", "order", "pairs")
"""What a card may ask students to do beside picking choices; each has a script of its own, and a class of this name."""
SPOTS = "spots"
"""What a card asks for on a picture: without a script, in styles of its own."""
PICTURES = "pictures"
"""What opens in its own size, by a script of its own."""
FORMULA_GAPS = "formula-gaps"
"""What clozes have in formulas: marked by a script of its own, which must know where they are."""
_TRACES = {task: f"setUp{task.capitalize()}]" for task in TASKS} | {
    SPOTS: "\n.spots {",
    PICTURES: "whenWhole(watchPictures);",
    FORMULA_GAPS: "  watchFormulas();",
}
"""By what a note type's front or CSS tells that it serves a task."""
_PART = re.compile(r"\[\[(\w+)\]\]")
_OWN_IDS = re.compile(r'\.front\[data-id\$="\.reverse"\]((?::not\(\[data-id="[\w.-]+"\]\))*)')
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def name_field(name: str, note_class: NoteClass) -> str:
    """Return what a note type calls a field of `NAMES`."""
    return FIELDS[note_class][NAMES.index(name)][0]


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as Anki gets it: HTML templates for front and back, one CSS for both.

    `again` makes both note types of its course, for other tasks; `style` is the course's own CSS, which ends the whole.
    """

    note_class: NoteClass
    id: int
    name: str
    front: str
    back: str
    css: str
    again: Callable[..., tuple["NoteType", ...]] | None = field(default=None, repr=False, compare=False)
    style: str = field(default="", repr=False, compare=False)

    def serve(self, tasks: Collection[str], own_ids: Iterable[str] | None = None) -> "NoteType":
        """Return the note type as it would be in this course with other tasks, or other ids of authors."""
        own = list_own_ids(self.css) if own_ids is None else own_ids
        made = self.again(tasks=tasks, own_ids=own) if self.again else ()
        return next((each for each in made if each.id == self.id), self)

    def list_variants(self) -> Iterator["NoteType"]:
        """Yield the note type as it would be in this course with any tasks."""
        for tasks in chain.from_iterable(combinations(_TRACES, n) for n in range(len(_TRACES) + 1)):
            yield self.serve(tasks)


def read_tasks(front: str, css: str) -> frozenset[str]:
    """Return the tasks that a finished note type serves; the standard one has no trace of `FORMULA_GAPS`."""
    return frozenset(task for task, trace in _TRACES.items() if trace in front or trace in css)


def list_own_ids(css: str) -> tuple[str, ...]:
    """Return the ids of authors that a finished note type does not take for those of cards that are turned round."""
    match = _OWN_IDS.search(css)
    return tuple(match[1].split('"')[1::2]) if match else ()


def make_notetypes(
    course_id: str,
    course_name: str,
    language: str,
    *,
    turns: bool = False,
    report: str | None = None,
    style: str = "",
    tasks: Collection[str] = (),
    topic: bool = True,
    own_ids: Iterable[str] = (),
) -> tuple[NoteType, NoteType]:
    """Make the standard and the cloze note type of a course, with their words in its language.

    With `turns` a card turns by itself at a pick, where the client allows it; `report` is the address for mistakes,
    `style` CSS after the built-in one, and `tasks` are those of `TASKS`, `SPOTS`, `PICTURES` and `FORMULA_GAPS` that
    any card has: no card carries more. With `topic` a card says in which deck it is. `own_ids` are those of
    authors that end as the ids of cards do which ask the other way round.
    """
    again = partial(
        make_notetypes, course_id, course_name, language, turns=turns, report=report, style=style, topic=topic
    )
    # Quotation marks would be dropped by Anki, which would then take it for another name.
    name = course_name.replace('"', "'")
    words = find_words(language)
    parts = words | {
        "lang": language if _LANGUAGE_TAG.fullmatch(language) else "",
        "turns": "turns" if turns else "",
        "day": _read("templates/day.css"),
        "night": _read("templates/night.css"),
    }
    parts["report_link"] = _write_report_link(report, course_name, parts) if report else ""
    used = [task for task in TASKS if task in tasks]
    parts["task_list"] = "".join(f'    [".mkdeck > .{task}", setUp{task.capitalize()}],\n' for task in used)
    scripts = _list_scripts(used, zooms=PICTURES in tasks)
    parts["pictures"] = "  whenWhole(watchPictures);\n" if PICTURES in scripts else ""
    parts["own_ids"] = "".join(f':not([data-id="{each}"])' for each in sorted(own_ids))
    parts["topic"] = _read("templates/topic.html") if topic else ""
    parts |= _write_spots(words, pictured=SPOTS in tasks)
    css = f"{_write_styles(parts, tasked=bool(used), pictured=SPOTS in tasks)}\n{style}"
    standard = _make("standard", course_id, name, css, parts | _write_script(parts, scripts))
    filled = parts | _write_script(parts, scripts, in_math=FORMULA_GAPS in tasks)
    cloze = _make("cloze", course_id, f"{name} (cloze)", css, filled)
    return replace(standard, again=again, style=style), replace(cloze, again=again, style=style)


def _list_scripts(used: Collection[str], *, zooms: bool) -> tuple[str, ...]:
    """Name the scripts that cards need which ask for these tasks, or have pictures."""
    return ("scrollers", "choices", *(["scores", *used] if used else []), *([PICTURES] if zooms else []))


def _write_report_link(report: str, course_name: str, parts: dict[str, str]) -> str:
    """Write the link for mistakes, which goes to an address."""
    return _fill(_read("templates/report-link.html"), parts | {"report_to": write_in_template(report, course_name)})


def _write_spots(words: dict[str, str], *, pictured: bool) -> dict[str, str]:
    """Return the parts of a template for places on a picture, and the words around their numbers."""
    before, _, after = words["spot"].partition("{n}")
    return {
        "spots": _read("templates/spots.html") if pictured else "",
        "after_spots": "{{/Spare3}}" if pictured else "",
        "spot_before": before,
        "spot_after": after,
        "hidden_after": words["spot_hidden"].partition("{n}")[2],
    }


def _write_styles(parts: dict[str, str], *, tasked: bool, pictured: bool) -> str:
    """Return the built-in CSS, with what cards need that ask for more than picking, or for a place on a picture."""
    own = (*(["tasks.css"] if tasked else []), *(["spots.css"] if pictured else []))
    sheets = ("card.css", "edition.css", "retired.css", "text.css", *own, "code.css")
    return "\n".join(_fill(_read(f"templates/{file}"), parts) for file in sheets)


def _write_script(parts: dict[str, str], scripts: Iterable[str], *, in_math: bool = False) -> dict[str, str]:
    """Return the parts of a template that are its script, and what that needs to mark gaps in formulas."""
    names = (*scripts, "formulas") if in_math else scripts
    tasks = "\n".join(_fill(_read(f"templates/tasks/{name}.js"), parts) for name in names)
    watch = "  watchFormulas();\n" if in_math else ""
    return {
        "script": _fill(_read("templates/card.js"), parts | {"tasks": tasks, "formulas": watch}),
        "signs": _read("templates/signs.html") if in_math else "",
        "unanswered": _read("templates/unanswered.html") if in_math else "",
    }


def _make(note_class: NoteClass, course_id: str, name: str, css: str, parts: dict[str, str]) -> NoteType:
    return NoteType(
        note_class=note_class,
        id=make_notetype_id(course_id, note_class),
        name=name,
        front=_fill(_read(f"templates/{note_class}-front.html"), parts),
        back=_fill(_read(f"templates/{note_class}-back.html"), parts),
        css=css,
    )


@cache
def languages() -> dict[str, dict[str, str]]:
    """Return the words of every language, by its code."""
    table: dict[str, dict[str, str]] = tomllib.loads(_read("words.toml"))
    return table


def has_language(language: str) -> bool:
    """Whether there are words for a language such as `de` or `de-AT`."""
    return base_language(language) in languages()


def find_words(language: str) -> dict[str, str]:
    """Return the words of a language, or the English ones where there are none."""
    return languages().get(base_language(language), languages()["en"])


def base_language(language: str) -> str:
    """Return the language of a tag such as `de-AT`, without country or script."""
    return language.replace("_", "-").split("-")[0].lower()


def _fill(template: str, parts: dict[str, str]) -> str:
    return _PART.sub(lambda match: parts[match[1]], template)


@cache
def _read(name: str) -> str:
    return (files("mkdeck.notetypes") / name).read_text("utf-8")
