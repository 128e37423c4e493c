"""What we promise about Twilio's own records: what is over an hour old goes, unread; a legal hold stops it.

Twilio's part is played by a stand-in that is held to the specification that Twilio publishes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from actors import PERSON, Marks
from standin_twilio_api import ACCOUNT, KEY, SECRET, WORDS, TwilioApi, twilio_on_loopback

from bot.adapters import purge, twilio_api
from bot.adapters.purge import HoldError, Order, Purge
from bot.adapters.twilio_api import Keys, Twilio, TwilioError
from bot.errors import SettingsError

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
KEYS = Keys(ACCOUNT, KEY, SECRET)


def ago(**amount: float) -> datetime:
    return NOW - timedelta(**amount)


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    with twilio_on_loopback() as found:
        yield found


@pytest.fixture
def purging(api: TwilioApi, tmp_path: Path) -> Iterator[Callable[..., Purge]]:
    """`purging(limit=2)`: a run that has not begun; `purge.pauses` are the waits it made."""
    made: list[Purge] = []

    def make(keys: Keys = KEYS, **order: object) -> Purge:
        pauses: list[float] = []
        one = Purge(Twilio(keys, api.address, pauses.append), Order(**order), NOW, tmp_path)
        made.append(one)
        return one

    yield make
    for one in made:
        one.twilio.close()


def pauses(one: Purge) -> list[float]:
    return one.twilio._sleep.__self__


# --- what goes and what stays


def test_what_is_older_than_an_hour_goes_and_the_rest_stays(api: TwilioApi, purging) -> None:
    api.message(1, ago(minutes=59))
    stays = set(api.messages)
    api.message(2, ago(minutes=60))
    api.message(3, ago(days=400))
    api.call(4, ago(hours=2))
    done = purging().run()
    assert (set(api.messages), api.calls) == (stays, {})
    assert (done.found, done.deleted, done.waiting, done.left) == (
        {"messages": 2, "calls": 1}, {"messages": 2, "calls": 1}, 0, False,
    )  # fmt: skip


def test_another_age_can_be_chosen(api: TwilioApi, purging) -> None:
    api.message(1, ago(hours=23))
    api.message(2, ago(hours=25))
    assert purging(older_than=timedelta(days=1)).run().deleted["messages"] == 1


def test_pictures_go_before_their_message(api: TwilioApi, purging) -> None:
    """Without it nobody would find them again."""
    own = api.message(1, ago(hours=2), media=2)
    pictures = list(api.media[own])
    purging().run()
    assert api.deleted() == [*pictures, own]
    assert api.media[own] == []


def test_many_pages_are_listed_before_the_first_deletion(api: TwilioApi, purging) -> None:
    """A page's token is the id of the last row: it is worth nothing when that row is gone."""
    api.page = 10
    for number in range(1, 106):
        api.message(number, ago(hours=2))
    assert purging().run().deleted["messages"] == 105
    methods = [method for method, path in api.asked if "/Messages" in path]
    assert methods == ["GET"] * 11 + ["DELETE"] * 105


def test_a_page_that_leads_to_itself_ends_and_one_that_leads_elsewhere_is_not_followed(
    api: TwilioApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    twilio = Twilio(KEYS, api.address)
    asked: list[str] = []

    def get(path: str, _: str) -> dict[str, object]:
        asked.append(path)
        return {"messages": [{"sid": "SM1"}], "next_page_uri": f"https://else.example.org/b?To={PERSON}&Page=1&PageToken=PASM1"}

    monkeypatch.setattr(twilio, "get", get)
    assert len(list(twilio.pages("/a", "messages"))) == 2
    assert asked == ["/a?PageSize=1000", "/a?PageSize=1000&Page=1&PageToken=PASM1"]


def test_nothing_is_deleted_in_a_dry_run(api: TwilioApi, purging) -> None:
    api.message(1, ago(hours=2), media=1)
    done = purging(dry_run=True).run()
    assert (done.found["messages"], done.deleted["messages"], api.deleted()) == (1, 0, [])


def test_a_time_that_cannot_be_read_is_no_reason_to_delete(api: TwilioApi, purging) -> None:
    own = api.message(1, ago(hours=2))
    api.messages[own]["date_created"] = None
    assert purging().run().found["messages"] == 0


# --- when Twilio is busy, unwilling or away


def test_a_busy_twilio_is_given_the_time_it_asks_for(api: TwilioApi, purging) -> None:
    api.message(1, ago(hours=2))
    api.faults = [(429, {"Retry-After": "7"}), (503, {}), (429, {"Retry-After": "99999"})]
    one = purging()
    assert one.run().deleted["messages"] == 1
    assert pauses(one) == [7.0, 2.0, 60.0]


def test_twilio_is_not_asked_for_ever(api: TwilioApi, purging) -> None:
    api.faults = [(429, {})] * 20
    one = purging()
    with pytest.raises(TwilioError, match="the next run goes on"):
        one.run()
    assert (len(api.asked), pauses(one)) == (6, [1.0, 2.0, 4.0, 8.0, 16.0])


def test_a_run_that_was_stopped_is_taken_up_by_the_next(api: TwilioApi, purging, tmp_path: Path) -> None:
    for number in range(1, 6):
        api.message(number, ago(hours=2))
    one = purging()
    one.twilio.get(f"{one.twilio.account}/Balance.json")
    delete, left = one.twilio.delete, [2]

    def tires(path: str) -> None:
        if not left[0]:
            raise TwilioError("away")
        left[0] -= 1
        delete(path)

    one.twilio.delete = tires
    with pytest.raises(TwilioError):
        one.run()
    assert (one.done.deleted, purge.last_run(tmp_path)) == ({"messages": 2}, None)
    assert purging().run().deleted == {"messages": 3, "calls": 0}


def test_what_twilio_is_not_done_with_waits_for_the_next_run(api: TwilioApi, purging) -> None:
    first, second = api.message(1, ago(hours=2)), api.message(2, ago(hours=2))
    api.not_final = {first}
    done = purging().run()
    assert (done.waiting, list(api.messages), second in api.messages) == (1, [first], False)
    api.not_final = set()
    assert purging().run().deleted["messages"] == 1


def test_what_somebody_else_deleted_meanwhile_is_gone_too(api: TwilioApi, purging) -> None:
    api.message(1, ago(hours=2))
    one = purging()
    rows = one._due("messages")
    api.messages.clear()
    assert one._gone(one._message, rows[0]) == 1


def test_a_run_is_bounded_in_number_and_time(api: TwilioApi, purging, tmp_path: Path) -> None:
    for number in range(1, 8):
        api.message(number, ago(hours=2))
    done = purging(limit=3).run()
    assert (done.deleted["messages"], done.left, len(api.messages), purge.last_run(tmp_path)) == (3, True, 4, None)
    assert purging(seconds=-1.0).run().left
    assert len(api.messages) == 4


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (Keys(ACCOUNT, KEY, "x"), "does not know this key"),
        (Keys("AC" + "c" * 32, "SK" + "d" * 32, SECRET), "does not know this key"),
    ],
)
def test_a_key_that_does_not_fit_is_said_at_once(purging, keys: Keys, said: str) -> None:
    with pytest.raises(TwilioError, match=said):
        purging(keys).run()


