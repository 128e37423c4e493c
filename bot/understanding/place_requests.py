"""What is asked about places: more of a list, something closer, a map; and whether a message asks for a place at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.text import one_typo_apart, words as folded
from bot.understanding.place_words import NEAR_ME, STATE_CODES, STATE_NAMES
from bot.understanding.places import PlaceReading
from bot.understanding.services import found_in
from bot.understanding.wish_words import DAYS

_PLACE_WORDS = 6
# A town and a service in more words than this are a story, unless it asks for a place.
_NO_STORY = 11
_ASKING = frozenset(
    "where wheres near nearest closest around close find need get pick anywhere someplace somewhere any place location offer"
    " donde dnd cerca busco necesito hay conseguir consigo lugar algun"
    " ou pres proche cherche besoin trouver endroit"
    " onde perto procuro preciso tem conseguir lugar algum".split()
)
_WHERE = frozenset("where wheres donde dnd adonde ou onde aonde".split())
_GETTING = frozenset(
    "get find buy pick obtain comprar compro conseguir consigo encontrar encuentro obtener"
    " trouver trouve obtenir acheter avoir achar acho arrumar obter pegar".split()
)
# Fewer words than this tell nothing once the place is gone.
_NEED_WORDS, _NEEDING = 4, frozenset("need needs necesito busco besoin cherche preciso".split())
_TELLING_WORDS = 4
_BEFORE = frozenset("in at near around by from to of en a de cerca au du em no na perto".split())
# A place, a service and nothing else have no more words than this.
_PLAIN = 8
# Words that may stand around a place without asking for anything else, also where it corrects another ("oops i meant 04426").
_AROUND = frozenset(
    "in near at around im i live area town zip code the by what about how and or usa us"
    " wrong typed typo mistake meant mean sorry oops no not actually it wasnt its that quise decir perdon equivoque me"
    " erreur desole voulais dire me suis trompe errei errado quis dizer desculpa"
    " en cerca de vivo el la y que hay a au aux pres du et em perto do da moro".split()
)
# What a state is called: "ME" is texted as "me" and as "maine".
_STATE_WORDS: dict[str, set[str]] = {}
for _said, _code in (*STATE_NAMES.items(), *STATE_CODES.items()):
    _STATE_WORDS.setdefault(_code, set()).update(_said.split())
# And words of how a place is wanted. "Now" alone is none of them: it may be a cry.
_WANTED = frozenset("open today tomorrow free abierto hoy manana ouvert demain aberto hoje amanha".split()) | {
    day for days in DAYS for day in days.split()
}
# What is said of a list that was shown: whole messages, parted by |. How a place is wanted ("are they open sunday", "can i
# walk in") is in `wish_words.py`.
_REQUESTS = {
    name: frozenset(listed.split("|"))
    for name, listed in {
        "more": "more|next|next ones|show more|show me more|any more|what else|mas|plus|mais",
        "other": "other one|others|the other one|another|another one|any others|is there another|anywhere else|somewhere else|"
        "otro|otros|otra|otras|otro lugar|hay otro|autre|autres|un autre|une autre|ailleurs|outro|outros|outra|outro lugar",
        "details": "phone|phone number|number|whats their number|hours|what hours|what days|open when|telefono|horario|que dias|"
        "telephone|heures|quels jours|telefone|horas|que dias",
        "map": "map|directions|route|address|how do i get there|mapa|direcciones|como llego|plan|carte|itineraire|"
        "comment y aller|direcoes",
    }.items()
}
# A few words with one of these in them are about the way there ("no car") or about the doors that were listed ("do they
# ask for id", "they take dogs?").
_TOO_FAR = frozenset("closer nearer far car ride cerca lejos carro coche proche loin voiture char perto longe".split())
# Words beside which "id" is a card.
_BEFORE_A_CARD = frozenset("a an any my no photo state real need have show bring ask for without with their your and or".split())
_AFTER_A_CARD = frozenset("needed required necessary card cards check".split())
_OF_THE_DOORS = frozenset(
    "id ids identification license paperwork papers documents insurance uninsured mainecare medicaid appointment appt bring"
    " dog dogs pet pets couple couples kids wheelchair stairs bus parking interpreter free charge charges cost costs pay price"
    " address bathroom locker rules"
    " identificacion papeles documentos seguro cita gratis cuesta cobran precio perro perros mascotas ninos"
    " identite carte papiers assurance gratuit coute cout chien chiens enfants"
    " identidade documento documentos marcar graca custa cobram preco cachorro pagar paga criancas".split()
)
# What naloxone costs depends on more than the place: insurance, the mail, a pharmacy.
PRICE = frozenset("cost costs price charge charges pay insurance much cuesta cuestan cobran precio seguro pagar cout coute prix"
                   " payer assurance combien custa custam preco cobram seguro pagar quanto".split())  # fmt: skip
_TOO_FAR_WORDS, _OF_THE_DOORS_WORDS = 7, 9
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "first": 1, "second": 2, "third": 3, "primero": 1, "segundo": 2, "tercero": 3,
             "premier": 1, "deuxieme": 2, "troisieme": 3, "primeiro": 1, "terceiro": 3}  # fmt: skip
# Words that may stand around the number of a place without asking for anything else.
_ABOUT_ONE = frozenset(
    "about and detail details for hours me more no number of on one open phone place please show tell the what whats when is"
    " detalle detalles el horario la mas numero por favor sobre telefono del heures le numero plus sur telephone"
    " detalhe detalhes horas mais o telefone".split()
)
# The place that was named before.
HERE = {"here", "right here", "around here", "near here", "same place", "same town", "there", "aqui", "por aqui", "aca", "alli",
        "ici", "par ici", "dans le coin", "pres dici", "la", "por aqui perto", "perto daqui", "ca mesmo", "la mesmo"}  # fmt: skip
# What asks for what is near and, as a whole message, can mean nothing else: "by me" may tell where somebody lies.
NEARBY = NEAR_ME - frozenset(
    "a cote de moi|ao meu redor|autour d ici|autour de moi|autour dici|by me|dans mon coin|mi ubicacion|mi zona|minha area|"
    "my area|my location|par ici|por aqui|pres de chez moi".split("|")
)
# The whole question, after whatever was answered.
BARE_WHERE = frozenset(
    "where|and where|where tho|where though|where at|ok where|but where|donde|y donde|pero donde|adonde|ou|et ou|ou ca|cest ou|"
    "mais ou|onde|e onde|mas onde|aonde".split("|")
)
_UNLISTED = {"hospital", "pharmacy"}
_NEAREST = frozenset(
    "a an the nearest closest near close by me my where is are whats any el la los las mas cercano cercana donde esta hay un una"
    " le plus proche pres ou est o mais proximo proxima onde fica tem uma um".split()
)
# Subjects that a question for a service may sound like; with a town in it, it asks where.
ABOUT: Mapping[str, frozenset[str]] = {
    "naloxone": frozenset({"naloxone_get", "naloxone_cost"}),
    "syringe_services": frozenset({"syringe_services_what", "safer_injection"}),
    "syringe_disposal": frozenset({"disposal_of_needles"}),
    "test_strips": frozenset({"test_strips_drug_checking"}),
    "treatment": frozenset({"treatment_options_moud"}),
    "detox": frozenset({"detox_withdrawal", "treatment_options_moud"}),
    "recovery_support": frozenset({"recovery_peer_support"}),
    "recovery_housing": frozenset({"recovery_peer_support"}),
    "opc": frozenset({"overdose_prevention_centers"}),
    "hiv_hep_testing": frozenset({"hiv_hep"}),
    "wound_care": frozenset({"wound_care"}),
    "mental_health": frozenset({"out_of_scope", "human_contact", "grief"}),
    "health_care": frozenset({"out_of_scope"}),
    "hospital": frozenset({"out_of_scope", "human_contact"}),
    "pharmacy": frozenset({"out_of_scope", "naloxone_get"}),
    "food": frozenset({"out_of_scope"}),
    "shelter": frozenset({"out_of_scope"}),
    "basic_needs": frozenset({"out_of_scope"}),
}

# What somebody who was just told of one of these is looking for when they name a town.
SERVICE_ABOUT: Mapping[str, str] = {
    "detox_withdrawal": "detox",
    "treatment_options_moud": "treatment",
    "syringe_services_what": "syringe_services",
    "disposal_of_needles": "syringe_disposal",
    "test_strips_drug_checking": "test_strips",
    "recovery_peer_support": "recovery_support",
    "overdose_prevention_centers": "opc",
    "hiv_hep": "hiv_hep_testing",
    "wound_care": "wound_care",
}


def request(words: Sequence[str]) -> str | None:
    """What the whole message asks of a list that was shown: "more", "other", "map", "closer", "doors", or nothing of these."""
    said = " ".join(words)
    plain = " ".join(word for word in words if not word.isdigit())
    whole = next((name for name, known in _REQUESTS.items() if (plain if name == "map" else said) in known), None)
    if whole or not words:
        return whole
    if len(words) <= _TOO_FAR_WORDS and not _TOO_FAR.isdisjoint(words):
        return "closer"
    doors = _OF_THE_DOORS.intersection(words)
    return "doors" if doors and len(words) <= _OF_THE_DOORS_WORDS and (doors != {"id"} or _of_a_card(words)) else None


def _of_a_card(words: Sequence[str]) -> bool:
    """Whether "id" is a card and no "I'd", which is folded to it."""
    told = any(
        (word == "id" and before in _BEFORE_A_CARD) or (before == "id" and word in _AFTER_A_CARD)
        for before, word in pairwise(words)
    )
    return told or len(words) == 1


def one_of(words: Sequence[str], *, map_wanted: bool = False) -> int | None:
    """The number of the place that the whole message asks about ("2", "tell me about the 2nd"); a map's is 1 unless said."""
    numbers = [_ORDINALS.get(word, int(word) if word.isdigit() and len(word) < 3 else 0) for word in words]
    named = [number for number in numbers if number]
    if map_wanted:
        return named[0] if named else 1
    around = all(number or word in _ABOUT_ONE for word, number in zip(words, numbers, strict=True))
    return named[0] if len(named) == 1 and around else None


