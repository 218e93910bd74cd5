"""Quiz pages, part by part: their lines and choices."""
