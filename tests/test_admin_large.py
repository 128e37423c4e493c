"""What we promise to somebody who sends a file that is far too large, to the real server: our sentence, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Visit, chromium, visiting
from managing import KEY, engine_of
from serving import Server, started

from bot.adapters.admin import accounts
from bot.adapters.bodies import READ

FIFTY = 50_000_000


@pytest.fixture(scope="module")
def url(program) -> str:
    return f"sqlite:///{program}/var/group.db"


@pytest.fixture(scope="module")
def password(url) -> Iterator[str]:
    for engine in engine_of(url):
        yield accounts.add(engine, "ana")


@pytest.fixture(scope="module")
def server(program, password, url) -> Iterator[Server]:
    settings = {"PUBLIC_BASE_URL": "http://localhost:8000", "ADMIN_ENABLED": "yes", "SECRET_KEY": KEY, "DATABASE_URL": url}
    with started(program, **settings) as server:
        yield server


@pytest.fixture
def visit(server, password) -> Iterator[Visit]:
    """A window without scripts, in Spanish, with somebody logged in."""
    with (
        chromium() as browser,
        visiting(browser, f"http://127.0.0.1:{server.port}/admin", locale="es", java_script_enabled=False) as visit,
    ):
        page = visit.opens("/login")
        page.fill("#who", "ana")
        page.fill("#password", password)
        page.click("button.main")
        yield visit


def test_fifty_megabytes_without_a_script_get_our_sentence_in_the_person_s_language(visit, server, tmp_path):
    large: Path = tmp_path / "boxes.csv"
    large.write_bytes(b"name,zip\n" + b"x" * FIFTY)
    page = visit.opens("/import/")
    page.fill("#source", "boxes")
    page.set_input_files("#file", large)
    page.click("button.main")
    assert "demasiado grande" in page.get_by_role("alert").inner_text()
    page.go_back()
    assert page.input_value("#source") == "boxes"
    assert "boxes" not in server.log.read_text()


@pytest.mark.parametrize("path", ["/admin/import/", "/sms", "/chat"])
def test_what_is_too_large_is_refused_and_the_next_is_answered(server, path):
    status, body = server.request("POST", path, "x" * FIFTY, {"Content-Type": "application/x-www-form-urlencoded"})
    assert (status, b"max_body" in body) == (413, False)
    assert server.request("GET", "/healthz") == (200, b"ok")


def test_without_an_end_it_is_cut_off(server):
    head = f"POST /admin/import/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {READ}\r\n\r\n"
    with server.connect(head.encode() + b"x" * 100_000) as client:
        assert client.recv(12) == b"HTTP/1.1 413"


def test_pieces_without_a_length_are_counted_too_and_never_written_to_a_file(server):
    head = b"POST /admin/import/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"%x\r\n%s\r\n" % (1 << 20, b"x" * (1 << 20))
    with server.connect(head + piece * 8) as client:
        open_files = [str(each.readlink()) for each in Path(f"/proc/{server.worker()}/fd").iterdir()]
        client.sendall(b"0\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.1 413"
    assert [name for name in open_files if "deleted" in name and "tmp" in name and "wgunicorn" not in name] == []
