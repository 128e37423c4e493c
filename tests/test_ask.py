"""What we promise to programs: `safertext ask` reads JSON lines and writes one for each, in order, and never stops midway."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.bank import LANGUAGES
from bot.segments import segments
from bot.understanding.reading import KINDS

KEYS = {"id", "topic", "danger", "rule", "who", "language", "message_language", "confidence", "alternatives", "place",
     "service", "sites",
        "asks_place", "choices", "entry", "text", "messages", "segments", "encoding"}  # fmt: skip
OD = "hes blue and wont wake up"
MONDAY = "2026-11-23T11:00:00-05:00"
FIRST_WEDNESDAY, BEFORE, NEXT_DAY = "2026-12-02T12:00:00-05:00", "2026-12-02T10:00:00-05:00", "2026-12-03T12:00:00-05:00"
GOOD = [
    {"id": 1, "text": OD},
    {"id": "two", "text": "narcan 04401", "at": MONDAY},
    {"id": 3, "text": "narcan 04401"},
    {"id": "o1", "text": "narcan 04938", "at": FIRST_WEDNESDAY},
    {"id": "o2", "text": "narcan 04938", "at": BEFORE},
    {"id": "o3", "text": "narcan 04938", "at": NEXT_DAY},
    {"id": 4, "text": "what is naloxone"},
    {"id": 5, "text": "what is naloxone", "channel": "telegram"},
    {"id": 6, "text": "what is naloxone", "channel": "web"},
    {"id": 7, "text": "what is naloxone", "channel": "whatsapp"},
    {"id": 8, "text": "hes blue and wont wake up", "channel": "voice"},
    {"id": 9, "text": "od", "language_hint": "es"},
    {"id": 10, "location": {"lat": 44.8, "lon": -68.77}},
    {"id": 11, "text": "naloxona", "language_hint": "pt-BR", "unknown": {"x": [1]}},
    {"id": 12, "text": ""},
    {"id": 13, "text": "near me"},
    {"id": 14, "text": "mi amigo no respira, esta morado"},
    {"id": 15, "text": "i took too much im going out"},
    {"id": 16, "text": "\ud800 narcan \x00"},
    {"id": 17, "text": "x" * 10_000},
    {"id": "s1", "session": "a", "text": OD, "at": MONDAY},
    {"id": "s2", "session": "b", "text": "next", "at": MONDAY},
    {"id": "s3", "session": "a", "text": "next", "at": MONDAY},
    {"id": "s4", "text": "next", "at": MONDAY},
    {"id": "s5", "session": "c", "text": "what is naloxone", "at": "2026-11-23T10:00:00-05:00"},
    {"id": "s6", "session": "c", "text": "more", "at": "2026-11-23T10:29:00-05:00"},
    {"id": "s7", "session": "d", "text": "what is naloxone", "at": "2026-11-23T10:00:00-05:00"},
    {"id": "s8", "session": "d", "text": "more", "at": "2026-11-23T10:31:00-05:00"},
    {"id": "s9", "session": "e", "text": "narcan 04401"},
    {"id": "s10", "session": "e", "text": "more"},
    {"id": "e1", "text": "narcan 04401", "at": "1970-01-02T00:00:00+14:00"},
    {"id": "e2", "text": "narcan 04401", "at": "2999-12-31T23:59:59-05:00"},
    {"id": ["odd", {"id": 1}], "text": "hello"},
    {"id": "u\ud800", "text": "hello"},
]
BAD = [
    (None, b"this is no json"),
    (None, b"[]"),
    (None, b"5"),
    (None, b'"text"'),
    (None, b"null"),
    (None, b"\xff\xfe\x00"),
    (None, b"[" * 100_000),
    (None, b'{"text": "narcan"}'),
    (None, b'{"id": 1, "text": "narcan"'),
    ("b1", b'{"id": "b1"}'),
    ("b2", b'{"id": "b2", "text": null, "location": null}'),
    ("b3", b'{"id": "b3", "text": 5}'),
    ("b4", b'{"id": "b4", "text": ["narcan"]}'),
    ("b5", b'{"id": "b5", "text": "x", "channel": "fax"}'),
    ("b6", b'{"id": "b6", "text": "x", "channel": 5}'),
    ("b7", b'{"id": "b7", "location": "here"}'),
    ("b8", b'{"id": "b8", "location": {"lat": "x", "lon": 1}}'),
    ("b9", b'{"id": "b9", "location": {"lat": 1}}'),
    ("b10", b'{"id": "b10", "location": {"lat": NaN, "lon": Infinity}}'),
    ("b11", b'{"id": "b11", "location": {"lat": 91, "lon": 0}}'),
    ("b12", b'{"id": "b12", "text": "x", "at": "now"}'),
    ("b13", b'{"id": "b13", "text": "x", "at": "2026-11-22T09:00:00"}'),
    ("b14", b'{"id": "b14", "text": "x", "at": 5}'),
    ("b16", b'{"id": "b16", "text": "narcan 04401", "at": "0001-01-01T00:00:00+00:00"}'),
    ("b17", b'{"id": "b17", "text": "narcan 04401", "at": "9999-12-31T23:59:59-05:00"}'),
    ("b15", b'{"id": "b15", "text": "x", "channel": ["sms"]}'),
]


def strict(line: bytes) -> dict[str, object]:
    """JSON by the standard: NaN is none."""

    def refuse(word: str) -> None:
        raise AssertionError(word)

    return json.loads(line, parse_constant=refuse)


def ask(program: Path, lines: list[bytes], **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a copy of the program."""
    return subprocess.run([sys.executable, "-m", "bot.cli", "ask"], cwd=program, input=b"\n".join(lines) + b"\n",
         capture_output=True, timeout=120,
                          env=os.environ | {"PYTHONPATH": str(program)} | environment, check=False)  # fmt: skip


