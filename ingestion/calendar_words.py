"""Names of months and days of the week in English, German, French, Spanish, Italian, Portuguese and Dutch."""

from __future__ import annotations

from ingestion.sql import literal

MONTHS = {
    "Jan": "january januar jänner janvier enero gennaio janeiro januari jan janv ene gen",
    "Feb": "february februar février fevrier febrero febbraio fevereiro februari feb febr févr fevr fév fev",
    "Mar": "march märz maerz mars marzo março marco maart mar mär mrz mrt",
    "Apr": "april avril abril aprile apr avr abr",
    "May": "may mai mayo maggio maio mei mag",
    "Jun": "june juni juin junio giugno junho jun giu",
    "Jul": "july juli juillet julio luglio julho jul juil juill lug",
    "Aug": "august août aout agosto augustus aug ago",
    "Sep": "september septembre septiembre setiembre settembre setembro sept sep set sett",
    "Oct": "october oktober octobre octubre ottobre outubro oct okt ott out",
    "Nov": "november novembre noviembre novembro nov",
    "Dec": "december dezember décembre decembre diciembre dicembre dezembro dec dez déc dic",
}
"""By the name that DuckDB parses. No word of one language is another month in another."""

_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié mie jue vie sáb sab dom
lunedì martedì mercoledì giovedì venerdì sabato domenica gio
segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta seg ter qua qui sex
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
"""


def _one_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


WEEKDAY = rf"(?i:{_one_of(_WEEKDAYS)})\.?,? "
MONTH = rf"(?i:{_one_of(' '.join(MONTHS.values()))})"
_ORDINAL = "(?:er|st|nd|rd|th|º|°|ª)"
SPOKEN_DAY_FIRST = rf"(?:{WEEKDAY})?\d{{1,2}}(?:\.|{_ORDINAL})?[- ]?(?:de )?{MONTH}\.?,?[- ](?:del? )?(\d{{4}}|\d{{2}})"
SPOKEN_MONTH_FIRST = rf"(?:{WEEKDAY})?{MONTH}\.? \d{{1,2}}{_ORDINAL}?,? \d{{4}}"
MONTH_ALONE = rf"{MONTH}\.?[- ](?:del? )?\d{{4}}"


def in_plain_words(text: str) -> str:
    """SQL for `text` without the day of the week, ordinals and particles, its month as DuckDB parses it."""
    plain = f"regexp_replace({text}, {literal('^' + WEEKDAY)}, '')"
    for name, words in MONTHS.items():
        whole_word = literal(rf"(?i)(^|[^\pL])(?:{_one_of(words)})($|[^\pL])")
        plain = f"regexp_replace({plain}, {whole_word}, '\\1{name}\\2')"
    plain = f"regexp_replace({plain}, {literal(rf'([0-9]){_ORDINAL}([, ])')}, '\\1\\2')"
    return f"regexp_replace(regexp_replace({plain}, '(?i) del? ', ' ', 'g'), '^([0-9]+)[.]?([A-Z])', '\\1 \\2')"
