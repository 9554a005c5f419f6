"""Chapter 7: ratings, indicators, improvement. This room is not filled yet."""
