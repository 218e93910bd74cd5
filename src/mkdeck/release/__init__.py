"""Editions that staff hand out: the last one, the next one, and its notes."""
