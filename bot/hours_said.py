"""Hours in a few words, for a text message: "Open until 5pm", "Opens Mon 9am", "Hours not known: call first".

Letters stay within GSM-7 ("sab", not "sáb"): one accent outside it would more than halve what fits into an SMS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.hours import Openness, Why

# An end before this hour of the next day still belongs to tonight: "Open until 2am" needs no weekday.
_SMALL_HOURS = 6
_WEEK = 6
# Of a day longer ago the year matters more than the day.
_MOST_OF_A_YEAR = 300


@dataclass(frozen=True, slots=True)
class _Words:
    """One language: sentences with `{time}` and `{day}`, the weekdays from Monday, the months, and how a date is put."""

    always: str
    until: str
    opens_today: str
    opens: str
    closed: str
    closed_until: str
    closed_for_now: str
    appointment: str
    unknown: str
    midnight: str
    days: str
    months: str
    date: str = "{day} {month}"
    # The word for 12:00 where the day has two halves ("5pm"); empty where hours run to 24 ("17h").
    noon: str = ""


_LANGUAGES = {
    "en": _Words(
        always="Open 24 hours",
        until="Open until {time}",
        opens_today="Opens {time}",
        opens="Opens {day} {time}",
        closed="Closed",
        closed_until="Closed until {day}",
        closed_for_now="Closed for now: call first",
        appointment="By appointment: call first",
        unknown="Hours not known: call first",
        midnight="midnight",
        noon="noon",
        days="Mon Tue Wed Thu Fri Sat Sun",
        months="Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        date="{month} {day}",
    ),
    "es": _Words(
        always="Abierto 24 horas",
        until="Abierto hasta {time}",
        opens_today="Abre hoy {time}",
        opens="Abre {day} {time}",
        closed="Cerrado",
        closed_until="Cerrado hasta {day}",
        closed_for_now="Cerrado por ahora: llame antes",
        appointment="Con cita: llame antes",
        unknown="No sabemos el horario: llame antes",
        midnight="medianoche",
        noon="12pm",
        days="lun mar mié jue vie sab dom",
        months="ene feb mar abr may jun jul ago sep oct nov dic",
    ),
    "fr": _Words(
        always="Ouvert 24 h sur 24",
        until="Ouvert jusqu'à {time}",
        opens_today="Ouvre à {time}",
        opens="Ouvre {day} {time}",
        closed="Fermé",
        closed_until="Fermé jusqu'au {day}",
        closed_for_now="Fermé pour le moment: appelez avant",
        appointment="Sur rendez-vous: appelez avant",
        unknown="Heures inconnues: appelez avant",
        midnight="minuit",
        days="lun mar mer jeu ven sam dim",
        months="janv févr mars avril mai juin juil aout sept oct nov déc",
    ),
    "pt": _Words(
        always="Aberto 24 horas",
        until="Aberto até {time}",
        opens_today="Abre hoje {time}",
        opens="Abre {day} {time}",
        closed="Fechado",
        closed_until="Fechado até {day}",
        closed_for_now="Fechado por agora: ligue antes",
        appointment="Com hora marcada: ligue antes",
        unknown="Horas desconhecidas: ligue antes",
        midnight="meia-noite",
        days="seg ter qua qui sex sab dom",
        months="jan fev mar abr mai jun jul ago set out nov dez",
    ),
}


def phrase(openness: Openness, now: datetime, language: str) -> str:
    """`openness` as a person would say it at `now` (aware), in `language` ("en", "es", "fr", "pt"; English for any other)."""
    words = _LANGUAGES.get(language, _LANGUAGES["en"])
    change = openness.next_change
    local = now.astimezone(change.tzinfo) if change else now
    if openness.why == Why.CLOSURE:
        return words.closed_until.format(day=_date(change, words)) if change else words.closed_for_now
    if openness.open is None:
        return words.appointment if openness.why == Why.APPOINTMENT else words.unknown
    if change is None:
        return words.always if openness.open else words.closed
    return _until(change, local, words) if openness.open else _opens(change, local, words)


def day_and_time(moment: datetime, now: datetime, language: str) -> str:
    """A day and an hour: "Tue 10am" within the coming week, else "Nov 24 10am"; `moment` aware, in the place's zone."""
    words = _LANGUAGES.get(language, _LANGUAGES["en"])
    return f"{_day(moment, now.astimezone(moment.tzinfo), words)} {_time(moment, words)}"


def past_day(day: date, today: date, language: str) -> str:
    """A day that is over: "Aug 12", or "Mar 2025" where that could be taken for this year's."""
    words = _LANGUAGES.get(language, _LANGUAGES["en"])
    if (today - day).days < _MOST_OF_A_YEAR:
        return _date(day, words)
    return f"{words.months.split()[day.month - 1]} {day.year}"


def weekdays(language: str) -> list[str]:
    """The short names of the weekdays, from Monday."""
    return _LANGUAGES.get(language, _LANGUAGES["en"]).days.split()


def _until(change: datetime, local: datetime, words: _Words) -> str:
    tonight = (change.date() - local.date()).days == 1 and change.hour < _SMALL_HOURS
    if change.date() == local.date() or tonight:
        return words.until.format(time=_time(change, words))
    return words.until.format(time=f"{_day(change, local, words)} {_time(change, words)}")


def _opens(change: datetime, local: datetime, words: _Words) -> str:
    if change.date() == local.date():
        return words.opens_today.format(time=_time(change, words))
    return words.opens.format(day=_day(change, local, words), time=_time(change, words))


def _day(change: datetime, local: datetime, words: _Words) -> str:
    """The weekday within the coming week, else the date: "Mon" eight days off would be read as tomorrow."""
    near = (change.date() - local.date()).days <= _WEEK
    return words.days.split()[change.weekday()] if near else _date(change, words)


def _date(day: date, words: _Words) -> str:
    return words.date.format(day=day.day, month=words.months.split()[day.month - 1])


def _time(moment: datetime, words: _Words) -> str:
    if (moment.hour, moment.minute) == (0, 0):
        return words.midnight
    if not words.noon:
        return f"{moment.hour}h{moment.minute:02}" if moment.minute else f"{moment.hour}h"
    if (moment.hour, moment.minute) == (12, 0):
        return words.noon
    hour, half = moment.hour % 12 or 12, "am" if moment.hour < 12 else "pm"
    return f"{hour}:{moment.minute:02}{half}" if moment.minute else f"{hour}{half}"
