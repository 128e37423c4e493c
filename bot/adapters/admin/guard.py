"""What holds for every page: who asks, in which language, our token in every form, and a sentence for each fault."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask, abort, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_admin.form import SecureForm
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from bot.adapters.admin import door, keep, sessions
from bot.adapters.admin.office import Office
from bot.adapters.admin.reasons import reason
from bot.adapters.admin.site_edit import GoneError
from bot.adapters.admin.uploads import LARGEST
from bot.adapters.admin.words import LANGUAGES, spoken, words
from bot.errors import ContentError

log = logging.getLogger("safertext.admin")
# A stranger's form is far smaller. A member's may bring a list of places, or a text that is too long, which its form then says.
FORM_LIMIT = 64 * 1024


class Token(SecureForm):
    """The token of every form: checked here for all of them, so that none can forget it. It holds as long as the session."""

    class Meta(SecureForm.Meta):
        """SecureForm's half an hour would lose what somebody typed slowly."""

        csrf_time_limit = None


def watch(app: Flask, office: Office) -> None:
    """Put the checks before every request of `app`, and a sentence behind every fault."""
    app.before_request(partial(_enter, office))
    app.context_processor(_shared)
    for fault, answer in _FAULTS.items():
        app.register_error_handler(fault, answer)


def language() -> str:
    """The language of this page: chosen by a link, else before, else the browser's."""
    asked = (request.args.get("lang"), session.get("language"), *request.accept_languages.values())
    return next(filter(None, map(spoken, asked)), "en")


def _enter(office: Office) -> ResponseReturnValue | None:
    g.language, g.account = language(), None
    if request.endpoint == "static":
        return None
    if request.args.get("lang"):
        session["language"] = g.language
    g.account = current_user if current_user.is_authenticated else None
    if g.account:
        sessions.touch(office.now())
    request.max_content_length = FORM_LIMIT + (LARGEST if g.account else 0)
    if any("\0" in value for value in request.values.values()):  # no browser sends it, and no database holds it
        abort(400 if request.method == "POST" else 404)
    if request.method == "POST" and not Token(request.form).validate():
        return _forged()
    return None


def _forged() -> ResponseReturnValue:
    """A form without our token: of another site, or older than the session. Nothing is done with it."""
    at_login = request.endpoint == "door.login"
    what = keep.kept(at_login=at_login)
    if g.account:
        return keep.carry_on(what, "forged"), 400
    return door.ask(what, "old_form" if at_login else "ended", 401)


def _shared() -> dict[str, Any]:
    return {
        "say": words(g.get("language", "en")),
        "language": g.get("language", "en"),
        "languages": LANGUAGES,
        "account": g.get("account"),
        "reason": partial(reason, language=g.get("language", "en")),
        "token": lambda: Token().csrf_token(id=False),
    }


def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    return render_template("trouble.html", why="too_large"), 413


def _away(error: SQLAlchemyError) -> ResponseReturnValue:
    log.warning("a page of the group waits: the database cannot be used (%s)", type(error).__name__)
    return keep.carry_on(keep.kept(at_login=request.endpoint == "door.login"), "database_away"), 503


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    return _told(_SAID.get(code, "not_understood"), code)


def _unreadable(_: ContentError) -> ResponseReturnValue:
    return render_template("trouble.html", why="content_away"), 503


def _gone(_: GoneError) -> ResponseReturnValue:
    return _told("not_here", 404)


def _broken(error: Exception) -> ResponseReturnValue:
    log.error("a page of the group broke (%s)", type(error).__name__, exc_info=error)
    return _told("broken", 500)


def _told(why: str, code: int) -> ResponseReturnValue:
    """A page that says `why`, with what was typed where something was."""
    what = keep.kept()
    if what.fields:
        return keep.carry_on(what, why), code
    return render_template("trouble.html", why=why), code


_SAID = {404: "not_here", 405: "not_here", 503: "content_away"}
_FAULTS: Mapping[type[Exception], Callable[[Any], ResponseReturnValue]] = {
    RequestEntityTooLarge: _too_large,
    SQLAlchemyError: _away,
    ContentError: _unreadable,
    GoneError: _gone,
    HTTPException: _http,
    Exception: _broken,
}
