"""Who may use the pages for the group: a table of its own, with no trace of when anybody came."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.database import Base


class AdminRow(Base):
    """One person: the name they log in with, an argon2 hash, and a `stamp` that every session carries.

    A new stamp ends all sessions of that person: at "log out", with a new password, and when they leave.
    """

    __tablename__ = "admin"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    password: Mapped[str] = mapped_column(String(200))
    stamp: Mapped[str] = mapped_column(String(43))
