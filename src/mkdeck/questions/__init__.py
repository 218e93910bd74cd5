"""The types of questions, one file each."""
