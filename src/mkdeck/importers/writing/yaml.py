"""Draft questions to YAML as a careful person writes it: no quotes that are not needed, long texts as blocks."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from textwrap import wrap

from mkdeck.course.yaml_lists import begins_clause
from mkdeck.course.yaml_scalars import opens_pair
from mkdeck.importers.draft import Draft, DraftChoice

WIDTH = 100
"""Lines that would be longer become a block."""

_ODD = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NEEDS_QUOTES = re.compile(r"^(?:[,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)|(?:---|\.\.\.)(?:\s|$))|:(?=\s|$)|\s#|^\s|\s$|^$")
_NO_WORD = re.compile(r"[\d._e+-]+|true|false|null|yes|no|on|off|y|n")
"""Ids that other readers of YAML, such as editors, would take for a number or a truth value."""
_FLOW = re.compile(r"[,\[\]{}:?#]|^[-~]")
_PLAIN = re.compile(r"-?[^\W_](?:[\w .+%/()-]*[\w.+%)])?")
"""What may stand in a list on one line as it is, if it closes its brackets."""
_CONTROL = re.compile(r'[\\"]|' + _ODD.pattern)


def write_deck(drafts: Iterable[Draft], ids: Iterable[str], title: str = "", description: str = "") -> str:
    """Write a whole deck file, its questions parted by blank lines."""
    head = "".join((*write_entry("deck", title, 0), *write_entry("description", description, 0)))
    return f"{head}questions:\n" + write_questions(drafts, ids)


def write_questions(drafts: Iterable[Draft], ids: Iterable[str], indent: int = 2, anchors: Collection[str] = ()) -> str:
    """Write the items of `questions:`, parted by blank lines; each with the id that stands beside it in `ids`.

    `anchors` are the names of anchors that the file has already.
    """
    pad, room = " " * indent, WIDTH - indent - 2
    blocks = []
    drafts = list(drafts)
    shared = Counter(draft.context for draft in drafts if draft.context)
    names: dict[str, str] = {}
    for draft, new in zip(drafts, ids, strict=True):
        comments = [f"{pad}# {line}\n" for comment in draft.comments for line in wrap(_ODD.sub(" ", comment), room)]
        context = "".join(
            _write_context(draft.context, new, indent + 2, names if shared[draft.context] > 1 else None, anchors)
        )
        lines = "".join(_question(draft, new, context, indent + 2))
        blocks.append(f"{''.join(comments)}{pad}- {lines[indent + 2 :]}")
    return "\n".join(blocks)


def write_text(text: str, indent: int, used: int) -> str:
    """Write a scalar after `key: ` or `- `, with its line end; the next loader reads exactly this text.

    `indent` is that of the block, should the text need one; `used` is how much of the line is taken.
    """
    if _ODD.search(text) or not text:
        quoted = _CONTROL.sub(_escape, text).replace("\n", "\\n")
        return f'"{quoted}"\n'
    if "\n" in text:
        return _literal(text, indent)
    if used + len(text) > WIDTH and _can_fold(text):
        return _folded(text, indent)
    if _NEEDS_QUOTES.search(text):
        return "'" + text.replace("'", "''") + "'\n"
    return text + "\n"


def write_entry(key: str, text: str, indent: int) -> Iterator[str]:
    """Write a key with its text; nothing where the text is empty."""
    if text:
        yield f"{' ' * indent}{key}: {write_text(text, indent + 2, indent + len(key) + 2)}"


def _write_value(key: str, value: object, indent: int) -> Iterator[str]:
    """Write a key with a text, a mapping of texts, or a list of texts or mappings; short texts share a line."""
    if isinstance(value, dict):
        yield f"{' ' * indent}{key}:\n"
        for name, text in value.items():
            yield from write_entry(name, text, indent + 2)
        return
    if isinstance(value, list):
        yield from _write_list(key, value, indent)
        return
    yield from write_entry(key, str(value), indent)


def _write_list(key: str, value: Sequence[str | dict[str, str]], indent: int) -> Iterator[str]:
    line = f"{' ' * indent}{key}: [{', '.join(map(str, value))}]\n"
    if all(isinstance(each, str) and _is_plain(each) for each in value) and len(line) <= WIDTH:
        yield line
        return
    pad = " " * (indent + 2)
    yield f"{' ' * indent}{key}:\n"
    for each in value:
        if isinstance(each, dict):
            lines = "".join(line for name, part in each.items() for line in _write_part(name, part, indent + 4))
            yield f"{pad}- {lines.lstrip(' ')}"
        else:
            yield f"{pad}- {write_text(each, indent + 4, indent + 4)}"


def _write_part(key: str, value: object, indent: int) -> Iterator[str]:
    if isinstance(value, list):
        yield f"{' ' * indent}{key}: {_write_numbers(value)}\n"
    else:
        yield from write_entry(key, str(value), indent)


def _write_numbers(values: Iterable[object]) -> str:
    return f"[{', '.join(_write_numbers(each) if isinstance(each, list) else str(each) for each in values)}]"


def write_tags(tags: Iterable[str]) -> str:
    """Write short texts as a list on one line."""
    flow = (f"'{tag.replace(chr(39), chr(39) * 2)}'" if _quoted_tag(tag) else tag for tag in tags)
    return f"[{', '.join(flow)}]"


def _write_answer(answer: str | bool) -> str:
    return answer if isinstance(answer, str) else "true" if answer else "false"


def _write_context(
    text: str, new: str, indent: int, names: dict[str, str] | None, taken: Collection[str]
) -> Iterator[str]:
    """Write what a question shares with others, where `names` of anchors are given, once in the file."""
    if names is None or not text:
        yield from write_entry("context", text, indent)
    elif text in names:
        yield f"{' ' * indent}context: *{names[text]}\n"
    else:
        name = f"{new.replace('.', '_')}-context"  # libyaml takes no full stop here
        others = (name, *(f"{name}-{i}" for i in range(2, len(taken) + len(names) + 3)))
        names[text] = next(each for each in others if each not in taken and each not in names.values())
        start = f"{' ' * indent}context: &{names[text]} "
        yield f"{start}{write_text(text, indent + 2, len(start))}"


def _question(draft: Draft, new: str, context: str, indent: int) -> Iterator[str]:
    quote = "'" if _NO_WORD.fullmatch(new) else ""
    yield f"{' ' * indent}id: {quote}{new}{quote}\n"
    yield from write_entry("type", draft.kind, indent)
    if draft.undecided or draft.unsettled:
        yield from write_entry("draft", "true", indent)
    yield context
    yield from write_entry("question", draft.question, indent)
    if draft.choices:
        yield from _choices(draft, indent)
    if draft.answer is not None:
        yield from write_entry("answer", _write_answer(draft.answer), indent)
    for key, value in draft.more.items():
        yield from _write_value(key, value, indent)
    yield from write_entry("explanation", draft.explanation, indent)
    yield from write_entry("hint", draft.hint, indent)
    if draft.tags:
        yield f"{' ' * indent}tags: {write_tags(draft.tags)}\n"
    yield from write_entry("source", draft.source, indent)
    yield from write_entry("card", draft.card, indent)
    yield from write_entry("retired", draft.retired, indent)


def _choices(draft: Draft, indent: int) -> Iterator[str]:
    yield f"{' ' * indent}choices:\n"
    for i, choice in enumerate(draft.choices):
        yield from _choice(choice, indent + 2, pinned=i in draft.pinned)
    if not draft.shuffle:
        yield from write_entry("shuffle", "false", indent)


def _choice(choice: DraftChoice, indent: int, *, pinned: bool) -> Iterator[str]:
    pad = " " * indent
    if choice.correct is not True and not choice.feedback and not pinned:
        yield f"{pad}- {write_text(choice.text, indent + 2, indent + 2)}"
        return
    key = "correct" if choice.correct else "wrong"
    yield f"{pad}- {''.join(write_entry(key, choice.text, indent + 2)).lstrip(' ')}"
    yield from write_entry("feedback", choice.feedback, indent + 2)
    if pinned:
        yield from write_entry("pin", "true", indent + 2)


def _literal(text: str, indent: int) -> str:
    pad = " " * indent
    body = "".join(f"{pad}{line}\n" if line else "\n" for line in text.split("\n"))
    # Without the number, the first line's own spaces, or those of a line before it, would count as indentation.
    first = text.lstrip("\n")
    number = "2" if first.startswith((" ", "\t")) or text.startswith("\n") or not text.strip() else ""
    bare = text.rstrip("\n")
    ends = len(text) - len(bare)
    if ends:
        # A text that ends in line ends keeps them all; the last one is the block's own.
        body = body[: -len(pad) - 1] if body.endswith(f"{pad}\n") else body[:-1]
        return f"|{number}+\n{body}"
    return f"|{number}-\n{body}"


def _can_fold(text: str) -> bool:
    return not text.startswith((" ", "\t", "#")) and not text.endswith((" ", "\t")) and " " in text


def _folded(text: str, indent: int) -> str:
    """Break a line at single spaces between words, where folding gives back just one."""
    pad = " " * indent
    room = max(20, WIDTH - indent)
    lines: list[str] = []
    line = ""
    for word in re.split(r"(?<! ) (?![ \t])(?<!\t )", text):
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    return ">-\n" + "".join(f"{pad}{each}\n" for each in lines)


def _is_plain(text: str) -> bool:
    """Whether a text may stand in a list on one line as it is."""
    return bool(_PLAIN.fullmatch(text)) and not opens_pair(text) and not begins_clause(text)


def _quoted_tag(tag: str) -> bool:
    bare = tag.replace("::", "")
    sign = _NEEDS_QUOTES.search(tag) or _FLOW.search(bare)
    return bool(sign) or tag.endswith(":") or tag.startswith(":") or opens_pair(tag)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if match.group() in '\\"':
        return "\\" + match.group()
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
