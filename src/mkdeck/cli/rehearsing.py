"""Play a student who takes a release, and stop where that costs them something."""

import sys
from pathlib import Path

from mkdeck.apkg.write import write_package
from mkdeck.cli.progress import show_progress
from mkdeck.cli.rehearsal_report import write_rehearsal
from mkdeck.cli.saying import say
from mkdeck.compiler import Compiled
from mkdeck.files.stages import open_temporary_folder
from mkdeck.rehearsal import rehearse
from mkdeck.release.previous import find_released_package
from mkdeck.text.english import plural


def rehearse_release(target: Path, compiled: Compiled) -> None:
    """Play a student who takes the new package after the last one, if that is there; exit with 1 if that costs them."""
    if not compiled.ledger or not find_released_package(target, compiled.ledger):
        return
    with open_temporary_folder() as folder:
        new = folder / target.name
        write_package(compiled.package, new)
        with show_progress("rehearsing") as progress:
            played = rehearse(target, new, progress)
    if played.ok:
        say(f"Rehearsed with the real Anki: {plural(played.schedules, 'schedule')} kept.\n")
        return
    for line in write_rehearsal(played):
        say(line, err=True)
    say("Not released: see the rehearsal above, or say --no-rehearsal.", err=True)
    sys.exit(1)
