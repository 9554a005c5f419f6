"""Identity services (5.4.1.1, 5.4.1.4b, c, 5.4.1.5): the Protocol, OpenID Connect, a stand-in."""
