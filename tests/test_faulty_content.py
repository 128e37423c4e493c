"""What we promise while the words are spoilt: the line is never silent, and the operator is told where the slip is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from serving import copy_program

from bot import lastresort
from bot.adapters.settings import PROJECT

ENTRY = "entries/naloxone_what.toml"
# One process that is started anew on one slip after another, in a copy of the project, so that its last good copy is not ours.
STORY = """
import json, shutil, sys
from pathlib import Path
import webhook
from bot.adapters.settings import PROJECT, Settings
from actors import AUTH_TOKEN, BASE_URL, TELEGRAM_SECRET, Chatter, Texter, Visitor

SETTINGS = Settings(public_base_url=BASE_URL, twilio_auth_token=AUTH_TOKEN, telegram_webhook_secret=TELEGRAM_SECRET)

def tells():
    client = webhook.create_app(settings=SETTINGS).test_client()
    ready = client.get("/readyz")
    chatter = Chatter(client)
    return {
        "status": ready.status_code, "ready": ready.get_json(), "alive": client.get("/healthz").text,
        "sms": [Texter(client).says(text) for text in ("hes blue and wont wake up", "hello", "next", "04401", "!!")],
        "telegram": chatter.posts(chatter.update(text="hes blue and wont wake up")).get_json(),
        "web": Visitor(client).says("hes blue and wont wake up"),
        "pages": {path: client.get(path).status_code for path in ("/", "/od", "/privacy", "/fallback.xml")},
        "od": client.get("/od").text,
    }

assert str(PROJECT) == sys.argv[1]
told = {"good": tells()}
for name, file, new in json.load(sys.stdin):
    path = PROJECT / "content" / file
    before = path.read_text()
    path.write_text(new)
    if name != "last good":
        shutil.rmtree(PROJECT / "var" / "last-good", ignore_errors=True)
    told[name] = tells()
    path.write_text(before)
json.dump(told, sys.stdout)
"""
QUOTE = 'topic = "naloxone_what\n'
SURPRISES = {"pieces": ("danger/en.toml", "pieces = 5\n"), "entry": ("entries/thanks.toml", "en = 5\n")}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What a server says that is started all the same, by the slip that was made."""
    folder = copy_program(tmp_path_factory.mktemp("project"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(PROJECT / "tests")))}
    slips = [("last good", ENTRY, QUOTE), ("lastresort", ENTRY, QUOTE), *((name, *slip) for name, slip in SURPRISES.items())]
    ran = subprocess.run([sys.executable, "-c", STORY, str(folder)], cwd=folder, env=environment, input=json.dumps(slips),
                         capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return {**json.loads(ran.stdout), "log": ran.stderr}


def test_good_content_answers_from_itself(told: dict[str, dict[str, object]]) -> None:
    assert told["good"]["ready"]["content"] == "content"


def test_a_slip_leaves_the_last_good_copy_answering(told: dict[str, dict[str, object]]) -> None:
    now = told["last good"]
    assert (now["status"], now["ready"]["ready"], now["ready"]["content"], now["alive"]) == (503, False, "last-good", "ok")
    assert now["sms"] == told["good"]["sms"]
    assert now["telegram"]["text"] == told["good"]["telegram"]["text"]


def test_a_slip_is_told_to_the_operator_with_file_and_line(told: dict[str, dict[str, object]]) -> None:
    for name in ("last good", "lastresort"):
        assert any(fault.startswith(f"content/{ENTRY}:1:") for fault in told[name]["ready"]["faults"])
    assert f"content/{ENTRY}:1:" in told["log"]


def test_without_a_copy_the_built_in_steps_answer_on_every_channel(told: dict[str, dict[str, object]]) -> None:
    now = told["lastresort"]
    assert (now["status"], now["ready"]["ready"], now["ready"]["content"], now["alive"]) == (503, False, "lastresort", "ok")
    assert now["sms"][:2] == [[lastresort.STEPS["en"]], [lastresort.PEOPLE["en"]]]
    assert all(said != [] for said in now["sms"])
    assert now["telegram"]["text"] == lastresort.STEPS["en"]
    assert (now["web"]["text"], now["web"]["danger"]) == (lastresort.STEPS["en"], True)


def test_without_a_copy_every_page_opens_and_the_steps_are_on_theirs(told: dict[str, dict[str, object]]) -> None:
    assert set(told["lastresort"]["pages"].values()) == {200}
    assert "911" in told["lastresort"]["od"]


@pytest.mark.parametrize("slip", SURPRISES)
def test_content_that_surprises_the_reader_never_stops_the_line(told: dict[str, dict[str, object]], slip: str) -> None:
    assert (told[slip]["status"], told[slip]["sms"][0]) == (503, [lastresort.STEPS["en"]])
    assert any(SURPRISES[slip][0] in fault for fault in told[slip]["ready"]["faults"])
