"""What somebody typed when a session had ended, a form was forged or too old, or the database was away: shown again, not lost.

It goes along in hidden fields, through the login if need be, back to the form it came from, which shows it and waits: nothing
is done before its button is pressed there.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

PREFIX = "kept:"
# In a form that was carried on: show what it holds, do nothing yet.
RESUMED = "resumed"
_LEFT_OUT = {"csrf_token", "password", "who", "to", RESUMED}


@dataclass(frozen=True, slots=True)
class Kept:
    """Where somebody wanted to go below /admin, and what they had typed there; `fields` may name one several times."""

    to: str = "/"
    fields: tuple[tuple[str, str], ...] = ()


def kept(*, at_login: bool = False) -> Kept:
    """What the request brings; at the login, what it brings along from before."""
    if not at_login:
        return Kept(request.full_path.rstrip("?"), _typed() if request.method == "POST" else ())
    before = tuple((name.removeprefix(PREFIX), value) for name, value in _typed() if name.startswith(PREFIX))
    to = request.values.get("to", "/")
    return Kept(to if to.startswith("/") else "/", before)


def _typed() -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in request.form.items(multi=True) if name not in _LEFT_OUT)


def carry_on(what: Kept, why: str) -> str:
    """A page that says `why` (the name of a string) and leads back to the form."""
    return render_template("carry_on.html", kept=what, why=why)


def pressed() -> bool:
    """Whether somebody pressed the button of this very form just now."""
    return request.method == "POST" and RESUMED not in request.form
