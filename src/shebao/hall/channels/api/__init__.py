"""The API channel (6.1.2e): catalogue, submit, progress, papers and verification as OpenAPI."""
