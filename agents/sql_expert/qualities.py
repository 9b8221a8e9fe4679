"""What adjectives and verbs measure: words that name such a column, whatever the data is about."""

from __future__ import annotations

from dataclasses import dataclass

from semantic_layer.vocabulary import word_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What an adjective measures: words that name such a field, best first, and whether more of it is `descending`.

    `money`: where no field is called so, what is taken in. `alike`: words of `fields` of which none says it better.
    `average`: of several rows, by what each comes to on average.
    """

    descending: bool
    fields: tuple[str, ...]
    time: bool = False
    money: bool = False
    alike: tuple[str, ...] = ()
    average: bool = False


_SCORES = ("rating", "score", "stars", "grade", "points", "rate")
_SPEED = ("speed", "kmh", "kph", "mph", "knots")
_PRICES = ("price", "cost", "fee", "rate", "rent", "fare", "tariff", "charge")
_RAIN = ("precipitation", "rain", "rainfall", "prcp")
_ECONOMY = ("economy", "mpg", "efficiency", "gallon", "100km", "consumption")
_LETHAL = ("deaths", "fatalities", "killed", "casualties", "victims", "dead")
_LATE = ("delay", "lateness")
_CLOCK = ("minutes", "hours", "seconds", "days", "nights", "weeks")
_WEALTH = ("wealth", "income", "salary", "money", "net", "budget", "percap", "capita", "gdp")
QUALITIES: dict[str, Quality] = {
    adjective: quality
    for adjectives, quality in (
        ("oldest older", Quality(descending=True, fields=(
            "age", "birth", "dob", "born", "founded", "opening", "built", "year", "since", "joined"))),
        ("youngest younger", Quality(descending=False, fields=("age", "birth", "dob", "born", "founded", "formed"))),
        ("tallest taller", Quality(descending=True, fields=("height", "elevation", "floors", "stories"))),
        ("shortest shorter", Quality(descending=False, fields=(
            "height", "length", "duration", "distance", *_CLOCK), alike=_CLOCK)),
        ("longest longer", Quality(descending=True, fields=(
            "length", "duration", "distance", "time", "milliseconds", *_CLOCK), alike=_CLOCK)),
        ("heaviest heavier", Quality(descending=True, fields=("weight", "mass", "carat"))),
        ("lightest lighter", Quality(descending=False, fields=("weight", "mass", "carat"))),
        ("cheapest cheaper", Quality(descending=False, fields=_PRICES)),
        ("priciest costliest pricier costlier dearest dearer", Quality(descending=True, fields=_PRICES)),
        ("faster quicker", Quality(descending=True, fields=_SPEED)),
        ("slower", Quality(descending=False, fields=_SPEED)),
        ("fastest quickest", Quality(
            descending=True, fields=(*_SPEED, "duration", *_CLOCK), alike=_CLOCK, average=True)),
        ("slowest", Quality(descending=False, fields=(*_SPEED, "duration", *_CLOCK), alike=_CLOCK, average=True)),
        ("richest wealthiest", Quality(descending=True, fields=_WEALTH)),
        ("poorest", Quality(descending=False, fields=_WEALTH)),
        ("deepest deeper", Quality(descending=True, fields=("depth",))),
        ("widest wider", Quality(descending=True, fields=("width",))),
        ("warmest hottest warmer hotter", Quality(descending=True, fields=("temperature", "temp"))),
        ("coldest coolest colder cooler", Quality(descending=False, fields=("temperature", "temp"))),
        ("latest newest later newer recently", Quality(descending=True, fields=("date", "year", "time"), time=True)),
        ("earliest earlier", Quality(descending=False, fields=("date", "year", "time"), time=True)),
        ("windiest windier stormiest", Quality(descending=True, fields=("wind", "gust", "wspd"), average=True)),
        ("sunniest sunnier", Quality(descending=True, fields=("sunshine", "sun", "radiation"), average=True)),
        ("snowiest snowier", Quality(descending=True, fields=("snowfall", "snow"), average=True)),
        ("foggiest foggier", Quality(descending=False, fields=("visibility",), average=True)),
        ("stickiest muggiest", Quality(descending=True, fields=("humidity",), average=True)),
        ("northernmost", Quality(descending=True, fields=("latitude",))),
        ("southernmost", Quality(descending=False, fields=("latitude",))),
        ("easternmost", Quality(descending=True, fields=("longitude",))),
        ("westernmost", Quality(descending=False, fields=("longitude",))),
        ("thirstiest thirstier", Quality(descending=False, fields=_ECONOMY, average=True)),
        ("sweetest sweeter", Quality(descending=True, fields=("sugar", "sweetness"), average=True)),
        ("deadliest deadlier bloodiest", Quality(descending=True, fields=_LETHAL)),
        ("densest denser", Quality(descending=True, fields=("density",))),
        ("roomiest", Quality(descending=True, fields=("room", "space", "seats", "luggage"))),
        ("tiniest", Quality(descending=False, fields=("size", "area", "population", "length", "height"))),
        ("brightest brighter", Quality(descending=True, fields=("brightness", "luminosity", "magnitude"))),
        ("rainiest wettest rainier wetter", Quality(descending=True, fields=_RAIN, average=True)),
        ("driest drier", Quality(descending=False, fields=_RAIN, average=True)),
        ("strongest stronger", Quality(descending=True, fields=("strength", "power", "horsepower", "force", "alcohol"))),
        ("weakest weaker", Quality(descending=False, fields=("strength", "power", "horsepower", "force", "alcohol"))),
        ("loudest louder noisiest", Quality(descending=True, fields=("volume", "loudness", "noise"))),
        ("farthest furthest", Quality(descending=True, fields=("distance", "km", "miles", "mileage"))),
        ("nearest closest", Quality(descending=False, fields=("distance",))),
        ("largest biggest larger bigger", Quality(descending=True, fields=(
            "size", "area", "population", "capacity", "enrollment", "amount", "quantity", "number", "total", "seats"))),
        ("smallest smaller", Quality(descending=False, fields=(
            "size", "area", "population", "capacity", "enrollment", "amount", "quantity", "number", "total", "seats"))),
        ("best", Quality(descending=True, fields=_SCORES, average=True)),
        ("worst", Quality(descending=False, fields=_SCORES, average=True)),
    )
    for adjective in adjectives.split()
}  # fmt: skip


SPENT = ("spend", "amount", "revenue", "sales", "payment", "total")


_BILLED = ("revenue", "gross")


_EARNED = ("salary", "income", "earnings", "wage", "revenue", "gross", "sales")


_RATED = ("rated", "reviewed", "scored", "scoring", "ranked", "graded")
_STARS = ("rating", "score", "stars", "grade")
RATED = Quality(descending=True, fields=_SCORES, alike=_STARS, average=True)
POORLY_RATED = Quality(descending=False, fields=_SCORES, alike=_STARS, average=True)


_BEGUN = (
    "joined",
    "join",
    "since",
    "hired",
    "hire",
    "signup",
    "signed",
    "registered",
    "registration",
    "enrolled",
    "became",
    "start",
)


MORE_QUALITIES: dict[str, Quality] = {
    "most expensive": QUALITIES["costliest"],
    "more expensive": QUALITIES["costliest"],
    "least expensive": QUALITIES["cheapest"],
    "less expensive": QUALITIES["cheapest"],
    "most recent": QUALITIES["latest"],
    "most recently": QUALITIES["latest"],
    "more recent": QUALITIES["later"],
    "least recent": QUALITIES["earliest"],
    "most populous": Quality(descending=True, fields=("population",)),
    "least populous": Quality(descending=False, fields=("population",)),
    "most experienced": Quality(descending=True, fields=("experience", "years", "seniority")),
    "spent the most": Quality(descending=True, fields=SPENT, money=True),
    "spent most": Quality(descending=True, fields=SPENT, money=True),
    "spent the least": Quality(descending=False, fields=SPENT, money=True),
    "gave the most": Quality(descending=True, fields=SPENT, money=True),
    "give the most": Quality(descending=True, fields=SPENT, money=True),
    "gives the most": Quality(descending=True, fields=SPENT, money=True),
    "donated the most": Quality(descending=True, fields=SPENT, money=True),
    "contributed the most": Quality(descending=True, fields=SPENT, money=True),
    "owes the most": Quality(descending=True, fields=SPENT, money=True),
    "owe the most": Quality(descending=True, fields=SPENT, money=True),
    "paid the most": Quality(descending=True, fields=SPENT, money=True),
    "earns the most": Quality(descending=True, fields=_EARNED, money=True),
    "earned the most": Quality(descending=True, fields=_EARNED, money=True),
    "earns the least": Quality(descending=False, fields=_EARNED, money=True),
    "sold the most": Quality(descending=True, fields=("sales", "quantity", "units", "sold")),
    "sold the least": Quality(descending=False, fields=("sales", "quantity", "units", "sold")),
    "bought the most": Quality(descending=True, fields=("quantity", "units", "sold", "amount", "revenue")),
    "purchased the most": Quality(descending=True, fields=("quantity", "units", "sold", "amount", "revenue")),
    "bought the least": Quality(descending=False, fields=("quantity", "units", "sold", "amount", "revenue")),
    "best selling": Quality(descending=True, fields=("quantity", "units", "sold", "sales", "amount", "revenue")),
    "top selling": Quality(descending=True, fields=("quantity", "units", "sold", "sales", "amount", "revenue")),
    "worst selling": Quality(descending=False, fields=("quantity", "units", "sold", "sales", "amount", "revenue")),
    "most profitable": Quality(descending=True, fields=("profit", "margin", "income")),
    "least profitable": Quality(descending=False, fields=("profit", "margin", "income")),
    "most valuable": Quality(descending=True, fields=("value", "worth", "price", "amount"), money=True),
    "least valuable": Quality(descending=False, fields=("value", "worth", "price", "amount"), money=True),
    "most powerful": Quality(descending=True, fields=("power", "horsepower", "strength")),
    "least powerful": Quality(descending=False, fields=("power", "horsepower", "strength")),
    **{
        f"most {word}": Quality(descending=True, fields=_ECONOMY, average=True)
        for word in ("efficient", "fuel efficient", "economical", "fuel economical")
    },
    **{
        f"more {word}": Quality(descending=True, fields=_ECONOMY, average=True)
        for word in ("efficient", "fuel efficient", "economical")
    },
    **{
        f"least {word}": Quality(descending=False, fields=_ECONOMY, average=True)
        for word in ("efficient", "fuel efficient", "economical")
    },
    "most punctual": Quality(descending=False, fields=_LATE, average=True),
    "least punctual": Quality(descending=True, fields=_LATE, average=True),
    "most delayed": Quality(descending=True, fields=_LATE, average=True),
    "most humid": Quality(descending=True, fields=("humidity",), average=True),
    "least humid": Quality(descending=False, fields=("humidity",), average=True),
    "most lethal": Quality(descending=True, fields=_LETHAL),
    "most deadly": Quality(descending=True, fields=_LETHAL),
    "most destructive": Quality(descending=True, fields=("damage", "damages", "losses")),
    "most polluted": Quality(descending=True, fields=("pollution", "aqi", "pm25", "pm")),
    "most remote": Quality(descending=True, fields=("distance", "remoteness")),
    "most alcoholic": Quality(descending=True, fields=("alcohol", "abv")),
    "most densely populated": Quality(descending=True, fields=("density",)),
    "most visited": Quality(descending=True, fields=("visitors", "visits", "attendance")),
    "most populated": Quality(descending=True, fields=("population",)),
    "least populated": Quality(descending=False, fields=("population",)),
    "most crowded": Quality(descending=True, fields=("passengers", "attendance", "population", "occupancy")),
    "most generous": Quality(descending=True, fields=("tip", "donation", "amount")),
    "most productive": Quality(descending=True, fields=("output", "production", "yield", "productivity")),
    "biggest spender": Quality(descending=True, fields=SPENT, money=True),
    "biggest spenders": Quality(descending=True, fields=SPENT, money=True),
    "top spender": Quality(descending=True, fields=SPENT, money=True),
    "top spenders": Quality(descending=True, fields=SPENT, money=True),
    "brings in the most": Quality(descending=True, fields=_BILLED, money=True),
    "bring in the most": Quality(descending=True, fields=_BILLED, money=True),
    "brought in the most": Quality(descending=True, fields=_BILLED, money=True),
    "makes the most": Quality(descending=True, fields=_EARNED, money=True),
    "make the most": Quality(descending=True, fields=_EARNED, money=True),
    "made the most": Quality(descending=True, fields=_EARNED, money=True),
    "earn the most": Quality(descending=True, fields=_EARNED, money=True),
    "pays the most": Quality(descending=True, fields=SPENT, money=True),
    "pays us the most": Quality(descending=True, fields=SPENT, money=True),
    "spends the most": Quality(descending=True, fields=SPENT, money=True),
    "most senior": Quality(descending=False, fields=("hire", "hired", "join", "joined", "since", "start", "employed")),
    "longest standing": Quality(descending=False, fields=_BEGUN, alike=_BEGUN),
    "best paid": Quality(descending=True, fields=("salary", "pay", "wage", "earnings")),
    "worst paid": Quality(descending=False, fields=("salary", "pay", "wage", "earnings")),
    "longest serving": Quality(
        descending=False, fields=("hire", "hired", "join", "joined", "since", "start", "employed")
    ),
    "highest paid": Quality(descending=True, fields=("salary", "pay", "wage", "earnings")),
    "lowest paid": Quality(descending=False, fields=("salary", "pay", "wage", "earnings")),
    **{f"{end} {told}": RATED for end in ("highest", "top", "best", "most highly") for told in _RATED},
    **{f"{end} {told}": POORLY_RATED for end in ("lowest", "worst", "bottom", "poorest", "least") for told in _RATED},
    "spend the most": Quality(descending=True, fields=SPENT, money=True),
    "spend most": Quality(descending=True, fields=SPENT, money=True),
    "spends most": Quality(descending=True, fields=SPENT, money=True),
    "spends the least": Quality(descending=False, fields=SPENT, money=True),
    "pay the most": Quality(descending=True, fields=SPENT, money=True),
    "earn the least": Quality(descending=False, fields=_EARNED, money=True),
    "earns most": Quality(descending=True, fields=_EARNED, money=True),
    "earned most": Quality(descending=True, fields=_EARNED, money=True),
}


NAMING = ("named", "called", "titled", "labeled", "labelled")
VERBS: dict[str, Quality] = {
    verb: Quality(descending=True, fields=fields, money=fields in (SPENT, _EARNED, _BILLED))
    for verbs, fields in (
        (
            "spent spend spends spending paid pay pays paying gave give gives given donate donated contribute contributed",
            SPENT,
        ),
        ("earn earns earned earning", _EARNED),
        ("bill billed invoice invoiced charge charged collect collected gross grossed raise raised", _BILLED),
        ("make makes made making", _EARNED),
        ("generate generates generated brought bring brings", _BILLED),
        ("cost costs costing", ("price", "cost", "fee")),
        ("weigh weighs weighing weighed", ("weight", "mass", "carat")),
        ("last lasts lasted lasting took take takes taking", ("duration", "time", "length", "minutes")),
    )
    for verb in verbs.split()
}


TAKEN_IN = Quality(descending=True, fields=_BILLED, money=True)
COMING_ABOUT = word_set("written received issued")
"""How rows come about that are letters, reviews, orders: on the day that is called like them."""
EVENTS = word_set("sold bought purchased sell buy used hired received issued written paid")
PERSON = Quality(
    descending=True,
    fields=tuple(sorted(word_set("""
    customer client employee person people user member staff student patient player driver passenger seller
    buyer worker salesperson agent rep representative teacher author guest subscriber candidate donor contact
    lead applicant visitor
    """))),
)  # fmt: skip


BUYER = Quality(
    descending=True, fields=("customer", "client", "buyer", "shopper", "purchaser", "patron", "guest", "subscriber"),
)  # fmt: skip


ASKED: dict[str, Quality] = {
    "when": Quality(descending=True, fields=("date", "founded", "year", "time", "opened", "start"), time=True),
    "where": Quality(descending=True, fields=("location", "address", "city", "place", "venue", "country", "town")),
    "age": Quality(descending=True, fields=("age",)),
    "length": Quality(descending=True, fields=("duration", "length", "time")),
    "height": Quality(descending=True, fields=("height", "elevation")),
    "weight": Quality(descending=True, fields=("weight",)),
    "cost": Quality(descending=True, fields=("price", "cost", "fee")),
    "distance": Quality(descending=True, fields=("distance",)),
}


def quality(adjective: str) -> Quality | None:
    return MORE_QUALITIES.get(adjective) or QUALITIES.get(adjective)


MORE = word_set("higher larger greater bigger more longer better taller heavier older later above")
LESS = word_set("lower smaller less fewer shorter worse lighter younger cheaper earlier below")
