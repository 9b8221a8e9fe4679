"""Which assistants a question needs. In: a Question. Out: assistants, in the order they work."""

from agents.router.rules import assistants_for

__all__ = ["assistants_for"]
