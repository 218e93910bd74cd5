"""The words of text banks and quiz pages in every language, as `vocabulary.toml` lists and explains them."""

from mkdeck.text.vocabulary import Vocabulary

LABELS = Vocabulary("mkdeck.importers.drafting", blank=r"\ ")

pattern = LABELS.make_pattern


def words(*meanings: str) -> frozenset[str]:
    """Return the words of one meaning or several, where these are plain words."""
    return frozenset(LABELS.list_entries(*meanings))
