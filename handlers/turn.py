"""One message together with all that an answer may depend on, and the few steps that every answer shares."""

from __future__ import annotations

from collections.abc import Sequence, Set as AbstractSet
from datetime import datetime

from bot import text
from bot.bank import Entry
from bot.beside import beside
from bot.changed import changed
from bot.knowledge import Knowledge, supported
from bot.message import Message
from bot.reply import Choice, Outcome, Reply, Tally
from bot.state import State
from bot.understanding import language as languages, leaning, numbers, thresholds, topics, whereabouts
from bot.understanding.danger import Look
from bot.understanding.following import Followed
from bot.understanding.halves import Halves
from bot.understanding.listening import Listening
from bot.understanding.place_requests import subject_words
from bot.understanding.place_text import Said, said
from bot.understanding.places import NO_PLACE, PlaceReading, may_name_place, place_in
from bot.understanding.reading import SAFE, Danger, Level
from bot.understanding.services import ServiceReading, read_service
from bot.understanding.whereabouts import Where
from bot.value import value
from bot.worked_out import worked_out

# Above this a message may change the language of a talk; below it the talk goes on as it was.
_SWITCH_CHANCE, _SWITCH_WORDS, _FIRST_CHANCE = 0.85, 3, 0.45
# What a turn has read and keeps: what hangs on the danger in it, and what hangs on the message (or holds for it in any talk).
_OF_DANGER = frozenset({"language", "where"})
_OF_MESSAGE = frozenset({"words", "rows", "piece", "said", "head", "scores", "service"})


