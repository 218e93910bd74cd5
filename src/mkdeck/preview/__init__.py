"""A page on this machine that shows a course as students will see it, and follows every save."""
