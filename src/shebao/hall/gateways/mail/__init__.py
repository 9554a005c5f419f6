"""E-mail (5.4.4): the Protocol, SMTP, and a stand-in."""
