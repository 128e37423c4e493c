"""How much danger there is in a text: what the rows found, what the head hears, and which of them to believe.

A row that is doubted, or danger that is only heard, never vanishes: it puts the line first instead of the steps.
"""

from __future__ import annotations

from bot.changed import changed
from bot.understanding import pieces, thresholds
from bot.understanding.danger import EXACT, SILENT, Sound, unwakeable
from bot.understanding.reading import CRIES, KINDS, SAFE, Danger, Kind, Level, Who
from bot.understanding.step_words import IN_THE_MIDDLE
from bot.understanding.topics import Scores
from handlers.turn import Turn

_FEW = 2
# What nobody writes about somebody who is dying. Curses they do.
_NOT_OURS = frozenset({"out_of_scope"})
# After these subjects danger is mostly of this kind: shaking hands mean another thing after drinking than after meth.
_AKIN = {"alcohol_info": Kind.OTHER, "detox_withdrawal": Kind.OTHER, "stimulant_safety": Kind.STIMULANT}
_AKIN_TIMES = 16
_BY_ANOTHER = {"violence", "assault"}
# Rows with these steps are not doubted: of them the line that would stand first ("won't wake or breathe right?") tells nothing,
# and whoever took all their medicines sounds as if they asked about mixing, or who was stabbed by the exchange about needles.
_BELIEVED = EXACT - {"stimulant_hot"} | {"bleeding"}


def told(turn: Turn) -> Danger:
    """What the rows find; of the kind that the n-grams are sure of, where one or two rows told of another."""
    state = turn.state
    language, before = (state.language, state.topic) if state else (turn.told_language[0], None)
    danger = turn.rows.danger(language, before, lambda: _sound(turn, before))
    if danger.level is not Level.NOW or danger.rows > _FEW or danger.after or danger.breathless or danger.step in EXACT:
        return danger
    sound = _sound(turn, before)
    threatened = sound.kind is Kind.SUICIDE and danger.step in _BY_ANOTHER  # "disse que vai me matar" is no wish
    going_on = state and state.in_emergency and KINDS.get(state.kind or "") is not sound.kind
    if sound.kind in {None, danger.kind} or sound.chance < thresholds.KIND_AGAINST_ROWS or going_on or threatened:
        return danger
    if sound.kind is Kind.SUICIDE and danger.who is Who.CHILD:
        return danger  # "my 7 yr old says she wants to die and hit her head": a child's body comes first
    another = sound.who is not Who.SELF and turn.rows.who(Who.UNCLEAR) in {Who.OTHER, Who.CHILD}
    if sound.kind is Kind.SUICIDE and danger.kind is Kind.OVERDOSE and another and unwakeable(turn.words):
        return danger  # "mi hermano se quiere matar y no puedo despertarlo": his body comes first
    return changed(danger, kind=sound.kind, step=None)


def _sound(turn: Turn, before: str | None) -> Sound:
    """What danger the n-grams hear; the kind akin to what was talked of `before` is likelier."""
    kinds = {kind: chance * _akin(kind, before) for kind, chance in turn.head.kinds.items()}
    if not kinds or not turn.head.who:
        return SILENT
    kind = max(kinds, key=kinds.__getitem__)
    return Sound(kind, kinds[kind] / sum(kinds.values()), Who(turn.head.who))


def _akin(kind: Kind, before: str | None) -> int:
    return _AKIN_TIMES if kind is _AKIN.get(before or "") else 1


def doubted(turn: Turn, danger: Danger) -> bool:
    """Whether the row behind `danger` fired on words that the head is sure are about an ordinary subject."""
    alone = turn.head.danger
    if danger.after or danger.step in _BELIEVED or alone is None or alone >= thresholds.DANGER_DOUBTED_GRAMS:
        return False  # plain danger never waits for the encoder, and the head hears no talk
    if alone < thresholds.DANGER_DOUBTED:
        return True
    if turn.scores is None or not turn.scores.encoded:
        return False
    faint = alone < thresholds.DANGER_FAINT_GRAMS
    return (faint and _of_something_else(turn.scores, danger.rows)) or _about_something_else(
        turn.scores, danger.rows, faint=faint
    )


def unheard(turn: Turn) -> bool:
    """Whether a lone row fired where nothing else hears danger; the encoder is asked only where the n-grams hear little."""
    alone = turn.head.danger
    if turn.danger.rows != 1 or alone is None or alone >= thresholds.DANGER_DOUBTED_GRAMS:
        return False
    return turn.scores is not None and turn.scores.danger < thresholds.DANGER_GONE


def _of_something_else(scores: Scores, rows: int) -> bool:
    """Whether rows fired on what nobody writes beside a dying person, or a lone one on a plain question about danger."""
    topic, chance = scores.topics[0]
    joke = topic in _NOT_OURS and chance >= thresholds.SUBJECT_PLAIN and scores.danger < thresholds.DANGER_UNHEARD
    asked = scores.danger < thresholds.DANGER_UNHEARD and _about(scores, thresholds.SUBJECT_ASKED, CRIES)
    return joke or (rows == 1 and asked)


def _about_something_else(scores: Scores, rows: int, *, faint: bool) -> bool:
    """Whether the encoder hears little danger, and another subject that nobody asks about in the middle of an emergency."""
    least, sure = thresholds.DANGER_DOUBTED_ROWS.get(rows, (0.0, 1.0))
    enough = thresholds.SUBJECT_FAINT if faint and rows == 1 else sure
    return scores.danger < least and _about(
        scores, enough, CRIES | IN_THE_MIDDLE | {"find_service"}
    )  # "closest narcan, my son is overdosing"


def _about(scores: Scores, sure: float, unless: frozenset[str]) -> bool:
    """Whether the head is `sure` of a subject that is neither danger nor one of `unless`."""
    topic, chance = scores.topics[0]
    return chance >= sure and topic not in unless and topic not in KINDS


