"""Traps of the calendar: leap days, fiscal years, weeks over the turn of the year, whole years, negative bases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from core.model import Calendar, SemanticModel
from core.plan import Change, DateDifference, Plan, RelativePeriod
from tests.semantic_layer.plans import aggregate, by, constant, field, named
from tests.traps.setting import Record, Setting
from tests.traps.trap import Row, Trap, edited, grouped, made, total, trap


def _sales(s: Setting, days: list[date]) -> list[Record]:
    return s.add(
        "sale",
        [
            {"sale id": key, "sale date": day, "amount": s.money()}
            for key, day in zip(s.numbers(len(days)), days, strict=True)
        ],
    )  # fmt: skip


def _plan(s: Setting, **more: object) -> Plan:
    plan = Plan(
        entity=s.table("sale"), measures=(named("total", aggregate("sum", s.dotted("sale", "amount"))),)
    )  # fmt: skip
    return replace(plan, **more)  # type: ignore[arg-type]


@trap("the year before a leap day")
def leap_day(s: Setting) -> Trap:
    """To date on 29 February: a year before that is through 28 February, and 366 days before is in it or not."""
    days = [date(2023, 1, 1) + timedelta(days=at) for at in range(424)]
    sold = _sales(s, [*days, *s.chance.choices(days, k=40)])
    period = RelativePeriod(
        of=field(s.dotted("sale", "sale date")), how="to_date", unit="year", shift=-1, anchor="2024-02-29",
        phrase="the same of last year",
    )  # fmt: skip
    kept = [one for one in sold if date(2023, 1, 1) <= one["sale date"] <= date(2023, 2, 28)]
    naive = (
        "SELECT sum({sale.amount}) FROM {sale} WHERE {sale.sale date} BETWEEN DATE '2024-01-01' - 365"
        " AND DATE '2024-02-29' - 365"
    )
    return made(s, _plan(s, where=period), naive, [(total(kept, "amount"),)])


@trap("calendar years where fiscal ones are meant")
def fiscal_year(s: Setting) -> Trap:
    """A year that starts in April is shown by its first day."""
    start = s.chance.choice((4, 7, 10))
    days = [date(2021, 1, 1) + timedelta(days=s.chance.randrange(1100)) for _ in range(80)]
    groups = grouped(
        _sales(s, days), lambda one: date(one["sale date"].year - (one["sale date"].month < start), start, 1)
    )
    plan = _plan(s, dimensions=(by(s.dotted("sale", "sale date"), "year", grain="year"),))
    naive = "SELECT date_trunc('year', {sale.sale date})::DATE, sum({sale.amount}) FROM {sale} GROUP BY 1"
    found = made(s, plan, naive, [(year, total(group, "amount")) for year, group in groups.items()])
    return edited(found, lambda model: _with(model, Calendar(fiscal_year_start=start)))


@trap("quarters of a fiscal year")
def fiscal_quarter(s: Setting) -> Trap:
    start = s.chance.choice((2, 3, 5))
    days = [date(2022, 1, 1) + timedelta(days=s.chance.randrange(700)) for _ in range(80)]

    def quarter(one: Record) -> date:
        day = one["sale date"]
        months = (day.month - start) % 3
        first = day.year * 12 + day.month - 1 - months
        return date(first // 12, first % 12 + 1, 1)

    groups = grouped(_sales(s, days), quarter)
    plan = _plan(s, dimensions=(by(s.dotted("sale", "sale date"), "quarter", grain="quarter"),))
    naive = "SELECT date_trunc('quarter', {sale.sale date})::DATE, sum({sale.amount}) FROM {sale} GROUP BY 1"
    found = made(s, plan, naive, [(one, total(group, "amount")) for one, group in groups.items()])
    return edited(found, lambda model: _with(model, Calendar(fiscal_year_start=start)))


@trap("weeks over the turn of the year")
def week_53(s: Setting) -> Trap:
    """The last days of December may be in week 1: by year and number they fall into January before."""
    days = [date(2023, 12, 18) + timedelta(days=at) for at in range(400)]
    groups = grouped(_sales(s, days), lambda one: one["sale date"] - timedelta(days=one["sale date"].weekday()))
    plan = _plan(s, dimensions=(by(s.dotted("sale", "sale date"), "week", grain="week"),))
    naive = (
        "SELECT min(date_trunc('week', {sale.sale date}))::DATE, sum({sale.amount}) FROM {sale}"
        " GROUP BY year({sale.sale date}), week({sale.sale date})"
    )
    return made(s, plan, naive, [(week, total(group, "amount")) for week, group in groups.items()])


@trap("weeks that start on Sunday")
def sunday_weeks(s: Setting) -> Trap:
    days = [date(2024, 2, 1) + timedelta(days=s.chance.randrange(60)) for _ in range(70)]
    groups = grouped(
        _sales(s, days), lambda one: one["sale date"] - timedelta(days=(one["sale date"].weekday() + 1) % 7)
    )
    plan = _plan(s, dimensions=(by(s.dotted("sale", "sale date"), "week", grain="week"),))
    naive = "SELECT date_trunc('week', {sale.sale date})::DATE, sum({sale.amount}) FROM {sale} GROUP BY 1"
    found = made(s, plan, naive, [(week, total(group, "amount")) for week, group in groups.items()])
    return edited(found, lambda model: _with(model, Calendar(week_start=6)))


@trap("ages by the numbers of the years")
def whole_years(s: Setting) -> Trap:
    """Who has not had a birthday yet is a year younger than the years say."""
    today = date(2024, 3, 10)
    people = s.add(
        "member",
        [
            {
                "member id": key,
                "birth date": date(s.chance.randint(1950, 2005), s.chance.choice((1, 2, 3, 4, 11, 12)), 15),
            }
            for key in s.numbers(30)
        ],
    )
    age = DateDifference(
        unit="year", start=field(s.dotted("member", "birth date")), end=constant(today.isoformat(), "date")
    )
    plan = Plan(entity=s.table("member"), measures=(named("age", aggregate("avg", age, entity=s.table("member"))),))
    ages = [
        today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        for born in (one["birth date"] for one in people)
    ]
    naive = f"SELECT avg({today.year} - year({{member.birth date}})) FROM {{member}}"
    return made(s, plan, naive, [(sum(ages) / len(ages),)])


@trap("the same month a year ago, by rows")
def year_ago(s: Setting) -> Trap:
    """Twelve rows back is another month where months are missing."""
    gone = s.chance.randint(3, 9)
    months = [month for month in range(30) if month not in (gone, gone + 1)]
    firsts = {month: date(2022 + month // 12, month % 12 + 1, 1) for month in range(30)}
    days = [firsts[month] + timedelta(days=s.chance.randrange(28)) for month in months for _ in range(3)]
    groups = grouped(_sales(s, days), lambda one: one["sale date"].replace(day=1))
    sums = {month: total(group, "amount") for month, group in groups.items()}
    right: list[Row] = []
    for month, now in sums.items():
        then = sums.get(month.replace(year=month.year - 1))
        right.append((month, now, None if then is None else now - then))
    change = Change(name="change", label="change", measure="total", periods=12, as_percent=False)
    plan = _plan(s, dimensions=(by(s.dotted("sale", "sale date"), "month", grain="month"),), comparisons=(change,))
    naive = (
        "SELECT m, s, s - lag(s, 12) OVER (ORDER BY m) FROM (SELECT date_trunc('month', {sale.sale date})::DATE AS m,"
        " sum({sale.amount}) AS s FROM {sale} GROUP BY 1)"
    )
    return made(s, plan, naive, right)


@trap("growth of a loss")
def negative_base(s: Setting) -> Trap:
    """From -100 to -50 is better by half: divided by the signed base it looks like a fall."""
    values = [s.money(), -s.money(50, 90), -s.money(10, 40), s.money(), -s.money()]
    records = [{"sale id": at, "sale date": date(2024, at + 1, 5), "amount": value} for at, value in enumerate(values)]
    s.add("sale", records)
    right: list[Row] = [(date(2024, 1, 1), values[0], None)]
    right += [
        (date(2024, at + 1, 1), now, float(now - then) / abs(float(then)))
        for at, (then, now) in enumerate(pairwise(values), start=1)
    ]
    change = Change(name="change", label="change", measure="total")
    plan = _plan(s, dimensions=(by(s.dotted("sale", "sale date"), "month", grain="month"),), comparisons=(change,))
    naive = (
        "SELECT m, s, (s - lag(s) OVER (ORDER BY m)) / lag(s) OVER (ORDER BY m) FROM"
        " (SELECT date_trunc('month', {sale.sale date})::DATE AS m, sum({sale.amount}) AS s FROM {sale} GROUP BY 1)"
    )
    return made(s, plan, naive, right)


def _with(model: SemanticModel, calendar: Calendar) -> SemanticModel:
    return replace(model, calendar=calendar)
