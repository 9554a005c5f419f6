"""Argon2id with the memory and time OWASP names as its floor, to spare small machines."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: about 20 ms a sign-in."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
