"""Patterns: words that must stand near each other, in any order, forgiving one typing error.

A `Pattern` is data that a nurse can read in a TOML file: a list of terms, each a word, a phrase, or a `{group}` of them.
A `Matcher` runs thousands of patterns in one pass over the words of a message; its cost grows with the text alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from bot.text import fold
from bot.understanding.vocabulary import Vocabulary

Phrase = tuple[str, ...]
# Where something stands: its first and its last word.
Spot = tuple[int, int]
# Words between the terms of a shorthand pattern: "chest not rise" also reads "his chest does not seem to rise".
_SHORTHAND_GAP = 4
_CANCEL_REACH = 8
_LONGEST_PHRASE = 10
_NO_END = 1 << 30


@dataclass(frozen=True, slots=True)
class Term:
    """Any of these phrases, each a tuple of folded words, in order and each once: a set would take three times the room."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """All `terms` within `within` words (in their order when `ordered`), and none of `none` in or near that window.

    `most_words` keeps a pattern to short texts: "help" alone is a cry, "help with my taxes" in a long text is not.
    """

    name: str
    terms: tuple[Term, ...]
    within: int
    ordered: bool = False
    none: tuple[Term, ...] = ()
    most_words: int | None = None


# A group is its words as written, or its term when it is used often and was folded once.
Groups = Mapping[str, Sequence[str] | Term]


def group_term(members: Sequence[str]) -> Term:
    """Any of `members`, words or phrases."""
    return Term(tuple(sorted(set(map(_phrase, members)))))


def term(text: str, groups: Groups) -> Term:
    """One term from its notation: a word, a phrase, or `{group}`. Raises KeyError for an unknown group."""
    if text.startswith("{") and text.endswith("}"):
        members = groups[text[1:-1]]
        return members if isinstance(members, Term) else group_term(members)
    return _plain(text)


# The same words stand in thousands of patterns: each is folded once, and held once.
@cache
def _plain(text: str) -> Term:
    return Term((_phrase(text),))


@cache
def _phrase(text: str) -> Phrase:
    return tuple(map(_word, fold(text).split()))


_word = cache(str)


def all_read() -> None:
    """Let go of what helped to read patterns, once all are read: 3 MB that nobody asks for again."""
    for each in (_plain, _phrase, _word):
        each.cache_clear()


def shorthand(name: str, text: str, groups: Groups) -> Pattern:
    """A pattern from blanks-parted words and groups, all of which must occur near each other."""
    terms = tuple(term(part, groups) for part in text.split())
    return Pattern(name, terms, within=len(terms) + _SHORTHAND_GAP)


class _Row(NamedTuple):
    """A pattern with its terms by number: those it needs, in its order, and those that cancel it."""

    pattern: Pattern
    terms: tuple[int, ...]
    none: tuple[int, ...]


class Matcher:
    """All patterns of one kind, ready to run over a message."""

    def __init__(self, patterns: Sequence[Pattern], not_typos: Iterable[str] = ()) -> None:
        """Compile `patterns`; those earlier in the sequence are reported first."""
        self.patterns = tuple(patterns)
        self._terms: dict[Term, int] = {}
        self._rows = tuple(self._row(pattern) for pattern in self.patterns)
        # A pattern is looked at only where that of its terms stands which fewest patterns have; most are never looked at.
        had = Counter(chain.from_iterable(set(row.terms) for row in self._rows))
        self._keyed: dict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            self._keyed[min(row.terms, key=had.__getitem__)].append(number)
        self._starts: dict[str, _Node] = {}
        for each, number in self._terms.items():
            alone = (number,)
            for phrase in each.phrases:
                _plant(self._starts, phrase, alone)
        self._vocabulary = Vocabulary({word for each in self._terms for phrase in each.phrases for word in phrase}, not_typos)

    def _row(self, pattern: Pattern) -> _Row:
        return _Row(pattern, *(tuple(map(self._number, each)) for each in (pattern.terms, pattern.none)))

    def _number(self, each: Term) -> int:
        return self._terms.setdefault(each, len(self._terms))

    def find(self, words: Sequence[str]) -> Iterator[Pattern]:
        """The patterns that hold in `words` (folded), in their given order."""
        return self.holding(self.spots(words), range(len(self._rows)))

    def spots(self, words: Sequence[str]) -> Spots:
        """Where the terms of all patterns stand in `words`: most of the work, whoever asks for which patterns then."""
        return Spots(self._ends(words), len(words))

    def holding(self, spots: Spots, among: range) -> Iterator[Pattern]:
        """The patterns that hold where their terms stand so, of those with the numbers `among`, in their given order."""
        there, rows = spots.terms, self._rows
        keyed = [row for number in there & self._keyed.keys() for row in self._keyed[number] if row in among]
        for pattern, terms, none in [rows[row] for row in sorted(keyed) if there.issuperset(rows[row].terms)]:
            if pattern.most_words is not None and spots.words > pattern.most_words:
                continue
            windows = _windows([spots[number] for number in terms], pattern)
            cancels = [spots[number] for number in none if number in there]
            if any(not any(_touches(each, window) for each in cancels) for window in windows):
                yield pattern

    def _ends(self, words: Sequence[str]) -> dict[_Node, list[Spot]]:
        """Where the phrases stand, by the word that ends them."""
        known, roots = self._vocabulary.readings(words), self._starts
        starts = {word: [roots[each] for each in options if each in roots] for word, options in known.items()}
        ends: dict[_Node, list[Spot]] = defaultdict(list)
        for start, first in enumerate(words):
            nodes, end = starts.get(first), start
            while nodes:
                following: list[dict[str, _Node]] = []
                for node in nodes:
                    if node.terms:
                        ends[node].append((start, end))
                    if node.next:
                        following.append(node.next)
                end += 1
                options = known.get(words[end], ()) if following and end < len(words) else ()
                nodes = [each[word] for each in following for word in options if word in each]
        return ends


class Spots(dict[int, list[Spot]]):
    """For each term where it stands in a text of so many `words`, in rising order: put together only where a pattern asks.

    A common word ends phrases of a hundred terms, of which hardly one is asked for.
    """

    def __init__(self, ends: Mapping[_Node, list[Spot]], words: int) -> None:
        super().__init__()
        self.words = words
        self._parts: dict[int, list[list[Spot]]] = defaultdict(list)
        for node, spots in ends.items():
            for number in node.terms:
                self._parts[number].append(spots)
        self.terms = set(self._parts)

    def __missing__(self, number: int) -> list[Spot]:
        parts = self._parts[number]
        self[number] = parts[0] if len(parts) == 1 else sorted(chain.from_iterable(parts))
        return self[number]


@dataclass(slots=True, eq=False)
class _Node:
    """One word of the phrases that begin alike: the terms that end with it, and the words that may follow, None for none."""

    terms: tuple[int, ...] = ()
    next: dict[str, _Node] | None = None


def _plant(roots: dict[str, _Node], phrase: Phrase, number: tuple[int, ...]) -> None:
    """Add `phrase` of the term of this `number` to the tree of phrases."""
    node = roots.setdefault(phrase[0], _Node())
    for word in phrase[1:]:
        node.next = {} if node.next is None else node.next
        node = node.next.setdefault(word, _Node())
    node.terms = (*node.terms, *number) if node.terms else number


def _windows(places: list[list[Spot]], pattern: Pattern) -> Iterator[Spot]:
    """The stretches of words that hold every term once, each at spots of its own; one for each spot of the rarest."""
    rarest = min(range(len(places)), key=lambda i: len(places[i]))
    for anchor in places[rarest]:
        if found := _around(anchor, rarest, places, pattern):
            yield found


def _around(anchor: Spot, rarest: int, places: list[list[Spot]], pattern: Pattern) -> Spot | None:
    """The stretch about one spot of the rarest term: for every other term its nearest spot that overlaps no other."""
    chosen, previous_end = [anchor], -1
    for i, spots in enumerate(places):
        if i == rarest:
            spot: Spot | None = anchor
        else:
            # In order, what comes before the rarest must stand before it, and all after what came last.
            side = (previous_end, anchor[0] if i < rarest else _NO_END) if pattern.ordered else (-1, _NO_END)
            spot = _nearest(spots, anchor, pattern.within, chosen, side)
        if spot is None or (pattern.ordered and spot[0] <= previous_end):
            return None
        previous_end = spot[1]
        if i != rarest:
            chosen.append(spot)
    first, last = min(s for s, _ in chosen), max(e for _, e in chosen)
    return (first, last) if last - first < pattern.within else None


def _nearest(spots: list[Spot], anchor: Spot, within: int, taken: list[Spot], side: Spot) -> Spot | None:
    """The spot nearest to `anchor` that overlaps none of `taken` and lies between the two words of `side`."""
    begin = bisect_left(spots, (anchor[0] - within, -1))
    near: list[Spot] = []
    for spot in spots[begin : begin + 2 * within]:
        if spot[0] > anchor[1] + within:
            break
        if side[0] < spot[0] and spot[1] < side[1] and all(spot[1] < start or spot[0] > end for start, end in taken):
            near.append(spot)
    return min(near, key=lambda spot: abs(spot[0] - anchor[0]), default=None)


def _touches(spots: Sequence[Spot], window: Spot) -> bool:
    first, last = window[0] - _CANCEL_REACH, window[1] + _CANCEL_REACH
    begin = bisect_left(spots, (first - _LONGEST_PHRASE, -1))
    end = bisect_left(spots, (last + 1, -1), lo=begin)
    return any(spots[i][1] >= first for i in range(begin, end))
