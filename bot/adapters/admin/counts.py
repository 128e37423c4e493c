"""Counts, rounded: how the months went, and each month's sheet for a funder."""

from __future__ import annotations

from flask import g
from flask.typing import ResponseReturnValue
from flask_admin import expose

from bot.adapters.admin.page import Page, asked, download, say, tell
from bot.adapters.admin.plots import bars
from bot.adapters.admin.words import words
from bot.adapters.rounding import key_from
from bot.adapters.stats import NoSheetError, Part, Sheet, last_month, months, sheet
from bot.bank import LANGUAGES

_PLOTTED = 15


class Counts(Page):
    """Nothing here is exact, and nothing is of a period that is not over."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The last months."""
        rows = months(self.office.engine, self.office.today(), self._key)
        title = say("plot_months")
        plot = bars(rows[::-1], "months", title, _said(rows)) if rows else ""
        return self.render("counts.html", rows=rows, plot=plot, title=title)

    @expose("/month")
    def month(self) -> ResponseReturnValue:
        """One month's sheet, ready to print."""
        found = self._sheet()
        if found is None:
            return self.index()
        parts = [(part, [(self.called(part, value), count) for value, count in part.counts]) for part in found.parts]
        title = say("part_count_topic")
        topics = parts[0][1][:_PLOTTED]
        plot = bars(topics, "topics", title, _said(topics)) if topics else ""
        ours = self.office.settings.organisation
        return self.render("sheet.html", sheet=found, parts=parts, plot=plot, organisation=ours, today=self.office.today())

    @expose("/csv")
    def csv(self) -> ResponseReturnValue:
        """The same for a spreadsheet."""
        found = self._sheet()
        return download(found.as_csv(), "text/csv", f"counts-{found.month}.csv") if found else self.index()

    def called(self, part: Part, value: str) -> str:
        """What a value is called: a topic by its title, a language by its name."""
        if part.name == "count_topic":
            entry = self.office.knowledge.bank.get(value)
            return entry.say(g.language).title if entry else words(g.language).get(f"topic_{value}", value.replace("_", " "))
        return say(f"lang_{value}") if part.name == "count_language" and value in LANGUAGES else value

    @property
    def _key(self) -> bytes:
        return key_from(self.office.settings.secret_key)

    def _sheet(self) -> Sheet | None:
        """The sheet of the month that the address names; None where there is none, which the next page says."""
        today = self.office.today()
        try:
            return sheet(self.office.engine, asked("month") or last_month(today), today, self._key)
        except NoSheetError:
            tell("no_sheet")
            return None


def _said(rows: list[tuple[str, int]]) -> str:
    """The plot in words; the table beside it has the same."""
    return "; ".join(f"{label}: {count}" for label, count in rows)
