"""Builds and joins: the one place where ingestion, meaning, assistants and what is kept meet.

In: a name, a data folder, paths and questions. Out: runs (events, answers), table versions, models and
import reports. The terminal and the server know nothing below this room.
"""

from catalog import (
    ChangeRecord,
    FeedbackRecord,
    FileRecord,
    ImportMode,
    ImportRecord,
    InsightRecord,
    Notice,
    RunRecord,
    ScheduleRecord,
    ScheduleRunRecord,
    ShareLink,
    SpecRecord,
    ThreadRecord,
)
from workspace.chats import Chat
from workspace.choosing import Numbered, Wish, numbered
from workspace.comparing import RowChange, SchemaChange
from workspace.designing import MOST_TILES
from workspace.followed import FollowedRun
from workspace.import_settings import ImportSettings, import_settings_from
from workspace.importing import Import, ImportNews
from workspace.imports import FileAdded, FileRefused
from workspace.kept.queries import SavedEntry, SavedQueries, Saving
from workspace.kept.reviews import Said
from workspace.kept.schemas import spec_file_schema
from workspace.kept.sharing import SharedBoard
from workspace.kept.tiles import TileResult
from workspace.models import DraftPreview, Models, Published, Taken, model_file_schema, read_model_changes
from workspace.named_values import function_names
from workspace.registry import Workspaces
from workspace.rejected import rejected_csv
from workspace.run import Run
from workspace.uploads import can_be_read, safe_file_name
from workspace.versions import Deleted, VersionEntry
from workspace.views import draw_chart, model_yaml, render_chart, save_chart
from workspace.workspace import Workspace

__all__ = [
    "MOST_TILES",
    "ChangeRecord",
    "Chat",
    "Deleted",
    "DraftPreview",
    "FeedbackRecord",
    "FileAdded",
    "FileRecord",
    "FileRefused",
    "FollowedRun",
    "Import",
    "ImportMode",
    "ImportNews",
    "ImportRecord",
    "ImportSettings",
    "InsightRecord",
    "Models",
    "Notice",
    "Numbered",
    "Published",
    "RowChange",
    "Run",
    "RunRecord",
    "Said",
    "SavedEntry",
    "SavedQueries",
    "Saving",
    "ScheduleRecord",
    "ScheduleRunRecord",
    "SchemaChange",
    "ShareLink",
    "SharedBoard",
    "SpecRecord",
    "Taken",
    "ThreadRecord",
    "TileResult",
    "VersionEntry",
    "Wish",
    "Workspace",
    "Workspaces",
    "can_be_read",
    "draw_chart",
    "function_names",
    "import_settings_from",
    "model_file_schema",
    "model_yaml",
    "numbered",
    "read_model_changes",
    "rejected_csv",
    "render_chart",
    "safe_file_name",
    "save_chart",
    "spec_file_schema",
]
