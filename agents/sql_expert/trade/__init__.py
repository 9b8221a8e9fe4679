"""How people in business ask about what the data turns on, without its words: “what sells best”, “how is business”.

Each module changes one kind of question into the words of the tables; what it does not know stays as it was said.
"""

from __future__ import annotations

from agents.sql_expert.schema import Schema
from agents.sql_expert.trade.best_period import best_period
from agents.sql_expert.trade.biggest import of_the_biggest
from agents.sql_expert.trade.bringing_in import bringing_in
from agents.sql_expert.trade.busiest import busiest
from agents.sql_expert.trade.coming_back import newly_come
from agents.sql_expert.trade.dealings import dealings
from agents.sql_expert.trade.doing_best import doing_best
from agents.sql_expert.trade.going import going
from agents.sql_expert.trade.ranked_by import ranked_by
from agents.sql_expert.trade.rate_of_lines import rate_of_lines
from agents.sql_expert.trade.reasons import by_reason
from agents.sql_expert.trade.roles import Roles
from agents.sql_expert.trade.selling import selling
from agents.sql_expert.trade.spread import spread
from agents.sql_expert.trade.top_of_each import top_of_each

_KINDS = (
    selling,
    dealings,
    bringing_in,
    best_period,
    of_the_biggest,
    doing_best,
    going,
    by_reason,
    newly_come,
    spread,
    top_of_each,
    ranked_by,
    busiest,
    rate_of_lines,
)


def in_words_of_the_tables(text: str, schema: Schema) -> str:
    """The same question; `text` itself where nothing is said in a way of its own."""
    roles = Roles(schema)
    for kind in _KINDS:
        text = kind(text, roles)
    return text
