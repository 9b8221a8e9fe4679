"""The model as people edit it: a draft of changes, its preview, published versions and going back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from catalog import Catalog, ModelDraft, ModelRecord, ModelVersion, new_id
from core.errors import Busy, InvalidInput, UnknownName
from core.model import SemanticModel
from core.model_change import Lost, ModelChange, ModelDifference
from core.table import TableVersion
from workspace.layout import Layout
from workspace.metric_texts import MetricText, metric_texts
from workspace.notices import tell_of_model
from workspace.semantics import INDEX, versions_key

if TYPE_CHECKING:
    from semantic_layer import Broken
    from semantic_layer.exchange import Exported
    from semantic_layer.publishing import Edited
    from workspace.affected import Affected
    from workspace.kept.queries import SavedEntry
    from workspace.opened import Shared

_MOST_CHANGES = 5_000
_RECENT_RUNS = 200
_FOLLOWING = frozenset({"relationship", "metric", "synonym", "table"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPreview:
    """What the draft would change, in words, and which of `asked` recent questions and which metrics have other values."""

    draft: ModelDraft
    differences: tuple[ModelDifference, ...]
    asked: int = 0
    affected: tuple[Affected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    number: int
    differences: tuple[ModelDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """`preview` is None where a file said nothing new; `lost` is what of it could not be carried over."""

    preview: DraftPreview | None
    lost: tuple[Lost, ...]


class Models:
    def __init__(
        self, place: Layout, catalog: Catalog, shared: Callable[[], Shared], clock: Callable[[], date]
    ) -> None:
        self._place, self._catalog, self._shared, self._clock = place, catalog, shared, clock
        self.after_change: Callable[[], object] = _nothing
        self.saved: Callable[[], tuple[SavedEntry, ...]] = tuple

    @property
    def number(self) -> int:
        """Of the published version; 0 where people changed nothing."""
        return self._catalog.model_versions.number(self._place.workspace)

    @property
    def has_draft(self) -> bool:
        return self._draft() is not None

    def versions(self) -> tuple[ModelVersion, ...]:
        """Newest first."""
        return self._catalog.model_versions.list(self._place.workspace)

    async def change(self, changes: Sequence[ModelChange]) -> DraftPreview:
        """Adds to the draft. Raises InvalidInput and UnknownName, and then the draft is as it was."""
        known = self._draft()
        before = known.changes if known else ()
        if len(before) + len(changes) > _MOST_CHANGES:
            raise InvalidInput(f"A draft holds at most {_MOST_CHANGES:,} changes.", hint="Publish it first.")
        differences = await self._differences((*before, *changes), new=len(changes))
        if not self._catalog.model_versions.keep_draft(self._place.workspace, before, (*before, *changes)):
            raise Busy("Somebody else has just changed the draft.", hint="Try again.")
        draft = self._draft()
        assert draft is not None
        return DraftPreview(draft=draft, differences=differences)

    async def metrics(self, *, draft: bool = False) -> tuple[MetricText, ...]:
        if draft:
            return metric_texts(await self.drafted())
        async with self._shared().lend() as opened:
            return metric_texts(opened.model)

    async def preview(self, *, compare: bool = True) -> DraftPreview:
        """Without `compare` nothing is asked of the two models. Raises UnknownName where there is no draft."""
        draft = self._existing_draft()
        if not compare:
            return DraftPreview(draft=draft, differences=await self._differences(draft.changes, new=len(draft.changes)))
        runs = self._catalog.conversations.runs(self._place.workspace, _RECENT_RUNS)
        async with self._shared().lend() as opened:
            from semantic_layer import model_differences
            from workspace.affected import compare_answers, compare_metrics
            from workspace.kept.affected import compare_saved

            edited = await self._edited(opened.versions, opened.model, draft.changes)
            compared = await compare_answers(opened, edited.model, runs, self._clock())
            saved = await compare_saved(opened, edited.model, self.saved(), self._clock())
            affected = (*saved, *compared.affected, *await compare_metrics(opened, edited.model))
            differences = model_differences(opened.model, edited.model)
        return DraftPreview(draft=draft, differences=differences, asked=compared.asked, affected=affected)

    async def drafted(self) -> SemanticModel:
        """The model as it would be with the draft published, joins counted; as it is where there is no draft."""
        draft = self._draft()
        async with self._shared().lend() as opened:
            if draft is None:
                return opened.model
            return (await self._edited(opened.versions, opened.model, draft.changes)).model

    def drop_draft(self) -> bool:
        """Whether there was one."""
        return self._catalog.model_versions.drop_draft(self._place.workspace)

    async def publish(self) -> Published:
        """Raises UnknownName where there is no draft, and Busy where somebody else has just published."""
        draft = self._existing_draft()
        async with self._shared().lend() as opened:
            from semantic_layer import model_differences

            base = self.number
            edited = await self._edited(opened.versions, opened.model, draft.changes)
            differences = model_differences(opened.model, edited.model)
            words = [one.text for one in differences]
            number = await self._keep(base, edited.kept, edited.model, opened.versions, words)
        await self._shared().retire()
        tell_of_model(self._catalog, self._place.workspace, number, words)
        self.after_change()
        return Published(number=number, differences=differences)

    async def rollback(self, number: int) -> Published:
        """What version `number` said, as a new version; 0 is the model as it was found. Raises UnknownName and Busy."""
        kept = self._catalog.model_versions.model(self._place.workspace, number) if number else None
        if number and kept is None:
            raise UnknownName("model version", str(number), ["0", *(str(one.number) for one in self.versions())])
        async with self._shared().lend() as opened:
            from semantic_layer import model_differences

            base = self.number
            model = await asyncio.to_thread(_rebuilt, opened.versions, kept)
            differences = model_differences(opened.model, model)
            words = [f"Back to version {number}.", *(one.text for one in differences)]
            new = await self._keep(base, kept or model, model, opened.versions, words)
        await self._shared().retire()
        tell_of_model(self._catalog, self._place.workspace, new, words)
        self.after_change()
        return Published(number=new, differences=differences)

    async def breaks(self) -> tuple[Broken, ...]:
        """What the current tables do not let hold of the model there was."""
        from semantic_layer import Broken
        from wire import loads

        async with self._shared().lend() as opened:
            key = versions_key(opened.versions)
        return loads(tuple[Broken, ...], self._catalog.model_versions.breaks(self._place.workspace, key))

    async def breaks_of(self, tables: Iterable[str]) -> tuple[Broken, ...]:
        """Those that are about one of `tables`, or follow from a table or column that is gone."""
        names = set(tables)
        found = await self.breaks()
        return tuple(one for one in found if one.kind in _FOLLOWING or one.name.split(".")[0] in names)

    async def export(self, form: str = "tablespeak", kept: str | None = None, *, draft: bool = False) -> Exported:
        """In our own format the comments of `kept`, an earlier file, stay. Raises UnknownName and InvalidInput."""
        from semantic_layer.exchange import export_model

        if draft:
            return await asyncio.to_thread(export_model, await self.drafted(), form, kept)
        async with self._shared().lend() as opened:
            return await asyncio.to_thread(export_model, opened.model, form, kept)

    async def import_text(self, text: str, form: str | None = None, *, prune: bool = False) -> Taken:
        """What a file says otherwise than the model goes into the draft. Raises InvalidInput with the line."""
        from semantic_layer import apply_changes
        from semantic_layer.exchange import import_model
        from semantic_layer.publishing import with_waiting

        kept, draft = self._catalog.model_versions.model(self._place.workspace), self._draft()
        async with self._shared().lend() as opened:
            start = apply_changes(with_waiting(opened.model, kept), draft.changes if draft else ())
            found = await asyncio.to_thread(import_model, text, start, form, prune=prune)
        preview = await self.change(found.changes) if found.changes else None
        return Taken(preview=preview, lost=found.lost)

    def _draft(self) -> ModelDraft | None:
        return self._catalog.model_versions.draft(self._place.workspace)

    def _existing_draft(self) -> ModelDraft:
        draft = self._draft()
        if draft is None:
            raise UnknownName("draft of the model", self._place.workspace, ())
        return draft

    async def _differences(self, changes: Sequence[ModelChange], new: int) -> tuple[ModelDifference, ...]:
        from semantic_layer import apply_changes, model_differences

        async with self._shared().lend() as opened:
            earlier, later = changes[: len(changes) - new], changes[len(changes) - new :]
            kept = self._catalog.model_versions.model(self._place.workspace)
            from semantic_layer.publishing import with_waiting

            start = with_waiting(opened.model, kept)
            # Changes are numbered as they were sent: those of the draft were sound when they were taken.
            return model_differences(start, apply_changes(apply_changes(start, earlier), later))

    async def _edited(
        self, versions: tuple[TableVersion, ...], model: SemanticModel, changes: Sequence[ModelChange]
    ) -> Edited:
        kept = self._catalog.model_versions.model(self._place.workspace)
        return await asyncio.to_thread(_edited, versions, model, kept, changes)

    async def _keep(
        self,
        base: int,
        kept: SemanticModel,
        model: SemanticModel,
        versions: tuple[TableVersion, ...],
        words: Sequence[str],
    ) -> int:
        index = self._place.indexes / f"{new_id()}{INDEX}"
        await asyncio.to_thread(_write_index, versions, model, index)
        record = ModelRecord(model=model, versions_key=versions_key(versions), index=self._place.relative(index))
        workspace = self._place.workspace
        number = self._catalog.model_versions.publish(workspace, base, kept, record, words)
        if number is None:
            raise Busy("Somebody else has just published another version of the model.", hint="Try again.")
        self._keep_breaks(record, kept)
        return number

    def _keep_breaks(self, record: ModelRecord, kept: SemanticModel) -> None:
        from semantic_layer import what_breaks
        from wire import dumps

        breaks = dumps(what_breaks(record.model, kept))
        self._catalog.model_versions.keep_breaks(self._place.workspace, record.versions_key, breaks)


def _nothing() -> None:
    return None


def model_file_schema() -> dict[str, Any]:
    """JSON Schema of the model as YAML."""
    from semantic_layer.model_schema import model_schema

    return model_schema()


def read_model_changes(given: Any) -> tuple[ModelChange, ...]:
    """Raises InvalidInput and UnknownName."""
    from semantic_layer import read_changes

    return read_changes(given)


def _edited(
    versions: tuple[TableVersion, ...],
    model: SemanticModel,
    kept: SemanticModel | None,
    changes: Sequence[ModelChange],
) -> Edited:
    from semantic_layer.publishing import edited_model
    from warehouse import open_versions

    with open_versions(versions) as connection:
        return edited_model(model, kept, changes, connection)


def _rebuilt(versions: tuple[TableVersion, ...], kept: SemanticModel | None) -> SemanticModel:
    from semantic_layer import build_model
    from warehouse import open_versions

    with open_versions(versions) as connection:
        return build_model(versions, connection, known=kept)


def _write_index(versions: tuple[TableVersion, ...], model: SemanticModel, path: Any) -> None:
    from semantic_layer import write_value_index
    from warehouse import open_versions

    with open_versions(versions) as connection:
        write_value_index(model, connection, path)
