"""How we work: one room per chapter of the standard; upper rooms use lower ones."""
