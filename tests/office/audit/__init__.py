"""The trail (6.3.2): append-only, chained, sealed by checkpoints, readable by those it concerns."""
