"""The web channel (6.1.2a, 6.1.2d): pages for persons, employers and the public, on any size."""
