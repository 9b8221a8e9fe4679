"""Asking in a workspace: each question, reply and statement becomes a run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from agents.model_settings import ModelSettings
from catalog import Catalog, RunRecord, new_id
from core.answer import Answer, Suggestion
from core.errors import InvalidInput, UnknownName
from core.event import Event, Happening, RunStarted
from core.plan import Plan
from core.question import Assistant, Caller, Question, Turn
from core.ways import Declined, Unclear
from workspace.answers import clarification_options, failed_sql, fold
from workspace.chats import Chat, chosen_option, place_of
from workspace.egress import Egress
from workspace.kept.queries import SavedQueries, ToRun
from workspace.kept.reviews import Reviews
from workspace.kept.verifying import VerifiedAnswers
from workspace.layout import Layout
from workspace.limits import WorkspaceLimits
from workspace.model_line import ModelLine
from workspace.run import Observe, Run
from workspace.runs import Asked, Runs
from workspace.settings import WorkspaceSettings
from workspace.spending import WorkspaceSpending
from workspace.telling_ahead import TellingAhead
from workspace.thinking import AT_ONCE, AT_ONCE_WITH_MODEL, Thinking
from workspace.threads import Threads

if TYPE_CHECKING:
    from warehouse import Limits
    from workspace.followed import FollowedRun
    from workspace.opened import Shared

FIRST_QUESTIONS = 6
PREVIEW_ROWS = 200
# Nobody watches a statement: its events may wait for its end, if that comes soon.
_PATIENCE = 0.05

Clock = Callable[[], date]


def local_today() -> date:
    return datetime.now().astimezone().date()


class Asking:
    """What asks and answers over the tables of one workspace, and the runs that go on in this process."""

    def __init__(
        self,
        place: Layout,
        catalog: Catalog,
        limits: Limits | None,
        clock: Clock,
        model: ModelSettings | None,
        linger: float | None,
        observe: Observe | None = None,
    ) -> None:
        self._place = place
        self._catalog = catalog
        self.limits = WorkspaceLimits(place.workspace, catalog, limits)
        self.spending = WorkspaceSpending(place.workspace, catalog, model)
        self.egress = Egress(place.workspace, catalog, self.spending)
        self._clock = clock
        self.settings = WorkspaceSettings(place.workspace, catalog, model)
        self._line = ModelLine(self.settings.model, self.spending, self.egress)
        self._lender: Shared | None = None
        self.ahead = TellingAhead(self._line, lambda: self._shared, clock)
        self._thinking = Thinking(AT_ONCE if model is None else AT_ONCE_WITH_MODEL)
        self.runs = Runs(place, catalog, linger, observe)
        self.threads = Threads(place.workspace, catalog, self.runs)
        self.queries = SavedQueries(place.workspace, catalog, lambda: self._shared, clock, self._start_saved)
        self.verified = VerifiedAnswers(place.workspace, catalog, self.queries)
        self.reviews = Reviews(place.workspace, catalog, lambda: self._shared, clock, self.queries, self.verified)

    @property
    def model_settings(self) -> ModelSettings | None:
        return self.settings.model()

    @property
    def name(self) -> str:
        return self._place.workspace

    def ask(
        self,
        text: str,
        *,
        assistant: Assistant | None = None,
        plan: Plan | None = None,
        sql: str | None = None,
        thread_id: str | None = None,
        begins_thread: bool = False,
        preview_rows: int = PREVIEW_ROWS,
        caller: Caller | None = None,
        reply_to: str | None = None,
        key: str | None = None,
        mends: str | None = None,
    ) -> Run:
        """Starts a run at once. With a `plan` or `sql`, nothing is understood again; in a thread, its earlier turns are known.

        With `begins_thread`, the run is the first of a new thread, which has the question as its title.

        A `caller` with rules sees no more than they permit, and gets no suggestion made of other rows. `reply_to` is the
        run that this one answers, `key` what `catalog` keeps of a chat of another program. `mends` is a run whose SQL
        failed, of which whoever writes SQL is told.

        Raises UnknownName for a thread or a run that is not there.
        """
        text = text.replace("\0", "")
        if not text.strip():
            raise InvalidInput("The question is empty.", hint="Ask something like “How many orders per month?”")
        question = Question(
            text=text,
            today=self._clock(),
            caller=caller or Caller(),
            assistant=assistant,
            thread_id=new_id() if begins_thread else thread_id,
            history=() if begins_thread else self._turns(thread_id),
            failed=None if mends is None else failed_sql(self.kept_events(self.runs.record(mends).id)),
        )
        asked = Asked(question=question, begins_thread=begins_thread, reply_to=reply_to, key=key)
        return self._start(asked, preview_rows, plan=plan, sql=sql)

    def ask_in_chat(self, chat: Chat, *, assistant: Assistant | None = None, caller: Caller | None = None) -> Run:
        """The last question of a chat that another program keeps; one that follows a question back is its reply."""
        place = place_of(self.name, self._catalog, chat)
        text, key = chat.asked[-1], chat.state
        if place.follows is not None and place.follows.status == "clarification":
            return self.reply(place.follows.id, text, caller=caller, key=key, thread_id=place.thread_id)
        return self.ask(text, assistant=assistant, thread_id=place.thread_id, caller=caller, key=key)

    def open_run_of_chat(self, lasting: str) -> Run | FollowedRun | None:
        """The run that goes on in the chat that another program knows by this name."""
        turns = self.runs_of_chat(lasting)
        return self.follow(turns[-1].id) if turns and turns[-1].status is None else None

    def runs_of_chat(self, lasting: str) -> tuple[RunRecord, ...]:
        """The turns of such a chat, oldest first; none where it is not known."""
        thread = self._catalog.conversations.thread_of_key(self.name, lasting)
        return tuple(self.threads.runs(thread.id)) if thread is not None else ()

    def recent_runs(self, most: int) -> tuple[RunRecord, ...]:
        """Newest first."""
        return self._catalog.conversations.runs(self.name, most)

    def reply(
        self,
        run_id: str,
        option: int | str,
        *,
        preview_rows: int = PREVIEW_ROWS,
        caller: Caller | None = None,
        thread_id: str | None = None,
        key: str | None = None,
    ) -> Run:
        """Goes on from a run that asked back, with the reading that was chosen (counted from 0), in the same thread.

        Words that name none of the readings are asked as a new question. Raises UnknownName and InvalidInput.
        """
        record = self.runs.record(run_id)
        thread, ask = thread_id or record.thread_id, partial(self.ask, caller=caller, reply_to=run_id, key=key)
        options = clarification_options(self.kept_events(run_id))
        if isinstance(option, str):
            chosen = chosen_option(option, options)
            if chosen is None:
                return ask(option, thread_id=thread, preview_rows=preview_rows)
            option = chosen
        if option >= len(options):
            raise InvalidInput(f"That run offered {len(options)} readings.", hint="Count them from 0.")
        reading = options[option]
        known = reading.plan is not None or reading.sql is not None
        text = record.question if known else reading.label
        return ask(text, plan=reading.plan, sql=reading.sql, thread_id=thread, preview_rows=preview_rows)

    def start_thread(self, title: str) -> str:
        """The id of a new conversation."""
        return self._catalog.conversations.start_thread(self.name, title)

    def _turns(self, thread_id: str | None) -> tuple[Turn, ...]:
        if thread_id is None:
            return ()
        if self._catalog.conversations.thread(self.name, thread_id) is None:
            raise UnknownName("thread", thread_id, ())
        return self._catalog.conversations.turns(thread_id)

    def run_sql(
        self,
        sql: str,
        *,
        preview_rows: int = PREVIEW_ROWS,
        caller: Caller | None = None,
        rows_only: bool = False,
        thread_id: str | None = None,
    ) -> Run:
        """Runs one read-only statement that a person wrote; with `rows_only`, nothing is charted, worded or counted.

        Raises UnknownName for a thread that is not there.
        """
        if not sql.strip():
            raise InvalidInput("The SQL is empty.", hint="Write one SELECT statement.")
        question = Question(
            text=sql,
            today=self._clock(),
            caller=caller or Caller(),
            assistant=None if thread_id else "sql_expert",
            thread_id=thread_id,
            history=self._turns(thread_id),
        )
        return self._start(Asked(question=question), preview_rows, sql=sql, rows_only=rows_only)

    async def try_sandbox(self) -> None:
        """Runs the smallest query in a sealed process; raises what keeps it from answering."""
        async with self._shared.lend() as opened:
            await opened.run(opened.guard("SELECT 1 AS one"), rows=1)

    async def first_questions(self, most: int = FIRST_QUESTIONS) -> tuple[Suggestion, ...]:
        """Questions to begin with; each was executed and returned rows."""
        from workspace.openers import executed_questions

        return await executed_questions(self._shared, most, self.verified.entries(), self._clock())

    def _start_saved(self, saved: ToRun, caller: Caller, preview_rows: int, thread_id: str | None) -> Run:
        question = Question(text=saved.question, today=self._clock(), caller=caller, thread_id=thread_id)
        return self._start(Asked(question=question), preview_rows, saved=saved)

    def _start_by_rules(self, text: str, plan: Plan) -> Run:
        question = Question(text=text, today=self._clock())
        return self._start(Asked(question=question), PREVIEW_ROWS, plan=plan, by_rules=True)

    def _start(
        self,
        asked: Asked,
        preview_rows: int,
        *,
        plan: Plan | None = None,
        sql: str | None = None,
        by_rules: bool = False,
        rows_only: bool = False,
        saved: ToRun | None = None,
    ) -> Run:
        question = asked.question

        def work(run_id: str) -> AsyncIterator[Happening]:
            if rows_only:
                return self._rows(question, preview_rows)
            return self._work(question, preview_rows, plan, sql, None if by_rules or saved else run_id, saved)

        patience = _PATIENCE if rows_only else 0.0
        run = self.runs.start(asked, work, _nothing if question.caller.rules else self.first_questions, patience)
        if not rows_only:
            self._thinking.begins()
            run.when_begun(self._thinking.has_begun)
        return run

    def follow(self, run_id: str) -> Run | FollowedRun:
        """Any run, its log read from any event on and followed, whichever process works on it; raises UnknownName."""
        return self.runs.follow(run_id)

    def kept_events(self, run_id: str, after: int = 0) -> tuple[Event, ...]:
        """Of a run that has ended, or of one that another process works on, as far as it got."""
        return self._catalog.conversations.events(run_id, after)

    def kept_answer(self, run_id: str) -> Answer:
        """As it streamed."""
        return fold(self.kept_events(run_id))

    async def _rows(self, question: Question, rows: int) -> AsyncIterator[Happening]:
        yield RunStarted(question=question.text, thread_id=question.thread_id)
        async with self._shared.lend() as opened:
            from workspace.statements import rows_of_statement
            from workspace.visible import seen_by

            seen = await seen_by(opened, question.caller)
            async for happening in rows_of_statement(question.text, seen, rows):
                yield happening

    async def _work(
        self,
        question: Question,
        preview_rows: int,
        plan: Plan | None,
        sql: str | None,
        run_id: str | None,
        saved: ToRun | None = None,
    ) -> AsyncIterator[Happening]:
        """Without a `run_id`, no language model is asked."""
        yield RunStarted(question=question.text, thread_id=question.thread_id)
        async with self._thinking.turn(), self._shared.lend() as opened:
            if not opened.versions:
                raise Declined("There is no data in this workspace yet.", hint="Load a file first.")
            from agents.given import GivenSaved, GivenSql
            from agents.graph import work
            from agents.option_previews import with_previews
            from workspace.desk import lay_desk
            from workspace.visible import seen_by

            opened = await seen_by(opened, question.caller)
            line = None if run_id is None else self._line.for_run(run_id, opened)
            written = None if sql is None else GivenSql(sql, chosen=sql != question.text)
            given = None if saved is None else GivenSaved(saved.query, saved.given, saved.verification)
            vouched = () if sql or saved else self.verified.entries()
            desk = lay_desk(opened, preview_rows, plan=plan, sql=written, llm=line, saved=given, verified=vouched)
            try:
                async for happening in work(question, desk):
                    yield happening
            except Unclear as unclear:
                raise Unclear(await with_previews(unclear.clarification, desk)) from unclear

    @property
    def _shared(self) -> Shared:
        if self._lender is None:
            from workspace.opened import Shared

            self._lender = Shared(self._place, self._catalog, self.limits.current)
        return self._lender


async def _nothing() -> tuple[Suggestion, ...]:
    return ()
