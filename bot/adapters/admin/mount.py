"""An app of its own behind /admin: its own key, cookie, limits and errors, so that the pages for people know nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_admin import Admin
from flask_login import LoginManager
from jinja2 import StrictUndefined
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bot.adapters.admin import accounts, door, guard, sessions
from bot.adapters.admin.content import Content
from bot.adapters.admin.counts import Counts
from bot.adapters.admin.home import Home
from bot.adapters.admin.lists import Lists
from bot.adapters.admin.office import Office
from bot.adapters.admin.sites import Sites
from bot.adapters.admin.timed import Timed
from bot.adapters.admin.timed_form import AlertForm, NoticeForm
from bot.adapters.alerts_store import AlertRow, NoticeRow
from bot.adapters.headers import harden
from bot.adapters.runtime import Runtime
from bot.reply import Outcome

WHERE = "/admin"


def mount(app: Flask, runtime: Runtime, decide: Callable[..., Outcome]) -> None:
    """Put the pages for the group behind /admin of `app`."""
    inner = make(Office(runtime, decide))
    app.extensions["safertext-admin"] = inner
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {WHERE: inner})  # type: ignore[method-assign]


def make(office: Office) -> Flask:
    """The app of the pages."""
    app = Flask("safertext.admin", root_path=str(Path(__file__).parent))
    app.config.update(_config(office))
    app.extensions["office"] = office
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _login(app, office)
    guard.watch(app, office)
    app.register_blueprint(door.routes(office))
    # Flask-Admin's files (jQuery and more) are not served: no view has a static folder.
    pages = Admin(app, url="/", index_view=Home(office, "home", "/"), static_url_path="/none")
    pages.add_views(
        Sites(office, "sites"),
        Lists(office, "import"),
        Content(office, "content"),
        Timed(office, "alerts", AlertRow, AlertForm),
        Timed(office, "notices", NoticeRow, NoticeForm),
        Counts(office, "counts"),
    )
    app.jinja_env.globals["menu"] = [view.endpoint for view in pages._views]  # noqa: SLF001 - its menu() holds no endpoints
    app.after_request(harden)
    return app


def _config(office: Office) -> dict[str, object]:
    settings = office.settings
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": guard.FORM_LIMIT,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "SESSION_COOKIE_NAME": "group",
        "SESSION_COOKIE_PATH": WHERE,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": settings.public_base_url.startswith("https:"),
    }


def _login(app: Flask, office: Office) -> None:
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # it would put a hash of the visitor's address into the cookie

    @manager.user_loader
    def load(carried: str) -> accounts.Account | None:
        return accounts.by_session(office.engine, carried) if sessions.alive(office.now()) else None