@dataclass
class Run:
    """One run of the command: what came back on the good lines and on the bad, and the files that it left."""

    code: int
    good: list[dict[str, object]]
    bad: list[dict[str, object]]
    after_bad: list[dict[str, object]]
    errors: str
    files: set[str]


@pytest.fixture(scope="module")
def ran(program: Path) -> Run:
    """All the good lines, then the bad ones with a good line after each. An old listing is allowed to tell its hours."""
    before = set(program.rglob("*"))
    bad = [each for _, line in BAD for each in (line, b'{"id": "next", "session": "z", "text": "narcan 04401"}')]
    lines = [json.dumps(line).encode() for line in GOOD] + bad
    done = ask(program, lines, SITE_MAX_AGE_DAYS="3650", DATABASE_URL="sqlite:///var/asked.db")
    told = [strict(line) for line in done.stdout.splitlines()]
    files = {path.name for path in set(program.rglob("*")) - before if path.is_file() and "__pycache__" not in path.parts}
    rest = told[len(GOOD) :]
    return Run(done.returncode, told[: len(GOOD)], rest[::2], rest[1::2], done.stderr.decode(), files)


@pytest.fixture(scope="module")
def answers(ran: Run) -> dict[str, dict[str, object]]:
    """What came back on good lines, by id."""
    return {str(answer["id"]): answer for answer in ran.good}


def test_there_is_one_answer_for_each_line_in_their_order(ran: Run) -> None:
    assert ran.code == 0, ran.errors
    assert [answer["id"] for answer in ran.good] == [line["id"] for line in GOOD]


def test_every_answer_has_every_key_and_no_other(answers: dict[str, dict[str, object]]) -> None:
    assert {name: sorted(answer.keys() ^ KEYS) for name, answer in answers.items() if answer.keys() != KEYS} == {}


