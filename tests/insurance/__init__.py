"""The other side, tested with its own settings and its own database."""
