"""Builds and joins: the one place where ingestion, meaning, assistants and what is kept meet.

In: a name, a data folder, paths and questions. Out: runs (events, answers), table versions, models and
import reports. The terminal and the server know nothing below this room.
"""

from workspace.importing import Import
from workspace.imports import FileAdded, FileRefused
from workspace.registry import Workspaces
from workspace.run import Run
from workspace.uploads import safe_file_name
from workspace.views import draw_chart, model_yaml, save_chart
from workspace.workspace import Workspace

__all__ = [
    "FileAdded",
    "FileRefused",
    "Import",
    "Run",
    "Workspace",
    "Workspaces",
    "draw_chart",
    "model_yaml",
    "safe_file_name",
    "save_chart",
]
