"""The danger rows: the first question asked of every message, before language, state, menu or limit.

A row is data (`content/danger/<language>.toml`); this module only runs it. All rows of all languages run in one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.understanding import thresholds
from bot.understanding.patterns import Matcher, Pattern
from bot.understanding.reading import SAFE, Danger, Kind, Level, Who
from bot.worked_out import worked_out


@dataclass(frozen=True, slots=True)
class Row:
    """One way of telling of danger: what it `means`, words that show it and words that must not fire it.

    `shared`: it tells of danger but not of its kind ("hes on the floor"): in the middle of an emergency the kind stays.
    `breathless`: it tells that they hardly breathe: an overdose, whatever they took. `after`: where there are
    any, it counts only when one of these subjects was answered last ("fever, 102" after an answer about wounds).
    """

    name: str
    language: str
    means: str
    example: str
    counter_example: str
    pattern: Pattern
    level: Level
    kind: Kind
    who: Who
    step: str | None = None
    shared: bool = False
    breathless: bool = False
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sound:
    """What danger a message sounds like: of which kind, how likely, and whose; None where that cannot be told."""

    kind: Kind | None = None
    chance: float = 0.0
    who: Who | None = None


# Worked out when asked.
Sounds = Callable[[], Sound]
SILENT = Sound()


# Taken in order to die: that stays so, of whatever age they are.
TOOK, TOOK_OTHER = "suicide_took", "suicide_took_other"
# What rows with these steps tell of looks like other dangers: "red streak past the elbow, burning up and not making sense".
EXACT = frozenset({TOOK, TOOK_OTHER, "sepsis", "labour", "withdrawal_danger", "stimulant_hot"})
_OF_DRINK = {None, "alcohol_other"}
# The ending of steps that speak to who is in danger.
_OF_SELF = "_self"
# English words for somebody else, and those of four languages of who speaks of themselves.
_ANOTHER = frozenset(
    "he hes she shes him roommate boyfriend girlfriend bf gf wife husband son daughter friend buddy guy girl man woman lady mom"
    " mum mother dad father brother sister cousin uncle aunt neighbor coworker".split()
)
_WRITER = frozenset(
    "i im ive id ill idk me myself yo mis tome tengo estoy je jai jme jsuis moi mes eu tomei meus minhas estou".split()
)
# Portuguese "to" (I am) is no English "to".
_I_AM, _ENGLISH = "to", frozenset("he she they and is isnt the wants want my his her".split())
# What is said of who cannot be woken, in every form of it.
_WAKE = frozenset(
    "wake wakes waking woke woken awake awaken rouse roused unresponsive despierta despiertan despertar despertarlo despertarla"
    " despierto reacciona reaccionar reveille reveiller reveil reagit reagir acorda acordar acordou acorde reage reagindo".split()
)
# What is said of who does not answer, which may be far away: then it is these that are not answered. Not "call" or "phone", which
# stand beside the dying too.
_ANSWER = frozenset(
    "respond responds responding responded responsive responde responder respondio repond repondre respondeu".split()
)
_LETTERS = frozenset(
    "texts messages msgs dms snaps calls whatsapp mensaje mensajes llamadas appels mensagem mensagens ligacoes".split()
)


@dataclass(frozen=True, slots=True)
class WhoPattern:
    """Words that tell who is in danger, whatever row fired."""

    who: Who
    pattern: Pattern


class DangerRows:
    """All rows of all languages, ready to run."""

    def __init__(self, rows: Sequence[Row], whos: Sequence[WhoPattern], not_typos: Iterable[str] = ()) -> None:
        """Compile; a `now` row is reported before a `possible` one, earlier rows before later ones."""
        self.rows = tuple(sorted(rows, key=lambda row: row.level is not Level.NOW))
        self.whos = tuple(whos)
        self._by_name = {row.pattern.name: row for row in self.rows}
        self._whos = {each.pattern.name: each.who for each in whos}
        self._matcher = Matcher([*(row.pattern for row in self.rows), *(each.pattern for each in self.whos)], not_typos)
        self._danger, self._who = range(len(self.rows)), range(len(self.rows), len(self.rows) + len(self.whos))

    def look(self, words: Sequence[str]) -> Look:
        """What the rows find in `words`, folded, whatever was said before."""
        spots = self._matcher.spots(words)
        fired = tuple(self._by_name[pattern.name] for pattern in self._matcher.holding(spots, self._danger))
        return Look(words, fired, lambda: {self._whos[each.name] for each in self._matcher.holding(spots, self._who)})

    def read(
        self, words: Sequence[str], language: str | None = None, before: str | None = None, sounds: Sounds = lambda: SILENT
    ) -> Danger:
        """The danger that `words` tell of, see `Look.danger`."""
        return self.look(words).danger(language, before, sounds)

    def fired(self, words: Sequence[str]) -> tuple[str, ...]:
        """The names of all rows that fire, whatever was said before, for checks and for showing why."""
        return tuple(row.name for row in self.look(words).fired)


class Look:
    """What the rows found in one message."""

    def __init__(self, words: Sequence[str], fired: tuple[Row, ...], named: Callable[[], set[Who]]) -> None:
        """The rows that `fired` in `words`; `named` tells whom the words name."""
        self.words, self.fired, self._whom = words, fired, named

    @worked_out
    def _named(self) -> set[Who]:
        return self._whom()

    def danger(self, language: str | None = None, before: str | None = None, sounds: Sounds = lambda: SILENT) -> Danger:
        """The danger that is told of; among rows of equal level one in `language` is preferred.

        `before` is the topic that was answered last; what it `sounds` like is asked where rows of several kinds fired.
        """
        fired = [row for row in self.fired if not row.after or before in row.after]
        if not fired:
            return SAFE
        top = [row for row in fired if row.level is fired[0].level]
        dying = _dying_body(top, self.words)
        row = dying or _chosen(top, language, self._named, self.words)
        breathless = dying is not None or any(each.breathless for each in top)
        if not (row.kind is Kind.OVERDOSE and breathless):
            row = _chosen(_likely(top, sounds, child=Who.CHILD in self._named), language, self._named, self.words)
        who = self.who(row.who)
        return Danger(
            row.level,
            row.kind,
            who,
            row.name,
            _step(row, who),
            row.language,
            rows=len(fired),
            shared=all(each.shared for each in top),
            after=bool(row.after),
            breathless=breathless,
        )

    def who(self, told: Who) -> Who:
        """A child is named by its own words; otherwise what the row tells, or else what the words tell.

        Who is said to be the writer is another where the words name another alone ("my roommate had a fifth, shes on the floor").
        """
        return _who(self._named, self.words, told)


def _step(row: Row, who: Who) -> str | None:
    """The step that `row` asks for, as it is said of who is in danger."""
    if row.step == TOOK and who in {Who.OTHER, Who.CHILD}:
        return TOOK_OTHER
    return None if row.who is Who.SELF and who is Who.OTHER and (row.step or "").endswith(_OF_SELF) else row.step


def _by_the_writer(words: Sequence[str]) -> bool:
    """Whether the writer stands in `words`."""
    return not _WRITER.isdisjoint(words) or (_I_AM in words and _ENGLISH.isdisjoint(words))


def _who(named: set[Who], words: Sequence[str], told: Who) -> Who:
    if told is Who.SELF:
        another = not _ANOTHER.isdisjoint(words) and not _by_the_writer(words)
        return Who.OTHER if named == {Who.OTHER} and another else told
    if Who.CHILD in named:
        return Who.CHILD
    if told is not Who.UNCLEAR:
        return told
    if Who.OTHER in named and not _by_the_writer(words):
        return Who.OTHER  # "elle a pris": a verb without its "je"
    return next((who for who in (Who.SELF, Who.OTHER) if who in named), Who.UNCLEAR)


def _likely(top: Sequence[Row], sounds: Sounds, *, child: bool) -> Sequence[Row]:
    """Those of `top` that tell of the kind of danger that it sounds like, and of whom; all of them where that is not sure.

    Of a `child` what it says never hides what its body needs.
    """
    if any(row.step in EXACT for row in top):
        return top
    kinds, whos = {row.kind for row in top}, {row.who for row in top}
    sure = len(kinds) > 1 and (sound := sounds()).chance >= thresholds.KIND_AMONG_ROWS
    if sure and not (child and sound.kind is Kind.SUICIDE):
        top = [row for row in top if row.kind is sound.kind] or top
    if {Who.SELF, Who.OTHER} <= whos:
        top = [row for row in top if row.who is sounds().who] or top
    return top


def unwakeable(words: Sequence[str]) -> bool:
    """Whether `words`, in which a row of an overdose fired, tell of waking or answering, not of "wont get up" or of letters."""
    return not _WAKE.isdisjoint(words) or (not _ANSWER.isdisjoint(words) and _LETTERS.isdisjoint(words))


def _dying_body(top: Sequence[Row], words: Sequence[str]) -> Row | None:
    """What tells that somebody else, who wants to die, does not breathe or does not wake: that comes first."""
    if not any(each.kind is Kind.SUICIDE and each.who is Who.OTHER for each in top):
        return None
    body = [each for each in top if each.kind is Kind.OVERDOSE and each.who is not Who.SELF]
    return next((each for each in body if each.breathless), body[0] if body and unwakeable(words) else None)


def _chosen(top: Sequence[Row], language: str | None, named: set[Who], words: Sequence[str]) -> Row:
    """Of rows of one level the one to answer: in `language` first; no breath before stimulants, a body before a wish to die.

    Who took something in order to die needs 911 first anyway; but what a body needs that is somebody else's is more than that.
    """
    row = next((row for row in top if row.language == language), top[0])
    if row.kind is Kind.STIMULANT or (row.kind is Kind.OTHER and row.step in _OF_DRINK):
        return next((each for each in top if each.breathless), row)
    if row.kind is not Kind.SUICIDE:
        return row
    if row.step != TOOK and Who.CHILD in named:
        return next((each for each in top if each.kind is not Kind.SUICIDE), row)
    taken = row.step == TOOK_OTHER or (row.step == TOOK and _who(named, words, row.who) is Who.OTHER)
    body = [each for each in top if each.kind is Kind.OVERDOSE and each.who is Who.OTHER] if taken else []
    # One row may tell no more than that they took it; two, or no breath, that they do not answer.
    return body[0] if len(body) > 1 or any(each.breathless for each in body) else row
