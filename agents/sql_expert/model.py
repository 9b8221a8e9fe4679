"""The way that asks a language model for SQL: one call, and one more with the reason where the first is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from agents.endpoint_failures import TooLong
from agents.fencing import RULE, fenced, one_line
from agents.kept_answers import Completion
from agents.llm import Llm
from agents.model_settings import Privacy
from agents.sql_expert.answer_text import read_as, sql_in
from agents.sql_expert.candidates import Understanding
from agents.sql_expert.draft_check import DraftCheck
from agents.sql_expert.examples import Example, Examples, no_examples
from agents.sql_expert.masking import Mask
from agents.sql_expert.plain_prompt import Rows, plain_schema
from agents.sql_expert.repair import AskedFor, Repaired, repair, translated
from agents.sql_expert.repair_fan_out import mend_fan_out, once_a_group
from agents.sql_expert.resolved import link_question
from agents.sql_expert.schema_prompt import MOST_COLUMNS, schema_text
from core.egress import Told
from core.errors import InvalidInput, QueryFailed, UserError
from core.model import SemanticModel
from core.query import Query
from core.ways import Declined, Rerouted, Unclear, with_feedback
from semantic_layer import compile_plan, lift

_ATTEMPTS = 2
_EARLIER_TURNS = 3
_LONGEST_DRAFT = 4_000
_LONGEST_VALUE = 200
_IN_FULL = " Begin the SQL with a comment that asks the question in full: -- Read as: ..."
_LAST_LEVEL = 2
_FEW_COLUMNS = 12
_ASKING = "Write only the SQL, in one ```sql block, and nothing before or after it."

_RELATIVE_TIME = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|now|nowadays|current(?:ly)?|recent(?:ly)?|ago|so far|to date|upcoming|overdue"
    r"|old|age|(?:this|last|past|previous|prior|next|coming|latest)\s+(?:\w+\s+)?"
    r"(?:days?|weeks?|weekend|months?|quarters?|years?|hours?|minutes?|decades?|century|\w+day|season|semester))\b",
    re.IGNORECASE,
)

_FOR_THE_ANALYST = (
    " Only if it asks why a figure changed, what drives one, what comes next or what is unusual, write no SQL but"
    " INVESTIGATE: and that question in one plain sentence, as in INVESTIGATE: Why did revenue change in March 2024?"
    " or INVESTIGATE: What drives returns? or INVESTIGATE: Is there anything unusual in revenue?"
)
_DEEP = re.compile(
    r"\b(?:why|because|cause[sd]?|drive[srn]?|driving|reasons?|explain\w*|unusual\w*|anomal\w*|strange\w*|odd|happen\w*|behind"
    r"|affect\w*|impact\w*|influenc\w*|correlat\w*|predict\w*|forecast\w*|outlook|significan\w*|wrong|dip|spike|slump|surge)\b",
    re.IGNORECASE,
)


class ByModel:
    """Raises Declined where the model does not answer, or not with SQL that stands."""

    def __init__(self, llm: Llm, check: DraftCheck, examples: Examples = no_examples) -> None:
        self.name = llm.name
        self._llm, self._check, self._examples = llm, check, examples

    async def __call__(self, task: Understanding, /) -> Query:
        return (await self.drafted(task))[0]

    async def drafted(self, task: Understanding, variation: int = 0) -> tuple[Query, int]:
        """The query, and how many attempts it took. Another `variation` is another draft of the same."""
        return await self._written(task, self._conversation(task, variation), _ATTEMPTS)

    async def drafted_plainly(self, task: Understanding) -> Query:
        """A draft by the tables told another way, in one attempt."""
        tables = link_question(task).tables
        rows = await self._check.first_rows(tables) if self._llm.settings.privacy == "samples" else {}
        conversation = _Conversation(task, self._llm, self._check, rows=rows)
        return (await self._written(task, conversation, 1))[0]

    def _conversation(self, task: Understanding, variation: int) -> _Conversation:
        return _Conversation(task, self._llm, self._check, variation, examples=self._examples(task))

    async def _written(self, task: Understanding, conversation: _Conversation, most: int) -> tuple[Query, int]:
        try:
            query = await with_feedback(conversation.write, self.name, conversation.check, most)(task)
            return query, conversation.attempts
        except (Declined, Unclear, Rerouted):
            raise
        except UserError as refused:
            raise Declined(f"The SQL of {self.name} was refused: {refused.message}", hint=refused.hint) from None


class _Conversation:
    """About one question. What is sent is put together here, and nowhere else, from what the privacy mode permits."""

    def __init__(
        self,
        task: Understanding,
        llm: Llm,
        check: DraftCheck,
        variation: int = 0,
        rows: Rows | None = None,
        examples: Sequence[Example] = (),
    ) -> None:
        """With `rows` the tables are told plainly."""
        self._rows = rows
        self._llm, self._check, self._model = llm, check, task.model
        self._variation, self.attempts = variation, 0
        self._values, self._task = task.values, task
        earlier = [turn.question for turn in task.question.history]
        said = [task.question.text, *earlier, *(one.question for one in examples)]
        self._mask = Mask(llm.settings.privacy, said)
        self._examples = tuple(examples)
        self._lay_out(0)
        failed = task.question.failed
        self._draft = "" if failed is None else self._mask.sql(failed.sql)
        self._failure = None if failed is None else failed.error
        self._by_database = failed is not None

    def _lay_out(self, level: int) -> None:
        """Level 0 says all that may help, 1 of few tables the columns that matter, 2 no values and no earlier questions."""
        self._level = level
        task, privacy = self._task, self._llm.settings.privacy
        linked = link_question(task, narrow=level > 0)
        shown: Privacy = "schema" if level == _LAST_LEVEL and privacy == "samples" else privacy
        most = MOST_COLUMNS if level == 0 else _FEW_COLUMNS
        plainly = self._rows is not None and level == 0
        if self._rows is not None and plainly:
            schema = plain_schema(task.model, linked.tables, self._rows)
        else:
            schema = schema_text(task.model, linked.tables, linked.columns, shown, most)
        self.system = (
            _instructions("plain.md" if plainly else "prompt.md")
            .replace("{rule}", RULE)
            .replace("{schema}", fenced(schema.text))
        )
        self._asked_for = AskedFor(text=task.question.text, linked=linked)
        self._question = one_line(self._mask.question(task.question.text, linked.values))
        found = [one for one in linked.values if one.value is not None and one.columns]
        self._notes = [] if privacy == "schema" else [self._value_note(one.value or "", one.columns) for one in found]
        self._earlier = () if level == _LAST_LEVEL else tuple(self._earlier_turns())
        self._vouched = tuple(self._verified_ones()) if level == 0 else ()
        noted = [one.value or "" for one in found] if privacy == "samples" else []
        self.told = replace(schema.told, cells=tuple(dict.fromkeys((*schema.told.cells, *noted))))

    async def _completed(self, feedback: str | None) -> Completion:
        """What an endpoint cannot read at once is told again in fewer words, the least important left out first."""
        while True:
            try:
                return await self._llm.complete(self.system, self.user(feedback), self.told, variation=self._variation)
            except TooLong:
                if self._level == _LAST_LEVEL:
                    raise
                self._lay_out(self._level + 1)

    async def write(self, task: Understanding, feedback: str | None) -> Query:
        self.attempts += 1
        completion = await self._completed(feedback)
        self._by_database = False
        try:
            self._draft = sql_in(completion.text)
        except Rerouted as other:
            raise Rerouted(self._mask.put_back(other.question)) from None
        except Declined as refused:
            raise Declined(self._mask.put_back(refused.message)) from None
        repaired = self._repaired(self._draft)
        self._mask.note_literals(repaired.sql, self._draft)
        query = _as_query(repaired, self._model, is_last=self.attempts == _ATTEMPTS)
        said = read_as(completion.text) if self._follows() else None
        return query if said is None else replace(query, read_as=self._mask.put_back(said))

    async def check(self, query: Query) -> Query:
        """An empty answer may be right: it is asked about once."""
        try:
            checked = await self._check(query)
        except QueryFailed:
            self._by_database = True
            raise
        if self.attempts < _ATTEMPTS and (reason := await self._check.empty(checked)) is not None:
            raise InvalidInput(reason, stage="understanding")
        return checked

    def user(self, feedback: str | None) -> str:
        # A date that is not asked about lures small models into conditions on it.
        dated = _RELATIVE_TIME.search(" ".join([self._question, *self._earlier])) is not None
        today = f"Today is {self._task.question.today.isoformat()}.\n" if dated else ""
        also = f"{_IN_FULL if self._follows() else ''}{_FOR_THE_ANALYST if self._may_be_deep() else ''}"
        return f"{today}{fenced(chr(10).join(self._data(feedback)))}\n{_ASKING}{also}"

    def _data(self, feedback: str | None) -> Iterator[str]:
        refusal = feedback or self._failure
        yield from self._vouched
        yield from self._earlier
        if self._notes and self._rows is None:
            yield "Values in the data:"
            yield from self._notes
        yield f"Question: {self._question}"
        if refusal is not None:
            yield f"You wrote: {one_line(self._draft, _LONGEST_DRAFT)}"
            known = f"{self.system}\n{self._question}\n{self._draft}"
            reason = self._mask.reason(refusal, known, by_database=self._by_database)
            yield f"It was refused: {one_line(reason)} Write the SQL again."

    def _verified_ones(self) -> Iterator[str]:
        for one in self._examples:
            yield f"A question with verified SQL: {self._sent(one.question)}"
            yield f"Its SQL: {one_line(self._mask.sql(one.sql), _LONGEST_DRAFT)}"

    def _sent(self, question: str) -> str:
        asked = replace(self._task, question=replace(self._task.question, text=question))
        return one_line(self._mask.question(question, link_question(asked).values))

    def _earlier_turns(self) -> Iterator[str]:
        for turn in self._task.question.history[-_EARLIER_TURNS:]:
            if turn.sql:
                yield f"Earlier question: {self._sent(turn.question)}"
                yield f"Its SQL: {one_line(self._mask.sql(turn.sql))}"

    def _value_note(self, value: str, columns: tuple[str, ...]) -> str:
        shown = one_line(self._mask.hide(value), _LONGEST_VALUE).replace("'", "''")
        return f"- '{shown}' in {' or '.join(columns)}"

    def _may_be_deep(self) -> bool:
        """Whether words of it lead to the analyst, whose rules could not plan it."""
        return self._rows is None and _DEEP.search(self._question) is not None

    def _follows(self) -> bool:
        """Whether the question may say only a part of what is asked."""
        return bool(self._earlier)

    def _repaired(self, sql: str) -> Repaired:
        found = repair(sql, self._model, self._values, self._mask.put_back, self._asked_for)
        if self._check.accepts(found.sql):
            return found
        other = translated(sql, lambda written: self._accepts_repaired(written))
        if other is None:
            return found
        again = repair(other.sql, self._model, self._values, self._mask.put_back, self._asked_for)
        return Repaired(sql=again.sql, notes=(*other.notes, *again.notes))

    def _accepts_repaired(self, sql: str) -> bool:
        try:
            return self._check.accepts(repair(sql, self._model, self._values, self._mask.put_back).sql)
        except UserError:
            return False


def first_request(
    task: Understanding, llm: Llm, check: DraftCheck, examples: Examples = no_examples
) -> tuple[str, str]:
    """What would be sent for the question first, word for word: the instructions with the tables, then the question."""
    conversation = _Conversation(task, llm, check, examples=examples(task))
    return conversation.system, conversation.user(None)


def tables_told(task: Understanding, llm: Llm, check: DraftCheck) -> tuple[str, Told] | None:
    """What every question's request begins with, word for word, and what it says of the data; None where that differs."""
    if len(link_question(task).tables) < len(task.model.entities):
        return None
    conversation = _Conversation(task, llm, check)
    return conversation.system, conversation.told


def _as_query(repaired: Repaired, model: SemanticModel, *, is_last: bool) -> Query:
    """With its Plan, and then with our SQL, where the statement says no more than a Plan can.

    Of the last attempt a join that repeats rows is counted by groups, which another attempt could have done better.
    """
    plan = lift(repaired.sql, model)
    if plan is None:
        once, notes = mend_fan_out(repaired.sql, model)
        repaired = Repaired(sql=once, notes=(*repaired.notes, *notes))
        plan = lift(once, model) if notes else None
    if plan is None:
        sql, warnings = once_a_group(repaired.sql, model) if is_last else (repaired.sql, ())
        return Query(sql=sql, repairs=repaired.notes, warnings=warnings)
    compiled = compile_plan(plan, model)
    return Query(
        sql=compiled.sql,
        parameters=compiled.parameters,
        tables=compiled.tables,
        columns=compiled.columns,
        joins=compiled.joins,
        plan=plan,
        probe=compiled.probe,
        repairs=repaired.notes,
    )


@cache
def _instructions(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
