"""A release that a ledger should know and does not, as git and the package at hand tell, and the way out.

A ledger that goes back in time forgets what students have: the next release would leave them with a text that staff
took back, for ever. So does one that is gone, or that lost one side of a merge.
"""

from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.read import read_release
from mkdeck.apkg.release import Release
from mkdeck.course.discovery import LEDGER_FILE, show_path
from mkdeck.diagnostics import CommandError, Finding, Span
from mkdeck.diff.matching import Key
from mkdeck.files.git import find_refs, find_stash, is_ancestor, is_detached, run_git
from mkdeck.ledger.history import (
    EVER,
    HERE,
    UPSTREAM,
    explain_blindness,
    find_released,
    read_deleted,
    read_history,
    read_twins,
)
from mkdeck.ledger.ledger import LEDGER_RULE, Ledger, LedgerError, find_ledger
from mkdeck.ledger.text import parse_ledger, read_releases
from mkdeck.ledger.union import find_missing
from mkdeck.notes.note import show_day


@dataclass(frozen=True, slots=True)
class Unknown:
    """A release that a ledger should know and does not: its number where it is known, and who knows it.

    `commit` is one whose ledger has it, not among those that lead here where `elsewhere` is true; `package` was made
    with it.
    """

    release: Release
    commit: str = ""
    package: str = ""
    elsewhere: bool = False


def find_unknown(
    ledger_path: Path, course_id: str, ledger: Ledger | None, packages: Iterable[Path], *, stops: bool
) -> Unknown | None:
    """Find the newest release of a course that its ledger does not know, in git or in packages at these paths.

    With `stops`, git's whole history is searched for a ledger that was deleted where the course lay before.
    """
    here = find_released(course_id, read_history(ledger_path, HERE))
    if stops and not here and not ledger:
        here = find_released(course_id, read_deleted(ledger_path.parent))
    if missing := find_missing(ledger, here):
        return Unknown(missing[-1], commit=here[missing[-1]])
    return _find_packaged(ledger_path, course_id, ledger, packages)


def _find_packaged(
    ledger_path: Path, course_id: str, ledger: Ledger | None, packages: Iterable[Path]
) -> Unknown | None:
    """Find the newest release in packages that the ledger does not know, and a commit elsewhere in git that does."""
    made = {release: show_path(path) for path in packages if path.is_file() and (release := read_release(path))}
    missing = find_missing(ledger, made)
    if not missing:
        return None
    _check_still(ledger_path, missing[-1])
    for each, commit in find_released(course_id, read_history(ledger_path, EVER)).items():
        if each.mark == missing[-1].mark:
            return Unknown(each, commit=commit, package=made[missing[-1]], elsewhere=True)
    for each, commit in find_released(course_id, () if ledger else read_deleted(ledger_path.parent)).items():
        if each.mark == missing[-1].mark:
            return Unknown(each, commit=commit, package=made[missing[-1]])
    return Unknown(missing[-1], package=made[missing[-1]])


def _check_still(ledger_path: Path, release: Release) -> None:
    """Raise CommandError where a ledger knows a release by now: it was made after the ledger was read."""
    try:
        text = ledger_path.read_text("utf-8-sig") if ledger_path.is_file() else ""
    except (OSError, ValueError):
        return
    if any(each.mark == release.mark for each in read_releases(text)[1]):
        raise CommandError(f"{show_path(ledger_path)} was changed just now, as by a release; run this again.")


def check_history(
    course_path: Path,
    course_id: str,
    ledger: Ledger | None,
    packages: Iterable[Path],
    digests: Mapping[Key, str],
    *,
    stops: bool,
) -> Iterator[Finding]:
    """Yield a finding if git, or a package at hand, knows a release that a course's ledger does not know.

    `digests` are those of the course's notes as they are.
    """
    name = show_path(find_ledger(course_path))
    course_id = ledger.course_id if ledger else course_id
    fault = _find_fault(course_path, course_id, ledger, packages, stops=stops)
    faults = [fault] if fault else _list_doubts(course_path, course_id, ledger, digests, stops=stops)
    for grave, message in faults:
        yield Finding(name, (), LEDGER_RULE.at("error" if grave else "warning"), message, span=Span(name, 1, 1))


