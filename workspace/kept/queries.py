"""Saved queries: kept, changed, brought back and run again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from catalog import Catalog, FiguresRecord, RunRecord, SpecChange, SpecRecord, VerifiedRecord
from core.errors import InvalidInput
from core.query import Query, Verification
from core.question import Caller
from core.saved import Parameter, ParameterValue, SavedQuery, ViewSettings
from wire import read_spec, spec_object
from workspace.kept.checking import check_query
from workspace.kept.differences import changes_in_words
from workspace.kept.naming import check_name
from workspace.kept.questions import Standalone
from workspace.kept.specs import KeptSpecs

if TYPE_CHECKING:
    from workspace.opened import Opened, Shared
    from workspace.run import Run

_LEADING = re.compile(r"(?:in|on|during|for|of|at|within)\s+", re.IGNORECASE)
_PLAIN_PERIOD = re.compile(r"(?:q[1-4]\s+)?\d{4}(?:-\d\d){0,2}|[a-z]+\s+\d{4}", re.IGNORECASE)
SavedStatus = Literal["saved", "verified", "edited", "broken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedEntry:
    """A saved query with who vouched for it, and what it gave last.

    `status`: "edited" where it was changed since it was verified, "broken" where it does not run over the current tables.
    """

    record: SpecRecord[SavedQuery]
    verified: VerifiedRecord | None = None
    figures: FiguresRecord | None = None

    @property
    def query(self) -> SavedQuery:
        return self.record.spec

    @property
    def name(self) -> str:
        return self.record.spec.name

    @property
    def status(self) -> SavedStatus:
        if self.figures is not None and self.figures.figures.problem and self.figures.number == self.record.number:
            return "broken"
        if self.verified is None:
            return "saved"
        return "verified" if self.verified.number == self.record.number else "edited"

    @property
    def verification(self) -> Verification | None:
        """None for one that was changed since somebody vouched for it."""
        if self.verified is None or self.verified.number != self.record.number:
            return None
        return Verification(
            name=self.name,
            title=self.query.title,
            number=self.record.number,
            by=self.verified.by,
            at=self.verified.at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRun:
    """A saved query with values for its parameters."""

    query: SavedQuery
    given: Mapping[str, ParameterValue]
    verification: Verification | None = None

    @property
    def question(self) -> str:
        """With the values given in the place of the words that the parameters had."""
        text = self.query.question or self.query.title
        for one in self.query.parameters:
            value = self.given.get(one.name)
            if one.words and value is not None:
                parts = re.split(rf"(?<!\w){re.escape(one.words)}(?!\w)", text, maxsplit=1)
                text = _said(one.words, value).join(parts)
        return text


StartSaved = Callable[[ToRun, Caller, int, str | None], "Run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What a person says of an answer that is saved; what is left out comes from the run."""

    name: str | None = None
    title: str | None = None
    description: str = ""
    question: str | None = None
    parameters: tuple[Parameter, ...] | None = None
    chart: ViewSettings | None = None


