"""Files of a workspace: bringing them in, what was decided about them, and changing that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalog import Catalog, ChoiceChange, FileRecord, Held, ImportMode, ImportRecord, new_id
from core.answer import Problem
from core.errors import Busy, InvalidInput, UnknownName
from core.event import StatusChanged
from workspace.choosing import Wish, chosen_by
from workspace.import_settings import ImportSettings
from workspace.importing import Import, ImportNews, Ready, Turns
from workspace.imports import FileAdded, FileRefused, Task, added_before
from workspace.interrupted import INTERRUPTED, notice_interrupted
from workspace.joining import Joining
from workspace.layout import Layout
from workspace.owners import Owner
from workspace.said import wishes_said
from workspace.uploads import Receiving, Upload, names_of

_POLL_SECONDS = 0.3
_KEPT_IN_MEMORY = 200


class Files:
    """`ready` is awaited after each import before it is told to be there."""

    def __init__(
        self, place: Layout, catalog: Catalog, settings: ImportSettings, ready: Ready, turns: Turns | None = None
    ) -> None:
        self._place, self._catalog, self._settings, self._ready = place, catalog, settings, ready
        self._turns = turns or Turns(settings.at_once)
        self._jobs: dict[str, Import] = {}
        self._owner: Owner | None = None

    def list(self) -> tuple[FileRecord, ...]:
        """Those that current tables hold rows of, newest first."""
        return self._catalog.files.current(self._place.workspace)

    def find(self, reference: str) -> FileRecord:
        """By id, by name (the newest upload of it), or by the name of a current table.

        Raises UnknownName, and InvalidInput where the import of it has not ended well or not ended yet.
        """
        workspace = self._place.workspace
        found = self._catalog.files.find(workspace, reference) or self._catalog.files.latest(workspace, reference)
        if found is not None:
            return found
        for version in self._catalog.current_versions(workspace):
            if version.table.name == reference:
                newest = self._catalog.files.find(workspace, version.file_id)
                if newest is not None:
                    return newest
        self._refuse_unread(reference)
        names = [file.name for file in self.list()]
        raise UnknownName("file", reference, [*names, *(name for name, _ in self._catalog.current_numbers(workspace))])

    async def add(
        self, paths: Sequence[Path], *, mode: ImportMode = "version", into: str | None = None
    ) -> AsyncGenerator[ImportNews]:
        """Brings files in, several at once; their news come file by file. What is left is cancelled where the reader stops."""
        names = names_of(paths)
        jobs = [
            self.start(path, name, mode=mode, into=into, ready=_nothing_more)
            for path, name in zip(paths, names, strict=True)
        ]
        try:
            for job in jobs:
                async for news in job.news.read():
                    yield news
        finally:
            for job in jobs:
                if job.outcome is None:
                    await job.stop()

    def _refuse_unread(self, reference: str) -> None:
        record = self._catalog.imports.find(self._place.workspace, reference)
        if record is None:
            named = self._catalog.imports.list(self._place.workspace)
            record = next((each for each in named if each.name == reference), None)
        if record is not None and record.problem is not None:
            raise InvalidInput(record.problem.message, hint=record.problem.hint)
        if record is not None and record.status in ("queued", "running"):
            raise InvalidInput(f"{record.name} is still being read.", hint="Follow its progress, then ask again.")

    def start(
        self,
        path: Path,
        name: str,
        *,
        mode: ImportMode = "version",
        into: str | None = None,
        ready: Ready | None = None,
    ) -> Import:
        """A job that brings one file in under `name`; by default it ends when questions can be asked of it."""
        record = replace(self._new(name), mode=mode, into_table=into, source=str(path.absolute()))
        return self._begin(record, ready=ready)

    def receive(self, name: str) -> Receiving:
        """For bytes that come piece by piece; `start_received` takes what it keeps."""
        return Receiving(name, self._place.uploads, self._settings.limits.size)

    def start_received(self, upload: Upload, *, mode: ImportMode = "version", into: str | None = None) -> Import:
        stored = self._place.relative(upload.path)
        kept = replace(self._new(upload.name), sha256=upload.sha256, size=upload.size, stored=stored)
        record = replace(kept, mode=mode, into_table=into)
        return self._begin(record, upload=upload)

    def decide(self, reference: str, wishes: Iterable[Wish] = (), said: Iterable[str] = ()) -> Import:
        """Reads the file again with what is chosen, as a new version; raises UnknownName and InvalidInput.

        What is `said` are sentences such as “read dates as day/month”.
        """
        file = self._newest(self.find(reference))
        tables = [
            version.table
            for version in self._catalog.current_versions(self._place.workspace)
            if file.id in {part.file_id for part in version.parts}
        ]
        kept = self._catalog.files.choices(self._place.workspace, file.name).chosen
        worded = [wish for sentence in said for wish in wishes_said(sentence, file.report, tables)]
        return self._again(file, ChoiceChange(chosen=chosen_by([*wishes, *worded], file.report, tables, kept)))

    def undo(self, reference: str) -> Import:
        """Takes the last decision about the file back; raises UnknownName and InvalidInput."""
        file = self._newest(self.find(reference))
        if not self._catalog.files.choices(self._place.workspace, file.name).number:
            raise InvalidInput(f"Nothing was decided about {file.name} that could be undone.")
        return self._again(file, ChoiceChange(undo=True))

    def imports(self, most: int = 100) -> tuple[ImportRecord, ...]:
        """Newest first, those of other processes too; one whose process has ended is interrupted."""
        notice_interrupted(self._catalog, self._place.owners)
        return self._catalog.imports.list(self._place.workspace, most)

    def find_import(self, import_id: str) -> ImportRecord:
        """Raises UnknownName."""
        notice_interrupted(self._catalog, self._place.owners)
        record = self._catalog.imports.find(self._place.workspace, import_id)
        if record is None:
            raise UnknownName("import", import_id, ())
        return record

    def has_told_all(self, import_id: str, after: int) -> bool:
        """Whether a reader who knows the first `after` news of an import has nothing more to come."""
        job = self._jobs.get(import_id)
        return job is not None and job.news.closed and after >= len(job.news)

    async def follow(self, import_id: str, after: int = 0) -> AsyncIterator[ImportNews]:
        """Where it goes on in this process all news but the first `after`, else how far it is from now on.

        Raises UnknownName.
        """
        job = self._jobs.get(import_id)
        if job is not None:
            async for news in job.news.read(after):
                yield news
            return
        told = None
        while (record := self.find_import(import_id)).status in ("queued", "running"):
            if record.text and (record.text, record.share) != told:
                told = record.text, record.share
                yield StatusChanged(text=record.text, progress=record.share)
            await asyncio.sleep(_POLL_SECONDS)
        yield self.outcome(record)

    def outcome(self, record: ImportRecord) -> FileAdded | FileRefused:
        """Of an import that has ended."""
        job = self._jobs.get(record.id)
        if job is not None and job.outcome is not None:
            return job.outcome
        file = self._catalog.files.find(self._place.workspace, record.file_id or "")
        if record.status != "done" or file is None:
            return FileRefused(name=record.name, problem=record.problem or INTERRUPTED, import_id=record.id)
        added = added_before(file, self._place, self._catalog, name=record.name)
        return added if record.file_id != record.id else _as_added(added)

    def retry(self, import_id: str) -> Import | ImportRecord:
        """The job that tries again; what is queued, running or done is left as it is. Raises UnknownName and InvalidInput."""
        record = self.find_import(import_id)
        if record.status in ("queued", "running", "done"):
            return self._jobs.get(import_id) or record
        stored = self._place.absolute(record.stored) if record.stored else None
        here = stored is not None and stored.is_file()
        if not here and not (record.source and Path(record.source).is_file()):
            raise InvalidInput(f"The bytes of {record.name} are not kept any more.", hint="Upload the file again.")
        if not self._catalog.imports.again(import_id, self._me):
            raise Busy(f"Another process has just taken up {record.name}.")
        upload = None
        if here and stored is not None and record.sha256 and record.size is not None:
            upload = Upload(name=record.name, path=stored, sha256=record.sha256, size=record.size)
        return self._job(record, upload, None)

    async def cancel(self, import_id: str) -> ImportRecord:
        """Returns once it has ended here, or is bound to end in its own process; raises UnknownName.

        One whose tables are there already stays done.
        """
        record = self.find_import(import_id)
        job = self._jobs.get(import_id)
        if job is not None and not job.published:
            await job.stop()
        elif job is None and record.status in ("queued", "running"):
            problem = Problem(code="cancelled", message=f"Importing {record.name} was cancelled.", retryable=True)
            self._catalog.imports.end(import_id, "cancelled", problem=problem)
        return self.find_import(import_id)

    def forget(self, reference: str) -> frozenset[str]:
        """The rows of a file are no longer there to ask; the tables that changed. Raises UnknownName.

        Where the reference is an import that failed, it leaves the list of imports.
        """
        workspace = self._place.workspace
        if self._catalog.imports.forget(reference):
            return frozenset()
        file = next((file for file in self.list() if reference in (file.id, file.name)), None)
        if file is None:
            raise UnknownName("file", reference, [file.name for file in self.list()])
        alone = self._catalog.files.tables_alone(workspace, file.id)
        shared = self._catalog.files.tables_shared(workspace, file.id)
        joining = Joining("append", None, self._place, self._catalog)
        for version in self._catalog.current_versions(workspace):
            if version.table.name in shared:
                rest = joining.without(file, version)
                self._catalog.replace_version(workspace, version.number, rest)
        self._catalog.files.take_down(workspace, alone)
        return alone | shared

    async def close(self) -> None:
        """What still goes on is interrupted, and can be retried."""
        for job in tuple(self._jobs.values()):
            await job.stop("interrupted")
        if self._owner is not None:
            self._owner.leave()
            self._owner = None

    def _again(self, file: FileRecord, change: ChoiceChange) -> Import:
        path = self._place.absolute(file.stored)
        if not path.is_file():
            raise InvalidInput(f"The bytes of {file.name} are not kept any more.", hint="Upload the file again.")
        kept = replace(self._new(file.name), sha256=file.sha256, size=file.size, stored=file.stored)
        record = replace(kept, change=change)
        return self._begin(record, upload=Upload(name=file.name, path=path, sha256=file.sha256, size=file.size))

    def _newest(self, file: FileRecord) -> FileRecord:
        """Decisions are about the upload that is current; raises InvalidInput where another one replaced this."""
        newest = self._catalog.files.latest(self._place.workspace, file.name)
        if newest is None:
            raise InvalidInput(f"{file.name} is no longer in the workspace.", hint="Upload the file again.")
        if newest.sha256 != file.sha256:
            raise InvalidInput(f"A newer upload of {file.name} replaced this one.", hint=f"Use its id: {newest.id}.")
        return newest

    def _new(self, name: str) -> ImportRecord:
        now = datetime.now(UTC)
        return ImportRecord(id=new_id(), name=name, created_at=now, heard_at=now, owner=self._me)

    def _begin(self, record: ImportRecord, upload: Upload | None = None, ready: Ready | None = None) -> Import:
        self._catalog.imports.add(self._place.workspace, record)
        return self._job(record, upload, ready)

    def _job(self, record: ImportRecord, upload: Upload | None, ready: Ready | None) -> Import:
        def task(job: Import) -> Task:
            return Task(
                held=Held(import_id=record.id, owner=self._me),
                name=record.name,
                source=Path(record.source or ""),
                upload=upload,
                mode=record.mode,
                into=record.into_table,
                change=record.change,
                limits=self._settings.limits,
                progress=job.progress,
                stopped=job.stopped,
            )

        job = Import(task, self._turns, self._place, self._catalog, ready or self._ready)
        self._jobs[record.id] = job
        ended = [key for key, other in self._jobs.items() if other.outcome is not None]
        for key in ended[:-_KEPT_IN_MEMORY]:
            del self._jobs[key]
        return job

    @property
    def _me(self) -> str:
        if self._owner is None:
            self._owner = Owner(self._place.owners)
        return self._owner.id


def _as_added(added: FileAdded) -> FileAdded:
    return replace(added, unchanged=False)


async def _nothing_more(_: FileAdded) -> None:
    return None
