r"""A command or an environment that Anki's MathJax does not know, and shows in red, or as an error.

Commands of packages such as `siunitx` and `bm` are unknown; `\ce` is known. `\require{physics}` in a formula loads that
package, and `\newcommand` defines a command: for the card that holds it. A later card knows it only if the other one
was shown before, so each card needs its own.

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

import html
import re
from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.diagnostics import Finding, Rule
from mkdeck.notes.note import Note
from mkdeck.notetypes import CONTEXT
from mkdeck.questions.occlusion import LABELS
from mkdeck.text.commands import Commands, find_unknown, read_commands

RULE = Rule("tex", "warning")

_FORMULA = re.compile(r"\\\(((?:(?!\\\().)+?)\\\)|\\\[((?:(?!\\\[).)+?)\\\]", re.DOTALL)
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_FIELDS = ("Text", "Choices", "Answer", "Explanation", "Hint", CONTEXT, LABELS)
"""Those that hold texts of staff."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each command of a question that its card would not show."""
    elsewhere: set[str] = set()
    found: list[tuple[int, str, str]] = []
    for i, note in enumerate(case.notes):
        formulas = _read_formulas(note)
        if not formulas:
            continue
        defined = {name for each in formulas for name in each.defined}
        elsewhere |= defined
        brought = defined | {name for each in formulas for name in each.used if name.startswith("require ")}
        said: dict[str, str] = {}
        for each in formulas:
            said |= dict(find_unknown(each, brought))
        found += [(i, command, instead) for command, instead in said.items()]
    for i, command, instead in found:
        yield point_at(case.course.entries[i], RULE, _explain(command, instead, elsewhere), near=command)


def _read_formulas(note: Note) -> list[Commands]:
    text = "\n".join(field for name in _FIELDS if "\\" in (field := note[name]))
    if not text or ("\\(" not in text and "\\[" not in text):
        return []
    page = _CODE.sub("", text)
    return [read_commands(html.unescape(match[1] or match[2])) for match in _FORMULA.finditer(page)]


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
