"""Tablespeak as a server of the Model Context Protocol, on standard input and output and at `/mcp`.

In: calls of tools, reads of resources, prompts. Out: results as text and as structured content, with progress while a
run goes on. Every module but `command` and `mounted` loads the protocol's library, so those are imported on first use.
"""
