"""Chapters 5.4.2 and 5.3.5: papers, seals, codes, verification."""
