"""Everything that a process writes, found by tracing its system calls and not by knowing where to look."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from needing import lacking

# What writes, what names a file, what calls another machine.
CALLS = """write pwrite64 writev pwritev pwritev2 sendto sendmsg sendmmsg openat open openat2 creat rename renameat renameat2
    link linkat symlink symlinkat mkdir mkdirat truncate connect mmap execve""".split()
# Roads on which bytes leave unseen by us: nobody may take one.
UNSEEN = "sendfile splice tee vmsplice copy_file_range io_uring_setup process_vm_writev mknod mknodat setxattr fsetxattr".split()
# In the background (-D), so that the traced program keeps the process id that it was started with, and its signals and children.
OPTIONS = ("-D", "-f", "--seccomp-bpf", "-q", "-yy", "-xx", "-s", "4000000", "-e", "signal=SEGV,KILL,ABRT",
           "-e", f"trace={','.join((*CALLS, *UNSEEN))}")  # fmt: skip
NAMES = {"creat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "truncate"}
# Not a matter of how long a program takes: it has been told to end before. Only a machine on its knees needs this much.
PATIENCE_SECONDS = 120
_TEXT = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_CALL = re.compile(rb"^\d+ +(\w+)\((?:AT_FDCWD|\d+)?(?:<((?:\\x[0-9a-f]{2}|[^>\\])*)>)?(.*)$", re.DOTALL)
# The process id is filled up with blanks to five places.
_END = re.compile(rb"^(\d+) +\+\+\+ (.+) \+\+\+$")


class Call(NamedTuple):
    """One system call: its name, the path or kind of what it is done to, and all else as strace prints it."""

    name: str
    where: str
    rest: bytes

    @property
    def files(self) -> list[str]:
        """The other files that it is done with, of those that are open."""
        return [_plain(path).decode(errors="replace") for path in re.findall(rb"\d+<((?:\\x[0-9a-f]{2})+)>", self.rest)]


def needs_trace() -> None:
    """Skip or fail where strace is missing, or not allowed to look."""
    missing = shutil.which("strace") is None
    command = ["strace", "-f", "--seccomp-bpf", "-o", os.devnull, "true"]
    if missing or subprocess.run(command, capture_output=True, timeout=60, check=False).returncode:
        lacking("strace is not installed here, or may not trace (Debian: apt install strace)")


@dataclass
class Trace:
    """The system calls of one program and all that it starts, in a file at `path`.

    strace, the program and its children all hold the writing end of a pipe: when the last of them has ended, and only
    then, the reading end hears it. Nothing is guessed from the file that is still being written.
    """

    path: Path
    _pipe: Path = field(init=False)
    _hears: int = field(init=False)

    def __post_init__(self) -> None:
        self._pipe = self.path.with_suffix(".pipe")
        os.mkfifo(self._pipe)
        self._hears = os.open(self._pipe, os.O_RDONLY | os.O_NONBLOCK)

    def command(self, command: Sequence[str | Path]) -> list[str]:
        """Arguments for Python that run `command` (arguments for Python too) traced, in the very same process."""
        words = ["strace", *OPTIONS, "-o", str(self.path), sys.executable, *map(str, command)]
        holds = f"os.set_inheritable(os.open({str(self._pipe)!r}, os.O_WRONLY), True)"
        return ["-c", f"import os; {holds}; os.execvp('strace', {words!r})"]

    def wait(self) -> None:
        """Until the program, all its children and strace itself have ended: the file is whole."""
        waits = select.poll()
        waits.register(self._hears, 0)  # a hang-up is always told
        heard = waits.poll(PATIENCE_SECONDS * 1000)
        assert heard, f"after {PATIENCE_SECONDS} s the traced program goes on; last: {self.path.read_bytes()[-500:]!r}"
        os.close(self._hears)

    @property
    def ends(self) -> dict[int, str]:
        """How each process and thread ended: "exited with 0", "killed by SIGSEGV"; in the order of their ends."""
        found = map(_END.match, self._lines)
        return {int(end[1]): end[2].decode() for end in found if end}

    def written(self) -> Iterator[tuple[str, bytes]]:
        """Where to (a path, "pipe:...", "TCP:...", "UNIX-STREAM:...") and what, of every write."""
        for call in self.calls:
            if call.name.startswith(("write", "pwrite", "send")):
                yield call.where, b"".join(_texts(call))

    def opened(self) -> set[Path]:
        """Every file that was opened for writing, made, or got another name."""
        found = set()
        for call in self.calls:
            writes = call.name.startswith("open") and re.search(rb"O_WRONLY|O_RDWR|O_CREAT", call.rest)
            if writes or call.name in NAMES:
                found |= {Path(call.where) / text.decode(errors="replace") for text in _texts(call)}
        return found

    def called(self) -> set[bytes]:
        """Every address to which a connection was begun, as strace prints it, paths of sockets readable."""
        connects = (call for call in self.calls if call.name == "connect")
        return {b" ".join(_texts(call)) or call.rest for call in connects}

    def shared(self) -> set[str]:
        """Files that were written by changing memory, which no other call shows: they must be read at the end."""
        maps = (call for call in self.calls if call.name == "mmap" and b"MAP_SHARED" in call.rest and b"PROT_WRITE" in call.rest)
        return {file for call in maps for file in call.files}

    @cached_property
    def calls(self) -> list[Call]:
        """Every call; one that another thread's interrupted is told whole when it begins."""
        found = (_CALL.match(line) for line in self._lines if b" resumed>" not in line)
        return [Call(call[1].decode(), _plain(call[2] or b"").decode(errors="replace"), call[3]) for call in found if call]

    @cached_property
    def _lines(self) -> list[bytes]:
        return self.path.read_bytes().splitlines()


def _texts(call: Call) -> list[bytes]:
    """The texts in a call; that none was cut is sure."""
    found = _TEXT.findall(call.rest)
    assert all(not cut for _, cut in found), "the trace cuts what was written: raise -s"
    return [_plain(text) for text, _ in found]


def _plain(text: bytes) -> bytes:
    """What stands in a trace as \\x61\\x62, as it was."""
    return bytes.fromhex(text.replace(rb"\x", b"").decode()) if text.startswith(rb"\x") else text
