"""A page about a course: its figures (`figures`), written for a terminal (`lines`) and as HTML (`page`)."""
