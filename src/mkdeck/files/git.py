"""Ask git."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from mkdeck.diagnostics import CommandError

_SCP = re.compile(r"(?P<host>[\w.-]+@[\w.-]+):(?!//)/?(?P<path>.+)")
"""How git writes an address for ssh, which pip does not read."""

_NOWHERE = b"fatal: not a git repository (or any of the parent directories): .git\n"
"""What git says where it finds none."""


def run_git(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder and return what it says. Raises CommandError if it is not installed."""
    done = _run(folder, args)
    return subprocess.CompletedProcess(done.args, done.returncode, _decode(done.stdout), _decode(done.stderr))


def is_in_repository(folder: Path) -> bool:
    """Whether there is a repository around a folder, as far as names tell."""
    # By names alone: each compile asks several times, and paths are slow.
    here, last = os.path.realpath(folder), ""
    while here != last and not os.path.lexists(f"{here}/.git"):
        here, last = os.path.dirname(here), here  # noqa: PTH120 - see above
    return here != last or "GIT_DIR" in os.environ


def find_remote_address(folder: Path) -> str:
    """Return what pip is given for the repository that a folder here is, as others reach it; empty without any.

    It names the commit that is checked out where a remote has that. Source: pip's documentation, "VCS Support".
    """
    if not (folder / ".git").exists():
        return ""
    try:
        url = run_git(folder, "remote", "get-url", "origin").stdout.strip()
        commit = run_git(folder, "rev-parse", "HEAD").stdout.strip()
        pushed = run_git(folder, "branch", "--remotes", "--contains", commit).stdout.strip() if commit else ""
    except (CommandError, OSError):
        return ""
    if scp := _SCP.fullmatch(url):
        url = f"ssh://{scp['host']}/{scp['path']}"
    if not url.startswith(("https://", "http://", "ssh://")):
        return ""
    if url.startswith("http"):  # a password has no place in files for others
        url = re.sub(r"(?<=://)[^/@]*@", "", url)
    return f"git+{url}@{commit}" if pushed else f"git+{url}"


def describe_refs(folder: Path) -> str:
    """Return what is checked out around a folder, and all that git has beside it; empty where there is no git."""
    shown = "--format=%(HEAD)%(objectname) %(refname) %(upstream)"
    try:
        head = run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD").stdout
        return head + run_git(folder, "for-each-ref", shown).stdout
    except (CommandError, OSError):
        return ""


def find_refs(folder: Path, commit: str) -> list[str]:
    """Return the full names of the branches, tags and stashes that hold a commit, without other names for these."""
    asked = ("for-each-ref", "--format=%(if)%(symref)%(then)%(else)%(refname)%(end)", f"--contains={commit}")
    try:
        return run_git(folder, *asked).stdout.split()
    except (CommandError, OSError):
        return []


def find_stash(folder: Path, commit: str) -> str:
    """Return the name of the stash that holds a commit and no branch does, such as `stash@{0}`; empty where none."""
    if any(not each.startswith("refs/stash") for each in find_refs(folder, commit)):
        return ""
    try:
        stashes = run_git(folder, "stash", "list", "--format=%gd %H").stdout.splitlines()
    except (CommandError, OSError):
        return ""
    return next((name for name, own in (each.split() for each in stashes) if is_ancestor(folder, commit, own)), "")


def is_ancestor(folder: Path, commit: str, later: str) -> bool:
    """Whether a commit is one of those that a later one was made after."""
    try:
        return not run_git(folder, "merge-base", "--is-ancestor", commit, later).returncode
    except (CommandError, OSError):
        return False


def is_detached(folder: Path) -> bool:
    """Whether a commit is checked out, and no branch."""
    try:
        return run_git(folder, "symbolic-ref", "--quiet", "HEAD").returncode == 1
    except (CommandError, OSError):
        return False


def is_ignored(folder: Path, name: str) -> bool:
    """Whether git leaves out a file of a folder, by its name, whether it is there or not."""
    try:
        return not run_git(folder, "check-ignore", "--quiet", "--", name).returncode
    except (CommandError, OSError):
        return False


def list_left_out(folder: Path) -> list[str]:
    """Return the files below a folder, relative to it, that git knows and a sparse checkout leaves out."""
    try:
        told = run_git(folder, "ls-files", "-t", "-z").stdout.split("\0")
    except (CommandError, OSError):
        return []
    return [name for tag, _, name in (each.partition(" ") for each in told) if tag == "S"]


def find_ignoring(file: Path) -> str:
    """Return what makes git leave out a file, such as `.gitignore:2: *.lock`; empty where it does not.

    What is committed already stays so, whatever is written there.
    """
    try:
        said = run_git(file.parent, "check-ignore", "--verbose", "--", file.name).stdout
    except (CommandError, OSError):
        return ""
    place, _, pattern = said.partition("\t")[0].rpartition(":")
    return f"{place}: {pattern}" if pattern else ""


def read_blobs(folder: Path, names: Sequence[str]) -> list[str]:
    """Return the text of each object, such as `HEAD:./name`, in their order; empty for one that is not there.

    Raises CommandError if git is not installed.
    """
    if not names:
        return []
    rest = _run(folder, ("cat-file", "--batch"), "".join(f"{name}\n" for name in names).encode()).stdout
    texts: list[str] = []
    while rest:
        head, _, rest = rest.partition(b"\n")  # "<object> blob <size>", or "<name> missing"
        size = head.rpartition(b" ")[2]
        there = int(size) if size.isdigit() else -1
        texts.append(_decode(rest[:there]) if there >= 0 else "")
        rest = rest[there + 1 :]
    return texts


def _run(folder: Path, args: Sequence[str], content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    if not is_in_repository(folder):  # git takes longer to say so than a small course to check
        return subprocess.CompletedProcess(args, 128, b"", _NOWHERE)
    try:
        return subprocess.run(  # noqa: S603 - git is named by nobody but us, and revisions are no options
            ["git", "-C", str(folder), *args],  # noqa: S607 - whichever git is first on the path
            input=content,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise CommandError("git is not installed, and it was asked about a course; install git.") from error


def _decode(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n")
