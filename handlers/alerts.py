"""Supply alerts for who asks, as one line in answers they bear on; and the notice of the day. Nothing is ever pushed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.alerts import Alert, current, notice
from bot.changed import changed
from bot.reply import Outcome, Reply
from bot.text import fold
from bot.understanding.reading import Level
from handlers.turn import Turn

# What is going around belongs to "fentanyl, analogues, counterfeit pills"; no subject of its own is counted.
TOPIC = "fentanyl_info"
WORDS = {
    "alert", "alerts", "any alerts", "drug alert", "drug alerts", "supply alert", "supply alerts", "bad batch", "bad batches",
    "hot batch", "bad dope", "whats going around", "what is going around", "whats in the supply", "whats in the dope",
    "alerta", "alertas", "alertas de drogas", "lote malo", "mala tanda", "droga mala", "que anda circulando",
    "que esta circulando", "que circula", "hay alertas",
    "alerte", "alertes", "alertes drogues", "mauvais lot", "mauvaise batch", "quest ce qui circule", "ce qui circule",
    "alertas de droga", "lote ruim", "lote mau", "droga ruim", "o que anda por ai", "o que esta circulando", "o que circula",
    "ha alertas",
}  # fmt: skip
# Inside a short question, where there is an alert to show.
_HINTS = (
    "alert", "alerts", "bad batch", "hot batch", "bad dope", "going around", "alerta", "alertas", "lote malo", "mala tanda",
    "anda circulando", "esta circulando", "alerte", "alertes", "mauvais lot", "mauvaise batch", "circule", "lote ruim",
    "lote mau", "droga ruim", "droga mala",
)  # fmt: skip
_SHORT, _SHOWN, _LINE = 12, 3, 160
# Answers to somebody who may be about to use, or asks what is in it.
BEARS_ON = {"fentanyl_info", "xylazine_medetomidine_info", "test_strips_drug_checking", "mixing_drugs", "tolerance",
            "safer_injection", "safer_smoking_snorting", "stimulant_safety", "never_use_alone", "after_reversal"}  # fmt: skip


def respond(turn: Turn) -> Outcome | None:
    """Every alert that holds today, or that there is none, for who asks in so many words."""
    in_steps = bool(turn.state and turn.state.in_emergency)  # there "alert" is how somebody looks
    return _told(turn, _current(turn)) if turn.said in WORDS and not in_steps else None


def asked(turn: Turn) -> Outcome | None:
    """The same for a short question in free words; None where there is no alert: then the question has its own answer."""
    alerts, said = _current(turn), f" {turn.said} "
    meant = alerts and len(turn.words) <= _SHORT and any(f" {hint} " in said for hint in _HINTS)
    return _told(turn, alerts) if meant else None


def beside(turn: Turn, outcome: Outcome) -> Outcome:
    """The answer with the newest alert as one line where it bears on it; never in danger, nor beside the alerts themselves."""
    alerts = _current(turn)
    if not alerts or outcome.tally.topic not in BEARS_ON or not outcome.reply.entry or not _calm(turn, outcome):
        return outcome
    filled = {"area": _area(turn, alerts[0]), "text": alerts[0].say(turn.language)}
    line = turn.line("alert_beside", **filled)
    line = line if len(line) <= _LINE else turn.line("alert_pointer", **filled)
    return changed(outcome, reply=changed(outcome.reply, notes=(line, *outcome.reply.notes)))


def noticed(turn: Turn, outcome: Outcome) -> Outcome:
    """The answer with the notice of the day before it, once in a talk; never before danger, nor before what may be."""
    state = outcome.state
    found = notice(turn.knowledge.notices, _today(turn)) if turn.knowledge.notices else None
    if not found or state is None or state.noticed or outcome.reading.danger.level is not Level.NONE or not _calm(turn, outcome):
        return outcome
    reply = changed(outcome.reply, before=(*outcome.reply.before, found.say(outcome.reply.language)))
    return changed(outcome, reply=reply, state=changed(state, noticed=True))


def _calm(turn: Turn, outcome: Outcome) -> bool:
    """Whether nobody is in danger, as far as this answer knows."""
    in_steps = bool(turn.state and turn.state.in_emergency) or outcome.reply.entry in turn.knowledge.bank.steps
    return not (outcome.tally.danger or outcome.reply.urgent or outcome.reply.silent or in_steps)


def _told(turn: Turn, alerts: tuple[Alert, ...]) -> Outcome:
    rows = [_row(turn, each) for each in alerts[:_SHOWN]]
    lead = turn.line("alerts" if rows else "alerts_none")
    return turn.outcome(Reply(lead, notes=(*rows, turn.line("alerts_after"))), turn.carry(), TOPIC)


def _row(turn: Turn, alert: Alert) -> str:
    said, since = alert.say(turn.language), alert.starts.isoformat()
    return turn.line("alert_row", area=_area(turn, alert), date=since, text=said, source=alert.source)


def _area(turn: Turn, alert: Alert) -> str:
    return alert.area or turn.line("alert_everywhere")


def _current(turn: Turn) -> tuple[Alert, ...]:
    """What holds today: alerts for where the person looked last come first, then the newest."""
    if not turn.knowledge.alerts:  # as on most days
        return ()
    place = turn.state.place if turn.state else None
    names = {fold(name) for name in (place.name, place.county) if name} if place else set()
    alerts = current(turn.knowledge.alerts, _today(turn))
    return tuple(sorted(alerts, key=lambda each: not any(name in fold(each.area) for name in names)))


def _today(turn: Turn) -> date:
    """The day where the line works: an alert ends at midnight there."""
    try:
        zone = ZoneInfo(turn.knowledge.region.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return turn.now.date()
    return turn.now.astimezone(zone).date()
