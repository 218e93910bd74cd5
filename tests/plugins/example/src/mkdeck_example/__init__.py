"""A rule and a format for mkdeck."""
