"""Chapter 6.3.2: who did or saw what, when, why and by which channel; hash-chained."""