def _find_fault(
    course_path: Path, course_id: str, ledger: Ledger | None, packages: Iterable[Path], *, stops: bool
) -> tuple[bool, str] | None:
    """Return whether it is an error that a ledger lacks a release that others know, and what to do; None if none is."""
    ledger_path = find_ledger(course_path)
    unknown = find_unknown(ledger_path, course_id, ledger, packages, stops=stops)
    ahead = None if unknown and not unknown.elsewhere else _find_upstream(ledger_path, course_id, ledger)
    if ahead:
        return stops, _explain_upstream(ledger_path.parent, ahead)
    if (stops or (unknown and unknown.package)) and (twin := _find_twin(course_path, course_id, ledger)):
        return True, _explain_twin(course_path, ledger, *twin)
    return _weigh(course_path, ledger, unknown, stops=stops) if unknown else None


def _weigh(course_path: Path, ledger: Ledger | None, unknown: Unknown, *, stops: bool) -> tuple[bool, str]:
    """Return whether it is an error that a ledger does not know a release, and what to do."""
    if unknown.elsewhere:
        return not _is_held(course_path, unknown), _explain_elsewhere(course_path, ledger, unknown)
    # A build would destroy the only trace of a release that a package alone tells of.
    return stops or bool(unknown.package), _explain_unknown(course_path, ledger, unknown)


def _list_doubts(
    course_path: Path, course_id: str, ledger: Ledger | None, digests: Mapping[Key, str], *, stops: bool
) -> Iterator[tuple[bool, str]]:
    """Yield what may be wrong with a ledger that knows all releases of its branch; none of it is an error."""
    taken_over = _explain_taken_over(course_path, ledger, digests) if ledger else ""
    if message := taken_over or _explain_newer(course_path, course_id, ledger):
        yield False, message
    if ledger and stops and (message := explain_blindness(find_ledger(course_path).parent)):
        yield False, message


def _find_twin(course_path: Path, course_id: str, ledger: Ledger | None) -> tuple[Path, Release] | None:
    """Find the newest release that another course of this id has in its ledger alone, and that ledger."""
    newest: tuple[Path, Release] | None = None
    for path, text in read_twins(find_ledger(course_path)).items():
        theirs, releases = read_releases(text)
        missing = find_missing(ledger, releases) if theirs == course_id else []
        if missing and (newest is None or missing[-1].mark > newest[1].mark):
            newest = path, missing[-1]
    return newest


def _explain_twin(course_path: Path, ledger: Ledger | None, twin: Path, release: Release) -> str:
    """Return what it costs that another course of one id was released, and what to do."""
    name = show_path(find_ledger(course_path))
    anew = (
        f"give the newer of them another `id`, and delete the {LEDGER_FILE} and CHANGES.md that were copied to it"
        if course_path.is_dir()
        else "rename the newer of them, and delete the ledger that was copied to it"
    )
    knows = f"{show_path(twin)} knows release {release.number} of {show_day(release.time)} of the same course id, and "
    lacks = f"{name} does not" if ledger else f"there is no {name}"
    return (
        f"{knows}{lacks}; to students both are one course, whose questions overwrite each other. If it is one, run "
        f"`mkdeck release --merge {show_path(course_path)}`, copy here what the other asks besides, and delete it; if "
        f"they are two, {anew}"
    )


def _find_upstream(ledger_path: Path, course_id: str, ledger: Ledger | None) -> Unknown | None:
    """Find the newest release that the branch has which `git pull` would join here, as far as it was fetched."""
    there = find_released(course_id, read_history(ledger_path, UPSTREAM))
    missing = find_missing(ledger, there)
    return Unknown(missing[-1], commit=there[missing[-1]], elsewhere=True) if missing else None


def _explain_upstream(folder: Path, ahead: Unknown) -> str:
    branch = run_git(folder, "rev-parse", "--abbrev-ref", *UPSTREAM).stdout.strip()
    return (
        f"release {ahead.release.number} of {show_day(ahead.release.time)} was made on {branch}, in commit "
        f"{ahead.commit[:7]}, and this ledger does not know it; run `git pull` first, or, if that branch is given up, "
        "`git branch --unset-upstream`"
    )


def _explain_newer(course_path: Path, course_id: str, ledger: Ledger | None) -> str:
    """Return which later release git has elsewhere; nothing if none: older ones may well be given up."""
    there = find_released(course_id, read_history(find_ledger(course_path), EVER))
    after = ledger.latest.time if ledger else 0
    newer = [each for each in find_missing(ledger, there) if each.time > after]
    if not newer:
        return ""
    return _explain_elsewhere(course_path, ledger, Unknown(newer[-1], commit=there[newer[-1]], elsewhere=True))


