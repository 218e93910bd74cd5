"""The words of text banks, tables and quiz pages by language, as `vocabulary.toml` lists and explains them."""

from mkdeck.text.vocabulary import Vocabulary

LABELS = Vocabulary("mkdeck.importers.drafting", blank=r"\ ")

pattern, words = LABELS.make_pattern, LABELS.join_words


def join_tables(name: str) -> dict[str, list[str]]:
    """Return the words of all languages for each meaning of a table that each language has, such as `heading`."""
    joined: dict[str, list[str]] = {}
    for language in LABELS.read().values():
        for meaning, entries in language.get(name, {}).items():
            joined.setdefault(meaning, []).extend(entries)
    return joined
