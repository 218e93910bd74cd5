r"""A command or an environment that Anki's MathJax does not know, and shows in red, or as an error.

Commands of packages such as `siunitx` and `bm` are unknown; `\ce` is known. `\require{physics}` in a formula loads that
package, and `\newcommand` defines a command: for the card that holds it, in this formula and those that follow. A later
card knows it only if the other one was shown before, so each card needs its own.

Fails:

```yaml
questions:
  - id: bold
    type: short-answer
    question: What is $\bm{x}$?
    answer: A vector.
```

Passes:

```yaml
questions:
  - id: bold
    type: short-answer
    question: What is $\boldsymbol{x}$?
    answer: A vector.
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.course.loading import Entry
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.commands import Commands, find_unknown, list_known

RULE = Rule("tex", "warning")

_LATE = (
    "'{}' is used before this card defines it, and Anki sets formulas in their order; define it where it is first used"
)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each command of a question that its card would not show."""
    elsewhere: set[str] = set()
    unknown: list[tuple[Entry, str, str]] = []
    for entry, listed in zip(case.course.entries, case.formulas, strict=False):
        formulas = [formula.commands for formula in listed]
        defined = {name for each in formulas for name in each.defined}
        elsewhere |= defined
        unknown += [(entry, *each) for each in _list_unknown(formulas, defined).items()]
        for each in _find_late(formulas) if defined else ():
            yield point_at(entry, RULE, _LATE.format(each), near=each)
    for entry, command, instead in unknown:
        yield point_at(entry, RULE, _explain(command, instead, elsewhere), near=command)


def _list_unknown(formulas: list[Commands], defined: set[str]) -> dict[str, str]:
    """Return the commands of a card that MathJax does not know nor the card defines, each with what to write."""
    brought = defined | {name for each in formulas for name in each.used if name.startswith("require ")}
    doubtful = [each for each in formulas if not list_known("commands").issuperset(each.used)]
    return {command: instead for each in doubtful for command, instead in find_unknown(each, brought)}


def _find_late(formulas: list[Commands]) -> Iterator[str]:
    """Yield each command that a card uses before it defines it, where MathJax has none of that name."""
    defined: set[str] = set()
    late = {name for each in formulas for name in each.defined} - list_known("commands")
    for each in formulas:
        defined |= each.defined
        for name in each.used:
            if name in late - defined:
                late.remove(name)
                yield f"\\{name}"


def _explain(command: str, instead: str, elsewhere: set[str]) -> str:
    if command.startswith("\\require"):
        return f"Anki's math has no package for '{command}', and the formula breaks there; leave it out"
    if command.removeprefix("\\") in elsewhere:
        return (
            f"'{command}' is defined on another card, and Anki shows it here only once that card was shown; "
            "define it here as well"
        )
    advice = f"; write {instead}" if instead.startswith(("the ", "\\require")) else f"; did you mean '{instead}'?"
    return f"Anki's math does not know '{command}'" + (advice if instead else "")
