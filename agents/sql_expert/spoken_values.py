"""Words that stand for a value which is written otherwise in the data: "German" for Germany, "female" for F."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agents.sql_expert.lexemes import ValueLink
from agents.sql_expert.values import Links, whole_values
from core.model import SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.words import full_words

_SURE = 0.93
_NATIONS = """
afghan afghanistan | albanian albania | algerian algeria | american united states,usa,us,united states of america,america
argentine argentina | argentinian argentina | australian australia,aus | austrian austria,at | bangladeshi bangladesh
belgian belgium,be | bolivian bolivia | brazilian brazil,br,brasil | british united kingdom,uk,gb,great britain,gbr,england
bulgarian bulgaria | cambodian cambodia | canadian canada,ca,can | chilean chile | chinese china,cn,chn
colombian colombia | croatian croatia | cuban cuba | czech czech republic,czechia,cz | danish denmark,dk
dutch netherlands,nl,holland | ecuadorian ecuador | egyptian egypt | english england,united kingdom,uk,gb | estonian estonia
ethiopian ethiopia | finnish finland,fi | french france,fr,fra | german germany,de,deu,ger | ghanaian ghana
greek greece,gr | hungarian hungary,hu | icelandic iceland | indian india,in,ind | indonesian indonesia
iranian iran | iraqi iraq | irish ireland,ie | israeli israel | italian italy,it,ita | jamaican jamaica
japanese japan,jp,jpn | kenyan kenya | korean south korea,korea,kr | latvian latvia | lebanese lebanon
lithuanian lithuania | malaysian malaysia | mexican mexico,mx,mex | moroccan morocco | nepalese nepal
nigerian nigeria | norwegian norway,no,nor | pakistani pakistan | peruvian peru | filipino philippines
polish poland,pl,pol | portuguese portugal,pt | romanian romania,ro | russian russia,ru,russian federation
saudi saudi arabia | scottish scotland | serbian serbia | singaporean singapore | slovak slovakia | slovenian slovenia
spanish spain,es,esp | swedish sweden,se,swe | swiss switzerland,ch | taiwanese taiwan | thai thailand | tunisian tunisia
turkish turkey,tr,turkiye | ukrainian ukraine | uruguayan uruguay | venezuelan venezuela | vietnamese vietnam,viet nam
welsh wales | african africa | asian asia | european europe | us united states,usa | uk united kingdom,gb
usa united states,us,usa | america united states,usa | britain united kingdom,uk
"""
_GENDERS = """
female f,female,w,woman,women | male m,male,man,men | women f,female,w,woman | men m,male,man | woman f,female,w
man m,male | girl f,female,girl | boy m,male,boy | girls f,female,girl | boys m,male,boy | females f,female | males m,male
"""
_STATES = """
rejected declined,refused,denied | declined rejected,refused,denied | refused declined,rejected,denied
denied declined,rejected,refused | cancelled cancel,canceled,cancelled,cancellation,void | canceled cancel,cancelled,void
called off cancelled,canceled,cancel | sent shipped,dispatched,on road,delivered | dispatched shipped,on road,sent
delivered arrived,complete,completed | finished completed,complete,done,closed,finish,finished
done completed,complete,closed,finished,finish | completed complete,finished,done,closed,finish
closed resolved,done,completed | resolved closed,solved,done | approved accepted,authorised,authorized
accepted approved | unpaid open,outstanding,due,overdue,not paid | paid settled,complete
pending open,waiting,in progress,processing,submitted | waiting pending,open | ongoing in progress,active,open
lost closed lost | won closed won | failed failure,fail | passed pass | successful success
"""
_STATUSES = frozenset({"status", "state", "stage", "outcome", "result", "condition", "phase", "progress"})
_PLACES = frozenset(
    {"country", "nation", "nationality", "citizenship", "origin", "continent", "region", "market", "state"}
)
_SEXES = frozenset({"sex", "gender"})


def _table(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (entry.strip().split(" ", 1) for line in text.strip().splitlines() for entry in line.split("|"))
    return {word: tuple(written.split(",")) for word, written in pairs}


_SPOKEN = tuple(
    (_table(text), kinds) for text, kinds in ((_NATIONS, _PLACES), (_GENDERS, _SEXES), (_STATES, _STATUSES))
)


def spoken_values(index: ValueIndex, words: Iterable[str], model: SemanticModel) -> Links:
    """Only in columns of the kind that such a word is about: a country, a gender."""
    found: Links = {}
    for word in words:
        links: list[ValueLink] = []
        for table, kinds in _SPOKEN:
            written = table.get(word.casefold(), ())
            values = whole_values(index, written, model) if written else {}
            for phrase in written:
                links += [replace(one, score=_SURE) for one in values.get(phrase, ()) if _is_of(one, kinds)]
        base = _noun_of(word.casefold())
        if not links and base is not None:
            links += [replace(one, score=_SURE) for one in whole_values(index, [base], model).get(base, ())]
        if links:
            found[word] = tuple({(one.entity.name, one.field.name): one for one in reversed(links)}.values())
    return found


def _noun_of(word: str) -> str | None:
    """“Rainy” is rain, “sunny” is sun."""
    base = word[:-1]
    if len(word) < 5 or not word.endswith("y") or word.endswith(("ly", "ay", "ey", "oy")):
        return None
    return base[:-1] if base[-1] == base[-2] else base


def _is_of(link: ValueLink, kinds: frozenset[str]) -> bool:
    return not kinds.isdisjoint((*full_words(link.field.name), *full_words(link.field.label)))
