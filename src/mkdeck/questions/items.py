"""Lists in a note's fields whose items are told by a class of their own, whatever lists stand in them."""

import hashlib
import re
from collections.abc import Iterable, Sequence

FEEDBACK = '<div class="feedback">'
"""Before what is said of an item once the card has turned."""
_TASK = re.compile(r'<\w+ class="task (?P<task>\w+)')


def find_task(page: str) -> str:
    """Return which task a field `Choices` holds, by its class; empty where it holds choices or nothing."""
    match = _TASK.match(page)
    return match["task"] if match else ""


def write_items(classes: str, kind: str, texts: Iterable[str]) -> str:
    """Return a list, its items of the class `kind`."""
    items = "".join(f'<li class="{kind}">{text}</li>' for text in texts)
    return f'<ol class="{classes}">{items}</ol>'


def split_items(page: str, kind: str) -> list[tuple[str, str]]:
    """Return the classes after `kind` of each item of a list, and what stands in it."""
    found = list(re.finditer(rf'<li class="{kind}(?P<classes>[^"]*)">', page))
    ends = [*(match.start() for match in found[1:]), len(page)]
    return [
        (match["classes"].strip(), page[match.end() : end].removesuffix("</ol>").removesuffix("</li>"))
        for match, end in zip(found, ends, strict=False)  # without items one end is left
    ]


def mix_items(texts: Sequence[str], seed: str, *, turn: bool = True) -> list[int]:
    """Return the numbers of items in another order, always the same one for their texts and a seed.

    With `turn` it is never the order that they have.
    """
    order = sorted(range(len(texts)), key=lambda i: hashlib.sha256(f"{seed} {texts[i]}".encode()).digest())
    return [*order[1:], order[0]] if turn and order == sorted(order) else order


def number_keys(texts: Iterable[str]) -> str:
    """Return what is right of each item, behind its number, also where the course runs from right to left."""
    return " · ".join(f"<bdi><b>{i}</b> {text}</bdi>" for i, text in enumerate(texts, start=1))


def compare_told(asked: Sequence[object], told: Sequence[object], key: str) -> tuple[str, ...]:
    """Return a comment where what a card asks and what its back tells do not say the same."""
    if list(asked) == list(told):
        return ()
    return (f"`{key}` differ between the front and the back of this card, as one of them was edited; compare them",)
