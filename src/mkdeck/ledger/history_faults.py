"""What is wrong with a ledger that lacks a release which others know, and the way out.

A ledger that goes back in time forgets what students have: the next release would leave them with a text that staff
took back, for ever. So does one that is gone, or that lost one side of a merge.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mkdeck.course.discovery import LEDGER_FILE, show_argument, show_path
from mkdeck.diagnostics import Finding, Span
from mkdeck.diff.matching import Key
from mkdeck.files.git import find_refs, find_stash, is_ancestor, is_detached, run_git
from mkdeck.ledger.history import UPSTREAM, explain_blindness
from mkdeck.ledger.ledger import LEDGER_RULE
from mkdeck.ledger.loading import LedgerFile
from mkdeck.ledger.unknown import (
    TakenOver,
    Twin,
    Unknown,
    find_newer,
    find_taken_over,
    find_twin,
    find_unknown,
    find_upstream,
)
from mkdeck.notes.note import show_day


def check_history(
    file: LedgerFile, packages: Iterable[Path], digests: Mapping[Key, str], *, stops: bool
) -> Iterator[Finding]:
    """Yield a finding if git, or a package at hand, knows a release that a course's ledger does not know.

    `digests` are those of the course's notes as they are.
    """
    fault = _find_fault(file, packages, stops=stops)
    faults = [fault] if fault else _list_doubts(file, digests, stops=stops)
    for grave, message in faults:
        rule = LEDGER_RULE.at("error" if grave else "warning")
        yield Finding(file.name, (), rule, message, span=Span(file.name, 1, 1))


def _find_fault(file: LedgerFile, packages: Iterable[Path], *, stops: bool) -> tuple[bool, str] | None:
    """Return whether it is an error that a ledger lacks a release that others know, and what to do; None if none is."""
    unknown = find_unknown(file, packages, stops=stops)
    ahead = None if unknown and not unknown.elsewhere else find_upstream(file)
    if ahead:
        return stops, _explain_upstream(file, ahead)
    if (stops or (unknown and unknown.package)) and (twin := find_twin(file)):
        return True, _explain_twin(file, twin)
    return _weigh(file, unknown, stops=stops) if unknown else None


def _weigh(file: LedgerFile, unknown: Unknown, *, stops: bool) -> tuple[bool, str]:
    """Return whether it is an error that a ledger does not know a release, and what to do."""
    if unknown.elsewhere:
        return not _is_held(file, unknown), _explain_elsewhere(file, unknown)
    # A build would destroy the only trace of a release that a package alone tells of.
    return stops or bool(unknown.package), _explain_unknown(file, unknown)


def _is_held(file: LedgerFile, unknown: Unknown) -> bool:
    """Whether any branch, tag or stash holds a release."""
    folder = file.path.parent
    return bool(find_refs(folder, unknown.commit) or find_stash(folder, unknown.commit))


def _list_doubts(file: LedgerFile, digests: Mapping[Key, str], *, stops: bool) -> Iterator[tuple[bool, str]]:
    """Yield what may be wrong with a ledger that knows all releases of its branch; none of it is an error."""
    taken = find_taken_over(file.path, file.ledger, digests) if file.ledger else None
    if taken:
        yield False, _explain_taken_over(file, taken)
    elif newer := find_newer(file):
        yield False, _explain_elsewhere(file, newer)
    if file.ledger and stops and (message := explain_blindness(file.path.parent)):
        yield False, message


def _explain_twin(file: LedgerFile, twin: Twin) -> str:
    """Return what it costs that another course of one id was released, and what to do."""
    anew = (
        f"give the newer of them another `id`, and delete the {LEDGER_FILE} and CHANGES.md that were copied to it"
        if file.course_path.is_dir()
        else "rename the newer of them, and delete the ledger that was copied to it"
    )
    release = f"release {twin.release.number} of {show_day(twin.release.time)}"
    lacks = f"{file.name} does not" if file.ledger else f"there is no {file.name}"
    return (
        f"{show_path(twin.path)} knows {release} of the same course id, and {lacks}; to students both are one course, "
        f"whose questions overwrite each other. If it is one, run `mkdeck release --merge "
        f"{_name_in_command(file)}`, copy here what the other asks besides, and delete it; if they are two, {anew}"
    )


def _explain_upstream(file: LedgerFile, ahead: Unknown) -> str:
    """Return on which branch a release was made that is yet to be pulled, and what to do."""
    branch = run_git(file.path.parent, "rev-parse", "--abbrev-ref", *UPSTREAM).stdout.strip()
    return (
        f"release {ahead.release.number} of {show_day(ahead.release.time)} was made on {branch}, in commit "
        f"{ahead.commit[:7]}, and this ledger does not know it; run `git pull` first, or, if that branch is given up, "
        "`git branch --unset-upstream`"
    )


def _explain_elsewhere(file: LedgerFile, unknown: Unknown) -> str:
    """Return where a release was made that does not lead here, what that costs, and what to do."""
    folder, release, commit = file.path.parent, unknown.release, unknown.commit[:7]
    what = f"release {release.number} of {show_day(release.time)}"
    lacks = "this ledger does not know it" if file.ledger else "no ledger here knows it"
    bit_by_bit = "or what they release reaches students bit by bit"
    if stash := find_stash(folder, unknown.commit):
        return f'{what} lies in git\'s stash, and {lacks}; get it back by `git stash pop "{stash}"` before you release'
    refs = find_refs(folder, unknown.commit)
    if not refs:
        none_has = f"; if none has, delete {unknown.package}" if unknown.package else ""
        return (
            f"{what} was made in commit {commit}, which no branch holds any more, and {lacks}; what it gave to "
            f"students would stay with them, so if any has it, run `git merge -s ours {commit}` and then `mkdeck "
            f"release --merge {_name_in_command(file)}`, which change no question{none_has}"
        )
    if is_detached(folder) and is_ancestor(folder, "HEAD", unknown.commit):
        return (
            f"{what} was made later than what is checked out, in commit {commit}, and {lacks}; go back to the branch's "
            f"end before you release, {bit_by_bit}"
        )
    branches = _list_branches(refs)
    where = f"the branch {branches[0]}" if len(branches) == 1 else "another branch"
    return f"{what} was made on {where}, in commit {commit}, and {lacks}; join the branches first, {bit_by_bit}"


def _list_branches(refs: Iterable[str]) -> list[str]:
    """Return the names of branches; of one that is here and on a server, that of here."""
    here, there = (
        [each.removeprefix(kind) for each in refs if each.startswith(kind)] for kind in ("refs/heads/", "refs/remotes/")
    )
    return here + [each for each in there if each.partition("/")[2] not in here]


def _explain_unknown(file: LedgerFile, unknown: Unknown) -> str:
    """Return what it costs that a ledger, or its lack, does not know a release, and what to do."""
    day = show_day(unknown.release.time)
    if unknown.commit:
        what = f"release {unknown.release.number} of {day}, which git has in commit {unknown.commit[:7]}"
        way_out = f"run `mkdeck release --merge {_name_in_command(file)}`, which brings it back"
    else:
        what = f"the release of {day} that {unknown.package} was made after"
        way_out = f"get the one that does from who released, or delete {unknown.package} if no student has it"
    if file.ledger:
        return f"this ledger does not know {what}; students would keep what was taken back since, so {way_out}"
    if unknown.commit:
        other = "give the course another `id`" if file.course_path.is_dir() else "give the file another name"
        way_out += f"; if no student has any release, {other} instead, and it starts anew"
    return f"the ledger is gone that knew {what}; without it every note would count as new, so {way_out}"


def _explain_taken_over(file: LedgerFile, taken: TakenOver) -> str:
    """Return which release of another branch a course has texts of, what that costs, and what to do."""
    stand = "a question stands" if taken.questions == 1 else f"{taken.questions:,} questions stand"
    commit = taken.commit[:7]
    return (
        f"release {taken.release.number} of {show_day(taken.release.time)} was made on another branch, in commit "
        f"{commit}, and {stand} here as it gave them to students; this ledger does not know it, and what was taken "
        f"back since would stay with them. Where that branch was merged, as by `git merge --squash`, tell git by "
        f"`git merge -s ours {commit}`, and run `mkdeck release --merge {_name_in_command(file)}`"
    )


def _name_in_command(file: LedgerFile) -> str:
    """Return the course's path as it stands in a command."""
    return show_argument(show_path(file.course_path))
