"""What we promise about the search for marked people: it finds them in every form, wherever a program writes them.

A search that finds nothing proves nothing unless the same search finds what was planted.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from actors import Clock
from marks import LINE, Person, Search
from tracing import Trace, needs_trace

from bot.adapters.counters import Counters
from bot.adapters.database import engine_for, prepare
from bot.reply import Tally

KEYS = ("one-secret-of-the-settings-0123", "another-secret-of-the-settings-0")
SOMEBODY = Person(333)
NUMBER, CHAT = SOMEBODY.number, str(SOMEBODY.chat)


@pytest.fixture(scope="module")
def search() -> Search:
    """The search for a few people; somebody is one of them."""
    return Search((part for n in (0, 7, SOMEBODY.n, 499) for part in Person(n).parts), KEYS)


def hashed(how: str, said: str) -> bytes:
    """A hash as bytes."""
    return hashlib.new(how, said.encode()).digest()


PLANTED: dict[str, str] = {
    **{part: part for part in SOMEBODY.parts},
    "capitals": SOMEBODY.name.upper(),
    "hex": NUMBER.encode().hex(),
    "hex of a text": f"from {SOMEBODY.username} in".encode().hex(),
    "base64": base64.b64encode(NUMBER.encode()).decode(),
    **{f"base64 after {n}": base64.b64encode(b"x" * n + SOMEBODY.name.encode() + b"y").decode() for n in range(3)},
    "MD5": hashed("md5", NUMBER).hex(),
    "SHA-1 in capitals": hashed("sha1", CHAT).hex().upper(),
    "SHA-256 of a key of a talk": hashed("sha256", f"sms|{NUMBER}|{LINE}").hex(),
    "SHA-256 in base64": base64.b64encode(hashed("sha256", NUMBER)).decode(),
    "SHA-256 in base64 for addresses": base64.urlsafe_b64encode(hashed("sha256", SOMEBODY.ip)).decode(),
    **{f"HMAC-{how} under key {n}": hmac.digest(key.encode(), NUMBER.encode(), how).hex()
       for n, key in enumerate(KEYS) for how in ("md5", "sha1", "sha256")},
    **{f"BLAKE2b under key {n}": hashlib.blake2b(NUMBER.encode(), key=key.encode()[:64], digest_size=32).hexdigest()
       for n, key in enumerate(KEYS)},
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("before", ["", "12:00 WARNING something ", "é"], ids=["alone", "in a line", "after an odd byte"])
def test_the_search_finds_a_planted_mark(search: Search, planted: str, before: str) -> None:
    assert search.found_in(f"{before}{planted} happened".encode()) != set()


@pytest.mark.parametrize(
    "raw",
    [hashed("sha256", NUMBER), hashed("md5", CHAT), hmac.digest(KEYS[1].encode(), CHAT.encode(), "sha256"),
     struct.pack(">d", float(SOMEBODY.exact[0])), struct.pack("<d", float(SOMEBODY.exact[1])),
     struct.pack(">q", int(NUMBER)), struct.pack("<q", SOMEBODY.chat)],
    ids=["SHA-256", "MD5", "HMAC", "latitude", "longitude from the other end", "number", "chat from the other end"],
)  # fmt: skip
def test_the_search_finds_the_bytes_of_a_hash_and_of_a_number(search: Search, raw: bytes) -> None:
    assert search.found_in(b"\x00\x01\x02" + raw + b"\x03") != set()


@pytest.mark.parametrize("planted", [SOMEBODY.word, SOMEBODY.exact[0]], ids=["word", "place"])
def test_the_search_finds_a_mark_in_a_database(tmp_path: Path, clock: Clock, search: Search, planted: str) -> None:
    counters, engine = Counters(clock), engine_for(f"sqlite:///{tmp_path}/x.db")
    prepare(engine)
    counters.count(Tally(planted, "sms", "en"))
    counters.flush(engine)
    engine.dispose()
    assert search.found_in(b"".join(path.read_bytes() for path in tmp_path.iterdir())) != set()


def test_the_search_finds_nothing_where_nothing_is(search: Search, project: Path) -> None:
    line = b"12:00 WARNING an update could not be read (UpdateError)"
    assert search.found_in(line + b"\x00" * 1000 + os.urandom(1_000_000)) == set()
    assert search.found_in(os.urandom(500_000).hex().encode()) == set()
    assert search.found_in(b"".join(path.read_bytes() for path in (project / "content").rglob("*.toml"))) == set()


# --- the trace of what a program writes

WRITES = {
    "a file that is gone before anybody could look": "import tempfile; f = tempfile.TemporaryFile(); f.write(said); f.close()",
    "a child": "import os; os.fork() or (time.sleep(0.3), open('x', 'wb').write(said))",
    "a thread": "import threading; threading.Thread(target=lambda: open('x', 'wb').write(said)).start()",
    "pieces in one call": "os.writev(os.open('x', os.O_CREAT | os.O_WRONLY), [b'a', said[:5], said[5:]])",
    "a place in the file": "os.pwrite(os.open('x', os.O_CREAT | os.O_WRONLY), said, 5000)",
    "another process by its socket": "import socket; a, b = socket.socketpair(); a.sendall(said)",
    "another machine": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(said, ('127.0.0.1', 9))",
    "standard error": "sys.stderr.buffer.write(said)",
}


def traced(code: str, folder: Path) -> Trace:
    """The trace of a program that knows what was `said`."""
    needs_trace()
    trace = Trace(folder / "trace")
    said = f"import os, sys, time; said = {NUMBER!r}.encode(); {code}"
    subprocess.run([sys.executable, *trace.command(("-c", said))], check=True, timeout=60, cwd=folder, capture_output=True)
    trace.wait()
    return trace


@pytest.mark.parametrize("code", WRITES.values(), ids=WRITES)
def test_the_trace_finds_what_a_program_writes_wherever_it_writes_it(tmp_path: Path, search: Search, code: str) -> None:
    assert search.found_in(b"\n".join(data for _, data in traced(code, tmp_path).written())) != set()


NAMES = ("os.mkdir(said)", "open(said + b'.txt', 'w')", "os.symlink('/', said)", "os.rename('trace.pipe', said)")


@pytest.mark.parametrize("code", NAMES)
def test_the_trace_finds_the_names_of_files(tmp_path: Path, search: Search, code: str) -> None:
    assert search.found_in("\n".join(map(str, traced(code, tmp_path).opened())).encode()) != set()


def test_the_trace_sees_memory_that_is_a_file_and_calls_to_other_machines(tmp_path: Path) -> None:
    shared = "import mmap; f = open('x', 'w+b'); f.truncate(99); m = mmap.mmap(f.fileno(), 0); m[:9] = said[:9]"
    assert traced(shared, tmp_path).shared() == {str(tmp_path / "x")}
    (tmp_path / "other").mkdir()
    calls = "import socket; socket.socket().connect_ex(('127.0.0.1', 9)); socket.socket(socket.AF_UNIX).connect_ex('/nowhere')"
    assert traced(calls, tmp_path / "other").called() == {b"127.0.0.1", b"/nowhere"}


def test_the_wait_for_a_trace_ends_when_the_last_child_has_ended(tmp_path: Path) -> None:
    """The program itself is long gone by then; also one that was killed is told of."""
    trace = traced("import signal; os.fork() or (time.sleep(0.5), os.kill(os.getpid(), signal.SIGKILL))", tmp_path)
    assert sorted(trace.ends.values()) == ["exited with 0", "killed by SIGKILL"]
