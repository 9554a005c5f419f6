"""The desk channel (5.3.1b): clerks and reviewers work their cases."""
