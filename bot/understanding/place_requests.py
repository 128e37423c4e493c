"""What is asked about places: more of a list, something closer, a map; and whether a message asks for a place at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.text import one_typo_apart, words as folded
from bot.understanding.places import PlaceReading

_PLACE_WORDS = 6
# Words that may stand around a place without asking for anything else.
_AROUND = frozenset(
    "in near at around im i live maine me mass massachusetts nh vt new hampshire vermont area town zip code the by what about"
    " how and or usa us en cerca de vivo el la y que hay a au aux pres du et em perto do da moro".split()
)
# What is said of a list that was shown; "details" shows it again, since the list holds what we know.
_REQUESTS: Mapping[str, frozenset[str]] = {
    "more": frozenset(
        {"more", "next", "other one", "others", "another", "another one", "any others", "what else", "next ones", "show more"}
        | {"show me more", "any more", "is there another", "mas", "otro", "otros", "otra", "plus", "autre", "autres", "un autre"}
        | {"mais", "outro", "outros", "outra"}
    ),
    "closer": frozenset(
        {
            "closer",
            "anything closer",
            "something closer",
            "too far",
            "thats too far",
            "thats too far whats closer",
            "whats closer",
        }
        | {"mas cerca", "muy lejos", "plus pres", "plus proche", "trop loin", "mais perto", "muito longe"}
    ),
    "details": frozenset(
        {"phone", "phone number", "number", "whats their number", "hours", "open", "are they open", "is it open", "whats open"}
        | {"are they open sunday", "are they open today", "telefono", "horario", "abierto", "telephone", "heures", "ouvert"}
        | {"telefone", "aberto", "horas"}
    ),
    "map": frozenset(
        {"map", "directions", "route", "address", "how do i get there", "mapa", "direcciones", "como llego", "plan", "carte"}
        | {"itineraire", "comment y aller", "direcoes"}
    ),
}
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
    "food": frozenset({"out_of_scope"}),
    "shelter": frozenset({"out_of_scope"}),
    "basic_needs": frozenset({"out_of_scope"}),
}


def request(words: Sequence[str]) -> str | None:
    """What the whole message asks of a list that was shown: "more", "closer", "details", "map", or nothing of these."""
    said = " ".join(words)
    plain = " ".join(word for word in words if not word.isdigit())
    return next((name for name, known in _REQUESTS.items() if (plain if name == "map" else said) in known), None)


def nothing_else(words: Sequence[str], reading: PlaceReading) -> bool:
    """Whether the message is a place and nothing more: a town, its state, a ZIP, and little words around them."""
    said = "".join(words)
    if said.isdigit():
        return len(said) in {5, 9}
    found = [reading.place] if reading.place else list(reading.choices)
    named = {word for place in found for word in folded(f"{place.name} {place.zip or ''}")} | _AROUND
    left = [word for word in words if word not in named and not word.isdigit()]
    return len(words) <= _PLACE_WORDS and all(_nearly(word, named) for word in left)


def _nearly(word: str, named: set[str] | frozenset[str]) -> bool:
    return any(one_typo_apart(word, known) for known in named if len(known) > 3)
