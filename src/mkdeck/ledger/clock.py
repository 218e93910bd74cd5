"""The time that new content gets: the one place that looks at the clock."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime

EARLIEST = 315_532_800
"""1980, in seconds since 1970: before it, Anki's ids and zip files do not work."""
LATEST_AHEAD = 24 * 60 * 60
"""Further in the future, a time is that of a clock that is wrong."""


def keeps_times(environment: Mapping[str, str]) -> bool:
    """Whether a build may take up times of an earlier one: not where SOURCE_DATE_EPOCH says what it is to be."""
    return "SOURCE_DATE_EPOCH" not in environment


def read_time(environment: Mapping[str, str]) -> tuple[int, str]:
    """Return SOURCE_DATE_EPOCH, or now where it is not set; and a warning where it is set to something useless.

    Seconds since 1970 (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    now = int(time.time())
    value = environment.get("SOURCE_DATE_EPOCH")
    if value is None:
        return now, ""
    if value.isascii() and value.isdigit() and EARLIEST <= int(value[:20]) <= now + LATEST_AHEAD:
        return int(value), ""
    return now, (
        f"SOURCE_DATE_EPOCH is '{value}', which is no time from 1980 until tomorrow in seconds; the time now is used"
    )


def show_time(seconds: int) -> str:
    """Return a time (seconds since 1970) as people read it, in UTC."""
    return datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def write_time(seconds: int) -> str:
    """Return a time (seconds since 1970) as programs read it, as of RFC 3339, in UTC."""
    return datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
