"""The one answer for what does not exist and for what is not yours."""


class Hidden(LookupError):
    """It does not exist, or it is not yours; the two look the same on purpose (6.3.1)."""
