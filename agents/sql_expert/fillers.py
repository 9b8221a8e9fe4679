"""Words of a question that say nothing of their own: helpers, and verbs that only relate one thing to another."""

from __future__ import annotations

_FILLER = """
a an the he she him all any some please me us there their its his her it they them this these those do does did can could
would should will we i you our my your also only just ever currently current now available listed exist exists
existing present given shown recorded stored made placed taken took located live lives living lived resident
based belong belongs associated related owned held happened occur occurred occurs take takes place
record records entry entries row rows information data database table set result results corresponding
respective along then so exactly about approximately up off has many much get gets got see know like want
need system ones such own used use uses using work works working worked go goes come comes came went keep kept
be being been either amongst among regarding concerning wise ok okay hi hello thanks thank hey let lets kindly
tell times actually really together whole entire possible specific particular registered assigned contained
included offered provided stayed stay stays participate participates participated attend attended attending
enrolled enroll received receive receives issued performed perform performs conducted conduct produced produce
published publish wrote write written directed direct bought buy sold sell hired hire joined join opened open
founded established built build by flown fly flew flies driven drove carried carry moved travelled traveled handled handle
served operated generated earned earn consumed filed caused occurring everyone everybody anyone anybody someone
come coming stem stems ran run running going yet altogether combination combinations
usually typically normally generally pls plz here away ago kindly basically roughly overall please enough far
meant sorry wanted wants ours yours mine myself figures figure
spent spend spends spending paid pay pays paying earns earning weigh weighs weighing weighed
"""
_RELATING = """
anything something single overall responded replied still already generate generates generating

involve involves involved involving appear appears appeared appearing teach teaches taught teaching play plays played
playing describe describes described describing share shares shared sharing study studies studied studying correspond
corresponds offer offers offering cover covers covered covering affect affects affected affecting represent represents
represented representing include contain sing sings sang sung perform performing act acted acting star starred starring
compete competes competed competing visit visits visited visiting treat treats treated treating prescribe prescribed
supply supplies supplied supplying support supports supported supporting manage manages managed managing lead leads led
leading head heads headed heading supervise supervises supervised supervising advise advised represent create creates
created creating design designs designed designing develop build builds make makes making grow grows growing
host hosts hosted hosting employ employs employed employing engage engaged engaging connect connected connecting link
linked linking relate relates relating refer refers referred referring submit submits submitted submitting cite cites
cited citing review contribute contributes contributed contributing accompany accompanied border borders bordering
reporting reports bring brings brought bringing contribute contributes
occupy occupied occupying accommodate accommodates study belong belongs belonging tie tied possess possesses possessed
become became becomes undergo underwent undertake undertook undertaken appointed appoint elect elected serve serves
serving sit sits sat stand stands begin began mention drive drives driving ride rides rode written lie lies lying
see sees saw seen treat treats treated treating help helps helped helping looked looking dealt dealing
called calling meet meets met talked talking run runs send sends sent sending deliver delivers processed processing
completes placing put puts putting rented renting borrow borrows borrowed borrowing lend lends lent lending watched
watching listened listening filled picked picking choose chooses chose chosen choosing prefer prefers preferred
cleaned repaired repairing fixed trained coached guided booked reserved scheduled stocked moves contacted answered raised
reported requested recommend recommends recommended operate operates operating accepts accepted reach reaches reached
require requires required producing approved signed renewed renews cooked eat eats ate eaten drank streamed downloaded
responds replies passed failed missed
originate originated arrive arrives depart departs land lands cross flied cause causes causing
"""
RELATING = frozenset(_RELATING.split())
FILLER = frozenset(_FILLER.split()) | RELATING
_LIGHT = """
member type kind sort people person amount score point size scheme level value figure unit category item number total
data status
"""
LIGHT = frozenset(_LIGHT.split())
