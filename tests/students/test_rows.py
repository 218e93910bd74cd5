"""Proves that each row of the manual's page of changes has a test of its own."""

from students.rows import find_tested, read_rows


def test_every_row_has_its_test() -> None:
    assert sorted(find_tested()) == sorted(read_rows())
