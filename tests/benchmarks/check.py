"""Measure `mkdeck check` with all rules of style beside the same without them, in one run.

Run with: python tests/benchmarks/check.py [--questions 10000] [--rounds 3]

It is measured for courses of one size in which rules of style find something in 4 of 10 questions, whose lines are then
looked up, in 1 of 10, and in hardly any; and for short questions, over which other work takes less time.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bank import BASIC, MENDED, SHORT, write_bank

_KINDS = {
    "findings in 4 of 10 questions": BASIC,
    "in 1 of 10": (*BASIC, *(MENDED * 3)),
    "in hardly any": MENDED,
    "in hardly any, of questions with short choices": SHORT,
}
_CODE = """
import sys
from pathlib import Path
from mkdeck.checks import list_style
from mkdeck.compiler import compile_course
asked = list_style() if sys.argv[2] == "style" else frozenset()
compile_course(Path(sys.argv[1]), 0, asked=asked)
"""


def main() -> None:
    """Print the seconds of processor time that each takes, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    took: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folders = {each: Path(name) / each for each in _KINDS}
        for each, folder in folders.items():
            write_bank(folder, arguments.questions, kinds=_KINDS[each])
        for _ in range(arguments.rounds):  # in turns, as a machine is slower at one time than at another
            for each, folder in folders.items():
                for rules in ("none", "style"):
                    took.setdefault((each, rules), []).append(_check(folder, rules))
    for each in folders:
        without, with_style = min(took[each, "none"]), min(took[each, "style"])
        print(f"{each}: {without:.2f} s without, {with_style:.2f} s with, ratio {with_style / without:.2f}")


def _check(course: Path, rules: str) -> float:
    """Compile a course and check it; give the processor time that it took, in seconds."""
    with subprocess.Popen([sys.executable, "-c", _CODE, str(course), rules]) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the check failed with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
