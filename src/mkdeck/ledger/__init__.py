"""What students have: each note that was ever released, and since when."""
