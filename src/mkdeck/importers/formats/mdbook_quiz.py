"""Quizzes of mdbook-quiz in TOML: multiple choice, short answer and tracing of a program.

Source: the crate mdbook-quiz-schema.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading
from mkdeck.importers.drafting import tasks
from mkdeck.importers.drafting.gaps import guard
from mkdeck.importers.drafting.losses import Said, find_lost, list_texts, name_lost
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import NoDraftError, UnreadableError
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.neighbours import Nearby, name_absent
from mkdeck.importers.to_markdown.markdown import adopt
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.text import fence
from mkdeck.importers.to_markdown.text import to_markdown as plain_to_markdown

_TOML = re.compile(r"^\[\[?[\w.-]+\]\]?[ \t]*\n+[\w.-]+[ \t]*=", re.MULTILINE)
_TABLE = re.compile(r"\s*\[\[\s*questions\s*\]\]")
_KEY_PART = r"""(?:[A-Za-z0-9_-]{1,200}|"[^"\n]{0,200}"|'[^'\n]{0,200}')"""
_LONG_KEY = re.compile(rf"(?<![\w\"'-])(?:{_KEY_PART}[ \t]*\.[ \t]*){{100}}", re.ASCII)
_QUOTES = re.compile(r"\"\"\"|'''|\\.|#.*|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_FENCE = re.compile(
    r"^(?P<marks> {0,3}`{3,})(?P<info>[^`\n]*)\n(?P<code>.*?)^(?P=marks)`*[ \t]*$", re.MULTILINE | re.DOTALL
)
_STEP = re.compile(r"`(?:\[[^`\n]*\]|\([^`\n]*\))`")
_HIDDEN = re.compile(r"^#(?![!\[]) ?", re.MULTILINE)
_ASK = "Does this program compile? If it does, what does it print; if not, on which line is the error?"


def recognise(document: Document) -> float:
    """Look for tables `[[questions]]` with a prompt and an answer."""
    start = document.start
    if any(_TABLE.match(line) for line in start.split("\n")) and "prompt" in start and "answer" in start:
        return 0.97
    return 0.04 if _TOML.search(start) else 0.0


def read(document: Document) -> Reading:
    """Read every question; what is shared by several is their context."""
    if long_key := _LONG_KEY.search(document.text):
        # The reader takes far longer for each further part of a key.
        line = document.text.count("\n", 0, long_key.start()) + 1
        raise UnreadableError("a key of more than 100 parts is in no quiz", line)
    try:
        value = tomllib.loads(document.text)
    except (ValueError, RecursionError) as error:  # ValueError: also for a number of too many digits
        place = re.search(r"at line (\d+)", str(error))
        raise UnreadableError(f"not valid TOML: {_say(error)}", int(place[1]) if place else 0) from error
    questions = value.get("questions")
    if not isinstance(questions, list):
        raise UnreadableError("a quiz of mdbook-quiz has tables `[[questions]]`")
    lines = list(_find_lines(document.text))
    if len(lines) != len(questions):  # written inline, in a way that this does not follow
        lines = [1] * len(questions)
    shared = value.get("multipart")
    shared = shared if isinstance(shared, dict) else {}
    found = ReadingBuilder()
    found.remark(1, *name_lost(_find_unused(value, shared, questions)))
    for start, table in zip(lines, questions, strict=True):
        with found.question(start):
            question = _Question(start, table, shared, Attachments(Nearby(document.folder)))
            draft = question.read()
            found.add(draft, question.remarks(draft))
    return found.build()


def _find_unused(
    quiz: Mapping[str, object], shared: Mapping[str, object], questions: Iterable[object]
) -> Iterator[Said]:
    """Find the texts beside the questions, and those to share that no question names."""
    used = {str(each.get("multipart")) for each in questions if isinstance(each, dict)}
    beside = {key: value for key, value in quiz.items() if key not in ("questions", "multipart")}
    beside |= {f"multipart.{key}": value for key, value in shared.items() if key not in used}
    return (Said(key, text) for key, value in beside.items() for text in list_texts(value))


