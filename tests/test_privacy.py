"""What we promise about who texts: nothing of them is ever in a file, a table or a log, whatever breaks.

Real servers at their most talkative are told marked names, numbers and words in every way we know, and then everything
that they have written is searched for the marks: as they are, in hex, in base64, and hashed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from actors import TELEGRAM_SECRET, Marks
from serving import FORM, Server, started

from bot.adapters.database import Counters, engine_for, prepare
from bot.reply import Tally

NUMBER, OTHER_NUMBER = "+12075550177", "+12075550166"
CHAT, MEMBER = 730451982, 730451983
NAME, LAST, USERNAME = "Quillfeather", "Zandomirov", "zandomir_marked"
WORDS = ("xylofrob", "blorptangle", "wuzzlefink")
SID, TOWN, STREET = "SM5eed5eed5eed5eed5eed5eed5eed5eed", "Zzyzxville", "Nowhereby Lane"
EXACT = ("44.8012345", "-68.7778123")
COOKIE = "markedcookie0123456789"
MARKS = Marks((NUMBER, NUMBER[1:], NUMBER[2:], OTHER_NUMBER, OTHER_NUMBER[2:], str(CHAT), str(MEMBER), NAME, LAST,
     USERNAME, *WORDS, SID, TOWN,
               STREET, *EXACT, COOKIE, f"{NUMBER}|+12075550199", f"sms|{NUMBER}|+12075550199",
                    f"telegram\x1f{CHAT}"))  # fmt: skip
TEXTS = [f"hes blue and wont wake up {WORDS[0]}", f"narcan near {TOWN} {WORDS[1]}", " ".join(WORDS), "next", "04401",
     f"my name is {NAME} {LAST}",
         f"call me at {NUMBER}", "x" * 3000 + WORDS[2], f"</Message>{WORDS[0]}\x00\x0b", f"\ud83d{WORDS[1]}"]  # fmt: skip
BROKEN = """
import webhook
from bot.adapters.server import serve
from bot.adapters.settings import from_environment

def broken(message, state, *rest):
    raise RuntimeError(f"{message!r} {state!r}")

