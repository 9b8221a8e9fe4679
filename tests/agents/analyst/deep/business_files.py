"""Two years of bookings with a fall in one region, a season, a rating that follows the price, and visits in steps."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

REGIONS = ("North", "South", "East")
Row = dict[str, object]


def write_files(folder: Path) -> tuple[list[Path], list[Row]]:
    """The paths, and the bookings as they are in their file."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(11)
    bookings = _bookings(chance)
    guests = [
        {"guest_id": f"G{number:03}", "joined_on": date(2023, 1, 1) + timedelta(days=7 * (number % 60)), "tier": tier}
        for number, tier in zip(range(120), ["gold", "silver"] * 60, strict=True)
    ]
    paths = [folder / "bookings.csv", folder / "guests.csv", folder / "visits.csv"]
    _write(paths[0], bookings)
    _write(paths[1], guests)
    _write(paths[2], _visits(chance))
    return paths, bookings


def _bookings(chance: random.Random) -> list[Row]:
    """In March 2024, nearly nobody books in the North; in every summer more do everywhere."""
    rows: list[Row] = []
    day = date(2023, 1, 1)
    while day < date(2025, 1, 1):
        summer = math.sin((day.month - 4) * math.pi / 6) / 2
        for region in REGIONS:
            wanted = 2.2 + summer
            if region == "North" and (day.year, day.month) == (2024, 3):
                wanted = 0.2
            for _ in range(int(wanted) + (chance.random() < wanted % 1)):
                price = round(chance.uniform(40, 200), 2)
                tier = chance.randrange(120)
                rows.append(
                    {
                        "booking_id": 1000 + len(rows),
                        "guest_id": f"G{tier:03}",
                        "booked_on": day,
                        "region": region,
                        "room_price": price,
                        "amount": round(price * (2.0 if region == "South" else 1.0), 2),
                        "rating": round(min(5.0, max(1.0, price / 50 + chance.gauss(0, 0.6))), 1),
                        "noise_level": round(chance.gauss(50, 5), 1),
                    }
                )
        day += timedelta(days=1)
    return rows


def _visits(chance: random.Random) -> Iterable[Row]:
    number = 0
    for user in range(200):
        when = datetime.fromisoformat("2024-01-01") + timedelta(hours=chance.randrange(24 * 60))
        for place, step in enumerate(("view", "add to cart", "purchase")):
            if user % (2**place):
                break
            number += 1
            yield {"visit_id": number, "user_id": f"U{user:03}", "step": step, "happened_at": when.isoformat(" ")}
            when += timedelta(minutes=chance.randrange(1, 300))


def _write(path: Path, rows: Iterable[Row]) -> None:
    listed: Sequence[Row] = list(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
