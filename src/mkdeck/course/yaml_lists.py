"""Lists in brackets, where a comma may part what was meant as one text."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import yaml

from mkdeck.course.yaml_scalars import SYNTAX_RULE, Doubt, share_pair
from mkdeck.text.vocabulary import WORDS

_SENTENCES = frozenset("choices items extra".split())
"""Keys whose lists hold what may be a sentence."""
_ANSWERS = _SENTENCES | {"accept"}


def find_split(nodes: Sequence[yaml.Node], key: str) -> Iterator[Doubt]:
    """Yield the entries of a list in brackets that a comma parted in the middle of a text; it stands under `key`."""
    is_spaced = any(other.start_mark.index - one.end_mark.index > 1 for one, other in pairwise(nodes))
    for node, other in pairwise(nodes):
        one = _find_text(node)
        if not (one and isinstance(other, yaml.ScalarNode)) or one.style or other.style:
            continue
        if key in _ANSWERS and is_spaced and _is_cut_number(one, other):
            yield _make_doubt(one, other, "number")
        elif share_pair(one.value, other.value) or (key in _SENTENCES and _goes_on(one.value, other.value)):
            yield _make_doubt(one, other, "text")


def _make_doubt(one: yaml.ScalarNode, other: yaml.ScalarNode, what: str) -> Doubt:
    at, end = one.start_mark.index, other.end_mark.index
    message = (
        f"',' parts a list in brackets, so '{one.value}' and '{other.value}' are two entries; "
        f"if they are one {what}, put it in single quotes"
    )
    return Doubt(at, end - at, SYNTAX_RULE.at("warning"), message)


def begins_clause(text: str) -> bool:
    """Whether a text begins as what follows a comma does, as in `because it is hot`."""
    word, _, more = text.partition(" ")
    return bool(more) and word in WORDS.join_words("new_clause", "before_clause", "because")


def _find_text(node: yaml.Node) -> yaml.ScalarNode | None:
    """Return the text at the end of an entry, also of one such as `correct: x`; None where it ends otherwise."""
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1 and node.flow_style:
        node = node.value[0][1]
    return node if isinstance(node, yaml.ScalarNode) else None


def _is_cut_number(one: yaml.ScalarNode, other: yaml.ScalarNode) -> bool:
    """Whether a comma without a blank parts digits, as in `1,000`."""
    is_tight = other.start_mark.index - one.end_mark.index == 1
    return is_tight and one.value[-1:].isdigit() and other.value[:1].isdigit()


def _goes_on(one: str, other: str) -> bool:
    """Whether an entry goes on with a sentence that began with a capital in the one before."""
    return one[:1].isupper() and begins_clause(other)