class SavedQueries(KeptSpecs[SavedQuery]):
    def __init__(
        self,
        workspace: str,
        catalog: Catalog,
        shared: Callable[[], Shared],
        clock: Callable[[], date],
        start: StartSaved,
    ) -> None:
        super().__init__(workspace, catalog.queries, "saved query")
        self._catalog = catalog
        self._shared, self._clock, self._start = shared, clock, start
        self.after_keep: Callable[[], object] = _nothing
        self.alone = Standalone(workspace, catalog, shared, clock)

    def list(self, *, containing: str | None = None) -> tuple[SavedEntry, ...]:
        """The one changed last comes first; `containing` is looked for in names, titles, questions and descriptions."""
        wanted = containing.casefold().split() if containing else []
        found = [record for record in self._records() if all(word in _searched(record.spec) for word in wanted)]
        return self._entries(found)

    def _entries(self, records: Sequence[SpecRecord[SavedQuery]]) -> tuple[SavedEntry, ...]:
        verified, figures = self._catalog.verified.all(self._workspace), self._catalog.verified.figures(self._workspace)
        return tuple(
            SavedEntry(record=one, verified=verified.get(one.name), figures=figures.get(one.name)) for one in records
        )

    def get(self, name: str) -> SavedEntry:
        """Raises UnknownName."""
        record = self.record(name)
        return self._entries([record])[0]

    async def create(self, given: Mapping[str, Any], caller: Caller) -> SavedEntry:
        """A spec; without a name, one is made of its title. Raises InvalidInput, UnknownName and Overtaken."""
        known = {"name": self.free_name(str(given.get("title") or "")), "owner": caller.name}
        query = read_spec(SavedQuery, {**known, **given})
        return await self.keep(query, caller, base=0)

    async def save_run(self, run: RunRecord, saving: Saving, caller: Caller) -> SavedEntry:
        """What an answer was read from, with the values that its question names as parameters."""
        if run.sql is None or run.status != "answered":
            raise InvalidInput("That run has no answer to save.", hint="Ask something, then save its answer.")
        question = saving.question or await self.alone.question_of(run)
        async with self._shared().lend() as opened:
            query = _of_run(run, question, saving, opened)
        title = saving.title or question or f"Query of {', '.join(one.name for one in run.tables_used) or 'constants'}"
        named = replace(
            query,
            name=check_name(saving.name) if saving.name else self.free_name(title),
            title=title[:300],
            owner=caller.name,
            model_version=self._catalog.model_versions.number(self._workspace),
        )
        return await self.keep(named, caller, base=0)

    async def keep(self, query: SavedQuery, caller: Caller, *, base: int | None) -> SavedEntry:
        """As a new version, once it was seen to be one that can run."""
        check_query(query)
        await self.check_runs(query)
        before = self._kept.get(self._workspace, query.name)
        words = changes_in_words(before.spec if before else None, query)
        if before is not None and not words and base != 0:
            return self.get(query.name)
        self._kept.keep(self._workspace, [SpecChange(spec=query, base=base, words=words, by=caller.name)])
        if before is not None and _answers_alike(before.spec, query):
            self._catalog.verified.move(self._workspace, query.name, before.number)
        self.after_keep()
        return self.get(query.name)

    async def update(
        self, name: str, changes: Mapping[str, Any], caller: Caller, *, base: int | None = None
    ) -> SavedEntry:
        """Sets the keys that are given; None takes one back to its default. Raises UnknownName, InvalidInput and Overtaken."""
        entry = self.get(name)
        if changes.get("name", name) != name:
            raise InvalidInput(
                "A saved query keeps its name.", hint="Save it under another name, then delete this one."
            )
        wanted = {**spec_object(entry.query), **changes}
        if changes.get("plan") is not None or changes.get("sql") is not None:
            wanted["plan"], wanted["sql"] = changes.get("plan"), changes.get("sql")
        query = read_spec(SavedQuery, {key: value for key, value in wanted.items() if value is not None})
        return await self.keep(query, caller, base=entry.record.number if base is None else base)

    def restore(self, name: str, number: int, caller: Caller) -> SavedEntry:
        """What version `number` said, as a new version; of a deleted one too. Raises UnknownName."""
        before = self._kept.get(self._workspace, name)
        record = self.bring_back(name, number, caller)
        if before is not None and _answers_alike(before.spec, record.spec):
            self._catalog.verified.move(self._workspace, name, before.number)
        self.after_keep()
        return self.get(name)

    def run(
        self,
        name: str,
        given: Mapping[str, ParameterValue],
        caller: Caller,
        *,
        preview_rows: int = 200,
        thread_id: str | None = None,
    ) -> Run:
        """Starts a run, as a question does. Raises UnknownName and InvalidInput for the parameters."""
        from agents.sql_expert.kept.filling import values_of

        entry = self.get(name)
        values_of(entry.query, given)
        wanted = ToRun(query=entry.query, given=given, verification=entry.verification)
        return self._start(wanted, caller, preview_rows, thread_id)

    async def check_runs(self, query: SavedQuery) -> Query:
        """What would run with the defaults. Raises UnknownName, InvalidInput, GuardRefusal for what cannot."""
        async with self._shared().lend() as opened:
            return await runnable(query, {}, opened, self._clock())


def _nothing() -> None:
    return None


async def runnable(query: SavedQuery, given: Mapping[str, ParameterValue], opened: Opened, today: date) -> Query:
    """Compiled and guarded for these tables. Raises UserError."""
    from agents.sql_expert import QueryCheck
    from agents.sql_expert.kept import fill

    filled = fill(query, given, opened.model, today)
    return await QueryCheck(opened.columns, opened.model)(filled.query)


def _of_run(run: RunRecord, question: str | None, saving: Saving, opened: Opened) -> SavedQuery:
    from agents.sql_expert.kept import proposed_parameters, without_reading

    bare = SavedQuery(
        name="",
        title=question or "",
        question=question,
        description=saving.description,
        parameters=saving.parameters or (),
        chart=saving.chart or ViewSettings(),
    )
    if run.plan is None:
        return replace(bare, sql=run.sql)
    plan = without_reading(run.plan)
    if saving.parameters is None and question is not None:
        return replace(bare, plan=plan, parameters=proposed_parameters(run.plan, question, opened.model))
    return replace(bare, plan=plan)


def _answers_alike(before: SavedQuery, after: SavedQuery) -> bool:
    """Nothing was changed of what a person vouched for."""
    return all(
        getattr(before, part) == getattr(after, part) for part in ("question", "plan", "sql", "parameters", "as_of")
    )


def _said(words: str, value: ParameterValue) -> str:
    """“in 2023” where “in 2024” stood."""
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    leading = _LEADING.match(words)
    return f"{leading.group()}{shown}" if leading and _PLAIN_PERIOD.fullmatch(shown) else shown


def _searched(query: SavedQuery) -> str:
    return " ".join((query.name, query.title, query.question or "", query.description)).casefold()
