"""Chapter 5.1: booking a counter. This room is not filled yet."""
