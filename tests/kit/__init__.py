"""Tests of the tools without an opinion."""
