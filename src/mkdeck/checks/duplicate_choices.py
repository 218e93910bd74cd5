r"""Two choices of a question say the same.

So do `*a*` and `_a_`, or `$x$` and `\(x\)`, which look alike on the card. Choices that differ in their emphasis, or in
being code or math, only are a warning: that may be what is asked for.

Fails:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices:
      - correct: Its weights
      - Its inputs
      - Its  inputs
```

Passes:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices:
      - correct: Its weights
      - Its inputs
      - Its outputs
```
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Rule, Severity
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.text.markdown import is_blank, render_inline

RULE = Rule("duplicate-choices", "error", "warning")

_MARKUP = re.compile(r"[*_`$\\<&~\[]|^[ ]{0,3}(?:[-+#>=]|[0-9]+[.)])", re.MULTILINE)
_COMMAND = re.compile(r"\\[A-Za-z]")
_TAG = re.compile(r"<[^<>]*>")
_NO_WORD = re.compile(r"[\W_]+")
_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_DRESS = re.compile(r"</?(?:b|code|em|i|mark|p|small|span|strong|u)\b[^<>]*>")
"""Elements that do not change what a text says."""
_OPERATOR = '<span class="operator"></span>'
"""What tells an operator from a name that is set upright: MathML does not, and signs beside it stand elsewhere."""
_SIGN = re.compile(r"<math[^<>]*>(?:<mrow>)?<m[ino][^<>]*>([^<>]*)</m[ino]>(?:</mrow>)?</math>")
"""Math of one sign or number."""


def check(case: Case) -> Iterator[Finding]:
    """Yield an error for each choice that an earlier one says already, and a warning where only its dress differs."""
    for entry in case.course.entries:
        if not isinstance(entry.question, MultipleChoice):
            continue
        for i, before, severity in find_same(tuple(choice.text for choice in entry.question.choices)):
            message = f"choice {i + 1} says the same as choice {before + 1}; change or remove one"
            if severity == "warning":
                message = (
                    f"choice {i + 1} says the same as choice {before + 1} and only looks otherwise; is that meant?"
                )
            loc = ("questions", entry.index, "choices", i)
            yield Finding(entry.deck.source.name, loc, RULE.at(severity), message, entry.id)


def find_same(texts: tuple[str, ...]) -> Iterator[tuple[int, int, Severity]]:
    """Yield each text that says the same as one before it, and that one; a warning where they only look otherwise."""
    contents = [_content(text) for text in texts]
    is_doubtful = _are_doubtful(texts)
    if not is_doubtful and len(set(contents)) == len(contents):
        return  # most choices, told quickly
    shown = [_show(text) for text in texts] if is_doubtful else contents
    plain = [_DRESS.sub("", _SIGN.sub(r"\1", each)) for each in shown]
    for i, text in enumerate(contents):
        for seen, what in ((contents, text), (shown, shown[i]), (plain, plain[i])):
            before = seen.index(what)
            if before < i:
                yield i, before, "warning" if seen is plain else "error"
                break


def _are_doubtful(texts: tuple[str, ...]) -> bool:
    """Whether choices hold markup, and the same words but for it, or math that can be written in two ways."""
    marked = [text for text in texts if _MARKUP.search(text)]
    if not marked:
        return False
    words = {_NO_WORD.sub("", _TAG.sub("", html.unescape(text))) for text in texts}
    return len(words) < len(texts) or sum(bool(_COMMAND.search(text)) for text in marked) > 1


def _content(text: str) -> str:
    """Return what a text says: white space counts in code only."""
    composed = unicodedata.normalize("NFC", text.strip())
    return composed if "`" in composed or "~~~" in composed else " ".join(composed.split())


def _show(text: str) -> str:
    """Return what a card shows of a text, its formulas as they are set; a sign such as '+' shows as it was typed."""
    page = render_inline(text)
    if is_blank(page):
        return html.escape(_content(text))
    page = page if "<pre" in page or "<code" in page else " ".join(page.split())
    return _FORMULA.sub(lambda match: _set_formula(html.unescape(match[1] or match[2] or "")), page)


def _set_formula(tex: str) -> str:
    from mkdeck.rendering.formulas import to_mathml

    return to_mathml(tex, display=False) + (_OPERATOR if "\\operatorname" in tex else "")
