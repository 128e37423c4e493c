"""Names that only one answer has: whoever says one gets that answer, and danger still comes first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.knowledge import Knowledge
from bot.message import Message
from handlers.respond import respond

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ASKED = [
    ("what is MHAAO", "mhaao"),
    ("how can i join portland ops", "portland_ops"),
    ("where was the petition of Solidarity Week", "solidarity_week"),
    ("what does the international task force on strategic drug policy say", "task_force"),
    ("what does the global commission on drug policy say", "global_commission"),
    ("can i download things from share facts save lives", "share_facts"),
    ("tell me about insite in vancouver", "insite"),
    ("what is an options liaison", "options_liaison"),
    ("do doctors still need the x waiver", "buprenorphine"),
    ("where is the nasen map", "syringe_services_what"),
    ("is methadone one drug for another", "one_drug_for_another"),
    ("cu\u00e1les son los ocho principios", "harm_reduction_principles"),
]


@pytest.mark.parametrize(("text", "entry"), ASKED, ids=[entry for _, entry in ASKED])
def test_who_says_a_name_gets_its_answer(knowledge: Knowledge, text: str, entry: str) -> None:
    assert respond(Message(text), None, knowledge, NOW).reply.entry == entry


def test_a_name_beside_danger_waits(knowledge: Knowledge) -> None:
    told = respond(Message("my friend from portland ops is blue and not breathing"), None, knowledge, NOW)
    assert told.reply.entry == "overdose_other"


def test_no_two_answers_have_one_name(knowledge: Knowledge) -> None:
    named = [(name, entry.id) for entry in knowledge.bank.all for wording in entry.wording.values() for name in wording.names]
    assert len(set(named)) == len(dict(named))
