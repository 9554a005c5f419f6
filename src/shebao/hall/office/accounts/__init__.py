"""Chapters 5.4.1 and 6.2: persons, employers, handlers, clerks, sign-in."""
