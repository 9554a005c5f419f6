"""Journeys through the started product, in a real browser."""
