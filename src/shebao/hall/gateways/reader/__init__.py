"""Reading identity and social-security cards at a kiosk (6.1.2c); so far only a stand-in."""
