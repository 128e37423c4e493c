"""What we promise of the running server: slow clients hold nobody up, nothing in flight is dropped, and it comes back."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from actors import TELEGRAM_SECRET
from serving import FORM, Server, seconds, started, until
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.adapters.database import DayCount, engine_for

STALLED = 64


@pytest.fixture(scope="module")
def server(program: Path) -> Iterator[Server]:
    """One server for the tests that leave it whole."""
    with started(program, LOG_LEVEL="DEBUG") as running:
        yield running


def test_a_text_is_answered(server: Server) -> None:
    assert "911" in server.texts("hes blue and wont wake up")[0]


def test_one_process_answers_so_that_its_memory_is_exact(server: Server) -> None:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    assert len(children) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /sms HTTP/1.1\r\nHost: bot.example.org\r\nContent-Le",
        b"POST /sms HTTP/1.1\r\nHost: bot.example.org\r\nContent-Type: "
        + FORM.encode()
        + b"\r\nContent-Length: 500\r\n\r\nBody=he",
        b"POST /sms HTTP/1.1\r\nHost: bot.example.org\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBo",
    ],
    ids=["before the head", "in the head", "in the body", "in a chunk"],
)
def test_64_clients_that_stall_hold_nobody_up(server: Server, sent: bytes) -> None:
    """Sixteen threads, and not one is taken by a request that has not arrived."""
    with ExitStack() as stalled:
        for _ in range(STALLED):
            stalled.enter_context(server.connect(sent))
        time.sleep(0.2)
        assert seconds(lambda: server.texts("hes blue and wont wake up")) < 1
        assert seconds(lambda: server.request("GET", "/healthz")) < 1


def test_a_slow_reader_holds_nobody_up(server: Server) -> None:
    with ExitStack() as stalled:
        for _ in range(STALLED):
            stalled.enter_context(server.connect(b"GET / HTTP/1.1\r\nHost: bot.example.org\r\n\r\n"))
        assert seconds(lambda: server.texts("hes blue and wont wake up")) < 5
        assert seconds(lambda: server.texts("hes blue and wont wake up")) < 1


def test_a_body_that_comes_in_pieces_is_read_whole(server: Server) -> None:
    body, headers = server.signed("hes blue and wont wake up")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with server.connect(
        f"POST /sms HTTP/1.1\r\nHost: x\r\n{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    ) as client:
        for start in range(0, len(body), 100):
            client.sendall(body[start : start + 100].encode())
            time.sleep(0.01)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"CALL 911" in answer


def test_a_connection_is_kept_for_the_next_update(server: Server) -> None:
    """Telegram slows down where it must connect anew each time."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for number in range(3):
        connection.request(
            "POST", "/telegram", "{}", {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET, "Content-Type": "application/json"}
        )
        response = connection.getresponse()
        assert (response.status, response.read().strip(), number, connection.sock is not None) == (200, b"{}", number, True)
    connection.close()


