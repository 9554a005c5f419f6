"""Printing at a kiosk (6.1.2c): IPP printers, and a stand-in that keeps what it was given."""
