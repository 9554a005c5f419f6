"""The core's own life: what happens by the calendar, each run once for its period."""
