"""OpenID Connect for programs of others (6.1.2e): people let them in, and out, themselves.

Authlib speaks the protocol; what it may store, issue and end are verbs of the accounts.
"""
