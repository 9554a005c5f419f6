"""Text messages (5.4.4): the carrier's Protocol and its stand-in."""
