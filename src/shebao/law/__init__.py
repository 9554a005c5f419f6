"""The law (3.2, 5.4.3): values in, values out; no framework, no database, no clock."""
