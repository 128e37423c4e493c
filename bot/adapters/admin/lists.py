"""A list of somebody else's, brought in: choose a file, see what would change, say yes."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path, PurePath

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from bot.adapters import places_import
from bot.adapters.admin.keep import pressed
from bot.adapters.admin.page import Page, go, tell
from bot.adapters.admin.reasons import reason
from bot.adapters.admin.uploads import LARGEST, Upload
from bot.adapters.admin.words import words
from bot.adapters.importers.record import UnusableFileError
from bot.adapters.places_import import Order
from bot.adapters.places_report import Report
from bot.site import SERVICES

_LONGEST = 100
# How a line begins that lists which fields of a place change.
_OF_FIELDS = ("~", "=")


class Lists(Page):
    """Import with a look before it counts."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The form; after a file was chosen, what it would change."""
        if not pressed():
            return self._form()
        upload = self._upload()
        if not upload.content or not upload.source:
            return self._form("file_needed" if not upload.content else "source_needed", code=422)
        try:
            report = self._run(upload, dry=True)
        except UnusableFileError as error:
            return self._unusable(upload, error)
        return self._diff(report, self.office.uploads.put(upload), upload)

    @expose("/yes", methods=("POST",))
    def yes(self) -> ResponseReturnValue:
        """Do what was shown; show it again if it would be something else by now."""
        ticket = request.form.get("ticket", "")
        upload = self.office.uploads.get(ticket)
        if upload is None or not pressed():
            tell("list_gone")
            return go("import.index")
        try:
            report = self._run(upload, dry=True)
            if _digest(report) != request.form.get("digest"):
                tell("list_moved")
                return self._diff(report, ticket, upload)
            done = self._run(upload, dry=False)
        except UnusableFileError as error:
            return self._unusable(upload, error)
        self.office.uploads.drop(ticket)
        tell("list_done", imported=done.imported, merged=done.merged, unlisted=len(done.unlisted))
        return go("sites.index")

    def _form(self, fault: str = "", why: str = "", *, code: int = 200) -> ResponseReturnValue:
        typed, services = request.form, request.form.getlist("services")
        page = self.render(
            "import.html",
            fault=fault,
            why=why,
            typed=typed,
            chosen=services,
            services=SERVICES,
            largest=LARGEST,
            called=self.service_called,
        )
        return page, code

    def _unusable(self, upload: Upload, error: UnusableFileError) -> ResponseReturnValue:
        """The form with what is wrong with the file, under the name that its owner knows."""
        why = str(error).removeprefix(f"{_path_of(upload)}: ")
        return self._form("list_unusable", f"{upload.name}: {reason(why, g.language)}", code=422)

    def _diff(self, report: Report, ticket: str, upload: Upload) -> ResponseReturnValue:
        lines = [_change(line) for line in report.changes]
        more = {"ticket": ticket, "digest": _digest(report), "name": upload.name}
        return self.render("import_diff.html", report=report, lines=lines, **more)

    def _upload(self) -> Upload:
        """What the form brings; no name of a file is ever used as a path."""
        sent, fields = request.files.get("file"), request.form
        name = PurePath((sent.filename if sent else "") or "").name[-_LONGEST:]
        services = tuple(each for each in fields.getlist("services") if each in SERVICES)
        source = " ".join(fields.get("source", "").split())[:_LONGEST]
        return Upload(name, sent.read() if sent else b"", source, services, "shrink" in fields, self.office.now())

    def _run(self, upload: Upload, *, dry: bool) -> Report:
        """Import it, or only see what that would do. Raises UnusableFileError and SQLAlchemyError; then nothing is changed."""
        with tempfile.TemporaryDirectory(prefix="list-") as folder:
            path = Path(folder) / _path_of(upload)
            path.write_bytes(upload.content)
            order = Order([path], services=upload.services, source=upload.source, dry_run=dry, shrink=upload.shrink)
            return places_import.run(order, self.office.engine, self.office.knowledge.gazetteer)


def _change(line: str) -> str:
    """One line of what would change, with the fields by the names that the form of a place has for them."""
    head, colon, names = line.rpartition(": ")
    if not line.startswith(_OF_FIELDS):
        return f"{head}{colon}{reason(names, g.language)}"
    called = words(g.language)
    return f"{head}: {', '.join(called.get(f'f_{name}') or reason(name, g.language) for name in names.split(', '))}"


def _path_of(upload: Upload) -> str:
    """What it is called while it is read: what is in a file says more than its name, but an ending counts."""
    return f"list{PurePath(upload.name).suffix[:8].lower()}"


def _digest(report: Report) -> str:
    """What stands for everything that a report would change."""
    told = repr((report.changes, report.unlisted, report.imported, report.merged))
    return hashlib.blake2s(told.encode("utf-8", "replace")).hexdigest()
