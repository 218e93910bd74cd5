"""What in a style sheet loads something, read as browsers read it: with escapes, comments and strings."""

import re
from collections.abc import Iterator

import tinycss2
from tinycss2.ast import AtKeywordToken, FunctionBlock, Node, ParseError, StringToken, URLToken

_ADDRESSED = frozenset({"url", "src"})
_PICTURED = frozenset("image image-set -webkit-image-set cross-fade -webkit-cross-fade -moz-image-rect element".split())
"""Functions in which a string is an address; see CSS Images 4."""
_UNKNOWN = frozenset({"var", "attr", "env"})
_NO_ADDRESS = frozenset({"type", "format", "tech"})
_AT_RULES = frozenset({"import", "namespace"})
"""`@namespace` loads nothing, but holds an address and has no effect behind other rules."""
_RUN = re.compile(r"""[^\s;"'({]*""")
_CALL = re.compile(r"[^)]*\)?", re.DOTALL)
_SHOWN_CHARACTERS = 40


def find_load(css: str) -> str:
    """Return the start of the first thing in a style sheet that a browser would load; empty if there is none."""
    for node, inside in _walk(tinycss2.parse_component_value_list(css, skip_comments=True)):
        if _loads(node, inside):
            return _quote(css, node)
    return ""


def _loads(node: Node, inside: str) -> bool:
    """Whether a node loads something; `inside` is the function that it is an argument of."""
    match node:
        case AtKeywordToken():
            return node.lower_value in _AT_RULES
        case URLToken():
            return not _is_own(node.value)
        case ParseError():
            return node.kind == "bad-url"
        case StringToken():
            return inside in _PICTURED and not _is_own(node.value)
        case FunctionBlock():
            return _calls(node, inside)
    return False


def _calls(function: FunctionBlock, inside: str) -> bool:
    """Whether a function loads something, or may stand for an address."""
    if function.lower_name in _ADDRESSED:
        address = next((each.value for each in function.arguments if isinstance(each, StringToken)), "")
        return not _is_own(address)
    return function.lower_name == "expression" or (function.lower_name in _UNKNOWN and inside in _PICTURED)


def _is_own(address: str) -> bool:
    return address.lstrip().lower().startswith(("data:", "#"))


def _walk(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    """Yield every node, however deep, in order, with the function that an address in it would be for."""
    stack = [(node, "") for node in reversed(nodes)]
    while stack:
        node, inside = stack.pop()
        yield node, inside
        if isinstance(node, FunctionBlock):
            known = node.lower_name in _ADDRESSED | _PICTURED | _NO_ADDRESS
            within = node.lower_name if known else inside
            stack += [(each, within) for each in reversed(node.arguments)]
        else:
            stack += [(each, inside) for each in reversed(getattr(node, "content", None) or [])]


def _quote(css: str, node: Node) -> str:
    """Return what stands at a node in the text, as it was typed."""
    # As the tokenizer counts lines.
    lines = re.split(r"\r\n|[\n\r\f]", css)
    rest = "\n".join(lines[node.source_line - 1 :])[node.source_column - 1 :]
    whole = (_RUN if isinstance(node, AtKeywordToken) else _CALL).match(rest)
    return (whole.group() if whole else rest)[:_SHOWN_CHARACTERS]
