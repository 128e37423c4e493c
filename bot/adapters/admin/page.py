"""What each page of the group is made of: a view of Flask-Admin behind the login, with templates of our own.

Flask-Admin's own templates need script inside the page (`onclick` on delete and on actions) and load jQuery, Moment and
Select2 on every page; our Content-Security-Policy allows no such script, and a phone has no use for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.wrappers import Response as AnyResponse

from bot.adapters.admin import door, keep
from bot.adapters.admin.office import Office
from bot.adapters.admin.words import words


class Page(BaseView):
    """One part of the pages, by its `name`: its address, and the name of its title among the strings."""

    def __init__(self, office: Office, name: str, url: str | None = None) -> None:
        """`url` where it is not the name."""
        self.office = office
        super().__init__(name=name, endpoint=name, url=url)

    def is_accessible(self) -> bool:
        """Only for who is logged in."""
        return g.account is not None

    def inaccessible_callback(self, *_: object, **__: object) -> ResponseReturnValue:
        """The login page, which keeps what was typed."""
        what = keep.kept()
        return door.ask(what, "ended" if what.fields else "", 401)

    def service_called(self, service: str) -> str:
        """What a service is called in answers."""
        return self.office.knowledge.service_name(service, g.language)

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # Flask-Admin runs a view a second time when a TypeError comes out of it.
        return fn(self, *args, **kwargs)


def say(key: str, **filled: object) -> str:
    """One of the strings in the language of the page."""
    return words(g.language)[key].format(**filled)


def tell(key: str, **filled: object) -> None:
    """Show a sentence on the next page."""
    flash(say(key, **filled))


def go(endpoint: str, **values: Any) -> AnyResponse:
    """On to another page, so that a reload repeats nothing."""
    return redirect(url_for(endpoint, **values), 303)


def asked(name: str) -> str:
    """What the address says for `name`."""
    return request.args.get(name, "")


def download(text: str, kind: str, name: str) -> Response:
    """A text of this kind ("text/csv") as a file of this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=f"{kind}; charset=utf-8", headers=headers)
