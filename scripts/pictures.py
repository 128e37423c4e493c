"""The pictures of docs/content.md: what a person sees on the page, taken from the real page on loopback.

    .venv/bin/python scripts/pictures.py

Needs Playwright and the machine's own Chromium. Run it again when the page or these texts change.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
WIDTH = 360
# An English lead as docs/content.md shows it, in place of the one that ships.
MARKED = (
    "**Expired naloxone: if it is all you have in an emergency, use it.** Then get a new one.\\n"
    "- Keep it at room temperature\\n- Out of the fridge and the sun\\n- In winter in an inside pocket\\n"
    "More: [Get naloxone](https://knowyouroptions.me/get-naloxone/)."
)
# Each picture: its file, its height, the language, what is typed, and the leads that are changed before, by file.
Shot = tuple[str, int, str, Sequence[str], Mapping[str, str]]
SHOTS: Sequence[Shot] = (
    ("content-answer.png", 670, "en", ("what is naloxone", "SOURCE"), {}),
    ("content-danger.png", 700, "es", ("no despierta y no respira",), {}),
    ("content-markup.png", 780, "en", ("my narcan is expired",), {"entries/naloxone_expired_storage.toml": MARKED}),
)


def main() -> None:
    """Take every picture anew."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        for file, height, language, typed, leads in SHOTS:
            with served(leads) as address:
                page = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
                talk(page, f"{address}/?lang={language}", typed)
                page.screenshot(path=PROJECT / "docs" / file)
                page.close()
            print(file, (PROJECT / "docs" / file).stat().st_size, "bytes")
        browser.close()


def talk(page: Page, address: str, typed: Sequence[str]) -> None:
    """Type each text as a person does, and wait for its answer."""
    page.goto(address)
    for text in typed:
        bubbles = page.locator(".bubble").count()
        page.fill("#text", text)
        page.press("#text", "Enter")
        page.wait_for_function("count => document.querySelectorAll('.bubble').length > count + 1", arg=bubbles)
    page.evaluate("document.activeElement.blur()")


@contextmanager
def served(leads: Mapping[str, str]) -> Iterator[str]:
    """A server on loopback with these leads in its content; its address."""
    with tempfile.TemporaryDirectory() as folder:
        content = shutil.copytree(PROJECT / "content", Path(folder) / "content", ignore=shutil.ignore_patterns("phrases"))
        for file, lead in leads.items():
            text = (content / file).read_text("utf-8")
            (content / file).write_text(re.sub('lead = ".*"', lambda _: f'lead = "{lead}"', text, count=1), encoding="utf-8")  # noqa: B023
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        database = f"sqlite:///{folder}/pictures.db"
        ours = {"PORT": str(port), "CONTENT_DIR": str(content), "DATABASE_URL": database, "TWILIO_AUTH_TOKEN": ""}
        process = subprocess.Popen([sys.executable, "-m", "bot.cli", "serve"], cwd=PROJECT, env=os.environ | ours)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def wait_for(port: int) -> None:
    """Until the server answers from everything it has, the encoder too; half a minute at most."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if b'"encoder":"ready"' in connection.getresponse().read():
                return
        except OSError:
            pass
        time.sleep(0.2)


if __name__ == "__main__":
    main()
