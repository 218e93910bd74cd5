"""Install mkdeck with the lowest versions that pyproject.toml allows, and use what each dependency is there for."""

import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("gift/grammar.gift", "moodle-xml/types.xml", "table/fragen.csv", "markdown/task-lists.md", "qti/qti-3.xml")
WORKBOOK = """
import openpyxl
book = openpyxl.Workbook()
book.active.append(["Question", "Answer"])
book.active.append(["What?", "That."])
book.save("book.xlsx")
"""


def write_constraints() -> str:
    """Write the lowest version of each dependency as constraints for pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = (re.match(r"([\w.-]+)>=([\w.]+)", each) for each in project["dependencies"])
    return "".join(f"{match[1]}=={match[2]}\n" for match in lowest if match)


def look_at_preview(mkdeck: Path, folder: Path) -> None:
    """Ask for the page of a preview, and fail where it does not come."""
    command = [mkdeck, "preview", "--no-open", "--port", "0", ROOT / "decks/tour"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as preview:
        try:
            address = preview.stdout.readline().split()[0] if preview.stdout else ""
            deadline = time.monotonic() + 60
            while True:
                try:
                    with urllib.request.urlopen(address) as page:  # noqa: S310 - our own
                        if b"A tour of mkdeck" not in page.read():
                            sys.exit("the page of the preview does not show the course")
                        return
                except OSError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.2)
        finally:
            preview.terminate()


# What one command compiles, the next need not, whatever the variable says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

with tempfile.TemporaryDirectory() as temporary:
    folder = Path(temporary)
    (folder / "lowest.txt").write_text(write_constraints())
    venv.create(folder / "venv")
    python, mkdeck = folder / "venv/bin/python", folder / "venv/bin/mkdeck"

    def run(*command: str | Path) -> None:
        """Run a command, and stop where it fails."""
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    # Our own pip installs there, and leaves uncompiled what nobody imports; both are most of the time.
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile")
    run(*pip, "--constraint", folder / "lowest.txt", ROOT)
    run(python, "-c", WORKBOOK)
    run(mkdeck, "check", ROOT / "decks")
    run(mkdeck, "build", ROOT / "decks")
    run(mkdeck, "site", ROOT / "decks", "-o", "public", "--draft")
    run(mkdeck, "site", "--manual")
    run(mkdeck, "help", "keys")
    run(mkdeck, "check", ROOT / "decks", "--summary", "--format", "html", "-o", "figures.html")
    sources = [ROOT / "tests/importers" / each for each in SOURCES]
    for i, source in enumerate([*sources, folder / "book.xlsx", folder / "build/mkdeck-tour.apkg"]):
        run(mkdeck, "import", source, "-o", f"imported-{i}")
    look_at_preview(mkdeck, folder)
print("The lowest versions of all dependencies do.")
