"""Chapter 5.1: places at counters, bookings, those who wait for one, and closing days."""
