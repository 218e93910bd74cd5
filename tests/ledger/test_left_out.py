"""Proves that nothing is released while a sparse checkout leaves out decks, whose questions only look gone."""

from ledger.team import Team

GONE = "'{0}' was released and is gone; put it back with `retired: why`, or release with `--forget {0}` [released]\n"


def test_a_deck_that_git_leaves_out_stops_a_release_until_it_is_back(team: Team) -> None:
    team.write({"one": "Odd"}, {"two": "Even"})
    team.release()
    team.git("sparse-checkout", "set", "--no-cone", "/*", "!/course/2.yaml")
    assert not (team.home / "course/2.yaml").exists()
    told = "course/mkdeck.lock:{}: {}: {}"
    left_out = (
        "course/2.yaml is left out here by a sparse checkout of git, so questions look gone that are not; run "
        "`git sparse-checkout disable` [ledger]\n"
    )
    line = team.ledger.read_text().partition("note\ttwo")[0].count("\n") + 1
    gone = GONE.format("two")
    found = [told.format(place, "{}", said) for place, said in (("1:1", left_out), (f"{line}:6", gone))]
    assert team.run("check", "course").out == "".join(found).format("warning", "warning")
    for option in ((), ("--forget", "two")):
        done = team.run("release", "course", "--no-rehearsal", *option)
        shown = found[: 1 if option else 2]
        count = "1 error" if option else "2 errors"
        assert done.code == 1
        assert done.err == "".join(shown).format("error", "error") + f"course: not released, {count}.\n"
    team.git("sparse-checkout", "disable")
    assert (team.home / "course/2.yaml").exists()
    assert team.run("check", "course").out == ""


def test_a_deck_that_was_deleted_is_gone(team: Team) -> None:
    team.write({"one": "Odd"}, {"two": "Even"})
    team.release()
    (team.home / "course/2.yaml").unlink()
    assert "left out" not in team.run("check", "course").out
    team.commit()
    assert "left out" not in team.run("check", "course").out
