"""Copies of the content that ships, small or by links, in which a test may make a slip or fill something in."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from bot.adapters.settings import PROJECT

SHIPPED = PROJECT / "content"


def some_of(folder: Path, files: Iterable[str]) -> Path:
    """A folder `content` in `folder` that holds `files` of the content that ships."""
    content = folder / "content"
    for file in files:
        (content / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SHIPPED / file, content / file)
    return content


def with_room_for_regions(folder: Path) -> Path:
    """A folder `content` in `folder` that holds all that ships but the phrases, and in which a region can be made."""
    content = folder / "content"
    (content / "regions").mkdir(parents=True)
    for path in SHIPPED.iterdir():
        if path.name not in {"regions", "phrases"}:
            (content / path.name).symlink_to(path)
    for name in ("us", "maine"):
        (content / "regions" / name).symlink_to(SHIPPED / "regions" / name)
    return content


def change(path: Path, old: str, new: str) -> None:
    """Make a slip: `old` becomes `new` where it first stands."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