@value(frozen=True)
class Turn:
    """`state` is what still counts at `now` (None: a first message); `danger` is what the rows found."""

    message: Message
    state: State | None
    knowledge: Knowledge
    now: datetime
    danger: Danger = SAFE

    def with_danger(self, danger: Danger) -> Turn:
        """The same turn with the danger found in it; what was read already and does not hang on danger is not read again."""
        if danger == self.danger:
            return self
        return self._keeping(Turn(self.message, self.state, self.knowledge, self.now, danger), vars(self).keys() - _OF_DANGER)

    def with_state(self, state: State | None, danger: Danger) -> Turn:
        """The same message in another talk; what was read off the message alone is not read again."""
        return self._keeping(Turn(self.message, state, self.knowledge, self.now, danger), vars(self).keys() & _OF_MESSAGE)

    def _keeping(self, other: Turn, read: AbstractSet[str]) -> Turn:
        vars(other).update({key: vars(self)[key] for key in read - vars(other).keys()})
        return other

    @worked_out
    def words(self) -> list[str]:
        """The folded words of the message."""
        return text.words(self.message.text)

    @worked_out
    def rows(self) -> Look:
        """What the danger rows find in the message."""
        return self.knowledge.rows.look(self.words)

    @worked_out
    def piece(self) -> int:
        """The bits of alarm that the message sets, as a piece of something."""
        return self.knowledge.pieces.level(self.words)

    @worked_out
    def said(self) -> str:
        """The folded message as one string."""
        return " ".join(self.words)

    @worked_out
    def head(self) -> Listening:
        """What the trained head hears in the message by its n-grams: fast."""
        return Listening(self.knowledge.head, self.words, self.knowledge.encoder)

    @worked_out
    def scores(self) -> topics.Scores | None:
        """What n-grams and encoder say together, some milliseconds; without the encoder a first message that is plain."""
        words, first = subject_words(self.words, self.place), self.state is None and not self.rows.fired
        return self.head.read(words, self.knowledge.encoder, hasty=first) or self.head.alone

    @worked_out
    def subjects(self) -> tuple[tuple[str, float], ...]:
        """The likeliest topics with their chances; a short text after an answer is more likely about it, or what it offers."""
        found = (self.followed and self.head.after(self.followed)) or (self.scores.topics if self.scores else ())
        return leaning.led(found, tuple(self.halves.heard)) if found and found[0][1] < thresholds.TOPIC_SURE else found

    @worked_out
    def followed(self) -> Followed | None:
        """The message with what was talked of before it; None for a first one and in an emergency."""
        heard = self.scores.heard if self.scores and self.state and not self.state.in_emergency else None
        return Followed(heard, len(self.words), self._before) if heard else None

    @property
    def follows(self) -> bool:
        """Whether this is a short text after an ordinary answer, which may lean on it."""
        return len(self.words) <= leaning.MOST_WORDS and self._before != leaning.NOTHING

    @worked_out
    def _before(self) -> leaning.Before:
        """What was talked of before this message, outside an emergency."""
        entry, state, bank = self._answered, self.state, self.knowledge.bank
        if state is None or state.in_emergency:
            return leaning.NOTHING
        names = (*(entry.choices if entry else ()), *(each.removeprefix("entry:") for each in state.offered))
        offered = frozenset(each.topic for each in map(bank.get, names) if each)
        return leaning.before(state.topic, offered, state.service if state.topic == "find_service" else None, self.words)

    @property
    def _answered(self) -> Entry | None:
        """The entry that was answered last, or the first of those that were guessed, in the words of home."""
        guessed = self.state.offered[:1] if self.state and self.state.asked == "guess" else ()
        name = (self.state.entry if self.state else None) or "".join(guessed).removeprefix("entry:")
        return self.knowledge.bank.get(name) if name else None

    @worked_out
    def halves(self) -> Halves:
        """The two halves of a message that asks two things."""
        return Halves(self.message.text, self._subject, self.knowledge.encoder)

    def _subject(self, half: list[str], encoder: topics.Encoder | None) -> tuple[str, float]:
        return self.head.topic(subject_words(half, self.place, 1), encoder)

    @worked_out
    def told_language(self) -> tuple[str | None, float]:
        """The language of this message by itself, and how sure that is. Our own words and titles tell theirs."""
        if pressed := self.knowledge.buttons.get(tuple(self.words)):
            return pressed, 1.0
        ours = self.knowledge.bank.word_languages.get(tuple(self.words))
        exact = self.message.text.isascii() and not ours and not (self.state and self.state.asks_place)
        if exact and self.said in self.knowledge.command_languages:
            return self.knowledge.command_languages[self.said]
        # "narcan 04769" tells no language, nor "dallas" or "no narcan"; a ZIP need not wait for the head.
        tells = languages.accented(self.message.text) or languages.tells(self.words, lambda: self.place.words, ours=bool(ours))
        if ours and tells:
            return languages.of_ours(ours, self.message.text, (getattr(self.state, "language", None), self.message.language_hint))
        return languages.told(self.words, self.head.languages, self.message.text) if tells else (None, 0.0)

    @worked_out
    def _parts(self) -> Said:
        return said(self.message.text, self.knowledge.gazetteer, expected=bool(self.state and self.state.asks_place))

    @worked_out
    def place(self) -> PlaceReading:
        """Where the writer says they are."""
        expected = bool(self.state and self.state.asks_place)
        return place_in(self._parts) if may_name_place(self.said, expected=expected) else NO_PLACE

    @worked_out
    def where(self) -> Where:
        """Where they say they are, now or before, when that is not home; beside danger only a country is looked for."""
        knowledge, home = self.knowledge, self.knowledge.region.states
        carried = self.state.where if self.state else ""
        found = whereabouts.where(self.words, carried, knowledge.countries, knowledge.gazetteer, home)
        if found.code != carried or found.namesake or self.danger.level is Level.NOW or self.place is NO_PLACE:
            return found
        return whereabouts.in_state(self._parts, self.place.place, home) or found

    @property
    def last(self) -> Entry | None:
        """The entry that was answered last, as it holds where they are."""
        return (entry := self._answered) and self.knowledge.bank.suited(entry, self.where.code)

    @worked_out
    def service(self) -> ServiceReading:
        """What the writer looks for."""
        return read_service(self.words)

    @worked_out
    def language(self) -> str:
        """The language to answer in: the row's that fired, the talk's, the message's, the channel's hint, English."""
        code, chance = self.told_language
        carried = self.state.language if self.state else None
        known = supported(code)
        if self.danger.language and not carried and code and (chance < _SWITCH_CHANCE or not known):
            return supported(self.danger.language) or "en"
        sure = known is not None and chance >= _SWITCH_CHANCE
        if carried and not (sure and (len(self.words) >= _SWITCH_WORDS or chance == 1.0)):
            return carried
        if known and chance >= _FIRST_CHANCE:
            return known
        return carried or supported(self.message.language_hint) or "en"

    def line(self, key: str, **filled: object) -> str:
        """A short line in the language of the answer."""
        return self.knowledge.line(key, self.language, **filled)

    def lead(self, entry: Entry, language: str = "") -> str:
        """What `entry` says first on this channel, in `language` or in that of the answer."""
        return self.knowledge.lead(entry, language or self.language, self.message.channel)

    @worked_out
    def number(self) -> int | None:
        """The 1-based number that a short message chooses ("2", "2 please", "the second"), where something was offered."""
        return numbers.chosen(self.words, len(self.state.offered)) if self.state else None

    def carry(self) -> State:
        """The state to go on from: this talk's, with the time, the language and no pending question."""
        if self.state is None:
            return State(at=self.now, language=self.language, where=self.where.code)
        return changed(self.state, at=self.now, language=self.language, asked=None, where=self.where.code)

    def offer(self, ids: Sequence[str]) -> tuple[str, ...]:
        """What the numbers after this answer will mean: those of `ids` that the bank has."""
        return tuple(f"entry:{each}" for each in ids if self.knowledge.bank.get(each))

    def choices(self, ids: Sequence[str]) -> tuple[Choice, ...]:
        """Choices for entries and steps: an entry is shown by its title, a step by the word that is texted for it."""
        known = [(str(number), entry) for number, each in enumerate(ids, start=1) if (entry := self.knowledge.bank.get(each))]
        said = [(number, entry.say(self.language)) for number, entry in known]
        return tuple(Choice(wording.word or wording.title, wording.word or number) for number, wording in said)

    def outcome(self, reply: Reply, state: State | None, topic: str) -> Outcome:
        """A reply with its tally."""
        area = self.state.place.zip[:3] if self.state and self.state.place and self.state.place.zip else None
        tally = Tally(topic, self.message.channel.value, self.language, area)
        return Outcome(reply if reply.language == self.language else changed(reply, language=self.language), state, tally)

    def answer(self, entry: Entry, *, notes: tuple[str, ...] = ()) -> Outcome:
        """An entry's lead with the ways on from it: the entry of where they are, where it has its own."""
        entry = self.knowledge.bank.suited(entry, self.where.code)
        offered = tuple(each for each in entry.choices if self.knowledge.bank.get(each))[:3]
        wording = entry.say(self.language)
        carried = self.carry()
        if wording.more:
            notes = (*notes, self.line("more"))
        notes = (*notes, *beside(self.knowledge, entry, self.lead(entry), self.language, self.where))
        if not carried.greeted and entry.topic not in _SAY_SO_THEMSELVES:
            notes = (*notes, self.line("automatic"))
        # What this message was next likely about; nothing where it was an exact word.
        likely = (topic for topic, _ in self.subjects[:4] if topic != entry.topic) if "scores" in vars(self) else ()
        guesses = tuple(filter(self.knowledge.bank.get, likely))[:3]
        state = changed(carried, entry=entry.id, part=0, offered=self.offer(offered), greeted=True, guesses=guesses)
        reply = Reply(self.lead(entry), self.language, notes=notes, choices=self.choices(offered), entry=entry.id)
        return self.outcome(reply, state, entry.topic)


# These answers say by themselves that they are a machine's.
_SAY_SO_THEMSELVES = {"greeting_thanks", "bot_menu_help_stop", "human_contact", "privacy_who_sees_this", "suicide_crisis"}
