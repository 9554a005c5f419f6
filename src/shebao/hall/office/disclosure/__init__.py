"""Chapter 5.6: what is published for everyone. This room is not filled yet."""
