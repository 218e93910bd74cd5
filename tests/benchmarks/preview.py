"""Measure how long it takes from a save to the changed card on the screen, in a real Chromium.

Run with: PYTHONPATH=tests python tests/benchmarks/preview.py [--questions 10000] [--per-deck 500] [--saves 5]

Each save changes the text of one question in one file. Told are the wall-clock times until the page knows of it, and
until both sides of the changed card say that they show it, and are painted. In between, the course is compiled whole.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from bank import write_bank

from pages.previews import Preview
from pages.windows import Window


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--per-deck", type=int, default=500)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--pause", type=float, default=15, help="seconds between saves")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        bank = Path(temporary) / "bank"
        write_bank(bank, asked.questions, asked.per_deck)
        preview = Preview("bank", cwd=bank.parent)
        try:
            with Window() as window:
                known, shown = measure(preview, window, min(bank.glob("0*.yaml")), asked.saves, asked.pause)
        finally:
            preview.end()
    for name, taken in (("the page knows", known), ("the card is there", shown)):
        print(f"{name:18} {min(taken):.2f} s at best, {statistics.median(taken):.2f} s in the middle of {len(taken)}")


def measure(preview: Preview, window: Window, deck: Path, saves: int, pause: float) -> tuple[list[float], list[float]]:
    """Save a deck file again and again; gives the seconds until the page knows, and until the card is there."""
    window.resize(1300, 800)
    window.open(f"{preview.address}courses/bank/")
    window.wait_for_cards()
    text = deck.read_text()
    version = "Number(document.body.dataset.version)"
    known, shown = [], []
    for number in range(saves):
        before = window.run(version)
        mark = window.run("document.querySelector('article').dataset.mark")
        started = time.perf_counter()
        deck.write_text(text.replace("question: ", f"question: Save {number}. ", 1))
        window.wait(f"{version} > {before}")
        known.append(time.perf_counter() - started)
        frames = "[...document.querySelectorAll('figure')][0].querySelectorAll('iframe')"
        now = "document.querySelector('article').dataset.mark"
        window.wait(f"{now} !== {mark!r} && [...{frames}].every((each) => each.dataset.mark === {now})")
        window.paint()
        shown.append(time.perf_counter() - started)
        with window.inside("q-0/0", "back"):
            assert f"Save {number}." in window.run("document.body.innerText")
        time.sleep(pause)
    return known, shown


if __name__ == "__main__":
    main()
