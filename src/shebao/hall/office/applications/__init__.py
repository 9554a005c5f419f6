"""Chapters 5.3 and 5.2.1: file, decide, supplement, withdraw, deliver; the promise clock."""
