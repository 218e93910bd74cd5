"""What the rule `released` looks for among questions that students have and the course no longer asks."""
