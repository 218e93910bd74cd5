"""Markdown banks, part by part: their lines, questions, choices, answers and lists of answers."""