@pytest.mark.parametrize("path", ["/telegram", "/sms"])
def test_a_body_of_1_9_mib_ends_in_no_error(server: Server, path: str) -> None:
    """On /telegram 200 and nothing, or it would come again for a day; on /sms 413."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET, "Content-Type": "application/json"}
    status, _ = server.request("POST", path, "x" * 1_900_000, headers)
    assert status == {"/telegram": 200, "/sms": 413}[path]


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"GET /%ff%00 HTTP/1.1\r\nHost: x\r\n\r\n",
         b"\r\n" * 1000, b"POST /sms HTTP/1.1\r\nContent-Length: x\r\n\r\n",
     b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ids=["TLS", "another HTTP", "odd path", "blank lines", "a length in words", "a long line", "two lengths"],
)  # fmt: skip
def test_nonsense_on_the_wire_ends_nothing(server: Server, sent: bytes) -> None:
    worker = server.worker()
    answer = b""
    with server.connect(sent) as client, suppress(ConnectionError):
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert not answer.startswith(b"HTTP/1.1 500")
    assert server.worker() == worker
    assert "911" in server.texts("hes blue and wont wake up")[0]


def test_many_texts_at_once_are_each_answered(server: Server) -> None:
    answered: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answered.append("911" in server.texts("hes blue and wont wake up")[0])) for _ in range(40)
    ]
    assert seconds(lambda: [each.start() for each in threads] + [each.join(20) for each in threads]) < 20
    assert answered == [True] * 40


def test_there_is_no_line_on_who_came_when(server: Server) -> None:
    """An access log is a list of senders."""
    server.texts("hello")
    server.request("GET", "/od?lang=es")
    time.sleep(0.3)
    log = server.log.read_text()
    assert re.findall(r".*(?:/sms|/od|/telegram|/healthz|GET |POST |127\.0\.0\.1).*", log) == []


def test_the_server_does_not_say_what_it_is(server: Server) -> None:
    with server.connect(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as client:
        head = b"".join(iter(lambda: client.recv(65536), b"")).split(b"\r\n\r\n")[0].lower()
    assert [word for word in (b"waitress", b"gunicorn", b"python", b"werkzeug", b"flask") if word in head] == []


def test_a_killed_worker_is_back_within_a_second(server: Server) -> None:
    before = server.worker()
    os.kill(before, signal.SIGKILL)
    began = time.monotonic()
    while not (server.worker() not in {None, before} and server.answers()):
        assert time.monotonic() - began < 5
        time.sleep(0.01)
    assert time.monotonic() - began < 1
    assert "911" in server.texts("hes blue and wont wake up")[0]


def test_the_encoder_is_ready_soon_and_readyz_says_so(server: Server) -> None:
    until(lambda: b'"encoder":"loading"' not in server.request("GET", "/readyz")[1], 20)
    status, body = server.request("GET", "/readyz")
    assert (status, b'"encoder":"ready"' in body, b'"database":"ready"' in body) == (200, True, True)


# --- the end of a server


def slow_app(program: Path) -> Path:
    """A server whose answers take a second: the same server code around an app of the test's own."""
    path = program / "slow.py"
    path.write_text(
        "import time\n"
        "from types import SimpleNamespace\n"
        "from bot.adapters.server import serve\n"
        "from bot.adapters.settings import from_environment\n"
        "def app(environ, start):\n"
        "    if environ['PATH_INFO'] == '/slow':\n"
        "        time.sleep(1.5)\n"
        "    start('200 OK', [('Content-Length', '2')])\n"
        "    return [b'ok']\n"
        "app.extensions = {'safertext': SimpleNamespace(start=lambda waiting: None, stop=lambda: print('stopped', flush=True))}\n"
        "serve(app, from_environment())\n"
    )
    return path


@pytest.mark.parametrize("requests", [1, 16, 24], ids=lambda count: f"{count} in flight")
def test_requests_in_flight_are_finished_when_told_to_stop(program: Path, requests: int) -> None:
    """Also those that wait for one of the sixteen threads."""
    with started(program, [slow_app(program)]) as server:
        answers: list[tuple[int, bytes]] = []
        threads = [threading.Thread(target=lambda: answers.append(server.request("GET", "/slow"))) for _ in range(requests)]
        for each in threads:
            each.start()
        time.sleep(0.5)
        server.process.terminate()
        for each in threads:
            each.join(20)
        assert answers == [(200, b"ok")] * requests
        assert server.process.wait(10) == 0
        assert server.log.read_text().count("stopped") == 1


def test_the_end_waits_for_no_idle_client_and_writes_the_counts(program: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/end.db"
    with started(program, DATABASE_URL=url) as server, server.connect(b""), server.connect(b"POST /sms HTTP/1.1\r\nContent-Le"):
        until(lambda: b'"database":"ready"' in server.request("GET", "/readyz")[1], 10)
        server.texts("hello")
        server.texts("narcan 04401")
        server.process.terminate()
        assert seconds(lambda: server.process.wait(20)) < 10  # of the 20 that requests in flight are given
    engine = engine_for(url)
    with Session(engine) as session:
        assert [row.count for row in session.scalars(select(DayCount))] == [2]
    engine.dispose()


def test_without_a_database_the_server_answers_and_says_so(program: Path) -> None:
    with started(program, DATABASE_URL="postgresql://u:pssst@127.0.0.1:1/x") as server:
        assert "911" in server.texts("hes blue and wont wake up")[0]
        until(lambda: b'"database":"away"' in server.request("GET", "/readyz")[1], 15)
        assert "pssst" not in server.log.read_text()


def test_a_port_that_is_taken_is_said_in_a_sentence_and_at_once(program: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, slow_app(program)]
        environment = os.environ | {"PORT": port, "PYTHONPATH": str(program)}
        began = time.monotonic()
        ran = subprocess.run(command, cwd=program, capture_output=True, text=True, timeout=30, check=False, env=environment)
    assert (ran.returncode, time.monotonic() - began < 5) == (1, True)
    assert f"port {port} is in use" in ran.stderr
    assert "PORT" in ran.stderr
    assert "Traceback" not in ran.stderr
