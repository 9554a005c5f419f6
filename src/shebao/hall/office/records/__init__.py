"""Chapter 5.2.2: a person's own rights records, read across the wall."""
