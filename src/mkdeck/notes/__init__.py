"""Questions to notes: what Anki gets of each, with its media."""
