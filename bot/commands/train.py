"""`safertext train`: the head from the phrases and the talks."""

from __future__ import annotations

import argparse
import sys

from bot.adapters.settings import Settings
from bot.adapters.train import train_folder
from handlers.respond import respond


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Train and write `model.npz` beside the phrases."""
    train_folder(settings.content_dir, lambda step: print(step, file=sys.stderr, flush=True), decide=respond)
    print(f"written: {settings.content_dir / 'model.npz'}")
    return 0
