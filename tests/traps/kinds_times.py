"""Traps of time: bounds, gaps, periods that are not over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from core.plan import Between, Change, MovingAverage, Plan, RelativePeriod, RunningTotal
from tests.semantic_layer.plans import aggregate, by, constant, field, named
from tests.traps.setting import Record, Setting
from tests.traps.trap import Row, Trap, grouped, made, total, trap

_MONTHLY = "SELECT date_trunc('month', {sale.sale date})::DATE AS m, sum({sale.amount}) AS s FROM {sale} GROUP BY 1"


def _sales(s: Setting, months: Iterable[int], *, until: date | None = None) -> dict[date, list[Record]]:
    """Sales in some months, counted from January 2023; the groups by month in order."""
    starts = [date(2023 + month // 12, month % 12 + 1, 1) for month in months]
    days = [start + timedelta(days=s.chance.randrange(28)) for start in starts for _ in range(s.chance.randint(3, 7))]
    records = [
        {"sale id": key, "sale date": day, "amount": s.money()}
        for key, day in zip(s.numbers(len(days)), days, strict=True)
        if until is None or day <= until
    ]
    groups = grouped(s.add("sale", records), lambda one: one["sale date"].replace(day=1))
    return dict(sorted(groups.items()))


def _by_month(s: Setting, *comparisons: Change | MovingAverage | RunningTotal) -> Plan:
    return Plan(
        entity=s.table("sale"),
        dimensions=(by(s.dotted("sale", "sale date"), "month", grain="month"),),
        measures=(named("total", aggregate("sum", s.dotted("sale", "amount"))),),
        comparisons=comparisons,
    )


def _with_gaps(s: Setting) -> list[int]:
    """Twelve months without two in the middle."""
    gone = s.chance.randint(3, 7)
    return [month for month in range(12) if month not in (gone, gone + 1)]


def _before(month: date, count: int = 1) -> date:
    months = month.year * 12 + month.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


@trap("change against a month that is missing")
def missing_months(s: Setting) -> Trap:
    groups = {month: total(group, "amount") for month, group in _sales(s, _with_gaps(s)).items()}
    right: list[Row] = [
        (month, now, now - groups[_before(month)] if _before(month) in groups else None)
        for month, now in groups.items()
    ]
    change = Change(name="change", label="change", measure="total", as_percent=False)
    naive = f"SELECT m, s, s - lag(s) OVER (ORDER BY m) FROM ({_MONTHLY})"
    return made(s, _by_month(s, change), naive, right)


@trap("moving average over months that are missing")
def moving_average(s: Setting) -> Trap:
    """Nothing was sold in a month without rows, which counts as 0; there is no average before three months are over."""
    groups = {month: total(group, "amount") for month, group in _sales(s, _with_gaps(s)).items()}
    first = min(groups)
    right: list[Row] = []
    for month, now in groups.items():
        three = [float(groups.get(_before(month, back), 0)) for back in range(3)]
        right.append((month, now, sum(three) / 3 if _before(month, 2) >= first else None))
    average = MovingAverage(name="average", label="average", measure="total", window=3)
    naive = f"SELECT m, s, avg(s) OVER (ORDER BY m ROWS 2 PRECEDING) FROM ({_MONTHLY})"
    return made(s, _by_month(s, average), naive, right)


@trap("running total of one row to the next")
def running_total(s: Setting) -> Trap:
    """By rows it starts anew nowhere; within the years asked for it must not forget a month."""
    groups = {month: total(group, "amount") for month, group in _sales(s, _with_gaps(s)).items()}
    right: list[Row] = [
        (month, now, sum(other for known, other in groups.items() if known <= month)) for month, now in groups.items()
    ]
    running = RunningTotal(name="running", label="running", measure="total")
    naive = f"SELECT m, s, s + lag(s, 1, 0) OVER (ORDER BY m) FROM ({_MONTHLY})"
    return made(s, _by_month(s, running), naive, right)


@trap("a last month that is not over")
def incomplete_month(s: Setting) -> Trap:
    """The month to date against the whole month before looks like a slump: the same days are compared."""
    today = date(2023, 12, s.chance.randint(5, 16))
    groups = _sales(s, range(12), until=today)
    s.add("sale", [*s.tables["sale"], {"sale id": 9999, "sale date": today, "amount": s.money()}])
    groups[date(2023, 12, 1)] = [one for one in s.tables["sale"] if one["sale date"] >= date(2023, 12, 1)]
    s.tables["sale"].append({"sale id": 9998, "sale date": date(2023, 11, 29), "amount": s.money()})
    now = total(groups[date(2023, 12, 1)], "amount")
    same_days = [one for one in s.tables["sale"] if date(2023, 11, 1) <= one["sale date"] <= today.replace(month=11)]
    then = total(same_days, "amount")
    period = RelativePeriod(
        of=field(s.dotted("sale", "sale date")),
        how="to_date",
        unit="month",
        anchor=today.isoformat(),
        phrase="this month",
    )
    change = Change(name="change", label="change", measure="total", as_percent=False)
    plan = _by_month(s, change)
    plan = Plan(
        entity=plan.entity,
        dimensions=plan.dimensions,
        measures=plan.measures,
        comparisons=plan.comparisons,
        where=period,
    )
    naive = f"SELECT * FROM (SELECT m, s, s - lag(s) OVER (ORDER BY m) FROM ({_MONTHLY})) ORDER BY m DESC LIMIT 1"
    return made(s, plan, naive, [(date(2023, 12, 1), now, None if then is None else now - then)])


@trap("the last day of a range of timestamps")
def end_of_day(s: Setting) -> Trap:
    """BETWEEN two days ends at the midnight that the last one begins with."""
    start, end = date(2024, 1, 10), date(2024, 1, 10 + s.chance.randint(3, 12))
    first = datetime.combine(date(2024, 1, 1), time())
    moments = [first + timedelta(minutes=s.chance.randrange(60 * 24 * 31)) for _ in range(60)]
    moments += [datetime.combine(end, time(hour)) for hour in (0, 9, 23)]
    records = s.add(
        "visit", [{"visit id": key, "visited at": at} for key, at in zip(s.numbers(63), moments, strict=True)]
    )
    days = Between(
        of=field(s.dotted("visit", "visited at")),
        low=constant(start.isoformat(), "date"),
        high=constant(end.isoformat(), "date"),
    )
    plan = Plan(entity=s.table("visit"), measures=(named("n", aggregate("count", s.table("visit"))),), where=days)
    naive = f"SELECT count(*) FROM {{visit}} WHERE {{visit.visited at}} BETWEEN DATE '{start}' AND DATE '{end}'"
    return made(s, plan, naive, [(sum(start <= one["visited at"].date() <= end for one in records),)])


@trap("a moment compared with a day")
def moment_and_day(s: Setting) -> Trap:
    day = date(2024, 5, s.chance.randint(2, 28))
    moments = [datetime.combine(day, time(s.chance.randint(1, 23))) for _ in range(s.chance.randint(2, 9))]
    moments += [datetime.combine(date(2024, 6, 1), time(s.chance.randint(0, 23))) for _ in range(9)]
    s.add(
        "visit", [{"visit id": key, "visited at": at} for key, at in zip(s.numbers(len(moments)), moments, strict=True)]
    )
    on_day = Between(
        of=field(s.dotted("visit", "visited at")),
        low=constant(day.isoformat(), "date"),
        high=constant(day.isoformat(), "date"),
    )
    plan = Plan(entity=s.table("visit"), measures=(named("n", aggregate("count", s.table("visit"))),), where=on_day)
    naive = f"SELECT count(*) FROM {{visit}} WHERE {{visit.visited at}} = DATE '{day}'"
    return made(s, plan, naive, [(len(moments) - 9,)])
