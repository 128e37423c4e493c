"""What the pages for the group say, in English and Spanish: `strings.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "es": "Español"}
_FILE = Path(__file__).parent / "strings.toml"


@cache
def words(language: str) -> Mapping[str, str]:
    """Every string in `language`, by name."""
    return {key: said[language] for key, said in tomllib.loads(_FILE.read_text("utf-8")).items()}


def spoken(asked: str | None) -> str | None:
    """`asked` if we say it ("es-US" counts as "es"), else None."""
    code = (asked or "").lower().replace("_", "-").split("-")[0]
    return code if code in LANGUAGES else None
