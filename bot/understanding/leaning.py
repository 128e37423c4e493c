"""What a text may lean on ("how long does it last"): the last subject, what it offered, and what "it" does not mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.understanding.place_requests import SERVICE_ABOUT

Topics = tuple[tuple[str, float], ...]
# Texts of at most so many words may lean.
MOST_WORDS = 16
_SURE_HALF = 0.75
# A question in so few words that names no naloxone is about what was talked of ("do they ask for id", "is it legal").
_PRONOUN_WORDS = 8
_ASKED_OF_IT = frozenset({"naloxone_cost", "naloxone_get", "naloxone_law", "naloxone_safety"})
_OF_NALOXONE = _ASKED_OF_IT | {"naloxone_what", "naloxone_how_to_use", "naloxone_expired_storage"}
_NEAR_NALOXONE = frozenset({"youth_school", "overdose_what_to_do", "after_reversal"})
_OF_SYRINGES = frozenset({"syringe_services_what"})
_NEAR_SYRINGES = _OF_SYRINGES | {"disposal_of_needles", "safer_injection", "hiv_hep", "harm_reduction_what", "wound_care"}
_SYRINGE_WORDS = frozenset(
    "needle needles syringe syringes rig rigs works points pins exchange exchanges program programs jeringa jeringas aguja agujas"
    " seringue seringues aiguille aiguilles seringa seringas agulha agulhas cooker cookers pipe pipes".split()
)
NALOXONE_WORDS = frozenset(
    "narcan narcans narkan naloxone naloxona nalox spray espray kit kits medikaman medicine medicament remedio nasal nose"
    " nez nariz dose doses give gives gave usar walmart cvs walgreens pharmacy farmacia pharmacie famasi house home casa"
    " maison new one".split()
)


@dataclass(frozen=True, slots=True)
class Before:
    """The topic that was `answered` last, those that were `offered` with it, and those `listed`: of what a list of places gives.

    `unlike` are those that "it" does not mean: "is it free" after a list of shelters is not about naloxone.
    """

    answered: str | None = None
    offered: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    unlike: frozenset[str] = frozenset()


NOTHING = Before()


def before(answered: str | None, offered: frozenset[str], listed: str | None, words: Sequence[str]) -> Before:
    """What was before a message of these folded `words`; `listed` is the service of a list of places, where that was last."""
    about = frozenset(topic for topic, service in SERVICE_ABOUT.items() if listed and service == listed)
    about |= _OF_NALOXONE if listed == "naloxone" or answered in _OF_NALOXONE else about
    return Before(answered, offered, about, _unlike(about | {answered or ""}, words))


def _unlike(before: frozenset[str], words: Sequence[str]) -> frozenset[str]:
    """What "it" does not mean in a few words that name neither naloxone nor syringes, after the topics in `before`."""
    few = len(words) <= _PRONOUN_WORDS
    naloxone = few and before.isdisjoint(_OF_NALOXONE | _NEAR_NALOXONE) and NALOXONE_WORDS.isdisjoint(words)
    syringes = few and before.isdisjoint(_NEAR_SYRINGES) and _SYRINGE_WORDS.isdisjoint(words)
    return (_ASKED_OF_IT if naloxone else frozenset()) | (_OF_SYRINGES if syringes else frozenset())


def led(topics: Topics, halves: Iterable[tuple[str, float]]) -> Topics:
    """`topics` with that of the surer half of the message first, where it is surer than the whole ("im 78. what is narcan")."""
    topic, chance = max(halves, key=lambda half: half[1], default=("", 0.0))
    if not topics or chance <= max(topics[0][1], _SURE_HALF):
        return topics
    return ((topic, chance), *(each for each in topics if each[0] != topic))
