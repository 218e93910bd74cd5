"""The versions of a ledger that git has."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.release import Release
from mkdeck.course.discovery import LEDGER_FILE
from mkdeck.diagnostics import CommandError
from mkdeck.files.git import is_in_repository, read_blobs, run_git
from mkdeck.ledger.ledger import Ledger, LedgerError
from mkdeck.ledger.places import find_others
from mkdeck.ledger.text import parse_ledger, read_releases
from mkdeck.ledger.union import join_ledgers

_MAX_COMMITS = 50
"""So many of the latest versions of a ledger are read."""
HERE = ("HEAD", "MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD")
"""What is checked out, and what git is about to join with it."""
UPSTREAM = ("@{upstream}",)
EVERYWHERE = (*HERE, "--all")
EVER = ("--all", "--reflog")
"""What any branch holds, and what one held before `git reset`, a forced push or its end: git keeps that for a while."""


@dataclass(frozen=True, slots=True)
class CommittedLedger:
    """A ledger's text as git has it."""

    commit: str
    text: str


def find_released(course_id: str, history: Iterable[CommittedLedger]) -> dict[Release, str]:
    """Find every release of a course in versions of its ledger, with the latest commit that has it."""
    found: dict[Release, str] = {}
    for committed in history:
        theirs, releases = read_releases(committed.text)
        for each in releases if theirs == course_id else ():
            found.setdefault(each, committed.commit)
    return found


def explain_blindness(folder: Path) -> str:
    """Return why git, if a folder is in a repository, can't tell its whole history; nothing where it can."""
    if not is_in_repository(folder):
        return ""
    try:
        asked = run_git(folder, "rev-parse", "--is-shallow-repository")
        why = asked.stderr.partition("\n")[0].removeprefix("fatal: ") if asked.returncode else ""
    except CommandError:
        asked, why = None, "git is not installed"
    if why:
        return f"git does not answer here ({why}), so that a ledger which went back in its history could not be noticed"
    if asked and asked.stdout.strip() == "true":
        return (
            "git has only the end of its history here, so that a ledger which went back in it could not be noticed; "
            "`git fetch --unshallow` gets the rest (in GitHub Actions, `fetch-depth: 0`)"
        )
    return ""


def join_with_history(ledger_path: Path, text: str, course_id: str) -> tuple[Ledger | None, bool]:
    """Return the ledger that knows all that a ledger's text (or none), conflicts and all, and git's own know.

    And whether git had it so already, where the text knew less. What other folders with a course of this id have counts
    as well. None where nobody knows anything. Raises LedgerError where the text is damaged.
    """
    own = [parse_ledger(text, conflicts=True)] if text.strip() else []
    course_id = own[0].course_id if own else course_id
    committed = [*_parse(course_id, (each.text for each in read_history(ledger_path)))]
    if not own and not committed:
        committed += _parse(course_id, (each.text for each in read_deleted(ledger_path.parent)))
    known = [*own, *committed, *_parse(course_id, read_twins(ledger_path).values())]
    joined = join_ledgers(known) if known else None
    return joined, joined not in own and joined in committed


def _parse(course_id: str, texts: Iterable[str]) -> Iterator[Ledger]:
    """Yield those ledgers that are of a course."""
    for text in texts:
        with suppress(LedgerError):
            ledger = parse_ledger(text, conflicts=True)
            if ledger.course_id == course_id:
                yield ledger


def read_twins(ledger_path: Path) -> dict[Path, str]:
    """Return the ledgers of other courses, by their paths, that lie near one or in its repository."""
    texts: dict[Path, str] = {}
    for path in find_others(ledger_path):
        with suppress(OSError, ValueError):
            texts[path] = path.read_text("utf-8-sig")
    return texts


def read_deleted(folder: Path) -> Iterator[CommittedLedger]:
    """Yield the ledgers that were taken out of a folder's repository, as they were, what was last taken out first."""
    asked = ("log", f"-{_MAX_COMMITS}", "--diff-filter=D", "--name-only", "--format=%x00%P", "--")
    try:
        said = run_git(folder, "-c", "core.quotePath=false", *asked, f":(top,glob)**/*{LEDGER_FILE}").stdout
    except (CommandError, OSError):
        return
    for commit, *names in (each.splitlines() for each in said.split("\0")[1:]):
        objects = [f"{commit}:{name}" for name in names if name]
        for text in read_blobs(folder, objects):
            yield CommittedLedger(commit, text)


def read_history(ledger_path: Path, heads: Sequence[str] = HERE) -> Iterator[CommittedLedger]:
    """Yield a ledger's latest versions in git, the newest first; nothing where there is no git."""
    asked = (
        "log",
        f"-{_MAX_COMMITS}",
        "--full-history",
        "--ignore-missing",
        "--format=%H",
        *heads,
        "--",
        ledger_path.name,
    )
    try:
        commits = run_git(ledger_path.parent, *asked).stdout.split()
        texts = read_blobs(ledger_path.parent, [f"{each}:./{ledger_path.name}" for each in commits])
    except (CommandError, OSError):
        return
    for commit, text in zip(commits, texts, strict=True):
        yield CommittedLedger(commit, text)
