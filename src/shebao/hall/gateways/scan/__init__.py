"""Malware scanning of uploads (5.3.1a): clamd, and a stand-in that says it did not look."""