def _say(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return " ".join(str(error).split())[:200].rstrip(".")


def _find_lines(text: str) -> Iterator[int]:
    """Find the lines on which questions start, but not those within texts of several lines."""
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not inside and _TABLE.match(line):
            yield number
        for match in _QUOTES.finditer(line):
            quote = match.group()
            if inside:
                inside = "" if quote == inside else inside
            elif quote in ('"""', "'''"):
                inside = quote


_SETTINGS = frozenset({"type", "id", "multipart", "prompt.response"})
"""What says nothing to students."""


class _Question:
    """One question on its way to a draft."""

    def __init__(self, line: int, table: object, shared: Mapping[str, object], attachments: Attachments) -> None:
        self.line = line
        self.table: dict[str, object] = table if isinstance(table, dict) else {}
        self.shared = shared
        self.attachments = attachments
        self.drawn = False

    def read(self) -> Draft:
        """Read the question by its type. Raises NoDraftError where that is not possible."""
        kind = self.table.get("type")
        reader = _READERS.get(kind) if isinstance(kind, str) else None
        if reader is None:
            unknown = f"questions of the type '{str(kind)[:40]}' are unknown"
            raise NoDraftError(unknown if kind else "the question names no type")
        draft = reader(self)
        part = self.table.get("multipart")
        shared = self.convert(self.shared.get(part)) if isinstance(part, str) else ""
        name = self.table.get("id")
        return replace(
            draft,
            context=guard(shared),
            explanation=paragraphs(draft.explanation, self.convert(self.table.get("context"))),
            media=tuple(self.attachments.taken.values()),
            id=name if isinstance(name, str) else "",
        )

    def remarks(self, draft: Draft) -> Iterator[str]:
        """Name what is not in the file, and what of it is not part of the draft."""
        yield from name_absent(self.attachments.missing)
        yield from name_lost(find_lost(self.find_texts(), draft))
        part = self.table.get("multipart")
        if part is not None and part not in self.shared:
            yield f"the part '{str(part)[:40]}', which it shares with others, is not in this file"
        if self.drawn:
            yield "aquascope draws a diagram of this program, which is not part of this file"

    def find_texts(self) -> Iterator[Said]:
        """Find all texts of the question, each with its key."""
        for key, value in self.table.items():
            parts = value.items() if isinstance(value, dict) else [("", value)]
            for part, each in parts:
                name = f"{key}.{part}" if part else key
                yield from (Said(name, text) for text in list_texts(each) if name not in _SETTINGS)

    def value(self, part: str, key: str) -> object:
        """Return a value of the question's prompt or answer; None where there is none."""
        table = self.table.get(part)
        return table.get(key) if isinstance(table, dict) else None

    def convert(self, text: object) -> str:
        """Take over a Markdown text; empty where it is none."""
        if not isinstance(text, str):
            return ""
        return adopt(_FENCE.sub(self.show, text.strip("\n")), self.attachments)

    def show(self, match: re.Match[str]) -> str:
        """Write a block of code without what only mdBook and aquascope understand."""
        # What follows the language tells mdBook how to test the code.
        language = re.split(r"[,\s{}]", match["info"].strip(), maxsplit=1)[0]
        code = match["code"]
        if language == "aquascope":
            self.drawn = True
            language, code = "rust", _STEP.sub("", code)
        if language == "rust":
            code = _HIDDEN.sub("", code)
        return f"{match['marks']}{language}\n{code}{match['marks']}"

    def read_choices(self) -> Draft:
        """Read the right answers and the distractors."""
        right, wrong = self.value("answer", "answer"), self.value("prompt", "distractors")
        right = [right] if isinstance(right, str) else right
        if not isinstance(right, list):
            raise NoDraftError("the question has no answer")
        if not isinstance(wrong, list):
            raise NoDraftError("the question has no distractors")
        choices = [DraftChoice(self.convert(each), correct=False) for each in wrong]
        answers = [DraftChoice(self.convert(each), correct=True) for each in right]
        at, sort = self.value("prompt", "answerIndex"), self.value("prompt", "sortAnswers")
        if isinstance(at, int):
            choices[max(at, 0) : max(at, 0)] = answers
        else:
            choices = [*answers, *choices]
        if sort is True:
            choices.sort(key=lambda choice: choice.text)
        stem = self.convert(self.value("prompt", "prompt"))
        fixed = isinstance(at, int) or sort is True
        return Draft(self.line, "multiple-choice", stem, tuple(choices), shuffle=not fixed)

    def read_words(self) -> Draft:
        """Read the accepted answers."""
        answer, others = self.value("answer", "answer"), self.value("answer", "alternatives")
        if not isinstance(answer, str):
            raise NoDraftError("the question has no answer")
        others = [each for each in others if isinstance(each, str)] if isinstance(others, list) else []
        accepted = [each for each in (answer, *others) if each.strip()]
        response = self.value("prompt", "response")
        write = fence if response == "code" else plain_to_markdown
        stem = self.convert(self.value("prompt", "prompt"))
        plain = accepted if response in (None, "short") else [""] * len(accepted)
        return tasks.typed(self.line, stem, plain, [(write(each), 100.0, "") for each in accepted])

    def read_program(self) -> Draft:
        """Read a program and what becomes of it."""
        program, compiles = self.value("prompt", "program"), self.value("answer", "doesCompile")
        if not isinstance(program, str) or not program.strip():
            raise NoDraftError("the question has no program")
        stem = paragraphs(_ASK, fence(program, "rust"))
        printed, at = self.value("answer", "stdout"), self.value("answer", "lineNumber")
        if not isinstance(compiles, bool):
            raise NoDraftError("the source does not tell whether the program compiles")
        if not compiles:
            place = f": the error is on line {at}" if isinstance(at, int) else ""
            answer = f"It does not compile{place}."
        elif not isinstance(printed, str):
            answer = "It compiles."
        elif not printed.strip():
            answer = "It compiles and prints nothing."
        else:
            answer = paragraphs("It compiles and prints:", fence(printed))
        return Draft(self.line, "short-answer", stem, answer=answer)


_READERS: dict[str, Callable[[_Question], Draft]] = {
    "MultipleChoice": _Question.read_choices,
    "ShortAnswer": _Question.read_words,
    "Tracing": _Question.read_program,
}
