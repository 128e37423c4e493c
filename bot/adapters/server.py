"""`safertext serve`: gunicorn's process care with waitress's reading, so that a slow client never holds a thread.

gunicorn's own threaded worker gives a thread to a client before its request is there: sixteen that stall in the head or
the body silence everyone. waitress reads whole requests on one loop and only then takes a thread, but drops what is in
flight at SIGTERM and does not come back when killed. Together: waitress reads, gunicorn's master restarts and drains.
"""

from __future__ import annotations

import errno
import gc
import os
import socket
import time
from collections.abc import Callable, Sized
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from bot.adapters.bodies import KEPT, READ, Channel
from bot.adapters.heap import give_back, one_heap
from bot.adapters.settings import Settings
from bot.adapters.uncaught import Log, hush, told_quietly

KEEP_ALIVE = 65  # Telegram drops its connection, and slows down, without keep-alive
GRACE_SECONDS = 20
Waiting = Callable[[], int]


class ReadFirstWorker(Worker):
    """One process: waitress's loop reads and writes, its threads run the app."""

    _queue: Sized = ()

    def waiting(self) -> int:
        """How many whole requests wait for a thread."""
        return len(self._queue)

    @told_quietly()
    def run(self) -> None:
        """Serve until told to stop, then finish what is in flight."""
        servers: dict[int, Any] = {}
        # waitress opens what it is given; the listening sockets are the master's and outlive this worker.
        server = create_server(
            self.wsgi,
            map=servers,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            channel_timeout=KEEP_ALIVE,
            max_request_body_size=READ,
            outbuf_overflow=2 * KEPT,  # beyond this waitress would write an answer to a file
            connection_limit=1000,
            ident="",  # tells nobody what runs here
            clear_untrusted_proxy_headers=True,
            asyncore_use_poll=True,
        )
        for each in servers.values():
            if isinstance(each, BaseWSGIServer):
                each.channel_class = Channel
        self._queue = server.task_dispatcher.queue
        while self.alive:
            self.notify()
            self._leave_when_orphaned()
            wasyncore.loop(timeout=0.5, use_poll=True, map=servers, count=1)
        self._drain(servers)
        server.task_dispatcher.shutdown()

    def _leave_when_orphaned(self) -> None:
        if self.ppid != os.getppid():
            self.alive = False

    def _drain(self, servers: dict[int, Any]) -> None:
        """Accept nobody new; go on until every request that is here has been answered."""
        for listener in [each for each in servers.values() if getattr(each, "accepting", False)]:
            listener.del_channel()
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(_busy(each) for each in servers.values()):
            self.notify()
            wasyncore.loop(timeout=0.1, use_poll=True, map=servers, count=1)


def _busy(channel: Any) -> bool:
    """Whether a channel has a request in work or an answer not yet sent."""
    return bool(getattr(channel, "requests", None)) or getattr(channel, "total_outbufs_len", 0) > 0


class Server(BaseApplication):
    """gunicorn, set up by our settings alone: no configuration file, no access log, no control socket."""

    def __init__(
        self, app: Callable[..., Any], settings: Settings, started: Callable[[Waiting], None], stopped: Callable[[], None]
    ) -> None:
        """`started` is called in the worker after the fork with what tells how many wait, `stopped` when it ends."""
        self._app, self._settings, self._started, self._stopped = app, settings, started, stopped
        super().__init__()

    def load_config(self) -> None:
        """One worker: memory of talks and recent answers is exact only in one process."""
        options: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "threads": self._settings.threads,
            "worker_class": ReadFirstWorker,
            "preload_app": True,
            "keepalive": KEEP_ALIVE,
            "graceful_timeout": GRACE_SECONDS,
            "timeout": 30,
            "control_socket_disable": True,
            "accesslog": None,  # an access log is a list of who came when
            "loglevel": "warning",
            "logger_class": Log,
            "post_worker_init": lambda worker: self._started(worker.waiting),
            "worker_exit": lambda _server, _worker: self._stopped(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The app, made before the fork so that a killed worker is back at once."""
        return self._app


def _try_port(host: str, port: int) -> None:
    """Gunicorn would try for five seconds, and then say it in its own words."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        why = {errno.EADDRINUSE: "is in use", errno.EACCES: "needs rights that this user has not"}.get(error.errno or 0)
        if why:
            raise SystemExit(f"Cannot start: port {port} {why}. Choose another: PORT=8001 safertext serve") from None


def serve(app: Any, settings: Settings) -> None:
    """Run until stopped. Exits with 1 and a sentence when the port cannot be had."""
    _try_port(settings.host, settings.port)
    one_heap()
    hush()
    # What is loaded stays as it is: unmarked by the collector, its memory is shared by master and worker after the fork.
    gc.collect()
    give_back()
    gc.freeze()
    gc.enable()
    runtime = app.extensions["safertext"]
    Server(app, settings, runtime.start, runtime.stop).run()
