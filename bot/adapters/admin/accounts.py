"""Who may use the pages for the group: looked up, made, given a new password, taken away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select, update

from bot.adapters.admin.account_rows import AdminRow
from bot.adapters.admin.passwords import hashed, holds, new_password, new_stamp
from bot.errors import SaferTextError

_LONGEST = 60


class AccountError(SaferTextError):
    """Why an account cannot be made or changed, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person who may use the pages. Flask-Login asks for these names."""

    id: int
    name: str
    stamp: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What the session carries: worth nothing once the stamp has changed."""
        return f"{self.id}.{self.stamp}"


def by_session(engine: Engine, carried: str) -> Account | None:
    """Whose session this is, if its stamp still holds. Raises SQLAlchemyError."""
    number, _, stamp = carried.partition(".")
    with engine.connect() as connection:
        known = select(AdminRow.id, AdminRow.name, AdminRow.stamp).where(AdminRow.stamp == stamp)
        row = connection.execute(known).first()
    return Account(*row) if row and str(row.id) == number else None


def by_password(engine: Engine, name: str, password: str) -> Account | None:
    """Who this is, or None; it takes the same time for a name that nobody has. Raises SQLAlchemyError."""
    with engine.connect() as connection:
        known = select(AdminRow.id, AdminRow.name, AdminRow.stamp, AdminRow.password).where(AdminRow.name == folded(name))
        row = connection.execute(known).first()
    good = holds(row.password if row else None, password)
    return Account(row.id, row.name, row.stamp) if row and good else None


def names(engine: Engine) -> list[str]:
    """Everybody who has an account. Raises SQLAlchemyError."""
    with engine.connect() as connection:
        return list(connection.execute(select(AdminRow.name).order_by(AdminRow.name)).scalars())


def add(engine: Engine, name: str) -> str:
    """Make an account; its password, which is kept nowhere. Raises AccountError and SQLAlchemyError."""
    plain = folded(name)
    if not plain or len(plain) > _LONGEST or not plain.replace(" ", "").replace("-", "").isalnum():
        raise AccountError(f"a name is 1 to {_LONGEST} letters, digits, blanks and hyphens: {name[:_LONGEST]!r} is not")
    if plain in names(engine):
        raise AccountError(f"{plain!r} has an account; for a new password: safertext admin password {plain!r}")
    password = new_password()
    with engine.begin() as connection:
        connection.execute(insert(AdminRow).values(name=plain, password=hashed(password), stamp=new_stamp()))
    return password


def renew(engine: Engine, name: str) -> str:
    """A new password, which also ends every session. Raises AccountError and SQLAlchemyError."""
    password = new_password()
    with engine.begin() as connection:
        changed = update(AdminRow).where(AdminRow.name == folded(name)).values(password=hashed(password), stamp=new_stamp())
        _must(connection.execute(changed).rowcount, name)
    return password


def remove(engine: Engine, name: str) -> None:
    """Take an account away, and end its sessions. Raises AccountError and SQLAlchemyError."""
    with engine.begin() as connection:
        _must(connection.execute(delete(AdminRow).where(AdminRow.name == folded(name))).rowcount, name)


def end_sessions(engine: Engine, account: Account) -> None:
    """Log out everywhere. Raises SQLAlchemyError."""
    with engine.begin() as connection:
        connection.execute(update(AdminRow).where(AdminRow.id == account.id).values(stamp=new_stamp()))


def folded(name: str) -> str:
    """A name as it is kept: phones like to begin it with a capital."""
    return " ".join(name.split()).casefold()


def _must(rows: int, name: str) -> None:
    if not rows:
        raise AccountError(f"nobody is called {name[:_LONGEST]!r}; safertext admin list says who has an account")
