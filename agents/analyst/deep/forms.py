"""The forms in which deep questions are asked, as patterns of their words; what is named is read on its own."""

from __future__ import annotations

_DOWN = (
    r"(?:drop(?:ped|ping)?|fall(?:en|ing)?|fell|declin(?:e|ed|ing)|decreas(?:e|ed|ing)|go(?:ne|"
    r"ing)? down|went down|"
    r"dip(?:ped)?|shr[aiu]nk(?:ing)?|slump(?:ed)?|plunge[d]?|s[ai]nk|sunk|worsen(?:ed|ing)?|get(?:ting)"
    r"? worse|got worse|"
    r"slow(?:ed|ing)? down|slid(?:e)?|tumbled?|reduced?|come down|came down|collapsed?|lower|low|"
    r"down|worse|so bad|weak(?:er)?)"
)
_UP = (
    r"(?:r[io]se|risen|rising|gr[eo]w(?:n|ing)?|increas(?:e|ed|ing)|jump(?:ed)?|climb(?:ed|ing)"
    r"?|go(?:ne|ing)? up|went up|"
    r"surged?|spiked?|soar(?:ed)?|improv(?:e|ed|ing)|gain(?:ed)?|double[d]?|get(?:ting)? better|"
    r"got better|come up|came up|"
    r"higher|high|up|better|strong(?:er)?)"
)
_MOVE = r"(?:chang(?:e|ed|ing)|mov(?:e|ed|ing)|shift(?:ed)?|develop(?:ed)?)"
_DOWN_NOUN = r"(?:drop|fall|decline|decrease|dip|slump|reduction|plunge|loss|downturn|slowdown|collapse)"
_UP_NOUN = r"(?:rise|increase|growth|jump|spike|surge|gain|improvement|upturn|boost|climb)"
_MOVE_NOUN = r"(?:change|movement|shift|swing|difference)"
_SO = (
    r"(?:(?:so|that|this|as|very|too|a bit|slightly|suddenly|sharply|strongly|much|significantly|"
    r"been|being|all) )*"
)
_WORD = rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP})|(?P<move>{_MOVE}))"
_NOUN = rf"(?:(?P<down>{_DOWN_NOUN})|(?P<up>{_UP_NOUN})|(?P<move>{_MOVE_NOUN}))"
_THE = r"(?:(?:the|our|my|its|their|this|that|a|an|any) )?"
_UNITS = r"(?P<unit>hour|day|week|month|quarter|year)s?"
_SIGN = r"(?:(?:statistically|really|clearly|strongly) )?"

