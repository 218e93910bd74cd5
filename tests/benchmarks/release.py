"""Measure `mkdeck release`, `diff` and an unchanged `build` beside a full build, in one run.

Run with: python tests/benchmarks/release.py [--questions 10000]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bank import write_bank

CHANGED = 100
"""How many questions change between the two releases."""


def main() -> None:
    """Print one table of whole programs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_bank(folder / "bank", arguments.questions)
        rows = {
            "a full build": run(folder, 1_790_000_000, "build"),
            "a build with nothing changed": run(folder, 1_790_000_000, "build"),
        }
        edit(folder / "bank", arguments.questions // CHANGED, "Edited")
        rows |= {
            f"a build, {CHANGED} questions changed": run(folder, None, "build"),
            "the first release": run(folder, 1_790_000_000, "release"),
        }
        edit(folder / "bank", arguments.questions // CHANGED)
        rows[f"diff, {CHANGED} questions changed"] = run(folder, 1_790_100_000, "diff", expected=1)
        rows[f"a release, {CHANGED} questions changed"] = run(folder, 1_790_100_000, "release")
    full = rows["a full build"]
    print(f"{arguments.questions:,} questions\n\n| | seconds | times a full build |\n|---|---|---|")
    for what, seconds in rows.items():
        print(f"| {what} | {seconds:.2f} | {seconds / full:.2f} |")


def edit(bank: Path, each: int, word: str = "Changed") -> None:
    """Change every n-th question of a bank in its first word."""
    for i, path in enumerate(sorted(bank.glob("0*.yaml"))):
        lines = path.read_text().splitlines(keepends=True)
        ids = [n for n, line in enumerate(lines) if line.startswith("  - id: q-")]
        for n in ids[:: max(1, each)]:
            at = next(k for k in range(n, len(lines)) if lines[k].lstrip().startswith("explanation"))
            lines[at + 1] = lines[at + 1].replace("      ", f"      {word} {i}. ", 1)
        path.write_text("".join(lines))


def run(folder: Path, now: int | None, command: str, expected: int = 0) -> float:
    """Run a command on the bank, at a fixed time or by the clock; give its wall time in seconds.

    By the clock a build takes up what stands at its target.
    """
    environment = {**os.environ, **({"SOURCE_DATE_EPOCH": str(now)} if now else {})}
    line = [sys.executable, "-m", "mkdeck", command, "bank", *(["-o", "out"] if command != "diff" else [])]
    if command == "release":
        line.append("--no-rehearsal")
    if command == "diff":
        line = [sys.executable, "-m", "mkdeck", "diff", "out/bank.apkg", "bank"]
    started = time.perf_counter()
    done = subprocess.run(line, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != expected:
        sys.exit(f"{line} gave {done.returncode}")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