def test_every_value_is_of_its_kind(answers: dict[str, dict[str, object]]) -> None:
    for name, answer in answers.items():
        assert answer["danger"] in {"now", "possible", "none"}, name
        assert answer["who"] in ({None} if answer["danger"] == "none" else {"other", "self", "child", "unclear"}), name
        assert answer["rule"] is None or isinstance(answer["rule"], str), name
        assert answer["language"] in LANGUAGES, name
        assert answer["message_language"] is None or isinstance(answer["message_language"], str), name
        assert 0 <= answer["confidence"] <= 1, name
        assert isinstance(answer["topic"], str), name
        assert len(answer["alternatives"]) <= 2, name
        assert answer["topic"] not in answer["alternatives"], name
        assert answer["place"] is None or answer["place"].keys() == {"name", "state", "zip", "lat", "lon"}, name
        assert isinstance(answer["asks_place"], bool), name
        assert all(isinstance(choice, str) for choice in answer["choices"]), name
        assert answer["messages"] != [], name
        assert answer["text"] == "\n\n".join(answer["messages"]), name


def test_every_site_says_how_far_and_whether_open(answers: dict[str, dict[str, object]]) -> None:
    sites = [site for answer in answers.values() for site in answer["sites"]]
    assert sites != []
    for site in sites:
        assert site.keys() == {"id", "name", "distance_mi", "open", "next_change"}
        assert site["open"] in {True, False, None}
        assert site["distance_mi"] >= 0
        assert site["next_change"] is None or datetime.fromisoformat(site["next_change"]).tzinfo


def test_what_an_sms_costs_is_told_and_elsewhere_null(answers: dict[str, dict[str, object]]) -> None:
    channels = {str(line["id"]): line.get("channel", "sms") for line in GOOD}
    for name, answer in answers.items():
        if channels[name] == "sms":
            assert answer["segments"] == sum(segments(text) for text in answer["messages"])
            assert answer["encoding"] in {"GSM-7", "UCS-2"}
        else:
            assert (answer["segments"], answer["encoding"]) == (None, None)


@pytest.mark.parametrize(("name", "who"), [("1", "other"), ("14", "other"), ("15", "self"), ("s1", "other")])
def test_with_danger_the_topic_is_still_a_label(answers: dict[str, dict[str, object]], name: str, who: str) -> None:
    answer = answers[name]
    assert (answer["danger"], answer["who"], answer["topic"] in KINDS, answer["segments"]) == ("now", who, True, 1)


def test_a_question_has_two_alternatives(answers: dict[str, dict[str, object]]) -> None:
    answer = answers["4"]
    assert (answer["topic"], answer["danger"], answer["entry"], len(answer["alternatives"])) == (
        "naloxone_what",
        "none",
        "naloxone_what",
        2,
    )


def test_the_same_question_gets_the_same_content_on_every_channel(answers: dict[str, dict[str, object]]) -> None:
    assert {answers[name]["entry"] for name in "4567"} == {"naloxone_what"}


def test_the_voice_says_words_to_be_heard(answers: dict[str, dict[str, object]]) -> None:
    assert "9 1 1" in answers["8"]["text"]
    assert answers["8"]["danger"] == "now"


def test_the_hint_counts_where_the_words_tell_no_language(answers: dict[str, dict[str, object]]) -> None:
    assert (answers["9"]["language"], answers["14"]["language"]) == ("es", "es")


def test_a_place_that_was_named_is_told(answers: dict[str, dict[str, object]]) -> None:
    place = answers["two"]["place"]
    assert (place["zip"], place["state"], round(place["lat"]), round(place["lon"])) == ("04401", "ME", 45, -69)
    assert (answers["two"]["service"], answers["4"]["place"], answers["13"]["asks_place"]) == ("naloxone", None, True)


def test_a_location_finds_sites(answers: dict[str, dict[str, object]]) -> None:
    assert len(answers["10"]["sites"]) == 3


