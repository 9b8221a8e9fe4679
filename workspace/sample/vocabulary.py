"""The words and proportions that the sample business is made of."""

from __future__ import annotations

from datetime import date

FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2025, 6, 30)
RENAMED_ON = date(2024, 10, 1)
OLD_CATEGORY, NEW_CATEGORY = "Lighting", "Lamps & Lighting"

FIRST_NAMES = (
    "Ada", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kavya", "Liam", "Mei",
    "Noor", "Oscar", "Priya", "Quinn", "Rosa", "Sam", "Tara", "Uma", "Victor", "Wendy", "Yusuf", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abbott", "Bauer", "Castillo", "Duarte", "Ekström", "Fischer", "García", "Hughes", "Ivanova", "Jensen", "Kowalski",
    "Lindqvist", "Moreau", "Nakamura", "O'Brien", "Patel", "Quigley", "Rossi", "Silva", "Tanaka", "Ueda", "Vargas",
    "Walsh", "Young", "Zhang",
)  # fmt: skip
STREETS = ("Oak Street", "Harbor Road", "Mill Lane", "Station Avenue", "Cedar Court", "Hill Street", "River Drive")
CITIES = (
    ("Boston", "MA", "02108", 14), ("Hoboken", "NJ", "07030", 6), ("Providence", "RI", "02903", 5),
    ("New York", "NY", "10001", 22), ("Philadelphia", "PA", "19103", 9), ("Atlanta", "GA", "30303", 8),
    ("Chicago", "IL", "60601", 12), ("Austin", "TX", "78701", 9), ("Denver", "CO", "80202", 7),
    ("Seattle", "WA", "98101", 10), ("Portland", "OR", "97204", 6), ("San Francisco", "CA", "94103", 11),
)  # fmt: skip
"""City, state, postcode, weight."""

SEGMENTS = (("Consumer", 68), ("Small business", 24), ("Corporate", 8))
DISCOUNT_CODES = ("WELCOME10", "SPRING15", "FRIENDS20")
RETURN_REASONS = (("Damaged in transit", 30), ("Wrong size", 24), ("Not as described", 18), ("Changed mind", 28))

CATEGORIES = {
    "Garden": (0.3, 0.4, 1.0, 1.9, 2.3, 2.0, 1.5, 1.1, 0.8, 0.5, 0.3, 0.3),
    NEW_CATEGORY: (1.2, 1.0, 0.8, 0.7, 0.6, 0.6, 0.6, 0.7, 1.0, 1.3, 1.7, 1.9),
    "Kitchen": (0.9, 0.8, 0.9, 0.9, 1.0, 0.9, 0.8, 0.8, 0.9, 1.0, 1.5, 1.9),
    "Textiles": (1.1, 0.9, 0.9, 0.9, 0.8, 0.7, 0.7, 0.8, 1.0, 1.2, 1.4, 1.5),
    "Home Office": (1.3, 1.0, 0.9, 0.8, 0.8, 0.7, 0.7, 1.2, 1.4, 1.0, 1.0, 0.7),
}
"""How a category sells in each month of the year."""

PRODUCTS = (
    ("Folding Trowel", "Garden", "19.90"), ("Raised Bed Kit", "Garden", "129.00"), ("Watering Can 10 l", "Garden", "34.50"),
    ("Hedge Shears", "Garden", "44.00"), ("Terracotta Pot Set", "Garden", "39.90"), ("Garden Bench Oslo", "Garden", "249.00"),
    ("Solar Path Light", NEW_CATEGORY, "24.90"), ("Desk Lamp Arc", NEW_CATEGORY, "59.00"),
    ("Floor Lamp Reed", NEW_CATEGORY, "149.00"), ("Pendant Globe", NEW_CATEGORY, "89.00"),
    ("String Lights 20 m", NEW_CATEGORY, "29.90"), ("Reading Light Clip", NEW_CATEGORY, "18.50"),
    ("Cast Iron Pan", "Kitchen", "64.00"), ("Chef's Knife 20 cm", "Kitchen", "79.00"), ("Pour-over Set", "Kitchen", "42.00"),
    ("Mixing Bowls, set of 4", "Kitchen", "36.00"), ("Cutting Board Walnut", "Kitchen", "54.00"),
    ("Stock Pot 8 l", "Kitchen", "92.00"),
    ("Linen Sheet Set", "Textiles", "139.00"), ("Wool Throw", "Textiles", "98.00"), ("Bath Towel", "Textiles", "24.00"),
    ("Cushion Cover", "Textiles", "22.00"), ("Blackout Curtain", "Textiles", "69.00"), ("Cotton Rug", "Textiles", "119.00"),
    ("Standing Desk", "Home Office", "489.00"), ("Task Chair", "Home Office", "329.00"),
    ("Monitor Arm", "Home Office", "109.00"), ("Cable Tray", "Home Office", "27.00"), ("Desk Mat", "Home Office", "32.00"),
    ("Filing Cabinet", "Home Office", "179.00"),
)  # fmt: skip
"""Name, category, list price in dollars."""

RETURN_RATE = {"Garden": 0.03, NEW_CATEGORY: 0.05, "Kitchen": 0.03, "Textiles": 0.11, "Home Office": 0.06}
WEEKDAYS = (1.0, 0.95, 0.95, 1.0, 1.15, 1.35, 1.25)
"""How much is ordered on each day of the week, from Monday."""

PRAISE = (
    "Exactly as pictured and well made.", "Arrived two days early, very happy with it.",
    "Great quality for the price, would buy again.", "Solid, simple to set up and it looks lovely.",
    "My third one. Customer service answered within the hour.",
)  # fmt: skip
NEUTRAL = (
    "It does the job, nothing special.", "Good product but the packaging was torn.",
    "Is the colour supposed to be this dark?", "Decent, though smaller than I expected.",
)  # fmt: skip
COMPLAINTS = (
    "Broke after two weeks, disappointed.", "Delivery took almost three weeks and nobody replied to my e-mail.",
    "The wrong size was sent, and the refund is still missing.", "Scratched on arrival. Can I get a replacement?",
    "Poor stitching, one seam opened in the first wash.",
)  # fmt: skip
