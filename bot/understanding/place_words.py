"""The words around a place: states, prepositions, landmarks, and words that are towns only where a town is expected.

Folded (no case, no accents), as tables, so that what counts as a place can be read and argued with.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_STATES = {
    "AL": "alabama",
    "AK": "alaska",
    "AZ": "arizona",
    "AR": "arkansas",
    "CA": "california|cali|californie",
    "CO": "colorado",
    "CT": "connecticut|conn",
    "DE": "delaware",
    "DC": "district of columbia",
    "FL": "florida|floride",
    "GA": "georgia",
    "HI": "hawaii",
    "ID": "idaho",
    "IL": "illinois",
    "IN": "indiana",
    "IA": "iowa",
    "KS": "kansas",
    "KY": "kentucky",
    "LA": "louisiana|louisiane",
    "ME": "maine|el maine|le maine",
    "MD": "maryland",
    "MA": "massachusetts|mass",
    "MI": "michigan",
    "MN": "minnesota",
    "MS": "mississippi",
    "MO": "missouri",
    "MT": "montana",
    "NE": "nebraska",
    "NV": "nevada",
    "NH": "new hampshire|nuevo hampshire|nueva hampshire",
    "NJ": "new jersey|nueva jersey|jersey",
    "NM": "new mexico|nuevo mexico",
    "NY": "new york|nueva york|nova york|nova iorque",
    "NC": "north carolina|carolina del norte",
    "ND": "north dakota",
    "OH": "ohio",
    "OK": "oklahoma",
    "OR": "oregon",
    "PA": "pennsylvania|pennsylvanie|pensilvania",
    "PR": "puerto rico|porto rico",
    "RI": "rhode island",
    "SC": "south carolina|carolina del sur",
    "SD": "south dakota",
    "TN": "tennessee",
    "TX": "texas|tejas",
    "UT": "utah",
    "VT": "vermont",
    "VA": "virginia",
    "WA": "washington state|washington",
    "WV": "west virginia",
    "WI": "wisconsin",
    "WY": "wyoming",
    "GU": "guam",
    "VI": "virgin islands",
    "AB": "alberta",
    "BC": "british columbia",
    "MB": "manitoba",
    "NB": "new brunswick|nouveau brunswick",
    "NL": "newfoundland",
    "NS": "nova scotia|nouvelle ecosse",
    "ON": "ontario",
    "PE": "prince edward island|pei",
    "QC": "quebec",
    "SK": "saskatchewan",
}
# "portland maine" and "maine": every name of a state by its words, and every code.
STATE_NAMES = {name: code for code, names in _STATES.items() for name in names.split("|")}
STATE_CODES = {code.lower(): code for code in _STATES}
NAMES_OF_STATE = {code: (code.lower(), *names.split("|")) for code, names in _STATES.items()}
# Codes that are also words in one of our languages: they count last, after a comma, in capitals, or at home.
WORDLIKE_CODES = _words("al ar as ca co de ga hi id il in la ma me mi ms mt ne no oh ok on or pa pe sc va vi")
# Names that are first of all a city: "washington" and "new york" alone are no state that somebody sits in.
CITY_STATES = _phrases("new york|nova iorque|nova york|nueva york|washington")

# What stands before a town and asks for one; behind the close ones a rather near miss is asked back, beside a service.
FIRM = _phrases(
    "a cote de|ao lado de|around|autour de|by|cerca a|cerca de|cerca del|cidade de|city of|ciudad de|close to|dans|"
    "m rete|mwen rete|nan|"
    "dentro de|down in|em|en|estou em|estoy en|habite a|here in|i am in|im in|in|je suis a|live in|live on|moro em|"
    "near|nearest|next to|out in|outside|outside of|over in|perto de|por|pres de|proche de|pueblo de|staying in|"
    "stuck in|town of|up in|vers|ville de|vivo en|zip",
)
CLOSE = _phrases(
    "around|autour de|cerca de|cerca del|close to|estou em|estoy en|habite a|i am in|im in|je suis a|live in|moro em|"
    "near|nearest|perto de|pres de|proche de|vivo en",
)
# Too common for that: behind them only a town that cannot be a word.
LOOSE = _phrases("a|at|ate|au|aux|de|desde|for|from|hasta|los de|na|no|of|on|pa|para|through|to|toward|towards")
# What may stand between a town and its state: "bangor in maine", "portland au maine".
JOINERS = _words("au dans do du el em en in le no of state the")
# What people put around the one word that answers "which town?".
FILLERS = _words(
    "a am area around at by cerca code codigo dans de em en estou estoy from habite i im in is it its je live mi "
    "moro my near of perto please pls pres soy suis the town uh um vivo zip",
)
# Short forms of a map that are also words: "no hope" is not North Hope.
SHORT_FORMS = _words("e n no pt s so w")
# "Text YES to 55442": what makes five figures a number to text.
SENDING = _phrases("envia si|envie si|envoyez oui|escriba si|mande sim|reply stop|short code|text yes|texto si")
# ZIPs spoken into a phone.
_FIGURES = (
    "0 oh o zero cero null",
    "1 one uno un um",
    "2 two dos deux dois",
    "3 three tres trois",
    "4 four cuatro quatre quatro",
    "5 five cinco cinq",
    "6 six seis",
    "7 seven siete sept sete",
    "8 eight ocho huit oito",
    "9 nine nueve neuf nove",
)
DIGITS = {name: str(figure) for figure, names in enumerate(_FIGURES) for name in names.split()}
BETWEEN = _words("between entre")
AND = _words("and e et o or ou y")

NEAR_ME = _phrases(
    "a cote de moi|ao meu redor|aqui cerca|aqui perto|around here|around me|autour d ici|autour de moi|autour dici|"
    "by me|cerca a mi|cerca de aqui|cerca de casa|cerca de donde estoy|cerca de mi|cerca de mi casa|cerca mio|"
    "close by|close to here|close to me|closest to me|dans mon coin|in my town|mi ubicacion|mi zona|minha area|"
    "my area|my location|near here|near me|near my location|near where i am|nearby|nearest me|nearest to me|par ici|"
    "perto daqui|perto de aqui|perto de casa|perto de mim|por aqui|por perto|pres d ici|pres de chez moi|pres de moi|"
    "pres dici|proche de moi|where i am",
)
LANDMARKS = _phrases(
    "a cote du|across from|airport|al lado de|ao lado do|ave|avenida|avenue|behind|biblioteca|bibliotheque|bridge|"
    "bus station|bus stop|calle|campground|centre ville|centro comercial|coin de|college|corner|corner of|downtown|"
    "dunkin|dunkins|em frente|en face|encampment|esquina|esquina de|estacion|frente a|gare|hannaford|intersection|"
    "library|mall|marden s|mardens|mercado|next to the|police station|rd|road|rodoviaria|rua|rue|school|square|"
    "reservation|rez|street|the church|the park|the y|wal mart|walmart|ymca",
)

# Towns that are also words: only after a preposition, with their state, where a place is expected, or alone.
WORD_TOWNS = _words(
    "academy ada adams advance airport allen alliance ally alma alpha amarillo amity angel anthem apex arab archer "
    "arm armada ash august aurora austin baker ball banning bath beach bear beaver bell bend benson berry beverly "
    "bishop blades blossom booker booth boundary branch brent brick bright brilliant bruce brush buffalo burns "
    "buttes cache calcium camino camp campo cannon canyon carbon cathedral cave cedar celebration center central "
    "centre century champion china christmas church citrus clay clear clever coats cobb coffee coleman college "
    "collins colon columbia combine comfort commerce concord congress convent cool corn corona crane crescent crest "
    "cricket cross crystal cuba cuero dale dana daniel dawson deer defiance delta dennis dent deposit diamond dinner "
    "dixie dolly dorado douglas dover downtown drain duarte dunn eagle early earth economy eden edison effort "
    "emerald empire encanto energy enterprise escondido eureka experiment fair faith fate fish flint flora forest "
    "fort fortuna fortune foster fountain fox francis freedom freeman friend friendly friendship frost gap garden "
    "garder garrison gary gateway george gilbert glen globe golden grace grand granite grant grants grass gray green "
    "grove guy halfway hall hamlet happy harbor harmony harper hart harvest haven hawk hay hazard heath heavener "
    "heritage hidalgo highland hill holiday holland home homeland homer honor hooker hooks hope horse house howard "
    "humble hunter hurricane hurt hyde imperial independence industry intercourse iron irving island ivy jack "
    "jackpot jasper jewel joy junction jupiter justice justin katy kent king kingston kite laguna lake lakes lamp "
    "landing landmark largo laurel lawn lead league legacy lemon levant lew liberal liberty licking lily limestone "
    "linda lively logan loop love loving loyal lucas luck major mandan mango manly manor many maple marathon marble "
    "marina marion mark mars mart mason max mayo media mentor mercy mesa mexico midway mille milo minot mission mobile "
    "monument moose mora morgan moro mound mountain muse mustang mystic naranja nash navy needles new nice noble "
    "noel normal north novelty nuevo oak oasis ocean oil olds olive oliver onset opportunity oracle orange orient "
    "orland pace page pajaros palm panic parachute paradise paradox paramount paris park parker parks parole parsons "
    "paul peace pearl peculiar phoenix pi pierce pigeon pinch pine pink pioneer plain plains plano plant plum point "
    "poland polo pond post poteau power preston price pride progreso progress prospect prosperity providence pueblo "
    "purchase quick rain rainbow ranger rapids raven reading rector red reed reform regina republic rescue reserve "
    "reservoir revere rice rich ridge rifle rincon ring rio river riverside rock rocks roma romeo rose rouge rush "
    "rye saco safety saint salem salina salmon salt sand sandwich sandy savage scissors scott seal seaside security "
    "sells shade sharp shelter shepherd sisters smith snow social soldier sound south spark sparks speed spring "
    "springs spur star state steel steele stella sterling stone stow strawberry strong success sugar summit sun "
    "sunrise sunset superior supreme surprise sweet talent tampa tanner tavares tea tell temple terrace thermal "
    "toast tome tool tornado tower traer trail trainer trial triangle trinity trouble truth tucker tyler uncertain "
    "union unity universal university utopia vale valentine valley van verde victor victoria viking villas vista "
    "waite walker wall walls walnut war ward warrior waters weed welcome wells west white whiting wild williams "
    "willow wilson winner winters wise wood woodland worth yellow",
) | _phrases(
    "agua caliente|agua fria|back bay|battle ground|black mountain|blue bell|buena vista|bull run|casa grande|"
    "center city|center point|central city|city center|country club|cut off|del rio|east end|el campo|el centro|"
    "el monte|el rio|federal way|financial district|five corners|four corners|golden gate|good hope|high point|"
    "hot springs|la grande|la junta|la mesa|la palma|la plata|la playa|la porte|la presa|la puente|la quinta|"
    "la salle|las flores|las piedras|le plateau|los altos|los banos|mile end|mount joy|mountain view|national city|"
    "north end|notre dame|old town|plain view|pont rouge|sans souci|second street|show low|south end|sugar land|"
    "sweet home|the beaches|the colony|the pas|the village|the villages|tierra buena|university place|west end|"
    "white house",
)
# Towns that are also a name, a far country or a city: besides, last and right behind a service.
NAME_TOWNS = _words(
    "acton albany albion alexander alfred anna athens baldwin belfast bernard bradford bradley bristol brooks byron "
    "canton carmel carroll charlotte chelsea chester clinton cooper corea crawford dallas dayton denmark derby "
    "detroit dexter eliot enfield exeter franklin garland greece greene hammond hancock harrison hartford hersey "
    "howland hudson jackson jay jefferson knox lebanon lee leeds lille lincoln lisbon lowell madison manchester "
    "medford mercer monroe moody moscow naples nashville newport norco norway oxford palermo palestine patten perry "
    "peru phillips plymouth porter princeton randolph raymond rome sherman shirley sidney sinclair smyrna solon "
    "starks stetson stockholm sullivan sweden troy turner vienna wade wales warren washington wayne webster wesley "
    "weston windsor york",
)
# Never a place, even in answer to "which town?": answers, commands, and what this bot talks about.
NEVER = _words(
    "adonde aonde combien cual cuanta cuantas cuanto cuantos cuesta cuestan custa custam dnd donde onde porque pourquoi qual "
    "quanta quantas quanto quantos quel quelle "
    "about acheter action acto africa afrique again ahi aide ajuda alemania alli aluna america angola anon anything "
    "anywhere aqui area around awake ayuda back batch bathroom baths bed bedroom been bleeds books brasil brazil "
    "breaths breed bring bus ca cadeia calle canada cancel car carcel carro casa case caso causing charge chin "
    "church city clinic closed coke colombia complain congo cooker cookers cotton cottons county court crack crisis "
    "cristal crushing cussing danger deporter detox directions dolor done dope dor douleur drug drugs dunno ecuador "
    "el ella elle end england espana europa europe favor fent fentanyl find fisherman food france from front general "
    "germany get give got gracias grey guatemala haiti hand hands hangover hello help here herida heridas hermana "
    "hermano heroin heroina heroine hey hi hit hitting hola home honduras hopes hospital house how ici idk india "
    "info iraq ireland it italia italy jail japan jittery kenya know la leen leer leve liberte life llagas lui mail "
    "mailed mais maison maisons mall manchas mas maybe me menu merci meth mi mim mine mint moi mood more morro "
    "morto moving nao need needle needles next nigeria no non none nope nothing now nowhere obrigada obrigado od oi "
    "ok okay ola order oui pain pais park partage patch patches pattern patterns peligro perdu perigo person "
    "pharmacy pill pills pinpoint place please plus por porte porteiro portugal pris prison private public pushing "
    "quit recovery rehab report reporter right room rua rue rusia russia rwanda salut salvador same savon school "
    "secret shelter si sick sim socorro somalia some somewhere soon sorry spain stands stars start state station stations "
    "stepson stop store street stronger strongly syria take thank thanks that them there these they this those ti time today "
    "toi tomorrow tonight town trabajo trabalho travail treatment trouble ukraina ukraine unit upon us usa use used "
    "user users using vergonha vietnam voce wait waiting want website well what when where which who why with "
    "withdrawal withdrawals work working works writing wrong yeah yep yes you",
)
