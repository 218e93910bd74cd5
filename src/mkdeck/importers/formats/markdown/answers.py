"""What stands behind the choices of a question in Markdown, or behind a question without: answer, explanation, hint."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mkdeck.importers.drafting.answer_letters import find_right
from mkdeck.importers.drafting.labels import HEAD, LONE
from mkdeck.importers.drafting.losses import Said
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.markdown.lines import Line, join, label_of

HIDDEN = re.compile(r"^[ \t]*<details\b", re.MULTILINE | re.IGNORECASE)
_TAGS = re.compile(r"</?(?:details|p|div|center)\b[^<>]*>", re.IGNORECASE)
_SUMMARY = re.compile(
    r"<summary\b[^<>]*>(?P<text>.*?)</summary>|<summary\b[^<>]*>(?P<open>.*)|^(?P<close>.*)</summary>", re.IGNORECASE
)
_LETTER, _LETTERS = re.compile(r"\(?[A-Za-z][.):]+"), re.compile(LONE, re.IGNORECASE)
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_HINTS = re.compile(rf"\W*(?:\w+\W+){{0,2}}{pattern('hint')}[es]?\W*", re.IGNORECASE)
_OPENS = (
    rf"\W*(?:{pattern('unfold', 'beside_unfold')}\W*){{0,4}}{pattern('unfold')}\W*"
    rf"(?:{pattern('beside_unfold')}\W*){{0,3}}"
)
_REVEAL = re.compile(rf"{pattern('reveal')}|{_OPENS}", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*+(?:\([^()]*+\)[^()]*+)?\)")


class Tail:
    """What stands behind the choices or the question: answer, explanation and hint, by their labels."""

    def __init__(self, lines: list[Line], *, open_ended: bool) -> None:
        self._parts: dict[str, list[Line]] = {"answer": [], "explanation": [], "hint": [], "choices": []}
        target = "answer" if open_ended else "explanation"
        default = target
        for line, opens in _unquote(_open_up(lines)):
            name, text = label_of(line)
            if name == "answer" and self._parts["answer"] and not open_ended:
                name = ""
            target = name or (default if opens else target)
            self._parts[target].append(Line(line.number, text) if name else line)

    @property
    def answer(self) -> str:
        """Return the answer as it is told."""
        return join(self._parts["answer"]).strip("\n")

    @property
    def explanation(self) -> str:
        """Return what explains it."""
        return join(_drop_empty(self._parts["explanation"])).strip("\n")

    @property
    def hint(self) -> str:
        """Return what helps to find it."""
        return join(self._parts["hint"]).strip("\n")

    @property
    def unread(self) -> Said:
        """Return what stands below a heading such as `Options`, where choices are no longer looked for."""
        return Said("Options", join(self._parts["choices"]))

    def split_answer(self, texts: Sequence[str]) -> tuple[str, str]:
        """Split what names the right choices from what else is said below it."""
        lines = self._parts["answer"]
        first = next((i for i, line in enumerate(lines) if not line.blank), None)
        if first is not None:
            return lines[first].text.strip().strip("*_`").strip(), join(lines[first + 1 :])
        lines = self._parts["explanation"]
        first = next((i for i, line in enumerate(lines) if not line.blank), None)
        bare = lines[first].text.strip().strip("*_`").strip() if first is not None else ""
        if first is not None and (_names(bare, texts)) and find_right(bare, texts):
            self._parts["explanation"] = lines[first + 1 :]
            return bare, ""
        return "", ""


def _names(words: str, texts: Sequence[str]) -> bool:
    """Whether a line only names choices: by letters, by a text, or by both."""
    letter, _, rest = words.partition(" ")
    own = rest.strip() if _LETTER.fullmatch(letter) else ""
    return bool(_LETTERS.fullmatch(words)) or words in texts or (bool(own) and own in texts)


def is_answer(line: Line) -> bool:
    """Whether an answer starts on a line, or what hides one."""
    return label_of(line)[0] == "answer" or (not line.code and bool(HIDDEN.match(line.text)))


def bare(text: str) -> str:
    """Return the words of a line without marks and tags."""
    text = _LINK.sub(r"\1", re.sub(r"<[^<>]*>", "", text))
    return " ".join(text.replace("**", "").replace("`", "").split()).strip("*_")


def _drop_empty(lines: list[Line]) -> list[Line]:
    """Leave out lines such as `Incorrect answers:` below which nothing stands, or only another such line."""
    kept: list[Line] = []
    something = False
    for line in reversed(lines):
        heads = not line.code and bool(HEAD.fullmatch(line.text))
        if something or not heads:
            kept.append(line)
        if not line.blank:
            something = not heads
    return kept[::-1]


def _keep_summary(summary: str) -> str:
    """Return what stays of a summary: nothing of one that only says what it hides, as `Show the answer` does."""
    if _HINTS.fullmatch(summary):
        return "Hint:"
    labels = _REVEAL.fullmatch(summary) or any(label_of(Line(0, f"{word}:"))[0] for word in re.findall(r"\w+", summary))
    return summary if label_of(Line(0, summary))[1] or not labels else ""


def _unquote(lines: Iterable[tuple[Line, bool]]) -> Iterator[tuple[Line, bool]]:
    """Return lines, without the marks of a quotation where a label stands in it."""
    quoted = False
    for line, opens in lines:
        mark = None if line.code else _QUOTE.match(line.text)
        quoted = bool(mark) and (quoted or label_of(line)[0] != "")
        yield Line(line.number, line.text[mark.end() :]) if quoted and mark else line, opens


def _open_up(lines: list[Line]) -> Iterator[tuple[Line, bool]]:
    """Return lines without tags that hide them, and whether such a tag opens; a summary of more than a label stays."""
    for line in lines:
        if line.code or "<" not in line.text:
            yield line, False
            continue
        text = line.text
        if match := _SUMMARY.search(text):
            yield Line(line.number, _keep_summary(bare(match["text"] or match["open"] or match["close"] or ""))), True
            text = text[: match.start()] + text[match.end() :]
        yield Line(line.number, _TAGS.sub("", text)), False
