"""What we promise of errors that nobody foresaw: the log tells their class and place, and never what was in them.

Each is a whole process: first as Python and the libraries come, so that we see that it would tell, then as our server sets it.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.quiet import NoTrace
from bot.adapters.settings import PROJECT, from_environment
from bot.errors import SettingsError

MARK = "+12075550148"
# What happens, and what of it our log must still tell.
HAPPENS = {
    "the program breaks": ("raise RuntimeError(MARK)", "the program broke\nRuntimeError at <string>:"),
    "a thread breaks": ("""
import threading
def breaks(): raise RuntimeError(MARK)
thread = threading.Thread(target=breaks); thread.start(); thread.join()
""", "a thread broke\nRuntimeError at <string>:"),
    "an object breaks when it is thrown away": ("class A:\n def __del__(self): raise RuntimeError(MARK)\nA()",
                                                "an object broke when it was thrown away\nRuntimeError at <string>:"),
    "an error follows from another": ("try: int(MARK + 'x')\nexcept ValueError as error: raise RuntimeError(MARK) from error",
                                      "RuntimeError at <string>:"),
    "Python warns of a line left open": ("""
import gc, socket, warnings
warnings.simplefilter('always')
a = socket.create_server(('127.77.11.48', 0)); MARK = '127.77.11.48'
del a; gc.collect()
""", "ResourceWarning at <string>:"),
    "a library warns": ("import warnings\nwarnings.warn(MARK)", "UserWarning at <string>:"),
    "Flask tells of a page that broke": ("""
import flask
app = flask.Flask('safertext')
@app.get('/<path:rest>')
def page(rest): raise RuntimeError(rest)
app.test_client().get('/' + MARK)
""", "safertext spoke at app.py:"),
    "waitress tells of a line on which all broke": ("""
import time
from waitress.task import ThreadedTaskDispatcher
class Task:
    def service(self): raise RuntimeError(MARK)
    def __repr__(self): return f'<Channel {MARK}>'
    def cancel(self): pass
dispatcher = ThreadedTaskDispatcher(); dispatcher.set_thread_count(1); dispatcher.add_task(Task()); time.sleep(0.3)
""", "waitress spoke at task.py:"),
    "asyncio tells of a task that nobody waited for": ("""
import asyncio, gc
async def breaks(): raise RuntimeError(MARK)
async def main():
    task = asyncio.create_task(breaks()); await asyncio.sleep(0.01); del task; gc.collect()
asyncio.run(main())
""", "asyncio spoke at base_events.py:"),
    "python-telegram-bot cannot read an update": ("""
import logging
logging.getLogger('telegram.ext').critical('Received data was: %r', MARK)
""", "telegram.ext spoke at <string>:"),
}  # fmt: skip
AS_IT_COMES = "import logging; logging.basicConfig(level=1)"
AS_WE_SET_IT = "from bot.adapters import quiet, uncaught; quiet.quiet('DEBUG'); uncaught.hush()"


def told(set_up: str, code: str, **environment: str) -> str:
    """All that a process wrote."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT)} | environment
    command = [sys.executable, "-c", f"{set_up}\nMARK = {MARK!r}\n{code}"]
    ran = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode in {0, 1}, ran.stderr
    return ran.stdout + ran.stderr


@pytest.mark.parametrize(("code", "place"), HAPPENS.values(), ids=HAPPENS)
def test_an_error_that_nobody_foresaw_is_told_by_class_and_place_alone(code: str, place: str) -> None:
    mark = "127.77.11.48" if "127.77" in code else MARK
    assert mark in told(AS_IT_COMES, code)
    said = told(AS_WE_SET_IT, code)
    assert mark not in said
    assert place in said


def test_a_crash_may_write_no_copy_of_the_memory() -> None:
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    assert told(AS_WE_SET_IT, code) == "(0, 0)\n"


# --- one line of the log


def line(log: Callable[..., None], logger: logging.Logger, *said: object, **more: object) -> str:
    """What our form makes of what a logger is told."""
    records: list[logging.LogRecord] = []
    catch = logging.Handler()
    catch.emit = records.append
    logger.addHandler(catch)
    try:
        log(*said, **more)
    finally:
        logger.removeHandler(catch)
    return NoTrace().format(records[0])


def test_an_error_of_the_database_is_told_without_its_values() -> None:
    """`hide_parameters` keeps them out of its text, not out of `e.params`."""
    logger = logging.getLogger("safertext.of_the_tests")
    with create_engine("sqlite://").connect() as connection, pytest.raises(SQLAlchemyError) as caught:
        connection.execute(text("select * from nowhere where x = :who"), {"who": MARK})
    assert MARK in f"{caught.value} {caught.value.params}"
    said = line(logger.error, logger, "it broke", exc_info=caught.value)
    assert MARK not in said
    assert said.splitlines()[-1].startswith("OperationalError at default.py:")


def test_what_another_handler_has_kept_of_an_error_is_not_told() -> None:
    record = logging.LogRecord("safertext", logging.ERROR, f"{PROJECT}/bot/x.py", 1, "it broke", None, None)
    record.exc_text = f"ValueError: {MARK}"
    assert NoTrace().format(record).endswith("ERROR safertext it broke")
    assert record.exc_text == f"ValueError: {MARK}"  # it is theirs


@pytest.mark.parametrize(
    ("path", "name", "told"),
    [("{project}/bot/adapters/x.py", "safertext.x", "in our words, 5"), ("{project}/handlers/x.py", "a", "in our words, 5"),
     ("{project}/webhook.py", "a", "in our words, 5"), ("{project}/botched/x.py", "a", "spoke at x.py:7"),
     ("/usr/lib/x.py", "safertext", "spoke at x.py:7"), ("<string>", "a", "spoke at <string>:7"),
     ("{project}/.venv/lib/x.py", "a", "spoke at x.py:7"), ("/usr/lib/glogging.py", "gunicorn.error", "in our words, 5")],
)  # fmt: skip
def test_only_our_own_code_s_words_are_told_and_gunicorn_s_of_its_processes(path: str, name: str, told: str) -> None:
    """What gunicorn says in more than a line is an error's text."""
    more = "\nsecond line" if name == "gunicorn.error" else ""
    at = path.format(project=PROJECT)
    record = logging.LogRecord(name, logging.ERROR, at, 7, f"in our words, %d{more}", (5,), None)
    assert NoTrace().format(record).endswith(f"ERROR {name} {told}")


# --- settings that would tell


@pytest.mark.parametrize("value", ["1", "true", "yes"])
def test_what_would_make_a_library_tell_is_refused_at_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match=r"FLASK_DEBUG is set, but .* what people wrote: unset it"):
        from_environment({"FLASK_DEBUG": value})


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_what_would_not_is_let_be(value: str) -> None:
    assert from_environment({"FLASK_DEBUG": value}).port == 8000


def test_the_server_does_not_start_with_it() -> None:
    command = [sys.executable, "-m", "bot.cli", "serve"]
    env = os.environ | {"FLASK_DEBUG": "1"}
    ran = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, "FLASK_DEBUG" in ran.stderr) == (2, True)
