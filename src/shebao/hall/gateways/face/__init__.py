"""Face checks (5.4.1.5). This room is not filled yet."""
