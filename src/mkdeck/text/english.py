"""Figures in messages, which are in English."""


def plural(number: int, word: str) -> str:
    """Return a number of things, such as `1 row` or `1,200 rows`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
