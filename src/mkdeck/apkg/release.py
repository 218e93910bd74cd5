"""The release that a package was made after, as it says itself; a ledger needs no more of packages."""

import re
from dataclasses import dataclass

_COMMENT = "mkdeck"
"""The first word of the comment of a package's zip file, which is `mkdeck DIGEST [TIME RELEASE-DIGEST]`."""
_TIME = re.compile(r"[0-9]{1,11}")
"""Seconds since 1970, up to the year 5138: no calendar has a day for what a forged package may say."""


Mark = tuple[int, str]
"""What a release is known by, whatever number a ledger gives it: its time and digest."""


@dataclass(frozen=True, slots=True)
class Release:
    """One act of publishing: its number from 1, its time (seconds since 1970), and a digest of all it held."""

    number: int
    time: int
    digest: str

    @property
    def mark(self) -> Mark:
        """Return what the release is known by."""
        return self.time, self.digest


def write_comment(digest: str, release: Release | None) -> str:
    """Return what a package says of itself in the comment of its zip file; empty where there is nothing to say."""
    if not digest:
        return ""
    known = (str(release.time), release.digest) if release else ()
    return " ".join((_COMMENT, digest, *known))


def read_comment(comment: str) -> tuple[str, Release | None]:
    """Return the digest (empty where there is none) and the release, without its number, of `write_comment`."""
    word, *cells = comment.split(" ")
    if word != _COMMENT or len(cells) not in (1, 3):
        return "", None
    known = len(cells) == 3 and _TIME.fullmatch(cells[1])
    return cells[0], Release(0, int(cells[1]), cells[2]) if known else None
