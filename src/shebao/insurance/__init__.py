"""The other side (3.3): a reference core system with its own settings, database and process."""