def asks_for_one(words: Sequence[str]) -> bool:
    """Whether a message with a town and a service in it may ask for a place: it says so, or is too short for a story."""
    return len(words) <= _NO_STORY or not _ASKING.isdisjoint(words)


def asks_where_to_get(words: Sequence[str]) -> bool:
    """Whether a message asks where something is to be had ("donde consigo", "ou trouver") or says no more than the need of it."""
    needs = len(words) <= _NEED_WORDS and not _NEEDING.isdisjoint(words)
    return needs or (not _WHERE.isdisjoint(words) and not _GETTING.isdisjoint(words))


def is_plain(words: Sequence[str], reading: PlaceReading, service: str | None, *, expected: bool) -> bool:
    """Whether a message asks for a place so plainly that nothing more need be read; `expected`: we asked where."""
    if _unlisted_alone(words, service):
        return True
    named = len(words) <= _PLAIN and (reading.place or reading.choices or reading.lost)
    return bool(named and (expected or only_service(words, reading) or nothing_else(words, reading)))


def nothing_else(words: Sequence[str], reading: PlaceReading) -> bool:
    """Whether the message is a place and nothing more: a town, its state, a ZIP, and little words around them."""
    said = "".join(words)
    if said.isdigit():
        return len(said) in {5, 9}
    named = _named(reading)
    left = [word for word in words if word not in named and not word.isdigit()]
    return len(words) <= _PLACE_WORDS and all(_nearly(word, named) for word in left)


