"""Proves that a course's own CSS loads nothing, however that is written, and that all else passes."""

import pytest

from mkdeck.course.css import find_load

LOADS = {
    "@import 'x.css';": "@import",
    r'@\69mport "x.css";': r"@\69mport",
    "@media screen { @IMPORT url(x.css); }": "@IMPORT",
    "@namespace svg url(http://www.w3.org/2000/svg);": "@namespace",
    "a { b: url( 'https://example.org/x.png' ) }": "url( 'https://example.org/x.png' )",
    r"a { b: u\72l(https://example.org/x.png) }": r"u\72l(https://example.org/x.png)",
    r"a { b: \75 \72 \6c ('//example.org/x') }": r"\75 \72 \6c ('//example.org/x')",
    "a { b: URL(//example.org/x.png) }": "URL(//example.org/x.png)",
    "a { b: url(x.png) }": "url(x.png)",
    "a { b: url(x y) }": "url(x y)",
    "a { b: url(": "url(",
    'a { b: image-set("https://example.org/x.png" 1x) }': '"https://example.org/x.png" 1x)',
    'a { b: -webkit-image-set(url("data:,") 1x, "x.png" 2x) }': '"x.png" 2x)',
    'a { b: image("x.png", red) }': '"x.png", red)',
    'a { b: src("x.png") }': 'src("x.png")',
    "a { --x: 'https://example.org'; b: src(var(--x)) }": "src(var(--x)",
    "a { --x: 'https://example.org'; b: image-set(var(--x) 1x) }": "var(--x)",
    'a { --x: image-set("x.png" 1x) }': '"x.png" 1x)',
    "@font-face { font-family: A; src: local(A), url(a.woff2) format('woff2') }": "url(a.woff2)",
    'a { content: "/*"; b: url(https://example.org/x); c: "*/" }': "url(https://example.org/x)",
    "a { content: '\\'/*'; b: url(x) /* ' */ }": "url(x)",
    "/* one\r\n */\r\na {\r\n b: url(x) }": "url(x)",
    "a { width: expression(alert(1)) }": "expression(alert(1)",
    "a { b: [{(url(x))}] }": "url(x)",
    "a { cursor: url(x.cur), auto }": "url(x.cur)",
    "a { filter: url(x.svg#blur) }": "url(x.svg#blur)",
}
FINE = [
    "",
    ".prompt { color: red }",
    "a { b: url(data:image/png;base64,iVBORw0KGgo=) }",
    "a { b: url( 'DATA:,x' ) }",
    r"a { b: url(\64 ata:,x) }",
    "a { filter: url(#blur) }",
    "@font-face { font-family: A; src: local('A'), url(data:font/woff2;base64,AA) format('woff2') tech(variations) }",
    "a { b: image-set(url(data:,x) 1x type('image/png'), linear-gradient(red, blue) 2x) }",
    "a::after { content: 'https://example.org, url(x), @import' attr(title) var(--mark) }",
    "/* url(https://example.org) @import */ a { color: var(--ink) }",
    "a[href^='https://'] { color: blue }",
    "@media (min-width: 30em) { :root { --accent: #123 } }",
    "a { width: calc(100% - env(safe-area-inset-left)) }",
    "<!-- a { color: red } -->",
    '@charset "utf-8";',
]


@pytest.mark.parametrize(("css", "found"), LOADS.items())
def test_what_loads_is_found_as_it_was_typed(css: str, found: str) -> None:
    assert find_load(css) == found[:40]


@pytest.mark.parametrize("css", FINE)
def test_what_loads_nothing_passes(css: str) -> None:
    assert find_load(css) == ""


def test_nesting_without_end_is_no_trouble() -> None:
    assert find_load("a { b: " + "(" * 20_000) == ""
    assert find_load("a { b: " + "f(" * 20_000 + "url(x)") == "url(x)"
