"""Chapter 5.4.4: one outbox for every message to a person."""