def subject_words(words: list[str], reading: PlaceReading, least: int = _TELLING_WORDS) -> list[str]:
    """`words` without the place, where `least` words are left.

    "My nurse in augusta says ..." is about the nurse, and a town would sound like a search.
    """
    said = reading.said.split()
    starts = [at for at in range(len(words) - len(said) + 1) if words[at : at + len(said)] == said] if said else []
    if not starts:
        return words
    start, stop = starts[0], starts[0] + len(said)
    start -= start > 0 and words[start - 1] in _BEFORE
    stop += stop < len(words) and words[stop] in STATE_NAMES
    left = [*words[:start], *words[stop:]]
    return left if len(left) >= least else words


def only_service(words: Sequence[str], reading: PlaceReading) -> bool:
    """Whether the message is a service, a place and how it is wanted: "narcan 04401", "food pantry bangor open sunday"."""
    phrases = [phrase for phrase, _ in found_in(tuple(words))]
    if not phrases:
        return False
    known = _named(reading) | _WANTED | {word for phrase in phrases for word in phrase}
    return all(word in known or word.isdigit() for word in words)


def _unlisted_alone(words: Sequence[str], service: str | None) -> bool:
    """Whether the message is nothing but a door of which we have no list: "ER", "nearest emergency room", "pharmacy"."""
    named = {word for phrase, _ in found_in(tuple(words)) for word in phrase}
    return service in _UNLISTED and named.union(_NEAREST).issuperset(words)


def _named(reading: PlaceReading) -> set[str] | frozenset[str]:
    found = [reading.place] if reading.place else list(reading.choices)
    states = {place.state for place in found}
    codes = {word for state in states for word in _STATE_WORDS.get(state, ())}
    names = {word for place in found for word in folded(f"{place.name} {place.zip or ''}")}
    return names | codes | set(reading.said.split()) | _AROUND


def _nearly(word: str, named: set[str] | frozenset[str]) -> bool:
    return any(one_typo_apart(word, known) for known in named if len(known) > 3)
