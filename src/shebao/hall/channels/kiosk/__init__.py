"""The kiosk channel (5.1c, 6.1.2c): one question a screen, papers printed, everything wiped."""
