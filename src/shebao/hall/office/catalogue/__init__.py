"""Chapters 3.2 and 5.6.1b: reads, checks and versions the item folders; evaluates their rules."""
