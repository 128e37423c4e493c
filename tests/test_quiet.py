"""What we promise about the libraries that we use: none of them prints a token, a number, an address or a person's words.

Each is made to talk, in a process of its own: first as it comes, so that we see that it would tell, then as our server sets it.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.adapters.quiet import SILENCED
from bot.adapters.settings import PROJECT

MARK = "+12075550147"
# A server on loopback that answers {} to everything, once for each request.
LOOPBACK = """
import http.server, threading
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("X-Mark", MARK)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
    do_POST = do_GET
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_port}"
"""
# What makes each library tell; MARK is in what it handles.
TELLS = {
    "httpx": LOOPBACK + "import httpx\nhttpx.get(f'{URL}/bot{MARK}/getMe')",
    "httpcore": LOOPBACK + "import httpx\nhttpx.get(URL)",
    "telegram": LOOPBACK
    + """
import asyncio, telegram
async def sends():
    bot = telegram.Bot('1:a', base_url=f'{URL}/bot')
    await bot.request.initialize()
    try:
        await bot.send_message(1, MARK)
    except KeyError:  # {} is no answer of Telegram's
        pass
    await bot.request.shutdown()
asyncio.run(sends())
""",
    "twilio": "from twilio.request_validator import RequestValidator\nRequestValidator('x').validate('https://a', {}, 'x', MARK)",
    "urllib3": LOOPBACK + "import requests\nrequests.get(f'{URL}/Messages?To={MARK}')",
    "waitress": """
from waitress.proxy_headers import proxy_headers_middleware
import io
app = proxy_headers_middleware(lambda environ, start: [], trusted_proxy='*', trusted_proxy_headers={'forwarded'})
app({'REMOTE_ADDR': '127.0.0.1', 'HTTP_FORWARDED': f'{MARK}=odd', 'wsgi.url_scheme': 'http'}, lambda *_: None)
""",
    "waitress.queue": """
import time
from waitress.task import ThreadedTaskDispatcher
class Task:
    def service(self): time.sleep(0.2)
    def __repr__(self): return MARK
    def cancel(self): pass
dispatcher = ThreadedTaskDispatcher()
dispatcher.queue_logger.warning('%s', Task())
for _ in range(3): dispatcher.add_task(Task())
""",
    "gunicorn.error": """
import logging, socket
from gunicorn.config import Config
from gunicorn.http.errors import InvalidRequestLine
from gunicorn.workers.base import Worker
worker = Worker(0, 0, [], None, 30, Config(), logging.getLogger('gunicorn.error'))
ours, theirs = socket.socketpair()
worker.handle_error(None, ours, (MARK, 1), InvalidRequestLine('x'))
""",
    "sqlalchemy.engine": """
import logging, sqlalchemy
logging.getLogger('sqlalchemy').setLevel(1)  # as whoever looks for a fault would
engine = sqlalchemy.create_engine('sqlite://')
with engine.connect() as connection:
    connection.execute(sqlalchemy.text('select :who'), {'who': MARK})
""",
    "werkzeug": """
import threading, urllib.request, werkzeug.serving
def app(environ, start):
    start('200 OK', [])
    return [b'']
server = werkzeug.serving.make_server('127.0.0.1', 0, app)
threading.Thread(target=server.serve_forever, daemon=True).start()
urllib.request.urlopen(f'http://127.0.0.1:{server.server_port}/?From={MARK}').read()
""",
}
AS_IT_COMES = "import logging; logging.basicConfig(level=1)"
AS_WE_SET_IT = "from bot.adapters.quiet import quiet; quiet('DEBUG')"


def told(set_up: str, library: str) -> str:
    """All that a process wrote in which the library was made to talk."""
    code = f"{set_up}\nMARK = {MARK!r}\n{TELLS[library]}"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT)}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout + ran.stderr


def test_every_library_that_we_silence_is_tried() -> None:
    assert sorted(TELLS) == sorted(SILENCED)
    assert [name for name, (_, why) in SILENCED.items() if len(why.split()) < 2] == []


@pytest.mark.parametrize("library", TELLS)
def test_a_library_that_would_tell_is_silent_even_at_debug(library: str) -> None:
    assert MARK in told(AS_IT_COMES, library)
    said = told(AS_WE_SET_IT, library)
    assert MARK not in said
    assert f" {library}" not in said  # not even that it spoke, and where: the level keeps it silent, not the form of the line
