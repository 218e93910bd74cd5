"""An answer to type that nobody would type, or that is listed twice.

What students type is compared with `accept` as it stands there, and with the words of `answer`: capitals, blanks, and
kinds of quotation marks and dashes do not count. So emphasis and other marks in `accept` would have to be typed, what
it holds twice does nothing, and a formula or a picture as the only answer can't be typed at all. Nobody types a long
sentence on a phone in the words that stand here.

Fails:

```yaml
questions:
  - id: gut
    type: short-answer
    question: Which bacterium of the gut was sequenced first?
    answer: "*Escherichia coli*"
    accept: ["*E. coli*"]
```

Passes:

```yaml
questions:
  - id: gut
    type: short-answer
    question: Which bacterium of the gut was sequenced first?
    answer: "*Escherichia coli*"
    accept: [E. coli]
```
"""

import html
import re
from collections.abc import Iterator

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Loc, Rule
from mkdeck.questions.short_answer import LONGEST_TYPED, ShortAnswer, fold_typed, write_typed
from mkdeck.text.markdown import render_inline

RULE = Rule("typed-answer", "warning", otherwise="error")

_PATTERN = re.compile(r"/.+/[a-z]{0,2}|\w{3,}(?:\|\w{3,})+")
"""What other tools compare answers with."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a finding for each answer that can't be typed, or need not be told."""
    for entry in case.course.entries:
        if isinstance(entry.question, ShortAnswer) and entry.question.accept is not None:
            for loc, rule, message in _find(entry.question.answer, entry.question.accept):
                yield Finding(entry.deck.source.name, ("questions", entry.index, *loc), rule, message, entry.id)


def _find(answer: str, accept: tuple[str, ...]) -> Iterator[tuple[Loc, Rule, str]]:
    typed = write_typed(render_inline(answer))
    if not typed and not accept:
        yield (
            ("answer",),
            RULE.at("error"),
            "nobody can type this answer; say in `accept` what is right when it is typed",
        )
    least = min(map(len, filter(None, (typed, *accept))), default=0)
    if least > LONGEST_TYPED:
        message = (
            f"nobody types {least} characters; accept something shorter, or take `accept` out, and students recall it"
        )
        yield ("answer",), RULE, message
    right = {fold_typed(typed)} if typed else set()
    for i, each in enumerate(accept):
        if message := _judge(each, right):
            yield ("accept", i), RULE, message
        right.add(fold_typed(each))


def _judge(accepted: str, right: set[str]) -> str:
    """Return what is wrong with an answer of `accept` behind those that are right already; empty if nothing is."""
    if _PATTERN.fullmatch(accepted):
        return "students would have to type this as it stands; `accept` knows no patterns, so list each answer alone"
    if fold_typed(accepted) in right:
        return "this is right already; remove it"
    # Names such as __init__ are typed with their underscores.
    words = write_typed(render_inline(accepted if "`" in accepted else accepted.replace("_", r"\_")))
    if words and fold_typed(words) != fold_typed(html.unescape(accepted)):
        return f"students would have to type this with its marks; write '{words}'"
    return ""
