"""Somebody who went tells that a place is shut or not as told: "WRONG 2", "2 is closed", "ya no existe"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SHUT = frozenset(
    "wrong closed shut locked incorrect"
    " cerrado cerrada cerrados equivocado equivocada incorrecto"
    " ferme fermee fermes faux errone"
    " fechado fechada fechados errado errada incorreto".split()
)
# Words that say so only beside a number: alone they are about a person, or about how somebody feels.
_SHUT_BY_NUMBER = frozenset("mal gone moved bad".split())
_PHRASES = (
    "out of business|does not exist|doesnt exist|no longer exists|no longer there|not there anymore|not there any more|"
    "isnt there|wasnt there|not there|isnt open|wasnt open|not open|nobody there|no one there|"
    "ya no existe|no existe|ya no esta|no esta abierto|no estaba abierto|no hay nadie|"
    "nexiste plus|n existe plus|pas ouvert|nest plus la|n est plus la|"
    "nao existe mais|nao existe|nao esta mais|nao esta aberto|nao tem ninguem"
).split("|")
_AROUND = frozenset(
    "a about address all and anymore are been but completely door doors for go good got has have hey hi hours i info is it its"
    " just no now num number of on one ones open permanently phone place right site so sorry spot still that thats the there they"
    " theyre this to today was we went were when"
    " ahora direccion el es esta estaba este fui hoy la las lo los lugar numero ok sigue sitio todo un uno y ya"
    " adresse aujourdhui c ce cest cet cette de encore est etait endroit est j jy le les lieu maintenant n nest suis toujours une"
    " agora ainda e endereco estava foi hoje local o os numero sitio".split()
)
_ORDINALS = {
    **dict.fromkeys(("first", "1st", "one", "primero", "primera", "primer", "premier", "premiere", "primeiro", "primeira"), 1),
    **dict.fromkeys(("second", "2nd", "two", "segundo", "segunda", "dos", "deuxieme", "deux", "dois"), 2),
    **dict.fromkeys(("third", "3rd", "three", "tercero", "tercera", "tres", "troisieme", "trois", "terceiro", "terceira"), 3),
}
_ASKS = frozenset({"is", "are", "was", "were"})
_MOST_WORDS = 12
_ZIP_FIGURES = 5


@dataclass(frozen=True, slots=True)
class Report:
    """That a listed place is shut or not as told; `number` is the one named, None where none is."""

    number: int | None = None


def report(words: Sequence[str], *, asks: bool) -> Report | None:
    """What `words`, the whole folded message, tell of a listed place; `asks`: it ends in a question mark."""
    if asks or not words or len(words) > _MOST_WORDS or words[0] in _ASKS:
        return None
    if any(word.isdigit() and len(word) >= _ZIP_FIGURES for word in words):
        return None  # "wrong, 04426" corrects the ZIP
    said = f" {' '.join(words)} "
    phrase = next((each for each in _PHRASES if f" {each} " in said), "")
    left = said.replace(f" {phrase} ", " ", 1).split() if phrase else list(words)
    number = _number(left)
    shut = _SHUT | _SHUT_BY_NUMBER if number else _SHUT
    tells = bool(phrase) or not shut.isdisjoint(left)
    known = all(word in shut or word in _AROUND or word in _ORDINALS or word.isdigit() for word in left)
    return Report(number) if tells and known else None


def _number(words: Sequence[str]) -> int | None:
    """The number named: a figure first, then an ordinal; "one" counts last, as in "the second one"."""
    figures = [int(word) for word in words if word.isdigit() and len(word) < 3]
    ranks = [_ORDINALS[word] for word in words if word in _ORDINALS and word != "one"]
    return next(iter((*figures, *ranks, *([1] if "one" in words else []))), None)
