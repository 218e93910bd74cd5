"""Measure `mkdeck build` beside bare genanki writing the very same notes, in one run.

Run with: python tests/benchmarks/build.py [--questions 10000] [--per-deck 100] [--rounds 3]
"""

import argparse
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bank import write_bank

from mkdeck import checks
from mkdeck.apkg.package import Times
from mkdeck.apkg.write import make_database, write_package
from mkdeck.compiler import make_package, paused_collector
from mkdeck.course import yaml_source
from mkdeck.course.loading import load_course
from mkdeck.notes.notes import make_notes
from mkdeck.notetypes import FIELDS, make_notetypes

GENANKI = """
import pickle, sys, time
import genanki
with open(sys.argv[1], "rb") as file:
    notetypes, notes = pickle.load(file)
started = time.perf_counter()
models = {key: genanki.Model(**each) for key, each in notetypes.items()}
decks = {}
for key, deck, guid, fields, tags in notes:
    if deck not in decks:
        decks[deck] = genanki.Deck(len(decks) + 1_000_000, deck)
    decks[deck].add_note(genanki.Note(models[key], fields, guid=guid, tags=tags))
genanki.Package(list(decks.values())).write_to_file(sys.argv[2])
print(time.perf_counter() - started)
"""


def main() -> None:
    """Print one table: whole programs side by side, then the stages of a build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--per-deck", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = write_bank(folder / "bank", arguments.questions, arguments.per_deck)
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # its memory must not count for the programs below
            stages = pool.apply(measure_stages, (folder,))
        build = [sys.executable, "-m", "mkdeck", "build", str(folder / "bank"), "-o", str(folder / "out")]
        bare = [sys.executable, "-c", GENANKI, str(folder / "notes.pickle"), str(folder / "bare.apkg")]
        builds, bares = [], []
        for _ in range(arguments.rounds):  # in turns, as a machine is slower at one time than at another
            shutil.rmtree(folder / "out", ignore_errors=True)  # or there would be nothing to do
            builds.append(run(build))
            bares.append(run(bare))
    seconds, memory, _ = min(builds)
    bare_seconds, bare_memory, _ = min(bares)
    bare_writing = min(float(said) for _, _, said in bares)
    work = sum(stages.values())
    print(
        f"{arguments.questions:,} questions, {size / arguments.questions / 1000:.1f} kB of YAML each, best of", end=" "
    )
    print(f"{arguments.rounds}\n")
    print("| | seconds | times genanki | peak memory |")
    print("|---|---|---|---|")
    print(f"| `mkdeck build`, the whole program | {seconds:.2f} | {seconds / bare_seconds:.1f} | {memory:.0f} MB |")
    print(f"| bare genanki, the whole program | {bare_seconds:.2f} | 1 | {bare_memory:.0f} MB |")
    print(f"| `mkdeck build`, without start-up | {work:.2f} | {work / bare_writing:.1f} | |")
    print(f"| bare genanki, without start-up | {bare_writing:.2f} | 1 | |")
    print("\n| stage | seconds | share |")
    print("|---|---|---|")
    for stage, took in stages.items():
        print(f"| {stage} | {took:.2f} | {took / work:.0%} |")


def measure_stages(folder: Path) -> dict[str, float]:
    """Time each stage of a build in this process, and leave its notes behind for genanki."""

    def timed(work: Callable[[], Any]) -> tuple[float, Any]:
        started = time.perf_counter()
        result = work()
        return time.perf_counter() - started, result

    bank = folder / "bank"
    with paused_collector():
        files = [yaml_source.read(path, path.name)[0] for path in sorted(bank.glob("*.yaml"))]
        reading, _ = timed(lambda: [yaml_source.load(each) for each in files])
        loading, course = timed(lambda: load_course(bank))
        checking, _ = timed(lambda: list(checks.check(checks.Case(course))))
        writing, notes = timed(lambda: make_notes(course, lambda _id: 0))
    notetypes = make_notetypes(course.settings.id, course.settings.course, course.settings.language)
    package = replace(make_package(course, notes, notetypes), times=Times.all_at(1_790_000_000))
    storing, _ = timed(lambda: make_database(package))
    packing, _ = timed(lambda: write_package(package, folder / "staged.apkg"))
    models = {
        each.note_class: {
            "model_id": each.id,
            "name": each.name,
            "fields": [{"name": name} for name, _ in FIELDS[each.note_class]],
            "templates": [
                {"name": "Card", "qfmt": "{{cloze:Text}}" if each.note_class == "cloze" else "{{Question}}", "afmt": ""}
            ],
            "css": each.css,
            "model_type": int(each.note_class == "cloze"),
        }
        for each in package.notetypes
    }
    rows = [(note.note_class, note.deck, note.guid, list(note.fields), list(note.tags)) for note in package.notes]
    (folder / "notes.pickle").write_bytes(pickle.dumps((models, rows)))
    return {
        "YAML to values": reading,
        "values to questions": max(0.0, loading - reading),
        "checks": checking,
        "text to fields": writing,
        "fields to collection": storing,
        "collection to package": max(0.0, packing - storing),
    }


def run(command: list[str]) -> tuple[float, float, str]:
    """Run a program; give its wall time in seconds, its peak memory in MB, and what it printed."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} failed with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024, said


if __name__ == "__main__":
    main()
