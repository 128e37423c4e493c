"""A recurring opening in a few words: "Every 2 weeks on Tue, next: Nov 24 10am"."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from bot.hours_said import day_and_time, weekdays
from bot.recurrence import Rule, rules_of

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNITS = {"DAILY": 0, "WEEKLY": 1, "MONTHLY": 2, "YEARLY": 3}


class _Words(NamedTuple):
    """One language: "every {unit}" for each unit, one and `{n}` of them; on weekdays, their ranks 1 to 5 and last; dates."""

    every: str
    every_few: str
    on_days: str
    ranks: str
    next: str
    on_dates: str


_LANGUAGES = {
    "en": _Words("Every day|Every week|Every month|Every year", "Every {n} days|Every {n} weeks|Every {n} months|Every {n} years",
                 "on {days}", "1st 2nd 3rd 4th 5th last", "next: {when}", "on day {days}"),
    "es": _Words("Cada día|Cada semana|Cada mes|Cada año", "Cada {n} días|Cada {n} semanas|Cada {n} meses|Cada {n} años",
                 "el {days}", "1er 2o 3er 4o 5o último", "próximo: {when}", "el día {days}"),
    "fr": _Words("Chaque jour|Chaque semaine|Chaque mois|Chaque année",
                 "Tous les {n} jours|Toutes les {n} semaines|Tous les {n} mois|Tous les {n} ans",
                 "le {days}", "1er 2e 3e 4e 5e dernier", "prochain: {when}", "le {days} du mois"),
    "pt": _Words("Cada dia|Cada semana|Cada mês|Cada ano", "A cada {n} dias|A cada {n} semanas|A cada {n} meses|A cada {n} anos",
                 "{days}", "1a 2a 3a 4a 5a última", "próximo: {when}", "no dia {days}"),
}  # fmt: skip


def recurring(text: str, opening: datetime | None, now: datetime, language: str) -> str:
    """The rules in `text` as a person would say them, with the next `opening` (aware) where one is known."""
    said = [each for each in dict.fromkeys(in_words(rule, language) for rule in rules_of(text)) if each]
    if opening is not None:
        said.append(_words(language).next.format(when=day_and_time(opening, now, language)))
    return ", ".join(said)


def in_words(rule: Rule, language: str) -> str:
    """One rule as a person would say it; nothing for one that no few words can say."""
    words, parts = _words(language), rule.parts
    if parts.keys() & {"BYWEEKNO", "BYYEARDAY", "BYSETPOS", "BYMONTH"}:
        return ""
    number, unit = int(parts.get("INTERVAL", "1")), _UNITS[parts["FREQ"]]
    every = (words.every if number == 1 else words.every_few).split("|")[unit].format(n=number)
    if "BYMONTHDAY" in parts:
        return f"{every} {words.on_dates.format(days=parts['BYMONTHDAY'].replace(',', ', '))}"
    days = parts.get("BYDAY") or (_CODES[rule.first.weekday()] if parts["FREQ"] == "WEEKLY" else "")
    return f"{every} {words.on_days.format(days=_days(days, language))}" if days else every


def _words(language: str) -> _Words:
    return _LANGUAGES.get(language, _LANGUAGES["en"])


def _days(byday: str, language: str) -> str:
    return ", ".join(_day(each, language) for each in byday.split(","))


def _day(code: str, language: str) -> str:
    found = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", code)
    if not found:
        return code
    name = weekdays(language)[_CODES.index(found[2])]
    ranks = _words(language).ranks.split()
    return f"{ranks[int(found[1]) - 1 if int(found[1]) > 0 else -1]} {name}" if found[1] else name
