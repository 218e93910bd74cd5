"""Drafts to decks: ids, tags, YAML."""