def test_a_twilio_that_is_away_is_said_and_not_what_was_asked() -> None:
    twilio = Twilio(KEYS, "http://127.0.0.1:9", lambda _: None)
    with pytest.raises(TwilioError, match="cannot be reached") as caught:
        twilio.get("/x")
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_the_key_is_sent_to_nobody_but_twilio() -> None:
    with pytest.raises(SettingsError, match="nobody else"):
        Twilio(KEYS, "https://example.org")


# --- a legal hold


def test_a_legal_hold_stops_everything(api: TwilioApi, purging, tmp_path: Path) -> None:
    api.message(1, ago(hours=2))
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "legal-hold").touch()
    with pytest.raises(HoldError, match="legal hold"):
        purging().run()
    assert (api.asked, purge.last_run(tmp_path)) == ([], None)


def test_a_legal_hold_that_comes_in_the_middle_stops_the_rest(api: TwilioApi, purging, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        api.message(number, ago(hours=2))
    one = purging()
    delete = one.twilio.delete

    def deletes(path: str) -> None:
        delete(path)
        (tmp_path / "var").mkdir()
        (tmp_path / "var" / "legal-hold").write_text("since 10:00")

    one.twilio.delete = deletes
    with pytest.raises(HoldError):
        one.run()
    assert (len(api.messages), one.done.deleted) == (2, {"messages": 1})


def test_a_hold_that_cannot_be_seen_is_a_hold(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")
    assert purge.held(tmp_path)


# --- what is read, kept and shown


def test_nothing_about_a_person_is_kept_of_an_answer(api: TwilioApi) -> None:
    api.message(1, ago(hours=2), media=1)
    api.call(2, ago(hours=2))
    twilio = Twilio(KEYS, api.address)
    rows = [*twilio.pages(f"{twilio.account}/Messages.json", "messages"), *twilio.pages(f"{twilio.account}/Calls.json", "calls")]
    twilio.close()
    assert {key for row in rows for key in row} == {"sid", "date_created", "status", "num_media"}
    assert Marks([PERSON, WORDS, "Quillfeather"]).found_in(json.dumps(rows).encode()) == []


def test_a_refusal_is_told_without_what_twilio_says_in_it() -> None:
    """It may name a number."""
    answer = twilio_api.read(json.dumps({"code": 20001, "message": f"{PERSON} is odd", "more_info": WORDS}).encode())
    error = twilio_api._refused(400, answer)
    assert (answer, error.code, str(error)) == (
        {"code": 20001},
        20001,
        "Twilio answers 400 (its error 20001): look at its status page",
    )


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"\xff", b"null"])
def test_an_answer_that_is_no_json_is_empty(body: bytes) -> None:
    assert twilio_api.read(body) == {}


def test_the_note_of_the_last_run_holds_a_time_and_nothing_else(api: TwilioApi, purging, tmp_path: Path) -> None:
    api.message(1, ago(hours=2))
    purging().run()
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["purge-ran"]
    assert (tmp_path / "var" / "purge-ran").read_text() == "2026-11-22T15:00:00Z\n"
    assert purge.last_run(tmp_path) == NOW


@pytest.mark.parametrize("damage", ["", "yesterday", "é"])
def test_a_damaged_note_is_no_note(tmp_path: Path, damage: str) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "purge-ran").write_text(damage)
    assert purge.last_run(tmp_path) is None
