"""In and out: login, logout, a new password."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import login_user

from bot.adapters.admin import accounts, keep, sessions
from bot.adapters.admin.office import Office

# Hashing a megabyte would keep the machine busy for nothing.
_LONGEST = 200


def routes(office: Office) -> Blueprint:
    """Login, logout, and the page for a new password."""
    door = Blueprint("door", __name__)
    door.add_url_rule("/login", "login", lambda: _login(office), methods=["GET", "POST"])
    door.add_url_rule("/logout", "logout", lambda: _logout(office), methods=["POST"])
    door.add_url_rule("/password", "password", lambda: _password(office), methods=["GET", "POST"])
    return door


def ask(what: keep.Kept, why: str = "", code: int = 200) -> ResponseReturnValue:
    """The login page, with a sentence on why it is shown and what was typed before."""
    return render_template("login.html", kept=what, why=why), code


def _login(office: Office) -> ResponseReturnValue:
    what = keep.kept(at_login=True)
    if request.method == "GET":
        return redirect(request.script_root + "/") if g.account else ask(what)
    name = request.form.get("who", "")[:_LONGEST]
    if not office.attempts.allowed(name):
        return ask(what, "too_many", 429)
    account = _known(office, name)
    if account is None:
        return ask(what, "wrong", 401)
    sessions.begin(office.now())
    login_user(account)
    g.account = account
    if what.fields:
        return keep.carry_on(what, "welcome_back")
    return redirect(request.script_root + what.to, 303)


def _known(office: Office, name: str) -> accounts.Account | None:
    account = accounts.by_password(office.engine, name, request.form.get("password", "")[:_LONGEST])
    if account is None:
        office.attempts.failed(name)
    return account


def _logout(office: Office) -> ResponseReturnValue:
    if g.account:
        accounts.end_sessions(office.engine, g.account)
    session.clear()
    return redirect(f"{request.script_root}/login", 303)


def _password(office: Office) -> ResponseReturnValue:
    """A new password for whoever knows the old one; it is shown once, and every session ends."""
    if not g.account:
        return ask(keep.Kept("/password"), "ended", 401)
    name = g.account.name
    if not keep.pressed():
        return render_template("password.html", why="", made="")
    if not office.attempts.allowed(name):
        return render_template("password.html", why="too_many", made=""), 429
    if _known(office, name) is None:
        return render_template("password.html", why="wrong", made=""), 401
    made = accounts.renew(office.engine, name)
    session.clear()
    g.account = None
    return render_template("password.html", why="", made=made)
