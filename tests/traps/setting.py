"""Names in one of several styles, and chance that a seed repeats."""

from __future__ import annotations

import random
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Record = dict[str, Any]

_NOUNS = {
    "customer": ("customer", "client", "member"),
    "order": ("order", "invoice", "booking"),
    "line": ("line", "item", "position"),
    "product": ("product", "article", "part"),
    "region": ("region", "territory", "zone"),
    "amount": ("amount", "revenue", "total"),
    "warehouse": ("warehouse", "depot", "store"),
    "account": ("account", "loan", "policy"),
}
STYLES = ("snake", "camel", "upper", "prefixed")


class Setting:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.style = STYLES[seed % len(STYLES)]
        self._nouns = {noun: self.chance.choice(others) for noun, others in _NOUNS.items()}
        self.tables: dict[str, list[Record]] = {}

    def add(self, table: str, records: list[Record]) -> list[Record]:
        """Rows in an order that says nothing."""
        shuffled = list(records)
        self.chance.shuffle(shuffled)
        self.tables[table] = shuffled
        return shuffled

    def table(self, table: str) -> str:
        words = self._words(f"{table}s")
        return {
            "snake": "_".join(words),
            "camel": _camel(words),
            "upper": "_".join(words).upper(),
            "prefixed": f"sb{_capitals(words)}",
        }[self.style]

    def column(self, table: str, column: str) -> str:
        words = self._words(column)
        prefix = f"sb{self._words(table)[0][:2].title()}"
        return {
            "snake": "_".join(words),
            "camel": _camel(words),
            "upper": "_".join(words).upper(),
            "prefixed": f"{prefix}{_capitals(words)}",
        }[self.style]

    def dotted(self, table: str, column: str) -> str:
        return f"{self.table(table)}.{self.column(table, column)}"

    def __call__(self, text: str) -> str:
        """SQL with {order} for a table and {order.amount} for its column."""
        out, rest = "", text
        while "{" in rest:
            before, _, rest = rest.partition("{")
            name, _, rest = rest.partition("}")
            table, _, column = name.partition(".")
            own = f'"{self.table(table)}"'
            out += before + (f'{own}."{self.column(table, column)}"' if column else own)
        return out + rest

    def sql(self) -> dict[str, str]:
        return {self.table(name): self._select(name, records) for name, records in self.tables.items()}

    def _select(self, table: str, records: list[Record]) -> str:
        rows = ", ".join(f"({', '.join(map(literal, record.values()))})" for record in records)
        names = ", ".join(f'"{self.column(table, column)}"' for column in records[0])
        return f"SELECT * FROM (VALUES {rows}) t({names})"

    def _words(self, text: str) -> list[str]:
        words = []
        for word in text.split():
            plural = word.endswith("s") and word[:-1] in self._nouns
            noun = self._nouns.get(word[:-1] if plural else word, word)
            words.append(f"{noun}s" if plural and noun != "territory" else "territories" if plural else noun)
        return words

    def numbers(self, count: int) -> list[int]:
        """Keys with gaps."""
        return self.chance.sample(range(100, 100 + 7 * count), count)

    def money(self, low: int = 5, high: int = 900) -> Decimal:
        return Decimal(self.chance.randrange(low * 100, high * 100)) / 100


def literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case datetime():
            return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case Decimal():
            return f"{value:.2f}::DECIMAL(12, 2)"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case _:
            return str(value)


def _camel(words: list[str]) -> str:
    return words[0] + _capitals(words[1:])


def _capitals(words: list[str]) -> str:
    return "".join(word.title() for word in words)
