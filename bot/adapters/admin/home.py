"""The first page: what is waiting."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_admin import expose

from bot.adapters.admin.page import Page
from bot.adapters.admin.timed_edit import rows
from bot.adapters.alerts_store import AlertRow, NoticeRow
from bot.adapters.places_due import ordered
from bot.adapters.site_reports import reports_of
from bot.adapters.site_rows import load_sites_from

_OLD_DAYS = 90


class Home(Page):
    """What is waiting, and where things are."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """How many places are due, and how the line is."""
        engine, today = self.office.engine, self.office.today()
        offered = ordered(load_sites_from(engine), reports_of(engine))
        old = sum(site.verified_on is None or (today - site.verified_on).days > _OLD_DAYS for site in offered)
        texts = self.office.knowledge.bank.all
        waiting = sum(not entry.reviewed for entry in texts)
        alerts, notices = ([row for row in rows(engine, model) if row["ends"] >= today] for model in (AlertRow, NoticeRow))
        line = {"report": self.office.runtime.report(), "texts": len(texts), "waiting": waiting}
        return self.render("home.html", offered=len(offered), old=old, alerts=alerts, notices=notices, **line)
