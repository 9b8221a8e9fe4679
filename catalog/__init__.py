"""What is kept: files, table versions, models, conversations and run logs of each workspace.

In: nouns of `core` and names. Out: the same nouns, as they were kept. One transaction a verb; a
verb that fails changes nothing. The catalog never opens a file of data: it keeps paths relative
to the data folder, so that the folder can be moved.
"""

from catalog.catalog import Catalog
from catalog.conversations import Conversations
from catalog.engine import CatalogUnavailable, new_id, now
from catalog.feedback import FeedbackRecord, InsightRecord, ReviewStatus
from catalog.model_versions import ModelDraft, ModelVersion
from catalog.publishing import Held, Overtaken, Publication
from catalog.records import (
    ChoiceChange,
    ChoiceSet,
    FileRecord,
    ImportMode,
    ImportRecord,
    ImportStatus,
    ModelRecord,
    Notice,
    NoticeKind,
    Part,
    RunEvents,
    RunRecord,
    RunSignal,
    RunStart,
    ThreadRecord,
    VersionRecord,
)
from catalog.schedules import ScheduleRecord, ScheduleRunRecord
from catalog.share_links import May, ShareLink
from catalog.specs import SpecChange, SpecRecord, digest_of
from catalog.verified import ChangeRecord, FiguresRecord, VerifiedRecord

__all__ = [
    "Catalog",
    "CatalogUnavailable",
    "ChangeRecord",
    "ChoiceChange",
    "ChoiceSet",
    "Conversations",
    "FeedbackRecord",
    "FiguresRecord",
    "FileRecord",
    "Held",
    "ImportMode",
    "ImportRecord",
    "ImportStatus",
    "InsightRecord",
    "May",
    "ModelDraft",
    "ModelRecord",
    "ModelVersion",
    "Notice",
    "NoticeKind",
    "Overtaken",
    "Part",
    "Publication",
    "ReviewStatus",
    "RunEvents",
    "RunRecord",
    "RunSignal",
    "RunStart",
    "ScheduleRecord",
    "ScheduleRunRecord",
    "ShareLink",
    "SpecChange",
    "SpecRecord",
    "ThreadRecord",
    "VerifiedRecord",
    "VersionRecord",
    "digest_of",
    "new_id",
    "now",
]
