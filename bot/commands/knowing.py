"""Content with a loaded encoder, as the commands that answer need it, and their clock."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime

from bot.adapters.settings import Settings
from bot.knowledge import Knowledge


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def know(settings: Settings) -> Knowledge:
    """Content with a loaded encoder; faults are told on standard error. Raises ContentError where there is no content."""
    from bot.adapters import sunset_file
    from bot.adapters.encoder import load_encoder
    from bot.adapters.loading import read, with_encoder
    from bot.adapters.site_refresh import from_database

    loaded = read(settings.content_dir, settings)
    for fault in loaded.faults:
        print(fault, file=sys.stderr)
    assert loaded.knowledge  # noqa: S101 - read raises where there is none
    knowledge = replace(from_database(loaded.knowledge, settings), sunset=sunset_file.ended())
    try:
        return with_encoder(knowledge, load_encoder())
    except Exception as error:  # noqa: BLE001 - without the package n-grams answer alone
        print(f"the sentence encoder cannot be loaded ({type(error).__name__}): n-grams answer alone", file=sys.stderr)
        return knowledge
