"""Payment platforms (5.3.3). This room is not filled yet."""
