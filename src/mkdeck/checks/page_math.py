r"""A formula that Anki shows, but the pages of site and preview only as it was typed.

These pages set math without scripts. Chemistry, `\ce` and `\pu`, stands there as typed, which reads well; of another
command that they do not know they show the name. Each command is named once in a course. Where only Anki matters,
ignore this.

Fails:

```yaml
questions:
  - id: water
    type: short-answer
    question: What is $\ce{H2O}$?
    answer: Water.
```

Passes:

```yaml
questions:
  - id: water
    type: short-answer
    question: What is $\mathrm{H_2O}$?
    answer: Water.
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.commands import find_unknown
from mkdeck.text.english import plural

RULE = Rule("page-math", "warning", style=True)

_CHEMISTRY = ("\\ce", "\\pu")
_MOST_CHARACTERS = 40


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each command that pages do not set, at the first question that has it."""
    first: dict[str, int] = {}
    cards: dict[str, set[int]] = {}
    for what, i in _find_unset(case):
        first.setdefault(what, i)
        cards.setdefault(what, set()).add(i)
    for what, i in first.items():
        more = len(cards[what]) - 1
        also = f", here and in {plural(more, 'more question')}" if more else ""
        yield point_at(case.course.entries[i], RULE, _explain(what, also), near=what.partition("\n")[0])


def _explain(what: str, also: str) -> str:
    if what in _CHEMISTRY:
        return f"pages of site and preview show what is in '{what}' as it is typed{also}; Anki sets it as chemistry"
    name = what if len(what) <= _MOST_CHARACTERS else f"{what[:_MOST_CHARACTERS]}…"
    return f"pages of site and preview can't set '{' '.join(name.split())}'{also}, but Anki can"


def _find_unset(case: Case) -> Iterator[tuple[str, int]]:
    """Yield what pages do not set, and the number of its question."""
    from mkdeck.rendering.formulas import collect_macros, defines, list_unset

    fine: set[str] = set()
    for i, formulas in enumerate(case.formulas):
        macros = ""
        for tex, commands in formulas:
            if fine.issuperset(commands.used) and not commands.defined:
                continue
            unset = list_unset(tex, macros)
            if defines(tex):
                macros += collect_macros([tex])
            if not unset:
                fine.update(commands.used)
            elif not any(find_unknown(commands, commands.defined)):
                yield from ((what, i) for what in unset)
