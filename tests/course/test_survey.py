"""Proves that a course's folder is looked through by names: files that are no decks cost next to nothing."""

from pathlib import Path

from growth import count_lines
from mkdeck.course.discovery import survey


def test_pictures_beside_decks_cost_next_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("course: C\n")
    decks = [tmp_path / "1.yaml", tmp_path / "2.YML", tmp_path / "img" / "3.yaml"]
    (tmp_path / "img").mkdir()
    for path in decks:
        path.write_text("questions: []\n")
    few = count_lines(lambda: survey(tmp_path))
    for i in range(500):
        (tmp_path / "img" / f"{i}.png").touch()
    found: list[Path] = []
    many = count_lines(lambda: found.extend(survey(tmp_path).decks))
    assert found == decks
    assert many - few < 15 * 500
