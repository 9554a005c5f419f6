"""What the hall may change: each kind of posting applied once, with its receipt and feed row."""
