"""Whom we call: a Protocol, real adapters, and a labelled stand-in for each outside service."""
