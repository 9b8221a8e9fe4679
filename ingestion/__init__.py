"""Files become tables.

In: the path of an uploaded file and a read-write connection to a new warehouse file. Out: typed
tables written there, and an ImportReport that accounts for every record and tells every decision.
Nothing here opens a database, asks a language model, or changes the uploaded file.
"""

from __future__ import annotations

from ingestion.formats import FORMATS
from ingestion.reading_files import Imported, read_file

__all__ = ["FORMATS", "Imported", "read_file"]