def in_pieces(turn: Turn, danger: Danger) -> Danger:
    """`danger` with what a short text adds to the ones just before it."""
    piece = turn.piece
    level = pieces.danger(turn.state.alarm if turn.state else 0, piece)
    if level is Level.NOW:
        return Danger(Level.NOW, Kind.OVERDOSE, Who.UNCLEAR, "pieces")
    if level is Level.POSSIBLE and danger.level is Level.NONE:
        return Danger(Level.POSSIBLE, Kind.OVERDOSE, Who.UNCLEAR, "pieces")
    return danger


def heard(turn: Turn) -> Danger:
    """The danger of a turn: the rows', or what the trained head hears where the rows found none."""
    scores = turn.scores
    if turn.danger.level is Level.NOW or scores is None or not turn.words:
        return turn.danger
    if len(turn.words) <= _FEW and turn.piece:
        return turn.danger  # "wont" alone is a piece of something, and pieces are added up by rule
    level = _weighed(turn, scores)
    if level is Level.NONE:
        return SAFE
    if level is turn.danger.level:
        return turn.danger
    kind = _kind(scores, turn.state.topic if turn.state else None)
    if kind is Kind.SUICIDE and turn.knowledge.bank.says("suicide_safe", turn.words, turn.language):
        level = Level.POSSIBLE  # "no im not gonna do anything": said of it, and not now
    # The head takes a grown son for a child; only words tell ("my 4yo").
    told = Who.OTHER if scores.who == Who.CHILD.value else Who(scores.who)
    return Danger(level, kind, turn.rows.who(told), "head")


def _weighed(turn: Turn, scores: Scores) -> Level:
    """How much danger there is: what the head hears, or at least what a row told of where the head does not gainsay it."""
    weak = turn.danger.rule != "pieces" and not turn.danger.doubted and scores.encoded
    if weak and scores.danger < thresholds.DANGER_UNHEARD and _about(scores, thresholds.SUBJECT_SURE, CRIES | {"find_service"}):
        return Level.NONE  # "what does an overdose look like": a word of danger in a question about it
    plain = scores.encoded and scores.danger < thresholds.DANGER_UNHEARD_ROW and _about(scores, thresholds.SUBJECT_PLAIN, CRIES)
    if turn.danger.doubted and turn.danger.rows == 1 and plain:
        return Level.NONE
    level = _level(turn, scores)
    return turn.danger.level if level is Level.NONE else level


def believed(turn: Turn, danger: Danger) -> float:
    """How far an alarm is believed, 0 to 1: by the n-grams where rows fired; by how sure the head is where it alone heard it."""
    if danger.rows:
        if danger.breathless and (turn.head.danger or 1.0) >= thresholds.ALARM_HEARD:
            return 1.0  # "no respira bien" is told in so many words
        return max(turn.head.danger or 1.0, thresholds.ALARM_HEARD if danger.step in _BELIEVED else 0.0)
    if danger.rule != "head" or turn.scores is None:
        return 1.0
    return thresholds.ALARM_HEARD if turn.scores.danger >= thresholds.DANGER_NOW else thresholds.ALARM_FAINT


def _kind(scores: Scores, before: str | None) -> Kind:
    """The likeliest kind of danger; the one akin to what was talked of `before` is likelier ("hes shaking bad")."""
    heard = [(KINDS[topic], chance) for topic, chance in scores.topics if topic in KINDS]
    akin = [(kind, chance * _akin(kind, before)) for kind, chance in heard]
    return max(akin, key=lambda pair: pair[1], default=(Kind.OVERDOSE, 0.0))[0]


def _level(turn: Turn, scores: Scores) -> Level:
    """How much danger the head alone hears."""
    # Of a child the alarm is never let go, and of two words the head knows least: there it must be surer.
    first = turn.state is None and len(turn.words) > _FEW and turn.rows.who(Who.UNCLEAR) is not Who.CHILD
    first = first and not _about(scores, thresholds.SUBJECT_PLAIN, CRIES)
    sure = (thresholds.DANGER_NOW_FIRST if first else thresholds.DANGER_NOW) if scores.encoded else thresholds.DANGER_NOW_GRAMS
    perhaps = thresholds.DANGER_POSSIBLE if scores.encoded else thresholds.DANGER_POSSIBLE_GRAMS
    if scores.danger < perhaps:
        return Level.NONE
    if scores.danger < thresholds.DANGER_FAINT and _about(scores, thresholds.SUBJECT_SURE, frozenset()):
        return Level.NONE
    topic, chance = scores.topics[0]
    plain = topic in KINDS and chance >= thresholds.EMERGENCY_PLAIN
    meant, sure_of_it = turn.subjects[0] if turn.followed else (topic, chance)
    few = turn.followed and len(turn.words) <= thresholds.FEW_AFTER and not (plain and topic != Kind.SUICIDE.topic)
    if few and meant not in KINDS and sure_of_it >= thresholds.SUBJECT_AFTER and scores.danger < thresholds.DANGER_FEW_AFTER:
        return Level.NONE  # "wich nostril", "not AA. the other kind"
    if turn.state and topic == Kind.SUICIDE.topic and (plain or meant == topic):
        sure = min(sure, thresholds.DANGER_WISH) if plain else sure
    elif turn.follows and turn.state:
        perhaps = thresholds.DANGER_UNEASY_AFTER if turn.state.uneasy else thresholds.DANGER_POSSIBLE_AFTER
        sure = sure if turn.state.uneasy or plain else thresholds.DANGER_NOW_AFTER
    return Level.NOW if scores.danger >= sure else Level.POSSIBLE if scores.danger >= perhaps else Level.NONE