CHANGE = (
    rf"why (?:did|do|does|has|have|had|is|are|was|were) {_THE}(?P<subject>.+?) {_SO}{_WORD}(?P<rest>(?: .+)?)",
    r"(?:what|which \w+) (?:caused|causes|explains|explained|is behind|was behind|is causing|led "
    r"to|is responsible for|drove|is "
    rf"driving|contributed(?: most| the most)? to|accounts for|made) {_THE}(?:\w+ )?{_NOUN} (?:in|"
    rf"of) {_THE}(?P<subject>.+?)(?P<rest>)",
    rf"what (?:caused|made|led|is making|is causing|drove) {_THE}(?P<subject>.+?) (?:to )?{_SO}{_WORD}(?P<rest>(?: "
    r".+)?)",
    r"(?:explain|analy[sz]e|investigate|break down|decompose|what (?:are|were|is|was) the (?:reasons?|"
    r"causes?|explanation) (?:for|of|behind)|"
    rf"(?:the )?(?:reasons?|causes?) (?:for|of|behind)) {_THE}(?:\w+ )?{_NOUN} (?:in|of) {_THE}(?P<subject>.+?)"
    r"(?P<rest>)",
    rf"explain why {_THE}(?P<subject>.+?) {_SO}{_WORD}(?P<rest>(?: .+)?)",
    r"why (?:are|were|did|do|have) (?:there |we (?:have |had |sell |sold |get |got |see )?)(?P<word>fewer|"
    r"less|more) (?P<subject>.+?)(?P<rest>(?: (?:in|than|this|last|during|on|since)\b.+)?)",
    rf"why (?:is|was) there {_THE}(?:\w+ )?{_NOUN} (?:in|of) {_THE}(?P<subject>.+?)(?P<rest>)",
    rf"why {_THE}(?P<subject>.+?) {_SO}{_WORD}(?P<rest>(?: .+)?)",
)
DRIVERS = (
    r"(?:what|which (?:factors|things|columns|fields|variables|attributes|dimensions)|what (?:factors|"
    r"things|else)) (?:most |mainly |"
    r"really |best |strongly )?(?:drives?|affects?|influences?|determines?|predicts?|impacts?|"
    r"explains?|has (?:an? |the (?:most |biggest |"
    rf"greatest |largest ))?(?:influence|impact|effect) on) (?:the most )?{_THE}(?P<subject>.+?)"
    r"(?: (?:the )?most)?",
    r"what (?:are|is) (?:the )?(?:main |key |biggest |most important )?(?:drivers?|factors?(?: "
    r"behind)?|predictors?|determinants?|influences?) "
    rf"(?:of|behind|for|on) {_THE}(?P<subject>.+?)",
    r"(?:find |show |list )?(?:the )?(?:main |key |biggest |most important )(?:drivers?|predictors?|"
    rf"influences?) (?:of|behind|for|on) {_THE}(?P<subject>.+?)",
    rf"what (?:does|do) {_THE}(?P<subject>.+?) depend on",
    rf"what (?:is|are) {_THE}(?P<subject>.+?) (?:driven|influenced|affected|determined|explained) by",
)
_CHANGED = (
    r"(?:reduc(?:e|ing)|lower(?:ing)?|cut(?:ting)?(?: down)?(?: on)?|decreas(?:e|ing)|limit(?:ing)?|avoid(?:ing)?|prevent(?:ing)?|"
    r"minimi[sz](?:e|ing)|increas(?:e|ing)|improv(?:e|ing)|grow(?:ing)?|rais(?:e|ing)|boost(?:ing)?|lift(?:ing)?|"
    r"driv(?:e|ing) up|bring(?:ing)? (?:up|down)|push(?:ing)?|maximi[sz](?:e|ing)|get more|get fewer|get less|have fewer)"
)
LEVERS = (
    rf"(?:so )?how (?:can|could|do|should|might|would|to) ?(?:we |i |one |you )?(?:best |further )?{_CHANGED} {_THE}(?P<subject>.+?)",
    rf"what (?:can|could|should|would|must|might) (?:we|i|one|you) (?:do|change|try)(?: in order)? to {_CHANGED} {_THE}(?P<subject>.+?)",
    r"(?:do you have |give me |any |what are |are there )?(?:any |some |the |your |good |best )*(?:ways|ideas|tips|recommendations?|"
    rf"suggestions?|advice|measures|levers) (?:to|for|on|on how to|how to|of) {_CHANGED} {_THE}(?P<subject>.+?)",
)
WHY = (
    r"why (?:do|does|did|are|is|were|was|have|has) (?:so many |so much |many |some |the |our |these )*(?P<subject>.+?)",
)
_ABOUT = r"(?: (?:in|about|with|on|from|of) (?:the |our |my |this )?(?P<subject>.+?))?"
UNUSUAL = (
    r"(?:is|are|was|were) there (?:anything|something|any(?:\w+ )?things?) (?:\w+ )?(?:unusual|"
    r"strange|odd|weird|abnormal|suspicious|surprising|remarkable|unexpected|off)"
    r"(?: (?:going on|happening))?(?: (?:in|about|with|on|for) (?:the |our |my |this )?(?P<subject>.+?))?",
    r"(?:is|are|was|were) there (?:any |some )?(?:unusual|strange|odd|abnormal|suspicious|unexpected|"
    r"extreme) (?:values?|numbers?|patterns?|changes?|rows?|things?|data|spikes?|"
    r"months?|days?|weeks?)(?: (?:in|of|for|among) (?:the |our |my |this )?(?P<subject>.+?))?",
    r"(?:(?:is|are|was|were) there|do (?:we|you) (?:have|see)|find|detect|show(?: me)?|spot|look "
    r"for|check for|any|identify|list|what are)(?: (?:any|some|the|all))?(?: (?:statistical|"
    r"extreme|possible))? (?:outliers?|anomal(?:y|ies))(?: (?:in|of|for|among|on) (?:the |our "
    r"|my |this )?(?P<subject>.+?))?",
    r"(?:does|did|do) (?:anything|something|any \w+) (?:stand out|look (?:unusual|strange|odd|"
    r"weird|wrong|suspicious|off))(?: (?:in|about|with|for) (?:the |our |my |this )?(?P<subject>.+?)"
    r")?",
    r"what(?:'s| is| was|’s) (?:\w+ )?(?:unusual|strange|odd|weird|abnormal|surprising|remarkable)"
    r"(?: (?:in|about|with|on) (?:the |our |my |this )?(?P<subject>.+?))?",
    r"(?:what|anything) (?:stands out|stood out|sticks out|unusual|strange|odd|weird)(?: (?:in|about|with|on|for)"
    r" (?:the |our |my |this )?(?P<subject>.+?))?",
    r"(?:show me |give me |say |find |is there |are there )?(?:something|anything|any) (?:interesting|noteworthy|"
    r"remarkable|surprising|notable|insights?|interesting (?:patterns?|facts?|findings?))"
    rf"{_ABOUT}",
    r"(?:show me |give me |what are |find )?(?:the |some |any |a few )?(?:most interesting |main |key |top )?(?:insights|"
    rf"findings|interesting (?:facts|patterns|findings|things)){_ABOUT}",
    r"(?:outlier|anomaly) (?:detection|analysis)(?: (?:in|of|on|for) (?:the |our |my |this )?(?P<subject>.+?))?",
)
_AHEAD = (
    rf"(?:(?:the )?(?:next|coming|following|upcoming) (?:(?P<count>\w+) )?{_UNITS}|(?P<count2>\w+)"
    rf" {_UNITS.replace('unit', 'unit2')} (?:ahead|out|into the future)|tomorrow)"
)
_VERB = r"(?:forecast|predict|project|extrapolate|estimate)"
FORECAST = (
    rf"{_VERB} {_THE}(?P<subject>.+?)(?: (?:for|over|in|during|of))? {_AHEAD}",
    rf"{_VERB} (?:for )?{_AHEAD}(?:(?:'s|’s|s'|s’)| of| for)? {_THE}(?P<subject>.+?)",
    rf"(?:forecast|predict|extrapolate) {_THE}(?P<subject>.+?)",
    r"(?:give me |show me |show |make |what is |what's )?(?:a |the )?(?:forecast|prediction|projection|"
    rf"outlook) (?:of|for) {_THE}(?P<subject>.+?)(?: (?:for|over|in|during))? {_AHEAD}",
    r"(?:give me |show me |show |make )?(?:a |the )?(?:forecast|prediction|projection) (?:of|for)"
    rf" {_THE}(?P<subject>.+?)",
    rf"{_THE}(?P<subject>.+?) (?:forecast|prediction|projection|outlook) (?:for|over|in) {_AHEAD}",
    rf"(?:what|how (?:much|many)) (?:will|would|can we expect) {_THE}(?P<subject>.+?) (?:be|look "
    rf"like|come to|reach)(?: (?:for|in|over|during))? {_AHEAD}",
    r"(?:how much|how many) (?P<subject>.+?) (?:will|would|can|should|do) (?:there be|we (?:\w+ "
    rf")?(?:have|expect|get|make|see|sell|earn))(?: (?:for|in|over|during))? {_AHEAD}",
    rf"what (?P<subject>.+?) (?:can|should|do) we expect(?: (?:for|in|over|during))? {_AHEAD}",
    rf"how will {_THE}(?P<subject>.+?) (?:develop|look|change|evolve|do|be)(?: (?:for|in|over|during))? {_AHEAD}",
    rf"how (?:will|is|are) {_THE}(?P<subject>.+?) (?:going to )?(?:develop|evolve|look in (?:the )?future)",
)
_GROUPS = r"(?P<a>.+?) (?:and|or|versus|vs\.?) (?P<b>.+?)"
DIFFERENCE = (
    rf"(?:is|was) (?:the|there a|there any|a) {_SIGN}(?:significant )?difference (?:in|of) {_THE}(?P<subject>.+?)"
    rf" between {_GROUPS}(?: {_SIGN}significant)?",
    rf"(?:is|are|was|were) {_THE}(?P<subject>.+?) (?:significantly|statistically) (?:different|"
    r"higher|lower|better|worse|larger|smaller|greater|more|less) (?:in|for|among|of|with|between|"
    rf"on) {_GROUPS.replace('and|or|', 'and|or|than (?:in|for|among|of|with|on)|than|')}",
    rf"(?:do|does|did) {_GROUPS} (?:differ|vary) (?:significantly |statistically |really |much "
    rf")*(?:in|by|on|with respect to|in terms of) {_THE}(?P<subject>.+?)",
    rf"(?:do|does|did) {_THE}(?P<subject>.+?) (?:differ|vary|change) (?:significantly|statistically|"
    rf"really)? ?(?:between|across|by|among|with|depending on) (?:the )?(?:{_GROUPS}|(?P<by>.+?)"
    r")(?: significantly)?",
    rf"(?:is|was) (?:there )?(?:a |any )?{_SIGN}significant difference between {_GROUPS} (?:in|"
    rf"regarding|with respect to|in terms of|on) {_THE}(?P<subject>.+?)",
    rf"(?:is|was) the difference between {_GROUPS} (?:in|regarding|in terms of|on) {_THE}(?P<subject>.+?)"
    rf" {_SIGN}significant",
    rf"(?:is|are|was|were) {_THE}(?P<subject>.+?) (?:in|for|of|among|on|with) (?P<a>.+?) (?:significantly|statistically)"
    r" (?:different|higher|lower|better|worse|larger|smaller|greater|more|less) (?:than|from) (?:(?:in|for|of|among|on|"
    r"with|that of) )?(?P<b>.+?)",
    rf"(?:is|are|was|were) {_THE}(?P<subject>.+?) (?:significantly |statistically |really )?different (?:between|across|by|"
    rf"among|depending on) (?:the )?(?:{_GROUPS}|(?P<by>.+?))",
    rf"(?:compare|test)(?: whether)? {_THE}(?P<subject>.+?) (?:between|of|for|in) {_GROUPS} (?:statistically|"
    r"with a (?:statistical |t-?)?test|for significance)",
    rf"(?:is|was) (?:there )?(?:a |any )?{_SIGN}significant difference in {_THE}(?P<subject>.+?)"
    r" (?:by|across|among|depending on|with) (?:the )?(?P<by>.+?)",
)
_PAIR = r"(?:the )?(?P<subject>.+?) (?:and|with|to) (?:the )?(?P<other>.+?)"
_LINK = r"(?:correlations?|relationships?|relations?|associations?|links?|connections?|dependenc(?:y|e))"
RELATION = (
    r"(?:is|are|was|were) (?:the )?(?P<subject>.+?) (?:\w+ly )?(?:correlated|related|associated|"
    r"linked|connected) (?:with|to) (?:the )?(?P<other>.+?)",
    r"(?:is|are|was|were) (?:the )?(?P<subject>.+?) and (?:the )?(?P<other>.+?) (?:\w+ly )?(?:correlated|"
    r"related|associated|linked|connected)(?: (?:with|to) (?:each other|one another))?",
    rf"(?:is|are) there (?:a |an |any )?(?:\w+ )?(?:\w+ )?{_LINK} between {_PAIR}",
    r"(?:does|do|did) (?:the )?(?P<subject>.+?) (?:correlate|go along|move together|relate) (?:with|"
    r"to) (?:the )?(?P<other>.+?)",
    r"(?:does|do|did) (?:the )?(?:higher |lower |more |longer |larger )?(?P<subject>.+?) (?:affect|"
    r"influence|impact|drive|determine|predict|depend on|have an? (?:effect|influence|impact) "
    r"on|lead to)(?: (?:higher|lower|more|longer|larger))? (?:the )?(?P<other>.+?)",
    r"how (?:strongly |closely |much )?(?:does|do|did) (?:the )?(?P<subject>.+?) (?:affect|influence|"
    r"impact|drive|predict|correlate with|depend on|relate to) (?:the )?(?P<other>.+?)",
    r"how (?:strongly |closely )?(?:is|are) (?:the )?(?P<subject>.+?) (?:correlated|related|associated|"
    r"linked) (?:with|to) (?:the )?(?P<other>.+?)",
    r"how (?:strongly |closely )?(?:is|are) (?:the )?(?P<subject>.+?) and (?:the )?(?P<other>.+?)"
    r" (?:correlated|related|associated|linked)",
    rf"what is the relationship between {_PAIR}",
)
TREND = (
    r"(?:is|are|was) there (?:a |an |any )?(?:\w+ )?(?:(?P<up>upward|rising|increasing|growing|"
    r"positive)|(?P<down>downward|falling|decreasing|declining|negative))? ?trend (?:in|of|for)"
    rf" {_THE}(?P<subject>.+?)",
    rf"(?:do|does|did) {_THE}(?P<subject>.+?) (?:show|have|follow) (?:a |an |any )?(?:\w+ )?(?:(?P<up>upward|"
    r"rising|increasing|growing|positive)|(?P<down>downward|falling|decreasing|declining|negative)"
    r")? ?trend",
    rf"(?:is|are|was|were|has|have) {_THE}(?P<subject>.+?) (?:been )?(?:trending|(?:significantly "
    r"|really |steadily )?(?:(?P<up>growing|rising|increasing|improving|going up|(?:getting|becoming) (?:bigger|higher|larger|longer"
    r"|more (?:common|frequent)))|(?P<down>falling|declining|decreasing|dropping|shrinking|going down|(?:getting|becoming) "
    r"(?:smaller|lower|shorter|rarer|less (?:common|frequent)))|getting (?:any )?(?:better|worse)(?: or (?:better|worse))?))"
    r"(?: (?:up|down|upwards?|downwards?))?(?: over time)?",
)
SEASON = (
    r"(?:is|are|was) there (?:a |an |any )?(?:\w+ )?(?:seasonality|seasonal(?:ity)? (?:pattern|"
    rf"effect|variation|cycle|trend)s?|recurring pattern|cyclical pattern)s? (?:in|of|for) {_THE}(?P<subject>.+?)",
    rf"(?:is|are) there (?:a )?trend (?:or|and|/) seasonality (?:in|of|for) {_THE}(?P<subject>.+?)",
    rf"(?:is|are|was|were) {_THE}(?P<subject>.+?) seasonal",
    rf"(?:do|does) {_THE}(?P<subject>.+?) (?:show|have|follow) (?:a |an |any )?(?:\w+ )?(?:seasonality|"
    r"seasonal (?:pattern|effect|variation|cycle)s?|season)",
    r"(?:what is the |show the |show |find )?(?:seasonality|seasonal (?:pattern|effect|variation|"
    rf"cycle)s?) (?:in|of|for) {_THE}(?P<subject>.+?)",
    rf"how seasonal (?:is|are) {_THE}(?P<subject>.+?)",
)
COHORT = (
    rf"(?:what is the |what's the |show(?: me)? |calculate |compute |give me )?{_THE}(?P<subject>\w+ "
    r")?(?:retention|churn|cohort)(?: (?:rate|rates|analysis|table|curve|curves|chart))? (?:by|"
    rf"per|of|for each|for) (?:\w+(?:-| ))?(?:cohorts?|{_UNITS}|first \w+)(?: cohorts?)?(?: of "
    r".+)?",
    r"(?:show(?: me)? |do |run |make )?(?:a |the )?cohort (?:analysis|table|retention|chart)(?: "
    rf"(?:of|for|by) {_THE}(?P<subject>\w+))?(?: by {_UNITS})?",
    r"how well do we (?:retain|keep) (?:the |our |my )?(?P<subject>\w+)",
    r"(?:show(?: me)? |what is |how is )?(?:the |our |my )?retention (?:rate )?of (?:the |our |my )?(?P<subject>\w+)",
    r"(?:show(?: me)? |what is |how is )?(?:the |our |my )?(?P<subject>\w+) retention(?: (?:rate|curve|"
    rf"over time))?(?: by (?:\w+ )?{_UNITS})?",
    r"(?:show(?: me)? |what is |how is )?(?:the |our |my )?(?:retention|churn)(?: rates?)? (?:of|for|among) (?:the |our |my )?"
    rf"(?P<subject>\w+) (?:by|per|for each|in) (?:\w+(?:-| ))?(?:cohorts?|{_UNITS})",
    r"how (?:loyal|sticky) are (?:the |our |my )?(?P<subject>\w+)",
    r"how many (?P<subject>\w+) (?:come|came) back (?:in the (?:following|next) months?|after their first \w+)",
)
FUNNEL = (
    r"how many (?:\w+ )??(?:go|went|get|got|move|moved|make it|made it|proceed|proceeded|convert|"
    r"converted) (?:all the way )?from (?P<steps>.+ to .+)",
    r"(?:show(?: me)? |what is |give me |calculate |build |make )?(?:the |a |our )?(?:conversion "
    r"|sales )?funnel (?:from|of|for|:|through|with)? ?(?P<steps>.+)",
    r"(?:what is |show(?: me)? |what's )?(?:the |our )?(?:conversion|conversion rate|drop-?off)"
    r" from (?P<steps>.+ to .+)",
    r"(?:where|at which step) do we lose (?:\w+ )?(?:between|from) (?P<steps>.+ (?:to|and) .+)",
)
_WHEN = (
    r"(?: (?:for|in|over|during) (?:the |our |my )?(?:next|coming|this|last|past) (?:\w+ )?\w+| (?:lately|now|this month|last month|"
    r"recently|overall|so far|right now|at the moment|next|these days))?"
)
_US = r"(?:we|i|you|management|one)"
_PERFORMANCE = (
    r"(?:the |our |my )?(?:business|company|performance|business performance|key figures|results|situation|state of (?:the )?(?:business|"
    r"company)|how (?:we|things|the business) (?:are|is) (?:doing|going))"
)
STANDING = (
    r"how (?:are|is|did|do|have|has) (?:we|things|business|the business|the company|it) (?:been )?(?:doing|going|do|"
    rf"perform(?:ing|ed)?){_WHEN}",
    rf"(?:what are|show(?: me)?|give me|list)? ?(?:the |our |my )?(?:key figures|key metrics|kpis|key performance indicators){_WHEN}",
    rf"are we (?:on target|on track|meeting our (?:targets|goals)|reaching our (?:targets|goals)){_WHEN}",
    rf"(?:what|where) (?:should|would|must|could) {_US} (?:do|improve|focus on|focus|look at|look into|work on|change|recommend|suggest|"
    rf"advise|prioriti[sz]e)(?: first)?{_WHEN}",
    r"(?:do you have |give me |any |what are your |what is your |your )?(?:any |some |business )*(?:recommendations?|advice|suggestions?"
    rf"(?: to improve| for improvement)?|actions?|next steps)(?: for (?:us|me|the business|the company|management))?{_WHEN}",
    rf"what (?:needs|deserves) (?:our |my )?attention{_WHEN}",
    rf"(?:summari[sz]e|sum up|give me (?:a |an )?(?:brief |short |quick )?(?:summary|overview) of|an? overview of|overview of|"
    rf"(?:executive )?summary of) {_PERFORMANCE}{_WHEN}",
    rf"(?:executive summary|business review|business overview|management summary){_WHEN}",
)
_HELD = r"(?:data|information|tables|files|datasets?|data sets?)"
_ALL = r"(?:(?:the|this|these|my|our|all|your|whole|uploaded|loaded) )*"
OVERVIEW = (
    rf"what(?:'s|’s| is| are| (?:kind|sort)s? of (?:data|information) (?:is|are)| do (?:we|you|i) have) in {_ALL}(?P<subject>.+?)",
    rf"(?:what|which|how much) (?:kinds? of )?{_HELD} (?:do|does|can) (?:we|i|you) (?:have|see|know|use|hold|work with)"
    r"(?: access to)?(?P<subject>)",
    rf"(?:what|which) {_HELD} (?:is|are) (?:there|available|here|loaded|in here)(?P<subject>)",
    rf"(?:list|show(?: me)?) {_ALL}(?:tables|files|datasets)(?P<subject>)",
    rf"(?:what|which) (?:columns|fields|variables|attributes) (?:are there|do (?:we|i|you) have|are available|exist)"
    rf"(?: (?:in|for|on|of) {_ALL}(?P<subject>.+?))?",
    rf"(?:what|which) (?:columns|fields|variables|attributes) (?:does|do|are in|has|have) {_ALL}(?P<subject>.+?)(?: have| contain)?",
    rf"(?:list|show(?: me)?|what are) {_ALL}(?:columns|fields|variables|attributes) (?:of|in|for) {_ALL}(?P<subject>.+?)",
    rf"(?:please )?(?:summari[sz]e|describe|profile|explain|sum up) {_ALL}(?P<subject>.+?)(?: to me| for me)?",
    r"(?:show(?: me)?|give me|i need|i want)? ?(?:an? |the )?(?:quick |short |brief |general )?(?:overview|summary|description|profile|"
    rf"summary statistics|descriptive statistics|statistics) (?:of|for|on|about) {_ALL}(?P<subject>.+?)",
    rf"(?:tell me )?(?:something |more )?about {_ALL}(?P<subject>data|dataset|data set|tables?|files?|.+? (?:data|dataset|table|file))",
    r"what (?:questions )?can (?:i|we|you) (?:ask|answer)(?: (?:you|here|about (?:this|the|my|our) data|about it|from this"
    r" data))?(?P<subject>)",
)
