"""Tests of the law and of the commands that ask it."""
