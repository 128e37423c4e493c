"""What a directory calls a service, and what we call it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.site import SERVICES
from bot.text import fold

# Ours, then the folded words that mean it; where one holds another, the longer counts.
_WORDS: Mapping[str, str] = {
    "naloxone": "naloxone|narcan|overdose reversal|pharmacy|drugstore",
    "syringe_services": "syringe service|syringe services|syringe exchange|syringe access|needle exchange|ssp|nep|sep",
    "test_strips": "test strip|test strips|drug checking|fentanyl strips",
    "syringe_disposal": "sharps|syringe disposal|needle disposal|sharps disposal|disposal",
    "treatment": "treatment|otp|methadone|buprenorphine|suboxone|mat|moud|rehab|rehabilitation|addiction|substance use",
    "detox": "detox|detoxification|withdrawal management",
    "recovery_support": "recovery center|recovery community|recovery support|peer support|recovery centre",
    "recovery_housing": "recovery housing|recovery residence|sober living|sober house|sober housing",
    "opc": "overdose prevention center|overdose prevention centre|safe consumption|supervised consumption|supervised injection",
    "hiv_hep_testing": "hiv|hep c|hepatitis|hcv|hiv testing",
    "wound_care": "wound care|wound",
    "food": "food|food pantry|soup kitchen|meals|pantry|food bank",
    "shelter": "shelter|emergency housing|warming center",
    "basic_needs": "showers|shower|laundry|hygiene|drop in center|day center",
    "health_care": "clinic|health center|primary care|hospital|emergency department|emergency room|doctors|doctor|health care",
    "hospital": "hospital|emergency department|emergency room",
    "pharmacy": "pharmacy|drugstore",
    "mental_health": "mental health|counseling|counselling|crisis|psychiatric|psychotherapy",
}
# A pharmacy sells naloxone too, and a hospital is health care: one word may mean two of ours.
_BY_WORD: dict[str, tuple[str, ...]] = {}
for _service, _words in _WORDS.items():
    for _word in _words.split("|"):
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _service)
_LONGEST = max(word.count(" ") + 1 for word in _BY_WORD)


def services_in(category: str, named: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Our services in the text of a category, in its order; `named` is what the operator's mapping says of whole categories."""
    folded = fold(category)
    for theirs, ours in named.items():
        if fold(theirs) == folded:
            return ours
    return _in(folded)


@lru_cache(maxsize=2048)
def _in(folded: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    parts = folded.split()
    position = 0
    while position < len(parts):
        for length in range(min(_LONGEST, len(parts) - position), 0, -1):
            word = " ".join(parts[position : position + length])
            services = _BY_WORD.get(word) or ((word,) if word in SERVICES else ())
            if services:
                found |= dict.fromkeys(services)
                position += length - 1
                break
        position += 1
    return tuple(found)


def own_services(value: str) -> tuple[tuple[str, ...], list[str]]:
    """Services as our own form writes them ("naloxone;food"), and the words among them that are none."""
    given = [each.strip() for each in value.split(";") if each.strip()]
    return tuple(each for each in given if each in SERVICES), [each for each in given if each not in SERVICES]
