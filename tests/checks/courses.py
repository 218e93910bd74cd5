"""Courses small enough to check at a glance, and what several files look for."""

from pathlib import Path

SETTINGS = "{course: Check, id: check}\n"
UNREADABLE = Path("/proc/self/mem")
"""A file whose first byte even root can't read."""
SOUND = "questions: [{id: a, type: true-false, question: Q, answer: true}]"
LEDGER_RULES = {"ledger", "released"}
"""Rules about what was released; the tests of the ledger have their examples."""

LETTER = "names a choice by its letter, but the choices are shuffled; say what it says, or set `shuffle: false`"
GOOD = "questions: [{id: a, type: true-false, question: Q, answer: true}]\n"
