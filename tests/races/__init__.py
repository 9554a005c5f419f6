"""What happens at the same moment, on a database that more than one can write to."""
