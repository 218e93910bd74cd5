"""What formats share on the way from a text to a draft question."""
