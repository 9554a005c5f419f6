"""Chapters 6.3.3, 6.4.5 and 6.5."""
