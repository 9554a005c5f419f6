"""The kiosk channel (6.1.2c): self-service terminals. This room is not filled yet."""
