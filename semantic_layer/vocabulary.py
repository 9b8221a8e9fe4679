"""General English of data: abbreviations in headers, and words that commonly stand for each other.

Sets are kept apart by |. Common knowledge across domains; nothing here comes from anyone's data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

_ABBREVIATIONS = """
abv alcohol content | accel acceleration | acct account | addr address | adj adjusted | agg aggregate | alt altitude
amt amount | approx approximate | appt appointment | arr arrival | attnd attendance
asst assistant | attr attribute | auth authorised | avail available | avg average | ave average | bal balance
bday birthday | bldg building | bdrm bedroom | bdrms bedrooms | calc calculated | cd code | ccy currency
coef coefficient | comm commission | cnt count | conf confirmed | cpu processor | cyl cylinder | ctr centre
cty city | ctry country | cust customer | dens density | dest destination | displ displacement | dept department | dep department
dt date | desc description | descr description | diff difference | dim dimension | disc discount | dist distance
div division | dob birth date | dod death date | doc document | dst destination | dur duration | econ economy
edu education | educ education | elev elevation | emp employee | empl employee | est estimated | exp expiry
fcst forecast | flt flight | freq frequency | fname first name | lname last name | mname middle name | gen gender
geo geography | govt government | grp group | hdr header | hosp hospital | hp horsepower | hr hour | hrs hours
 hwy highway | ht height | img image | inc income | info information | ins insurance
