"""Which language a message is in: the script first, then small words, then the trained head where it is there."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet

from bot.text import fold
from bot.understanding.language_words import ALIKE, CLEAR, FOREIGN, LETTERS
from bot.understanding.services import SHARED

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
_SMALL_IN = {
    word: tuple(code for code, small in SMALL_WORDS.items() if word in small) for word in frozenset().union(*SMALL_WORDS.values())
}
# Those of them that stand in towns' names, are short for a part of one ("no berwick"), or a state's two letters.
_IN_TOWNS = frozenset(
    "and for i is of on the what al como del el hay las lo los mi que una au aux ce des du est le les ne pas qui sur as dos e em"
    " na o ola vc ak ap pa ii te co la lam va ma no".split()
)
# What is said of who does not breathe or wake, and is no town.
_OF_DANGER = frozenset(
    "breathe breathes breathing wakes waking woke overdosed overdosing unconscious unresponsive respira respiran respirando"
    " despierta despertar reacciona inconsciente respire reveille inconscient reagit acorda acordar acordou desmaiou".split()
)
# Beside one of these a message holds more than a town.
NO_TOWN = frozenset().union(*SMALL_WORDS.values(), _OF_DANGER) - _IN_TOWNS
# Words of several languages.
_SEVERAL = ALIKE | SHARED - FOREIGN
_SCRIPTS = {"ARABIC": "ar", "CYRILLIC": "ru", "HEBREW": "he", "CJK": "zh", "HANGUL": "ko", "HIRAGANA": "ja"}
# What a clear word of one language weighs; and of two, in the first and in the other: one decides where the head only guesses.
_ALONE, _SHARED, _LETTER = 6.0, (4.0, 2.0, 2.0), 4.0
# Of a single word the head knows least, and is surest.
_SHARED_SINGLE = (4.0, 1.0, 1.0)
# "metadona no Bangor": before a name this is the Portuguese for "in the".
_IN_THE = re.compile(r"\w n[oa] [A-Z]")
# In a few words more it weighs less, in a sentence nothing: people mix languages, and the head hears a sentence whole.
_WEIGHED = (1.0, 1.0, 1.0, 1.0, 0.5, 0.5)
# Of a word that several of our languages share, the first of them; a test holds it to the bank's.
ORDER = ("en", "es", "fr", "pt")
# A town's name tells no language in a message of so few words: "narcan isle au haut" is no French.
TOWN_WORDS = 5


def script_language(text: str) -> str | None:
    """The language that the script of most letters gives away, or None for Latin letters."""
    if text.isascii():
        return None
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
    counts: dict[str, int] = {}
    for code in (code for word in words if word in _SMALL_IN for code in _SMALL_IN[word]):
        counts[code] = counts.get(code, 0) + 1
    for code, count in counts.items():
        if code in weights:
            weights[code] += strength * min(count, 8)
    for code, weight in _clear(words, text).items():
        if code in weights:
            weights[code] += weight
    top = max(weights.values())
    raised = {code: math.exp(weight - top) for code, weight in weights.items()}
    whole = sum(raised.values())
    return sorted(((code, value / whole) for code, value in raised.items()), key=lambda pair: -pair[1])


def _clear(words: Sequence[str], text: str) -> dict[str, float]:
    """What the clear words and letters of a short text weigh, by language."""
    found: dict[str, float] = {}
    for code, weight in _clues(words, text.lower(), in_the=bool(_IN_THE.search(text))) if len(words) < len(_WEIGHED) else ():
        found[code] = found.get(code, 0.0) + weight * _WEIGHED[len(words)]
    return found


def _clues(words: Sequence[str], text: str, *, in_the: bool) -> Iterator[tuple[str, float]]:
    """Each clear word with what it weighs in its languages, as it was written ("bébé") or folded; then each letter.

    Of languages that share a word the likelier one comes first, and Portuguese `in_the` place that it names.
    """
    written = {fold(word): word.strip(".,!?") for word in text.split() if not word.isascii()}
    shared = _SHARED if len(words) > 1 else _SHARED_SINGLE
    for word in words:
        codes = CLEAR.get(written.get(word, word)) or CLEAR.get(word, ())
        ranked = sorted(codes, key=lambda code: code != "pt") if in_the else codes
        yield from zip(ranked, (_ALONE,) if len(codes) == 1 else shared, strict=False)
    for letter in LETTERS.keys() & set(text):
        yield from ((code, _LETTER) for code in LETTERS[letter])


def of_ours(codes: AbstractSet[str], text: str, spoken: Iterable[str | None]) -> tuple[str | None, float]:
    """The language of a word or title of ours that is said in `codes`, and how sure that is.

    Where several have it and one of them is `spoken` already, that stays: (None, 0). Else it is the first of them.
    """
    letters = [set(LETTERS[letter]) for letter in LETTERS.keys() & set(text.lower())]
    written = [code for code in ORDER if code in codes and all(code in each for each in letters)]
    likely = written or [code for code in ORDER if code in codes]
    return (likely[0], 1.0) if len(likely) == 1 or set(likely).isdisjoint(spoken) else (None, 0.0)


def accented(text: str) -> bool:
    """Whether `text` has a letter beyond the plain alphabet."""
    return not text.isascii() and any(char.isalpha() and not char.isascii() for char in text)


def tells(words: Sequence[str], town: Callable[[], Sequence[str]], *, ours: bool) -> bool:
    """Whether a word is left without those that languages share and, unless all are `ours`, a short message's `town`."""
    left = [word for word in words if word not in _SEVERAL]
    beyond = ours or len(words) > TOWN_WORDS or not NO_TOWN.isdisjoint(left)
    named = () if beyond or not has_words(left) else town()
    return has_words([word for word in left if word not in named])


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
