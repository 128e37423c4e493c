"""Who has reviewed which wording: signatures that stop counting when the words change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.understanding.reading import KINDS

CLINICIAN, LIVED, TRANSLATOR, LAWYER = "clinician", "person who uses drugs", "translator", "lawyer"
ROLES = (CLINICIAN, LIVED, TRANSLATOR, LAWYER)
# What every other language is translated from.
ORIGINAL = "en"
_LETTERS = 12
# Topics that are about the law, beside every entry that lists one.
LAW = frozenset({"good_samaritan_law", "naloxone_law", "legal_rights_police"})
# Where a wrong word can harm a body; every emergency too.
_MEDICAL = {
    "after_reversal", "alcohol_info", "cannabis_psychedelics", "detox_withdrawal", "disposal_of_needles", "fentanyl_info",
    "hiv_hep", "mixing_drugs", "naloxone_cost", "naloxone_expired_storage", "naloxone_get", "naloxone_how_to_use",
    "naloxone_safety", "naloxone_what", "never_use_alone", "out_of_scope", "overdose_signs", "overdose_what_to_do",
    "pregnancy_drugs", "safer_injection", "safer_smoking_snorting", "stimulant_safety", "test_strips_drug_checking",
    "tolerance", "treatment_options_moud", "wound_care", "xylazine_medetomidine_info",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """One person's word that they stand by a text: `of` holds, for each language, the fingerprint of the words they read."""

    name: str
    role: str
    on: date
    of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """When an entry must be looked at again, how sure it is, and who has signed it."""

    by: date
    confidence: str
    signed: tuple[Signature, ...] = ()


def fingerprint(*texts: object) -> str:
    """Texts, and lists of them, as a short code of hexadecimal digits: another word anywhere gives another code."""
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:_LETTERS]


def needed(topic: str, *, step: bool, law: bool = False) -> tuple[str, ...]:
    """The roles that must sign an entry about `topic` before it counts as reviewed; every translation needs a translator too.

    `law`: whether the entry lists a law.
    """
    clinician = (CLINICIAN,) if step or topic in KINDS or topic in _MEDICAL else ()
    return (*clinician, *((LAWYER,) if law or topic in LAW else ()), LIVED)
