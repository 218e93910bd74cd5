"""A note's fields and templates to what a browser shows, without Anki: for the preview and the site."""
