"""Runs as streams, one module a protocol: each a mapping from our events, and nothing else."""
