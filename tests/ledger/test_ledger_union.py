"""Proves that joined ledgers forget only what both sides changed: no note of a side that went on once it was merged."""

from dataclasses import replace

from mkdeck.apkg.release import Release
from mkdeck.ledger.ledger import Ledger, ReleasedNote
from mkdeck.ledger.union import UNKNOWN, join_ledgers

FIRST, SIDE, MAIN, JOINED, LATER, LAST = (1_700_000_000 + 1_000 * i for i in range(6))


def note(name: str, digest: str, time: int) -> ReleasedNote:
    return ReleasedNote(name, "standard", time, digest, 1, None, (), None, "-" * 16, "Demo")


def ledger(times: list[int], *notes: ReleasedNote) -> Ledger:
    releases = tuple(Release(i, time, f"release of {time}") for i, time in enumerate(times, 1))
    return Ledger("demo", releases, {}, {each.key: each for each in notes})


def list_digests(joined: Ledger) -> dict[str, tuple[str, int]]:
    return {each.id: (each.digest, each.time) for each in joined.notes.values()}


def test_a_side_that_goes_on_after_it_was_merged_is_known_up_to_there() -> None:
    """The side released first, so both have its release as their second."""
    side = ledger([FIRST, SIDE], note("own", "a2", SIDE), note("both", "b1", FIRST))
    main = ledger([FIRST, MAIN], note("own", "a1", FIRST), note("both", "b2", MAIN))
    merged = join_ledgers([main, side])
    assert list_digests(merged) == {"own": ("a2", SIDE), "both": ("b2", MAIN)}
    went_on = ledger([FIRST, SIDE, LATER], note("own", "a3", LATER), note("both", "b3", LATER))
    assert list_digests(join_ledgers([merged, went_on])) == {"own": ("a3", LATER), "both": (UNKNOWN, LATER)}


def test_so_it_is_where_its_releases_were_numbered_anew() -> None:
    """Main released first and again after the merge, so the side's second release is main's third."""
    side = ledger([FIRST, MAIN], note("own", "a2", MAIN), note("both", "b1", FIRST), note("new", "c1", FIRST))
    main = ledger([FIRST, SIDE], note("own", "a1", FIRST), note("both", "b2", SIDE), note("new", "c1", FIRST))
    merged = join_ledgers([main, side])
    assert [each.time for each in merged.releases] == [FIRST, SIDE, MAIN]
    released = replace(
        merged,
        releases=(*merged.releases, Release(4, JOINED, f"release of {JOINED}")),
        notes={**merged.notes, ("new", "standard"): note("new", "c2", JOINED)},
    )
    went_on = ledger(
        [FIRST, MAIN, LATER], note("own", "a3", LATER), note("both", "b3", LATER), note("new", "c3", LATER)
    )
    for pair in ([released, went_on], [went_on, released]):
        joined = join_ledgers(pair)
        assert [each.time for each in joined.releases] == [FIRST, SIDE, MAIN, JOINED, LATER]
        assert list_digests(joined) == {"own": ("a3", LATER), "both": (UNKNOWN, LATER), "new": (UNKNOWN, LATER)}


def test_what_a_merge_forgot_stays_forgotten_until_it_is_released() -> None:
    side = ledger([FIRST, MAIN], note("both", "b2", MAIN))
    main = ledger([FIRST, SIDE], note("both", "b3", SIDE))
    merged = join_ledgers([main, side])
    assert list_digests(merged) == {"both": (UNKNOWN, MAIN)}
    went_on = ledger([FIRST, MAIN, LATER], note("both", "b4", LATER))
    assert list_digests(join_ledgers([merged, went_on])) == {"both": (UNKNOWN, LATER)}
