"""`safertext serve`: the webhooks and the page."""

from __future__ import annotations

import argparse
import gc
import sys

from bot.adapters.settings import Settings


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop."""
    print(f"Starting on http://localhost:{settings.port}", file=sys.stderr, flush=True)
    # What is loaded now is kept: walking through it for rubbish again and again takes a fourth of the start.
    gc.disable()
    import webhook
    from bot.adapters.server import serve

    serve(webhook.create_app(settings=settings), settings)  # enables it again
    return 0
