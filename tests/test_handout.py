"""What we promise of the number and the name that stand on paper: only true ones are taken, and people can read them."""

from __future__ import annotations

import pytest

from bot.adapters.handout import codes
from bot.adapters.settings import Settings, from_environment
from bot.errors import SettingsError


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("+12075550199", "207-555-0199"),
        ("+1 (207) 555-0199", "207-555-0199"),
        ("+442079460000", "+442079460000"),
        ("25378", "25378"),
    ],
)
def test_a_number_is_shown_as_people_read_it(given: str, read: str) -> None:
    (code,) = codes(from_environment({"SMS_NUMBER": given}))
    assert (code.key, code.shown) == ("code_sms", read)


@pytest.mark.parametrize("name", ["example_bot", "@example_bot"])
def test_a_bot_s_name_is_taken_with_or_without_its_sign(name: str) -> None:
    (code,) = codes(from_environment({"TELEGRAM_BOT_NAME": name}))
    assert (code.key, code.shown) == ("code_telegram", "t.me/example_bot")


@pytest.mark.parametrize(
    ("setting", "value"),
    [("SMS_NUMBER", "207-555-0199"), ("SMS_NUMBER", "+0"), ("SMS_NUMBER", "<b>"), ("SMS_NUMBER", "+1207555019\r\n9"),
     ("TELEGRAM_BOT_NAME", "a b"), ("TELEGRAM_BOT_NAME", "bot"), ("TELEGRAM_BOT_NAME", "example_bot?start=x"),
     ("TELEGRAM_BOT_NAME", "https://t.me/example_bot"), ("TELEGRAM_BOT_NAME", "éxample_bot")],
)  # fmt: skip
def test_a_number_or_name_that_leads_nowhere_is_a_fault(setting: str, value: str) -> None:
    with pytest.raises(SettingsError, match=setting):
        from_environment({setting: value})


def test_nothing_is_invented_where_nothing_is_set() -> None:
    assert list(codes(Settings())) == []
