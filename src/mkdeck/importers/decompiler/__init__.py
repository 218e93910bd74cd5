"""What mkdeck itself made, back to what it was made of: every text is rendered again, and must give the same bytes."""
