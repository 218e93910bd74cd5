"""Packages: notes to `.apkg` and back. The only place that knows genanki, SQLite and zip files."""
