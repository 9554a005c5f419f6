"""Face checks (5.4.1.5): the Protocol, what a picture must be like, and a stand-in."""
