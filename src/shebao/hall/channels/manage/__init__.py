"""The operators' channel (6.5.1): what waits, what failed, what to send again."""