settings = from_environment()
serve(webhook.create_app(settings=settings, handlers=broken), settings)
"""


def by_twilio(server: Server) -> None:
    """SMS and WhatsApp, genuine and not."""
    for text in TEXTS:
        said = text.encode("utf-8", "replace").decode()
        server.texts(
            said, From=NUMBER, MessageSid=SID + str(len(text)), FromCity=TOWN, MediaUrl0=f"https://example.org/{WORDS[0]}"
        )
        server.texts(said, From=f"whatsapp:{NUMBER}", WaId=NUMBER[1:], ProfileName=f"{NAME} {LAST}",
             Latitude=EXACT[0], Longitude=EXACT[1],
                     Address=STREET, ChannelMetadata=json.dumps({"name": NAME}),
                          ExternalUserId=f"whatsapp:ID.{USERNAME}")  # fmt: skip
    body, headers = server.signed(TEXTS[0], From=NUMBER)
    server.request("POST", "/sms", body + f"&Extra={WORDS[0]}", headers)
    server.request("POST", "/sms", body, {"Content-Type": FORM, "X-Twilio-Signature": NAME})
    server.request("POST", "/sms", body + "&x=" + WORDS[2] * 10_000, headers)
    server.request("GET", f"/sms?{urlencode({'From': NUMBER, 'Body': WORDS[0]})}")


def by_telegram(server: Server) -> None:
    """Private chats, groups, odd updates, and what is none."""
    who = {"id": MEMBER, "is_bot": False, "first_name": NAME, "last_name": LAST, "username": USERNAME, "language_code": "en"}
    chat = {"id": CHAT, "type": "private", "first_name": NAME, "username": USERNAME}
    message = {"message_id": 1, "date": 1795446000, "from": who, "chat": chat}
    updates = [{"message": {**message, "text": text}} for text in TEXTS]
    updates += [
        {"message": {**message, "location": {"latitude": float(EXACT[0]), "longitude": float(EXACT[1])}}},
        {"message": {**message, "contact": {"phone_number": OTHER_NUMBER, "first_name": NAME}}},
        {"message": {**message, "chat": {**chat, "id": -CHAT, "type": "group", "title": WORDS[0]}, "text": WORDS[0]}},
        {"edited_message": {**message, "text": WORDS[1]}},
        {"message": {**message, "text": WORDS[0], "date": WORDS[1]}},
        {"message": {**message, "location": {"latitude": WORDS[0], "longitude": NAME}}},
        {"message": {WORDS[0]: WORDS[1], "from": who}},
        {"message": {**message, "chat": USERNAME}},
        {"message": f"{NAME} {WORDS[0]}"},
    ]
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
    for number, update in enumerate(updates):
        assert server.request("POST", "/telegram", json.dumps({"update_id": number, **update}), headers)[0] == 200
    for body in (f'{{"{WORDS[0]}": {NAME}', f'["{WORDS[1]}"]', "[" * 100_000 + NAME, WORDS[0] * 200_000):
        assert server.request("POST", "/telegram", body, headers)[0] == 200
    server.request(
        "POST", "/telegram", json.dumps({"update_id": 1, **updates[0]}), {**headers, "X-Telegram-Bot-Api-Secret-Token": NAME}
    )


def by_web(server: Server) -> None:
    """The page, its script, and addresses with words in them."""
    headers = {
        "Cookie": f"t={COOKIE}",
        "User-Agent": NAME,
        "Referer": f"https://example.org/{WORDS[0]}",
        "X-Forwarded-For": USERNAME,
    }
    for text in TEXTS:
        said = text.encode("utf-8", "replace").decode()
        server.request("POST", "/chat", urlencode({"text": said}), {**headers, "Content-Type": FORM})
        server.request("POST", "/chat", json.dumps({"text": text, "lat": EXACT[0], "lon": EXACT[1], "lang": NAME}),
                       {**headers, "Content-Type": "application/json", "Accept": "application/json"})  # fmt: skip
    for body in (
        "{" + WORDS[0],
        f'"{NAME}"',
        "[" * 50_000 + WORDS[1],
        json.dumps({"text": {NAME: 1}, "choice": [WORDS[0]]}),
        WORDS[2] * 10_000,
    ):
        server.request("POST", "/chat", body, {**headers, "Content-Type": "application/json"})
    for path in (
        f"/{WORDS[0]}",
        f"/?lang={NAME}&text={WORDS[1]}",
        f"/od?{NAME}",
        f"/static/{WORDS[0]}",
        f"/chat?text={WORDS[0]}",
    ):
        server.request("GET", path, headers=headers)


def by_wire(server: Server) -> None:
    """Requests that are none."""
    for sent in (f"{NAME} {WORDS[0]}\r\n\r\n", f"GET /{WORDS[0]} HTTP/9\r\nHost: {NAME}\r\n\r\n",
         f"POST /sms HTTP/1.1\r\nContent-Length: {NAME}\r\n\r\n",
                 f"POST /sms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{WORDS[0]}\r\n",
                      f"GET / HTTP/1.1\r\n{NAME}\r\n\r\n"):  # fmt: skip
        with server.connect(sent.encode()) as client, suppress(OSError):
            client.settimeout(0.5)
            client.recv(65536)


@pytest.fixture(scope="module", params=["whole", "broken"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, program: Path) -> Path:
    """Everything that a server wrote while it was told marks: its log and its database, in one folder."""
    folder = tmp_path_factory.mktemp("written")
    script = program / "broken.py"
    script.write_text(BROKEN)
    command = {"whole": ("-m", "bot.cli", "serve"), "broken": (script,)}[request.param]
    with started(program, command, LOG_LEVEL="DEBUG", DATABASE_URL=f"sqlite:///{folder}/marked.db") as server:
        for way in (by_twilio, by_telegram, by_web, by_wire):
            way(server)
    (folder / "log").write_bytes(server.log.read_bytes())
    return folder


def found(folder: Path) -> dict[str, list[bytes]]:
    """The marks in every file under `folder`."""
    hits = {str(path.relative_to(folder)): MARKS.found_in(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    return {name: marks for name, marks in hits.items() if marks}


def test_nothing_of_a_sender_is_in_the_log_or_the_database(written: Path) -> None:
    assert found(written) == {}


def test_nothing_of_a_sender_is_in_any_file_that_the_server_can_write(written: Path, program: Path) -> None:
    """The whole folder of the program: its `var/`, its content, its copies."""
    assert written.exists()
    assert {name: marks for name, marks in found(program).items() if name != "broken.py"} == {}


def test_the_messages_were_counted_and_the_errors_logged(written: Path) -> None:
    """Else there would have been nothing to find."""
    database = sqlite3.connect(written / "marked.db")
    counted = database.execute("SELECT sum(count) FROM count_day").fetchone()[0]
    database.close()
    assert counted > 40
    log = (written / "log").read_text()
    assert "UpdateError" in log
    assert "Traceback" not in log


def test_errors_were_really_provoked(program: Path, written: Path) -> None:
    logs = [path.read_text() for path in program.glob("*.log")]
    assert (
        any("an answer broke" in log and "RuntimeError at broken.py" in log for log in logs)
        or "an answer broke" not in (written / "log").read_text()
    )


# --- the search itself


@pytest.mark.parametrize(
    "planted",
    [NUMBER, NUMBER[2:], NAME.upper(), WORDS[0], str(CHAT), NUMBER.encode().hex(), base64.b64encode(NAME.encode()).decode(),
     hashlib.sha256(NUMBER.encode()).hexdigest(), hashlib.sha256(NUMBER.encode()).hexdigest().upper(),
          hashlib.sha1(NUMBER.encode()).hexdigest(),
     hashlib.sha256(f"sms|{NUMBER}|+12075550199".encode()).hexdigest()],
    ids=["number", "digits", "capitals", "word", "chat", "hex", "base64", "sha256", "SHA256", "sha1", "sha256 of a key"],
)  # fmt: skip
def test_the_search_finds_a_mark_in_a_log(tmp_path: Path, planted: str) -> None:
    (tmp_path / "log").write_text(f"12:00 WARNING something {planted} happened")
    assert found(tmp_path).keys() == {"log"}


def test_the_search_finds_a_mark_in_a_database(tmp_path: Path, clock) -> None:
    counters, engine = Counters(clock), engine_for(f"sqlite:///{tmp_path}/x.db")
    prepare(engine)
    counters.count(Tally(WORDS[0], "sms", "en"))
    counters.flush(engine)
    engine.dispose()
    assert found(tmp_path) != {}


def test_the_search_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("12:00 WARNING an update could not be read (UpdateError)")
    assert found(tmp_path) == {}


def test_the_marks_are_nowhere_in_our_own_words(project: Path) -> None:
    assert found(project / "content") == {}
