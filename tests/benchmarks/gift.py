"""Time the import of GIFT questions: `python tests/benchmarks/gift.py [QUESTIONS]...`; 10,000 take at most 5 s."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from mkdeck.compiler import paused_collector
from mkdeck.importers.draft import Document
from mkdeck.importers.pipeline import import_files

_PATTERNS = (
    (
        "::Layer {n}::Which layer of network {n} *norms* its input? {{\n\t=The layer {n} #Right, as $x_{n}$ shows\n"
        "\t~The pool {n}\n\t~A_gate {n} <b>first</b>\n\t~%0%none####See chapter {n}.}}"
    ),
    "[html]<p>Is <b>{n}</b> a number &amp; even?</p>{{TRUE#no#yes}}",
    "What is {n} plus one?{{#{n}:0.5}}",
    "Who found law {n}?{{=Ada =%50%Grace {n}}}",
    "Match these.{{=one {n} -> eins =two -> zwei =three -> drei}}",
)


def make_bank(questions: int) -> bytes:
    """Write a GIFT bank of this many questions of every common type."""
    head = "$CATEGORY: $course$/top/Benchmark\n\n"
    return (head + "\n\n".join(_PATTERNS[n % len(_PATTERNS)].format(n=n) for n in range(questions))).encode()


def main(sizes: list[int]) -> None:
    """Print the seconds that each size takes."""
    with TemporaryDirectory() as folder:
        for size in sizes:
            content = make_bank(size)
            before = perf_counter()
            with paused_collector():
                batch = import_files([Document("bank.gift", content)], Path(folder) / "bank.yaml", None, append=False)
            seconds = perf_counter() - before
            assert batch.imported == size, batch.accounts[0].skipped[:3]
            print(f"{size:>8,} questions: {seconds:6.2f} s, {seconds / size * 1e6:5.0f} us each")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 10_000, 40_000])
