"""A real browser on a real server, for the tests of the page: Debian's Chromium, never one that Playwright downloads."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from needing import lacking
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bot.adapters.pages import AWAY

# WCAG 2.0 to 2.2, levels A and AA, and what axe-core calls best practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
PATH = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
MISSING = "chromium is not in PATH (Debian: apt install chromium)"


class _Quiet(WSGIRequestHandler):
    """Werkzeug's own server, without its lines on who asked for what."""

    def log(self, *_: object) -> None:
        pass


@contextmanager
def listening(app: Flask) -> Iterator[BaseWSGIServer]:
    """`app` on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; without one the test is skipped, or fails where CI says that nothing may be skipped."""
    if PATH is None:
        lacking(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def installed(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page in a profile of its own, as a person has one: a window for a test counts as private, where nothing is installed."""
    context = browser.browser_type.launch_persistent_context(folder, executable_path=PATH, args=ARGUMENTS)
    try:
        yield context.new_page()
    finally:
        context.close()


@dataclass
class Visit:
    """One visitor's window on the page: what was asked for, and what went wrong in the console."""

    context: BrowserContext
    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.context.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>weather</title>", content_type="text/html"))

    def opens(self, path: str = "/") -> Page:
        """Go to a page of ours."""
        self.page.goto(self.base + path)
        return self.page

    def says(self, text: str) -> None:
        """Type a text, press Enter, and wait for the answer."""
        before = self.page.locator(".them, .danger").count()
        self.page.fill("#text", text)
        self.page.press("#text", "Enter")
        self.page.wait_for_function("n => document.querySelectorAll('#log .them, #log .danger').length > n", arg=before)

    def loses(self, path: str) -> None:
        """From now on nothing answers there."""
        self.context.route(f"**{path}", lambda route: route.abort())

    def faults(self) -> str:
        """What axe-core finds wrong with what is shown, as a report; "" when nothing."""
        found = Axe().run(self.page, options=RULES)
        return found.generate_report() if found.violations_count else ""

    def too_wide(self) -> int:
        """By how many pixels the page is wider than the window: a person would have to scroll sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@contextmanager
def visiting(browser: Browser, base: str, **how: object) -> Iterator[Visit]:
    """A window of its own, as a browser with these options (`locale`, `viewport`, `color_scheme`) opens it."""
    context = browser.new_context(**how)  # type: ignore[arg-type]
    context.set_default_timeout(8000)
    try:
        yield Visit(context, context.new_page(), base)
    finally:
        context.close()
