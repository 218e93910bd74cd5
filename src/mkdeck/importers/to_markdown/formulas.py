r"""Formulas in HTML as TeX: MathML, and the pictures that learning platforms make of formulas.

Sources: MathML Core (W3C); Canvas writes `<img class="equation_image" data-equation-content="\frac{1}{2}">`.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from mkdeck.importers.to_markdown.html_tree import Node, parse

_OPERATORS = {
    "\u2212": "-", "\u00d7": r"\times ", "\u00b7": r"\cdot ", "\u22c5": r"\cdot ", "\u00f7": r"\div ",
    "\u00b1": r"\pm ", "\u2264": r"\le ", "\u2265": r"\ge ", "\u2260": r"\ne ", "\u2248": r"\approx ",
    "\u2261": r"\equiv ", "\u2211": r"\sum ", "\u220f": r"\prod ", "\u222b": r"\int ", "\u2202": r"\partial ",
    "\u2207": r"\nabla ", "\u221e": r"\infty ", "\u2192": r"\to ", "\u21d2": r"\Rightarrow ",
    "\u21d4": r"\Leftrightarrow ", "\u2208": r"\in ", "\u2209": r"\notin ", "\u2282": r"\subset ",
    "\u2286": r"\subseteq ", "\u222a": r"\cup ", "\u2229": r"\cap ", "\u2227": r"\land ", "\u2228": r"\lor ",
    "\u00ac": r"\lnot ", "\u2200": r"\forall ", "\u2203": r"\exists ", "\u2205": r"\emptyset ",
    "\u00b0": r"^\circ ", "\u2032": "'", "\u2026": r"\ldots ",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "",
}  # fmt: skip
"""Signs by their TeX; the last four are invisible."""
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϵϕ",
        "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi "
        "chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega epsilon phi".split(),
        strict=True,
    )
)
_ACCENTS = {"^": "hat", "\u02c6": "hat", "¯": "bar", "\u203e": "bar", "_": "bar", "\u2192": "vec", "~": "tilde",
            "\u02dc": "tilde", "\u02d9": "dot", "\u00a8": "ddot"}  # fmt: skip
_SPECIAL = re.compile(r"[#$%&_{}]")
_DELIMITERS = re.compile(r"^(?:\\\[|\\\(|\${1,2})|(?:\\\]|\\\)|\${1,2})$")
_SPACE = re.compile(r"\s+")


def find_formulas(page: Node) -> None:
    """Put a `math` element that holds its TeX in the place of every formula below an element that is a picture."""
    for i, child in enumerate(page.children):
        if isinstance(child, Node):
            tex = _picture(child) if child.tag == "img" else ""
            if tex:
                page.children[i] = Node("math", {}, [Node("annotation", {"encoding": "tex"}, [tex])])
            else:
                find_formulas(child)


def formula(node: Node) -> str:
    r"""Return a `math` element as `\(...\)`; the TeX that it carries along, or else what its elements say."""
    tex = _annotation(node)
    if tex is None:
        tex = _SPACE.sub(" ", _write(node)).strip()
    return f"\\({tex}\\)" if tex else ""


def _annotation(node: Node) -> str | None:
    for each in node.elements("annotation"):
        if "tex" in each.attributes.get("encoding", "").lower() and (tex := each.text().strip()):
            return _DELIMITERS.sub("", tex).strip()
    return None


def _picture(node: Node) -> str:
    attributes = node.attributes
    if mathml := attributes.get("data-mathml", ""):
        # The editor of Wiris writes other brackets and quotes, so that MathML fits into an attribute.
        page = parse(mathml.replace("«", "<").replace("»", ">").replace("\u00a8", '"').replace("§", "&"))
        return next((formula(each)[2:-2] for each in page.elements("math")), "")
    if "equation_image" not in attributes.get("class", "") and "/equation_images/" not in attributes.get("src", ""):
        return ""
    tex = attributes.get("data-equation-content", "").strip()
    if not tex:
        address = attributes.get("src", "").rpartition("/equation_images/")[2].partition("?")[0]
        tex = unquote(unquote(address)).strip() or attributes.get("alt", "").removeprefix("LaTeX:").strip()
    return tex


def _write(node: Node | str) -> str:
    """Write MathML as TeX; an element that is not known gives what stands in it."""
    if isinstance(node, str):
        return _symbol(node.strip())
    tag = node.tag.rpartition(":")[2]
    if leaf := _LEAVES.get(tag):
        return leaf(node)
    parts = [child for child in node.children if isinstance(child, Node) or child.strip()]
    least, writer = _WRITERS.get(tag, (0, _plain))
    return writer(parts) if len(parts) >= least else _plain(parts)


def _plain(parts: list[Node | str]) -> str:
    return "".join(map(_write, parts))


def _text(node: Node) -> str:
    text = node.text().strip()
    return rf"\text{{{_escape(text)}}}" if text else " "


def _name(node: Node) -> str:
    name = node.text().strip()
    return _symbol(name) if len(name) == 1 or name in _GREEK else rf"\mathrm{{{_escape(name)}}}" if name else ""


def _fenced(node: Node) -> str:
    inner = ", ".join(_write(child) for child in node.children if isinstance(child, Node) or child.strip())
    opening, closing = node.attributes.get("open", "("), node.attributes.get("close", ")")
    return rf"\left{_fence(opening)} {inner} \right{_fence(closing)}"


def _symbol(text: str) -> str:
    return "".join(
        _OPERATORS.get(sign)
        or (f"\\{_GREEK[sign]} " if sign in _GREEK else "" if sign in _OPERATORS else _escape(sign))
        for sign in text
    )


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match.group(), text.replace("\\", ""))


def _fence(sign: str) -> str:
    return {"": ".", "{": r"\{", "}": r"\}", "⟨": r"\langle", "⟩": r"\rangle"}.get(sign, sign[:1])


def _group(node: Node | str) -> str:
    inner = _write(node).strip()
    return inner if len(inner) == 1 else f"{{{inner}}}"


def _over(parts: list[Node | str]) -> str:
    sign = (parts[1].text() if isinstance(parts[1], Node) else parts[1]).strip()
    if sign in _ACCENTS:
        return rf"\{_ACCENTS[sign]}{{{_write(parts[0])}}}"
    base = _write(parts[0])
    limits = base.strip() in (r"\sum", r"\prod", r"\int")
    return f"{base}^{_group(parts[1])}" if limits else rf"\overset{{{_write(parts[1])}}}{{{base}}}"


def _rows(parts: list[Node | str]) -> str:
    rows = [row for row in parts if isinstance(row, Node)]
    lines = [" & ".join(_write(cell) for cell in row.children if isinstance(cell, Node)) for row in rows]
    return r"\begin{matrix}" + r" \\ ".join(lines) + r"\end{matrix}"


_LEAVES: dict[str, Callable[[Node], str]] = {
    **dict.fromkeys(("annotation", "annotation-xml", "mphantom"), lambda _: ""),
    "mtext": _text,
    "mi": _name,
    "mfenced": _fenced,
}
"""What an element is by itself, whatever stands in it."""
_WRITERS: dict[str, tuple[int, Callable[[list[Node | str]], str]]] = {
    "mfrac": (2, lambda parts: rf"\frac{{{_write(parts[0])}}}{{{_write(parts[1])}}}"),
    "msqrt": (1, lambda parts: rf"\sqrt{{{''.join(map(_write, parts))}}}"),
    "mroot": (2, lambda parts: rf"\sqrt[{_write(parts[1])}]{{{_write(parts[0])}}}"),
    "msup": (2, lambda parts: f"{_group(parts[0])}^{_group(parts[1])}"),
    "msub": (2, lambda parts: f"{_group(parts[0])}_{_group(parts[1])}"),
    "msubsup": (3, lambda parts: f"{_group(parts[0])}_{_group(parts[1])}^{_group(parts[2])}"),
    "munderover": (3, lambda parts: f"{_write(parts[0])}_{_group(parts[1])}^{_group(parts[2])}"),
    "munder": (2, lambda parts: f"{_write(parts[0])}_{_group(parts[1])}"),
    "mover": (2, _over),
    "mtable": (1, _rows),
    **dict.fromkeys(("mspace", "mtr", "mtd", "mlabeledtr"), (0, lambda parts: " ".join(map(_write, parts)))),
}
"""What the parts of an element become, where it has as many as it needs."""
