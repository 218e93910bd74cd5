"""Measure `mkdeck build` of questions drawn from all types beside one of the four first ones, in one run.

Run with: python tests/benchmarks/all_types.py [--questions 10000] [--rounds 3]
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bank import ALL, BASIC, write_bank


def main() -> None:
    """Print the seconds of processor time that each build takes, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    took: dict[str, list[float]] = {"basic": [], "all": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = {each: write_bank(folder / each, arguments.questions, kinds=kinds) for each, kinds in _KINDS.items()}
        for _ in range(arguments.rounds):  # in turns, as a machine is slower at one time than at another
            for each, seconds in took.items():
                seconds.append(_build(folder / each, folder / "out"))
    for each, seconds in took.items():
        print(f"{each}: {min(seconds):.2f} s, {size[each] / arguments.questions / 1000:.2f} kB of YAML a question")
    print(f"ratio: {min(took['all']) / min(took['basic']):.2f}")


_KINDS = {"basic": BASIC, "all": ALL}


def _build(course: Path, out: Path) -> float:
    """Build a course anew; give the processor time that it took, in seconds."""
    shutil.rmtree(out, ignore_errors=True)
    with subprocess.Popen(
        [sys.executable, "-m", "mkdeck", "build", str(course), "-o", str(out)], stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the build of {course.name} failed with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
