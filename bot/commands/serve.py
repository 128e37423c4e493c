"""`safertext serve`: the webhooks and the page."""

from __future__ import annotations

import argparse
import sys

import webhook
from bot.adapters.server import serve
from bot.adapters.settings import Settings


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop."""
    print(f"Starting on http://localhost:{settings.port}", file=sys.stderr, flush=True)
    serve(webhook.create_app(settings=settings), settings)
    return 0
