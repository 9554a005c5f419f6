"""Chapters 3.4 and 5.6.1c: agencies and their service centres."""
