"""Which language a message is in: the script first, then small words, then the trained head where it is there."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence

# Small words that hardly occur in the other languages of the table: enough for a short text when no head is loaded.
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "the is are was and for with what where how can you my his her she he they this that have has dont wont cant im"
        " hes shes its i not do does did get got need someone anyone there here please who when why on of it to".split()
    ),
    "es": frozenset(
        "el los las es esta estan y para con que donde como puedo puede mi su ella este esta tiene tengo necesito alguien"
        " una un del al lo por si yo tu usted hay muy pero cuando quien hola gracias ayuda sobredosis".split()
    ),
    "fr": frozenset(
        "le les est et pour avec quoi comment peux peut mon ma mes sa elle il ce cette je tu vous nous ai jai besoin"
        " quelqu quelquun une des du au aux ou qui quand dans sur pas ne ya bonjour merci surdose aide".split()
    ),
    "pt": frozenset(
        "o os as e esta estao para com onde como posso pode meu minha seu ela ele este isso tem tenho preciso alguem"
        " uma um do da dos das ao nao voce vc eu por quando quem ola obrigado obrigada ajuda na no em".split()
    ),
    "ht": frozenset("mwen li pa ki kote kijan nou yo ou gen genyen ak tanpri mesi bonjou anmwe zanmi souf respire ap".split()),
    "so": frozenset("waa maxaa xagee sidee waan iyo ma ku ka aan walaal caawi neefsan ii qof saaxiibkay mahadsanid".split()),
    "ln": frozenset("nazali ozali azali na ya te moninga nalingi wapi ndenge mpe soki mbote matondi kosalisa apemi".split()),
    "vi": frozenset("toi ban khong o dau lam sao co cua va cho nguoi giup thuoc la bi tho cam xin duoc anh em".split()),
}
_SCRIPTS = {"ARABIC": "ar", "CYRILLIC": "ru", "HEBREW": "he", "CJK": "zh", "HANGUL": "ko", "HIRAGANA": "ja"}
# One of these decides a short text that nothing else tells of ("naloxona 04401"). Said alike in two languages, it is rather the
# first: more people here write Spanish than Portuguese, and who writes Portuguese mostly says "em" or "no" as well.
_CLEAR: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("jeringa", "jeringas", "jeringuilla", "jeringuillas", "aguja", "agujas", "hospitales"), ("es",)),
    **dict.fromkeys(("naloxona", "metadona", "buprenorfina", "farmacia", "farmacias", "clinica", "clinicas"), ("es", "pt")),
    **dict.fromkeys(("seringa", "seringas", "agulha", "agulhas", "hospitais"), ("pt",)),
    **dict.fromkeys(("seringue", "seringues", "aiguille", "aiguilles", "pharmacie", "hopital", "urgences"), ("fr",)),
    "à": ("fr", "pt"),
}
_CLEAR_WEIGHTS, _SHORT = (3.0, 1.0), 5
# A town's name tells no language in a message of so few words: "narcan isle au haut" is no French.
TOWN_WORDS = 5
# Said alike in English and Spanish: "no narcan" must not turn a Spanish emergency into an English one.
ALIKE = frozenset({"no"})


def script_language(text: str) -> str | None:
    """The language that the script of most letters gives away, or None for Latin letters."""
    counts: dict[str, int] = {}
    for char in text[:400]:
        if char.isalpha() and not char.isascii():
            found = _SCRIPTS.get(unicodedata.name(char, "").split(" ")[0])
            if found:
                counts[found] = counts.get(found, 0) + 1
    best = max(counts, key=lambda key: counts[key], default=None)
    letters = sum(char.isalpha() for char in text[:400])
    return best if best and counts[best] * 2 > letters else None


def languages(words: Sequence[str], scores: Sequence[tuple[str, float]] = (), text: str = "") -> list[tuple[str, float]]:
    """Languages by falling probability: small words weigh in beside the head's `scores` (which may be empty).

    `text` is the message as it was written: folding takes the accent off the French "à".
    """
    prior = dict(scores) or dict.fromkeys(SMALL_WORDS, 1 / len(SMALL_WORDS))
    weights = {code: math.log(chance + 1e-4) for code, chance in prior.items()}
    # The head already knows these words; alone they count in full.
    strength = 0.5 if scores else 1.5
    for code, small in SMALL_WORDS.items():
        if code in weights:
            weights[code] += strength * min(sum(word in small for word in words), 8)
    for code, weight in _clear(words, text).items():
        if code in weights:
            weights[code] += weight
    top = max(weights.values())
    raised = {code: math.exp(weight - top) for code, weight in weights.items()}
    whole = sum(raised.values())
    return sorted(((code, value / whole) for code, value in raised.items()), key=lambda pair: -pair[1])


def _clear(words: Sequence[str], text: str) -> dict[str, float]:
    """What the clear words of a short text weigh, by language; the heaviest of them counts once."""
    found: dict[str, float] = {}
    for word in (*words, *("à" for each in text.lower().split() if each == "à")) if len(words) <= _SHORT else ():
        for code, weight in zip(_CLEAR.get(word, ()), _CLEAR_WEIGHTS, strict=False):
            found[code] = max(weight, found.get(code, 0.0))
    return found


def has_words(words: Sequence[str]) -> bool:
    """Whether there is a word of any language: a ZIP or a number tells none."""
    return any(word.isalpha() and len(word) > 1 for word in words)


def told(words: Sequence[str], scores: Sequence[tuple[str, float]], text: str = "") -> tuple[str | None, float]:
    """The language of a message and how sure that is; (None, 0) for a text without a word of any language."""
    by_script = script_language(text)
    if by_script:
        return by_script, 1.0
    if not has_words(words):
        return None, 0.0
    return languages(words, scores, text)[0]
