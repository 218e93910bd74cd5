"""What staff write: a course's folder, its YAML, and what is wrong with it."""
