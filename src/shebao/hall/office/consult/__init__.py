"""Chapter 5.5: questions and complaints. This room is not filled yet."""
