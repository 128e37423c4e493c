"""What we promise about plainer wordings: only an SMS gets them, every SMS gets them, and a lead that lacks one is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from actors import Chatter, Texter, Visitor
from flask import Flask

from bot.adapters.checks import rules
from bot.adapters.checks.content import Content
from bot.adapters.checks.filtered import unplain
from bot.adapters.files import Reader
from bot.adapters.settings import PROJECT, Settings
from bot.bank import Bank
from bot.knowledge import Knowledge

PLAINER = "The thing itself is not named here."
WHAT, STEP = "naloxone_what", "overdose_other"


@pytest.fixture(scope="module")
def plainer(knowledge: Knowledge) -> Knowledge:
    """The real content, with a plainer wording in an answer and in a step."""
    bank = knowledge.bank
    changed = {each: bank.entries[each] for each in (WHAT, STEP)}
    for name, entry in changed.items():
        wording = {language: replace(said, sms=f"{PLAINER} {language}") for language, said in entry.wording.items()}
        changed[name] = replace(entry, wording=wording)
    entries = [changed.get(entry.id, entry) for entry in bank.all]
    return replace(knowledge, bank=Bank(entries, bank.numbers, ("maine", "us"), bank.laws))


@pytest.fixture
def app(make_app: Callable[..., Flask], plainer: Knowledge) -> Flask:
    return make_app(knowing=plainer)


@pytest.mark.parametrize("after", [(), ("AGAIN",), ("SHORTER",), ("FORWARD",), ("naloxone by mail", "what is naloxone")])
def test_an_sms_gets_the_plainer_wording(texter: Texter, after: tuple[str, ...]) -> None:
    said = [" ".join(texter.says(text)) for text in ("what is naloxone", *after)]
    assert f"{PLAINER} en" in said[-1]


def test_an_sms_in_another_language_gets_that_one(texter: Texter) -> None:
    texter.says("what is naloxone")
    assert f"{PLAINER} es" in " ".join(texter.says("español"))


def test_a_step_is_plainer_too(texter: Texter) -> None:
    assert texter.says("he is blue and not breathing") == [f"{PLAINER} en"]


def test_no_other_channel_gets_it(texter: Texter, chatter: Chatter, visitor: Visitor, plainer: Knowledge) -> None:
    lead = plainer.lead(plainer.bank.entries[WHAT], "en")
    assert PLAINER not in lead
    whatsapp = texter.posts(texter.form("what is naloxone", From="whatsapp:+12075550177", To="whatsapp:+12075550100")).text
    others = [str(chatter.says("what is naloxone")["text"]), str(visitor.says("what is naloxone")["text"]), whatsapp]
    assert [PLAINER in said for said in others] == [False] * 3


# --- leads that lack one


@pytest.fixture(scope="module")
def shipped() -> Content:
    return rules.gather(Settings()).content


def test_no_lead_that_ships_holds_a_word_that_carriers_are_known_to_stop(shipped: Content) -> None:
    assert [str(each.fault) for each in unplain(shipped)] == []


def test_a_lead_with_such_a_word_and_no_plainer_wording_is_told(shipped: Content) -> None:
    entry = next(each for each in shipped.entries if each.wording["en"].sms and "annabis" in each.wording["en"].lead)
    bare = replace(entry, wording={"en": replace(entry.wording["en"], sms=None)})
    (found,) = unplain(replace(shipped, entries=[bare]))
    assert (found.language, "carriers may stop an SMS with cannabis" in found.fault.what) == ("en", True)


def test_each_word_says_who_says_so() -> None:
    table = Reader(PROJECT / "content").table(PROJECT / "content" / "filtered_words.toml")
    assert [word for word, why in table.items() if not ("error" in why or "30007" in why)] == []