def _explain_elsewhere(course_path: Path, ledger: Ledger | None, unknown: Unknown) -> str:
    """Return where a release was made that does not lead here, what that costs, and what to do."""
    folder, release, commit = find_ledger(course_path).parent, unknown.release, unknown.commit[:7]
    what = f"release {release.number} of {show_day(release.time)}"
    lacks = "this ledger does not know it" if ledger else "no ledger here knows it"
    bit_by_bit = "or what they release reaches students bit by bit"
    if stash := find_stash(folder, unknown.commit):
        return f"{what} lies in git's stash, and {lacks}; get it back by `git stash pop {stash}` before you release"
    refs = find_refs(folder, unknown.commit)
    if not refs:
        none_has = f"; if none has, delete {unknown.package}" if unknown.package else ""
        return (
            f"{what} was made in commit {commit}, which no branch holds any more, and {lacks}; what it gave to "
            f"students would stay with them, so if any has it, run `git merge -s ours {commit}` and then `mkdeck "
            f"release --merge {show_path(course_path)}`, which change no question{none_has}"
        )
    if is_detached(folder) and is_ancestor(folder, "HEAD", unknown.commit):
        return (
            f"{what} was made later than what is checked out, in commit {commit}, and {lacks}; go back to the branch's "
            f"end before you release, {bit_by_bit}"
        )
    branches = _list_branches(refs)
    where = f"the branch {branches[0]}" if len(branches) == 1 else "another branch"
    return f"{what} was made on {where}, in commit {commit}, and {lacks}; join the branches first, {bit_by_bit}"


def _is_held(course_path: Path, unknown: Unknown) -> bool:
    """Whether any branch, tag or stash holds a release."""
    folder = find_ledger(course_path).parent
    return bool(find_refs(folder, unknown.commit) or find_stash(folder, unknown.commit))


def _list_branches(refs: Iterable[str]) -> list[str]:
    """Return the names of branches; of one that is here and on a server, that of here."""
    here, there = (
        [each.removeprefix(kind) for each in refs if each.startswith(kind)] for kind in ("refs/heads/", "refs/remotes/")
    )
    return here + [each for each in there if each.partition("/")[2] not in here]


def _explain_unknown(course_path: Path, ledger: Ledger | None, unknown: Unknown) -> str:
    """Return what it costs that a ledger, or its lack, does not know a release, and what to do."""
    day = show_day(unknown.release.time)
    if unknown.commit:
        what = f"release {unknown.release.number} of {day}, which git has in commit {unknown.commit[:7]}"
        way_out = f"run `mkdeck release --merge {show_path(course_path)}`, which brings it back"
    else:
        what = f"the release of {day} that {unknown.package} was made after"
        way_out = f"get the one that does from who released, or delete {unknown.package} if no student has it"
    if ledger:
        return f"this ledger does not know {what}; students would keep what was taken back since, so {way_out}"
    if unknown.commit:
        other = "give the course another `id`" if course_path.is_dir() else "give the file another name"
        way_out += f"; if no student has any release, {other} instead, and it starts anew"
    return f"the ledger is gone that knew {what}; without it every note would count as new, so {way_out}"


def _explain_taken_over(course_path: Path, ledger: Ledger, digests: Mapping[Key, str]) -> str:
    """Return which release of another branch a course has texts of, as after `git merge --squash`; nothing if none.

    A branch whose texts are not here is none that was merged.
    """
    seen: set[Release] = set()
    for committed in read_history(find_ledger(course_path), EVER):
        course_id, releases = read_releases(committed.text)
        missing = find_missing(ledger, releases) if course_id == ledger.course_id else []
        if seen.issuperset(missing):
            continue
        seen.update(missing)
        try:
            notes = parse_ledger(committed.text, conflicts=True).notes
        except LedgerError:
            continue
        taken = [
            key
            for key, note in notes.items()
            if note.digest == digests.get(key) and (key not in ledger.notes or ledger.notes[key].digest != note.digest)
        ]
        if taken:
            return (
                f"release {missing[-1].number} of {show_day(missing[-1].time)} was made on another branch, in commit "
                f"{committed.commit[:7]}, and {_count(taken)} here as it gave them to students; this ledger does not "
                "know it, and what was taken back since would stay with them. Where that branch was merged, as by "
                f"`git merge --squash`, tell git by `git merge -s ours {committed.commit[:7]}`, and run `mkdeck "
                f"release --merge {show_path(course_path)}`"
            )
    return ""


def _count(taken: Sized) -> str:
    return "a question stands" if len(taken) == 1 else f"{len(taken):,} questions stand"
