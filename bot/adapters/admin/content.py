"""The words: as the files have them, beside what each channel will show; and a queue in which a named person signs them."""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Sequence
from pathlib import Path

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.wrappers import Response

from bot.adapters import parsing
from bot.adapters.admin import site_list
from bot.adapters.admin.keep import pressed
from bot.adapters.admin.office import Office
from bot.adapters.admin.page import Page, asked, download, go, tell
from bot.adapters.admin.previews import preview
from bot.adapters.admin.reasons import reason
from bot.adapters.review_rows import entries_of
from bot.adapters.review_sign import NotSignedError, sign, text_of
from bot.bank import LANGUAGES, Entry
from bot.review import ROLES
from bot.text import words


class Texts:
    """The entries as their files have them, read again when a file has changed."""

    def __init__(self, office: Office) -> None:
        """Nothing is read yet."""
        self._settings = office.settings
        self._read: tuple[object, Sequence[Entry]] = (None, ())
        self._guard = threading.Lock()

    def all(self) -> Sequence[Entry]:
        """Every entry. Raises ContentError where a file cannot be used."""
        files = sorted(self._settings.content_dir.rglob("*.toml"))
        state = tuple((file, file.stat().st_mtime_ns) for file in files)
        with self._guard:
            if self._read[0] != state:
                self._read = state, entries_of(self._settings)
            return self._read[1]

    def one(self, file: str) -> Entry | None:
        """The entry of this file as it is now, if there is one. Raises ValueError and others where it is not in order."""
        folder = self._settings.content_dir.resolve()
        path = (folder / file).resolve()
        inside = any(path.is_relative_to(folder / each) for each in ("entries", "regions"))
        if not inside or path.suffix != ".toml" or not os.path.isfile(path):  # noqa: PTH113 - a name that is too long is none
            return None
        table = tomllib.loads(text_of(path))
        return parsing.entry(path, table, str(path.relative_to(folder))) if "topic" in table else None


class Content(Page):
    """Every text, read only, and the review queue."""

    def __init__(self, office: Office, name: str) -> None:
        """Nothing is read yet."""
        super().__init__(office, name)
        self.texts = Texts(office)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The texts, those that must be looked at first at the top; with `wait`, only those that wait for somebody's name."""
        wanted, waits = words(asked("q")), asked("wait")
        found = [each for each in self.texts.all() if _has(each, wanted) and (not waits or waits in _waiting(each))]
        found.sort(key=lambda each: (each.review.by, each.step is None, each.file))
        return self.render("content.html", part=site_list.part(found, asked("page")), q=asked("q"), wait=waits, roles=ROLES)

    @expose("/entry", methods=("GET", "POST"))
    def entry(self) -> ResponseReturnValue:
        """One text in one language: the words, what each channel shows, who has signed it, and the form to sign it."""
        entry = self._entry()
        language = asked("in") if asked("in") in entry.wording else "en"
        fault, why = self._signs(entry, language) if pressed() else ("", "")
        if isinstance(fault, Response):
            return fault
        knowledge = self.office.knowledge
        live = knowledge.bank.get(entry.id)
        stale = live is None or language not in live.wording or live.wording[language].read != entry.wording[language].read
        shown = preview(entry, language, knowledge, self.office.decide, self.office.now())
        more = {
            "roles": ROLES,
            "all": LANGUAGES,
            "writable": self._writable(entry),
            "typed": request.form,
            "fault": fault,
            "why": why,
        }
        page = self.render(
            "entry.html", entry=entry, said=entry.wording[language], into=language, shown=shown, stale=stale, **more
        )
        return page, 409 if fault == "text_changed" else 422 if fault else 200

    def _entry(self) -> Entry:
        """The entry that the address names."""
        try:
            return self.texts.one(asked("file")) or abort(404)
        except (KeyError, TypeError, ValueError, AttributeError, OSError):
            abort(503)

    def _signs(self, entry: Entry, language: str) -> tuple[Response | str, str]:
        """Sign it: the patch, or on to the page again; or the string that names what is wrong, and a sentence on it."""
        fault = _unsound(entry, language)
        if fault:
            return fault, ""
        name, role, write = (request.form.get(each, "") for each in ("name", "role", "do"))
        shown, folder, on = request.form.get(f"mark-{role}", ""), self.office.settings.content_dir, self.office.today()
        try:
            patch = sign(folder, entry.file, language, name, role, on, shown=shown, write=write == "write")
        except NotSignedError as error:
            return "not_signed", reason(str(error), g.language)
        except OSError as error:
            return "not_written", type(error).__name__
        if write != "write":
            return download(patch, "text/x-diff", f"sign-{entry.id}-{language}.patch"), ""
        tell("signed", title=entry.say(language).title, name=" ".join(name.split()))
        return go("content.entry", file=entry.file, **{"in": language}), ""

    def _writable(self, entry: Entry) -> bool:
        path: Path = self.office.settings.content_dir / entry.file
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _unsound(entry: Entry, language: str) -> str:
    """What is wrong with the form, as the name of a string."""
    fields = request.form
    if fields.get("role") not in ROLES or not fields.get("name", "").strip():
        return "sign_who"
    if not fields.get("stand"):
        return "sign_stand"
    return "" if fields.get(f"mark-{fields['role']}") == entry.mark(language, fields["role"]) else "text_changed"


def _has(entry: Entry, wanted: Sequence[str]) -> bool:
    return site_list.mentions(" ".join((entry.file, *(each.title for each in entry.wording.values()))), wanted)


def _waiting(entry: Entry) -> set[str]:
    """The roles that somebody must still sign it in."""
    return {role for language in entry.wording for role in entry.lacks(language)}
