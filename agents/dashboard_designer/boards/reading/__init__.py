"""Words that change a dashboard → commands. Never looks at a dashboard: what is meant by “the second” is found out later."""

from agents.dashboard_designer.boards.reading.sentences import read_commands

__all__ = ["read_commands"]
