"""Static pages of a course for students: what to download, a self-test of every deck, and sheets to print."""