@pytest.mark.parametrize(
    ("name", "opened", "until"),
    [
        ("o1", True, "2026-12-02T15:00:00-05:00"),
        ("o2", False, "2026-12-02T11:00:00-05:00"),
        ("o3", False, "2026-12-16T11:00:00-05:00"),
    ],
    ids=["open", "an hour before", "the day after"],
)
def test_at_drives_what_is_open(answers: dict[str, dict[str, object]], name: str, opened: bool, until: str) -> None:  # noqa: FBT001
    """Farmington hands out on the first and third Wednesday, from 11 to 15; the listing is old, so its age is allowed here."""
    (site,) = [each for each in answers[name]["sites"] if each["id"] == "me-farmington-syringe-exchange"]
    assert (site["open"], datetime.fromisoformat(site["next_change"])) == (opened, datetime.fromisoformat(until))


def test_at_drives_how_long_a_session_lives(answers: dict[str, dict[str, object]]) -> None:
    assert answers["s6"]["entry"] == "naloxone_what"
    assert answers["s8"]["entry"] != "naloxone_what"


def test_lines_of_one_session_share_what_is_carried(answers: dict[str, dict[str, object]]) -> None:
    assert answers["s3"]["danger"] == "now"
    assert answers["s3"]["text"] != answers["s1"]["text"]
    assert answers["s2"]["text"] == answers["s4"]["text"]  # another session, and none: both are first messages
    assert answers["s2"]["text"] != answers["s3"]["text"]
    assert {site["id"] for site in answers["s9"]["sites"]} & {site["id"] for site in answers["s10"]["sites"]} == set()
    assert answers["s10"]["place"]["zip"] == "04401"


def test_a_bad_line_gets_an_error_with_its_id_if_it_has_one(ran: Run) -> None:
    assert [answer["id"] for answer in ran.bad] == [name for name, _ in BAD]
    assert [answer for answer in ran.bad if answer.keys() != {"id", "error"} or len(answer["error"]) < 10] == []


def test_after_a_bad_line_the_stream_goes_on(ran: Run) -> None:
    assert [(answer["id"], "error" in answer) for answer in ran.after_bad] == [("next", False)] * len(BAD)
    assert "Traceback" not in ran.errors


def test_nothing_is_written_but_the_database(ran: Run) -> None:
    assert {name.partition(".db")[0] for name in ran.files} <= {"asked"}


def test_no_input_is_no_fault(program: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "bot.cli", "ask"], cwd=program, input=b"", capture_output=True,
         timeout=60, check=False,
                          env=os.environ | {"PYTHONPATH": str(program)})  # fmt: skip
    assert (done.returncode, done.stdout) == (0, b"")


def test_faulty_settings_exit_with_2(program: Path) -> None:
    done = ask(program, [b'{"id": 1, "text": "x"}'], PORT="x")
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_reader_who_goes_away_is_no_fault(program: Path) -> None:
    """`safertext ask | head -1`."""
    command = f"yes '{json.dumps(GOOD[0])}' | head -500 | {sys.executable} -m bot.cli ask | head -1"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=program,
        capture_output=True,
        timeout=60,
        check=True,
        env=os.environ | {"PYTHONPATH": str(program)},
    )
    assert strict(done.stdout)["danger"] == "now"
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_1000_lines_take_less_than_30_seconds_after_the_start(program: Path) -> None:
    texts = [
        "what is naloxone",
        OD,
        "narcan 04401",
        "can you touch fentanyl and die from it",
        "¿dónde consigo naloxona gratis en bangor?",
    ]
    lines = [json.dumps({"id": number, "text": f"{texts[number % 5]} {number}"}).encode() for number in range(1000)]
    process = subprocess.Popen([sys.executable, "-m", "bot.cli", "ask"], cwd=program, stdin=subprocess.PIPE,
         stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(program)})  # fmt: skip
    with process:
        process.stdin.write(lines[0] + b"\n")
        process.stdin.flush()
        process.stdout.readline()  # an answer comes line by line, not at the end
        began = time.monotonic()
        process.stdin.write(b"\n".join(lines[1:]) + b"\n")
        process.stdin.close()
        assert len(process.stdout.readlines()) == 999
        assert time.monotonic() - began < 30
        assert process.wait(20) == 0
