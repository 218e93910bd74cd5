"""Lettered text, part by part: its questions, choices and lists of answers."""
