"""MathJax as Anki ships it, from the wheel of Anki's own window, in a headless Chromium."""

import html
import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

from browser import Browser

_SCRIPTS = ("_aqt/data/web/js/mathjax.js", "_aqt/data/web/js/vendor/mathjax/tex-chtml-full.js")
_PAGE = '<!doctype html><meta charset="utf-8"><script src="{}"></script><script src="{}"></script><main></main>'
_TYPESET = """
(async () => {
  const main = document.querySelector('main');
  main.innerHTML = %s;
  MathJax.typesetClear();
  await MathJax.typesetPromise([main]);
  return [...MathJax.startup.document.math].map(each => MathJax.startup.toMML(each.root));
})()
"""
_FAULT = re.compile(r'data-mjx-error="([^"]*)"|<mtext mathcolor="red">(\\[^<]*)<')
"""Math that can't be read, or a command that is not known, which MathJax shows in red."""
_PIECE = re.compile(r"<[^>]*>|[^<]+")


def fetch_mathjax(folder: Path) -> None:
    """Put Anki's MathJax into a folder, of the release that the tests run; PyPI has it in a wheel of 4 MB."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"--dest={folder}"]
    subprocess.run([*command, f"aqt=={version('anki')}"], check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("aqt-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in _SCRIPTS:
            archive.extract(name, folder)


class MathJax:
    """Typesets pages in a browser, from a folder that `fetch_mathjax` filled."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        page = folder / "page.html"
        page.write_text(_PAGE.format(*((folder / name).as_uri() for name in _SCRIPTS)), "utf-8")
        browser.visit(page.as_uri(), folder.as_uri())
        browser.run("MathJax.startup.promise.then(() => true)")

    def typeset(self, page: str) -> list[str]:
        """Give the MathML of every formula of a page, without elements that only group; or what is wrong with it."""
        return [_simplify(each) for each in self.browser.run(_TYPESET % json.dumps(page))]

    def typeset_tex(self, tex: str) -> list[str]:
        """Typeset one formula."""
        return self.typeset(f"\\({html.escape(tex)}\\)")


def _simplify(mathml: str) -> str:
    if fault := _FAULT.search(mathml):
        return f"fault: {html.unescape(fault[1] or fault[2])}"
    out: list[str] = []
    kept: list[bool] = []  # of each row that is open
    for piece in _PIECE.findall(re.sub(r"\n\s*", "", mathml)):
        if piece.startswith("<mrow"):
            kept.append(piece not in ("<mrow>", '<mrow data-mjx-texclass="ORD">'))
        if (piece == "</mrow>" and not kept.pop()) or (piece.startswith("<mrow") and not kept[-1]):
            continue
        if piece not in ('<mspace width="0pt">', "</mspace>") and not piece.startswith(("<math", "</math")):
            out.append(piece)
    return "".join(out)
