"""The hotline channel (6.1.2b): the 12333 agent's desk. This room is not filled yet."""