inst institution | inv invoice | inventry inventory | lang language | lat latitude | lng longitude | lon longitude
long longitude | loc location | lvl level | manuf manufacturer | mfg manufacturing | mfr manufacturer | mgr manager
mgmt management | max maximum | min minimum | mo month | mon month | mpg miles per gallon | mth month | msg message
nbr number | num number | no number | nr number | obs observation | occ occupation | opp opportunity | ord order
org organisation | orig origin | pax passengers | pct percent | perc percent | pers person | pmt payment
pop population | prcp precipitation | precip precipitation | pts points | pwr power | pos position | prev previous
proc procedure | prod product | prof professor | proj project | prov province | pub publication | purch purchase
pwd password | qty quantity | qnty quantity | qtr quarter | rcpt receipt | rcvd received | rhum relative humidity
rec record | ref reference | reg region | rep representative | req request | res result | rest restaurant
rev revenue | rm room | sal salary | sched schedule | sec second | seq sequence | shpmt shipment | ship shipment
sku sku | spd speed | sqft square feet | sqm square metres | stn station | stns stations | src source | stat status
std standard | stu student | subj subject | svc service | sys system | tel telephone | temp temperature
temps temperatures | tmp temperature | terr territory | tot total | trans transaction | tran transaction
trx transaction | txn transaction | unempl unemployment | unemp unemployment | univ university | usr user | val value
veh vehicle | vis visibility | ver version | vol volume | wh warehouse | wdir wind direction | wk week | wks weeks
wspd wind speed | wt weight | yr year | yrs years | ytd year to date
"""
_AMBIGUOUS = (
    "alt arr cd dep div dim econ exp gen hr ht inc inst long mo no obs occ pop pos pts pub rec reg rep res rest rev ship "
    "stat temp tmp val vis"
)

_SYNONYMS = """
revenue sales turnover amount takings proceeds | revenue income earnings receipts | sales sold selling
profit earnings gain margin | loss deficit | cost expense expenditure spend spending outlay | cost price charge fee
price rate tariff | budget allocation funding | amount sum value total | amount quantity
quantity units volume pieces count | customer client buyer shopper consumer patron | customer account
user member subscriber | visitor guest | employee staff worker personnel associate | employee person
salary pay wage compensation remuneration earnings | salary income | bonus incentive
manager boss supervisor head lead | department division unit team | job position role occupation post title
hire recruit employ | hired joined started | product item article good merchandise | product sku
category type kind class group genre | category segment | brand make manufacturer maker | model version
supplier vendor provider | order purchase | order transaction sale | invoice bill | payment transaction
refund return | discount rebate reduction markdown | tax vat duty | shipment delivery consignment
ship deliver dispatch send | carrier courier shipper | freight shipping | warehouse depot store
store shop outlet branch | stock inventory | region area territory zone | region district | country nation
country nationality | state province | city town municipality | city location | location place site venue
address street | postcode zip zipcode postal | county district | continent region | origin source departure
destination arrival | date day | date time | month period | year season | birthdate birthday dob birth born
death died dead | age old | start begin beginning opening commence | end finish close ending | created added made
updated modified changed | status state condition | status stage | name title | name label | surname lastname family
forename firstname | nickname alias | phone telephone mobile cell tel | email mail | website url site
identifier id number code | reference number | sex gender | language tongue
company firm business organisation organization corporation enterprise | industry sector | headquarters hq
owner proprietor holder | student pupil learner | teacher instructor professor lecturer faculty tutor educator
school college university academy institution | course class subject module | course program programme
grade mark score | grade level year | degree qualification diploma | enrolment enrollment registration
exam test assessment | major discipline | book title | author writer | publisher press | library archive
song track tune | album record | singer vocalist artist musician | artist painter | band group
concert gig performance show | film movie picture | director filmmaker | actor actress performer | rating score stars
review feedback comment opinion | comment remark note | game match fixture | team club side | player athlete
coach trainer | win victory | won win | lose defeat | score point goal | stadium arena venue ground
league competition tournament championship | race contest | winner champion | rank ranking position place
medal award prize | patient case | doctor physician clinician practitioner | nurse carer | hospital clinic
disease illness condition diagnosis | drug medication medicine | treatment therapy procedure | symptom complaint
admission stay visit | appointment visit booking | dose dosage | car vehicle automobile auto | airplane plane aircraft
airline carrier | airport airfield | flight trip | train rail | trip journey ride | driver chauffeur | route line
fare price | passenger traveller traveler | hotel accommodation lodging | room apartment | booking reservation
rent lease | tenant renter | house home property | building structure | floor storey | capacity seats seating
page view | visit session | click hit | campaign promotion | channel medium | lead prospect | conversion sale
device machine | browser agent | post article | follower fan | tweet message | ticket issue | issue problem defect bug
request inquiry query | event incident occurrence | accident crash | crime offence offense | project initiative
task activity | contract agreement | policy plan | claim request | premium price | loan credit | debt liability
balance amount | account number | bank lender | branch office | interest rate | share stock equity
investor shareholder | donation gift contribution | donor giver | party organisation | vote ballot | candidate nominee
election poll | mayor leader | president leader | population people inhabitants residents
people person human individual | man male | woman female | child kid | household family | marriage wedding
weight mass | height tall elevation altitude | length duration | length long | width wide breadth | depth deep
size area | distance length mileage | duration length time | speed velocity pace | temperature heat
rain rainfall precipitation | wind gust | energy power | water river | mountain peak summit | food meal dish
restaurant eatery diner | ingredient component | drink beverage | farm ranch | animal pet | dog pet | species kind
plant factory | tree plant | colour color | picture photo image | document file paper | description detail explanation
information detail | average mean | maximum highest largest top | minimum lowest smallest | total overall sum
percent percentage share | ratio proportion share | growth increase rise | decline decrease drop fall
difference gap change | frequency count | quarter period | week period | weekday day | hour time | active current
inactive former | open opening | cancel cancelled void | complete completed done | pending waiting
late delayed overdue | early premature | new recent | agent representative | salesperson seller representative rep
broker dealer | deal opportunity | payroll salary | absent absence | complaint issue
partner spouse | parent guardian | captain leader | chief head
"""

_PLAIN = """
accident account active actual address adult airline airport album amount animal annual answer apartment app area arrival
article artist assembly asset assignment attendance attribute auction audience author average award bank base basket
battery begin benefit bill birth block blood board body book brand budget building bus business campus capital card
care case category centre change chapter character charge child circuit city class client code color colour comment
community company computer content contract control copy cost count country course court credit crop currency custom
customer cycle data database date day death delivery department deposit depth destination detail device director
discount disease district doctor document domain driver drug duration employee employer end energy engine entry episode
error event exam exchange expense expiry family farm field film first flight floor food fuel full game gender goal
grade group guest head headcount health height high hire home hospital host hotel hour house image income index industry
insurance interest invoice issue item job key kind label land language last leader lease length lesson level library
license line list loan location log login lot low machine mail major make manager map mark market match material
maximum meal media medicine member message meter middle minimum minute model money month mother movie name nation
network news night note number nurse object office officer old online open opening order organisation origin owner
page parent park parking part party passenger password patient payment period person pet phone photo place plan plant
platform player point policy port position post power premium president price primary product professor profile profit
program project property province purchase quality quantity question rank rate rating reason receipt record region
release remark rent reservation response restaurant result return revenue review road role room route row salary sale
sales sample scale schedule school score season seat second secondary section sector segment seller semester sequence
series server service session sex share ship shop short show size skill source space speed sport stadium staff stage
start state station status stock stop store story street student style subject supplier support surface survey system
table tag target task tax teacher team temperature tenant term test text ticket time title total town track trade train
transaction transfer treatment trip type unit university update user value vehicle vendor venue version video view
village visit visitor volume vote wage warehouse water weather website week weight width wind window winner word work
worker world year zip zone
id no num pk fk url uid uuid
"""


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@cache
def abbreviations() -> Mapping[str, str]:
    """Abbreviations that are safe to write out: "qty" → "quantity"; those with several meanings are left out."""
    ambiguous = word_set(_AMBIGUOUS)
    return {short: full for short, full in _all_abbreviations().items() if short not in ambiguous}


@cache
def known_words() -> frozenset[str]:
    """Words that may be parts of a name written without spaces."""
    return word_set(_PLAIN) | word_set(_SYNONYMS.replace("|", " "))


@cache
def synonyms() -> Mapping[str, Mapping[str, float]]:
    """Stem → stems it may stand for, with how well (0 to 1): abbreviations near 0.9, synonyms near 0.7."""
    from semantic_layer.words import stem

    table: dict[str, dict[str, float]] = {}
    pairs = [(words.split(), 0.72) for words in _sets(_SYNONYMS)]
    pairs += [([short, full], 0.92) for short, full in _all_abbreviations().items() if " " not in full]
    for words, weight in pairs:
        of_set = {stem(word) for word in words}
        for one in of_set:
            entry = table.setdefault(one, {})
            entry.update({other: max(weight, entry.get(other, 0.0)) for other in of_set - {one}})
    return table


def likeness(one: str, other: str) -> float:
    """How well one stem stands for another, 0 to 1; 1 for itself."""
    return 1.0 if one == other else synonyms().get(one, {}).get(other, 0.0)


@cache
def _all_abbreviations() -> Mapping[str, str]:
    entries = (entry.split() for entry in _sets(_ABBREVIATIONS))
    return {short: " ".join(full) for short, *full in entries}


def _sets(table: str) -> Iterator[str]:
    return (words for line in table.strip().splitlines() for words in line.split("|"))
