"""The key under which a place's name is kept: folded, with the short forms of signs and envelopes written out."""

from __future__ import annotations

from bot.text import fold

# Short forms at the start of a name, and at its end, as New England writes them.
_FIRST = {
    "st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point", "pte": "pointe", "e": "east", "w": "west",
    "so": "south", "s": "south", "no": "north", "n": "north", "nw": "northwest", "ne": "northeast", "sw": "southwest",
    "se": "southeast", "gt": "great", "lk": "lake", "twp": "township",
}  # fmt: skip
_LAST = {
    "hbr": "harbor", "harbour": "harbor", "bch": "beach", "pt": "point", "hts": "heights", "mls": "mills", "fls": "falls",
    "spgs": "springs", "spg": "spring", "ctr": "center", "centre": "center", "jct": "junction", "vlg": "village",
    "isl": "island", "is": "island", "plt": "plantation", "lk": "lake", "lndg": "landing", "mtn": "mountain", "cty": "county",
    "co": "county",
}  # fmt: skip
# And anywhere but at the end, where "st" is a street.
_ANYWHERE = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def key_of(name: str) -> str:
    """The form under which a name is kept: "St. Albans" gives "saint albans", "Old Orchard Bch" "old orchard beach"."""
    return key_of_folded(fold(name))


def key_of_folded(name: str) -> str:
    """The same for a name that is folded already."""
    words = name.split()
    if len(words) < 2:  # a short form alone, such as "no" or "so", is a word and not part of a name
        return " ".join(words)
    middle = [_ANYWHERE.get(word, word) for word in words[1:-1]]
    return " ".join([_FIRST.get(words[0], words[0]), *middle, _LAST.get(words[-1], words[-1])])
