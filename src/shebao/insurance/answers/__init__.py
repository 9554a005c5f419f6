"""What the core can be asked: one indexed statement for each question of the port."""
