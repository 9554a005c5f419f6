"""The synthetic nation: a believable province of any size, the same for the same size and seed."""
