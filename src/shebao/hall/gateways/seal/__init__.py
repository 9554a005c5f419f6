"""Electronic seals (5.4.2.4): who holds the key, and the stand-in whose seal says TEST."""
