"""Gaps that hold whole blocks, such as code, a list or two paragraphs: each is set apart from the text around it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mkdeck.text.cloze import CLOSE, HINT, OPEN, TOKEN

_BLOCKS = (
    "blockquote dd details div dl dt figcaption figure h[1-6] li ol p pre summary t[dhr] table tbody tfoot thead ul"
)
_BLOCK = re.compile(rf"<(?P<end>/?)(?P<name>{_BLOCKS.replace(' ', '|')})\b[^<>]*>")
_EMPTY = re.compile(r"<p>\s*</p>\s*")
_LISTS = ("ul", "ol")
_PART = re.compile(r"\s*<(?:caption|d[dt]|figcaption|li|summary|t[dhr]|tbody|tfoot|thead)\b")
"""What stands in a list, a table or the like only, and can't be taken out of it."""


class _Gap(NamedTuple):
    """Where a gap opens, where its answer, the hint with its mark, and the gap itself end."""

    start: int
    answer_end: int
    hint_end: int

    @property
    def end(self) -> int:
        return self.hint_end + len(CLOSE)


def set_apart(page: str) -> str:
    """Put every gap that holds blocks into a `div` of its own, of the classes `gap` and `block`.

    Markdown opens such a gap in one paragraph and closes it in another, and a browser would end it with the first. A
    gap that takes only a part of a list or a table stays as it is.
    """
    out: list[str] = []
    head, at = "", 0
    if not _BLOCK.search(page, page.find(OPEN), page.rfind(CLOSE)):
        return page
    for gap in _find_gaps(page):
        answer = page[gap.start + len(OPEN) : gap.answer_end]
        if not _BLOCK.search(answer):
            continue
        head += page[at : gap.start]
        hint = page[gap.answer_end : gap.hint_end]
        before, answer, after = _widen(head, answer, page, gap.end)
        ends, starts = _find_unpaired(answer)
        if _is_whole(answer, ends, starts):
            answer = f"{'<p>' if ends else ''}{answer}{'</p>' if starts else ''}"
            answer = _EMPTY.sub("", answer).strip()
            before = before.rstrip() + "</p>\n" if ends else before
            out.append(f'{before}<div class="gap block">{OPEN}{set_apart(answer)}{hint}{CLOSE}</div>')
            head, at = ("\n<p>", after + _spaces(page, after)) if starts else ("", after)
        else:
            out.append(head + page[gap.start : gap.end])
            head, at = "", gap.end
    return "".join([*out, head, page[at:]])


def _find_gaps(page: str) -> Iterator[_Gap]:
    """Yield the gaps of a page that are in no other gap."""
    depth = start = 0
    hint: int | None = None
    for match in TOKEN.finditer(page):
        if match.group() == OPEN:
            start, hint = (start, hint) if depth else (match.start(), None)
            depth += 1
        elif match.group() == HINT:
            hint = match.start() if depth == 1 else hint
        elif depth:
            depth -= 1
            if not depth:
                yield _Gap(start, match.start() if hint is None else hint, match.start())


def _widen(head: str, answer: str, page: str, after: int) -> tuple[str, str, int]:
    """Take into a gap the tags that stand next to it and whose other half it holds; then a list of which it holds all.

    `head` is what stands before the gap, and `after` where in the page the rest begins; both are given back.
    """
    ends, starts = _find_unpaired(answer)
    while starts and (closer := re.compile(rf"\s*(</{starts[-1]}>)").match(page, after)):
        answer, after = answer + closer[1], closer.end()
        starts.pop()
    while ends and (opener := _find_last_tag(head, ends[0])):
        head, answer = head[: -len(opener)], opener + answer
        ends.pop(0)
    if not ends and not starts and answer.lstrip().startswith("<li>"):
        return _take_list(head, answer, page, after)
    return head, answer, after


def _take_list(head: str, answer: str, page: str, after: int) -> tuple[str, str, int]:
    """Take into a gap the list whose items it holds, if these are all."""
    for name in _LISTS:
        opener, closer = _find_last_tag(head, name), re.compile(rf"\s*(</{name}>)").match(page, after)
        if opener and closer:
            return head[: -len(opener)], f"{opener}{answer}{closer[1]}", closer.end()
    return head, answer, after


def _find_unpaired(answer: str) -> tuple[list[str], list[str]]:
    """Return the names of the blocks that end but do not begin in a piece of HTML, and of those that only begin."""
    ends: list[str] = []
    starts: list[str] = []
    for match in _BLOCK.finditer(answer):
        if not match["end"]:
            starts.append(match["name"])
        elif starts:
            starts.pop()
        else:
            ends.append(match["name"])
    return ends, starts


def _is_whole(answer: str, ends: list[str], starts: list[str]) -> bool:
    """Whether an answer, but for a paragraph that it ends or starts, is blocks that can stand by themselves."""
    return ends in ([], ["p"]) and starts in ([], ["p"]) and not _PART.match(answer)


def _find_last_tag(head: str, name: str) -> str:
    """Return the tag that begins a block of this name, if nothing but space follows it."""
    last = head[max(head.rfind("<"), 0) :]
    return last if re.fullmatch(rf"<{name}\b[^<>]*>\s*", last) else ""


def _spaces(page: str, at: int) -> int:
    return len(page[at : at + 80]) - len(page[at : at + 80].lstrip())
