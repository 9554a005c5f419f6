"""Rate limits shared by all processes: a counter per key and time window, kept in the database."""
