"""What students would see change between two editions."""
